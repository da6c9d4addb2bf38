//! Finding complaints: pages for people, and short lists for the features above.

use chrono::{DateTime, Utc};
use guibin_domain::ids::CustomerId;
use guibin_entity::complaint;

use super::{
    http::{ComplaintQuery, ComplaintSort, ComplaintSummary},
    list_rows::{self, By, Wanted},
    view,
};
use crate::{
    ctx::Reader,
    error::Result,
    page::{self, Cut, Page},
};

pub use list_rows::OpenCounts;

/// What a cursor begins with once only closed complaints are left. No cursor of ours has it in its alphabet.
const CLOSED_FROM_HERE: char = '~';

/// One page of what the caller may see.
pub async fn page(reader: &Reader<'_>, query: &ComplaintQuery, now: DateTime<Utc>) -> Result<Page<ComplaintSummary>> {
    let found = match (query.sort, query.status, query.closed) {
        (None, None, None) => open_first(reader, query, now).await?,
        (sort, ..) => list_rows::page(reader, &wanted(query, now), by(sort), &cut(query)).await?,
    };
    let items = view::summaries(reader.conn(), reader.cipher, found.items).await?;
    Ok(Page { items, next_cursor: found.next_cursor, total: found.total })
}

fn wanted(query: &ComplaintQuery, now: DateTime<Utc>) -> Wanted {
    Wanted {
        q: query.q.clone(),
        status: query.status,
        is_closed: query.closed,
        level: query.level,
        customer_id: query.customer_id,
        owner_id: query.owner_id,
        due_before: query.due_before,
        breached: query.breached,
        now,
    }
}

const fn by(sort: Option<ComplaintSort>) -> By {
    match sort {
        Some(ComplaintSort::Newest) => By::Receipt,
        Some(ComplaintSort::FirstDue | ComplaintSort::LastDue) | None => By::Due,
    }
}

fn cut(query: &ComplaintQuery) -> Cut<'_> {
    Cut {
        limit: query.limit,
        cursor: query.cursor.as_deref(),
        count: query.count.unwrap_or(false),
        descending: matches!(query.sort, Some(ComplaintSort::LastDue | ComplaintSort::Newest)),
    }
}

/// Open complaints to the last, then the closed ones: two keysets, one after the other.
async fn open_first(reader: &Reader<'_>, query: &ComplaintQuery, now: DateTime<Utc>) -> Result<Page<complaint::Model>> {
    let limit = page::limit(query.limit)?;
    let all = wanted(query, now);
    let total = if query.count == Some(true) { Some(list_rows::count(reader, &all).await?) } else { None };
    let cursor = query.cursor.as_deref();
    let closed_cursor = cursor.and_then(|cursor| cursor.strip_prefix(CLOSED_FROM_HERE));
    let phase = |is_closed| Wanted { is_closed: Some(is_closed), ..all.clone() };
    let mut page = Page { items: Vec::new(), next_cursor: None, total };
    if closed_cursor.is_none() {
        let cut = Cut { limit: Some(limit), cursor, ..Cut::default() };
        let open = list_rows::page(reader, &phase(false), By::Due, &cut).await?;
        page.items = open.items;
        page.next_cursor = open.next_cursor;
    }
    let left = limit.saturating_sub(u64::try_from(page.items.len()).unwrap_or(u64::MAX));
    if page.next_cursor.is_none() {
        // A full page of open ones still has to say whether closed ones follow.
        let cut = Cut { limit: Some(left.max(1)), cursor: closed_cursor.filter(|c| !c.is_empty()), ..Cut::default() };
        let closed = list_rows::page(reader, &phase(true), By::Due, &cut).await?;
        let mark = |cursor: &str| format!("{CLOSED_FROM_HERE}{cursor}");
        if left == 0 {
            page.next_cursor = (!closed.items.is_empty()).then(|| mark(""));
        } else {
            page.items.extend(closed.items);
            page.next_cursor = closed.next_cursor.as_deref().map(mark);
        }
    }
    Ok(page)
}

/// At most `most` open complaints in reach, the first due first.
///
/// # Errors
/// When the database does not answer.
pub async fn open(reader: &Reader<'_>, now: DateTime<Utc>, most: u64) -> Result<Vec<ComplaintSummary>> {
    some(reader, &Wanted { is_closed: Some(false), ..Wanted::all(now) }, most).await
}

/// At most `most` open complaints in reach that are due before an instant, the first due first.
///
/// # Errors
/// When the database does not answer.
pub async fn due_before(
    reader: &Reader<'_>,
    now: DateTime<Utc>,
    end: DateTime<Utc>,
    most: u64,
) -> Result<Vec<ComplaintSummary>> {
    some(reader, &Wanted { is_closed: Some(false), due_before: Some(end), ..Wanted::all(now) }, most).await
}

/// The open complaints of one customer, the first due first.
///
/// # Errors
/// When the database does not answer.
pub async fn open_of_customer(
    reader: &Reader<'_>,
    now: DateTime<Utc>,
    customer_id: CustomerId,
) -> Result<Vec<ComplaintSummary>> {
    let wanted = Wanted { is_closed: Some(false), customer_id: Some(customer_id), ..Wanted::all(now) };
    some(reader, &wanted, page::LARGEST_LIMIT).await
}

/// How many complaints of one customer there are, open and closed.
///
/// # Errors
/// When the database does not answer.
pub async fn count_of_customer(reader: &Reader<'_>, now: DateTime<Utc>, customer_id: CustomerId) -> Result<u64> {
    list_rows::count(reader, &Wanted { customer_id: Some(customer_id), ..Wanted::all(now) }).await
}

/// How many complaints in reach are open, past their limit, and warned of but still within it.
///
/// # Errors
/// When the database does not answer.
pub async fn open_counts(reader: &Reader<'_>, now: DateTime<Utc>) -> Result<OpenCounts> {
    list_rows::open_counts(reader, now).await
}

async fn some(reader: &Reader<'_>, wanted: &Wanted, most: u64) -> Result<Vec<ComplaintSummary>> {
    let cut = Cut { limit: Some(most), ..Cut::default() };
    let found = list_rows::page(reader, wanted, By::Due, &cut).await?;
    view::summaries(reader.conn(), reader.cipher, found.items).await
}
