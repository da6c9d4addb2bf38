//! A refusal changes nothing. `client::send` asks this of every answer of the class 4xx, in every test, so that none
//! can forget it.
//!
//! Before a request the database is pinned by a reading transaction of its owner; only when the answer is a refusal is
//! what that transaction sees compared with what is there now. Requests that overlap cannot be told apart and are let go:
//! tests of races compare for themselves.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

use reqwest::{StatusCode, Url};
use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend,
    IsolationLevel, Statement, TransactionTrait,
};

/// What a refusal may touch: when somebody last came, that they were refused, and that a refusal told them who has a number.
pub const NOTED: &[&str] = &["session", "sign_in_attempt", "search_day", "audit_entry", "audit_head"];

/// Rows of other tables that only say that somebody signed in, or could not.
pub const NOTES: &[(&str, &str)] = &[
    ("event", "topic not like 'session.%'"),
    ("outbox", "event_id not in (select id from event where topic like 'session.%')"),
];

static WATCHED: LazyLock<Mutex<HashMap<String, Arc<Watch>>>> = LazyLock::new(Mutex::default);

/// The database behind one server.
struct Watch {
    url: String,
    state: Mutex<Crowd>,
    conn: tokio::sync::OnceCell<(DatabaseConnection, String)>,
}

#[derive(Default)]
struct Crowd {
    in_flight: usize,
    overlapped: bool,
}

/// One request on its way.
pub struct Pinned {
    watch: Arc<Watch>,
    before: Option<DatabaseTransaction>,
    what: String,
}

/// Begins to watch the server at `base` with the database at `url`.
pub fn watch(base: &str, url: &str) {
    let watch = Watch { url: url.to_owned(), state: Mutex::default(), conn: tokio::sync::OnceCell::new() };
    WATCHED.lock().unwrap_or_else(PoisonError::into_inner).insert(base.to_owned(), Arc::new(watch));
}

/// The server is gone.
pub fn forget(base: &str) {
    WATCHED.lock().unwrap_or_else(PoisonError::into_inner).remove(base);
}

/// Pins the database as it is before a request.
pub async fn before(method: &reqwest::Method, url: &Url) -> Option<Pinned> {
    let base = url.origin().ascii_serialization();
    let watch = WATCHED.lock().unwrap_or_else(PoisonError::into_inner).get(&base).cloned()?;
    let alone = {
        let mut crowd = watch.state.lock().unwrap_or_else(PoisonError::into_inner);
        crowd.in_flight += 1;
        crowd.overlapped = crowd.in_flight > 1;
        !crowd.overlapped
    };
    let mut pinned = Pinned { watch, before: None, what: format!("{method} {}", url.path()) };
    if alone {
        pinned.before = Some(pinned.watch.pin().await);
    }
    Some(pinned)
}

impl Pinned {
    /// Compares, if it was refused.
    pub async fn after(mut self, status: StatusCode) {
        let Some(before) = self.before.take() else { return };
        let overlapped = self.watch.state.lock().unwrap_or_else(PoisonError::into_inner).overlapped;
        if status.is_client_error() && !overlapped {
            let (_, sql) = self.watch.conn.get().unwrap();
            let was = print(&before, sql).await;
            before.rollback().await.unwrap();
            let now = self.watch.pin().await;
            let is = print(&now, sql).await;
            now.rollback().await.unwrap();
            let changed: Vec<_> = was.iter().zip(&is).filter(|(was, is)| was != is).map(|(was, _)| &was.0).collect();
            assert!(changed.is_empty(), "{} was refused with {status} and changed {changed:?}", self.what);
        } else {
            before.rollback().await.unwrap();
        }
    }
}

impl Drop for Pinned {
    fn drop(&mut self) {
        self.watch.state.lock().unwrap_or_else(PoisonError::into_inner).in_flight -= 1;
    }
}

impl Watch {
    /// A transaction that goes on seeing what is there now.
    async fn pin(&self) -> DatabaseTransaction {
        let (conn, _) = self.conn.get_or_init(|| connect(&self.url)).await;
        let (level, access) = match conn.get_database_backend() {
            DbBackend::Postgres => (Some(IsolationLevel::RepeatableRead), Some(AccessMode::ReadOnly)),
            _ => (None, None),
        };
        let pinned = conn.begin_with_config(level, access).await.unwrap();
        // The first look is what pins it.
        let look = Statement::from_string(conn.get_database_backend(), "select count(*) from seaql_migrations");
        pinned.query_one_raw(look).await.unwrap();
        pinned
    }
}

/// A connection of the owner, and the statement that tells the content of every table.
async fn connect(url: &str) -> (DatabaseConnection, String) {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    let conn = Database::connect(options).await.unwrap();
    let backend = conn.get_database_backend();
    let tables = if backend == DbBackend::Postgres {
        // Every write leaves its transaction's number in `xmin`, numbers only grow, and a deletion shows in the count.
        "select 'select ''' || tablename || ''' as name, count(*) || '':'' || coalesce(max(xmin::text::bigint), 0) as print from ' || quote_ident(tablename) || ' where ', tablename::text
         from pg_tables where schemaname = 'public'"
    } else {
        "select 'select ''' || m.name || ''' as name, coalesce(group_concat(row, ''|''), '''') as print from (select '
         || (select group_concat('quote(\"' || c.name || '\")', '||'',''||') from pragma_table_info(m.name) c)
         || ' as row from \"' || m.name || '\" where ', m.name
         from sqlite_master m where m.type = 'table' and m.name not like 'sqlite_%'"
    };
    let rows = conn.query_all_raw(Statement::from_string(backend, tables)).await.unwrap();
    let texts = rows
        .iter()
        .map(|row| -> (String, String) { (row.try_get_by_index(0).unwrap(), row.try_get_by_index(1).unwrap()) });
    let told = texts.filter(|(_, table)| !NOTED.contains(&table.as_str())).map(|(sql, table)| {
        let rows = NOTES.iter().find(|(name, _)| *name == table).map_or("1 = 1", |(_, rows)| rows);
        format!("{sql}{rows}{}", if backend == DbBackend::Postgres { "" } else { ")" })
    });
    let told: Vec<_> = told.collect();
    (conn, told.join(" union all "))
}

/// The content of every table, or what stands for it.
async fn print(conn: &DatabaseTransaction, sql: &str) -> Vec<(String, String)> {
    let rows = conn.query_all_raw(Statement::from_string(conn.get_database_backend(), sql)).await.unwrap();
    rows.iter().map(|row| (row.try_get_by_index(0).unwrap(), row.try_get_by_index(1).unwrap())).collect()
}

/// The control: what [`Pinned::after`] finds when a refusal did change something.
mod control {
    use super::{Pinned, StatusCode, before};
    use crate::harness::TestApp;

    async fn pinned(app: &TestApp) -> Pinned {
        let url = format!("{}/api/v1/me", app.base).parse().unwrap();
        before(&reqwest::Method::PATCH, &url).await.expect("the server is watched")
    }

    /// What the comparison says after `change`, if it says anything.
    async fn told(app: &TestApp, change: &str, status: u16) -> Option<String> {
        let pinned = pinned(app).await;
        sea_orm::ConnectionTrait::execute_unprepared(app.db(), change).await.unwrap();
        let after = pinned.after(StatusCode::from_u16(status).unwrap());
        let failed = actix_web::rt::spawn(after).await.err()?;
        Some(failed.into_panic().downcast_ref::<String>().unwrap().clone())
    }

    #[actix_web::test]
    async fn a_refusal_that_changed_a_row_does_not_pass() {
        let app = TestApp::start().await;
        let at = "'2026-01-01T00:00:00.000000000+00:00'";
        let added = format!("insert into setup_code (id, code_hash, created_at) values (1, 'h', {at})");
        for (change, table) in [
            ("update org set name = 'x' where code = '5102'", "org"),
            (&added, "setup_code"),
            ("update setup_code set code_hash = 'i'", "setup_code"),
            ("delete from setup_code", "setup_code"),
            ("delete from user_role where role = 'clerk'", "user_role"),
        ] {
            for status in [400, 404, 409, 422, 429] {
                assert_eq!(told(&app, "select 1", status).await, None);
            }
            let text = told(&app, change, 409).await.unwrap_or_else(|| panic!("not noticed: {change}"));
            assert!(text.contains(&format!("[{table:?}]")) && text.contains("PATCH /api/v1/me"), "{change}: {text}");
        }
    }

    #[actix_web::test]
    async fn what_a_refusal_may_note_and_what_was_let_through_pass() {
        let app = TestApp::start().await;
        app.sign_in("manager-a").await;
        assert_eq!(told(&app, "update session set user_agent = 'x'", 401).await, None);
        assert_eq!(told(&app, "update org set name = 'x' where code = '5102'", 200).await, None);
    }
}
