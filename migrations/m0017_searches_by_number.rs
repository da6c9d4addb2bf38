//! How often somebody has searched by a number of a person on a day: whoever may try them all finds what a mask hides.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{date, integer, text};

use crate::schema::{Sheet, drop, instant, table};

pub struct Change;

pub async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager.create_table(search_day()).await
}

pub async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    drop(manager, &["search_day"]).await
}

/// `last` is a keyed hash of what was searched for last: the next page of it, or the same once more, does not count.
fn search_day() -> TableCreateStatement {
    table("search_day")
        .refers("user_id", "user")
        .has(date("day"))
        .has(integer("searches"))
        .has(text("last"))
        .has(instant("burst_from"))
        .has(integer("at_once"))
        .key(&["user_id", "day"])
        .holds("search_day_counts", "searches >= 0 and at_once >= 0")
}
