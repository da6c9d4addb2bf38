//! How many rows came out how.

use guibin_domain::import::Outcome;
use guibin_entity::import;
use serde::{Deserialize, Serialize};

use crate::error::Result;

/// Rows by outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Tally {
    pub new: u32,
    pub same: u32,
    pub changed: u32,
    pub conflict: u32,
    pub duplicate: u32,
    pub invalid: u32,
}

impl Tally {
    /// As it was stored.
    ///
    /// # Errors
    /// `Internal` when it does not read.
    pub fn stored(row: &import::Model) -> Result<Self> {
        Ok(serde_json::from_value(row.counts.clone())?)
    }

    /// Counts one more.
    pub const fn add(&mut self, outcome: Outcome) {
        *self.of(outcome) += 1;
    }

    /// Counts a row elsewhere than before.
    pub const fn shift(&mut self, from: Outcome, to: Outcome) {
        let count = self.of(from);
        *count = count.saturating_sub(1);
        *self.of(to) += 1;
    }

    /// Rows that a commit applies.
    pub fn to_apply(self) -> i32 {
        i32::try_from(self.new + self.changed).unwrap_or(i32::MAX)
    }

    const fn of(&mut self, outcome: Outcome) -> &mut u32 {
        match outcome {
            Outcome::New => &mut self.new,
            Outcome::Same => &mut self.same,
            Outcome::Changed => &mut self.changed,
            Outcome::Conflict => &mut self.conflict,
            Outcome::Duplicate => &mut self.duplicate,
            Outcome::Invalid => &mut self.invalid,
        }
    }
}
