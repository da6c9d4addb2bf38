//! On `PostgreSQL` the server removes no rows but those it has a reason to, of later tables neither unless their
//! migration grants it, and what it searches by and what it keeps for
//! repeated requests is behind the second wall: no transaction sees hashes to search by before it has said whose it is,
//! and none sees the answers that somebody else was given.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::schema::{guard_by, run};

pub struct Change;

pub async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    if manager.get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    guard_by(manager, "search_term", ANNOUNCED, "false").await?;
    guard_by(manager, "idempotency", OWN, "false").await?;
    run(manager, RIGHTS).await
}

pub async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    if manager.get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    for table in ["search_term", "idempotency"] {
        let sql = format!("drop policy {table}_in_reach on {table}; alter table {table} disable row level security");
        run(manager, &sql).await?;
    }
    run(manager, NO_RIGHTS).await
}

/// Not by branch: a search reads many of these, and which customers it may find, the customers' own policy says.
const ANNOUNCED: &str = "(select current_setting('guibin.reach', true)) in ('all', 'subtree', 'own')";

/// Nobody else's, however far one reaches: the system has no use for them either.
const OWN: &str = "actor_id::text = (select current_setting('guibin.user', true))";

const RIGHTS: &str = "
revoke delete on all tables in schema public from guibin_server;
alter default privileges in schema public revoke delete on tables from guibin_server;
grant delete on import_row, key_person, recovery_code, sealing_key, search_term, session, setup_code, sign_in_attempt,
    used_password, user_role, user_totp to guibin_server;
revoke update on reveal from guibin_server;
";

const NO_RIGHTS: &str = "
alter default privileges in schema public grant delete on tables to guibin_server;
grant delete on all tables in schema public to guibin_server;
revoke delete on audit_entry, audit_head, event, outbox, seaql_migrations from guibin_server;
grant update on reveal to guibin_server;
";
