//! Signing in, staying signed in, signing out.

use chrono::{DateTime, TimeDelta, Utc};
use guibin_entity::{session, user};
use serde_json::json;

use super::{passwords, rows};
use crate::{
    ctx::Tx,
    error::{Error, Result},
    event::{Subject, Topic},
    keys::random,
    state::State,
    token::LIFETIME_SECS,
};

/// Failures after which a user name is locked.
const FAILURES: i32 = 5;
/// How long it stays locked, in minutes.
const LOCK_MINUTES: i64 = 15;
/// How long a sign-in lasts without being used, in hours: one working day.
const SESSION_HOURS: i64 = 12;
/// Two tabs may renew at the same moment: the spent token is only suspicious after this many seconds.
const REUSE_GRACE_SECS: i64 = 20;

/// What a sign-in gives: an access token, and a refresh token unless the present one stays.
pub struct Tokens {
    pub access_token: String,
    pub refresh_token: Option<String>,
    pub expires_in: i64,
}

/// Signs a person in.
///
/// # Errors
/// `InvalidCredentials` for an unknown name, a wrong password and a disabled user alike; `RateLimited` after five failures.
pub async fn login(state: &State, username: &str, password: &str, user_agent: Option<String>) -> Result<Tokens> {
    let found = rows::user_named(state, username).await?;
    let now = state.clock.now();
    if let Some(seconds) = found.as_ref().and_then(|user| locked_secs(user, now)) {
        return Err(Error::RateLimited(seconds));
    }
    let matches = passwords::verify(state, password, found.as_ref().map(|user| user.password_hash.as_str())).await?;
    let Some(user) = found else { return Err(Error::InvalidCredentials) };
    if matches && user.active {
        state.as_system(async |tx| open(tx, user.id, user_agent).await).await
    } else {
        state.as_system(async |tx| refuse(tx, user.id).await).await?;
        Err(Error::InvalidCredentials)
    }
}

fn locked_secs(user: &user::Model, now: DateTime<Utc>) -> Option<u32> {
    let left = user.locked_until?.signed_duration_since(now).num_seconds();
    u32::try_from(left).ok().filter(|left| *left > 0)
}

async fn open(tx: &Tx, user_id: guibin_domain::ids::UserId, user_agent: Option<String>) -> Result<Tokens> {
    let user = rows::lock_user(tx, user_id).await?;
    let org_id = user.org_id;
    rows::store_failures(tx, user, 0, None).await?;
    let refresh_token = new_refresh_token()?;
    let expires_at = tx.now + TimeDelta::hours(SESSION_HOURS);
    let agent = user_agent.map(|agent| agent.chars().take(200).collect());
    let session_id = rows::open(tx, user_id, hash(&refresh_token), expires_at, agent).await?;
    tx.emit(Topic::SessionOpened, Subject::new("session", session_id.0, org_id).owner(user_id), json!({})).await?;
    let access_token = tx.state().tokens.issue(user_id, session_id, tx.now)?;
    Ok(Tokens { access_token, refresh_token: Some(refresh_token), expires_in: LIFETIME_SECS })
}

async fn refuse(tx: &Tx, user_id: guibin_domain::ids::UserId) -> Result<()> {
    let user = rows::lock_user(tx, user_id).await?;
    let (org_id, failures) = (user.org_id, user.failed_sign_ins + 1);
    let locked_until = (failures >= FAILURES).then(|| tx.now + TimeDelta::minutes(LOCK_MINUTES));
    let kept = if locked_until.is_some() { 0 } else { failures };
    rows::store_failures(tx, user, kept, locked_until).await?;
    let data = json!({ "failures": failures, "locked": locked_until.is_some() });
    tx.emit(Topic::SessionRefused, Subject::new("user", user_id.0, org_id).owner(user_id), data).await
}

/// Spends a refresh token: a new access token and the next refresh token.
///
/// # Errors
/// `TokenInvalid` when it is unknown, ended, or was spent before: then the session ends.
pub async fn refresh(state: &State, refresh_token: &str) -> Result<Tokens> {
    let hash = hash(refresh_token);
    let outcome = state.keep_books(async |tx| renew(tx, &hash).await).await?;
    outcome.ok_or(Error::TokenInvalid)
}

async fn renew(tx: &Tx, hash: &[u8]) -> Result<Option<Tokens>> {
    let Some(session) = rows::lock_by_token(tx, hash).await?.filter(|row| rows::is_alive(row, tx.now)) else {
        return Ok(None);
    };
    let user = rows::lock_user(tx, session.user_id).await?;
    if !user.active {
        return Ok(None);
    }
    let access_token = tx.state().tokens.issue(user.id, session.id, tx.now)?;
    if session.refresh_hash == hash {
        let next = new_refresh_token()?;
        rows::rotate(tx, session, self::hash(&next)).await?;
        return Ok(Some(Tokens { access_token, refresh_token: Some(next), expires_in: LIFETIME_SECS }));
    }
    if tx.now - session.last_used_at <= TimeDelta::seconds(REUSE_GRACE_SECS) {
        return Ok(Some(Tokens { access_token, refresh_token: None, expires_in: LIFETIME_SECS }));
    }
    end(tx, session, &user, Topic::SessionReused).await?;
    Ok(None)
}

/// Ends the session of a refresh token, if there is one.
///
/// # Errors
/// When the database does not answer.
pub async fn logout(state: &State, refresh_token: &str) -> Result<()> {
    let hash = hash(refresh_token);
    state
        .as_system(async |tx| {
            let Some(session) = rows::lock_by_token(tx, &hash).await? else { return Ok(()) };
            let user = rows::lock_user(tx, session.user_id).await?;
            end(tx, session, &user, Topic::SessionClosed).await
        })
        .await
}

async fn end(tx: &Tx, session: session::Model, user: &user::Model, topic: Topic) -> Result<()> {
    let subject = Subject::new("session", rows::id(&session), user.org_id).owner(user.id);
    rows::revoke(tx, session).await?;
    tx.emit(topic, subject, json!({})).await
}

fn new_refresh_token() -> Result<String> {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    Ok(URL_SAFE_NO_PAD.encode(random::<32>()?))
}

fn hash(token: &str) -> Vec<u8> {
    aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, token.as_bytes()).as_ref().to_vec()
}
