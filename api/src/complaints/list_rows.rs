//! How lists of complaints are asked for.

use chrono::{DateTime, Utc};
use guibin_domain::{
    complaint::{Level, Status},
    ids::{CustomerId, UserId},
    search,
};
use guibin_entity::{complaint, search_term};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect, QueryTrait, Select,
    sea_query::{Expr, ExprTrait, Func, LikeExpr},
};

use crate::{
    ctx::Reader,
    error::Result,
    page::{self, Cut, Key, Page},
};

/// The order of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    Due,
    Receipt,
}

/// Which complaints are wanted.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub q: Option<String>,
    pub status: Option<Status>,
    pub is_closed: Option<bool>,
    pub level: Option<Level>,
    pub customer_id: Option<CustomerId>,
    pub owner_id: Option<UserId>,
    pub due_before: Option<DateTime<Utc>>,
    pub breached: Option<bool>,
    pub now: DateTime<Utc>,
}

impl Wanted {
    /// All of them.
    pub const fn all(now: DateTime<Utc>) -> Self {
        Self {
            q: None,
            status: None,
            is_closed: None,
            level: None,
            customer_id: None,
            owner_id: None,
            due_before: None,
            breached: None,
            now,
        }
    }

    fn select(&self, reader: &Reader<'_>) -> Select<complaint::Entity> {
        use complaint::Column::{CustomerId, DueAt, Level, OwnerId, Status as StatusColumn};
        let closed = |is_closed| {
            if is_closed {
                StatusColumn.eq(Status::Closed)
            } else {
                StatusColumn.is_in([Status::Open, Status::Replied])
            }
        };
        let filter = Condition::all()
            .add_option(self.status.map(|status| StatusColumn.eq(status)))
            .add_option(self.is_closed.map(closed))
            .add_option(self.level.map(|level| Level.eq(level)))
            .add_option(self.customer_id.map(|id| CustomerId.eq(id)))
            .add_option(self.owner_id.map(|id| OwnerId.eq(id)))
            .add_option(self.due_before.map(|end| DueAt.lt(end)))
            .add_option(self.breached.map(|breached| if breached { past(self.now) } else { past(self.now).not() }))
            .add_option(self.q.as_deref().and_then(searched));
        reader.scope.complaints().filter(filter)
    }
}

/// Past its limit, by the time and not by the mark: closed too late, or open too long. The limit itself is too late.
fn past(now: DateTime<Utc>) -> Condition {
    use complaint::Column::{ClosedAt, DueAt};
    Condition::any()
        .add(Condition::all().add(ClosedAt.is_not_null()).add(Expr::col(ClosedAt).gte(Expr::col(DueAt))))
        .add(Condition::all().add(ClosedAt.is_null()).add(DueAt.lte(now)))
}

/// Number or title that contain the text, or a customer who is found by it.
fn searched(text: &str) -> Option<Condition> {
    let text = text.trim().to_lowercase();
    if text.is_empty() {
        return None;
    }
    let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    let holds =
        |column| Expr::expr(Func::lower(Expr::col(column))).like(LikeExpr::new(format!("%{escaped}%")).escape('\\'));
    let either = Condition::any().add(holds(complaint::Column::Number)).add(holds(complaint::Column::Title));
    let grams = search::query(&text);
    if grams.is_empty() {
        return Some(either);
    }
    let all = i64::try_from(grams.len()).unwrap_or(i64::MAX);
    let customers = search_term::Entity::find()
        .select_only()
        .column(search_term::Column::CustomerId)
        .filter(search_term::Column::Gram.is_in(grams))
        .group_by(search_term::Column::CustomerId)
        .having(search_term::Column::Gram.count().eq(all));
    Some(either.add(complaint::Column::CustomerId.in_subquery(customers.into_query())))
}

/// One page.
///
/// # Errors
/// `InvalidParameter` for a limit or a cursor that is none; when the database does not answer.
pub async fn page(reader: &Reader<'_>, wanted: &Wanted, by: By, cut: &Cut<'_>) -> Result<Page<complaint::Model>> {
    let by_receipt = by == By::Receipt;
    let column = if by_receipt { complaint::Column::ReceivedAt } else { complaint::Column::DueAt };
    let key = |row: &complaint::Model| (Key::At(if by_receipt { row.received_at } else { row.due_at }), row.id.0);
    page::fetch(reader.conn(), wanted.select(reader), Some(column), complaint::Column::Id, cut, key).await
}

/// How many there are.
///
/// # Errors
/// When the database does not answer.
pub async fn count(reader: &Reader<'_>, wanted: &Wanted) -> Result<u64> {
    Ok(wanted.select(reader).count(reader.conn()).await?)
}

/// Open complaints by how urgent they are.
#[derive(Clone, Copy, Debug, Default)]
pub struct OpenCounts {
    pub open: u64,
    /// Past their limit.
    pub overdue: u64,
    /// Warned of, and still within their limit.
    pub due_soon: u64,
}

/// How many there are of each.
///
/// # Errors
/// When the database does not answer.
pub async fn open_counts(reader: &Reader<'_>, now: DateTime<Utc>) -> Result<OpenCounts> {
    let open = Wanted { is_closed: Some(false), ..Wanted::all(now) };
    let soon = open.select(reader).filter(complaint::Column::WarnedAt.is_not_null());
    let soon = soon.filter(complaint::Column::DueAt.gt(now)).count(reader.conn()).await?;
    let overdue = count(reader, &Wanted { breached: Some(true), ..open.clone() }).await?;
    Ok(OpenCounts { open: count(reader, &open).await?, overdue, due_soon: soon })
}
