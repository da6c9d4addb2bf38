//! The real server on a loopback port, on its own database (SQLite file, or a PostgreSQL clone of a migrated
//! template), with a clock that the test holds.

use std::sync::Arc;

use actix_web::{HttpServer, dev::ServerHandle, web::Data};
use chrono::{DateTime, TimeDelta, Utc};
use guibin_api::{
    app, cipher::sha256, clock::Clock, config::Config, database::Database, events, keys::Keys, state::State, worker,
};
use guibin_domain::ids::{SessionId, UserId};
use guibin_entity::{session, user};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseConnection, EntityTrait, QueryFilter, Set, Statement,
};
use uuid::Uuid;

pub use crate::client::Client;
use crate::{
    log,
    template::{self, Copy, World},
    unchanged,
};

/// A server with the demo world: a company, branches A and B, and the ten demo users.
pub struct TestApp {
    pub state: Data<State>,
    /// The database as its owner sees it: past scope and triggers' grants, for arranging and for looking.
    db: DatabaseConnection,
    pub base: String,
    pub http: reqwest::Client,
    server: ServerHandle,
    postgres: Option<(String, String)>,
    folder: Arc<tempfile::TempDir>,
}

/// Whether the tests run against PostgreSQL.
pub fn is_postgres() -> bool {
    std::env::var("GUIBIN_TEST_DATABASE").is_ok_and(|database| database == "postgres")
}

/// A Monday morning in Chengdu, 09:00 there.
pub fn monday() -> DateTime<Utc> {
    "2026-11-23T01:00:00Z".parse().unwrap()
}

impl TestApp {
    /// The demo world, at [`monday`].
    pub async fn start() -> Self {
        Self::in_world(World::Demo, &[]).await
    }

    /// The demo world on a server with these settings.
    pub async fn with(settings: &[(&str, &str)]) -> Self {
        Self::in_world(World::Demo, settings).await
    }

    /// Policies and nothing else: what a plain first start finds.
    pub async fn empty() -> Self {
        Self::in_world(World::Empty, &[]).await
    }

    /// Another server over the same database, as a second instance would be.
    pub async fn twin(&self) -> Self {
        let config = Config::clone(&self.state.config);
        Self::serve(config, self.state.clock.clone(), self.folder.clone(), None).await
    }

    async fn in_world(world: World, settings: &[(&str, &str)]) -> Self {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let Copy { url, postgres } = template::copy(world, folder.path()).await;
        let data = folder.path().to_string_lossy().into_owned();
        let vars = [("GUIBIN_DATABASE_URL", &*url), ("GUIBIN_DATA_DIR", &*data), ("GUIBIN_LISTEN", "127.0.0.1:0")];
        let vars = vars.into_iter().chain(settings.iter().copied());
        let config = Config::read(&vars.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()).unwrap();
        Self::serve(config, Clock::held_at(monday()), folder, postgres).await
    }

    async fn serve(
        config: Config,
        clock: Clock,
        folder: Arc<tempfile::TempDir>,
        postgres: Option<(String, String)>,
    ) -> Self {
        log::keep();
        let url = config.database_url.clone();
        let db = Database::connect_with(&url, 3).await.unwrap();
        let keys = Keys::load(&config.key_file, false).unwrap();
        let state = Data::new(State::new(config, clock, db, &keys, true));
        events::start(state.clone(), state.stopping.subscribe());
        let shared = state.clone();
        let server = HttpServer::new(move || app::build(shared.clone())).workers(1).bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", server.addrs()[0]);
        let server = server.disable_signals().run();
        let handle = server.handle();
        actix_web::rt::spawn(server);
        unchanged::watch(&base, &url);
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        let db = template::single(&url).await;
        Self { state, db, base, http, server: handle, postgres, folder }
    }

    /// The database as its owner sees it.
    pub const fn db(&self) -> &DatabaseConnection {
        &self.db
    }

    /// Moves the clock and lets the worker do what is due.
    pub async fn advance(&self, by: TimeDelta) {
        self.state.clock.advance(by);
        self.sweep().await;
    }

    /// One round of the worker.
    pub async fn sweep(&self) {
        worker::sweep(&self.state).await;
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.state.clock.now()
    }

    /// A signed-in demo user, without paying for a password check.
    pub async fn sign_in(&self, username: &str) -> Client {
        let user = self.user(username).await;
        let session_id = SessionId(Uuid::now_v7());
        let row = session::ActiveModel {
            id: Set(session_id),
            user_id: Set(user.id),
            refresh_hash: Set(session_id.0.as_bytes().to_vec()),
            previous_refresh_hash: Set(None),
            created_at: Set(self.now()),
            last_used_at: Set(self.now()),
            expires_at: Set(self.now() + TimeDelta::days(365)),
            revoked_at: Set(None),
            user_agent: Set(None),
            address_sealed: Set(None),
        };
        row.insert(&self.db).await.unwrap();
        Client::new(self, Some((user.id, session_id)))
    }

    /// Somebody without a token.
    pub fn anonymous(&self) -> Client {
        Client::new(self, None)
    }

    pub async fn user(&self, username: &str) -> user::Model {
        let query = user::Entity::find().filter(user::Column::Username.eq(username));
        query.one(&self.db).await.unwrap().unwrap_or_else(|| panic!("no user {username}"))
    }

    pub fn token(&self, user: UserId, session: SessionId) -> String {
        self.state.tokens.issue(user, session, self.now()).unwrap()
    }

    /// A hash over every row of every table but what a refusal may note: equal before and after means that nothing changed.
    pub async fn fingerprint(&self) -> Vec<(String, String)> {
        let mut prints = Vec::new();
        for table in self.tables().await.into_iter().filter(|name| !unchanged::NOTED.contains(&name.as_str())) {
            let told = unchanged::NOTES.iter().find(|(name, _)| *name == table).map_or("1 = 1", |(_, rows)| rows);
            let rows = if is_postgres() {
                format!(
                    "select coalesce(md5(string_agg(t::text, '|' order by t::text)), '') from \"{table}\" t where {told}"
                )
            } else {
                let columns = self.texts(&format!("select name from pragma_table_info('{table}')")).await;
                let all = columns.iter().map(|c| format!("quote(\"{c}\")")).collect::<Vec<_>>().join("||','||");
                format!(
                    "select coalesce(group_concat(r, '|'), '') from (select {all} as r from \"{table}\" where {told} order by 1)"
                )
            };
            let print = sha256(self.texts(&rows).await.concat().as_bytes());
            prints.push((table, print));
        }
        prints
    }

    async fn tables(&self) -> Vec<String> {
        self.texts(if is_postgres() {
            "select tablename::text as name from pg_tables where schemaname = 'public' order by 1"
        } else {
            "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by 1"
        })
        .await
    }

    /// Every stored value as text: where to look for what must not be there.
    pub async fn dump(&self) -> String {
        let mut all = String::new();
        for table in self.tables().await {
            all.extend(self.rows_as_text(&table).await);
        }
        all
    }

    /// The rows of a table, each as one text; none when there is no such table.
    pub async fn rows_as_text(&self, table: &str) -> Vec<String> {
        if is_postgres() {
            let known = format!("select tablename::text from pg_tables where tablename = '{table}'");
            if self.texts(&known).await.is_empty() {
                return Vec::new();
            }
            return self.texts(&format!("select t::text from \"{table}\" t")).await;
        }
        let columns = self.texts(&format!("select name from pragma_table_info('{table}')")).await;
        if columns.is_empty() {
            return Vec::new();
        }
        let row = columns.iter().map(|c| format!("quote(\"{c}\")")).collect::<Vec<_>>().join("||','||");
        self.texts(&format!("select {row} from \"{table}\"")).await
    }

    async fn texts(&self, sql: &str) -> Vec<String> {
        let db = &self.db;
        let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
        rows.iter().map(|row| row.try_get_by_index::<String>(0).unwrap()).collect()
    }

    /// Topics of all events since the world was made, oldest first.
    pub async fn topics(&self) -> Vec<String> {
        self.texts("select topic from event order by id").await
    }

    /// How many events of `topic` there are.
    pub async fn count(&self, topic: &str) -> usize {
        self.topics().await.iter().filter(|word| *word == topic).count()
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        let (server, state, postgres) = (self.server.clone(), self.state.clone(), self.postgres.take());
        state.stopping.send_replace(true);
        unchanged::forget(&self.base);
        actix_web::rt::spawn(async move {
            server.stop(false).await;
            drop(state);
            if let Some((url, name)) = postgres {
                let db = sea_orm::Database::connect(url).await.unwrap();
                db.execute_unprepared(&format!("drop database if exists {name} with (force)")).await.ok();
            }
        });
    }
}
