//! Approvals (P01.2, P01.3): an application on its way through the leaders, one step at a time.
//!
//! Which steps there are says the policy's flow; who sits on them says [`route`]. What a decision
//! leads to for the customer is not here: approvals are asked, decide, and tell.

mod eligible;
mod progress;
mod route;

pub use eligible::{Standing, applying, eligible};
pub use progress::Progress;
pub use route::{Flow, FlowStep, Post, RouteStep, deciding, route};

words! {
    /// What is applied for.
    #[cfg_attr(feature = "wire", schema(as = ApprovalKind))]
    pub enum Kind {
        /// 特约客户申请 (P01.2).
        SpecialOpening,
        /// 续期 (P01.3).
        Renewal,
    }
}

words! {
    /// Where an approval stands.
    #[cfg_attr(feature = "wire", schema(as = ApprovalStatus))]
    pub enum Status {
        InReview,
        /// Back with the applicant, who may correct it and submit it again.
        Returned,
        /// Terminal.
        Approved,
        /// Terminal.
        Refused,
        /// Taken back by the applicant. Terminal.
        Withdrawn,
    }
}

words! {
    /// What a leader may say.
    pub enum Decision {
        Approve,
        Return,
        Refuse,
    }
}

words! {
    /// What can be done with an approval, by a leader or by the applicant.
    #[cfg_attr(feature = "wire", schema(as = ApprovalAction))]
    pub enum Action {
        Approve,
        Return,
        Refuse,
        Edit,
        Resubmit,
        Withdraw,
    }
}

words! {
    /// Where one step of an approval stands.
    pub enum StepStatus {
        /// Its turn has not come.
        Waiting,
        /// Its holders are to decide now.
        Pending,
        Approved,
        Returned,
        Refused,
        /// Its round ended before its turn came.
        Superseded,
    }
}

impl From<Decision> for Action {
    fn from(decision: Decision) -> Self {
        match decision {
            Decision::Approve => Self::Approve,
            Decision::Return => Self::Return,
            Decision::Refuse => Self::Refuse,
        }
    }
}

impl From<Decision> for StepStatus {
    fn from(decision: Decision) -> Self {
        match decision {
            Decision::Approve => Self::Approved,
            Decision::Return => Self::Returned,
            Decision::Refuse => Self::Refused,
        }
    }
}
