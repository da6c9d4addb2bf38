//! Complaints (P01.6, P01.7, P01.12): graded, answered against a clock, closed only by the customer.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::access::Role;
use crate::clock::{ClockEvent, ClockEventKind, Promise};
use crate::ids::UserId;
use crate::policy::Complaints;
use crate::refusal::Refusal;

words! {
    /// Where a complaint stands.
    #[cfg_attr(feature = "wire", schema(as = ComplaintStatus))]
    pub enum Status {
        Open,
        /// Answered; the customer has not said yet whether that is enough. The clock runs on.
        Replied,
        /// The customer is satisfied. Terminal.
        Closed,
    }
}

words! {
    /// What can be done with a complaint.
    #[cfg_attr(feature = "wire", schema(as = ComplaintAction))]
    pub enum Action {
        Reply,
        /// The customer says it is settled.
        Confirm,
        /// The customer says it is not.
        Refuse,
        ChangeLevel,
    }
}

words! {
    /// Where a complaint came in: any department may receive one (P01.7).
    #[cfg_attr(feature = "wire", schema(as = ComplaintChannel))]
    pub enum Channel {
        Hotline,
        Hall,
        AccountManager,
        Visit,
        Web,
        Letter,
        Other,
    }
}

words! {
    /// What an entry of a complaint tells; its clock is derived from these.
    #[cfg_attr(feature = "wire", schema(as = ComplaintEntryKind))]
    pub enum EntryKind {
        Received,
        LevelChanged,
        Replied,
        Confirmed,
        Refused,
    }
}

impl Status {
    /// Where `action` leads from here; the whole machine is this table.
    ///
    /// # Errors
    /// [`Refusal::ComplaintMove`] for every pair the table does not list.
    pub fn after(self, action: Action) -> Result<Self, Refusal> {
        use Action::{ChangeLevel, Confirm, Refuse, Reply};
        use Status::{Closed, Open, Replied};
        match (self, action) {
            (Open | Replied, Reply) => Ok(Replied),
            (Open, ChangeLevel) => Ok(Open),
            (Replied, ChangeLevel) => Ok(Replied),
            (Replied, Refuse) => Ok(Open),
            (Replied, Confirm) => Ok(Closed),
            (from, action) => Err(Refusal::ComplaintMove { from, action }),
        }
    }
}

/// Who answers for a complaint to the end (P01.7): whoever received it, except that a clerk at the
/// desk passes it on at once to the customer's own manager.
pub fn first_responder(receiver: UserId, roles: &[Role], customer_owner: UserId) -> UserId {
    if roles.iter().all(|role| *role == Role::Clerk) { customer_owner } else { receiver }
}

/// One thing that happened to a complaint, as its clock needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Happening {
    pub at: DateTime<Utc>,
    pub kind: EntryKind,
    /// The level from here on; only receipt and level changes have one.
    pub level: Option<Level>,
}

/// The promise that a complaint's `story` makes under `rules`, and what happened to it since: what
/// [`crate::clock::read`] wants. The clock starts at receipt, carries its time over level changes
/// and stops when the customer is satisfied; replies do not stop it (P01.6, P01.7).
///
/// `None` when the story has no receipt with a level.
pub fn promise(rules: &Complaints, story: &[Happening]) -> Option<(Promise, Vec<ClockEvent>)> {
    let receipt = story.iter().find(|one| one.kind == EntryKind::Received)?;
    let level = receipt.level?;
    let promise = Promise {
        started_at: receipt.at,
        grade: level.number(),
        target: rules.resolve(level),
        warn_at: rules.warn_at.clone(),
    };
    let event = |one: &Happening| {
        let kind = match (one.kind, one.level) {
            (EntryKind::LevelChanged, Some(level)) => {
                ClockEventKind::Regraded { grade: level.number(), target: rules.resolve(level) }
            }
            (EntryKind::Confirmed, _) => ClockEventKind::Stopped,
            _ => return None,
        };
        Some(ClockEvent { at: one.at, kind })
    };
    Some((promise, story.iter().filter_map(event).collect()))
}

/// How grave a complaint is (P01.6); 1, 2 or 3 in JSON and in the database. Higher is graver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, strum::VariantArray)]
#[serde(try_from = "i64", into = "u8")]
#[cfg_attr(feature = "rows", derive(sea_orm::EnumIter, sea_orm::DeriveActiveEnum))]
#[cfg_attr(feature = "rows", sea_orm(rs_type = "i16", db_type = "SmallInteger"))]
pub enum Level {
    /// Within the desk's own authority.
    #[cfg_attr(feature = "rows", sea_orm(num_value = 1))]
    One,
    /// Needs other departments.
    #[cfg_attr(feature = "rows", sea_orm(num_value = 2))]
    Two,
    /// Major: handled by the departments of the company, above the branch.
    #[cfg_attr(feature = "rows", sea_orm(num_value = 3))]
    Three,
}

impl Level {
    /// Every level, mildest first.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// 1, 2 or 3.
    pub const fn number(self) -> u8 {
        match self {
            Self::One => 1,
            Self::Two => 2,
            Self::Three => 3,
        }
    }

    /// The level to go on with when `self` becomes `wanted`, up or down.
    ///
    /// # Errors
    /// [`Refusal::LevelSame`] when nothing would change.
    pub fn change_to(self, wanted: Self) -> Result<Self, Refusal> {
        if self == wanted { Err(Refusal::LevelSame { level: self }) } else { Ok(wanted) }
    }
}

impl From<Level> for u8 {
    fn from(level: Level) -> Self {
        level.number()
    }
}

impl From<Level> for i16 {
    fn from(level: Level) -> Self {
        level.number().into()
    }
}

impl TryFrom<i64> for Level {
    type Error = Refusal;

    fn try_from(number: i64) -> Result<Self, Refusal> {
        match number {
            1 => Ok(Self::One),
            2 => Ok(Self::Two),
            3 => Ok(Self::Three),
            _ => Err(Refusal::LevelUnknown { number }),
        }
    }
}

impl std::fmt::Display for Level {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.number().fmt(f)
    }
}

#[cfg(feature = "wire")]
impl utoipa::PartialSchema for Level {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::Integer)
            .description(Some("How grave: 1 the desk's own, 2 needs other departments, 3 major"))
            .enum_values(Some([1, 2, 3]))
            .into()
    }
}

#[cfg(feature = "wire")]
impl utoipa::ToSchema for Level {
    fn name() -> std::borrow::Cow<'static, str> {
        "ComplaintLevel".into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_machine_is_the_table_and_nothing_else() {
        use Action::*;
        use Status::*;
        let listed = [
            (Open, Reply, Replied),
            (Open, ChangeLevel, Open),
            (Replied, Reply, Replied),
            (Replied, ChangeLevel, Replied),
            (Replied, Refuse, Open),
            (Replied, Confirm, Closed),
        ];
        for from in Status::ALL.iter().copied() {
            for action in Action::ALL.iter().copied() {
                let expected = listed
                    .iter()
                    .find(|row| (row.0, row.1) == (from, action))
                    .map(|row| row.2)
                    .ok_or(Refusal::ComplaintMove { from, action });
                assert_eq!(from.after(action), expected, "{from} {action}");
            }
        }
    }

    #[test]
    fn closed_is_terminal() {
        assert!(Action::ALL.iter().all(|action| Status::Closed.after(*action).is_err()));
    }

    #[test]
    fn only_the_customer_s_satisfaction_closes() {
        for from in Status::ALL {
            for action in Action::ALL {
                if from.after(*action) == Ok(Status::Closed) {
                    assert_eq!((*from, *action), (Status::Replied, Action::Confirm));
                }
            }
        }
    }

    #[test]
    fn p01_7_the_first_responder_is_who_received_it_unless_the_desk_did() {
        let (receiver, owner) = (UserId(uuid::Uuid::from_u128(1)), UserId(uuid::Uuid::from_u128(2)));
        assert_eq!(first_responder(receiver, &[Role::Clerk], owner), owner);
        assert_eq!(first_responder(receiver, &[Role::Clerk, Role::AccountManager], owner), receiver);
        assert_eq!(first_responder(receiver, &[Role::DepartmentHandler], owner), receiver);
    }

    #[test]
    fn a_story_becomes_a_promise_and_its_events() {
        let pack = include_str!("../../policies/p01-jinniu-cable.yaml");
        let rules = serde_norway::from_str::<crate::policy::Pack>(pack).unwrap().complaints;
        let at = |hour| DateTime::UNIX_EPOCH + chrono::TimeDelta::hours(hour);
        let one = |hour, kind, level| Happening { at: at(hour), kind, level };
        let story = [
            one(0, EntryKind::Received, Some(Level::One)),
            one(2, EntryKind::LevelChanged, Some(Level::Three)),
            one(3, EntryKind::Replied, None),
            one(4, EntryKind::Refused, None),
            one(5, EntryKind::Replied, None),
            one(6, EntryKind::Confirmed, None),
        ];
        let (promise, events) = super::promise(&rules, &story).unwrap();
        let due = |hour| crate::clock::read(&promise, &events, at(hour)).due_at;
        assert_eq!((due(1), due(2), due(7)), (at(5), at(12), at(12)));
        let end = crate::clock::read(&promise, &events, at(7));
        assert_eq!((end.state, end.stopped_at), (crate::clock::ClockState::Met, Some(at(6))));
        assert_eq!(super::promise(&rules, &story[1..]), None);
    }

    #[test]
    fn a_level_is_the_integer_1_2_or_3() {
        for level in Level::ALL.iter().copied() {
            assert_eq!(serde_json::to_value(level).unwrap(), json!(level.number()));
            assert_eq!(Level::try_from(i64::from(level.number())), Ok(level));
            assert_eq!(level.change_to(level), Err(Refusal::LevelSame { level }));
        }
        for wrong in [json!(0), json!(4), json!(-1), json!("1"), json!(1.5), json!(true), json!(null)] {
            assert!(serde_json::from_value::<Level>(wrong.clone()).is_err(), "{wrong}");
        }
        assert_eq!(Level::One.change_to(Level::Three), Ok(Level::Three));
        assert!(Level::One < Level::Three);
    }

    #[cfg(feature = "rows")]
    #[test]
    fn a_level_is_stored_as_its_number() {
        use sea_orm::ActiveEnum;
        assert_eq!(Level::Three.to_value(), 3);
        assert_eq!(Level::try_from_value(&2).unwrap(), Level::Two);
    }
}
