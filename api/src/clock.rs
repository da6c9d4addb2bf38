//! The one place that asks the time. Everything else is handed an instant.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};

/// The server's clock: the system's, or one that a test holds still and moves.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    held: Option<Arc<Mutex<DateTime<Utc>>>>,
}

impl Clock {
    /// A clock that stands at `at` until [`Clock::advance`] moves it.
    pub fn held_at(at: DateTime<Utc>) -> Self {
        Self { held: Some(Arc::new(Mutex::new(at.trunc_subsecs(6)))) }
    }

    /// The present instant in UTC, cut to microseconds, which is what PostgreSQL keeps.
    pub fn now(&self) -> DateTime<Utc> {
        match &self.held {
            Some(held) => *held.lock().unwrap_or_else(PoisonError::into_inner),
            None => Utc::now().trunc_subsecs(6),
        }
    }

    /// Moves a held clock; a running one does not listen.
    pub fn advance(&self, by: TimeDelta) {
        if let Some(held) = &self.held {
            *held.lock().unwrap_or_else(PoisonError::into_inner) += by;
        }
    }
}
