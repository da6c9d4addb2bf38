//! How exports are found and stored.

use chrono::{DateTime, TimeDelta, Utc};
use guibin_domain::{export::State as ExportState, ids::ExportId};
use guibin_entity::{attachment, export};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, Set,
    sea_query::{Expr, LockBehavior, LockType},
};

use crate::{
    cipher::Place,
    ctx::Tx,
    error::{Error, Result},
    scope::Scope,
    scope::{Past, past},
};

/// How long a worker may be silent before another takes over.
const LEASE_SECS: i64 = 60;

/// A worker's right to go on with an export, until somebody takes it over.
#[derive(Clone, Copy, Debug)]
pub struct Lease {
    pub id: ExportId,
    pub token: i64,
}

/// Where the filter of an export is sealed to.
pub const fn filter(id: ExportId) -> Place {
    Place { table: "export", column: "filter", row: id.0 }
}

/// One of the caller's own exports.
///
/// # Errors
/// `NotFound` when it does not exist or is somebody else's.
pub async fn get(conn: &impl ConnectionTrait, scope: &Scope, id: ExportId) -> Result<export::Model> {
    scope.exports().filter(export::Column::Id.eq(id)).one(conn).await?.ok_or(Error::NotFound)
}

/// What the file of an export is called, once there is one.
///
/// # Errors
/// When the database does not answer.
pub async fn file_name(conn: &impl ConnectionTrait, row: &export::Model) -> Result<Option<String>> {
    let Some(id) = row.attachment_id else { return Ok(None) };
    let query = past(Past::ParentSeen)
        .attachments()
        .filter(attachment::Column::Id.eq(id))
        .select_only()
        .column(attachment::Column::FileName);
    Ok(query.into_tuple().one(conn).await?)
}

/// Stores a new export.
///
/// # Errors
/// When the row cannot be stored.
pub async fn insert(tx: &Tx, row: export::Model) -> Result<export::Model> {
    Ok(row.into_active_model().reset_all().insert(tx.conn()).await?)
}

/// Stores an export as the row now says, one version on.
///
/// # Errors
/// When the row cannot be stored.
pub async fn store(tx: &Tx, mut row: export::Model) -> Result<export::Model> {
    row.version += 1;
    row.updated_at = tx.now;
    Ok(row.into_active_model().reset_all().update(tx.conn()).await?)
}

/// Takes the next export that waits for a worker, or whose worker has fallen silent.
///
/// # Errors
/// When the database does not answer.
pub async fn take(tx: &Tx) -> Result<Option<Lease>> {
    let waits = Condition::any().add(export::Column::LeaseUntil.is_null()).add(export::Column::LeaseUntil.lt(tx.now));
    let query =
        past(Past::Work).exports().filter(export::Column::State.is_in([ExportState::Queued, ExportState::Running]));
    let query = query.filter(waits).order_by_asc(export::Column::Id).limit(1);
    let due = query.lock_with_behavior(LockType::NoKeyUpdate, LockBehavior::SkipLocked).one(tx.conn()).await?;
    let Some(row) = due else { return Ok(None) };
    let lease = Lease { id: row.id, token: row.lease_token + 1 };
    let mut row = row.into_active_model();
    row.state = Set(ExportState::Running);
    row.lease_token = Set(lease.token);
    row.lease_until = Set(Some(until(tx.now)));
    row.update(tx.conn()).await?;
    Ok(Some(lease))
}

/// Goes on under a lease, for another while, and holds the export; none when somebody else has it now.
///
/// # Errors
/// When the database does not answer.
pub async fn go_on(tx: &Tx, lease: Lease) -> Result<Option<export::Model>> {
    let held = export::Entity::update_many()
        .col_expr(export::Column::LeaseUntil, Expr::value(until(tx.now)))
        .filter(export::Column::Id.eq(lease.id))
        .filter(export::Column::LeaseToken.eq(lease.token))
        .filter(export::Column::State.eq(ExportState::Running))
        .exec(tx.conn())
        .await?;
    if held.rows_affected == 0 {
        return Ok(None);
    }
    Ok(past(Past::Work).exports().filter(export::Column::Id.eq(lease.id)).one(tx.conn()).await?)
}

/// Notes progress, which is no new version.
///
/// # Errors
/// When the row cannot be stored.
pub async fn progress(tx: &Tx, id: ExportId, done: i32, total: i32) -> Result<()> {
    export::Entity::update_many()
        .col_expr(export::Column::Done, Expr::value(done))
        .col_expr(export::Column::Total, Expr::value(total))
        .col_expr(export::Column::UpdatedAt, Expr::value(tx.now))
        .filter(export::Column::Id.eq(id))
        .exec(tx.conn())
        .await?;
    Ok(())
}

fn until(now: DateTime<Utc>) -> DateTime<Utc> {
    now + TimeDelta::seconds(LEASE_SECS)
}
