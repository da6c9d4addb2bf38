//! The trail's own clockwork: what waits is written twice a second, the heads are sealed every few minutes, at the end
//! of a day and when the server stops.

use std::time::Duration;

use actix_web::{rt, web::Data};
use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::watch;

use super::{recorder, rows, seals};
use crate::{
    error::{Error, Result},
    metrics::{AUDIT_DROPPED, AUDIT_SHORTER, SEALS},
    state::State,
};

/// How often what waits is written.
const TICK: Duration = Duration::from_millis(500);
/// How often writing is tried again while the server stops.
const LAST_TRIES: u32 = 5;

/// Writes and seals until `stop` says so.
pub fn start(state: Data<State>, mut stop: watch::Receiver<bool>) -> rt::task::JoinHandle<()> {
    rt::spawn(async move {
        let mut sealed_at = None;
        while !*stop.borrow() {
            tell("written", recorder::flush(&state).await.map(drop));
            let now = state.clock.now();
            if is_due(sealed_at, now, state.config.seal_minutes) {
                tell("sealed", seal(&state).await);
                sealed_at = Some(now);
            }
            tokio::select! {
                () = tokio::time::sleep(TICK) => {}
                _ = stop.changed() => {}
            }
        }
    })
}

/// After so many minutes, and once more when a new day begins.
fn is_due(sealed_at: Option<DateTime<Utc>>, now: DateTime<Utc>, minutes: u32) -> bool {
    sealed_at.is_none_or(|at| now - at >= TimeDelta::minutes(minutes.into()) || now.date_naive() != at.date_naive())
}

/// Writes what is left when nobody comes any more, and seals it.
pub async fn finish(state: &State) {
    for _ in 0..LAST_TRIES {
        tell("written", recorder::flush(state).await.map(drop));
        if state.trail.recorder.backlog() == 0 {
            break;
        }
        tokio::time::sleep(TICK).await;
    }
    tell("sealed", seal(state).await);
    let lost = state.trail.recorder.backlog();
    if lost > 0 {
        AUDIT_DROPPED.add(u64::try_from(lost).unwrap_or(0));
        tracing::error!(
            audit.lost = lost,
            "{lost} entries of the trail could not be written before the server stopped"
        );
    }
}

/// Seals where the chains end now, outside the database. A chain that is shorter than it was is told at once.
///
/// # Errors
/// When the database does not answer, or the folder takes no file.
pub async fn seal(state: &State) -> Result<()> {
    let (folder, now, key) = (state.config.seal_folder(), state.clock.now(), state.trail.clone());
    let turn = blocking(move || seals::turn(&folder)).await?;
    let heads = rows::heads(&state.db.reader).await?;
    let shorter = blocking(move || seals::write(&turn, &key.key, now, heads)).await?;
    SEALS.hit();
    for chain in shorter {
        AUDIT_SHORTER.hit();
        tracing::error!(audit.chain = %chain, "the chain {chain} of the trail is not what was sealed: run `guibin audit verify`");
    }
    Ok(())
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> anyhow::Result<T> + Send + 'static) -> Result<T> {
    rt::task::spawn_blocking(work).await.map_err(|cause| Error::Internal(cause.into()))?.map_err(Error::Internal)
}

fn tell(what: &str, outcome: Result<()>) {
    if let Err(cause) = outcome {
        tracing::error!("the trail could not be {what} and will be tried again: {cause}");
    }
}
