//! How a session and the person behind it are found and stored.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use guibin_domain::{
    access::{Role, UserKind},
    ids::{OrgId, SessionId, UserId},
};
use guibin_entity::{org, session, user, user_role};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
    Set, sea_query::LockType,
};
use uuid::Uuid;

use super::client_rows;
use super::{listing::SessionQuery, passwords};
use crate::{
    cipher::{Cipher, Place},
    ctx::{Actor, Tx},
    error::{Error, Result},
    page::{self, Cut, Key, Page},
    scope::Scope,
    state::State,
};

/// The person whom a living session belongs to, with the rights they hold now.
///
/// # Errors
/// `TokenInvalid` when the session was ended or the person disabled.
pub async fn actor(state: &State, id: SessionId, user_id: UserId, now: DateTime<Utc>) -> Result<Actor> {
    let conn = &state.db.reader;
    let session =
        session::Entity::find_by_id(id).one(conn).await?.filter(|row| row.user_id == user_id && is_alive(row, now));
    let person = person(state, user_id, id).await?;
    session.and(person).ok_or(Error::TokenInvalid)
}

/// Somebody with the rights they hold now; none when they are disabled, or an API client whose time is over.
///
/// # Errors
/// When the database does not answer.
pub async fn person(state: &State, user_id: UserId, session_id: SessionId) -> Result<Option<Actor>> {
    let conn = &state.db.reader;
    let user = user::Entity::find_by_id(user_id).one(conn).await?.filter(|row| row.active);
    let Some(user) = user else { return Ok(None) };
    let grant = match user.kind {
        UserKind::ApiClient => client_rows::grant(&state.reading_everything(), user_id, state.clock.now()).await?,
        UserKind::Person => None,
    };
    if grant.is_none() && user.kind == UserKind::ApiClient {
        return Ok(None);
    }
    let org = org_of(conn, user.org_id).await?;
    let roles = roles(conn, user_id).await?;
    let must_change_password = grant.is_none() && passwords::is_over(state, &user);
    Ok(Some(Actor {
        user_id,
        session_id,
        org_id: org.id,
        org_code: org.code,
        org_name: org.name,
        org_path: org.path,
        org_level: org.level,
        zone: org.zone.parse().unwrap_or(chrono_tz::Asia::Shanghai),
        username: user.username,
        name: user.name,
        roles,
        grant,
        must_change_password,
    }))
}

/// Whether a session still holds.
pub fn is_alive(session: &session::Model, now: DateTime<Utc>) -> bool {
    session.revoked_at.is_none() && session.expires_at > now
}

async fn org_of(conn: &impl ConnectionTrait, id: OrgId) -> Result<org::Model> {
    org::Entity::find_by_id(id)
        .one(conn)
        .await?
        .ok_or_else(|| Error::Internal(anyhow::anyhow!("organisation {id} of a user is gone")))
}

async fn roles(conn: &impl ConnectionTrait, user_id: UserId) -> Result<Vec<Role>> {
    let rows = user_role::Entity::find().filter(user_role::Column::UserId.eq(user_id)).all(conn).await?;
    Ok(rows.into_iter().map(|row| row.role).collect())
}

/// A user name as it is stored, however it was typed.
pub fn normal(username: &str) -> String {
    username.trim().to_lowercase()
}

/// The person with this user name, for signing in.
///
/// # Errors
/// When the database does not answer.
pub async fn user_named(state: &State, username: &str) -> Result<Option<user::Model>> {
    // A program has no password to sign in with.
    let people = user::Entity::find().filter(user::Column::Kind.eq(UserKind::Person));
    Ok(people.filter(user::Column::Username.eq(normal(username))).one(&state.db.reader).await?)
}

/// The same person, held until the transaction ends.
///
/// # Errors
/// `InvalidCredentials` when they are gone meanwhile.
pub async fn lock_user(tx: &Tx, id: UserId) -> Result<user::Model> {
    user::Entity::find_by_id(id).lock(LockType::NoKeyUpdate).one(tx.conn()).await?.ok_or(Error::InvalidCredentials)
}

/// A new session.
pub struct SessionFile {
    pub id: SessionId,
    pub user_id: UserId,
    pub refresh_hash: Vec<u8>,
    pub expires_at: DateTime<Utc>,
    pub user_agent: Option<String>,
    /// None for programs.
    pub address: Option<IpAddr>,
}

/// Stores a new session.
///
/// # Errors
/// When the row cannot be stored.
pub async fn open(tx: &Tx, file: SessionFile) -> Result<()> {
    let seal = |address: IpAddr| tx.cipher().seal(place(file.id), &address.to_string());
    let address = file.address.map(seal).transpose()?;
    let row = session::ActiveModel {
        id: Set(file.id),
        user_id: Set(file.user_id),
        refresh_hash: Set(file.refresh_hash),
        previous_refresh_hash: Set(None),
        created_at: Set(tx.now),
        last_used_at: Set(tx.now),
        expires_at: Set(file.expires_at),
        revoked_at: Set(None),
        user_agent: Set(file.user_agent),
        address_sealed: Set(address),
    };
    row.insert(tx.conn()).await?;
    Ok(())
}

/// Where a session was opened from; none when that cannot be told.
pub fn address(cipher: &Cipher, row: &session::Model) -> Option<String> {
    row.address_sealed.as_ref().and_then(|sealed| cipher.open(place(row.id), sealed).ok())
}

const fn place(id: SessionId) -> Place {
    Place { table: "session", column: "address_sealed", row: id.0 }
}

/// The session that a refresh token belongs or belonged to, and whose it is.
///
/// # Errors
/// When the database does not answer.
pub async fn of_token(tx: &Tx, hash: &[u8]) -> Result<Option<(SessionId, UserId)>> {
    let either = Condition::any()
        .add(session::Column::RefreshHash.eq(hash.to_vec()))
        .add(session::Column::PreviousRefreshHash.eq(hash.to_vec()));
    let found = session::Entity::find().filter(either).one(tx.conn()).await?;
    Ok(found.map(|row| (row.id, row.user_id)))
}

/// Whose session this is.
///
/// # Errors
/// When the database does not answer.
pub async fn of_session(tx: &Tx, id: SessionId) -> Result<Option<(SessionId, UserId)>> {
    Ok(session::Entity::find_by_id(id).one(tx.conn()).await?.map(|row| (row.id, row.user_id)))
}

/// A session, held until the transaction ends.
///
/// # Errors
/// When the database does not answer.
pub async fn lock_session(tx: &Tx, id: SessionId) -> Result<Option<session::Model>> {
    Ok(session::Entity::find_by_id(id).lock(LockType::NoKeyUpdate).one(tx.conn()).await?)
}

/// Puts the next refresh token in place of the present one.
///
/// # Errors
/// When the row cannot be stored.
pub async fn rotate(tx: &Tx, session: session::Model, next: Vec<u8>) -> Result<()> {
    let spent = session.refresh_hash.clone();
    let mut row = session.into_active_model();
    row.previous_refresh_hash = Set(Some(spent));
    row.refresh_hash = Set(next);
    row.last_used_at = Set(tx.now);
    row.update(tx.conn()).await?;
    Ok(())
}

/// Ends a session.
///
/// # Errors
/// When the row cannot be stored.
pub async fn revoke(tx: &Tx, session: session::Model) -> Result<()> {
    let mut row = session.into_active_model();
    row.revoked_at = Set(Some(tx.now));
    row.update(tx.conn()).await?;
    Ok(())
}

/// Ends all sessions of a person: they are disabled, moved, or have other rights now.
///
/// # Errors
/// When the rows cannot be stored.
pub async fn revoke_all(tx: &Tx, user_id: UserId) -> Result<()> {
    revoke_others(tx, user_id, None).await
}

/// Ends all sessions of a person but `kept`.
///
/// # Errors
/// When the rows cannot be stored.
pub async fn revoke_others(tx: &Tx, user_id: UserId, kept: Option<SessionId>) -> Result<()> {
    let mut change = session::Entity::update_many()
        .col_expr(session::Column::RevokedAt, sea_orm::sea_query::Expr::value(tx.now))
        .filter(session::Column::UserId.eq(user_id))
        .filter(session::Column::RevokedAt.is_null());
    if let Some(kept) = kept {
        change = change.filter(session::Column::Id.ne(kept));
    }
    change.exec(tx.conn()).await?;
    Ok(())
}

/// The living sessions of a person, the latest first.
///
/// # Errors
/// 400 for a bad limit or cursor.
pub async fn living(
    conn: &impl ConnectionTrait,
    user_id: UserId,
    now: DateTime<Utc>,
    query: &SessionQuery,
) -> Result<Page<session::Model>> {
    let cut = Cut { limit: query.limit, cursor: query.cursor.as_deref(), count: false, descending: true };
    let alive = session::Entity::find()
        .filter(session::Column::UserId.eq(user_id))
        .filter(session::Column::RevokedAt.is_null())
        .filter(session::Column::ExpiresAt.gt(now));
    page::fetch(conn, alive, None, session::Column::Id, &cut, |row| (Key::Id, row.id.0)).await
}

/// A user in reach, as their administrator sees them.
///
/// # Errors
/// `NotFound` outside the caller's reach.
pub async fn in_reach(conn: &impl ConnectionTrait, scope: &Scope, id: UserId) -> Result<user::Model> {
    scope.users().filter(user::Column::Id.eq(id)).one(conn).await?.ok_or(Error::NotFound)
}

/// The same, held until the transaction ends.
///
/// # Errors
/// `NotFound` outside the caller's reach.
pub async fn lock_in_reach(tx: &Tx, id: UserId) -> Result<user::Model> {
    tx.scope
        .users()
        .filter(user::Column::Id.eq(id))
        .lock(LockType::NoKeyUpdate)
        .one(tx.conn())
        .await?
        .ok_or(Error::NotFound)
}

/// The id of a session, for its event.
pub const fn id(session: &session::Model) -> Uuid {
    session.id.0
}
