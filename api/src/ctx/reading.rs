//! Reading: one read-only transaction, begun at the first query, that has told the database whose it is.
//!
//! On PostgreSQL row-level security answers it with the rows in reach and nothing else, so a query that forgot its
//! scope still shows nobody another branch. On SQLite all that one request reads is of one moment; on PostgreSQL each
//! query is (read committed).

use std::sync::Arc;

use async_trait::async_trait;
use sea_orm::{
    AccessMode, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult,
    Statement, TransactionTrait,
};
use tokio::sync::Mutex;

use super::Reader;
use crate::{cipher::Cipher, database::Database, scope::Scope};

/// Reads within a scope.
pub struct Reading {
    pool: DatabaseConnection,
    scope: Scope,
    begun: Mutex<Option<Arc<DatabaseTransaction>>>,
}

impl Reading {
    /// Reads in `db` within `scope`.
    pub fn new(db: &Database, scope: Scope) -> Self {
        Self { pool: db.reader.clone(), scope, begun: Mutex::new(None) }
    }

    /// Reads as the system, over all rows.
    pub fn everything(db: &Database) -> Self {
        Self::new(db, Scope::everything())
    }

    /// What `rows` take, with what opens sealed values.
    pub const fn with<'a>(&'a self, cipher: &'a Cipher) -> Reader<'a> {
        Reader { conn: self, scope: &self.scope, cipher }
    }

    /// Gives the connection back; what is read from now on is of a later moment.
    pub async fn end(&self) {
        self.begun.lock().await.take();
    }

    async fn transaction(&self) -> Result<Arc<DatabaseTransaction>, DbErr> {
        let mut begun = self.begun.lock().await;
        if let Some(transaction) = &*begun {
            return Ok(transaction.clone());
        }
        let transaction = match self.pool.get_database_backend() {
            DbBackend::Postgres => self.pool.begin_with_config(None, Some(AccessMode::ReadOnly)).await?,
            _ => self.pool.begin().await?,
        };
        self.scope.announce(&transaction).await?;
        let transaction = Arc::new(transaction);
        *begun = Some(transaction.clone());
        Ok(transaction)
    }
}

#[async_trait]
impl ConnectionTrait for Reading {
    fn get_database_backend(&self) -> DbBackend {
        self.pool.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.transaction().await?.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.transaction().await?.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.transaction().await?.query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.transaction().await?.query_all_raw(statement).await
    }
}
