//! How API clients are found and stored.

use std::collections::HashMap;

use guibin_domain::{
    access::{ClientReach, UserKind},
    ids::{OrgId, UserId},
};
use guibin_entity::{api_client, org, user};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, Set,
    sea_query::LockType,
};
use serde_json::json;

use super::wire::ApiClientQuery;
use crate::{
    ctx::Tx,
    error::{Error, Result},
    page::{self, Cut, Key, Page},
    scope::Scope,
    state::State,
};

/// A password hash that no password fits: a program does not sign in.
const NO_PASSWORD: &str = "!";

/// API clients in reach, the newest first.
///
/// # Errors
/// 400 for a bad limit or cursor.
pub async fn page(
    conn: &impl ConnectionTrait,
    scope: &Scope,
    query: &ApiClientQuery,
) -> Result<Page<api_client::Model>> {
    let cut =
        Cut { limit: query.limit, cursor: query.cursor.as_deref(), count: query.count == Some(true), descending: true };
    page::fetch(conn, scope.api_clients(), None, api_client::Column::Id, &cut, |row| (Key::Id, row.id.0)).await
}

/// An API client in reach.
///
/// # Errors
/// `NotFound` outside the caller's reach.
pub async fn get(conn: &impl ConnectionTrait, scope: &Scope, id: UserId) -> Result<api_client::Model> {
    scope.api_clients().filter(api_client::Column::Id.eq(id)).one(conn).await?.ok_or(Error::NotFound)
}

/// The same, held until the transaction ends.
///
/// # Errors
/// `NotFound` outside the caller's reach.
pub async fn lock(tx: &Tx, id: UserId) -> Result<api_client::Model> {
    let query = tx.scope.api_clients().filter(api_client::Column::Id.eq(id)).lock(LockType::NoKeyUpdate);
    query.one(tx.conn()).await?.ok_or(Error::NotFound)
}

/// The rows of `user` that stand for these clients: name, and whether they are active.
///
/// # Errors
/// When the database does not answer.
pub async fn users(conn: &impl ConnectionTrait, clients: &[api_client::Model]) -> Result<HashMap<UserId, user::Model>> {
    let ids = clients.iter().map(|client| client.id);
    let rows = user::Entity::find().filter(user::Column::Id.is_in(ids)).all(conn).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// Whether a unit is in reach.
///
/// # Errors
/// When the database does not answer.
pub async fn has_org(tx: &Tx, id: OrgId) -> Result<bool> {
    Ok(tx.scope.orgs().filter(org::Column::Id.eq(id)).one(tx.conn()).await?.is_some())
}

/// What a client is given.
pub struct ClientFile<'a> {
    pub org_id: OrgId,
    pub name: &'a str,
    pub client_id: String,
    pub secret_hash: Vec<u8>,
    pub permissions: Vec<String>,
    pub reach: ClientReach,
    pub expires_at: Option<chrono::DateTime<chrono::Utc>>,
}

/// Stores a new client and the user it stands for.
///
/// # Errors
/// When the rows cannot be stored.
pub async fn store(tx: &Tx, file: ClientFile<'_>) -> Result<api_client::Model> {
    let id = UserId(tx.new_id());
    let user = user::ActiveModel {
        id: Set(id),
        kind: Set(UserKind::ApiClient),
        org_id: Set(file.org_id),
        username: Set(file.client_id.clone()),
        name: Set(file.name.trim().to_owned()),
        password_hash: Set(NO_PASSWORD.to_owned()),
        active: Set(true),
        version: Set(1),
        created_at: Set(tx.now),
        updated_at: Set(tx.now),
        password_changed_at: Set(None),
    };
    user.insert(tx.conn()).await?;
    let row = api_client::Model {
        id,
        org_id: file.org_id,
        client_id: file.client_id,
        secret_hash: file.secret_hash,
        permissions: json!(file.permissions),
        reach: file.reach,
        expires_at: file.expires_at,
        last_used_at: None,
        version: 1,
        created_at: tx.now,
        updated_at: tx.now,
    };
    Ok(row.into_active_model().reset_all().insert(tx.conn()).await?)
}

/// Stores a changed client and raises the version.
///
/// # Errors
/// When the row cannot be stored.
pub async fn store_change(tx: &Tx, mut row: api_client::Model) -> Result<api_client::Model> {
    row.version += 1;
    row.updated_at = tx.now;
    Ok(row.into_active_model().reset_all().update(tx.conn()).await?)
}

/// Names a client anew, or lets it in or out.
///
/// # Errors
/// When the row cannot be stored.
pub async fn store_user(tx: &Tx, id: UserId, name: Option<&str>, active: Option<bool>) -> Result<()> {
    let found = user::Entity::find_by_id(id).lock(LockType::NoKeyUpdate).one(tx.conn()).await?;
    let mut row = found.ok_or(Error::NotFound)?.into_active_model();
    if let Some(name) = name {
        row.name = Set(name.trim().to_owned());
    }
    if let Some(active) = active {
        row.active = Set(active);
    }
    row.updated_at = Set(tx.now);
    row.update(tx.conn()).await?;
    Ok(())
}

/// Notes that a client fetched a token, which is no new version.
///
/// # Errors
/// When the row cannot be stored.
pub async fn store_use(tx: &Tx, client: api_client::Model) -> Result<()> {
    let mut row = client.into_active_model();
    row.last_used_at = Set(Some(tx.now));
    row.update(tx.conn()).await?;
    Ok(())
}

/// The client of this id, whoever asks: it proves itself by its secret.
///
/// # Errors
/// When the database does not answer.
pub async fn by_client_id(state: &State, client_id: &str) -> Result<Option<(api_client::Model, user::Model)>> {
    if client_id.contains('\0') {
        return Ok(None); // PostgreSQL takes no NUL in a text: no id has one.
    }
    let query = api_client::Entity::find().filter(api_client::Column::ClientId.eq(client_id));
    let reading = state.reading_everything();
    let Some(client) = query.one(&reading).await? else { return Ok(None) };
    let user = user::Entity::find_by_id(client.id).one(&reading).await?;
    Ok(user.map(|user| (client, user)))
}

/// The same, held until the transaction ends.
///
/// # Errors
/// When the database does not answer.
pub async fn lock_by_client_id(tx: &Tx, client_id: &str) -> Result<Option<(api_client::Model, user::Model)>> {
    let query =
        api_client::Entity::find().filter(api_client::Column::ClientId.eq(client_id)).lock(LockType::NoKeyUpdate);
    let Some(client) = query.one(tx.conn()).await? else { return Ok(None) };
    let user = user::Entity::find_by_id(client.id).one(tx.conn()).await?;
    Ok(user.map(|user| (client, user)))
}

/// The names of the permissions a client was given.
///
/// # Errors
/// `Internal` when the row was not written by us.
pub fn permissions(client: &api_client::Model) -> Result<Vec<String>> {
    Ok(serde_json::from_value(client.permissions.clone())?)
}
