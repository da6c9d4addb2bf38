//! The few words the migrations are written in, over sea-orm-migration's builder.
//!
//! `SQLite` cannot add a foreign key or a check to a table that exists, so a table is complete when it is created:
//! references, closed word lists and invariants stand beside the columns they speak of.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, text, text_null, timestamp_with_time_zone, uuid, uuid_null};
use sea_orm_migration::sea_orm::DbBackend;

/// A new, empty table.
pub fn table(name: &'static str) -> TableCreateStatement {
    Table::create().table(name).take()
}

/// What a column of instants (UTC) is called in the database.
pub fn instant(column: &'static str) -> ColumnDef {
    timestamp_with_time_zone(column)
}

/// An instant (UTC) that may not have come yet.
pub fn instant_null(column: &'static str) -> ColumnDef {
    ColumnDef::new(column).timestamp_with_time_zone().null().take()
}

/// A text column that holds one of `words`; the list is the domain's at the time of writing.
pub fn word(column: &'static str, words: &[&'static str]) -> ColumnDef {
    text(column).check(one_of(column, words)).take()
}

/// Sentences a table is made of, on top of the builder's own.
pub trait Sheet: Sized {
    /// A column of the builder's.
    fn has(self, column: ColumnDef) -> Self;
    /// `id`, the primary key: a `UUIDv7` made by the application.
    fn id(self) -> Self;
    /// `version`, `created_at` and `updated_at`, which every aggregate has.
    fn versioned(self) -> Self;
    /// A reference that must be there.
    fn refers(self, column: &'static str, table: &'static str) -> Self;
    /// A reference that may be missing.
    fn may_refer(self, column: &'static str, table: &'static str) -> Self;
    /// A text column that holds one of `words`; the list is the domain's at the time of writing.
    fn word(self, column: &'static str, words: &[&'static str]) -> Self;
    /// As [`Sheet::word`], or nothing.
    fn may_word(self, column: &'static str, words: &[&'static str]) -> Self;
    /// Text columns that may be missing.
    fn notes(self, columns: &[&'static str]) -> Self;
    /// An invariant in the SQL both databases read.
    fn holds(self, name: &'static str, invariant: &'static str) -> Self;
    /// A primary key over several columns.
    fn key(self, columns: &[&'static str]) -> Self;
}

impl Sheet for TableCreateStatement {
    fn has(mut self, column: ColumnDef) -> Self {
        self.col(column).take()
    }

    fn id(self) -> Self {
        self.has(uuid("id").primary_key().take())
    }

    fn versioned(self) -> Self {
        self.has(big_integer("version")).has(instant("created_at")).has(instant("updated_at"))
    }

    fn refers(mut self, column: &'static str, table: &'static str) -> Self {
        self.col(uuid(column)).foreign_key(&mut reference(column, table)).take()
    }

    fn may_refer(mut self, column: &'static str, table: &'static str) -> Self {
        self.col(uuid_null(column)).foreign_key(&mut reference(column, table)).take()
    }

    fn word(self, column: &'static str, words: &[&'static str]) -> Self {
        self.has(word(column, words))
    }

    fn may_word(self, column: &'static str, words: &[&'static str]) -> Self {
        self.has(text_null(column).check(one_of(column, words)).take())
    }

    fn notes(mut self, columns: &[&'static str]) -> Self {
        for column in columns {
            self.col(text_null(*column));
        }
        self
    }

    fn holds(mut self, name: &'static str, invariant: &'static str) -> Self {
        self.check((name, Expr::cust(invariant))).take()
    }

    fn key(mut self, columns: &[&'static str]) -> Self {
        self.primary_key(&mut over(columns)).take()
    }
}

/// An index over `columns`, named after the table and them, created in `manager`.
pub async fn index(manager: &SchemaManager<'_>, table: &'static str, columns: &[&'static str]) -> Result<(), DbErr> {
    let index = over(columns).table(table).name(index_name(table, columns)).take();
    manager.create_index(index).await
}

/// As [`index`], and no two rows may agree in all `columns` (rows where one is missing never do).
pub async fn unique(manager: &SchemaManager<'_>, table: &'static str, columns: &[&'static str]) -> Result<(), DbErr> {
    let index = over(columns).table(table).name(index_name(table, columns)).unique().take();
    manager.create_index(index).await
}

/// As [`index`], of the rows alone for which `condition` holds: what a sweep reads the front of.
pub async fn index_where(
    manager: &SchemaManager<'_>,
    table: &'static str,
    columns: &[&'static str],
    condition: &str,
) -> Result<(), DbErr> {
    let sql = format!(
        r#"create index {name} on "{table}" ({columns}) where {condition}"#,
        name = index_name(table, columns),
        columns = columns.join(", "),
    );
    run(manager, &sql).await
}

/// Runs SQL that the builder has no words for.
pub async fn run(manager: &SchemaManager<'_>, sql: &str) -> Result<(), DbErr> {
    manager.get_connection().execute_unprepared(sql).await.map(|_| ())
}

/// Puts row-level security before a table whose rows belong to an organisation: on `PostgreSQL` the server sees, changes
/// and removes the rows its transaction may reach ([`IN_REACH`]), and adds none elsewhere but above itself, where
/// matters are handed up. `SQLite` has nothing of the kind.
pub async fn guard(manager: &SchemaManager<'_>, table: &'static str) -> Result<(), DbErr> {
    guard_by(manager, table, IN_REACH, ABOVE).await
}

/// As [`guard`], for the rows of something guarded: who sees the `parent` that `column` names sees them.
pub async fn guard_below(
    manager: &SchemaManager<'_>,
    table: &'static str,
    column: &'static str,
    parent: &'static str,
) -> Result<(), DbErr> {
    let seen = format!(r#"exists (select 1 from "{parent}" parent where parent.id = "{table}".{column})"#);
    guard_by(manager, table, &seen, &seen).await
}

/// As [`guard`], by conditions of one's own: rows that are `seen`, and those that may be `added` besides.
pub async fn guard_by(manager: &SchemaManager<'_>, table: &str, seen: &str, added: &str) -> Result<(), DbErr> {
    if manager.get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    let sql = format!(
        r#"alter table "{table}" enable row level security;
        create policy {table}_in_reach on "{table}" using ({seen}) with check ({seen} or {added})"#
    );
    run(manager, &sql).await
}

/// What a transaction may reach, by what `Scope::announce` has said; without it nothing.
pub const IN_REACH: &str = "(select current_setting('guibin.reach', true)) = 'all'
    or (select current_setting('guibin.reach', true)) in ('subtree', 'own')
        and org_id in (select id from org where starts_with(path, (select current_setting('guibin.org_path', true))))";

/// The organisations above.
const ABOVE: &str =
    "org_id in (select id from org where starts_with((select current_setting('guibin.org_path', true)), path))";

/// Drops `tables` with everything on them, in the order given.
pub async fn drop(manager: &SchemaManager<'_>, tables: &[&'static str]) -> Result<(), DbErr> {
    for table in tables {
        manager.drop_table(Table::drop().table(*table).take()).await?;
    }
    Ok(())
}

fn reference(column: &'static str, table: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().from_col(column).to(table, "id").take()
}

fn one_of(column: &'static str, words: &[&'static str]) -> Expr {
    Expr::col(column).is_in(words.iter().copied())
}

fn over(columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create();
    for column in columns {
        index.col(*column);
    }
    index
}

fn index_name(table: &str, columns: &[&str]) -> String {
    format!("{table}_{}_idx", columns.join("_"))
}
