//! How imports, their files and their rows are found and stored.

use chrono::{DateTime, TimeDelta, Utc};
use guibin_domain::{
    ids::ImportId,
    import::{Outcome, State as ImportState},
};
use guibin_entity::{import, import_row};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, Set,
    sea_query::{Expr, LockBehavior, LockType},
};

use crate::{
    ctx::Tx,
    error::{Error, Result},
    page::{self, Cut, Key, Page},
    scope::Scope,
    scope::{Past, past},
};

/// How long a worker may be silent before another takes over.
const LEASE_SECS: i64 = 60;
/// Rows that are read at once for a workbook.
const LINES: u64 = 1000;

/// A worker's right to go on with an import, until somebody takes it over.
#[derive(Clone, Copy, Debug)]
pub struct Lease {
    pub id: ImportId,
    pub token: i64,
}

/// An import the caller may see.
///
/// # Errors
/// `NotFound` when it does not exist or is outside `scope`.
pub async fn get(conn: &impl ConnectionTrait, scope: &Scope, id: ImportId) -> Result<import::Model> {
    scope.imports().filter(import::Column::Id.eq(id)).one(conn).await?.ok_or(Error::NotFound)
}

/// The same, held until the transaction ends.
///
/// # Errors
/// `NotFound` when it does not exist or is outside the caller's scope.
pub async fn lock(tx: &Tx, id: ImportId) -> Result<import::Model> {
    tx.scope
        .imports()
        .filter(import::Column::Id.eq(id))
        .lock(LockType::NoKeyUpdate)
        .one(tx.conn())
        .await?
        .ok_or(Error::NotFound)
}

/// A page of imports, newest first.
///
/// # Errors
/// 400 for a limit or cursor that does not fit.
pub async fn list(
    conn: &impl ConnectionTrait,
    scope: &Scope,
    state: Option<ImportState>,
    cut: &Cut<'_>,
) -> Result<Page<import::Model>> {
    let query = scope.imports();
    let query = if let Some(state) = state { query.filter(import::Column::State.eq(state)) } else { query };
    page::fetch(conn, query, None, import::Column::Id, cut, |row| (Key::Id, row.id.0)).await
}

/// Stores a new import.
///
/// # Errors
/// When the row cannot be stored.
pub async fn insert(tx: &Tx, row: import::Model) -> Result<import::Model> {
    Ok(row.into_active_model().reset_all().insert(tx.conn()).await?)
}

/// Stores an import as the row now says, one version on.
///
/// # Errors
/// When the row cannot be stored.
pub async fn store(tx: &Tx, mut row: import::Model) -> Result<import::Model> {
    row.version += 1;
    row.updated_at = tx.now;
    Ok(row.into_active_model().reset_all().update(tx.conn()).await?)
}

/// Rows of an import, in the order of the file.
///
/// # Errors
/// 400 for a limit or cursor that does not fit.
pub async fn lines(
    conn: &impl ConnectionTrait,
    id: ImportId,
    outcome: Option<Outcome>,
    cut: &Cut<'_>,
) -> Result<Page<import_row::Model>> {
    let query = past(Past::ParentSeen).import_rows().filter(import_row::Column::ImportId.eq(id));
    let query = if let Some(outcome) = outcome { query.filter(import_row::Column::Outcome.eq(outcome)) } else { query };
    let key = |row: &import_row::Model| (Key::Number(i64::from(row.row_number)), row.id.0);
    page::fetch(conn, query, Some(import_row::Column::RowNumber), import_row::Column::Id, cut, key).await
}

/// The next rows of an import after row number `after`.
///
/// # Errors
/// When the database does not answer.
pub async fn lines_after(conn: &impl ConnectionTrait, id: ImportId, after: i32) -> Result<Vec<import_row::Model>> {
    let query = past(Past::ParentSeen).import_rows().filter(import_row::Column::ImportId.eq(id));
    let query = query.filter(import_row::Column::RowNumber.gt(after)).order_by_asc(import_row::Column::RowNumber);
    Ok(query.limit(LINES).all(conn).await?)
}

/// Takes the next import that waits for a worker, or whose worker has fallen silent.
///
/// # Errors
/// When the database does not answer.
pub async fn take(tx: &Tx) -> Result<Option<Lease>> {
    let waits = Condition::any().add(import::Column::LeaseUntil.is_null()).add(import::Column::LeaseUntil.lt(tx.now));
    let query = past(Past::Work)
        .imports()
        .filter(import::Column::State.is_in([ImportState::Checking, ImportState::Committing]));
    let query = query.filter(waits).order_by_asc(import::Column::Id).limit(1);
    let due = query.lock_with_behavior(LockType::NoKeyUpdate, LockBehavior::SkipLocked).one(tx.conn()).await?;
    let Some(row) = due else { return Ok(None) };
    let lease = Lease { id: row.id, token: row.lease_token + 1 };
    let mut row = row.into_active_model();
    row.lease_token = Set(lease.token);
    row.lease_until = Set(Some(until(tx.now)));
    row.update(tx.conn()).await?;
    Ok(Some(lease))
}

/// Goes on under a lease, for another while, and holds the import; none when somebody else has it now.
///
/// # Errors
/// When the database does not answer.
pub async fn go_on(tx: &Tx, lease: Lease) -> Result<Option<import::Model>> {
    let held = import::Entity::update_many()
        .col_expr(import::Column::LeaseUntil, Expr::value(until(tx.now)))
        .filter(import::Column::Id.eq(lease.id))
        .filter(import::Column::LeaseToken.eq(lease.token))
        .filter(import::Column::State.is_in([ImportState::Checking, ImportState::Committing]))
        .exec(tx.conn())
        .await?;
    if held.rows_affected == 0 {
        return Ok(None);
    }
    Ok(past(Past::Work).imports().filter(import::Column::Id.eq(lease.id)).one(tx.conn()).await?)
}

/// Notes progress, which is no new version.
///
/// # Errors
/// When the row cannot be stored.
pub async fn progress(tx: &Tx, id: ImportId, done: i32, counts: serde_json::Value) -> Result<()> {
    import::Entity::update_many()
        .col_expr(import::Column::Done, Expr::value(done))
        .col_expr(import::Column::Counts, Expr::value(counts))
        .col_expr(import::Column::UpdatedAt, Expr::value(tx.now))
        .filter(import::Column::Id.eq(id))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Forgets the rows of an earlier check.
///
/// # Errors
/// When the rows cannot be removed.
pub async fn clear(tx: &Tx, id: ImportId) -> Result<()> {
    import_row::Entity::delete_many().filter(import_row::Column::ImportId.eq(id)).exec(tx.conn()).await?;
    Ok(())
}

/// Stores checked rows.
///
/// # Errors
/// When the rows cannot be stored.
pub async fn insert_lines(tx: &Tx, rows: Vec<import_row::Model>) -> Result<()> {
    let rows = rows.into_iter().map(|row| row.into_active_model().reset_all());
    import_row::Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// The next rows that are to be applied.
///
/// # Errors
/// When the database does not answer.
pub async fn waiting(tx: &Tx, id: ImportId, limit: u64) -> Result<Vec<import_row::Model>> {
    let query = past(Past::ParentSeen).import_rows().filter(import_row::Column::ImportId.eq(id));
    let query = query.filter(import_row::Column::Outcome.is_in([Outcome::New, Outcome::Changed]));
    let query = query.filter(import_row::Column::AppliedAt.is_null()).order_by_asc(import_row::Column::RowNumber);
    Ok(query.limit(limit).all(tx.conn()).await?)
}

/// Puts rows in place of what they were, all in two statements.
///
/// # Errors
/// When the rows cannot be stored.
pub async fn replace_lines(tx: &Tx, rows: Vec<import_row::Model>) -> Result<()> {
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    import_row::Entity::delete_many().filter(import_row::Column::Id.is_in(ids)).exec(tx.conn()).await?;
    insert_lines(tx, rows).await
}

fn until(now: DateTime<Utc>) -> DateTime<Utc> {
    now + TimeDelta::seconds(LEASE_SECS)
}
