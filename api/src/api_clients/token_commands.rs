//! A secret becomes a token.

use chrono::{DateTime, TimeDelta, Utc};
use guibin_entity::{api_client, user};
use serde_json::json;

use super::{rows, secret, token_form::TokenForm};
use crate::{
    ctx::Tx,
    error::{Error, OauthError, Result},
    event::{Subject, Topic},
    sessions,
    state::State,
    token::LIFETIME_SECS,
};

/// A token for a client, and what it may be used for.
pub struct Issued {
    pub access_token: String,
    /// Seconds.
    pub expires_in: i64,
    pub permissions: Vec<String>,
}

/// Gives a token to whoever knows the secret. Nothing is counted or locked after failures: 256 random bits are not
/// guessed, and a lock would let anybody shut a client out.
///
/// # Errors
/// `invalid_client`, `invalid_scope`.
pub async fn issue(state: &State, form: &TokenForm) -> Result<Issued> {
    // First without holding anything, so that a wrong secret costs no lock.
    let found = rows::by_client_id(state, &form.client_id).await?;
    admitted(found, form, state.clock.now())?;
    state.as_system(async |tx| open(tx, form).await).await
}

async fn open(tx: &Tx, form: &TokenForm) -> Result<Issued> {
    let found = rows::lock_by_client_id(tx, &form.client_id).await?;
    let client = admitted(found, form, tx.now)?;
    let permissions = rows::permissions(&client)?;
    if !form.scope.iter().all(|wanted| permissions.contains(wanted)) {
        return Err(Error::Oauth(OauthError::InvalidScope));
    }
    let full = tx.now + TimeDelta::seconds(LIFETIME_SECS);
    let ends_at = client.expires_at.map_or(full, |end| end.min(full));
    let (id, org_id) = (client.id, client.org_id);
    let session = sessions::open_for_client(tx, id, ends_at).await?;
    rows::store_use(tx, client).await?;
    tx.emit(Topic::SessionOpened, Subject::new("session", session.0, org_id).owner(id), json!({ "client": true }))
        .await?;
    let access_token = tx.state().tokens.issue(id, session, tx.now)?;
    Ok(Issued { access_token, expires_in: (ends_at - tx.now).num_seconds(), permissions })
}

/// The client, if this is its secret and its time is not over.
fn admitted(
    found: Option<(api_client::Model, user::Model)>,
    form: &TokenForm,
    now: DateTime<Utc>,
) -> Result<api_client::Model> {
    let kept = found.as_ref().map(|(client, _)| client.secret_hash.as_slice());
    let fits = secret::fits(&form.client_secret, kept);
    let alive = |(client, user): &(api_client::Model, user::Model)| {
        user.active && client.expires_at.is_none_or(|end| end > now)
    };
    let admitted = found.filter(|found| fits && alive(found));
    admitted.map(|(client, _)| client).ok_or(Error::Oauth(OauthError::InvalidClient))
}
