//! What an API client may do now, and the sessions its tokens belong to.

use chrono::{DateTime, Utc};
use guibin_domain::ids::{SessionId, UserId};
use guibin_entity::{api_client, session};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::rows::{self, SessionFile};
use crate::{
    ctx::{Grant, Tx},
    error::Result,
    keys::random,
};

/// The rights of an API client; none for one whose time is over.
///
/// # Errors
/// When the database does not answer.
pub async fn grant(conn: &impl ConnectionTrait, id: UserId, now: DateTime<Utc>) -> Result<Option<Grant>> {
    let client = api_client::Entity::find_by_id(id).one(conn).await?;
    let client = client.filter(|client| client.expires_at.is_none_or(|end| end > now));
    let Some(client) = client else { return Ok(None) };
    let permissions = serde_json::from_value(client.permissions)?;
    Ok(Some(Grant { permissions, reach: client.reach.reach() }))
}

/// A session for one token of an API client, which nothing renews; the client's sessions that are over go.
///
/// # Errors
/// When the rows cannot be stored.
pub async fn open(tx: &Tx, client: UserId, expires_at: DateTime<Utc>) -> Result<SessionId> {
    let over = session::Entity::delete_many().filter(session::Column::UserId.eq(client));
    over.filter(session::Column::ExpiresAt.lte(tx.now)).exec(tx.conn()).await?;
    let id = SessionId(tx.new_id());
    // A hash of nothing: there is no refresh token.
    let refresh_hash = random::<32>()?.to_vec();
    let file = SessionFile { id, user_id: client, refresh_hash, expires_at, user_agent: None, address: None };
    rows::open(tx, file).await?;
    Ok(id)
}
