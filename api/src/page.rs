//! A page of a list: keyset, by row-value comparison, so that page one thousand costs what page one costs.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sea_orm::{
    ColumnTrait, ColumnType, ConnectionTrait, EntityTrait, FromQueryResult, Order, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, Select,
    sea_query::{Expr, ExprTrait, IntoColumnRef, Value},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::error::{Error, FieldError, Result};

/// Rows on a page where the caller names no number.
pub const DEFAULT_LIMIT: u64 = 50;
/// The most rows on a page.
pub const LARGEST_LIMIT: u64 = 200;

/// A page of a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// Hand this back as `cursor` for the next page; null on the last.
    pub next_cursor: Option<String>,
    /// How many rows there are in all; only with `count=true`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
}

impl<T> Page<T> {
    /// A list that is always whole.
    pub fn whole(items: Vec<T>) -> Self {
        Self { items, next_cursor: None, total: None }
    }

    /// The same page with every item changed, unless one fails.
    ///
    /// # Errors
    /// The first that `change` gives.
    pub fn try_map<U, E>(self, change: impl FnMut(T) -> Result<U, E>) -> Result<Page<U>, E> {
        let items = self.items.into_iter().map(change).collect::<Result<Vec<_>, E>>()?;
        Ok(Page { items, next_cursor: self.next_cursor, total: self.total })
    }

    /// The same page with every item changed.
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(change).collect(), next_cursor: self.next_cursor, total: self.total }
    }
}

/// How a list is to be cut.
#[derive(Clone, Debug, Default)]
pub struct Cut<'a> {
    pub limit: Option<u64>,
    pub cursor: Option<&'a str>,
    pub count: bool,
    pub descending: bool,
}

/// The sort key of a row: what the cursor remembers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Key {
    Text(String),
    Number(i64),
    At(chrono::DateTime<chrono::Utc>),
    Day(chrono::NaiveDate),
    /// The id alone is the order.
    Id,
}

impl Key {
    fn value(self) -> Option<Value> {
        match self {
            Self::Text(text) => Some(text.into()),
            Self::Number(number) => Some(number.into()),
            Self::At(at) => Some(at.into()),
            Self::Day(day) => Some(day.into()),
            Self::Id => None,
        }
    }
}

/// One page of `query`, sorted by `column` (or by id alone) and then by id.
///
/// # Errors
/// 400 for a limit out of range or a cursor that is not ours.
pub async fn fetch<E, C>(
    conn: &C,
    query: Select<E>,
    column: Option<E::Column>,
    id: E::Column,
    cut: &Cut<'_>,
    key: impl Fn(&E::Model) -> (Key, Uuid),
) -> Result<Page<E::Model>>
where
    E: EntityTrait,
    E::Model: FromQueryResult + Sized + Send + Sync,
    C: ConnectionTrait,
{
    let limit = limit(cut.limit)?;
    let total = if cut.count { Some(query.clone().count(conn).await?) } else { None };
    let mut query = query;
    if let Some(cursor) = cut.cursor {
        let (last, last_id) = decode(cursor)?;
        if !suits(column.as_ref(), &last) {
            return Err(wrong_cursor());
        }
        let column = column.filter(|_| last != Key::Id);
        query =
            query.filter(after(column.map(|c| (E::default(), c)), (E::default(), id), last, last_id, cut.descending));
    }
    let order = if cut.descending { Order::Desc } else { Order::Asc };
    if let Some(column) = column {
        query = query.order_by(column, order.clone());
    }
    let mut rows = query.order_by(id, order).limit(limit + 1).all(conn).await?;
    let more = u64::try_from(rows.len()).unwrap_or(u64::MAX) > limit;
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next_cursor = rows.last().filter(|_| more).map(|row| encode(&key(row)));
    Ok(Page { items: rows, next_cursor, total })
}

fn after(
    column: Option<impl IntoColumnRef>,
    id: impl IntoColumnRef,
    last: Key,
    last_id: Uuid,
    descending: bool,
) -> sea_orm::sea_query::SimpleExpr {
    let (left, right) = match (column, last.value()) {
        (Some(column), Some(value)) => {
            (Expr::tuple([Expr::col(column), Expr::col(id)]), Expr::tuple([Expr::value(value), Expr::value(last_id)]))
        }
        _ => (Expr::col(id), Expr::value(last_id)),
    };
    if descending { left.lt(right) } else { left.gt(right) }
}

/// The number of rows to return.
///
/// # Errors
/// 400 outside 1 to [`LARGEST_LIMIT`].
pub fn limit(wanted: Option<u64>) -> Result<u64> {
    match wanted {
        None => Ok(DEFAULT_LIMIT),
        Some(limit @ 1..=LARGEST_LIMIT) => Ok(limit),
        Some(_) => Err(Error::InvalidParameter(vec![FieldError::new(
            "?limit",
            "out_of_range",
            "每页条数须为 1 至 200。",
            "The limit must be from 1 to 200.",
        )])),
    }
}

/// A cursor that remembers the last row of a page.
pub fn encode(last: &(Key, Uuid)) -> String {
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(last).unwrap_or_default())
}

/// The last row that a cursor remembers.
///
/// # Errors
/// 400 when the cursor is not one of ours.
pub fn decode(cursor: &str) -> Result<(Key, Uuid)> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| wrong_cursor())?;
    crate::body::json::check(&bytes).map_err(|_| wrong_cursor())?;
    serde_json::from_slice(&bytes).map_err(|_| wrong_cursor())
}

fn wrong_cursor() -> Error {
    Error::InvalidParameter(vec![FieldError::new(
        "?cursor",
        "wrong_value",
        "翻页标记无效，请从第一页重新查看。",
        "The cursor is not valid; start again from the first page.",
    )])
}

/// Whether a cursor's key is of the column's type: one made for another list, or by hand, may not be.
fn suits(column: Option<&impl ColumnTrait>, key: &Key) -> bool {
    let kind = column.map(|column| column.def().get_column_type().clone());
    match (key, kind) {
        (Key::Id, _) => true,
        (Key::Text(text), Some(ColumnType::Text | ColumnType::String(_))) => !text.contains('\0'),
        (Key::Number(_), Some(kind)) => {
            matches!(kind, ColumnType::SmallInteger | ColumnType::Integer | ColumnType::BigInteger)
        }
        (Key::At(_), Some(kind)) => matches!(kind, ColumnType::TimestampWithTimeZone),
        (Key::Day(_), Some(kind)) => matches!(kind, ColumnType::Date),
        _ => false,
    }
}
