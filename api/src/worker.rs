//! The worker: sweeps over timed rows, and delivery of events that another feature must act on.
//!
//! Each server runs one; several servers share the rows by `SKIP LOCKED`. What is due is in the database, so a
//! restart loses nothing, and each effect is one guarded transaction, so nothing happens twice.

use std::{panic::AssertUnwindSafe, time::Duration};

use actix_web::{rt, web::Data};
use futures_util::FutureExt;
use guibin_entity::event;
use sea_orm::{ColumnTrait, QueryFilter};
use tokio::sync::watch;

use crate::{
    approvals,
    ctx::Tx,
    customers,
    error::{Error, Result},
    event::Topic,
    exports, imports,
    metrics::{OUTBOX_FAILURES, SWEEP_FAILURES},
    outbox::{self, Lease},
    promises,
    scope::{Past, past},
    state::State,
};

/// How often timed rows are looked at.
const TICK: Duration = Duration::from_millis(500);

/// Sweeps until `stop` says so; what is in hand is finished first.
pub fn start(state: Data<State>, mut stop: watch::Receiver<bool>) -> rt::task::JoinHandle<()> {
    rt::spawn(async move {
        while !*stop.borrow() {
            sweep(&state).await;
            tokio::select! {
                () = tokio::time::sleep(TICK) => {}
                _ = stop.changed() => {}
            }
        }
    })
}

/// One round over everything that is due. A sweep that fails is logged and tried at the next round; the others go on.
pub async fn sweep(state: &State) {
    note("promises", promises::sweep(state).await);
    note("deliver", deliver(state).await);
    note("imports", imports::sweep(state).await);
    note("exports", exports::sweep(state).await);
}

fn note(name: &str, outcome: Result<usize>) {
    match outcome {
        Ok(0) => {}
        Ok(done) => {
            tracing::debug!(sweep.name = name, sweep.done = done, "sweep {name} did {done}");
        }
        Err(cause) => {
            SWEEP_FAILURES.hit();
            tracing::error!(sweep.name = name, "sweep {name} failed and will be tried again: {cause}");
        }
    }
}

/// Hands each event that is due to whoever must act on it. One that fails is tried again later; the others go on.
///
/// # Errors
/// When the database does not answer.
pub async fn deliver(state: &State) -> Result<usize> {
    if !outbox::measure(&state.db.reader, state.clock.now()).await? {
        return Ok(0);
    }
    let leases = state.keep_books(outbox::lease).await?;
    let mut done = 0;
    for lease in leases {
        done += usize::from(hand_over(state, &lease).await?);
    }
    Ok(done)
}

/// Delivers what is in hand: effect and mark are one transaction. False when it failed and was put off, or when
/// another worker has it by now.
///
/// # Errors
/// When it failed and the database does not even take that.
pub async fn hand_over(state: &State, lease: &Lease) -> Result<bool> {
    let effect = state.keep_books(async |tx| {
        outbox::mark(tx, lease).await?;
        let event = past(Past::Work).events().filter(event::Column::Id.eq(lease.event_id));
        let event = event.one(tx.conn()).await?.ok_or(Error::NotFound)?;
        consume(tx, &event).await
    });
    let problem = match AssertUnwindSafe(effect).catch_unwind().await {
        Ok(Ok(())) => return Ok(true),
        Ok(Err(cause)) if cause.is_lease_lost() => return Ok(false),
        Ok(Err(cause)) => {
            tracing::error!(event.id = %lease.event_id, "event {} was not delivered: {cause}", lease.event_id);
            cause.slug()
        }
        Err(_) => "panicked",
    };
    OUTBOX_FAILURES.hit();
    state.keep_books(async |tx| outbox::put_off(tx, lease, problem).await).await?;
    Ok(false)
}

/// Who acts on what.
async fn consume(tx: &Tx, event: &event::Model) -> Result<()> {
    match Topic::of(&event.topic) {
        Some(Topic::ApprovalDecided) => match approvals::granted(tx, event.subject_id.into()).await? {
            Some(grant) => customers::make_special(tx, grant).await.map(drop),
            None => Ok(()),
        },
        _ => Ok(()),
    }
}
