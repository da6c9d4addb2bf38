//! Users on the wire.

use actix_web::{
    get, patch, post,
    web::{Json, Path},
};
use chrono::{DateTime, Utc};
use guibin_domain::{
    access::Role,
    ids::{OrgId, UserId},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use super::{
    commands,
    rows::{self, OrgRow, UserRow},
};
use crate::{
    body::Body,
    ctx::{Ctx, Tx, UserManage, UserRead},
    error::Result,
    headers::{IfMatchHeader, OnceHeader},
    page::Page,
    precondition::IfMatch,
    query::Query,
    reply::Reply,
    sessions::passwords,
};

/// A member of staff.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01936d2c-7b4a-7c3e-9f10-3f2a1b0c9d8e", "username": "manager-a", "name": "刘洋",
    "org_id": "01936d2c-7b4a-7c3e-9f10-0a1b2c3d4e5f", "org_name": "金牛分公司", "roles": ["account_manager"],
    "active": true, "version": 1, "created_at": "2026-11-22T01:00:00.000000Z", "updated_at": "2026-11-22T01:00:00.000000Z"
}))]
pub struct User {
    pub id: UserId,
    pub username: String,
    pub name: String,
    pub org_id: OrgId,
    pub org_name: String,
    pub roles: Vec<Role>,
    /// Whether the user may sign in.
    pub active: bool,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// A new member of staff.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "username": "manager-a3", "name": "赵敏", "org_id": "01936d2c-7b4a-7c3e-9f10-0a1b2c3d4e5f",
    "roles": ["account_manager"], "password": "correct horse battery"
}))]
pub struct NewUser {
    /// Lower-case letters, digits, `-`, `_` and `.`; unique, and never changed.
    #[validate(length(min = 2, max = 50))]
    #[schema(min_length = 2, max_length = 50)]
    pub username: String,
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    pub org_id: OrgId,
    #[validate(length(min = 1, max = 8))]
    #[schema(min_items = 1, max_items = 8)]
    pub roles: Vec<Role>,
    #[validate(length(min = 8, max = 200))]
    #[schema(min_length = 8, max_length = 200, format = Password)]
    pub password: String,
}

/// What may change about a member of staff.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"roles": ["account_manager", "clerk"], "active": true}))]
pub struct UserPatch {
    #[serde(default, deserialize_with = "crate::patch::given")]
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100, nullable = false)]
    pub name: Option<String>,
    #[serde(default, deserialize_with = "crate::patch::given")]
    #[schema(nullable = false)]
    pub org_id: Option<OrgId>,
    #[serde(default, deserialize_with = "crate::patch::given")]
    #[validate(length(min = 1, max = 8))]
    #[schema(min_items = 1, max_items = 8, nullable = false)]
    pub roles: Option<Vec<Role>>,
    /// False ends every session of the user.
    #[serde(default, deserialize_with = "crate::patch::given")]
    #[schema(nullable = false)]
    pub active: Option<bool>,
    #[serde(default, deserialize_with = "crate::patch::given")]
    #[validate(length(min = 8, max = 200))]
    #[schema(min_length = 8, max_length = 200, format = Password, nullable = false)]
    pub password: Option<String>,
}

/// Which users.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct UserQuery {
    /// Part of the name or of the user name.
    #[param(max_length = 100)]
    pub q: Option<String>,
    /// In this organisation unit.
    pub org_id: Option<OrgId>,
    /// Only those who may sign in, or only those who may not.
    pub active: Option<bool>,
    /// At most so many items.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u64>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Whether to count all items as `total`.
    pub count: Option<bool>,
}

/// List users
///
/// The members of staff the caller may see, by user name.
#[utoipa::path(
    tag = "staff",
    operation_id = "user_list",
    params(UserQuery),
    security(("bearer" = ["user.read"])),
    responses((status = 200, description = "A page of users", body = Page<User>)),
)]
#[get("/users")]
pub async fn list(ctx: Ctx<UserRead>, query: Query<UserQuery>) -> Result<Json<Page<User>>> {
    let page = rows::users(ctx.read().conn(), &ctx.scope, &query).await?;
    let (orgs, roles) = rows::around(ctx.read().conn(), &page.items).await?;
    Ok(Json(page.map(|row| named(row, &orgs, &roles))))
}

/// Create a user
///
/// 409 `duplicate` when the user name is taken; 422 `validation-failed` at `/roles` when the roles
/// may not be held together (administrator and auditor stand alone), at `/org_id` when there is no such unit.
#[utoipa::path(
    tag = "staff",
    operation_id = "user_create",
    params(OnceHeader),
    request_body = NewUser,
    security(("bearer" = ["user.manage"])),
    responses((status = 201, description = "Created", body = User)),
)]
#[post("/users")]
pub async fn create(ctx: Ctx<UserManage>, body: Body<NewUser>) -> Result<Reply> {
    commands::check_username(&body.username)?;
    passwords::check_strength(ctx.state.config.password_profile, &body.password, &body.username, "/password")?;
    let hash = passwords::hash(&ctx.state, &body.password).await?;
    ctx.write(&body.once, async |tx| {
        let row = commands::create_user(tx, &body, hash).await?;
        Reply::created("/users", row.id, row.version, &shown(tx, row.clone()).await?)
    })
    .await
}

/// Read a user
///
/// One member of staff. 404 when there is none or it is not the caller's to see.
#[utoipa::path(
    tag = "staff",
    operation_id = "user_read",
    params(("id" = UserId, Path, description = "The user")),
    security(("bearer" = ["user.read"])),
    responses((status = 200, description = "The user", body = User)),
)]
#[get("/users/{id}")]
pub async fn read(ctx: Ctx<UserRead>, id: Path<UserId>) -> Result<Reply> {
    let row = rows::user(ctx.read().conn(), &ctx.scope, *id).await?;
    let (orgs, roles) = rows::around(ctx.read().conn(), std::slice::from_ref(&row)).await?;
    Reply::ok(&named(row.clone(), &orgs, &roles), row.version)
}

/// Change a user
///
/// JSON merge patch. Moving, disabling, another password and other roles end the user's sessions at
/// once. 409 `state-conflict` when the last active administrator would be gone; 422 `validation-failed`
/// at `/roles` for roles that may not be held together; 412 and 428 by `If-Match`.
#[utoipa::path(
    tag = "staff",
    operation_id = "user_change",
    params(("id" = UserId, Path, description = "The user"), IfMatchHeader),
    request_body = UserPatch,
    security(("bearer" = ["user.manage"])),
    responses((status = 200, description = "Changed", body = User)),
)]
#[patch("/users/{id}")]
pub async fn change(ctx: Ctx<UserManage>, id: Path<UserId>, if_match: IfMatch, body: Body<UserPatch>) -> Result<Reply> {
    let hash = new_hash(&ctx, *id, &body).await?;
    ctx.write(&body.once, async |tx| {
        let row = commands::change_user(tx, *id, if_match, &body, hash).await?;
        Reply::ok(&shown(tx, row.clone()).await?, row.version)
    })
    .await
}

async fn new_hash(ctx: &Ctx<UserManage>, id: UserId, patch: &UserPatch) -> Result<Option<String>> {
    let Some(password) = &patch.password else { return Ok(None) };
    let user = rows::user(ctx.read().conn(), &ctx.scope, id).await?;
    passwords::check_strength(ctx.state.config.password_profile, password, &user.username, "/password")?;
    passwords::hash(&ctx.state, password).await.map(Some)
}

async fn shown(tx: &Tx, row: UserRow) -> Result<User> {
    let (orgs, roles) = rows::around(tx.conn(), std::slice::from_ref(&row)).await?;
    Ok(named(row, &orgs, &roles))
}

fn named(row: UserRow, orgs: &[OrgRow], roles: &[rows::RoleRow]) -> User {
    let org_name = orgs.iter().find(|org| org.id == row.org_id).map(|org| org.name.clone()).unwrap_or_default();
    let roles = roles.iter().filter(|held| held.user_id == row.id).map(|held| held.role).collect();
    wire(row, org_name, roles)
}

pub(super) fn wire(row: UserRow, org_name: String, roles: Vec<Role>) -> User {
    User {
        id: row.id,
        username: row.username,
        name: row.name,
        org_id: row.org_id,
        org_name,
        roles,
        active: row.active,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}
