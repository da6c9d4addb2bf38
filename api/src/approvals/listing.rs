//! Approvals in lists: for the list itself, and for the workbench.

use guibin_domain::{
    approval::{Kind, Status},
    ids::{ApprovalId, CustomerId},
};
use guibin_entity::approval;

use super::{
    found_rows,
    http::{ApprovalQuery, ApprovalSort, ApprovalSummary},
    showing,
};
use crate::{
    ctx::{Actor, Reader},
    error::Result,
    page::{Cut, Page},
};

/// By when a list is ordered.
#[derive(Clone, Copy)]
pub enum Order {
    Changed,
    Created,
}

/// Which approvals are asked for.
pub struct Wish {
    pub status: Option<Status>,
    pub kind: Option<Kind>,
    pub customer_id: Option<CustomerId>,
    pub mine: Option<bool>,
    pub waiting_for_me: Option<bool>,
    pub order: Order,
}

/// One page of the approvals in reach.
///
/// # Errors
/// 400 for a limit or cursor that is not acceptable.
pub async fn page(reader: Reader<'_>, actor: &Actor, query: &ApprovalQuery) -> Result<Page<ApprovalSummary>> {
    let (order, descending) = match query.sort.unwrap_or_default() {
        ApprovalSort::NewestChange => (Order::Changed, true),
        ApprovalSort::OldestChange => (Order::Changed, false),
        ApprovalSort::Newest => (Order::Created, true),
        ApprovalSort::Oldest => (Order::Created, false),
    };
    let ApprovalQuery { status, kind, customer_id, mine, waiting_for_me, .. } = *query;
    let wish = Wish { status, kind, customer_id, mine, waiting_for_me, order };
    let count = query.count.unwrap_or_default();
    let cut = Cut { limit: query.limit, cursor: query.cursor.as_deref(), count, descending };
    let Page { items, next_cursor, total } = found_rows::list(reader, actor, &wish, &cut).await?;
    Ok(Page { items: showing::summaries(reader.conn(), items).await?, next_cursor, total })
}

/// An approval in reach.
///
/// # Errors
/// `NotFound` when there is none, or it is out of reach.
pub async fn find(reader: Reader<'_>, id: ApprovalId) -> Result<approval::Model> {
    found_rows::find(reader, id).await
}

/// The approvals that wait for the actor's decision, the longest waiting first; at most `limit`.
///
/// # Errors
/// When the database does not answer.
pub async fn waiting_for(reader: Reader<'_>, actor: &Actor, limit: u64) -> Result<Vec<ApprovalSummary>> {
    let rows = found_rows::waiting_for(reader, actor, limit).await?;
    showing::summaries(reader.conn(), rows).await
}

/// How many approvals wait for the actor's decision.
///
/// # Errors
/// When the database does not answer.
pub async fn waiting_count(reader: Reader<'_>, actor: &Actor) -> Result<u64> {
    found_rows::waiting_count(reader, actor).await
}

/// The approvals of a customer in reach that are still open, the newest change first; at most `limit`.
///
/// # Errors
/// When the database does not answer.
pub async fn open_of(
    reader: Reader<'_>,
    actor: &Actor,
    customer_id: CustomerId,
    limit: u64,
) -> Result<Vec<ApprovalSummary>> {
    let mut found = Vec::new();
    for status in [Status::InReview, Status::Returned] {
        let query = ApprovalQuery {
            status: Some(status),
            customer_id: Some(customer_id),
            limit: Some(limit),
            ..ApprovalQuery::default()
        };
        found.extend(page(reader, actor, &query).await?.items);
    }
    Ok(found)
}
