//! How service records are found and stored.

use guibin_domain::{
    ids::{ComplaintId, CustomerId, KeyPersonId, ServiceRecordId, UserId},
    service_record::{HandlingStatus, Method},
};
use guibin_entity::{
    complaint, customer, key_person,
    service_record::{self, Model},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QuerySelect,
    sea_query::LockType,
};
use serde_json::json;

use super::listing::Wish;
use crate::{
    ctx::{Reader, Tx},
    error::{Error, Result},
    page::{self, Cut, Key, Page},
};

/// A record about the customer that says nothing yet.
pub fn blank(tx: &Tx, customer: &customer::Model, author_id: UserId) -> Model {
    Model {
        id: ServiceRecordId(tx.new_id()),
        org_id: customer.org_id,
        customer_id: customer.id,
        author_id,
        method: Method::Visit,
        occurred_at: tx.now,
        place: None,
        phone_sealed: None,
        content: String::new(),
        need: None,
        handling_status: HandlingStatus::Open,
        handling: None,
        people_met: json!([]),
        complaint_id: None,
        signature: None,
        version: 1,
        created_at: tx.now,
        updated_at: tx.now,
    }
}

/// Stores a new record.
///
/// # Errors
/// When the database does not take it.
pub async fn insert(tx: &Tx, row: Model) -> Result<Model> {
    Ok(row.into_active_model().reset_all().insert(tx.conn()).await?)
}

/// A record in reach, held until the transaction ends.
///
/// # Errors
/// `NotFound` when there is none, or it is out of reach.
pub async fn lock(tx: &Tx, id: ServiceRecordId) -> Result<Model> {
    let query = tx.scope.service_records().filter(service_record::Column::Id.eq(id)).lock(LockType::NoKeyUpdate);
    query.one(tx.conn()).await?.ok_or(Error::NotFound)
}

/// Stores a record as the row now says, one version on.
///
/// # Errors
/// 412 when somebody else has changed it.
pub async fn store(tx: &Tx, mut row: Model) -> Result<Model> {
    let seen = row.version;
    row.version += 1;
    row.updated_at = tx.now;
    let guarded = service_record::Entity::update_many()
        .set(row.clone().into_active_model().reset_all())
        .filter(service_record::Column::Id.eq(row.id))
        .filter(service_record::Column::Version.eq(seen));
    if guarded.exec(tx.conn()).await?.rows_affected == 1 { Ok(row) } else { Err(Error::PreconditionFailed) }
}

/// Whether the complaint is in reach and the customer's.
///
/// # Errors
/// When the database does not answer.
pub async fn has_complaint(tx: &Tx, customer: CustomerId, id: ComplaintId) -> Result<bool> {
    let query = tx.scope.complaints().filter(complaint::Column::Id.eq(id));
    Ok(query.filter(complaint::Column::CustomerId.eq(customer)).count(tx.conn()).await? > 0)
}

/// Whether the key person is in reach and the customer's.
///
/// # Errors
/// When the database does not answer.
pub async fn has_key_person(tx: &Tx, customer: CustomerId, id: KeyPersonId) -> Result<bool> {
    let query = tx.scope.key_persons().filter(key_person::Column::Id.eq(id));
    Ok(query.filter(key_person::Column::CustomerId.eq(customer)).count(tx.conn()).await? > 0)
}

/// A record in reach.
///
/// # Errors
/// `NotFound` when there is none, or it is out of reach.
pub async fn find(reader: Reader<'_>, id: ServiceRecordId) -> Result<Model> {
    let query = reader.scope.service_records().filter(service_record::Column::Id.eq(id));
    query.one(reader.conn()).await?.ok_or(Error::NotFound)
}

/// One page of the records in reach that the wish asks for.
///
/// # Errors
/// 400 for a limit or cursor that is not acceptable.
pub async fn list(reader: Reader<'_>, wish: &Wish, cut: &Cut<'_>) -> Result<Page<Model>> {
    let column = service_record::Column::OccurredAt;
    let query = reader.scope.service_records().filter(wanted(wish));
    let key = |row: &Model| (Key::At(row.occurred_at), row.id.0);
    page::fetch(reader.conn(), query, Some(column), service_record::Column::Id, cut, key).await
}

fn wanted(wish: &Wish) -> Condition {
    use service_record::Column;
    Condition::all()
        .add_option(wish.customer_id.map(|id| Column::CustomerId.eq(id)))
        .add_option(wish.author_id.map(|id| Column::AuthorId.eq(id)))
        .add_option(wish.method.map(|method| Column::Method.eq(method)))
        .add_option(wish.handling_status.map(|status| Column::HandlingStatus.eq(status)))
        .add_option(wish.from.map(|from| Column::OccurredAt.gte(from)))
        .add_option(wish.to.map(|to| Column::OccurredAt.lt(to)))
}
