//! What is asked of the database before something is shown under its mask.

use chrono::{DateTime, NaiveDate, Utc};
use guibin_domain::ids::{ComplaintId, CustomerId, ServiceRecordId, UserId};
use guibin_entity::{complaint, reveal, reveal_day, search_day, service_record};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QuerySelect, Set,
    sea_query::{Expr, ExprTrait, LockType},
};

use crate::{
    ctx::Tx,
    error::{Error, Result},
};

/// A complaint of the customer, in reach of who looks and of who reads complaints.
///
/// # Errors
/// `PermissionDenied` for who may not read complaints; `NotFound` when there is none, or it is out of reach.
pub async fn complaint(tx: &Tx, customer: CustomerId, id: ComplaintId) -> Result<complaint::Model> {
    let scope = tx.scope_also_of("complaint.read")?;
    let query = scope.complaints().filter(complaint::Column::Id.eq(id));
    let query = query.filter(complaint::Column::CustomerId.eq(customer));
    query.one(tx.conn()).await?.ok_or(Error::NotFound)
}

/// A service record of the customer, in reach of who looks and of who reads service records.
///
/// # Errors
/// `PermissionDenied` for who may not read service records; `NotFound` when there is none, or it is out of reach.
pub async fn service_record(tx: &Tx, customer: CustomerId, id: ServiceRecordId) -> Result<service_record::Model> {
    let scope = tx.scope_also_of("service_record.read")?;
    let query = scope.service_records().filter(service_record::Column::Id.eq(id));
    let query = query.filter(service_record::Column::CustomerId.eq(customer));
    query.one(tx.conn()).await?.ok_or(Error::NotFound)
}

/// How many customers the person has seen that day; held until the transaction ends, so that no two count at once.
///
/// # Errors
/// When the database does not answer.
pub async fn hold_day(tx: &Tx, user_id: UserId, day: NaiveDate) -> Result<u32> {
    let row = reveal_day::ActiveModel { user_id: Set(user_id), day: Set(day), customers: Set(0) };
    reveal_day::Entity::insert(row)
        .on_conflict_do_nothing_on([reveal_day::Column::UserId, reveal_day::Column::Day])
        .exec_without_returning(tx.conn())
        .await?;
    let held = reveal_day::Entity::find_by_id((user_id, day)).lock(LockType::NoKeyUpdate).one(tx.conn()).await?;
    Ok(u32::try_from(held.ok_or(Error::Unavailable)?.customers).unwrap_or(u32::MAX))
}

/// What the person has searched for that day; held until the transaction ends.
///
/// # Errors
/// When the database does not answer.
pub async fn hold_searches(tx: &Tx, user_id: UserId, day: NaiveDate) -> Result<search_day::Model> {
    let row = search_day::Model { user_id, day, searches: 0, last: String::new(), burst_from: tx.now, at_once: 0 };
    search_day::Entity::insert(row.into_active_model())
        .on_conflict_do_nothing_on([search_day::Column::UserId, search_day::Column::Day])
        .exec_without_returning(tx.conn())
        .await?;
    let held = search_day::Entity::find_by_id((user_id, day)).lock(LockType::NoKeyUpdate).one(tx.conn()).await?;
    held.ok_or(Error::Unavailable)
}

/// Stores what was counted; the row is held.
///
/// # Errors
/// When the row cannot be stored.
pub async fn store_searches(tx: &Tx, row: search_day::Model) -> Result<()> {
    search_day::Entity::update(row.into_active_model().reset_all()).exec(tx.conn()).await?;
    Ok(())
}

/// Whether the customer counts already.
///
/// # Errors
/// When the database does not answer.
pub async fn is_seen(tx: &Tx, user_id: UserId, day: NaiveDate, customer_id: CustomerId) -> Result<bool> {
    Ok(reveal::Entity::find_by_id((user_id, day, customer_id)).one(tx.conn()).await?.is_some())
}

/// Counts one more customer; the day is held.
///
/// # Errors
/// When the rows cannot be stored.
pub async fn count(tx: &Tx, user_id: UserId, day: NaiveDate, customer_id: CustomerId) -> Result<()> {
    let row =
        reveal::ActiveModel { user_id: Set(user_id), day: Set(day), customer_id: Set(customer_id), at: Set(tx.now) };
    reveal::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    reveal_day::Entity::update_many()
        .col_expr(reveal_day::Column::Customers, Expr::col(reveal_day::Column::Customers).add(1))
        .filter(reveal_day::Column::UserId.eq(user_id))
        .filter(reveal_day::Column::Day.eq(day))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// How many customers the person has seen first since `from`.
///
/// # Errors
/// When the database does not answer.
pub async fn since(tx: &Tx, user_id: UserId, from: DateTime<Utc>) -> Result<u32> {
    let query = reveal::Entity::find().filter(reveal::Column::UserId.eq(user_id)).filter(reveal::Column::At.gt(from));
    Ok(u32::try_from(query.count(tx.conn()).await?).unwrap_or(u32::MAX))
}
