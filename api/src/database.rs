//! Connections: one pool that writes, one that the database itself keeps from writing.

use std::time::Duration;

use anyhow::{Context, Result};
use sea_orm::{
    ConnectOptions, Database as SeaOrm, DatabaseConnection, DbBackend,
    sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous},
};

/// What rows are read through: a reader, or a transaction. Named here so that features need no driver.
pub use sea_orm::ConnectionTrait as Connection;

/// Connections that a reader pool keeps; more gained nothing on two cores.
const READERS: u32 = 8;

/// The two pools.
#[derive(Clone, Debug)]
pub struct Database {
    /// Opens transactions; a single connection on SQLite, where only one can write.
    pub(crate) writer: DatabaseConnection,
    /// Refuses every write.
    pub(crate) reader: DatabaseConnection,
}

impl Database {
    /// Connects both pools to `url`, creating the SQLite file if absent.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn connect(url: &str) -> Result<Self> {
        Self::connect_with(url, READERS).await
    }

    /// As [`Database::connect`], with at most `connections` in each pool.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn connect_with(url: &str, connections: u32) -> Result<Self> {
        let is_sqlite = url.starts_with("sqlite:");
        let writers = if is_sqlite { 1 } else { connections };
        let writer = SeaOrm::connect(options(url, writers, false)).await.context("the database does not answer")?;
        let reader = SeaOrm::connect(options(url, connections, true)).await.context("the database does not answer")?;
        Ok(Self { writer, reader })
    }

    /// Which of the two databases this is.
    pub fn backend(&self) -> DbBackend {
        self.writer.get_database_backend()
    }

    /// Closes both pools; the last connection to an SQLite file leaves it whole, without a log beside it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn close(self) -> Result<()> {
        self.reader.close().await?;
        Ok(self.writer.close().await?)
    }

    /// One connection with all rights of whoever `url` signs in as: for migrations, which make the tables.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn owner(url: &str) -> Result<DatabaseConnection> {
        let mut options = ConnectOptions::new(url);
        options.max_connections(1).sqlx_logging(false);
        // As the server writes: a power cut in the first migration must not leave half a file.
        options.map_sqlx_sqlite_opts(|sqlite| {
            sqlite
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
        });
        SeaOrm::connect(options).await.context("the database does not answer")
    }
}

fn options(url: &str, connections: u32, read_only: bool) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(if read_only { 2 } else { 10 }))
        .idle_timeout(Duration::from_mins(10))
        .sqlx_logging(false)
        .test_before_acquire_if_idle_for(Duration::from_secs(30));
    options.map_sqlx_sqlite_opts(move |sqlite| {
        // FULL, not NORMAL: a power cut must not take back what has been acknowledged.
        let sqlite = sqlite
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(5))
            .foreign_keys(true)
            .pragma("cache_size", "-16384");
        if read_only { sqlite.pragma("query_only", "on") } else { sqlite }
    });
    options.map_sqlx_postgres_opts(move |postgres| {
        postgres.options([
            ("statement_timeout", "5s"),
            ("default_transaction_read_only", if read_only { "on" } else { "off" }),
            // Not the owner of the tables: it cannot change the trail, and row-level security holds for it
            // (`m0010_server_role`).
            ("role", guibin_migrations::SERVER_ROLE),
        ])
    });
    options
}
