//! What the overview counts and looks up by itself.

use guibin_domain::ids::{ClockId, CustomerId};
use guibin_entity::{approval, clock, service_record};
use sea_orm::{ColumnTrait, PaginatorTrait, QueryFilter, QueryOrder};

use crate::{ctx::Reader, error::Result};

/// Clocks of what is open, the first due first.
///
/// # Errors
/// When the database does not answer.
pub async fn clocks(reader: &Reader<'_>, ids: Vec<ClockId>) -> Result<Vec<clock::Model>> {
    let query = reader.scope.clocks().filter(clock::Column::Id.is_in(ids));
    Ok(query.order_by_asc(clock::Column::DueAt).order_by_asc(clock::Column::Id).all(reader.conn()).await?)
}

/// How many applications there were for a customer.
///
/// # Errors
/// When the database does not answer.
pub async fn approvals(reader: &Reader<'_>, id: CustomerId) -> Result<u64> {
    Ok(reader.scope.approvals().filter(approval::Column::CustomerId.eq(id)).count(reader.conn()).await?)
}

/// How often a customer was served.
///
/// # Errors
/// When the database does not answer.
pub async fn service_records(reader: &Reader<'_>, id: CustomerId) -> Result<u64> {
    Ok(reader.scope.service_records().filter(service_record::Column::CustomerId.eq(id)).count(reader.conn()).await?)
}
