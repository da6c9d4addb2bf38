//! An API client, put together from its two rows and its unit.

use guibin_entity::api_client;

use super::{rows, wire::ApiClient};
use crate::{
    database::Connection,
    error::{Error, Result},
    refs::Names,
};

/// One client, shown.
///
/// # Errors
/// When the database does not answer.
pub async fn one(conn: &impl Connection, row: api_client::Model) -> Result<ApiClient> {
    let mut shown = shown(conn, vec![row]).await?;
    shown.pop().ok_or(Error::NotFound)
}

/// Clients with their names and those of their units.
///
/// # Errors
/// When the database does not answer.
pub async fn shown(conn: &impl Connection, clients: Vec<api_client::Model>) -> Result<Vec<ApiClient>> {
    let users = rows::users(conn, &clients).await?;
    let names = Names::load(conn, [], clients.iter().map(|client| client.org_id), []).await?;
    let shown = clients.into_iter().map(|row| {
        let user = users.get(&row.id);
        Ok(ApiClient {
            id: row.id,
            name: user.map(|user| user.name.clone()).unwrap_or_default(),
            permissions: rows::permissions(&row)?,
            client_id: row.client_id,
            client_secret: None,
            org: names.org(row.org_id),
            reach: row.reach,
            active: user.is_some_and(|user| user.active),
            expires_at: row.expires_at,
            last_used_at: row.last_used_at,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    });
    shown.collect()
}
