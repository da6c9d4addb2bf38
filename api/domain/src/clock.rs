//! Promises and their clocks: when something is due, and why.
//!
//! Nothing is accumulated: [`read`] derives a clock from what happened (A1). A stored due time is
//! a cache that can be rebuilt to the same value. The same engine serves every milestone.

mod derivation;
mod read;

pub use derivation::{Line, LineStep};
pub use read::{Reading, WarnAt, read};

use chrono::{DateTime, Utc};

use crate::span::Span;

words! {
    /// Where a clock stands.
    pub enum ClockState {
        Running,
        Paused,
        /// Stopped before its due time. Terminal.
        Met,
        /// Its due time is reached; terminal once it is stopped.
        Missed,
    }
}

words! {
    /// What a clock waits for.
    pub enum Milestone {
        Respond,
        Resolve,
    }
}

words! {
    /// What an alarm says.
    pub enum AlarmKind {
        /// So many percent of the time are gone.
        Warning,
        /// The time is over.
        Breach,
    }
}

/// What was promised when the clock started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    pub started_at: DateTime<Utc>,
    /// The grade that set the target: a complaint's level.
    pub grade: u8,
    /// Running time allowed.
    pub target: Span,
    /// Percent of the target at which to warn.
    pub warn_at: Vec<u8>,
}

/// Something that happened to a running promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockEvent {
    pub at: DateTime<Utc>,
    pub kind: ClockEventKind,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockEventKind {
    /// Another grade, hence another target; the time already used stays used.
    Regraded {
        grade: u8,
        target: Span,
    },
    /// From here on time is free.
    Paused,
    Resumed,
    /// Over for good; what comes later counts for nothing.
    Stopped,
}
