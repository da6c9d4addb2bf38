//! How a person stands with their sign-in, as `/me` tells it.

use chrono::{DateTime, Utc};

use super::{passwords, rows, totp_rows};
use crate::{ctx::Actor, error::Result, state::State};

/// Whether a second factor is asked for, and until when the password holds.
pub struct Standing {
    pub totp_enabled: bool,
    pub password_expires_at: Option<DateTime<Utc>>,
}

/// How `actor` stands.
///
/// # Errors
/// When the database does not answer.
pub async fn standing(state: &State, actor: &Actor) -> Result<Standing> {
    let totp = totp_rows::confirmed(&state.db.reader, actor.user_id).await?;
    let user = rows::user_named(state, &actor.username).await?;
    let profile = state.config.password_profile;
    let password_expires_at = user.and_then(|user| passwords::ends_at(profile, &user));
    Ok(Standing { totp_enabled: totp.is_some(), password_expires_at })
}
