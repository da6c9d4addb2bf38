//! How second factors and recovery codes are found and stored.

use guibin_domain::ids::UserId;
use guibin_entity::{recovery_code, user_totp};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, Set,
    sea_query::{Expr, LockType},
};

use crate::{
    cipher::Place,
    ctx::Tx,
    error::{Error, Result},
};

/// The second factor that sign-ins ask for.
///
/// # Errors
/// When the database does not answer.
pub async fn confirmed(conn: &impl ConnectionTrait, user_id: UserId) -> Result<Option<user_totp::Model>> {
    Ok(user_totp::Entity::find_by_id(user_id).one(conn).await?.filter(|row| row.confirmed_at.is_some()))
}

/// A secret that waits for its first code, held until the transaction ends.
///
/// # Errors
/// When the database does not answer.
pub async fn waiting(tx: &Tx, user_id: UserId) -> Result<Option<user_totp::Model>> {
    let found = user_totp::Entity::find_by_id(user_id).lock(LockType::NoKeyUpdate).one(tx.conn()).await?;
    Ok(found.filter(|row| row.confirmed_at.is_none()))
}

/// The secret itself.
///
/// # Errors
/// [`Error::Internal`] when it does not open.
pub fn secret(tx: &Tx, row: &user_totp::Model) -> Result<Vec<u8>> {
    use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD as BASE64};
    let text = tx.cipher().open(place(row.user_id), &row.secret_sealed)?;
    BASE64.decode(text).map_err(|cause| Error::Internal(cause.into()))
}

/// Puts a new secret in place of one that was never confirmed.
///
/// # Errors
/// When the row cannot be stored.
pub async fn store_secret(tx: &Tx, user_id: UserId, secret: &[u8]) -> Result<()> {
    use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD as BASE64};
    user_totp::Entity::delete_by_id(user_id).exec(tx.conn()).await?;
    let row = user_totp::ActiveModel {
        user_id: Set(user_id),
        secret_sealed: Set(tx.cipher().seal(place(user_id), &BASE64.encode(secret))?),
        last_step: Set(0),
        created_at: Set(tx.now),
        confirmed_at: Set(None),
    };
    user_totp::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Sign-ins ask for it from now on; the code that confirmed it is spent.
///
/// # Errors
/// When the row cannot be stored.
pub async fn confirm(tx: &Tx, row: user_totp::Model, step: i64) -> Result<()> {
    let mut row = row.into_active_model();
    row.confirmed_at = Set(Some(tx.now));
    row.last_step = Set(step);
    row.update(tx.conn()).await?;
    Ok(())
}

/// Spends the code of a period; false when it or a later one was spent before.
///
/// # Errors
/// When the row cannot be stored.
pub async fn spend_step(tx: &Tx, user_id: UserId, step: i64) -> Result<bool> {
    let spent = user_totp::Entity::update_many()
        .col_expr(user_totp::Column::LastStep, Expr::value(step))
        .filter(user_totp::Column::UserId.eq(user_id))
        .filter(user_totp::Column::LastStep.lt(step))
        .exec(tx.conn())
        .await?;
    Ok(spent.rows_affected == 1)
}

/// Puts recovery codes in place of those before.
///
/// # Errors
/// When the rows cannot be stored.
pub async fn store_recovery_codes(tx: &Tx, user_id: UserId, hashes: impl Iterator<Item = String>) -> Result<()> {
    remove_recovery_codes(tx, user_id).await?;
    let rows = hashes.map(|code_hash| recovery_code::ActiveModel {
        user_id: Set(user_id),
        code_hash: Set(code_hash),
        used_at: Set(None),
    });
    recovery_code::Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Spends a recovery code; false when there is none such, or it was spent before.
///
/// # Errors
/// When the row cannot be stored.
pub async fn spend_recovery_code(tx: &Tx, user_id: UserId, code_hash: &str) -> Result<bool> {
    let spent = recovery_code::Entity::update_many()
        .col_expr(recovery_code::Column::UsedAt, Expr::value(tx.now))
        .filter(recovery_code::Column::UserId.eq(user_id))
        .filter(recovery_code::Column::CodeHash.eq(code_hash))
        .filter(recovery_code::Column::UsedAt.is_null())
        .exec(tx.conn())
        .await?;
    Ok(spent.rows_affected == 1)
}

/// Removes a second factor with its recovery codes; false when there was none that sign-ins ask for.
///
/// # Errors
/// When the rows cannot be changed.
pub async fn remove(tx: &Tx, user_id: UserId) -> Result<bool> {
    remove_recovery_codes(tx, user_id).await?;
    let removed = user_totp::Entity::delete_many()
        .filter(user_totp::Column::UserId.eq(user_id))
        .filter(user_totp::Column::ConfirmedAt.is_not_null())
        .exec(tx.conn())
        .await?;
    Ok(removed.rows_affected == 1)
}

async fn remove_recovery_codes(tx: &Tx, user_id: UserId) -> Result<()> {
    let codes = recovery_code::Entity::delete_many().filter(recovery_code::Column::UserId.eq(user_id));
    codes.exec(tx.conn()).await?;
    Ok(())
}

const fn place(user_id: UserId) -> Place {
    Place { table: "user_totp", column: "secret_sealed", row: user_id.0 }
}
