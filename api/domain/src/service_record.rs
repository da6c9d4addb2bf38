//! One service rendered to a customer (P01.9, P01.10): written the same day, sealed by a signature.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::ids::UserId;
use crate::refusal::Refusal;

words! {
    /// How the customer was served (P01.10).
    #[cfg_attr(feature = "wire", schema(as = ServiceMethod))]
    pub enum Method {
        Visit,
        Call,
        Sms,
        Mail,
        Hall,
        Remote,
    }
}

words! {
    /// What became of the customer's need.
    pub enum HandlingStatus {
        Open,
        Solved,
        /// Handed to somebody else.
        Passed,
    }
}

words! {
    /// How the customer signed (P01.9).
    pub enum SignatureMethod {
        Drawn,
        /// On paper that is kept on file.
        Paper,
    }
}

/// Whether a record may say that its service took place at `occurred_at`.
///
/// # Errors
/// [`Refusal::ServiceRecordFuture`] for anything later than `now`.
pub fn occurred(occurred_at: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), Refusal> {
    if occurred_at > now { Err(Refusal::ServiceRecordFuture) } else { Ok(()) }
}

/// Whether a record written at `created_at` may still be edited: on the day it was written, by the
/// calendar of the branch's `zone`, and only while nobody has signed it.
///
/// # Errors
/// [`Refusal::ServiceRecordSigned`], [`Refusal::ServiceRecordDayOver`].
pub fn editable(signed: bool, created_at: DateTime<Utc>, now: DateTime<Utc>, zone: Tz) -> Result<(), Refusal> {
    let day = |at: DateTime<Utc>| at.with_timezone(&zone).date_naive();
    if signed {
        Err(Refusal::ServiceRecordSigned)
    } else if day(created_at) == day(now) {
        Ok(())
    } else {
        Err(Refusal::ServiceRecordDayOver)
    }
}

/// Whether `user` may edit what `author` wrote.
///
/// # Errors
/// [`Refusal::ServiceRecordNotAuthor`] for anybody else.
pub fn authored(author: UserId, user: UserId) -> Result<(), Refusal> {
    if author == user { Ok(()) } else { Err(Refusal::ServiceRecordNotAuthor) }
}

/// Whether a record may be signed: once (P01.9).
///
/// # Errors
/// [`Refusal::ServiceRecordSigned`].
pub const fn signable(signed: bool) -> Result<(), Refusal> {
    if signed { Err(Refusal::ServiceRecordSigned) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::Asia::Shanghai;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn the_day_is_the_branch_s_not_utc_s() {
        let written = at("2026-11-22T15:30:00Z"); // 23:30 in Shanghai
        assert_eq!(editable(false, written, at("2026-11-22T15:59:59Z"), Shanghai), Ok(()));
        assert_eq!(editable(false, written, at("2026-11-22T16:00:00Z"), Shanghai), Err(Refusal::ServiceRecordDayOver));
    }

    #[test]
    fn a_signature_seals_at_once() {
        let now = at("2026-11-22T03:00:00Z");
        assert_eq!(editable(true, now, now, Shanghai), Err(Refusal::ServiceRecordSigned));
        assert_eq!(signable(true), Err(Refusal::ServiceRecordSigned));
        assert_eq!(signable(false), Ok(()));
    }

    #[test]
    fn only_the_author_edits() {
        let (one, other) = (UserId(uuid::Uuid::from_u128(1)), UserId(uuid::Uuid::from_u128(2)));
        assert_eq!(authored(one, one), Ok(()));
        assert_eq!(authored(one, other), Err(Refusal::ServiceRecordNotAuthor));
    }

    #[test]
    fn nothing_is_recorded_before_it_happens() {
        let now = at("2026-11-22T03:00:00Z");
        assert_eq!(occurred(now, now), Ok(()));
        let later = at("2026-11-22T03:00:01Z");
        assert_eq!(occurred(later, now), Err(Refusal::ServiceRecordFuture));
    }
}
