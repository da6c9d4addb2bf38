//! How a session and the person behind it are found and stored.

use chrono::{DateTime, Utc};
use guibin_domain::{
    access::{Role, UserKind},
    ids::{OrgId, SessionId, UserId},
};
use guibin_entity::{org, session, user, user_role};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
    Set,
};
use uuid::Uuid;

use super::client_rows;
use crate::{
    ctx::{Actor, Tx},
    error::{Error, Result},
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
    let grant = client_rows::grant(conn, user_id, state.clock.now()).await?;
    if grant.is_none() && user.kind == UserKind::ApiClient {
        return Ok(None);
    }
    let org = org_of(conn, user.org_id).await?;
    let roles = roles(conn, user_id).await?;
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
    user::Entity::find_by_id(id).lock_exclusive().one(tx.conn()).await?.ok_or(Error::InvalidCredentials)
}

/// Counts a failure, or forgets all of them.
///
/// # Errors
/// When the row cannot be stored.
pub async fn store_failures(
    tx: &Tx,
    user: user::Model,
    failures: i32,
    locked_until: Option<DateTime<Utc>>,
) -> Result<()> {
    let mut row = user.into_active_model();
    row.failed_sign_ins = Set(failures);
    row.locked_until = Set(locked_until);
    row.update(tx.conn()).await?;
    Ok(())
}

/// Stores a new session.
///
/// # Errors
/// When the row cannot be stored.
pub async fn open(
    tx: &Tx,
    (id, user_id): (SessionId, UserId),
    refresh_hash: Vec<u8>,
    expires_at: DateTime<Utc>,
    user_agent: Option<String>,
) -> Result<()> {
    let row = session::ActiveModel {
        id: Set(id),
        user_id: Set(user_id),
        refresh_hash: Set(refresh_hash),
        previous_refresh_hash: Set(None),
        created_at: Set(tx.now),
        last_used_at: Set(tx.now),
        expires_at: Set(expires_at),
        revoked_at: Set(None),
        user_agent: Set(user_agent),
    };
    row.insert(tx.conn()).await?;
    Ok(())
}

/// The session that a refresh token belongs or belonged to, held until the transaction ends.
///
/// # Errors
/// When the database does not answer.
pub async fn lock_by_token(tx: &Tx, hash: &[u8]) -> Result<Option<session::Model>> {
    let either = Condition::any()
        .add(session::Column::RefreshHash.eq(hash.to_vec()))
        .add(session::Column::PreviousRefreshHash.eq(hash.to_vec()));
    Ok(session::Entity::find().filter(either).lock_exclusive().one(tx.conn()).await?)
}

/// A session, held until the transaction ends.
///
/// # Errors
/// When the database does not answer.
pub async fn lock_session(tx: &Tx, id: SessionId) -> Result<Option<session::Model>> {
    Ok(session::Entity::find_by_id(id).lock_exclusive().one(tx.conn()).await?)
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
    session::Entity::update_many()
        .col_expr(session::Column::RevokedAt, sea_orm::sea_query::Expr::value(tx.now))
        .filter(session::Column::UserId.eq(user_id))
        .filter(session::Column::RevokedAt.is_null())
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// The id of a session, for its event.
pub const fn id(session: &session::Model) -> Uuid {
    session.id.0
}
