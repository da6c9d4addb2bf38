//! Promises: clocks that features start, and the alarms that speak up before and at the limit.
//!
//! A clock follows from the events of its subject alone (`domain::clock`). The rows of `clock` and `alarm`, and a
//! complaint's `due_at` and marks, are caches of that: [`refresh`] is the only one who writes them, [`rebuild`] makes
//! them anew. `http` explains a clock; `sweeps` fires the alarms.

mod explanation;
mod http;
mod rows;
mod sweeps;

use guibin_domain::{
    clock::{self, Milestone, Reading},
    complaint::{self, Happening},
    ids::{ClockId, OrgId, PolicyVersionId},
    policy::Pack,
};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::{
    ctx::Tx,
    error::{Error, Result},
    policies,
    state::State,
};

pub use sweeps::sweep;

/// Registers the feature's operations.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(http::explain);
}

/// The one kind of promise so far: that a complaint is settled in time (P01.6).
pub const COMPLAINT: &str = "complaint";

/// What a clock is about, and which policy made the promise.
#[derive(Clone, Copy, Debug)]
pub struct Promised {
    pub clock_id: ClockId,
    pub org_id: OrgId,
    pub subject_id: Uuid,
    pub milestone: Milestone,
    pub policy_version_id: PolicyVersionId,
}

/// Reads the clock from what happened and stores what follows: the clock, its alarms (new ones set, those that no
/// longer hold cancelled), and the due time and marks of its complaint.
///
/// # Errors
/// `Internal` when the story does not begin with a receipt.
pub async fn refresh(tx: &Tx, promised: &Promised, pack: &Pack, story: &[Happening]) -> Result<Reading> {
    let reading = read(pack, story, tx.now)?;
    rows::store_clock(tx, promised, &reading).await?;
    rows::store_alarms(tx, promised, &reading).await?;
    rows::mark_complaint(tx, promised.clock_id, &reading).await?;
    Ok(reading)
}

/// The clock of a story at an instant.
fn read(pack: &Pack, story: &[Happening], at: chrono::DateTime<chrono::Utc>) -> Result<Reading> {
    let (promise, events) = complaint::promise(&pack.complaints, story)
        .ok_or_else(|| Error::Internal(anyhow::anyhow!("a complaint without a receipt has no clock")))?;
    Ok(clock::read(&promise, &events, at))
}

/// Makes every clock and alarm anew from the events; returns how many clocks there are. Changes nothing when the
/// caches are right.
///
/// # Errors
/// When the database does not answer.
pub async fn rebuild(state: &State) -> Result<usize> {
    state
        .keep_books(async |tx| {
            let clocks = rows::all(tx).await?;
            for clock in &clocks {
                let story = rows::story(tx.conn(), clock.subject_id).await?;
                let (_, pack) = policies::version(tx.conn(), clock.policy_version_id).await?;
                refresh(tx, &rows::promised(clock), &pack, &story).await?;
            }
            Ok(clocks.len())
        })
        .await
}
