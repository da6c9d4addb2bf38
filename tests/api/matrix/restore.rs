//! The world as it was: after a change that was let through, every table but the trail is put back.

use sea_orm::{ConnectionTrait, DbBackend, Statement};

use crate::harness::{TestApp, is_postgres};

/// Tables that only grow, and the list of migrations.
const KEPT: [&str; 7] =
    ["event", "outbox", "idempotency", "audit_entry", "audit_head", "seaql_migrations", "server_role"];

/// What every table held at one moment.
pub struct Snapshot {
    tables: Vec<String>,
}

impl Snapshot {
    pub async fn take(app: &TestApp) -> Self {
        let sql = if is_postgres() {
            "select tablename::text from pg_tables where schemaname = 'public' order by 1"
        } else {
            "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by 1"
        };
        let backend = if is_postgres() { DbBackend::Postgres } else { DbBackend::Sqlite };
        let rows = app.db().query_all_raw(Statement::from_string(backend, sql)).await.unwrap();
        let tables = rows.iter().map(|row| row.try_get_by_index::<String>(0).unwrap());
        let tables: Vec<_> = tables.filter(|name| !KEPT.contains(&name.as_str())).collect();
        for table in &tables {
            run(app, &format!("create temporary table \"was_{table}\" as select * from \"{table}\"")).await;
        }
        Self { tables }
    }

    /// Puts everything back, past the references between tables: what comes back refers to what comes back.
    pub async fn restore(&self, app: &TestApp) {
        let (off, on) = if is_postgres() {
            ("set session_replication_role = replica", "set session_replication_role = origin")
        } else {
            ("pragma foreign_keys = off", "pragma foreign_keys = on")
        };
        run(app, off).await;
        let back = |table| format!("delete from \"{table}\"; insert into \"{table}\" select * from \"was_{table}\";");
        let all: Vec<_> = self.tables.iter().map(back).collect();
        run(app, &format!("begin; {} commit", all.concat())).await;
        run(app, on).await;
    }
}

async fn run(app: &TestApp, sql: &str) {
    app.db().execute_unprepared(sql).await.unwrap_or_else(|cause| panic!("{sql}: {cause}"));
}
