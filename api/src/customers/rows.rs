//! How customers are found and stored.

use std::collections::{BTreeMap, BTreeSet};

use guibin_domain::{
    ids::{CustomerId, OrgId, UserId},
    import::Field,
    mask,
};
use guibin_entity::{customer, org, search_term, user};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QuerySelect, Set,
    sea_query::{Expr, ExprTrait, LockType},
};

use crate::{
    ctx::Tx,
    error::{Error, Result},
    refs::{CustomerRef, OrgRef, UserRef},
    scope::Scope,
    scope::{Past, past},
};

/// Rows of one insert: the databases bound the number of values.
const BATCH: usize = 5000;

/// A customer the caller may see.
///
/// # Errors
/// `NotFound` when it does not exist or is outside `scope`.
pub async fn get(conn: &impl ConnectionTrait, scope: &Scope, id: CustomerId) -> Result<customer::Model> {
    scope.customers().filter(customer::Column::Id.eq(id)).one(conn).await?.ok_or(Error::NotFound)
}

/// A customer the caller may see, held until the transaction ends.
///
/// # Errors
/// `NotFound` when it does not exist or is outside the caller's scope.
pub async fn lock(tx: &Tx, id: CustomerId) -> Result<customer::Model> {
    // Not a full update lock, which every insert that refers to the customer would wait for.
    let query = tx.scope.customers().filter(customer::Column::Id.eq(id)).lock(LockType::NoKeyUpdate);
    query.one(tx.conn()).await?.ok_or(Error::NotFound)
}

/// Names and numbers of customers, for lists of other things.
///
/// # Errors
/// When the database does not answer.
pub async fn refs(
    conn: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = CustomerId>,
) -> Result<BTreeMap<CustomerId, CustomerRef>> {
    let ids: BTreeSet<_> = ids.into_iter().collect();
    let rows = past(Past::NameBeside).customers().filter(customer::Column::Id.is_in(ids)).all(conn).await?;
    let refs = rows
        .into_iter()
        .map(|row| (row.id, CustomerRef { id: row.id, number: row.number, name: mask::text(&row.name) }));
    Ok(refs.collect())
}

/// Names of members of staff.
///
/// # Errors
/// When the database does not answer.
pub async fn owners(
    conn: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = UserId>,
) -> Result<BTreeMap<UserId, UserRef>> {
    let ids: BTreeSet<_> = ids.into_iter().collect();
    let rows = user::Entity::find().filter(user::Column::Id.is_in(ids)).all(conn).await?;
    Ok(rows.into_iter().map(|row| (row.id, UserRef { id: row.id, name: row.name })).collect())
}

/// Names of organisation units.
///
/// # Errors
/// When the database does not answer.
pub async fn orgs(
    conn: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = OrgId>,
) -> Result<BTreeMap<OrgId, OrgRef>> {
    let ids: BTreeSet<_> = ids.into_iter().collect();
    let rows = org::Entity::find().filter(org::Column::Id.is_in(ids)).all(conn).await?;
    Ok(rows.into_iter().map(|row| (row.id, OrgRef { id: row.id, name: row.name })).collect())
}

/// The organisation, held until the transaction ends: whoever gives a customer what must be unique in
/// it holds it first, before any customer.
///
/// # Errors
/// `Internal` when there is no such organisation.
pub async fn hold_org(tx: &Tx, id: OrgId) -> Result<org::Model> {
    let query = org::Entity::find_by_id(id).lock(LockType::NoKeyUpdate);
    query.one(tx.conn()).await?.ok_or_else(|| Error::Internal(anyhow::anyhow!("organisation {id} is gone")))
}

/// Notes that one more customer number was given out.
///
/// # Errors
/// When the row cannot be stored.
pub async fn count_up(tx: &Tx, org: &org::Model) -> Result<()> {
    org::Entity::update_many()
        .col_expr(org::Column::NextCustomerSerial, Expr::col(org::Column::NextCustomerSerial).add(1))
        .filter(org::Column::Id.eq(org.id))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Whether another customer of the organisation has this value, under whichever key it was indexed.
///
/// # Errors
/// When the database does not answer.
pub async fn is_taken(tx: &Tx, row: &customer::Model, field: Field, value: &str) -> Result<bool> {
    let (column, values) = match field {
        Field::IdNumber => (customer::Column::IdNumberIndex, tx.cipher().indexes(field.word(), value)),
        Field::Mobile => (customer::Column::MobileIndex, tx.cipher().indexes(field.word(), value)),
        Field::ExternalId => (customer::Column::ExternalId, vec![value.to_owned()]),
        _ => return Ok(false),
    };
    let same = past(Past::Unique).customers().filter(column.is_in(values));
    let same = same.filter(customer::Column::OrgId.eq(row.org_id));
    Ok(same.filter(customer::Column::Id.ne(row.id)).count(tx.conn()).await? > 0)
}

/// Stores a new customer.
///
/// # Errors
/// When the row cannot be stored.
pub async fn insert(tx: &Tx, row: customer::Model) -> Result<customer::Model> {
    Ok(row.into_active_model().reset_all().insert(tx.conn()).await?)
}

/// Stores a customer as the row now says, one version on.
///
/// # Errors
/// When the row cannot be stored.
pub async fn store(tx: &Tx, mut row: customer::Model) -> Result<customer::Model> {
    row.version += 1;
    row.updated_at = tx.now;
    Ok(row.into_active_model().reset_all().update(tx.conn()).await?)
}

/// Puts a row in place of the one of the same version, which stays the version: nothing that is shown has changed.
/// False when somebody changed it meanwhile.
///
/// # Errors
/// When the row cannot be stored.
pub async fn replace(tx: &Tx, row: customer::Model) -> Result<bool> {
    let (id, version) = (row.id, row.version);
    let guarded = customer::Entity::update_many()
        .set(row.into_active_model().reset_all())
        .filter(customer::Column::Id.eq(id))
        .filter(customer::Column::Version.eq(version));
    Ok(guarded.exec(tx.conn()).await?.rows_affected == 1)
}

/// What a customer is found by now.
///
/// # Errors
/// When the database does not answer.
pub async fn grams_of(tx: &Tx, id: CustomerId) -> Result<BTreeSet<String>> {
    let query = search_term::Entity::find().filter(search_term::Column::CustomerId.eq(id));
    Ok(query.all(tx.conn()).await?.into_iter().map(|row| row.gram).collect())
}

/// Puts `grams` in place of what the customer was found by.
///
/// # Errors
/// When the rows cannot be stored.
pub async fn store_grams(tx: &Tx, id: CustomerId, grams: BTreeSet<String>) -> Result<()> {
    search_term::Entity::delete_many().filter(search_term::Column::CustomerId.eq(id)).exec(tx.conn()).await?;
    let terms: Vec<_> =
        grams.into_iter().map(|gram| search_term::ActiveModel { gram: Set(gram), customer_id: Set(id) }).collect();
    for batch in terms.chunks(BATCH) {
        search_term::Entity::insert_many(batch.iter().cloned()).exec_without_returning(tx.conn()).await?;
    }
    Ok(())
}
