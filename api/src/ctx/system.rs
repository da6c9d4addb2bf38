//! Work without a caller: sign-in, the worker, and jobs that somebody asked for earlier.

use std::sync::Arc;

use uuid::Uuid;

use super::{Actor, Caller, Reading, Tx};
use crate::{error::Result, scope::Scope, state::State};

impl State {
    /// Runs `work` as the system itself, over all rows; undone unless it told somebody.
    ///
    /// # Errors
    /// Whatever `work` returns.
    pub async fn as_system<T>(&self, work: impl AsyncFnOnce(&Tx) -> Result<T>) -> Result<T> {
        let tx = Tx::begin(self, self.system()).await?;
        let done = work(&tx).await?;
        if !tx.noted.borrow().is_empty() {
            tx.settle().await?;
        }
        Ok(done)
    }

    /// Bookkeeping that nobody needs to be told of: leases, progress, sessions in use, delivery marks.
    ///
    /// # Errors
    /// Whatever `work` returns.
    pub async fn keep_books<T>(&self, work: impl AsyncFnOnce(&Tx) -> Result<T>) -> Result<T> {
        let tx = Tx::begin(self, self.system()).await?;
        let done = work(&tx).await?;
        tx.settle().await?;
        Ok(done)
    }

    /// Runs `work` for `actor` outside a request: a job that someone asked for works within their reach.
    ///
    /// # Errors
    /// Whatever `work` returns; [`Error::Internal`] if it wrote and told nobody.
    pub async fn on_behalf_of<T>(
        &self,
        actor: Arc<Actor>,
        permission: &'static str,
        work: impl AsyncFnOnce(&Tx) -> Result<T>,
    ) -> Result<T> {
        let scope = Scope::of(&actor, actor.reach(permission));
        let caller = Caller { actor: Some(actor), scope, ..self.system() };
        let tx = Tx::begin(self, caller).await?;
        let done = work(&tx).await?;
        tx.commit(permission).await?;
        Ok(done)
    }

    /// Reads within `scope`, outside a request or with another permission than the request's.
    pub fn reading(&self, scope: Scope) -> Reading {
        Reading::new(&self.db, scope)
    }

    /// Reads as the system, over all rows.
    pub fn reading_everything(&self) -> Reading {
        Reading::everything(&self.db)
    }

    fn system(&self) -> Caller {
        let (scope, now) = (Scope::everything(), self.clock.now());
        Caller { actor: None, scope, source: None, now, trace_id: Uuid::now_v7() }
    }
}
