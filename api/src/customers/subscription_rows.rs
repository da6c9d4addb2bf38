//! How subscriptions are found and stored.

use guibin_domain::ids::{ApprovalId, CustomerId, SubscriptionId};
use guibin_entity::subscription;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{LockType, NullOrdering},
};

use crate::{
    ctx::Tx,
    error::{Error, Result},
    scope::Scope,
    scope::{Past, past},
};

/// What a customer has, what ends first at the top.
///
/// # Errors
/// When the database does not answer.
pub async fn of_customer(
    conn: &impl ConnectionTrait,
    scope: &Scope,
    customer_id: CustomerId,
) -> Result<Vec<subscription::Model>> {
    let query = scope.subscriptions().filter(subscription::Column::CustomerId.eq(customer_id));
    let query = query
        .order_by_with_nulls(subscription::Column::EndsOn, sea_orm::Order::Asc, NullOrdering::Last)
        .order_by_asc(subscription::Column::Id);
    Ok(query.all(conn).await?)
}

/// One of a customer's subscriptions, held until the transaction ends.
///
/// # Errors
/// `NotFound` when it is not this customer's or outside the caller's scope.
pub async fn lock(tx: &Tx, customer_id: CustomerId, id: SubscriptionId) -> Result<subscription::Model> {
    let query = tx.scope.subscriptions().filter(subscription::Column::Id.eq(id));
    let query = query.filter(subscription::Column::CustomerId.eq(customer_id)).lock(LockType::NoKeyUpdate);
    query.one(tx.conn()).await?.ok_or(Error::NotFound)
}

/// What an approval has granted already.
///
/// # Errors
/// When the database does not answer.
pub async fn granted_by(tx: &Tx, approval_id: ApprovalId) -> Result<Option<subscription::Model>> {
    let query = past(Past::Work).subscriptions().filter(subscription::Column::GrantedBy.eq(approval_id));
    Ok(query.one(tx.conn()).await?)
}

/// Stores a new subscription.
///
/// # Errors
/// When the row cannot be stored.
pub async fn insert(tx: &Tx, row: subscription::Model) -> Result<subscription::Model> {
    Ok(row.into_active_model().reset_all().insert(tx.conn()).await?)
}

/// Stores a subscription as the row now says, one version on.
///
/// # Errors
/// When the row cannot be stored.
pub async fn store(tx: &Tx, mut row: subscription::Model) -> Result<subscription::Model> {
    row.version += 1;
    row.updated_at = tx.now;
    Ok(row.into_active_model().reset_all().update(tx.conn()).await?)
}
