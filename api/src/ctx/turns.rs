//! Turns at SQLite's one writing connection: requests that wait for each other share one commit, and so one wait for
//! the disk.
//!
//! Each request works in a savepoint of its own and is answered only after the shared transaction is on the disk.
//! PostgreSQL does this by itself.

use std::{sync::Arc, time::Duration};

use sea_orm::{
    DatabaseConnection, DatabaseTransaction, DbErr, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use tokio::{
    sync::{Mutex, OwnedMutexGuard, watch},
    task::JoinHandle,
};

use crate::error::{Error, Result};

/// How long a request waits for its turn before it gives up.
const LONGEST_WAIT: Duration = Duration::from_secs(10);

/// The queue. Whoever comes first opens a shared transaction and, behind all who wait at that moment, queues its
/// commit: the queue is first come, first served, so the group is whoever had to wait anyway, and waits for nobody else.
#[derive(Clone, Default)]
pub struct Turns {
    shared: Arc<Mutex<Option<Shared>>>,
}

/// A transaction of several requests.
struct Shared {
    transaction: DatabaseTransaction,
    /// None until it is known whether all of it is on the disk.
    outcome: watch::Sender<Option<bool>>,
    committer: JoinHandle<()>,
}

/// One request's turn: nobody else writes until it is dropped.
pub struct Turn {
    held: OwnedMutexGuard<Option<Shared>>,
}

impl Turns {
    /// Waits for the connection, and opens a savepoint on it.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the turn does not come in time.
    pub async fn take(&self, pool: &DatabaseConnection) -> Result<(DatabaseTransaction, Turn)> {
        let waited = tokio::time::timeout(LONGEST_WAIT, self.shared.clone().lock_owned()).await;
        let held = waited.map_err(|_| Error::Unavailable)?;
        // A task of its own goes on when its caller hangs up. A savepoint that is given up while it opens is rolled back
        // twice, by the driver and by who asked for it, and the second time that is everybody's transaction.
        tokio::spawn(self.clone().step_in(held, pool.clone())).await.map_err(|_| Error::Unavailable)?
    }

    async fn step_in(
        self,
        mut held: OwnedMutexGuard<Option<Shared>>,
        pool: DatabaseConnection,
    ) -> Result<(DatabaseTransaction, Turn)> {
        // The thread that was to commit may have ended with its server: then nothing of that group was answered.
        held.take_if(|shared| shared.committer.is_finished());
        let shared = match &mut *held {
            Some(shared) => shared,
            empty => empty.insert(self.open(&pool).await?),
        };
        match shared.transaction.begin().await {
            Ok(savepoint) => Ok((savepoint, Turn { held })),
            Err(cause) => {
                // It was rolled back as above: nobody of the group may be told that their work is kept.
                if let Some(lost) = held.take() {
                    lost.outcome.send_replace(Some(false));
                }
                Err(cause.into())
            }
        }
    }

    async fn open(&self, pool: &DatabaseConnection) -> Result<Shared, DbErr> {
        // IMMEDIATE, so that the write lock is taken before anything is read to decide by.
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..Default::default()
        };
        let transaction = pool.begin_with_options(options).await?;
        let queue = self.shared.clone();
        let committer = tokio::spawn(async move {
            let shared = queue.lock_owned().await.take();
            if let Some(Shared { transaction, outcome, .. }) = shared {
                let committed = transaction.commit().await;
                if let Err(cause) = &committed {
                    tracing::error!("a shared transaction was not committed: {cause}");
                }
                outcome.send_replace(Some(committed.is_ok()));
            }
        });
        Ok(Shared { transaction, outcome: watch::channel(None).0, committer })
    }
}

impl Turn {
    /// Lets the next one work, and waits until what was done in this turn is on the disk.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when it is not: nothing of it has happened.
    pub async fn end(self) -> Result<()> {
        let Some(mut outcome) = self.held.as_ref().map(|shared| shared.outcome.subscribe()) else {
            return Err(Error::Unavailable);
        };
        drop(self.held);
        let committed = outcome.wait_for(Option::is_some).await.is_ok_and(|outcome| *outcome == Some(true));
        committed.then_some(()).ok_or(Error::Unavailable)
    }
}
