//! Programs of other systems, and which rows of `user` stand for one.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{blob, json_binary, text_uniq};

use crate::schema::{Sheet, drop, index, instant_null, table, word};

pub struct Change;

pub async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let kind = word("kind", &["person", "api_client"]).default("person").take();
    manager.alter_table(Table::alter().table("user").add_column(kind).take()).await?;
    manager.create_table(api_client()).await?;
    index(manager, "api_client", &["org_id", "id"]).await
}

pub async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    drop(manager, &["api_client"]).await?;
    manager.alter_table(Table::alter().table("user").drop_column("kind").take()).await
}

/// `id` is that of the row of `user`, so that events, records and keys can name a program as they name a person.
fn api_client() -> TableCreateStatement {
    let mut same = ForeignKey::create().from_col("id").to("user", "id").take();
    let table = table("api_client").foreign_key(&mut same).take();
    table
        .id()
        .refers("org_id", "org")
        .has(text_uniq("client_id"))
        .has(blob("secret_hash"))
        .has(json_binary("permissions"))
        .word("reach", &["subtree", "all"])
        .has(instant_null("expires_at"))
        .has(instant_null("last_used_at"))
        .versioned()
        .holds("api_client_secret_is_hashed", "length(secret_hash) = 32")
}
