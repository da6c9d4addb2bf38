//! The second wall before API clients too: on `PostgreSQL` the server sees those of the organisations that its
//! transaction may reach, and adds none elsewhere.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::schema::{IN_REACH, guard_by, run};

pub struct Change;

pub async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    guard_by(manager, "api_client", IN_REACH, "false").await
}

pub async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    if manager.get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    run(manager, "drop policy api_client_in_reach on api_client; alter table api_client disable row level security").await
}
