//! For whom may be applied, and by whom an application may be changed.

use chrono::NaiveDate;

use super::Kind;
use crate::customer::{Status, Term};
use crate::ids::UserId;
use crate::refusal::Refusal;

/// What an application depends on in the customer's file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub status: Status,
    /// Whether the customer is or has been special, 特约.
    pub is_special: bool,
    /// Last day of the special term, in the branch's zone; none when it is open or there is none.
    pub ends_on: Option<NaiveDate>,
    /// Whether another application for the customer is in review or returned.
    pub is_open: bool,
}

/// Whether `kind` may be applied for with `term`; `today` is a day in the branch's zone.
///
/// An opening is for who is not special, or no longer (P01.2); a renewal moves the end of a term
/// to a later day (P01.3), also when the term has run out meanwhile.
///
/// # Errors
/// [`Refusal::CustomerClosed`], [`Refusal::ApprovalOpen`], [`Refusal::CustomerAlreadySpecial`],
/// [`Refusal::CustomerNotSpecial`], [`Refusal::RenewalNotLater`].
pub fn eligible(kind: Kind, standing: Standing, term: Term, today: NaiveDate) -> Result<(), Refusal> {
    if standing.status == Status::Closed {
        return Err(Refusal::CustomerClosed);
    }
    if standing.is_open {
        return Err(Refusal::ApprovalOpen);
    }
    match (kind, standing.is_special, standing.ends_on) {
        (Kind::SpecialOpening, true, Some(ends_on)) if ends_on >= today => Err(Refusal::CustomerAlreadySpecial),
        (Kind::Renewal, false, _) => Err(Refusal::CustomerNotSpecial),
        (Kind::Renewal, true, Some(ends_on)) if term.ends_on() <= ends_on => Err(Refusal::RenewalNotLater { ends_on }),
        (Kind::SpecialOpening | Kind::Renewal, ..) => Ok(()),
    }
}

/// Whether `user` may correct, submit again or withdraw what `applicant` applied for.
///
/// # Errors
/// [`Refusal::ApprovalNotApplicant`] for anybody else.
pub fn applying(applicant: UserId, user: UserId) -> Result<(), Refusal> {
    if user == applicant { Ok(()) } else { Err(Refusal::ApprovalNotApplicant) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
    }

    fn ask(kind: Kind, standing: Standing) -> Result<(), Refusal> {
        eligible(kind, standing, Term::new(day(1), day(20)).unwrap(), day(10))
    }

    const ORDINARY: Standing = Standing { status: Status::Active, is_special: false, ends_on: None, is_open: false };

    #[test]
    fn an_opening_is_for_who_is_not_special_today() {
        let until = |last| Standing { is_special: true, ends_on: Some(day(last)), ..ORDINARY };
        assert_eq!(ask(Kind::SpecialOpening, ORDINARY), Ok(()));
        assert_eq!(ask(Kind::SpecialOpening, until(9)), Ok(()));
        assert_eq!(ask(Kind::SpecialOpening, until(10)), Err(Refusal::CustomerAlreadySpecial));
        assert_eq!(ask(Kind::SpecialOpening, Standing { is_special: true, ..ORDINARY }), Ok(()));
    }

    #[test]
    fn a_renewal_ends_later_than_what_it_renews() {
        let until = |last| Standing { is_special: true, ends_on: Some(day(last)), ..ORDINARY };
        assert_eq!(ask(Kind::Renewal, ORDINARY), Err(Refusal::CustomerNotSpecial));
        assert_eq!(ask(Kind::Renewal, until(20)), Err(Refusal::RenewalNotLater { ends_on: day(20) }));
        assert_eq!(ask(Kind::Renewal, until(19)), Ok(()));
        assert_eq!(ask(Kind::Renewal, Standing { is_special: true, ..ORDINARY }), Ok(()));
    }

    #[test]
    fn nothing_is_applied_for_twice_at_once_nor_for_a_closed_customer() {
        for kind in Kind::ALL {
            let closed = Standing { status: Status::Closed, is_open: true, ..ORDINARY };
            assert_eq!(ask(*kind, closed), Err(Refusal::CustomerClosed));
            assert_eq!(ask(*kind, Standing { is_open: true, ..ORDINARY }), Err(Refusal::ApprovalOpen));
        }
    }

    #[test]
    fn only_the_applicant_changes_an_application() {
        let (one, other) = (UserId(uuid::Uuid::from_u128(1)), UserId(uuid::Uuid::from_u128(2)));
        assert_eq!(applying(one, one), Ok(()));
        assert_eq!(applying(one, other), Err(Refusal::ApprovalNotApplicant));
    }
}
