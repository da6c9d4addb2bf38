//! How far an approval has come: its state machine.

use super::{Action, Status};
use crate::refusal::Refusal;

/// How far an approval has come.
///
/// `step` counts from 1 and is there exactly while the approval is in review; `round` counts from 1
/// and grows with every new submission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub status: Status,
    pub round: u32,
    pub step: Option<u32>,
    /// Steps of one round; at least 1.
    pub steps: u32,
}

impl Progress {
    /// A first submission, waiting for its first step.
    pub fn submitted(steps: u32) -> Self {
        Self { status: Status::InReview, round: 1, step: Some(1), steps: steps.max(1) }
    }

    /// What becomes of it; the whole machine is this table.
    ///
    /// # Errors
    /// [`Refusal::ApprovalMove`] for every pair the table does not list.
    pub fn after(self, action: Action) -> Result<Self, Refusal> {
        use Action::{Approve, Edit, Refuse, Resubmit, Return, Withdraw};
        use Status::{Approved, InReview, Refused, Returned, Withdrawn};
        match (self.status, action) {
            (InReview, Approve) => Ok(self.advance()),
            (InReview, Return) => Ok(self.rest(Returned)),
            (InReview, Refuse) => Ok(self.rest(Refused)),
            (InReview | Returned, Withdraw) => Ok(self.rest(Withdrawn)),
            (Returned, Edit) => Ok(self),
            (Returned, Resubmit) => Ok(Self { round: self.round.saturating_add(1), ..Self::submitted(self.steps) }),
            (from @ (Approved | Refused | Withdrawn | InReview | Returned), action) => {
                Err(Refusal::ApprovalMove { from, action })
            }
        }
    }

    fn advance(self) -> Self {
        match self.step {
            Some(step) if step < self.steps => Self { step: Some(step + 1), ..self },
            _ => self.rest(Status::Approved),
        }
    }

    fn rest(self, status: Status) -> Self {
        Self { status, step: None, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_pair_is_decided() {
        use Action::*;
        use Status::*;
        let listed = [
            (InReview, Approve),
            (InReview, Return),
            (InReview, Refuse),
            (InReview, Withdraw),
            (Returned, Withdraw),
            (Returned, Edit),
            (Returned, Resubmit),
        ];
        for status in Status::ALL.iter().copied() {
            for action in Action::ALL.iter().copied() {
                let step = (status == InReview).then_some(1);
                let after = Progress { status, round: 1, step, steps: 2 }.after(action);
                assert_eq!(after.is_ok(), listed.contains(&(status, action)), "{status} {action}");
            }
        }
    }

    #[test]
    fn two_leaders_approve_in_turn() {
        let first = Progress::submitted(2).after(Action::Approve).unwrap();
        assert_eq!((first.status, first.step), (Status::InReview, Some(2)));
        let second = first.after(Action::Approve).unwrap();
        assert_eq!((second.status, second.step), (Status::Approved, None));
    }

    #[test]
    fn a_corrected_application_starts_again_at_the_first_step() {
        let returned = Progress::submitted(2).after(Action::Approve).and_then(|p| p.after(Action::Return));
        let again = returned.unwrap().after(Action::Resubmit).unwrap();
        assert_eq!(again, Progress { round: 2, ..Progress::submitted(2) });
    }

    proptest! {
        #[test]
        fn no_sequence_of_verbs_breaks_the_course(
            steps in 1u32..5,
            verbs in prop::collection::vec(prop::sample::select(Action::ALL), 0..40),
        ) {
            let mut now = Progress::submitted(steps);
            let mut approvals_this_round = 0;
            for verb in verbs {
                let terminal =
                    matches!(now.status, Status::Approved | Status::Refused | Status::Withdrawn);
                let Ok(next) = now.after(verb) else { continue };
                prop_assert!(!terminal, "{} left by {}", now.status, verb);
                match verb {
                    Action::Approve => approvals_this_round += 1,
                    Action::Resubmit => approvals_this_round = 0,
                    _ => {}
                }
                prop_assert_eq!(next.step.is_some(), next.status == Status::InReview);
                prop_assert_eq!(next.round, now.round + u32::from(verb == Action::Resubmit));
                if let Some(step) = next.step {
                    prop_assert_eq!(step, approvals_this_round + 1);
                }
                if next.status == Status::Approved {
                    prop_assert_eq!(approvals_this_round, steps);
                }
                now = next;
            }
        }
    }
}
