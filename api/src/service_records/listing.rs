//! Finding service records: for the list, and for those who show how many there are.

use chrono::{DateTime, Datelike, Utc};
use guibin_domain::{
    ids::{CustomerId, ServiceRecordId, UserId},
    service_record::{HandlingStatus, Method},
};
use guibin_entity::service_record::Model;

use super::{
    http::{ServiceRecord, ServiceRecordQuery, ServiceRecordSort},
    rows,
    showing::{self, Viewer},
};
use crate::{
    ctx::Reader,
    error::{Error, FieldError, Result},
    page::{Cut, Page},
};

/// Which records are asked for.
#[derive(Default)]
pub struct Wish {
    pub customer_id: Option<CustomerId>,
    pub author_id: Option<UserId>,
    pub method: Option<Method>,
    pub handling_status: Option<HandlingStatus>,
    pub from: Option<DateTime<Utc>>,
    pub to: Option<DateTime<Utc>>,
}

/// One page of the records in reach.
///
/// # Errors
/// 400 for a limit, cursor or time that is not acceptable.
pub async fn page(reader: Reader<'_>, viewer: &Viewer<'_>, query: &ServiceRecordQuery) -> Result<Page<ServiceRecord>> {
    let ServiceRecordQuery { customer_id, author_id, method, handling_status, .. } = *query;
    let (from, to) = (storable("?from", query.from)?, storable("?to", query.to)?);
    let wish = Wish { customer_id, author_id, method, handling_status, from, to };
    let cut = Cut {
        limit: query.limit,
        cursor: query.cursor.as_deref(),
        count: query.count.unwrap_or_default(),
        descending: query.sort.unwrap_or_default() == ServiceRecordSort::Latest,
    };
    let Page { items, next_cursor, total } = rows::list(reader, &wish, &cut).await?;
    Ok(Page { items: showing::all(reader.conn(), reader.cipher, items, viewer).await?, next_cursor, total })
}

/// A time that every database can compare with.
fn storable(pointer: &str, at: Option<DateTime<Utc>>) -> Result<Option<DateTime<Utc>>> {
    if at.is_none_or(|at| (1..=9999).contains(&at.year())) {
        return Ok(at);
    }
    let wrong =
        FieldError::new(pointer, "out_of_range", "年份须在 1 至 9999 之间。", "The year must be from 1 to 9999.");
    Err(Error::InvalidParameter(vec![wrong]))
}

/// A record in reach.
///
/// # Errors
/// `NotFound` when there is none, or it is out of reach.
pub async fn find(reader: Reader<'_>, id: ServiceRecordId) -> Result<Model> {
    rows::find(reader, id).await
}
