//! How key persons are found and stored.

use guibin_domain::ids::{CustomerId, KeyPersonId};
use guibin_entity::key_person;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::LockType,
};

use crate::{
    ctx::Tx,
    error::{Error, Result},
    scope::Scope,
};

/// The people who matter at a customer, by name.
///
/// # Errors
/// When the database does not answer.
pub async fn of_customer(
    conn: &impl ConnectionTrait,
    scope: &Scope,
    customer_id: CustomerId,
) -> Result<Vec<key_person::Model>> {
    let query = scope.key_persons().filter(key_person::Column::CustomerId.eq(customer_id));
    Ok(query.order_by_asc(key_person::Column::Name).order_by_asc(key_person::Column::Id).all(conn).await?)
}

/// One of a customer's key persons, held until the transaction ends.
///
/// # Errors
/// `NotFound` when they are not this customer's or outside the caller's scope.
pub async fn lock(tx: &Tx, customer_id: CustomerId, id: KeyPersonId) -> Result<key_person::Model> {
    let query = tx.scope.key_persons().filter(key_person::Column::Id.eq(id));
    let query = query.filter(key_person::Column::CustomerId.eq(customer_id)).lock(LockType::NoKeyUpdate);
    query.one(tx.conn()).await?.ok_or(Error::NotFound)
}

/// One of a customer's key persons.
///
/// # Errors
/// As [`lock`].
pub async fn find(tx: &Tx, customer_id: CustomerId, id: KeyPersonId) -> Result<key_person::Model> {
    let query = tx.scope.key_persons().filter(key_person::Column::Id.eq(id));
    let query = query.filter(key_person::Column::CustomerId.eq(customer_id));
    query.one(tx.conn()).await?.ok_or(Error::NotFound)
}

/// Stores a new key person.
///
/// # Errors
/// When the row cannot be stored.
pub async fn insert(tx: &Tx, row: key_person::Model) -> Result<key_person::Model> {
    Ok(row.into_active_model().reset_all().insert(tx.conn()).await?)
}

/// Stores a key person as the row now says, one version on.
///
/// # Errors
/// When the row cannot be stored.
pub async fn store(tx: &Tx, mut row: key_person::Model) -> Result<key_person::Model> {
    row.version += 1;
    row.updated_at = tx.now;
    Ok(row.into_active_model().reset_all().update(tx.conn()).await?)
}

/// Removes a key person.
///
/// # Errors
/// When the row cannot be removed.
pub async fn remove(tx: &Tx, id: KeyPersonId) -> Result<()> {
    key_person::Entity::delete_by_id(id).exec(tx.conn()).await?;
    Ok(())
}
