//! Policy packs on the wire.

use actix_web::{
    get,
    web::{Json, Path},
};
use chrono::NaiveDate;
use guibin_domain::ids::PolicyVersionId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::rows;
use crate::{
    ctx::{Ctx, PolicyRead},
    error::Result,
    page::{Cut, Page},
    query::Query,
};

/// A policy pack, in its newest version.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"code": "p01-jinniu-cable", "title": "广电网络分公司 大客户服务管理业务规范", "version": 1, "effective_from": "2026-01-01"}))]
pub struct PolicySummary {
    pub code: String,
    pub title: String,
    pub version: i32,
    /// First day it holds, in the branch's zone.
    pub effective_from: NaiveDate,
}

/// One version of a policy pack, with all it promises.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01936d2c-7b4a-7c3e-9f10-7a8b9c0d1e2f", "code": "p01-jinniu-cable", "version": 1, "title": "广电网络分公司 大客户服务管理业务规范",
    "effective_from": "2026-01-01",
    "content": {"code": "p01-jinniu-cable", "complaints": {"levels": {"1": {"resolve": "PT5H"}, "2": {"resolve": "PT8H"}, "3": {"resolve": "PT12H"}}}}
}))]
pub struct PolicyVersion {
    pub id: PolicyVersionId,
    pub code: String,
    pub version: i32,
    pub title: String,
    /// First day it holds, in the branch's zone.
    pub effective_from: NaiveDate,
    /// The pack itself.
    #[schema(value_type = Object)]
    pub content: serde_json::Value,
}

/// Which page of the packs, or of one pack's versions.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PolicyQuery {
    /// At most so many items.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u64>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Whether to count all items as `total`.
    pub count: Option<bool>,
}

impl PolicyQuery {
    fn cut(&self, descending: bool) -> Cut<'_> {
        Cut { limit: self.limit, cursor: self.cursor.as_deref(), count: self.count == Some(true), descending }
    }
}

/// List policy packs
///
/// Every pack in its newest version, by code.
#[utoipa::path(
    tag = "policies",
    operation_id = "policy_list",
    params(PolicyQuery),
    security(("bearer" = ["policy.read"])),
    responses((status = 200, description = "A page of policy packs", body = Page<PolicySummary>)),
)]
#[get("/policies")]
pub async fn list(ctx: Ctx<PolicyRead>, query: Query<PolicyQuery>) -> Result<Json<Page<PolicySummary>>> {
    let page = rows::packs(ctx.read().conn(), &query.cut(false)).await?;
    Ok(Json(page.map(summary)))
}

/// List the versions of a policy pack
///
/// Newest first, each with its whole content. 404 when there is no pack of that code.
#[utoipa::path(
    tag = "policies",
    operation_id = "policy_version_list",
    params(("code" = String, Path, description = "The pack's code", example = "p01-jinniu-cable"), PolicyQuery),
    security(("bearer" = ["policy.read"])),
    responses((status = 200, description = "A page of versions", body = Page<PolicyVersion>)),
)]
#[get("/policies/{code}/versions")]
pub async fn list_versions(
    ctx: Ctx<PolicyRead>,
    code: Path<String>,
    query: Query<PolicyQuery>,
) -> Result<Json<Page<PolicyVersion>>> {
    let page = rows::versions(ctx.read().conn(), &code, &query.cut(true)).await?;
    let items = page.items.into_iter().map(version).collect::<Result<_>>()?;
    Ok(Json(Page { items, next_cursor: page.next_cursor, total: page.total }))
}

fn summary(row: rows::Version) -> PolicySummary {
    PolicySummary { code: row.code, title: row.title, version: row.version, effective_from: row.effective_from }
}

fn version(row: rows::Version) -> Result<PolicyVersion> {
    let content = serde_json::to_value(super::read(&row.content)?)?;
    Ok(PolicyVersion {
        id: row.id,
        code: row.code,
        version: row.version,
        title: row.title,
        effective_from: row.effective_from,
        content,
    })
}
