//! Text in the order of its bytes: `PostgreSQL` sorts and compares as `SQLite` does, whatever language its database was
//! made in, so that a list has one order and a page ends where the next begins.
//!
//! Runs here before row-level security is defined over these columns, before the triggers of m0011 are, and once more
//! after all other migrations for the columns that are new.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::schema::run;

pub struct Change;

pub async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    match manager.get_database_backend() {
        // Events wait: until m0011 their trigger names these columns.
        DbBackend::Postgres => run(manager, &BYTE_ORDER.replace("and true", "and c.relname <> 'event'")).await,
        _ => Ok(()),
    }
}

/// As [`up`], for whatever is new since.
pub async fn again(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    match manager.get_database_backend() {
        DbBackend::Postgres => run(manager, BYTE_ORDER).await,
        _ => Ok(()),
    }
}

/// The order stays: the checks and indexes hold under either.
#[expect(clippy::unused_async, reason = "as every migration's")]
pub async fn down(_: &SchemaManager<'_>) -> Result<(), DbErr> {
    Ok(())
}

const BYTE_ORDER: &str = r#"
do $$
declare
    found record;
begin
    for found in
        select c.relname as table_name, a.attname as column_name
        from pg_attribute a join pg_class c on c.oid = a.attrelid
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
            and a.atttypid in ('text'::regtype, 'varchar'::regtype) and a.attcollation <> '"C"'::regcollation
            and c.relname <> 'seaql_migrations' and true
    loop
        execute format('alter table %I alter column %I type text collate "C"', found.table_name, found.column_name);
    end loop;
end
$$;
"#;
