//! Signing in, staying signed in, signing out.

use aws_lc_rs::constant_time;
use chrono::{DateTime, TimeDelta, Utc};
use guibin_domain::ids::{SessionId, UserId};
use guibin_entity::{session, user};
use serde_json::json;

use super::{passwords, rows, strangers};
use crate::{
    ctx::Tx,
    error::{Error, Result},
    event::{Subject, Topic},
    keys::random,
    state::State,
    token::LIFETIME_SECS,
};

/// Failures after which a user name is locked.
pub const FAILURES: i32 = 5;
/// How long it stays locked, in minutes.
pub const LOCK_MINUTES: i64 = 15;
/// How long a sign-in lasts, however much it is used, in hours: one working day.
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
/// `InvalidCredentials` for an unknown name, a wrong password and a disabled user alike; `RateLimited` after five
/// failures, whether there is such a user or not.
pub async fn login(state: &State, username: &str, password: &str, user_agent: Option<String>) -> Result<Tokens> {
    let found = rows::user_named(state, username).await?;
    let now = state.clock.now();
    let locked_until = found.as_ref().map_or_else(|| strangers::locked_until(username), |user| user.locked_until);
    unlocked(locked_until, now)?;
    let matches = passwords::verify(state, password, found.as_ref().map(|user| user.password_hash.as_str())).await?;
    let Some(user) = found else {
        strangers::count(username, now);
        return Err(Error::InvalidCredentials);
    };
    if matches && user.active {
        state.as_system(async |tx| open(tx, user.id, user_agent).await).await
    } else {
        state.as_system(async |tx| refuse(tx, user.id).await).await?;
        Err(Error::InvalidCredentials)
    }
}

fn unlocked(locked_until: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Result<()> {
    let left = locked_until.map_or(0, |until| until.signed_duration_since(now).num_seconds());
    match u32::try_from(left) {
        Ok(left) if left > 0 => Err(Error::RateLimited(left)),
        _ => Ok(()),
    }
}

/// The user, held, unless others failed while this password was being checked: guesses sent all at once get no more
/// tries than guesses sent one after the other.
async fn lock_unlocked(tx: &Tx, user_id: UserId) -> Result<user::Model> {
    let user = rows::lock_user(tx, user_id).await?;
    unlocked(user.locked_until, tx.now)?;
    Ok(user)
}

async fn open(tx: &Tx, user_id: UserId, user_agent: Option<String>) -> Result<Tokens> {
    let user = lock_unlocked(tx, user_id).await?;
    let org_id = user.org_id;
    rows::store_failures(tx, user, 0, None).await?;
    let session_id = SessionId(tx.new_id());
    let refresh_token = new_refresh_token(tx, session_id)?;
    let expires_at = tx.now + TimeDelta::hours(SESSION_HOURS);
    let agent = user_agent.map(|agent| agent.chars().take(200).collect());
    rows::open(tx, (session_id, user_id), hash(&refresh_token), expires_at, agent).await?;
    tx.emit(Topic::SessionOpened, Subject::new("session", session_id.0, org_id).owner(user_id), json!({})).await?;
    let access_token = tx.state().tokens.issue(user_id, session_id, tx.now)?;
    Ok(Tokens { access_token, refresh_token: Some(refresh_token), expires_in: LIFETIME_SECS })
}

async fn refuse(tx: &Tx, user_id: UserId) -> Result<()> {
    let user = lock_unlocked(tx, user_id).await?;
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
    let outcome = state.keep_books(async |tx| renew(tx, refresh_token).await).await?;
    outcome.ok_or(Error::TokenInvalid)
}

async fn renew(tx: &Tx, refresh_token: &str) -> Result<Option<Tokens>> {
    let hash = hash(refresh_token);
    let session = match rows::lock_by_token(tx, &hash).await? {
        Some(session) => Some(session),
        None => spent_long_ago(tx, refresh_token).await?,
    };
    let Some(session) = session.filter(|row| rows::is_alive(row, tx.now)) else { return Ok(None) };
    let user = rows::lock_user(tx, session.user_id).await?;
    if !user.active {
        return Ok(None);
    }
    let access_token = tx.state().tokens.issue(user.id, session.id, tx.now)?;
    if session.refresh_hash == hash {
        let next = new_refresh_token(tx, session.id)?;
        rows::rotate(tx, session, self::hash(&next)).await?;
        return Ok(Some(Tokens { access_token, refresh_token: Some(next), expires_in: LIFETIME_SECS }));
    }
    let is_previous = session.previous_refresh_hash.as_ref() == Some(&hash);
    if is_previous && tx.now - session.last_used_at <= TimeDelta::seconds(REUSE_GRACE_SECS) {
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

/// The session that a token was made for, however often that has been renewed since: whoever renews twice with a
/// stolen token must not escape notice. The seal keeps others from ending sessions whose id they know.
async fn spent_long_ago(tx: &Tx, refresh_token: &str) -> Result<Option<session::Model>> {
    let Some((text, given)) = refresh_token.rsplit_once('.') else { return Ok(None) };
    let Some(id) = text.split('.').next().and_then(|id| id.parse().ok()) else { return Ok(None) };
    if constant_time::verify_slices_are_equal(seal(tx, text).as_bytes(), given.as_bytes()).is_err() {
        return Ok(None);
    }
    rows::lock_session(tx, SessionId(id)).await
}

/// The session's id, 256 random bits, and a seal over both: `019b….Xk4….9f3a…`.
fn new_refresh_token(tx: &Tx, session_id: SessionId) -> Result<String> {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    let text = format!("{}.{}", session_id.0.simple(), URL_SAFE_NO_PAD.encode(random::<32>()?));
    Ok(format!("{text}.{}", seal(tx, &text)))
}

fn seal(tx: &Tx, text: &str) -> String {
    tx.cipher().index("refresh_token", text)
}

fn hash(token: &str) -> Vec<u8> {
    aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, token.as_bytes()).as_ref().to_vec()
}
