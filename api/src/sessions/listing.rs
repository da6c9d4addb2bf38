//! Where somebody is signed in: on the wire, for oneself and for administrators.

use actix_web::{
    delete, get, post,
    web::{Json, Path},
};
use chrono::{DateTime, Utc};
use guibin_domain::ids::{SessionId, UserId};
use guibin_entity::session;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};

use super::{own_commands as commands, rows};
use crate::{
    audit::Entry,
    body::{Body, Nothing, Once},
    cipher::Cipher,
    ctx::{Ctx, OrgRead, UserManage},
    error::Result,
    page::Page,
    query::Query,
    reply::Reply,
};

/// A place where somebody is signed in.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01936d2c-7b4a-7c3e-9f10-7c8d9e0f1a2b", "created_at": "2026-11-22T01:00:00.000000Z",
    "last_used_at": "2026-11-22T03:10:00.000000Z", "expires_at": "2026-11-22T13:00:00.000000Z",
    "user_agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64)", "address": "10.20.30.40", "is_current": true
}))]
pub struct Session {
    pub id: SessionId,
    pub created_at: DateTime<Utc>,
    /// When its access token was last renewed.
    pub last_used_at: DateTime<Utc>,
    /// When it ends, however much it is used.
    pub expires_at: DateTime<Utc>,
    /// What the browser calls itself.
    pub user_agent: Option<String>,
    /// Where the sign-in came from.
    pub address: Option<String>,
    /// Whether this request was made in it.
    pub is_current: bool,
}

/// Which page of the sessions.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SessionQuery {
    /// At most so many items.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u64>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// List my sessions
///
/// Where the caller is signed in, the latest first; ended and expired sessions are not listed.
#[utoipa::path(
    tag = "sessions",
    operation_id = "my_session_list",
    params(SessionQuery),
    security(("bearer" = ["org.read"])),
    responses((status = 200, description = "A page of sessions", body = Page<Session>)),
)]
#[get("/me/sessions")]
pub async fn mine(ctx: Ctx<OrgRead>, query: Query<SessionQuery>) -> Result<Json<Page<Session>>> {
    let reader = ctx.read();
    let page = rows::living(reader.conn(), ctx.actor.user_id, ctx.now, &query).await?;
    Ok(Json(page.map(|row| wire(reader.cipher, &row, ctx.actor.session_id))))
}

/// End one of my sessions
///
/// It ends at once, on every server, and with it its live streams. 404 when it is not the caller's, or over.
#[utoipa::path(
    tag = "sessions",
    operation_id = "my_session_end",
    params(("id" = SessionId, Path, description = "The session")),
    security(("bearer" = ["org.read"])),
    responses((status = 204, description = "Ended")),
)]
#[delete("/me/sessions/{id}")]
pub async fn end_mine(ctx: Ctx<OrgRead>, id: Path<SessionId>) -> Result<Reply> {
    let end = async |tx: &_| commands::end_session(tx, *id).await.map(|()| Reply::no_content());
    ctx.write(&Once::never(), end).await
}

/// End my other sessions
///
/// Every session of the caller but the one of this request ends at once.
#[utoipa::path(
    tag = "sessions",
    operation_id = "my_sessions_end",
    security(("bearer" = ["org.read"])),
    responses((status = 204, description = "Ended")),
)]
#[delete("/me/sessions")]
pub async fn end_my_others(ctx: Ctx<OrgRead>) -> Result<Reply> {
    let end = async |tx: &_| commands::end_other_sessions(tx).await.map(|()| Reply::no_content());
    ctx.write(&Once::never(), end).await
}

/// List a user's sessions
///
/// Where this user is signed in, the latest first. 404 when the user is not the caller's to see.
#[utoipa::path(
    tag = "sessions",
    operation_id = "user_session_list",
    params(("id" = UserId, Path, description = "The user"), SessionQuery),
    security(("bearer" = ["user.manage"])),
    responses((status = 200, description = "A page of sessions", body = Page<Session>)),
)]
#[get("/users/{id}/sessions")]
pub async fn of_user(
    ctx: Ctx<UserManage>,
    id: Path<UserId>,
    query: Query<SessionQuery>,
) -> Result<Json<Page<Session>>> {
    let reader = ctx.read();
    let user = rows::in_reach(reader.conn(), &ctx.scope, *id).await?;
    let page = rows::living(reader.conn(), user.id, ctx.now, &query).await?;
    // Where somebody works from is theirs: who looks at it is on the trail.
    let seen = Entry::done("session.listed", Some(user.org_id)).about("user", user.id.0);
    ctx.saw(seen.with(&json!({ "count": page.items.len() }))).await?;
    Ok(Json(page.map(|row| wire(reader.cipher, &row, ctx.actor.session_id))))
}

/// End a user's sessions
///
/// All of them, at once and on every server. 404 when the user is not the caller's to see.
#[utoipa::path(
    tag = "sessions",
    operation_id = "user_sessions_end",
    params(("id" = UserId, Path, description = "The user")),
    security(("bearer" = ["user.manage"])),
    responses((status = 204, description = "Ended")),
)]
#[delete("/users/{id}/sessions")]
pub async fn end_of_user(ctx: Ctx<UserManage>, id: Path<UserId>) -> Result<Reply> {
    let end = async |tx: &_| commands::end_sessions_of(tx, *id).await.map(|()| Reply::no_content());
    ctx.write(&Once::never(), end).await
}

/// Remove a user's second factor
///
/// For somebody who lost their telephone and their recovery codes; ends their sessions. 404 when the user
/// is not the caller's to see; 409 `state-conflict` when there is no second factor.
#[utoipa::path(
    tag = "sessions",
    operation_id = "user_totp_remove",
    params(("id" = UserId, Path, description = "The user")),
    request_body = Nothing,
    security(("bearer" = ["user.manage"])),
    responses((status = 204, description = "Removed")),
)]
#[post("/users/{id}/totp-removals")]
pub async fn remove_totp_of(ctx: Ctx<UserManage>, id: Path<UserId>, body: Body<Nothing>) -> Result<Reply> {
    let remove = async |tx: &_| commands::remove_totp_of(tx, *id).await.map(|()| Reply::no_content());
    ctx.write(&body.once, remove).await
}

fn wire(cipher: &Cipher, row: &session::Model, current: SessionId) -> Session {
    Session {
        id: row.id,
        created_at: row.created_at,
        last_used_at: row.last_used_at,
        expires_at: row.expires_at,
        user_agent: row.user_agent.clone(),
        address: rows::address(cipher, row),
        is_current: row.id == current,
    }
}
