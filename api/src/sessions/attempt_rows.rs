//! How guesses are counted: one row for an account and a source, one more for the account from everywhere.

use chrono::{DateTime, Utc};
use guibin_entity::sign_in_attempt::{self as attempt, Entity as Attempt};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, Set,
    sea_query::{LockType, OnConflict},
};

use crate::{
    ctx::Tx,
    error::{Error, Result},
};

/// The row of an account and a source, made if there is none, held until the transaction ends.
///
/// # Errors
/// When the database does not take it.
pub async fn lock(tx: &Tx, account_hash: &str, source_hash: &str) -> Result<attempt::Model> {
    let new = attempt::ActiveModel {
        account_hash: Set(account_hash.to_owned()),
        source_hash: Set(source_hash.to_owned()),
        failures: Set(0),
        locked_until: Set(None),
        tried_at: Set(tx.now),
        succeeded_at: Set(None),
    };
    let mut key = OnConflict::columns([attempt::Column::AccountHash, attempt::Column::SourceHash]);
    let made = Attempt::insert(new).on_conflict(key.do_nothing().to_owned());
    made.exec_without_returning(tx.conn()).await?;
    let found = Attempt::find_by_id((account_hash.to_owned(), source_hash.to_owned())).lock(LockType::NoKeyUpdate);
    found.one(tx.conn()).await?.ok_or(Error::Unavailable)
}

/// Stores what was counted.
///
/// # Errors
/// When the row cannot be stored.
pub async fn store(tx: &Tx, row: attempt::Model) -> Result<()> {
    let mut row = row.into_active_model().reset_all();
    row.tried_at = Set(tx.now);
    row.update(tx.conn()).await?;
    Ok(())
}

/// Forgets guesses at an account from everywhere: it has another password now.
///
/// # Errors
/// When the rows cannot be changed.
pub async fn forgive(tx: &Tx, account_hash: &str) -> Result<()> {
    Attempt::delete_many().filter(attempt::Column::AccountHash.eq(account_hash)).exec(tx.conn()).await?;
    Ok(())
}

/// Forgets what has not been tried since `limit`, so that made-up names do not fill the table.
///
/// # Errors
/// When the rows cannot be changed.
pub async fn forget(tx: &Tx, limit: DateTime<Utc>) -> Result<()> {
    Attempt::delete_many().filter(attempt::Column::TriedAt.lt(limit)).exec(tx.conn()).await?;
    Ok(())
}
