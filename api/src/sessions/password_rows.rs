//! How a changed password is stored, and those before it.

use chrono::{DateTime, Utc};
use guibin_domain::ids::UserId;
use guibin_entity::{used_password, user};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    Set,
};

use super::passwords::REMEMBERED;
use crate::{ctx::Tx, error::Result};

/// Hashes of the passwords that a person had before the present one, the latest first.
///
/// # Errors
/// When the database does not answer.
pub async fn used(conn: &impl ConnectionTrait, user_id: UserId) -> Result<Vec<String>> {
    let rows = used_password::Entity::find()
        .filter(used_password::Column::UserId.eq(user_id))
        .order_by_desc(used_password::Column::Id);
    let rows = rows.limit(u64::try_from(REMEMBERED - 1).unwrap_or(0)).all(conn).await?;
    Ok(rows.into_iter().map(|row| row.password_hash).collect())
}

/// Remembers a password that is about to be replaced, and forgets those nobody asks for.
///
/// # Errors
/// When the rows cannot be stored.
pub async fn remember(tx: &Tx, user: &user::Model) -> Result<()> {
    let row = used_password::ActiveModel {
        id: Set(tx.new_id()),
        user_id: Set(user.id),
        password_hash: Set(user.password_hash.clone()),
        created_at: Set(tx.now),
    };
    used_password::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    let kept = used(tx.conn(), user.id).await?;
    used_password::Entity::delete_many()
        .filter(used_password::Column::UserId.eq(user.id))
        .filter(used_password::Column::PasswordHash.is_not_in(kept))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Stores a password: `changed_at` is none when somebody else chose it.
///
/// # Errors
/// When the row cannot be stored.
pub async fn store(tx: &Tx, user: user::Model, hash: String, changed_at: Option<DateTime<Utc>>) -> Result<()> {
    let version = user.version + 1;
    let mut row = user.into_active_model();
    row.password_hash = Set(hash);
    row.password_changed_at = Set(changed_at);
    row.version = Set(version);
    row.updated_at = Set(tx.now);
    row.update(tx.conn()).await?;
    Ok(())
}
