//! How the events on a customer's timeline are found.

use guibin_domain::ids::CustomerId;
use guibin_entity::event;
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter};

use crate::{
    error::Result,
    event::Topic,
    page::{self, Cut, Key, Page},
    scope::{Past, past},
};

/// Events of `topics` about a customer whom the caller may see, newest first.
///
/// # Errors
/// 400 for a limit out of range, or a cursor that is not ours.
pub async fn page(
    conn: &impl ConnectionTrait,
    customer_id: CustomerId,
    topics: &[Topic],
    cut: &Cut<'_>,
) -> Result<Page<event::Model>> {
    let query = past(Past::ParentSeen)
        .events()
        .filter(event::Column::CustomerId.eq(customer_id))
        .filter(event::Column::Topic.is_in(topics.iter().map(|topic| topic.word())));
    let cut = Cut { descending: true, ..cut.clone() };
    let column = Some(event::Column::At);
    page::fetch(conn, query, column, event::Column::Id, &cut, |row| (Key::At(row.at), row.id.0)).await
}
