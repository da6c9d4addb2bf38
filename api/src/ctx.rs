//! The only door to the database: a context is had by holding a permission, and only here is anything begun or committed.
//!
//! A request reads through [`Ctx::read`] and writes through [`Ctx::write`]; sign-in and the worker, which have no
//! caller, come through [`State`]. A transaction that changed rows and told nobody is rolled back as an error.

mod noting;
mod permissions;

use std::{
    cell::{Cell, RefCell},
    future::{Ready, ready},
    marker::PhantomData,
    net::IpAddr,
    rc::Rc,
    sync::Arc,
};

use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload, web::Data};
use chrono::{DateTime, Utc};
use guibin_domain::{
    access::{self, Reach, Role, holders},
    ids::{OrgId, SessionId, UserId},
    org::OrgLevel,
};
use sea_orm::{DatabaseConnection, DatabaseTransaction, SqliteTransactionMode, TransactionOptions, TransactionTrait};
use uuid::Uuid;

pub use self::permissions::*;
use crate::{
    audit::{self, Draft},
    body::Once,
    cipher::Cipher,
    error::{Error, Lang, Result},
    event::{Subject, Topic},
    reply::Reply,
    scope::Scope,
    state::State,
};

/// Who is asking.
#[derive(Clone, Debug)]
pub struct Actor {
    pub user_id: UserId,
    pub session_id: SessionId,
    pub org_id: OrgId,
    pub org_code: String,
    pub org_name: String,
    pub org_path: String,
    pub org_level: OrgLevel,
    /// The organisation's time zone, whose calendar day is "today".
    pub zone: chrono_tz::Tz,
    pub username: String,
    pub name: String,
    pub roles: Vec<Role>,
    /// What an API client was given, which has no role; none for a person.
    pub grant: Option<Grant>,
    /// The password is over: only `/me` and `/auth` are open until another is chosen.
    pub must_change_password: bool,
}

/// The rights of an API client.
#[derive(Clone, Debug)]
pub struct Grant {
    /// Names of permissions, sorted.
    pub permissions: Vec<String>,
    pub reach: Reach,
}

impl Actor {
    /// Whether any of the actor's roles holds `permission`, or the client was given it.
    pub fn holds(&self, permission: &str) -> bool {
        match &self.grant {
            Some(grant) => access::grantable(permission) && grant.permissions.iter().any(|name| name == permission),
            None => holders(permission).iter().any(|role| self.roles.contains(role)),
        }
    }

    /// The widest reach among the roles that hold `permission`; a client's own where it was given that.
    pub fn reach(&self, permission: &str) -> Reach {
        match &self.grant {
            Some(grant) if self.holds(permission) => grant.reach,
            Some(_) => Reach::None,
            None => access::reach(&self.roles, permission),
        }
    }

    /// Every permission the actor holds, sorted.
    pub fn permissions(&self) -> Vec<String> {
        match &self.grant {
            Some(grant) => grant.permissions.iter().filter(|name| self.holds(name)).cloned().collect(),
            None => access::permissions(&self.roles).into_iter().map(str::to_owned).collect(),
        }
    }

    /// Which rows the widest right sees.
    pub fn widest(&self) -> Reach {
        let roles = self.roles.iter().map(|role| role.reach()).max();
        self.grant.as_ref().map(|grant| grant.reach).or(roles).unwrap_or(Reach::None)
    }
}

/// What the middleware found out about a request before any handler ran.
#[derive(Clone)]
pub struct Visitor {
    pub actor: Option<Arc<Actor>>,
    /// Why there is no actor.
    pub refusal: Rc<Cell<Option<Error>>>,
    /// A keyed hash of the client's address.
    pub source: Option<Arc<str>>,
    pub now: DateTime<Utc>,
    pub trace_id: Uuid,
    pub lang: Lang,
    /// The client's address, as far as known proxies vouch for it.
    pub address: IpAddr,
}

/// A request by someone who holds `P`.
pub struct Ctx<P> {
    pub actor: Arc<Actor>,
    pub now: DateTime<Utc>,
    pub trace_id: Uuid,
    pub lang: Lang,
    /// Which rows this caller may see.
    pub scope: Scope,
    pub state: Data<State>,
    source: Option<Arc<str>>,
    held: PhantomData<P>,
}

impl<P: Permission> FromRequest for Ctx<P> {
    type Error = Error;
    // Ready at the first poll, so that "who are you" is answered before any body is read.
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::admit(request))
    }
}

impl<P: Permission> Ctx<P> {
    fn admit(request: &HttpRequest) -> Result<Self> {
        let state = request.app_data::<Data<State>>().ok_or(Error::Unavailable)?.clone();
        let visitor = request.extensions().get::<Visitor>().cloned().ok_or(Error::AuthenticationRequired)?;
        let actor = visitor.actor.ok_or_else(|| visitor.refusal.take().unwrap_or(Error::AuthenticationRequired))?;
        permissions::admit_password(&actor, request.path())?;
        if !actor.holds(P::NAME) {
            return Err(Error::PermissionDenied(P::NAME));
        }
        let scope = Scope::of(&actor, actor.reach(P::NAME));
        Ok(Self {
            actor,
            now: visitor.now,
            trace_id: visitor.trace_id,
            lang: visitor.lang,
            scope,
            state,
            source: visitor.source,
            held: PhantomData,
        })
    }

    /// The connection for plain reads; the database refuses a write through it.
    pub fn read(&self) -> Reader<'_> {
        Reader { conn: &self.state.db.reader, scope: &self.scope, cipher: &self.state.cipher }
    }

    /// Runs `work` in one transaction: committed with its event and its idempotency answer, or undone.
    ///
    /// # Errors
    /// Whatever `work` returns; [`Error::Internal`] if it wrote and told nobody;
    /// [`Error::IdempotencyKeyReused`] when the key stands for another request.
    pub async fn write(&self, once: &Once, work: impl AsyncFnOnce(&Tx) -> Result<Reply>) -> Result<Reply> {
        let caller = Caller {
            actor: Some(self.actor.clone()),
            scope: self.scope.clone(),
            source: self.source.clone(),
            now: self.now,
            trace_id: self.trace_id,
        };
        let tx = Tx::begin(&self.state, caller).await?;
        if let Some(answer) = tx.answered_before(once).await? {
            return Ok(answer);
        }
        let reply = work(&tx).await?;
        tx.remember(once, &reply).await?;
        tx.commit(P::NAME).await?;
        Ok(reply)
    }

    /// Where the caller stands with respect to another permission, for `allowed_actions`.
    pub fn holds(&self, permission: &str) -> bool {
        self.actor.holds(permission)
    }
}

/// A read-only connection with the caller's scope.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    conn: &'a DatabaseConnection,
    pub scope: &'a Scope,
    pub cipher: &'a Cipher,
}

impl<'a> Reader<'a> {
    /// The connection itself, for `rows`.
    pub const fn conn(&self) -> &'a DatabaseConnection {
        self.conn
    }
}

/// On whose behalf a transaction runs.
#[derive(Clone)]
pub struct Caller {
    /// None: the system itself.
    pub actor: Option<Arc<Actor>>,
    pub scope: Scope,
    pub source: Option<Arc<str>>,
    pub now: DateTime<Utc>,
    pub trace_id: Uuid,
}

/// One transaction.
pub struct Tx {
    pub scope: Scope,
    pub now: DateTime<Utc>,
    pub trace_id: Uuid,
    actor: Option<Arc<Actor>>,
    source: Option<Arc<str>>,
    state: State,
    conn: DatabaseTransaction,
    /// Goes on the trail right before the commit, and with it.
    noted: RefCell<Vec<Draft>>,
}

impl Tx {
    async fn begin(state: &State, caller: Caller) -> Result<Self> {
        // IMMEDIATE, so that SQLite takes its write lock before anything is read to decide by.
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..Default::default()
        };
        let conn = state.db.writer.begin_with_options(options).await?;
        let Caller { actor, scope, source, now, trace_id } = caller;
        let (state, noted) = (state.clone(), RefCell::default());
        Ok(Self { scope, now, trace_id, actor, source, state, conn, noted })
    }

    async fn commit(self, who: &str) -> Result<()> {
        if self.noted.borrow().is_empty() {
            return Err(Error::Internal(anyhow::anyhow!("{who} wrote and told nobody")));
        }
        self.settle().await
    }

    /// Commits with what is noted, or not at all: the heads of the chains are held for no longer than that.
    async fn settle(self) -> Result<()> {
        let Self { conn, noted, state, now, .. } = self;
        audit::append(&conn, &state.trail.key, noted.into_inner(), now).await?;
        Ok(conn.commit().await?)
    }

    /// The transaction's connection, for `rows`.
    pub const fn conn(&self) -> &DatabaseTransaction {
        &self.conn
    }

    /// Seals and opens personal values.
    pub fn cipher(&self) -> &Cipher {
        &self.state.cipher
    }

    /// What every request shares.
    pub const fn state(&self) -> &State {
        &self.state
    }

    /// A new id, in order of time.
    pub fn new_id(&self) -> Uuid {
        Uuid::now_v7()
    }

    /// The person who acts.
    ///
    /// # Errors
    /// [`Error::Internal`] when it is the system: a command for people was called by the worker.
    pub fn person(&self) -> Result<&Actor> {
        self.actor
            .as_deref()
            .ok_or_else(|| Error::Internal(anyhow::anyhow!("the system cannot do what only a person may")))
    }

    /// The person who acts, or none for the system.
    pub fn actor_id(&self) -> Option<UserId> {
        self.actor.as_ref().map(|actor| actor.user_id)
    }

    /// Tells what happened: the event, its delivery and its entry on the trail are of this transaction.
    ///
    /// # Errors
    /// When the row cannot be stored.
    pub async fn emit(&self, topic: Topic, subject: Subject, data: serde_json::Value) -> Result<()> {
        crate::event::store(self, topic, &subject, data).await
    }

    /// As [`Tx::emit`], for each of many rows that the same happened to.
    ///
    /// # Errors
    /// When the rows cannot be stored.
    pub async fn emit_all(&self, topic: Topic, all: Vec<(Subject, serde_json::Value)>) -> Result<()> {
        if all.is_empty() { Ok(()) } else { crate::event::store_all(self, topic, all).await }
    }

    async fn answered_before(&self, once: &Once) -> Result<Option<Reply>> {
        match (&once.key, self.actor_id()) {
            (Some(key), Some(actor)) => crate::idempotency::claim(self, actor, key, once).await,
            _ => Ok(None),
        }
    }

    async fn remember(&self, once: &Once, reply: &Reply) -> Result<()> {
        match (&once.key, self.actor_id()) {
            (Some(key), Some(actor)) => crate::idempotency::answer(self, actor, key, reply).await,
            _ => Ok(()),
        }
    }
}

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

    /// Reads as the system, over all rows.
    pub fn reader<'a>(&'a self, scope: &'a Scope) -> Reader<'a> {
        Reader { conn: &self.db.reader, scope, cipher: &self.cipher }
    }

    fn system(&self) -> Caller {
        let (scope, now) = (Scope::everything(), self.clock.now());
        Caller { actor: None, scope, source: None, now, trace_id: Uuid::now_v7() }
    }
}
