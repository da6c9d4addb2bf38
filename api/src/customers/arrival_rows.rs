//! How many customers at once are found and stored.

use std::collections::BTreeSet;

use guibin_domain::{
    ids::{CustomerId, OrgId},
    import::Field,
};
use guibin_entity::{customer, org, search_term};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, Set,
    sea_query::Expr,
};

use crate::{
    ctx::Tx,
    error::Result,
    scope::Scope,
    scope::{Past, past},
};

/// Rows of one insert of two columns: the databases bound the number of values.
const PAIRS: usize = 10_000;
/// Customers of one insert.
const CUSTOMERS: usize = 500;

/// The customers in reach that have one of `values` in the column of `field`.
///
/// # Errors
/// When the database does not answer.
pub async fn having(
    conn: &impl ConnectionTrait,
    scope: &Scope,
    field: Field,
    values: Vec<String>,
) -> Result<Vec<customer::Model>> {
    Ok(scope.customers().filter(column(field).is_in(values)).all(conn).await?)
}

/// Which customers of the organisation, in reach or not, have one of `values`, and which.
///
/// # Errors
/// When the database does not answer.
pub async fn holders(
    conn: &impl ConnectionTrait,
    org_id: OrgId,
    field: Field,
    values: Vec<String>,
) -> Result<Vec<(CustomerId, String)>> {
    let column = column(field);
    let query = past(Past::Unique).customers().select_only().columns([customer::Column::Id, column]);
    let query = query.filter(customer::Column::OrgId.eq(org_id)).filter(column.is_in(values));
    Ok(query.into_tuple().all(conn).await?)
}

/// What a customer has in the column of `field`.
pub const fn held(row: &customer::Model, field: Field) -> Option<&String> {
    match field {
        Field::Number => Some(&row.number),
        Field::IdNumber => row.id_number_index.as_ref(),
        Field::Mobile => row.mobile_index.as_ref(),
        _ => row.external_id.as_ref(),
    }
}

const fn column(field: Field) -> customer::Column {
    match field {
        Field::Number => customer::Column::Number,
        Field::IdNumber => customer::Column::IdNumberIndex,
        Field::Mobile => customer::Column::MobileIndex,
        _ => customer::Column::ExternalId,
    }
}

/// Notes that the organisation's customer numbers were given out up to before `serial`.
///
/// # Errors
/// When the row cannot be stored.
pub async fn count_to(tx: &Tx, id: OrgId, serial: i64) -> Result<()> {
    org::Entity::update_many()
        .col_expr(org::Column::NextCustomerSerial, Expr::value(serial))
        .filter(org::Column::Id.eq(id))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Stores new customers.
///
/// # Errors
/// When the rows cannot be stored.
pub async fn insert_all(tx: &Tx, rows: Vec<customer::Model>) -> Result<()> {
    for batch in rows.chunks(CUSTOMERS) {
        let batch = batch.iter().map(|row| row.clone().into_active_model().reset_all());
        customer::Entity::insert_many(batch).exec_without_returning(tx.conn()).await?;
    }
    Ok(())
}

/// Puts grams in place of what each customer was found by.
///
/// # Errors
/// When the rows cannot be stored.
pub async fn store_all_grams(tx: &Tx, grams: Vec<(CustomerId, BTreeSet<String>)>) -> Result<()> {
    let ids: Vec<_> = grams.iter().map(|(id, _)| *id).collect();
    search_term::Entity::delete_many().filter(search_term::Column::CustomerId.is_in(ids)).exec(tx.conn()).await?;
    let terms = grams.into_iter().flat_map(|(id, grams)| grams.into_iter().map(move |gram| (gram, id)));
    let terms: Vec<_> =
        terms.map(|(gram, id)| search_term::ActiveModel { gram: Set(gram), customer_id: Set(id) }).collect();
    for batch in terms.chunks(PAIRS) {
        search_term::Entity::insert_many(batch.iter().cloned()).exec_without_returning(tx.conn()).await?;
    }
    Ok(())
}
