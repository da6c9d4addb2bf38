//! Numbers that count over the whole company, in rows of their own; and the second wall: on `PostgreSQL` the server
//! works as a role that owns nothing, behind row-level security.
//!
//! The role cannot sign in: whoever signs in for the server is made a member (`grant guibin_server to …`). Tables of
//! later migrations are granted to it by default, and guarded by `schema::guard` where rows belong to an organisation.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, text};
use sea_orm_migration::sea_orm::DbBackend;

use crate::schema::{IN_REACH, Sheet, drop, guard, guard_below, guard_by, run, table};

pub struct Change;

/// Tables whose rows belong to an organisation.
const GUARDED: &[&str] = &[
    "customer",
    "key_person",
    "subscription",
    "approval",
    "service_record",
    "complaint",
    "complaint_entry",
    "clock",
    "alarm",
    "import",
    "export",
    "attachment",
];

/// And those that are seen through another: table, column, the other.
const BELOW: &[(&str, &str, &str)] =
    &[("approval_step", "approval_id", "approval"), ("import_row", "import_id", "import")];

pub async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager.create_table(number_series()).await?;
    run(manager, COUNTED_SO_FAR).await?;
    if manager.get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    run(manager, ROLE).await?;
    for table in GUARDED {
        guard(manager, table).await?;
    }
    for (table, column, parent) in BELOW {
        guard_below(manager, table, column, parent).await?;
    }
    // Whoever acts may tell of anything, and hears what is in reach.
    guard_by(manager, "event", IN_REACH, "true").await
}

pub async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    drop(manager, &["number_series"]).await?;
    if manager.get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    for table in GUARDED.iter().chain(&["event"]).chain(BELOW.iter().map(|(table, _, _)| table)) {
        let sql = format!(r#"drop policy {table}_in_reach on "{table}"; alter table "{table}" disable row level security"#);
        run(manager, &sql).await?;
    }
    run(manager, UNGRANT).await
}

/// A branch cannot count what it does not see; nor need two that count hold up the whole company.
fn number_series() -> TableCreateStatement {
    table("number_series")
        .has(text("series").primary_key().take())
        .has(big_integer("last"))
        .holds("number_series_counts_up", "last > 0")
}

const COUNTED_SO_FAR: &str = "insert into number_series (series, last)
    select substr(number, 1, 11), max(cast(substr(number, 12) as bigint)) from complaint group by 1";

/// Roles belong to the whole server, so another database of it may have made this one already.
const ROLE: &str = "
do $$
begin
    create role guibin_server nologin;
exception
    when duplicate_object or unique_violation then null;
    when insufficient_privilege then
        raise exception 'the role guibin_server is missing and may not be created'
            using hint = 'as an administrator: create role guibin_server nologin; grant guibin_server to ' || current_user;
end
$$;
grant usage on schema public to guibin_server;
grant select, insert, update, delete on all tables in schema public to guibin_server;
revoke insert, update, delete on seaql_migrations from guibin_server;
alter default privileges in schema public grant select, insert, update, delete on tables to guibin_server;
do $$
begin
    execute format('grant guibin_server to %I', current_user);
exception when insufficient_privilege or invalid_grant_operation then null;
end
$$;
";

/// The role stays: other databases may use it.
const UNGRANT: &str = "
alter default privileges in schema public revoke select, insert, update, delete on tables from guibin_server;
revoke all on all tables in schema public from guibin_server;
revoke usage on schema public from guibin_server;
";
