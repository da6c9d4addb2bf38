//! The policy packs, every version ever in force: what was promised is read from the version it was promised under.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{date, integer, text};

use crate::schema::{Sheet, drop, instant, table, unique};

pub struct Change;

pub async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager.create_table(policy_version()).await?;
    unique(manager, "policy_version", &["code", "version"]).await
}

pub async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    drop(manager, &["policy_version"]).await
}

fn policy_version() -> TableCreateStatement {
    table("policy_version")
        .id()
        .has(text("code"))
        .has(integer("version"))
        .has(text("title"))
        .has(date("effective_from"))
        .has(text("content"))
        .has(text("content_hash"))
        .has(instant("created_at"))
        .holds("policy_version_counts_from_one", "version > 0")
}
