//! How clocks and alarms are found and stored.

use chrono::{DateTime, Utc};
use guibin_domain::{
    clock::{AlarmKind, ClockState, Reading},
    complaint::Happening,
    ids::{AlarmId, ClockId, ComplaintId},
};
use guibin_entity::{alarm, clock, complaint, complaint_entry};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, Set,
    sea_query::{Expr, LockBehavior, LockType},
};
use uuid::Uuid;

use super::{COMPLAINT, Promised};
use crate::{
    ctx::{Reader, Tx},
    error::{Error, Result},
    scope::{Past, past},
};

/// A clock that the caller may see.
///
/// # Errors
/// `NotFound` when it does not exist or is outside the caller's scope.
pub async fn find(reader: &Reader<'_>, id: ClockId) -> Result<clock::Model> {
    let row = reader.scope.clocks().filter(clock::Column::Id.eq(id)).one(reader.conn()).await?;
    row.ok_or(Error::NotFound)
}

/// Every clock.
///
/// # Errors
/// When the database does not answer.
pub async fn all(tx: &Tx) -> Result<Vec<clock::Model>> {
    Ok(tx.scope.clocks().order_by_asc(clock::Column::Id).all(tx.conn()).await?)
}

/// What a clock row says of its promise.
pub fn promised(row: &clock::Model) -> Promised {
    Promised {
        clock_id: row.id,
        org_id: row.org_id,
        subject_id: row.subject_id,
        milestone: row.milestone,
        policy_version_id: row.policy_version_id,
    }
}

/// What happened to a complaint, in order.
///
/// # Errors
/// When the database does not answer.
pub async fn story(conn: &impl ConnectionTrait, complaint: Uuid) -> Result<Vec<Happening>> {
    let query = past(Past::ParentSeen)
        .complaint_entries()
        .filter(complaint_entry::Column::ComplaintId.eq(ComplaintId(complaint)))
        .order_by_asc(complaint_entry::Column::At)
        .order_by_asc(complaint_entry::Column::Id);
    let entries = query.all(conn).await?;
    Ok(entries.iter().map(|entry| Happening { at: entry.at, kind: entry.kind, level: entry.level }).collect())
}

/// Stores what a clock shows; a new clock begins at version 1.
///
/// # Errors
/// When the row cannot be stored.
pub async fn store_clock(tx: &Tx, promised: &Promised, reading: &Reading) -> Result<()> {
    let held = past(Past::ParentSeen).clocks().filter(clock::Column::Id.eq(promised.clock_id)).one(tx.conn()).await?;
    let Some(held) = held else { return insert_clock(tx, promised, reading).await };
    let told = (held.state, held.started_at, held.due_at, held.stopped_at);
    if told == (reading.state, reading.started_at, reading.due_at, reading.stopped_at) {
        return Ok(());
    }
    let version = held.version + 1;
    let mut row = held.into_active_model();
    row.state = Set(reading.state);
    row.started_at = Set(reading.started_at);
    row.due_at = Set(reading.due_at);
    row.stopped_at = Set(reading.stopped_at);
    row.version = Set(version);
    row.updated_at = Set(tx.now);
    row.update(tx.conn()).await?;
    Ok(())
}

async fn insert_clock(tx: &Tx, promised: &Promised, reading: &Reading) -> Result<()> {
    let row = clock::ActiveModel {
        id: Set(promised.clock_id),
        org_id: Set(promised.org_id),
        subject_kind: Set(COMPLAINT.to_owned()),
        subject_id: Set(promised.subject_id),
        milestone: Set(promised.milestone),
        policy_version_id: Set(promised.policy_version_id),
        state: Set(reading.state),
        started_at: Set(reading.started_at),
        due_at: Set(reading.due_at),
        stopped_at: Set(reading.stopped_at),
        version: Set(1),
        created_at: Set(tx.now),
        updated_at: Set(tx.now),
    };
    row.insert(tx.conn()).await?;
    Ok(())
}

/// An alarm by what it says and when.
type Moment = (AlarmKind, i32, DateTime<Utc>);

/// Every moment at which a clock speaks up, as it stands; a stopped clock says nothing of what was still to come.
fn moments(reading: &Reading) -> Vec<Moment> {
    let warnings = reading.warn_at.iter().map(|warn| (AlarmKind::Warning, i32::from(warn.percent), warn.at));
    let all = warnings.chain([(AlarmKind::Breach, 100, reading.due_at)]);
    all.filter(|(_, _, at)| reading.stopped_at.is_none_or(|stopped| *at <= stopped)).collect()
}

const fn moment(row: &alarm::Model) -> Moment {
    (row.kind, row.percent, row.due_at)
}

/// Sets the alarms that the reading asks for and cancels the others; one that has fired stays as it is.
///
/// # Errors
/// When a row cannot be stored.
pub async fn store_alarms(tx: &Tx, promised: &Promised, reading: &Reading) -> Result<()> {
    let wanted = moments(reading);
    let held = alarms(tx, promised.clock_id).await?;
    for row in held.iter().filter(|row| row.fired_at.is_none()) {
        let is_wanted = wanted.contains(&moment(row));
        if is_wanted == row.cancelled_at.is_some() {
            let mut changed = row.clone().into_active_model();
            changed.cancelled_at = Set((!is_wanted).then_some(tx.now));
            changed.update(tx.conn()).await?;
        }
    }
    for (kind, percent, due_at) in wanted {
        if held.iter().any(|row| moment(row) == (kind, percent, due_at)) {
            continue;
        }
        let row = alarm::ActiveModel {
            id: Set(AlarmId(tx.new_id())),
            clock_id: Set(promised.clock_id),
            org_id: Set(promised.org_id),
            kind: Set(kind),
            percent: Set(percent),
            due_at: Set(due_at),
            fired_at: Set(None),
            cancelled_at: Set(None),
            created_at: Set(tx.now),
        };
        row.insert(tx.conn()).await?;
    }
    Ok(())
}

async fn alarms(tx: &Tx, clock_id: ClockId) -> Result<Vec<alarm::Model>> {
    let query =
        past(Past::ParentSeen).alarms().filter(alarm::Column::ClockId.eq(clock_id)).order_by_asc(alarm::Column::Id);
    Ok(query.all(tx.conn()).await?)
}

/// Puts the due time on the complaint of a clock, and when its present limits were spoken of: an alarm of a limit that
/// no longer holds is no mark. The version stays: nobody's edit is stale because the clock spoke.
///
/// # Errors
/// When the row cannot be stored.
pub async fn mark_complaint(tx: &Tx, clock_id: ClockId, reading: &Reading) -> Result<()> {
    let wanted = moments(reading);
    let fired: Vec<_> = alarms(tx, clock_id).await?.into_iter().filter(|row| wanted.contains(&moment(row))).collect();
    let latest = |kind| fired.iter().filter(|row| row.kind == kind).filter_map(|row| row.fired_at).max();
    complaint::Entity::update_many()
        .col_expr(complaint::Column::DueAt, Expr::value(reading.due_at))
        .col_expr(complaint::Column::WarnedAt, Expr::value(latest(AlarmKind::Warning)))
        .col_expr(complaint::Column::BreachedAt, Expr::value(latest(AlarmKind::Breach)))
        .filter(complaint::Column::ClockId.eq(clock_id))
        .exec(tx.conn())
        .await?;
    Ok(())
}

fn due(now: DateTime<Utc>) -> Condition {
    Condition::all()
        .add(alarm::Column::DueAt.lte(now))
        .add(alarm::Column::FiredAt.is_null())
        .add(alarm::Column::CancelledAt.is_null())
}

/// Whether any alarm is due: one look at the front of an index, so that an idle sweep takes no write lock.
///
/// # Errors
/// When the database does not answer.
pub async fn any_due(conn: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<bool> {
    let query = past(Past::Work).alarms().filter(due(now)).order_by_asc(alarm::Column::DueAt).limit(1);
    Ok(query.one(conn).await?.is_some())
}

/// Holds the alarms that are due, the earliest first, leaving out those that another sweep holds.
///
/// # Errors
/// When the database does not answer.
pub async fn lock_due(tx: &Tx, most: u64) -> Result<Vec<alarm::Model>> {
    let query = tx.scope.alarms().filter(due(tx.now)).order_by_asc(alarm::Column::DueAt).limit(most);
    let rows = query.lock_with_behavior(LockType::NoKeyUpdate, LockBehavior::SkipLocked).all(tx.conn()).await?;
    Ok(rows)
}

/// Holds the complaint of a clock, unless somebody is at work on it just now: a sweep that holds alarms waits for no
/// one, so it can never be part of a deadlock.
///
/// # Errors
/// When the database does not answer.
pub async fn lock_complaint(tx: &Tx, clock_id: ClockId) -> Result<Option<complaint::Model>> {
    let query = tx.scope.complaints().filter(complaint::Column::ClockId.eq(clock_id));
    Ok(query.lock_with_behavior(LockType::NoKeyUpdate, LockBehavior::SkipLocked).one(tx.conn()).await?)
}

/// Fires an alarm, if it has neither been fired nor cancelled; says whether it did.
///
/// # Errors
/// When the row cannot be stored.
pub async fn fire(tx: &Tx, alarm: &alarm::Model) -> Result<bool> {
    let fired = alarm::Entity::update_many()
        .col_expr(alarm::Column::FiredAt, Expr::value(tx.now))
        .filter(due(tx.now).add(alarm::Column::Id.eq(alarm.id)))
        .exec(tx.conn())
        .await?;
    Ok(fired.rows_affected == 1)
}

/// Marks the complaint, and the clock when its limit is past.
///
/// # Errors
/// When a row cannot be stored.
pub async fn mark_fired(tx: &Tx, alarm: &alarm::Model, complaint: &complaint::Model) -> Result<()> {
    let mark = match alarm.kind {
        AlarmKind::Warning => complaint::Column::WarnedAt,
        AlarmKind::Breach => complaint::Column::BreachedAt,
    };
    complaint::Entity::update_many()
        .col_expr(mark, Expr::value(tx.now))
        .filter(complaint::Column::Id.eq(complaint.id))
        .exec(tx.conn())
        .await?;
    if alarm.kind == AlarmKind::Breach {
        clock::Entity::update_many()
            .col_expr(clock::Column::State, Expr::value(ClockState::Missed.word()))
            .filter(clock::Column::Id.eq(alarm.clock_id))
            .exec(tx.conn())
            .await?;
    }
    Ok(())
}
