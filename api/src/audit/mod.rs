//! The sealed trail: who did, saw or was refused what, in chains that no row can leave unnoticed.
//!
//! `entry` is what is noted and how it is bound to the one before, `chain_rows` appends, `recorder` holds what is noted
//! outside a transaction until the next second, `refusals` notes those. Nothing here is ever changed or deleted.

mod chain_rows;
mod entry;
mod recorder;

use crate::keys::Keys;

pub use chain_rows::append;
pub use entry::{Draft, Entry, Key, Outcome, Witness};
pub use recorder::{Recorder, finish, flush, start};

/// What the server needs to keep a trail.
pub struct Trail {
    pub key: Key,
    pub recorder: Recorder,
}

impl Trail {
    /// A trail under the audit key of the file.
    pub fn new(keys: &Keys) -> Self {
        Self { key: Key::new(keys), recorder: Recorder::default() }
    }
}
