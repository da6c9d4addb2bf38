//! The worker: sweeps over timed rows, and delivery of events that another feature must act on.
//!
//! Each server runs one; several servers share the rows by `SKIP LOCKED`. What is due is in the database, so a
//! restart loses nothing, and each effect is one guarded transaction, so nothing happens twice.

use std::time::Duration;

use actix_web::{rt, web::Data};
use guibin_domain::ids::EventId;
use guibin_entity::event;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set,
    sea_query::{LockBehavior, LockType},
};
use tokio::sync::watch;

use crate::{
    approvals, ctx::Tx, customers, error::Result, event::Topic, exports, imports, metrics::SWEEP_FAILURES, promises,
    state::State,
};

/// Events that one round delivers at most.
const BATCH: u64 = 100;
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

/// Hands each event that has a consumer to it: the effect and the delivery mark are one transaction.
///
/// An event whose consumer fails stays undelivered and is tried at the next round; it does not hold up the others.
///
/// # Errors
/// When the database does not answer.
pub async fn deliver(state: &State) -> Result<usize> {
    let due = event::Entity::find()
        .filter(event::Column::DeliveredAt.is_null())
        .order_by_asc(event::Column::Id)
        .limit(BATCH)
        .all(&state.db.reader)
        .await?;
    let mut done = 0;
    for event in due {
        let id = event.id;
        match state.keep_books(async |tx| deliver_one(tx, id).await).await {
            Ok(delivered) => done += usize::from(delivered),
            Err(cause) => note("deliver", Err(cause)),
        }
    }
    Ok(done)
}

/// Delivers an event, unless another server has it in hand or was faster.
async fn deliver_one(tx: &Tx, id: EventId) -> Result<bool> {
    let due = event::Entity::find_by_id(id)
        .filter(event::Column::DeliveredAt.is_null())
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .one(tx.conn())
        .await?;
    let Some(event) = due else { return Ok(false) };
    consume(tx, &event).await?;
    let mut row = event.into_active_model();
    row.delivered_at = Set(Some(tx.now));
    row.update(tx.conn()).await?;
    Ok(true)
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
