//! The customer file (P01.1, P01.11): its words and the term of a special customer.

use chrono::{Datelike, NaiveDate};

use crate::refusal::Refusal;

words! {
    /// What a customer is (P01.1, P10).
    #[cfg_attr(feature = "wire", schema(as = CustomerKind))]
    pub enum Kind {
        Individual,
        Family,
        /// 集团客户: an organisation with key persons.
        Group,
    }
}

words! {
    /// Why a customer is special, 特约用户 (P01.1).
    pub enum SpecialKind {
        /// 领导类.
        Leader,
        /// 合作伙伴类.
        Partner,
    }
}

words! {
    /// Where a customer is in the life cycle (P09).
    #[cfg_attr(feature = "wire", schema(as = CustomerStatus))]
    pub enum Status {
        Prospective,
        Active,
        Suspended,
        Closed,
    }
}

words! {
    /// As on the identity card.
    pub enum Sex {
        Male,
        Female,
        Unknown,
    }
}

words! {
    /// Whether a subscribed service still runs.
    pub enum SubscriptionStatus {
        Active,
        /// Terminal.
        Ended,
    }
}

/// From when until when something is granted: calendar days in the branch's zone, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    starts_on: NaiveDate,
    ends_on: NaiveDate,
}

impl Term {
    /// A term; one single day is the shortest.
    ///
    /// # Errors
    /// [`Refusal::TermBackwards`] when it would end before it starts, [`Refusal::CellDate`] for no calendar's day.
    pub fn new(starts_on: NaiveDate, ends_on: NaiveDate) -> Result<Self, Refusal> {
        day(starts_on, "/starts_on")?;
        day(ends_on, "/ends_on")?;
        if starts_on > ends_on {
            return Err(Refusal::TermBackwards { starts_on, ends_on });
        }
        Ok(Self { starts_on, ends_on })
    }

    /// A term that may be open-ended; nothing to hold on to then.
    ///
    /// # Errors
    /// As [`Term::new`].
    pub fn open(starts_on: NaiveDate, ends_on: Option<NaiveDate>) -> Result<(), Refusal> {
        day(starts_on, "/starts_on")?;
        ends_on.map_or(Ok(()), |ends_on| Self::new(starts_on, ends_on).map(|_| ()))
    }

    /// First day.
    pub const fn starts_on(self) -> NaiveDate {
        self.starts_on
    }

    /// Last day, still included.
    pub const fn ends_on(self) -> NaiveDate {
        self.ends_on
    }

    /// Whether `today` (a day in the branch's zone) lies within.
    pub fn holds_on(self, today: NaiveDate) -> bool {
        self.starts_on <= today && today <= self.ends_on
    }
}

/// Whether a day can be kept: of the years 1 to 9999, which all databases hold and whose text sorts as they do.
///
/// # Errors
/// [`Refusal::CellDate`] for any other.
pub fn day(day: NaiveDate, pointer: &'static str) -> Result<NaiveDate, Refusal> {
    if (1..=9999).contains(&day.year()) { Ok(day) } else { Err(Refusal::CellDate { pointer }) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(number: i32) -> NaiveDate {
        NaiveDate::from_num_days_from_ce_opt(number).unwrap()
    }

    proptest! {
        #[test]
        fn a_term_exists_exactly_when_it_does_not_end_before_it_starts(a in 1i32..800_000, b in 1i32..800_000) {
            let term = Term::new(day(a), day(b));
            prop_assert_eq!(term.is_ok(), a <= b);
            if let Ok(term) = term {
                prop_assert!(term.holds_on(day(a)) && term.holds_on(day(b)));
                prop_assert!(!term.holds_on(day(b + 1)));
            }
        }
    }

    #[test]
    fn a_day_is_of_a_year_with_four_digits() {
        for (text, fits) in
            [("0001-01-01", true), ("9999-12-31", true), ("-0001-01-01", false), ("+10000-01-01", false)]
        {
            let given: NaiveDate = text.parse().unwrap();
            assert_eq!(super::day(given, "/ends_on").is_ok(), fits, "{text}");
            assert_eq!(Term::new(given, given).is_ok() && Term::open(given, None).is_ok(), fits, "{text}");
        }
    }

    #[test]
    fn an_open_end_is_always_acceptable() {
        assert_eq!(Term::open(day(5), None), Ok(()));
        assert!(Term::open(day(5), Some(day(4))).is_err());
    }
}
