//! Names that nobody has and somebody tries: locked like names that exist, so that a lock tells nobody which do.
//!
//! Kept in memory, because there is no row to keep it in and nothing but an answer depends on it.

use std::{
    collections::HashMap,
    sync::{LazyLock, Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    commands::{FAILURES, LOCK_MINUTES},
    rows::normal,
};

/// Names that are remembered; whoever tries more begins anew.
const MOST: usize = 10_000;

#[derive(Clone, Copy, Default)]
struct Tries {
    failures: i32,
    locked_until: Option<DateTime<Utc>>,
}

static TRIED: LazyLock<Mutex<HashMap<String, Tries>>> = LazyLock::new(Mutex::default);

/// Until when the name is locked, if it is.
pub fn locked_until(username: &str) -> Option<DateTime<Utc>> {
    TRIED.lock().unwrap_or_else(PoisonError::into_inner).get(&normal(username))?.locked_until
}

/// Counts a failure.
pub fn count(username: &str, now: DateTime<Utc>) {
    let mut known = TRIED.lock().unwrap_or_else(PoisonError::into_inner);
    if known.len() >= MOST {
        known.clear();
    }
    let tries = known.entry(normal(username)).or_default();
    tries.failures += 1;
    if tries.failures >= FAILURES {
        *tries = Tries { failures: 0, locked_until: Some(now + TimeDelta::minutes(LOCK_MINUTES)) };
    }
}
