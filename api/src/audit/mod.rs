//! The sealed trail: who did, saw or was refused what, in chains that no row can leave unnoticed.
//!
//! `entry` is what is noted and how it is bound to the one before, `chain_rows` appends, `recorder` holds what is noted
//! outside a transaction until the next second, `refusals` notes those. `seals` are written outside the database,
//! `marks` is what they say together, `verification` compares it all. Nothing here is ever changed or deleted.

mod chain_rows;
mod entry;
mod finding;
mod http;
mod listing;
mod marks;
mod recorder;
mod refusals;
mod rows;
mod seals;
mod titles;
mod verification;
mod watch;

use utoipa_actix_web::service_config::ServiceConfig;

use crate::{database::Connection, error::Result, keys::Keys};

pub use chain_rows::append;
pub use entry::{Draft, Entry, Key, Outcome, Witness};
pub use finding::{Finding, FindingKind};
pub use recorder::{Recorder, flush};
pub use refusals::note as note_refusal;
pub use verification::{Sealing, Verification, verify};
pub use watch::{finish, seal, start};

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

/// Whether anything is on the trail.
///
/// # Errors
/// When the database does not answer.
pub async fn is_begun(conn: &impl Connection) -> Result<bool> {
    Ok(rows::next_chain(conn, "").await?.is_some())
}

/// Registers the feature's operations.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(http::list).service(http::verify);
}
