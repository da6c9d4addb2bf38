//! What a person changes about their own sign-in, and an administrator about another's.

use std::net::IpAddr;

use guibin_domain::ids::{SessionId, UserId};
use guibin_entity::user;
use serde_json::json;

use super::{attempts::Door, commands::refuse, password_rows, passwords, rows, second_factor};
use crate::{
    config::PasswordProfile,
    ctx::{Actor, Tx},
    error::{Error, Result, Text},
    event::{Subject, Topic},
    state::State,
};

/// Makes sure that it is the person themselves and not somebody at their unlocked screen. Guesses are counted as at
/// sign-in.
///
/// # Errors
/// 422 at `pointer` for a wrong password; `RateLimited` after too many; 409 for an API client.
pub async fn confirm(
    state: &State,
    actor: &Actor,
    source: IpAddr,
    password: &str,
    pointer: &str,
) -> Result<user::Model> {
    if actor.grant.is_some() {
        let (zh, en) = ("接口客户端没有密码和动态口令。", "An API client has no password and no second factor.");
        return Err(Error::Conflict { code: "no_person", text: Text::new(zh, en) });
    }
    let seen = rows::user_named(state, &actor.username).await?.ok_or(Error::TokenInvalid)?;
    let matches = passwords::verify(state, password, Some(&seen.password_hash)).await?;
    let outcome = state.as_system(async |tx| {
        let user = rows::lock_user(tx, seen.id).await?;
        let door = Door::lock(tx, &actor.username, source).await?;
        door.check(tx.now)?;
        if matches && user.password_hash == seen.password_hash {
            return Ok(Ok(user));
        }
        refuse(tx, door, Some(&user)).await?;
        let (zh, en) = ("当前密码不正确。", "The present password is wrong.");
        Ok(Err(Error::invalid(pointer, "wrong_password", zh, en)))
    });
    outcome.await?
}

/// The hash of a person's next password, if the profile takes it.
///
/// # Errors
/// 422 at `/new_password`.
pub async fn next_hash(state: &State, user: &user::Model, password: &str) -> Result<String> {
    let profile = state.config.password_profile;
    passwords::check_strength(profile, password, &user.username, "/new_password")?;
    let earlier = match profile {
        PasswordProfile::Modern => Vec::new(),
        PasswordProfile::Dengbao => password_rows::used(&state.db.reader, user.id).await?,
    };
    for hash in [user.password_hash.clone()].iter().chain(&earlier) {
        if passwords::verify(state, password, Some(hash)).await? {
            return Err(passwords::used_before("/new_password"));
        }
    }
    passwords::hash(state, password).await
}

/// Stores the person's new password and ends their other sessions.
///
/// # Errors
/// When the person is gone, or the rows cannot be stored.
pub async fn change_password(tx: &Tx, hash: String) -> Result<()> {
    let (user, session_id) = oneself(tx).await?;
    password_rows::remember(tx, &user).await?;
    rows::revoke_others(tx, user.id, Some(session_id)).await?;
    let subject = subject(&user);
    let now = tx.now;
    password_rows::store(tx, user, hash, Some(now)).await?;
    tx.emit(Topic::PasswordChanged, subject, json!({})).await
}

/// Makes a secret for the person's second factor.
///
/// # Errors
/// 409 when there is one already.
pub async fn begin_totp(tx: &Tx) -> Result<second_factor::Secret> {
    let (user, _) = oneself(tx).await?;
    second_factor::begin(tx, &user).await
}

/// Takes the first code of the person's second factor.
///
/// # Errors
/// 409, 422.
pub async fn confirm_totp(tx: &Tx, code: &str) -> Result<Vec<String>> {
    let (user, _) = oneself(tx).await?;
    second_factor::confirm(tx, &user, code).await
}

/// Removes the person's own second factor.
///
/// # Errors
/// 409 when there is none.
pub async fn remove_totp(tx: &Tx) -> Result<()> {
    let (user, _) = oneself(tx).await?;
    second_factor::remove(tx, &user).await
}

/// Removes the second factor that somebody lost, and ends their sessions.
///
/// # Errors
/// 404 out of reach; 409 when there is none.
pub async fn remove_totp_of(tx: &Tx, user_id: UserId) -> Result<()> {
    let user = rows::lock_in_reach(tx, user_id).await?;
    second_factor::remove(tx, &user).await?;
    rows::revoke_all(tx, user_id).await
}

/// Ends one of the person's sessions.
///
/// # Errors
/// `NotFound` for a session that is not theirs, or over.
pub async fn end_session(tx: &Tx, id: SessionId) -> Result<()> {
    let (user, _) = oneself(tx).await?;
    let session = rows::lock_session(tx, id).await?;
    let session = session.filter(|row| row.user_id == user.id && rows::is_alive(row, tx.now)).ok_or(Error::NotFound)?;
    rows::revoke(tx, session).await?;
    let subject = Subject::new("session", id.0, user.org_id).owner(user.id);
    tx.emit(Topic::SessionRevoked, subject, json!({})).await
}

/// Ends all of the person's sessions but the one that asks.
///
/// # Errors
/// When the rows cannot be changed.
pub async fn end_other_sessions(tx: &Tx) -> Result<()> {
    let (user, session_id) = oneself(tx).await?;
    rows::revoke_others(tx, user.id, Some(session_id)).await?;
    tx.emit(Topic::SessionRevoked, subject(&user), json!({ "all": "others" })).await
}

/// Ends all sessions of somebody in reach.
///
/// # Errors
/// 404 out of reach.
pub async fn end_sessions_of(tx: &Tx, user_id: UserId) -> Result<()> {
    let user = rows::lock_in_reach(tx, user_id).await?;
    rows::revoke_all(tx, user_id).await?;
    tx.emit(Topic::SessionRevoked, subject(&user), json!({ "all": "sessions" })).await
}

/// The person who acts, held, and the session they act in.
async fn oneself(tx: &Tx) -> Result<(user::Model, SessionId)> {
    let (user_id, session_id) = tx.person().map(|actor| (actor.user_id, actor.session_id))?;
    Ok((rows::lock_user(tx, user_id).await?, session_id))
}

fn subject(user: &user::Model) -> Subject {
    Subject::new("user", user.id.0, user.org_id).owner(user.id)
}
