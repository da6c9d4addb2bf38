//! Which keys have sealed what is here, and how often somebody looked under the masks.
//!
//! The last four digits of telephones are found by a keyed hash from now on: what stood in the open goes, and
//! `guibin keys reseal` writes the hashes for customers who were there before.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{date, integer, text, uuid};

use crate::schema::{Sheet, drop, instant, run, table};

pub struct Change;

pub async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager.create_table(sealing_key()).await?;
    manager.create_table(reveal_day()).await?;
    manager.create_table(reveal()).await?;
    run(manager, "update customer set mobile_tail = null, phone_tail = null").await?;
    run(manager, "update key_person set mobile_tail = null").await
}

pub async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    drop(manager, &["reveal", "reveal_day", "sealing_key"]).await
}

/// `proof` is a known text sealed with the key: a server whose keys do not open it must not start.
fn sealing_key() -> TableCreateStatement {
    table("sealing_key")
        .has(text("kid").primary_key().take())
        .has(text("proof"))
        .has(instant("created_at"))
}

/// Whoever reveals holds the row of their day, so that fifty at once are counted one by one.
fn reveal_day() -> TableCreateStatement {
    table("reveal_day")
        .refers("user_id", "user")
        .has(date("day"))
        .has(integer("customers"))
        .key(&["user_id", "day"])
        .holds("reveal_day_counts", "customers >= 0")
}

/// A customer counts once a day.
fn reveal() -> TableCreateStatement {
    table("reveal")
        .refers("user_id", "user")
        .has(date("day"))
        .has(uuid("customer_id"))
        .has(instant("at"))
        .key(&["user_id", "day", "customer_id"])
}
