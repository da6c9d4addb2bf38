//! The organisation tree on the wire.

use actix_web::{
    get, patch, post,
    web::{Json, Path},
};
use chrono::{DateTime, Utc};
use guibin_domain::{ids::OrgId, org::OrgLevel};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use super::{
    commands,
    rows::{self, OrgRow},
};
use crate::{
    body::Body,
    ctx::{Ctx, OrgManage, OrgRead},
    error::Result,
    headers::{IfMatchHeader, OnceHeader},
    page::Page,
    precondition::IfMatch,
    query::Query,
    reply::Reply,
};

/// An organisation unit: company, branch, department or outlet.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01936d2c-7b4a-7c3e-9f10-0a1b2c3d4e5f", "parent_id": "01936d2c-7b4a-7c3e-9f10-000000000001", "code": "1001",
    "name": "金牛分公司", "level": "branch", "path": "/1000/1001/", "policy_code": "p01-jinniu-cable", "version": 1,
    "created_at": "2026-11-22T01:00:00.000000Z", "updated_at": "2026-11-22T01:00:00.000000Z"
}))]
pub struct Org {
    pub id: OrgId,
    /// Null for the company at the root.
    pub parent_id: Option<OrgId>,
    pub code: String,
    pub name: String,
    pub level: OrgLevel,
    /// The codes from the root down to this unit, between slashes.
    pub path: String,
    /// The policy pack whose promises hold here.
    pub policy_code: String,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// A new organisation unit.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"parent_id": "01936d2c-7b4a-7c3e-9f10-000000000001", "code": "1003", "name": "成华分公司", "level": "branch"}))]
pub struct NewOrg {
    pub parent_id: OrgId,
    /// Four digits for a branch, since customer numbers begin with them; unique in the company.
    #[validate(length(min = 1, max = 32))]
    #[schema(min_length = 1, max_length = 32)]
    pub code: String,
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    pub level: OrgLevel,
}

/// What may change about an organisation unit.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "金牛分公司（新址）"}))]
pub struct OrgPatch {
    #[serde(default, deserialize_with = "crate::patch::given")]
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100, nullable = false)]
    pub name: Option<String>,
}

/// Which page of the tree.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct OrgQuery {
    /// At most so many items.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u64>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Whether to count all items as `total`.
    pub count: Option<bool>,
}

/// List organisation units
///
/// The units the caller may see, parents before children.
#[utoipa::path(
    tag = "staff",
    operation_id = "org_list",
    params(OrgQuery),
    security(("bearer" = ["org.read"])),
    responses((status = 200, description = "A page of organisation units", body = Page<Org>)),
)]
#[get("/orgs")]
pub async fn list(ctx: Ctx<OrgRead>, query: Query<OrgQuery>) -> Result<Json<Page<Org>>> {
    let page = rows::orgs(ctx.read().conn(), &ctx.scope, &query).await?;
    Ok(Json(page.map(wire)))
}

/// Create an organisation unit
///
/// Puts a unit below another one. 409 `duplicate` when the code is taken; 422 `validation-failed`
/// at `/parent_id` when there is no such unit, at `/level` when it cannot stand below that parent.
#[utoipa::path(
    tag = "staff",
    operation_id = "org_create",
    params(OnceHeader),
    request_body = NewOrg,
    security(("bearer" = ["org.manage"])),
    responses((status = 201, description = "Created", body = Org)),
)]
#[post("/orgs")]
pub async fn create(ctx: Ctx<OrgManage>, body: Body<NewOrg>) -> Result<Reply> {
    ctx.write(&body.once, async |tx| {
        let row = commands::create_org(tx, &body).await?;
        Reply::created("/orgs", row.id, row.version, &wire(row.clone()))
    })
    .await
}

/// Read an organisation unit
///
/// One unit of the tree. 404 when it is not there or not the caller's to see.
#[utoipa::path(
    tag = "staff",
    operation_id = "org_read",
    params(("id" = OrgId, Path, description = "The organisation unit")),
    security(("bearer" = ["org.read"])),
    responses((status = 200, description = "The organisation unit", body = Org)),
)]
#[get("/orgs/{id}")]
pub async fn read(ctx: Ctx<OrgRead>, id: Path<OrgId>) -> Result<Reply> {
    let row = rows::org(ctx.read().conn(), &ctx.scope, *id).await?;
    Reply::ok(&wire(row.clone()), row.version)
}

/// Change an organisation unit
///
/// Renames it (JSON merge patch). 412 `precondition-failed` when somebody changed it meanwhile,
/// 428 `precondition-required` without `If-Match`.
#[utoipa::path(
    tag = "staff",
    operation_id = "org_change",
    params(("id" = OrgId, Path, description = "The organisation unit"), IfMatchHeader),
    request_body = OrgPatch,
    security(("bearer" = ["org.manage"])),
    responses((status = 200, description = "Changed", body = Org)),
)]
#[patch("/orgs/{id}")]
pub async fn change(ctx: Ctx<OrgManage>, id: Path<OrgId>, if_match: IfMatch, body: Body<OrgPatch>) -> Result<Reply> {
    ctx.write(&body.once, async |tx| {
        let row = commands::rename_org(tx, *id, if_match, body.name.as_deref()).await?;
        Reply::ok(&wire(row.clone()), row.version)
    })
    .await
}

fn wire(row: OrgRow) -> Org {
    Org {
        id: row.id,
        parent_id: row.parent_id,
        code: row.code,
        name: row.name,
        level: row.level,
        path: row.path,
        policy_code: row.policy_code,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}
