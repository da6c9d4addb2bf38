//! The outbox: which event is still to be handed to which feature.
//!
//! A worker leases what is due and raises its fence; the effect and the mark that it is done are one transaction, and
//! the mark only holds for the latest fence. So a worker that slept through its lease changes nothing, and nothing
//! happens twice. What fails is tried again later and later, and holds up nobody.

use chrono::{DateTime, TimeDelta, Utc};
use guibin_domain::ids::EventId;
use guibin_entity::outbox;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Expr, LockBehavior, LockType},
};

use crate::{
    ctx::Tx,
    error::{Error, Result},
    event::Topic,
    metrics::{OUTBOX_DUE, OUTBOX_LAG},
};

/// Deliveries that one worker has in hand at most.
const BATCH: u64 = 20;
/// How long it may take over them.
const LEASE_SECS: i64 = 60;
/// How long after the first failure the next attempt comes, in seconds; doubled each time.
const BACK_OFF_SECS: i64 = 2;
/// The longest time between two attempts.
const LONGEST_BACK_OFF_SECS: i64 = 3600;

/// A delivery in hand.
#[derive(Clone, Debug)]
pub struct Lease {
    pub event_id: EventId,
    pub consumer: String,
    /// Attempts with this one.
    pub attempts: i32,
    /// Which lease this is: a later one has a higher number.
    pub fence: i64,
}

/// Puts events in the hands of whoever must act on them.
pub(crate) async fn post(tx: &Tx, topic: Topic, events: &[EventId]) -> Result<()> {
    let rows = topic.consumers().iter().flat_map(|consumer| {
        events.iter().map(|event_id| outbox::Model {
            event_id: *event_id,
            consumer: (*consumer).to_owned(),
            attempts: 0,
            due_at: tx.now,
            leased_until: None,
            fence: 0,
            delivered_at: None,
            problem: None,
        })
    });
    let rows: Vec<_> = rows.map(IntoActiveModel::into_active_model).collect();
    if !rows.is_empty() {
        outbox::Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    }
    Ok(())
}

/// Takes what is due in hand, except what another worker has.
///
/// # Errors
/// When the database does not answer.
pub async fn lease(tx: &Tx) -> Result<Vec<Lease>> {
    let free = Condition::any().add(outbox::Column::LeasedUntil.is_null()).add(outbox::Column::LeasedUntil.lte(tx.now));
    let due = outbox::Entity::find()
        .filter(outbox::Column::DeliveredAt.is_null())
        .filter(outbox::Column::DueAt.lte(tx.now))
        .filter(free)
        .order_by_asc(outbox::Column::DueAt)
        .order_by_asc(outbox::Column::EventId)
        .limit(BATCH)
        .lock_with_behavior(LockType::NoKeyUpdate, LockBehavior::SkipLocked)
        .all(tx.conn())
        .await?;
    let mut leases = Vec::with_capacity(due.len());
    for row in due {
        let lease =
            Lease { event_id: row.event_id, consumer: row.consumer, attempts: row.attempts + 1, fence: row.fence + 1 };
        outbox::Entity::update_many()
            .col_expr(outbox::Column::Fence, Expr::value(lease.fence))
            .col_expr(outbox::Column::Attempts, Expr::value(lease.attempts))
            .col_expr(outbox::Column::LeasedUntil, Expr::value(tx.now + TimeDelta::seconds(LEASE_SECS)))
            .filter(outbox::Column::EventId.eq(lease.event_id))
            .filter(outbox::Column::Consumer.eq(&lease.consumer))
            .exec(tx.conn())
            .await?;
        leases.push(lease);
    }
    Ok(leases)
}

/// Marks a delivery done, in the transaction of its effect, and before it: a stale worker does not even begin.
///
/// # Errors
/// [`Error::Conflict`] `lease_lost` when another worker has it in hand or has done it: nothing may be committed then.
pub async fn mark(tx: &Tx, lease: &Lease) -> Result<()> {
    let marked = held(lease)
        .col_expr(outbox::Column::DeliveredAt, Expr::value(tx.now))
        .col_expr(outbox::Column::LeasedUntil, Expr::value(None::<DateTime<Utc>>))
        .col_expr(outbox::Column::Problem, Expr::value(None::<String>))
        .exec(tx.conn())
        .await?;
    if marked.rows_affected == 1 { Ok(()) } else { Err(Error::lease_lost()) }
}

/// Puts a delivery off that failed; not when another worker has it by now.
///
/// # Errors
/// When the database does not answer.
pub async fn put_off(tx: &Tx, lease: &Lease, problem: &str) -> Result<()> {
    let doublings = u32::try_from(lease.attempts - 1).unwrap_or(0).min(20);
    let wait = (BACK_OFF_SECS << doublings).min(LONGEST_BACK_OFF_SECS);
    held(lease)
        .col_expr(outbox::Column::DueAt, Expr::value(tx.now + TimeDelta::seconds(wait)))
        .col_expr(outbox::Column::LeasedUntil, Expr::value(None::<DateTime<Utc>>))
        .col_expr(outbox::Column::Problem, Expr::value(problem.to_owned()))
        .exec(tx.conn())
        .await?;
    Ok(())
}

fn held(lease: &Lease) -> sea_orm::UpdateMany<outbox::Entity> {
    outbox::Entity::update_many()
        .filter(outbox::Column::EventId.eq(lease.event_id))
        .filter(outbox::Column::Consumer.eq(&lease.consumer))
        .filter(outbox::Column::Fence.eq(lease.fence))
        .filter(outbox::Column::DeliveredAt.is_null())
}

/// Tells the metrics how much waits, and how long; whether anything does.
///
/// # Errors
/// When the database does not answer.
pub async fn measure(conn: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<bool> {
    let waiting = outbox::Entity::find().filter(outbox::Column::DeliveredAt.is_null());
    let oldest = waiting.clone().order_by_asc(outbox::Column::EventId).one(conn).await?;
    // The id holds the time at which it was made.
    let since = oldest.and_then(|row| row.event_id.0.get_timestamp()).map(|at| at.to_unix().0);
    let now = u64::try_from(now.timestamp()).unwrap_or(0);
    OUTBOX_DUE.set(if since.is_none() { 0 } else { waiting.count(conn).await? });
    OUTBOX_LAG.set(since.map_or(0, |since| now.saturating_sub(since)));
    Ok(since.is_some())
}
