//! Sessions: a person signs in, stays signed in, and signs out.
//!
//! An access token lives minutes and is kept in memory; the refresh token lives in a cookie that
//! no script reads, and is changed at each use. `http` is the door, `own` one's own password and second factor,
//! `listing` where one is signed in; `attempts` says how often somebody may guess.

mod attempt_rows;
mod attempts;
mod client_rows;
mod commands;
mod http;
mod listing;
mod own;
mod own_commands;
mod password_rows;
pub mod passwords;
mod rows;
mod second_factor;
mod standing;
pub mod totp;
mod totp_rows;

use chrono::{DateTime, Utc};
use guibin_domain::ids::{SessionId, UserId};
use utoipa_actix_web::service_config::ServiceConfig;

pub use attempts::forgive;
pub use client_rows::open as open_for_client;
pub use http::AccessToken;
pub use rows::revoke_all;
pub use standing::{Standing, standing};

use crate::{ctx::Actor, error::Result, state::State};

/// Registers the feature's operations.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(http::login).service(http::refresh).service(http::logout);
    cfg.service(listing::mine).service(listing::end_mine).service(listing::end_my_others);
    cfg.service(listing::of_user).service(listing::end_of_user).service(listing::remove_totp_of);
    cfg.service(own::change_password).service(own::begin_totp).service(own::confirm_totp).service(own::remove_totp);
}

/// Who is behind an access token, with the rights they hold now.
///
/// # Errors
/// `TokenInvalid` or `TokenExpired`.
pub async fn actor(state: &State, token: &str, now: DateTime<Utc>) -> Result<Actor> {
    let claims = state.tokens.check(token, now)?;
    rows::actor(state, claims.sid, claims.sub, now).await
}

/// Somebody for whom the worker acts, with the rights they hold now and no session; none when they are disabled.
///
/// # Errors
/// When the database does not answer.
pub async fn absent_actor(state: &State, user_id: UserId) -> Result<Option<Actor>> {
    rows::person(state, user_id, SessionId(uuid::Uuid::nil())).await
}
