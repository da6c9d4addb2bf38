//! The only door to the database: a context is had by holding a permission, and only here is anything begun or committed.
//!
//! A request reads through [`Ctx::read`] and writes through [`Ctx::write`]; sign-in and the worker, which have no
//! caller, come through [`State`]. A transaction that changed rows and told nobody is rolled back as an error.

mod noting;
mod permissions;
mod reading;
mod system;
mod turns;

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
use sea_orm::{DatabaseTransaction, DbBackend, TransactionTrait};
use serde_json::json;
use uuid::Uuid;

use self::turns::Turn;
pub use self::{permissions::*, reading::Reading, turns::Turns};
use crate::{
    audit::{self, Draft, Entry},
    body::Once,
    cipher::Cipher,
    edge,
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
    reading: Reading,
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
        permissions::admit_password(&actor, edge::routed(request.match_info()))?;
        if !actor.holds(P::NAME) {
            return Err(Error::PermissionDenied(P::NAME));
        }
        let scope = Scope::of(&actor, actor.reach(P::NAME));
        Ok(Self {
            actor,
            now: visitor.now,
            trace_id: visitor.trace_id,
            lang: visitor.lang,
            reading: state.reading(scope.clone()),
            scope,
            state,
            source: visitor.source,
            held: PhantomData,
        })
    }

    /// For plain reads: the database refuses a write through it.
    pub fn read(&self) -> Reader<'_> {
        self.reading.with(&self.state.cipher)
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
        // What is read afterwards must see what is written now.
        self.reading.end().await;
        let tx = Tx::begin(&self.state, caller).await?;
        if let Some(answer) = tx.answered_before(once).await? {
            tx.note(Entry::done("request.replayed", Some(self.actor.org_id)).with(&json!({ "status": answer.status })));
            // What is said again may itself be on its way to the disk, in a commit that this turn shares.
            tx.settle().await?;
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

    /// Which rows the caller sees by another permission: a second role never widens the view that the first one gives.
    pub fn scope_of(&self, permission: &str) -> Scope {
        Scope::of(&self.actor, self.actor.reach(permission))
    }
}

/// A [`Reading`] as `rows` take it.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    conn: &'a Reading,
    pub scope: &'a Scope,
    pub cipher: &'a Cipher,
}

impl<'a> Reader<'a> {
    /// The same connection, for rows within another reach of the same caller.
    #[must_use]
    pub const fn within(self, scope: &'a Scope) -> Self {
        Self { scope, ..self }
    }

    /// The connection itself, for `rows`.
    pub const fn conn(&self) -> &'a Reading {
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
    // Before the turn: a savepoint is given up while its transaction is still ours.
    conn: DatabaseTransaction,
    turn: Option<Turn>,
    /// Goes on the trail right before the commit, and with it.
    noted: RefCell<Vec<Draft>>,
}

impl Tx {
    async fn begin(state: &State, caller: Caller) -> Result<Self> {
        let writer = &state.db.writer;
        let (conn, turn) = match writer.get_database_backend() {
            DbBackend::Postgres => (writer.begin().await?, None),
            _ => state.turns.take(writer).await.map(|(savepoint, turn)| (savepoint, Some(turn)))?,
        };
        let Caller { actor, scope, source, now, trace_id } = caller;
        scope.announce(&conn).await?;
        let (state, noted) = (state.clone(), RefCell::default());
        Ok(Self { scope, now, trace_id, actor, source, state, conn, turn, noted })
    }

    async fn commit(self, who: &str) -> Result<()> {
        if self.noted.borrow().is_empty() {
            return Err(Error::Internal(anyhow::anyhow!("{who} wrote and told nobody")));
        }
        self.settle().await
    }

    /// Commits with what is noted, or not at all, and waits until it is on the disk: the heads of the chains are held
    /// for no longer than that.
    async fn settle(self) -> Result<()> {
        // The turn first, which is let go last: whoever comes next must find our savepoint closed.
        let Self { turn, conn, noted, state, now, .. } = self;
        audit::append(&conn, &state.trail.key, noted.into_inner(), now).await?;
        conn.commit().await?;
        match turn {
            Some(turn) => turn.end().await,
            None => Ok(()),
        }
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

    /// Which rows the person reaches by `permission` as well as by the one that the transaction runs with.
    ///
    /// # Errors
    /// `PermissionDenied` for who does not hold it, as when they would read; [`Error::Internal`] when it is the system.
    pub fn scope_also_of(&self, permission: &'static str) -> Result<Scope> {
        let person = self.person()?;
        if !person.holds(permission) {
            return Err(Error::PermissionDenied(permission));
        }
        Ok(self.scope.narrowed(person.reach(permission)))
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
