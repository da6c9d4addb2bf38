//! How lists of customers are found: filters, search and order, each over an index.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use guibin_domain::{
    complaint::Status as ComplaintStatus,
    customer_number, identity,
    ids::{CustomerId, OrgId},
    search,
};
use guibin_entity::{complaint, customer, org, search_term};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, Order, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select,
    sea_query::{Alias, CaseStatement, Expr, ExprTrait, Func, Query, SelectStatement, SimpleExpr, UnionType},
};

use super::{
    file::tail_grams,
    listing::{CustomerFilter, CustomerSort},
};
use crate::{
    cipher::Cipher,
    error::{Error, FieldError, Result},
    page::{self, Cut, Key, Page},
    scope::Scope,
    scope::{Past, past},
};

/// One page of the customers that `filter` lets through, in its order; what fits best first when it
/// searches and names no order.
///
/// # Errors
/// 400 for a limit out of range, or a cursor of another order.
pub async fn page(
    conn: &impl ConnectionTrait,
    scope: &Scope,
    cipher: &Cipher,
    filter: &CustomerFilter,
    cut: &Cut<'_>,
) -> Result<Page<customer::Model>> {
    let query = chosen(conn, scope, filter).await?;
    let Some(typed) = filter.q.as_deref().map(str::trim).filter(|typed| !typed.is_empty()) else {
        return sorted(conn, query, filter.sort.unwrap_or_default(), cut).await;
    };
    let Some(found) = found_by(cipher, typed) else { return Ok(empty(cut)) };
    let query = query.filter(customer::Column::Id.in_subquery(found));
    match filter.sort {
        Some(sort) => sorted(conn, query, sort, cut).await,
        None => ranked(conn, query, typed, cut).await,
    }
}

/// How many complaints of each customer wait for an answer or a confirmation.
///
/// # Errors
/// When the database does not answer.
pub async fn open_complaints(
    conn: &impl ConnectionTrait,
    scope: &Scope,
    ids: BTreeSet<CustomerId>,
) -> Result<BTreeMap<CustomerId, u64>> {
    let query = scope.complaints().select_only().column(complaint::Column::CustomerId);
    let query = query
        .column_as(complaint::Column::Id.count(), "open")
        .filter(complaint::Column::CustomerId.is_in(ids))
        .filter(complaint::Column::Status.ne(ComplaintStatus::Closed))
        .group_by(complaint::Column::CustomerId);
    let counts: Vec<(CustomerId, i64)> = query.into_tuple().all(conn).await?;
    Ok(counts.into_iter().map(|(id, open)| (id, u64::try_from(open).unwrap_or_default())).collect())
}

async fn chosen(
    conn: &impl ConnectionTrait,
    scope: &Scope,
    filter: &CustomerFilter,
) -> Result<Select<customer::Entity>> {
    use customer::Column::{Kind, OwnerId, SpecialEndsOn, SpecialKind, Status, Tier};
    let mut all = Condition::all()
        .add_option(filter.kind.map(|kind| Kind.eq(kind)))
        .add_option(filter.special.map(|yes| if yes { SpecialKind.is_not_null() } else { SpecialKind.is_null() }))
        .add_option(filter.special_kind.map(|kind| SpecialKind.eq(kind)))
        .add_option(filter.status.map(|status| Status.eq(status)))
        .add_option(filter.tier.as_ref().map(|tier| Tier.eq(tier)))
        .add_option(filter.owner_id.map(|owner| OwnerId.eq(owner)))
        .add_option(filter.ends_before.map(|day| SpecialEndsOn.lt(day)));
    if let Some(org_id) = filter.org_id {
        all = all.add(customer::Column::OrgId.in_subquery(subtree(conn, org_id).await?));
    }
    Ok(scope.customers().filter(all))
}

/// An organisation unit and all below it; nothing when there is no such unit.
async fn subtree(conn: &impl ConnectionTrait, id: OrgId) -> Result<SelectStatement> {
    let path = org::Entity::find_by_id(id).one(conn).await?.map(|org| org.path);
    let units = org::Entity::find().select_only().column(org::Column::Id);
    let units = match path {
        Some(path) => units.filter(org::Column::Path.starts_with(path)),
        None => units.filter(org::Column::Id.eq(id)),
    };
    Ok(units.into_query())
}

/// Ids of the customers that `typed` may mean; none when there is nothing to go by.
fn found_by(cipher: &Cipher, typed: &str) -> Option<SelectStatement> {
    let mut ways = Vec::new();
    ways.extend(having(search::query(typed)));
    for gram in tail_grams(cipher, typed).into_iter().flatten() {
        ways.extend(having(BTreeSet::from([gram])));
    }
    let sealed = [
        (customer::Column::MobileIndex, "mobile", identity::mobile(typed)),
        (customer::Column::PhoneIndex, "phone", identity::phone(typed)),
        (customer::Column::IdNumberIndex, "id_number", identity::id_number(typed, NaiveDate::MAX)),
        (customer::Column::EmailIndex, "email", identity::email(typed)),
    ];
    for (column, field, value) in sealed {
        ways.extend(value.ok().map(|value| with(column, cipher.indexes(field, &value))));
    }
    ways.extend(customer_number::parse(typed).ok().map(|number| with(customer::Column::Number, vec![number])));
    ways.into_iter().reduce(|mut all, way| all.union(UnionType::Distinct, way).take())
}

fn with(column: customer::Column, values: Vec<String>) -> SelectStatement {
    past(Past::Within).customers().select_only().column(customer::Column::Id).filter(column.is_in(values)).into_query()
}

/// Customers that have all grams: the longest, which is the rarest, finds them, the others are looked up.
fn having(grams: BTreeSet<String>) -> Option<SelectStatement> {
    let first = grams.iter().max_by_key(|gram| gram.chars().count())?.clone();
    let found = Alias::new("found");
    let mut query = Query::select();
    query
        .column((found.clone(), search_term::Column::CustomerId))
        .from_as(search_term::Entity, found.clone())
        .and_where(Expr::col((found.clone(), search_term::Column::Gram)).eq(first.clone()));
    for gram in grams.into_iter().filter(|gram| *gram != first) {
        let mut other = Query::select();
        other
            .expr(Expr::value(1))
            .from(search_term::Entity)
            .and_where(Expr::col((search_term::Entity, search_term::Column::Gram)).eq(gram))
            .and_where(
                Expr::col((search_term::Entity, search_term::Column::CustomerId))
                    .equals((found.clone(), search_term::Column::CustomerId)),
            );
        query.and_where(Expr::exists(other));
    }
    Some(query)
}

async fn sorted(
    conn: &impl ConnectionTrait,
    query: Select<customer::Entity>,
    sort: CustomerSort,
    cut: &Cut<'_>,
) -> Result<Page<customer::Model>> {
    use CustomerSort::{Name, NameDescending, NewestChange, Number, OldestChange};
    let column = match sort {
        NewestChange | OldestChange => customer::Column::UpdatedAt,
        Name | NameDescending => customer::Column::Name,
        Number => customer::Column::Number,
    };
    let key = |row: &customer::Model| match sort {
        NewestChange | OldestChange => (Key::At(row.updated_at), row.id.0),
        Name | NameDescending => (Key::Text(row.name.clone()), row.id.0),
        Number => (Key::Text(row.number.clone()), row.id.0),
    };
    belongs(cut, |key| match sort {
        NewestChange | OldestChange => matches!(key, Key::At(_)),
        Name | NameDescending | Number => matches!(key, Key::Text(_)),
    })?;
    let cut = Cut { descending: matches!(sort, NewestChange | NameDescending), ..cut.clone() };
    page::fetch(conn, query, Some(column), customer::Column::Id, &cut, key).await
}

/// Exactly what was typed, then what begins with it, then the rest; of each the oldest file first.
async fn ranked(
    conn: &impl ConnectionTrait,
    query: Select<customer::Entity>,
    typed: &str,
    cut: &Cut<'_>,
) -> Result<Page<customer::Model>> {
    let limit = page::limit(cut.limit)?;
    let after = belongs(cut, |key| matches!(key, Key::Number(_)))?;
    let total = if cut.count { Some(query.clone().count(conn).await?) } else { None };
    let id = || Expr::col((customer::Entity, customer::Column::Id));
    let mut query = query;
    if let Some((Key::Number(last), last_id)) = after {
        let last = Expr::tuple([Expr::value(last), Expr::value(last_id)]);
        query = query.filter(Expr::tuple([rank_in_sql(typed), id()]).gt(last));
    }
    let query = query.order_by(rank_in_sql(typed), Order::Asc).order_by(id(), Order::Asc);
    let mut rows = query.limit(limit + 1).all(conn).await?;
    let kept = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > kept;
    rows.truncate(kept);
    let last = rows.last().filter(|_| more).map(|row| page::encode(&(Key::Number(rank(row, typed)), row.id.0)));
    Ok(Page { items: rows, next_cursor: last, total })
}

fn rank_in_sql(typed: &str) -> SimpleExpr {
    let name = || Expr::col((customer::Entity, customer::Column::Name));
    let number = Expr::col((customer::Entity, customer::Column::Number));
    let length = i32::try_from(typed.chars().count()).unwrap_or(i32::MAX);
    let beginning = Func::cust("substr").arg(name()).arg(1).arg(length);
    CaseStatement::new()
        .case(name().eq(typed).or(number.eq(typed)), Expr::value(0i64))
        .case(SimpleExpr::from(beginning).eq(typed), Expr::value(1i64))
        .finally(Expr::value(2i64))
        .into()
}

/// The same as [`rank_in_sql`], of a row in hand.
fn rank(row: &customer::Model, typed: &str) -> i64 {
    match row {
        row if row.name == typed || row.number == typed => 0,
        row if row.name.starts_with(typed) => 1,
        _ => 2,
    }
}

fn belongs(cut: &Cut<'_>, fits: impl Fn(&Key) -> bool) -> Result<Option<(Key, uuid::Uuid)>> {
    let Some(cursor) = cut.cursor else { return Ok(None) };
    let found = page::decode(cursor)?;
    if fits(&found.0) {
        return Ok(Some(found));
    }
    Err(Error::InvalidParameter(vec![FieldError::new(
        "?cursor",
        "wrong_value",
        "翻页标记属于另一种排序，请从第一页重新查看。",
        "The cursor belongs to another order; start again from the first page.",
    )]))
}

fn empty(cut: &Cut<'_>) -> Page<customer::Model> {
    Page { items: Vec::new(), next_cursor: None, total: cut.count.then_some(0) }
}
