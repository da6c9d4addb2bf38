//! API clients, for the administrator who keeps them.

use std::cell::Cell;

use actix_web::{
    get, patch, post,
    web::{Json, Path},
};
use guibin_domain::ids::UserId;

use super::{
    commands, rows, secret,
    view::{one, shown},
    wire::{ApiClient, ApiClientPatch, ApiClientQuery, ClientSecret, NewApiClient},
};
use crate::{
    body::{Body, Nothing, Once},
    ctx::{ApiClientManage, Ctx, Tx},
    error::Result,
    headers::{IfMatchHeader, OnceHeader},
    page::Page,
    precondition::IfMatch,
    query::Query,
    reply::Reply,
};

/// List API clients
///
/// The programs that were let in, the newest first, with what they may do and when they were last here.
#[utoipa::path(
    tag = "api_clients",
    operation_id = "api_client_list",
    params(ApiClientQuery),
    security(("bearer" = ["api_client.manage"])),
    responses((status = 200, description = "A page of API clients", body = Page<ApiClient>)),
)]
#[get("/api-clients")]
pub async fn list(ctx: Ctx<ApiClientManage>, query: Query<ApiClientQuery>) -> Result<Json<Page<ApiClient>>> {
    let page = rows::page(ctx.read().conn(), &ctx.scope, &query).await?;
    let Page { items, next_cursor, total } = page;
    Ok(Json(Page { items: shown(ctx.read().conn(), items).await?, next_cursor, total }))
}

/// Create an API client
///
/// Answers the secret once; only a hash of it is kept. Sent again with the same `Idempotency-Key`, the answer comes
/// without it. 422 `validation-failed` at `/permissions/…` for what is not a program's to hold, at `/org_id` when
/// there is no such unit, at `/expires_at` when that has passed.
#[utoipa::path(
    tag = "api_clients",
    operation_id = "api_client_create",
    params(OnceHeader),
    request_body = NewApiClient,
    security(("bearer" = ["api_client.manage"])),
    responses((status = 201, description = "Created", body = ApiClient)),
)]
#[post("/api-clients")]
pub async fn create(ctx: Ctx<ApiClientManage>, body: Body<NewApiClient>) -> Result<Reply> {
    let (secret, made) = (secret::new()?, Cell::new(None));
    let write = async |tx: &Tx| {
        let new = one(tx.conn(), commands::create(tx, &body, &secret).await?).await?;
        let reply = Reply::created("/api-clients", new.id, new.version, &new)?;
        made.set(Some(new));
        Ok(reply)
    };
    let kept = ctx.write(&body.once, write).await?;
    with_secret(kept, made.take(), secret)
}

/// Read an API client
///
/// One program. 404 when there is none.
#[utoipa::path(
    tag = "api_clients",
    operation_id = "api_client_read",
    params(("id" = UserId, Path, description = "The API client")),
    security(("bearer" = ["api_client.manage"])),
    responses((status = 200, description = "The API client", body = ApiClient)),
)]
#[get("/api-clients/{id}")]
pub async fn read(ctx: Ctx<ApiClientManage>, id: Path<UserId>) -> Result<Reply> {
    let row = rows::get(ctx.read().conn(), &ctx.scope, *id).await?;
    let version = row.version;
    Reply::ok(&one(ctx.read().conn(), row).await?, version)
}

/// Change an API client
///
/// JSON merge patch; it holds from the client's next request. Disabling ends its tokens. 422 as at creation;
/// 412 and 428 by `If-Match`.
#[utoipa::path(
    tag = "api_clients",
    operation_id = "api_client_change",
    params(("id" = UserId, Path, description = "The API client"), IfMatchHeader),
    request_body = ApiClientPatch,
    security(("bearer" = ["api_client.manage"])),
    responses((status = 200, description = "Changed", body = ApiClient)),
)]
#[patch("/api-clients/{id}")]
pub async fn change(
    ctx: Ctx<ApiClientManage>,
    id: Path<UserId>,
    if_match: IfMatch,
    body: Body<ApiClientPatch>,
) -> Result<Reply> {
    ctx.write(&body.once, async |tx| {
        let row = commands::change(tx, *id, if_match, &body).await?;
        let version = row.version;
        Reply::ok(&one(tx.conn(), row).await?, version)
    })
    .await
}

/// Give an API client another secret
///
/// Answers it once. The secret before and every token fetched with it are dead at once. Since the answer is kept
/// nowhere, a repeated request gives yet another secret.
#[utoipa::path(
    tag = "api_clients",
    operation_id = "api_client_secret_create",
    params(("id" = UserId, Path, description = "The API client"), IfMatchHeader),
    request_body = Nothing,
    security(("bearer" = ["api_client.manage"])),
    responses((status = 200, description = "The new secret", body = ClientSecret)),
)]
#[post("/api-clients/{id}/secrets")]
pub async fn renew(
    ctx: Ctx<ApiClientManage>,
    id: Path<UserId>,
    if_match: IfMatch,
    _body: Body<Nothing>,
) -> Result<Reply> {
    let secret = secret::new()?;
    ctx.write(&Once::never(), async |tx| {
        let row = commands::renew(tx, *id, if_match, &secret).await?;
        Reply::ok(&ClientSecret { client_secret: secret.clone() }, row.version)
    })
    .await
}

/// What is answered: the kept answer, which never holds a secret, or the same with it.
fn with_secret(kept: Reply, made: Option<ApiClient>, secret: String) -> Result<Reply> {
    let Some(new) = made else { return Ok(kept) };
    let (id, version) = (new.id, new.version);
    Reply::created("/api-clients", id, version, &ApiClient { client_secret: Some(secret), ..new })
}
