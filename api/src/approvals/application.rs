//! What the applicant does: see the route, apply, correct, submit again, take back.

use actix_web::{
    patch, post,
    web::{Json, Path},
};
use guibin_domain::{
    access::Role,
    approval::Kind,
    ids::{ApprovalId, CustomerId},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{commands, commands::Wanted, form::ApprovalForm, http::Approval, showing};
use crate::{
    body::{Body, Nothing},
    ctx::{ApprovalApply, Ctx},
    error::Result,
    headers::{IfMatchHeader, OnceHeader, RequiredOnceHeader},
    precondition::IfMatch,
    refs::{OrgRef, UserRef},
    reply::Reply,
};

/// An application, whether to look at its route or to submit it.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "kind": "special_opening", "customer_id": "01936d2c-7b4a-7c3e-9f10-5d6e7f809a1b",
    "form": {
        "special_kind": "leader", "reason": "区级重点单位负责人，负责本区水务信息化项目", "special_contribution": true,
        "on_our_network": true, "device_type": "高清互动机顶盒", "programme_packages": ["基本包", "高清包"],
        "starts_on": "2026-12-01", "ends_on": "2027-11-30"
    }
}))]
pub struct NewApproval {
    pub kind: Kind,
    pub customer_id: CustomerId,
    #[validate(nested)]
    pub form: ApprovalForm,
}

/// The posts an application would go through.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"steps": [
    {
        "position": 1, "name_zh": "分公司领导审批", "name_en": "Branch leader", "role": "leader",
        "org": {"id": "01936d2c-7b4a-7c3e-9f10-0a1b2c3d4e5f", "name": "金牛分公司"},
        "approvers": [{"id": "01936d2c-7b4a-7c3e-9f10-3f2a1b0c9d90", "name": "周立"}]
    },
    {
        "position": 2, "name_zh": "总公司审批", "name_en": "Company", "role": "leader",
        "org": {"id": "01936d2c-7b4a-7c3e-9f10-000000000001", "name": "成都广电网络"},
        "approvers": [{"id": "01936d2c-7b4a-7c3e-9f10-3f2a1b0c9d91", "name": "何敏"}]
    }
]}))]
pub struct RoutePreview {
    pub steps: Vec<RouteStep>,
}

/// One post of a route.
#[derive(Debug, Serialize, ToSchema)]
pub struct RouteStep {
    /// 1 for the first step.
    pub position: u32,
    pub name_zh: String,
    pub name_en: String,
    /// The role that decides.
    pub role: Role,
    /// The unit whose holders of the role decide.
    pub org: OrgRef,
    /// Who holds that post now.
    pub approvers: Vec<UserRef>,
}

/// The corrected form.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"form": {
    "special_kind": "leader", "reason": "区级重点单位负责人；补充：2025 年配合完成光改", "special_contribution": true,
    "on_our_network": true, "device_type": "高清互动机顶盒", "programme_packages": ["基本包", "高清包"],
    "starts_on": "2026-12-01", "ends_on": "2027-11-30"
}}))]
pub struct ApprovalPatch {
    /// The whole form, as it should be.
    #[validate(nested)]
    pub form: ApprovalForm,
}

/// Why an application is taken back.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "客户决定暂不申请"}))]
pub struct NewWithdrawal {
    #[validate(length(min = 1, max = 1000))]
    #[schema(min_length = 1, max_length = 1000)]
    pub reason: String,
}

/// Preview an approval's route
///
/// The posts the application would go through and who holds them now; nothing is stored.
///
/// 404 when the caller sees no such customer; 409 `state-conflict` with `approval_post_empty` when
/// nobody holds a post, `approval_open` when an application for the customer is open already,
/// `customer_already_special` or `customer_not_special` when the customer does not fit the kind,
/// `customer_closed`; 422 `validation-failed` with `term_backwards` or `renewal_not_later` at
/// `/form/ends_on`.
#[utoipa::path(
    tag = "approvals",
    operation_id = "approval_route_preview",
    request_body = NewApproval,
    security(("bearer" = ["approval.apply"])),
    responses((status = 200, description = "The route", body = RoutePreview)),
)]
#[post("/approvals/route-previews")]
pub async fn preview_route(ctx: Ctx<ApprovalApply>, body: Body<NewApproval>) -> Result<Json<RoutePreview>> {
    let wanted = Wanted { kind: body.kind, customer_id: body.customer_id, form: &body.form };
    let reader = ctx.read();
    let steps = commands::preview(reader, &ctx.actor, ctx.now, &wanted).await?;
    Ok(Json(RoutePreview { steps: showing::route(reader.conn(), steps).await? }))
}

/// Apply
///
/// Submits an application: it goes to the first post of its route. Needs an `Idempotency-Key`.
///
/// 404 when the caller sees no such customer; 409 `state-conflict` with `approval_post_empty`,
/// `approval_open`, `customer_already_special`, `customer_not_special` or `customer_closed`; 422
/// `validation-failed` with `term_backwards` or `renewal_not_later` at `/form/ends_on`; 428
/// `precondition-required` without the key.
#[utoipa::path(
    tag = "approvals",
    operation_id = "approval_create",
    params(RequiredOnceHeader),
    request_body = NewApproval,
    security(("bearer" = ["approval.apply"])),
    responses((status = 201, description = "Submitted", body = Approval)),
)]
#[post("/approvals")]
pub async fn create(ctx: Ctx<ApprovalApply>, body: Body<NewApproval>) -> Result<Reply> {
    let wanted = Wanted { kind: body.kind, customer_id: body.customer_id, form: &body.form };
    ctx.write(body.once.required()?, async |tx| {
        let row = commands::apply(tx, &wanted).await?;
        showing::created(tx, row, ctx.lang).await
    })
    .await
}

/// Correct a returned application
///
/// Only the applicant (403 `permission-denied` with `approval_not_applicant`), and only while it is
/// returned: 409 `state-conflict` with `approval_move` otherwise. 422 `validation-failed` with `term_backwards` or `renewal_not_later` at `/form/ends_on`;
/// 412 and 428 by `If-Match`.
#[utoipa::path(
    tag = "approvals",
    operation_id = "approval_change",
    params(("id" = ApprovalId, Path, description = "The approval"), IfMatchHeader),
    request_body = ApprovalPatch,
    security(("bearer" = ["approval.apply"])),
    responses((status = 200, description = "Changed", body = Approval)),
)]
#[patch("/approvals/{id}")]
pub async fn change(
    ctx: Ctx<ApprovalApply>,
    id: Path<ApprovalId>,
    if_match: IfMatch,
    body: Body<ApprovalPatch>,
) -> Result<Reply> {
    ctx.write(&body.once, async |tx| {
        let row = commands::change(tx, *id, if_match, &body.form).await?;
        let version = row.version;
        Reply::ok(&showing::whole(tx.conn(), tx.cipher(), row, tx.person()?, ctx.lang).await?, version)
    })
    .await
}

/// Submit a returned application again
///
/// Starts the next round at the first post. 409 `state-conflict` with `approval_move` unless it is
/// returned, `approval_post_empty` when nobody holds a post; 412 and 428 by `If-Match`.
#[utoipa::path(
    tag = "approvals",
    operation_id = "approval_resubmit",
    params(("id" = ApprovalId, Path, description = "The approval"), IfMatchHeader, OnceHeader),
    request_body = Nothing,
    security(("bearer" = ["approval.apply"])),
    responses((status = 201, description = "Submitted again", body = Approval)),
)]
#[post("/approvals/{id}/submissions")]
pub async fn resubmit(
    ctx: Ctx<ApprovalApply>,
    id: Path<ApprovalId>,
    if_match: IfMatch,
    body: Body<Nothing>,
) -> Result<Reply> {
    ctx.write(&body.once, async |tx| {
        let row = commands::resubmit(tx, *id, if_match).await?;
        showing::created(tx, row, ctx.lang).await
    })
    .await
}

/// Withdraw an application
///
/// Only the applicant, while it is in review or returned; for good. 409 `state-conflict` with
/// `approval_move` when it is decided already; 412 and 428 by `If-Match`.
#[utoipa::path(
    tag = "approvals",
    operation_id = "approval_withdraw",
    params(("id" = ApprovalId, Path, description = "The approval"), IfMatchHeader, OnceHeader),
    request_body = NewWithdrawal,
    security(("bearer" = ["approval.apply"])),
    responses((status = 201, description = "Withdrawn", body = Approval)),
)]
#[post("/approvals/{id}/withdrawals")]
pub async fn withdraw(
    ctx: Ctx<ApprovalApply>,
    id: Path<ApprovalId>,
    if_match: IfMatch,
    body: Body<NewWithdrawal>,
) -> Result<Reply> {
    ctx.write(&body.once, async |tx| {
        let row = commands::withdraw(tx, *id, if_match, &body.reason).await?;
        showing::created(tx, row, ctx.lang).await
    })
    .await
}
