//! What the workbench finds by itself: totals, terms that end, birthdays.

use chrono::{Datelike, NaiveDate};
use guibin_domain::customer::{Kind, Status, SubscriptionStatus};
use guibin_entity::{customer, subscription};
use sea_orm::{
    ColumnTrait, Condition, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{Alias, Expr, ExprTrait, Query},
};

use crate::{ctx::Reader, error::Result};

/// How many customers there are in reach.
pub struct Totals {
    pub total: u64,
    pub special: u64,
    pub group: u64,
}

/// Counts the customers in reach that are not closed; who is special today counts as special.
///
/// # Errors
/// When the database does not answer.
pub async fn totals(reader: &Reader<'_>, today: NaiveDate) -> Result<Totals> {
    let all = reader.scope.customers().filter(customer::Column::Status.ne(Status::Closed));
    let special = all.clone().filter(customer::Column::SpecialKind.is_not_null());
    let special = special.filter(
        Condition::any().add(customer::Column::SpecialEndsOn.is_null()).add(customer::Column::SpecialEndsOn.gte(today)),
    );
    let group = all.clone().filter(customer::Column::Kind.eq(Kind::Group));
    Ok(Totals {
        total: all.count(reader.conn()).await?,
        special: special.count(reader.conn()).await?,
        group: group.count(reader.conn()).await?,
    })
}

/// At most `most` running terms that end from `today` to `horizon` and are not renewed, the first to end first.
///
/// # Errors
/// When the database does not answer.
pub async fn ending(
    reader: &Reader<'_>,
    today: NaiveDate,
    horizon: NaiveDate,
    most: u64,
) -> Result<Vec<subscription::Model>> {
    let query = unrenewed(reader, today, horizon).order_by_asc(subscription::Column::EndsOn);
    Ok(query.order_by_asc(subscription::Column::Id).limit(most).all(reader.conn()).await?)
}

/// How many such terms there are.
///
/// # Errors
/// When the database does not answer.
pub async fn count_ending(reader: &Reader<'_>, today: NaiveDate, horizon: NaiveDate) -> Result<u64> {
    Ok(unrenewed(reader, today, horizon).count(reader.conn()).await?)
}

/// A term is renewed when the same customer has the same product beyond it.
fn unrenewed(reader: &Reader<'_>, today: NaiveDate, horizon: NaiveDate) -> Select<subscription::Entity> {
    use subscription::Column::{CustomerId, EndsOn, Product, Status};
    let next = Alias::new("next");
    let later = Query::select()
        .expr(Expr::val(1))
        .from_as(subscription::Entity, next.clone())
        .and_where(Expr::col((next.clone(), CustomerId)).eq(Expr::col((subscription::Entity, CustomerId))))
        .and_where(Expr::col((next.clone(), Product)).eq(Expr::col((subscription::Entity, Product))))
        .and_where(Expr::col((next.clone(), Status)).eq(SubscriptionStatus::Active.word()))
        .cond_where(
            Condition::any()
                .add(Expr::col((next.clone(), EndsOn)).is_null())
                .add(Expr::col((next, EndsOn)).gt(Expr::col((subscription::Entity, EndsOn)))),
        )
        .take();
    let ending = reader.scope.subscriptions().filter(Status.eq(SubscriptionStatus::Active));
    ending.filter(EndsOn.between(today, horizon)).filter(Expr::exists(later).not())
}

/// At most `most` customers whose birthday is today; who was born on 29 February has it on the 28th in other years.
///
/// # Errors
/// When the database does not answer.
pub async fn birthdays(reader: &Reader<'_>, today: NaiveDate, most: u64) -> Result<Vec<customer::Model>> {
    let born = |text: String| {
        let birthday = Expr::col((customer::Entity, customer::Column::Birthday)).cast_as("text");
        birthday.like(format!("%{text}"))
    };
    let mut days = Condition::any().add(born(today.format("-%m-%d").to_string()));
    if (today.month(), today.day(), today.leap_year()) == (2, 28, false) {
        days = days.add(born("-02-29".to_owned()));
    }
    let query = reader.scope.customers().filter(customer::Column::Status.ne(Status::Closed)).filter(days);
    Ok(query.order_by_asc(customer::Column::Id).limit(most).all(reader.conn()).await?)
}
