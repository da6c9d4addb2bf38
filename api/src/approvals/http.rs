//! An approval on the wire, alone and in lists.

use actix_web::{
    get,
    web::{Json, Path},
};
use chrono::{DateTime, Utc};
use guibin_domain::{
    access::Role,
    approval::{Action, Kind, Status, StepStatus},
    ids::{ApprovalId, ApprovalStepId, CustomerId},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{form::ApprovalForm, listing, showing};
use crate::{
    audit::Entry,
    ctx::{ApprovalRead, Ctx},
    error::Result,
    page::Page,
    query::Query,
    refs::{Allowed, CustomerRef, OrgRef, UserRef},
    reply::Reply,
    signature::Signature,
};

/// One post's part in an approval.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01936d2c-7b4a-7c3e-9f10-4c5d6e7f8091", "round": 1, "position": 1, "name_zh": "分公司领导审批", "name_en": "Branch leader",
    "role": "leader", "org": {"id": "01936d2c-7b4a-7c3e-9f10-0a1b2c3d4e5f", "name": "金牛分公司"},
    "approvers": [{"id": "01936d2c-7b4a-7c3e-9f10-3f2a1b0c9d90", "name": "周立"}], "status": "approved",
    "decided_by": {"id": "01936d2c-7b4a-7c3e-9f10-3f2a1b0c9d90", "name": "周立"}, "decided_at": "2026-11-22T08:02:10.000000Z",
    "comment": "同意", "signature": null
}))]
pub struct ApprovalStep {
    pub id: ApprovalStepId,
    /// 1 for the first submission, one more after each return.
    pub round: i32,
    /// 1 for the first step of the flow.
    pub position: i32,
    pub name_zh: String,
    pub name_en: String,
    /// The role that decides.
    pub role: Role,
    /// The unit whose holders of the role decide.
    pub org: OrgRef,
    /// Who holds that post now.
    pub approvers: Vec<UserRef>,
    pub status: StepStatus,
    pub decided_by: Option<UserRef>,
    pub decided_at: Option<DateTime<Utc>>,
    pub comment: Option<String>,
    pub signature: Option<Signature>,
}

/// An application and its way through the posts.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01936d2c-7b4a-7c3e-9f10-6e7f8091a2b3", "number": "SP20261122-0007", "kind": "special_opening", "status": "in_review",
    "customer": {"id": "01936d2c-7b4a-7c3e-9f10-5d6e7f809a1b", "number": "GB1001000000427", "name": "王建国"},
    "applicant": {"id": "01936d2c-7b4a-7c3e-9f10-3f2a1b0c9d8e", "name": "刘洋"},
    "org": {"id": "01936d2c-7b4a-7c3e-9f10-0a1b2c3d4e5f", "name": "金牛分公司"},
    "form": {
        "special_kind": "leader", "reason": "区级重点单位负责人", "special_contribution": true, "on_our_network": true,
        "device_type": "高清互动机顶盒", "programme_packages": ["基本包", "高清包"], "starts_on": "2026-12-01", "ends_on": "2027-11-30"
    },
    "current_step": 1, "round": 1,
    "steps": [{
        "id": "01936d2c-7b4a-7c3e-9f10-4c5d6e7f8091", "round": 1, "position": 1, "name_zh": "分公司领导审批", "name_en": "Branch leader",
        "role": "leader", "org": {"id": "01936d2c-7b4a-7c3e-9f10-0a1b2c3d4e5f", "name": "金牛分公司"},
        "approvers": [{"id": "01936d2c-7b4a-7c3e-9f10-3f2a1b0c9d90", "name": "周立"}], "status": "pending",
        "decided_by": null, "decided_at": null, "comment": null, "signature": null
    }],
    "decided_at": null, "withdrawal_reason": null, "version": 1,
    "allowed_actions": [
        {"action": "approve", "allowed": false, "reason": "不能审批自己提交的申请。请由其他负责人处理。"},
        {"action": "withdraw", "allowed": true, "reason": null}
    ],
    "created_at": "2026-11-22T06:32:10.000000Z", "updated_at": "2026-11-22T06:32:10.000000Z"
}))]
pub struct Approval {
    pub id: ApprovalId,
    /// The number on the printed form.
    pub number: String,
    pub kind: Kind,
    pub status: Status,
    pub customer: CustomerRef,
    pub applicant: UserRef,
    pub org: OrgRef,
    pub form: ApprovalForm,
    /// `position` of the step that waits for a decision; null when none does.
    pub current_step: Option<i32>,
    pub round: i32,
    /// Of all rounds, in the order of round and position.
    pub steps: Vec<ApprovalStep>,
    pub decided_at: Option<DateTime<Utc>>,
    /// Why the applicant took it back.
    pub withdrawal_reason: Option<String>,
    pub version: i64,
    pub allowed_actions: Vec<Allowed<Action>>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// An approval in a list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01936d2c-7b4a-7c3e-9f10-6e7f8091a2b3", "number": "SP20261122-0007", "kind": "special_opening", "status": "in_review",
    "customer": {"id": "01936d2c-7b4a-7c3e-9f10-5d6e7f809a1b", "number": "GB1001000000427", "name": "王建国"},
    "applicant": {"id": "01936d2c-7b4a-7c3e-9f10-3f2a1b0c9d8e", "name": "刘洋"},
    "current_step_name_zh": "分公司领导审批", "current_step_name_en": "Branch leader",
    "created_at": "2026-11-22T06:32:10.000000Z", "updated_at": "2026-11-22T06:32:10.000000Z"
}))]
pub struct ApprovalSummary {
    pub id: ApprovalId,
    pub number: String,
    pub kind: Kind,
    pub status: Status,
    pub customer: CustomerRef,
    pub applicant: UserRef,
    /// Null when no step waits for a decision.
    pub current_step_name_zh: Option<String>,
    pub current_step_name_en: Option<String>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// The order of a list of approvals; `-` is descending.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum ApprovalSort {
    #[default]
    #[serde(rename = "-updated_at")]
    NewestChange,
    #[serde(rename = "updated_at")]
    OldestChange,
    #[serde(rename = "-created_at")]
    Newest,
    #[serde(rename = "created_at")]
    Oldest,
}

/// Which approvals, and which page of them.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ApprovalQuery {
    /// Where it stands.
    #[param(inline)]
    pub status: Option<Status>,
    /// What is applied for.
    #[param(inline)]
    pub kind: Option<Kind>,
    /// For this customer.
    pub customer_id: Option<CustomerId>,
    /// Those whose current step the caller may decide.
    pub waiting_for_me: Option<bool>,
    /// Those the caller applied for.
    pub mine: Option<bool>,
    /// The order; `-` is descending. The newest change first when absent.
    #[param(inline)]
    pub sort: Option<ApprovalSort>,
    /// At most so many items.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u64>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Whether to count all items as `total`.
    pub count: Option<bool>,
}

/// List approvals
///
/// The approvals the caller may see: as applicant, as leader, or as the one they wait for.
#[utoipa::path(
    tag = "approvals",
    operation_id = "approval_list",
    params(ApprovalQuery),
    security(("bearer" = ["approval.read"])),
    responses((status = 200, description = "A page of approvals", body = Page<ApprovalSummary>)),
)]
#[get("/approvals")]
pub async fn list(ctx: Ctx<ApprovalRead>, query: Query<ApprovalQuery>) -> Result<Json<Page<ApprovalSummary>>> {
    let page = listing::page(ctx.read(), &ctx.actor, &query).await?;
    ctx.saw(Entry::listed("approval", ctx.actor.org_id, query.customer_id, page.items.len())).await?;
    Ok(Json(page))
}

/// Read an approval
///
/// The form, every step of every round, and what the caller may do with it now.
#[utoipa::path(
    tag = "approvals",
    operation_id = "approval_read",
    params(("id" = ApprovalId, Path, description = "The approval")),
    security(("bearer" = ["approval.read"])),
    responses((status = 200, description = "The approval", body = Approval)),
)]
#[get("/approvals/{id}")]
pub async fn read(ctx: Ctx<ApprovalRead>, id: Path<ApprovalId>) -> Result<Reply> {
    let row = listing::find(ctx.read(), *id).await?;
    ctx.saw(Entry::viewed("approval", *id, row.org_id, row.customer_id)).await?;
    let version = row.version;
    Reply::ok(&showing::whole(ctx.read().conn(), ctx.read().cipher, row, &ctx.actor, ctx.lang).await?, version)
}
