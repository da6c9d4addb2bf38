//! Signing in, staying signed in, signing out.

use std::net::IpAddr;

use aws_lc_rs::constant_time;
use chrono::TimeDelta;
use guibin_domain::ids::{SessionId, UserId};
use guibin_entity::{session, user};
use serde_json::json;

use super::{
    attempts::Door,
    passwords, rows,
    second_factor::{self, Factor},
};
use crate::{
    ctx::Tx,
    error::{Error, Result},
    event::{Subject, Topic},
    keys::random,
    state::State,
    token::LIFETIME_SECS,
};

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

/// Who says they are whom, and from where.
pub struct Attempt {
    pub username: String,
    pub password: String,
    /// A code of the second factor, or a recovery code.
    pub totp: Option<String>,
    pub source: IpAddr,
    pub user_agent: Option<String>,
}

/// Signs a person in. Every try costs one password check and one transaction, whatever becomes of it.
///
/// # Errors
/// `InvalidCredentials` for an unknown name, a wrong password and a disabled user alike; `RateLimited` after five
/// failures from one source, whether there is such a user or not; `StepUpRequired` when only the code is missing.
pub async fn login(state: &State, attempt: &Attempt) -> Result<Tokens> {
    let found = rows::user_named(state, &attempt.username).await?;
    let hash = found.as_ref().map(|user| user.password_hash.as_str());
    let matches = passwords::verify(state, &attempt.password, hash).await?;
    // A refusal is counted, so its transaction is kept: it comes out beside the result, not as its error.
    state.as_system(async |tx| decide(tx, attempt, found.as_ref(), matches).await).await?
}

async fn decide(tx: &Tx, attempt: &Attempt, seen: Option<&user::Model>, matches: bool) -> Result<Result<Tokens>> {
    let user = match seen {
        Some(seen) => Some(rows::lock_user(tx, seen.id).await?),
        None => None,
    };
    let door = Door::lock(tx, &attempt.username, attempt.source).await?;
    door.check(tx.now)?;
    let is_right = |user: &user::Model| {
        // Checked outside the transaction: a password changed meanwhile was not the one that was checked.
        matches && user.active && seen.is_some_and(|seen| seen.password_hash == user.password_hash)
    };
    let Some(right) = user.as_ref().filter(|user| is_right(user)) else {
        refuse(tx, door, user.as_ref()).await?;
        return Ok(Err(Error::InvalidCredentials));
    };
    match second_factor::check(tx, right, attempt.totp.as_deref()).await? {
        Factor::Passed => open(tx, door, right, attempt).await.map(Ok),
        Factor::Missing => {
            ask(tx, door, right).await?;
            Ok(Err(Error::totp("totp_required")))
        }
        Factor::Wrong => {
            refuse(tx, door, user.as_ref()).await?;
            Ok(Err(Error::totp("totp_wrong")))
        }
    }
}

async fn open(tx: &Tx, door: Door, user: &user::Model, attempt: &Attempt) -> Result<Tokens> {
    door.pass(tx).await?;
    let session_id = SessionId(tx.new_id());
    let refresh_token = new_refresh_token(tx, session_id)?;
    let file = rows::SessionFile {
        id: session_id,
        user_id: user.id,
        refresh_hash: hash(&refresh_token),
        expires_at: tx.now + TimeDelta::hours(SESSION_HOURS),
        user_agent: attempt.user_agent.as_ref().map(|agent| agent.chars().take(200).collect()),
        address: Some(attempt.source),
    };
    rows::open(tx, file).await?;
    let subject = Subject::new("session", session_id.0, user.org_id).owner(user.id);
    tx.emit(Topic::SessionOpened, subject, json!({})).await?;
    let access_token = tx.state().tokens.issue(user.id, session_id, tx.now)?;
    Ok(Tokens { access_token, refresh_token: Some(refresh_token), expires_in: LIFETIME_SECS })
}

/// Counts a failure and tells of it, also for a name that nobody has: the same work for both.
pub(super) async fn refuse(tx: &Tx, door: Door, user: Option<&user::Model>) -> Result<()> {
    let subject = match user {
        Some(user) => Subject::new("user", user.id.0, user.org_id).owner(user.id),
        None => Subject::nowhere("account", door.account_id()),
    };
    let is_locked = door.count(tx).await?;
    tx.emit(Topic::SessionRefused, subject, json!({ "locked": is_locked })).await
}

/// Notes that somebody had the right password and is asked for the code: whoever stole a password shows here. It counts
/// until the code comes, so that nobody tries out passwords where there is a second factor as often as they like.
async fn ask(tx: &Tx, door: Door, user: &user::Model) -> Result<()> {
    let is_locked = door.wait(tx).await?;
    let subject = Subject::new("user", user.id.0, user.org_id).owner(user.id);
    tx.emit(Topic::SessionCodeAsked, subject, json!({ "locked": is_locked })).await
}

/// Spends a refresh token: a new access token and the next refresh token.
///
/// # Errors
/// `TokenExpired` for the last token of a session that ran out; `TokenInvalid` when it is unknown, ended, or was spent
/// before: then the session ends.
pub async fn refresh(state: &State, refresh_token: &str) -> Result<Tokens> {
    // A session that ends is kept, so its refusal comes out beside the result, not as its error.
    state.keep_books(async |tx| renew(tx, refresh_token).await).await?
}

async fn renew(tx: &Tx, refresh_token: &str) -> Result<Result<Tokens>> {
    let found = lock_by_token(tx, refresh_token).await?;
    let living = found.filter(|(user, session)| user.active && session.revoked_at.is_none());
    let Some((user, session)) = living else { return Ok(Err(Error::TokenInvalid)) };
    let hash = hash(refresh_token);
    let is_present = session.refresh_hash == hash;
    let is_previous = session.previous_refresh_hash.as_ref() == Some(&hash);
    let is_late = tx.now - session.last_used_at > TimeDelta::seconds(REUSE_GRACE_SECS);
    if !is_present && (!is_previous || is_late) {
        end(tx, session, &user, Topic::SessionReused).await?;
        return Ok(Err(Error::TokenInvalid));
    }
    if !rows::is_alive(&session, tx.now) {
        return Ok(Err(Error::TokenExpired));
    }
    let access_token = tx.state().tokens.issue(user.id, session.id, tx.now)?;
    let mut refresh_token = None;
    if is_present {
        let next = new_refresh_token(tx, session.id)?;
        rows::rotate(tx, session, self::hash(&next)).await?;
        refresh_token = Some(next);
    }
    Ok(Ok(Tokens { access_token, refresh_token, expires_in: LIFETIME_SECS }))
}

/// Ends the session of a refresh token, if there is one.
///
/// # Errors
/// When the database does not answer.
pub async fn logout(state: &State, refresh_token: &str) -> Result<()> {
    let hash = hash(refresh_token);
    state
        .as_system(async |tx| {
            let Some((user, session)) = lock_by_token(tx, refresh_token).await? else { return Ok(()) };
            let is_present = session.refresh_hash == hash || session.previous_refresh_hash.as_ref() == Some(&hash);
            if !is_present || session.revoked_at.is_some() {
                return Ok(());
            }
            end(tx, session, &user, Topic::SessionClosed).await
        })
        .await
}

async fn end(tx: &Tx, session: session::Model, user: &user::Model, topic: Topic) -> Result<()> {
    let subject = Subject::new("session", rows::id(&session), user.org_id).owner(user.id);
    rows::revoke(tx, session).await?;
    tx.emit(topic, subject, json!({})).await
}

/// The session that a token was made for, and its person, both held: first the person, as everything does that ends
/// sessions, so that nobody waits in a circle.
async fn lock_by_token(tx: &Tx, refresh_token: &str) -> Result<Option<(user::Model, session::Model)>> {
    let found = match rows::of_token(tx, &hash(refresh_token)).await? {
        Some(found) => Some(found),
        None => spent_long_ago(tx, refresh_token).await?,
    };
    let Some((session_id, user_id)) = found else { return Ok(None) };
    let user = rows::lock_user(tx, user_id).await?;
    Ok(rows::lock_session(tx, session_id).await?.map(|session| (user, session)))
}

/// The session that a token was made for, however often that has been renewed since: whoever renews twice with a
/// stolen token must not escape notice. The seal keeps others from ending sessions whose id they know.
async fn spent_long_ago(tx: &Tx, refresh_token: &str) -> Result<Option<(SessionId, UserId)>> {
    let Some((text, given)) = refresh_token.rsplit_once('.') else { return Ok(None) };
    let Some(id) = text.split('.').next().and_then(|id| id.parse().ok()) else { return Ok(None) };
    if constant_time::verify_slices_are_equal(seal(tx, text).as_bytes(), given.as_bytes()).is_err() {
        return Ok(None);
    }
    rows::of_session(tx, SessionId(id)).await
}

/// The session's id, 256 random bits, and a seal over both: `019b….Xk4….9f3a…`.
fn new_refresh_token(tx: &Tx, session_id: SessionId) -> Result<String> {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    let text = format!("{}.{}", session_id.0.simple(), URL_SAFE_NO_PAD.encode(random::<32>()?));
    Ok(format!("{text}.{}", seal(tx, &text)))
}

fn seal(tx: &Tx, text: &str) -> String {
    tx.cipher().mac("refresh_token", text)
}

fn hash(token: &str) -> Vec<u8> {
    aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, token.as_bytes()).as_ref().to_vec()
}
