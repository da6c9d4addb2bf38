//! What a leader says.

use actix_web::{post, web::Path};
use guibin_domain::{approval::Decision, ids::ApprovalId};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::{
    commands::{self, Said},
    http::Approval,
    showing,
};
use crate::{
    body::Body,
    ctx::{ApprovalDecide, Ctx},
    error::Result,
    headers::{IfMatchHeader, RequiredOnceHeader},
    precondition::IfMatch,
    reply::Reply,
    signature::NewSignature,
};

/// What a leader says to the step that waits.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"decision": "return", "comment": "请补充客户对公司的贡献说明"}))]
pub struct NewDecision {
    pub decision: Decision,
    /// Needed to return and to refuse.
    #[validate(length(min = 1, max = 4000))]
    #[schema(min_length = 1, max_length = 4000)]
    pub comment: Option<String>,
    #[validate(nested)]
    pub signature: Option<NewSignature>,
}

/// Decide an approval's current step
///
/// Approve sends it to the next post, or makes it so after the last; return gives it back to the
/// applicant; refuse ends it. Needs an `Idempotency-Key`.
///
/// 403 `permission-denied` with `approval_own_request` for the applicant and `approval_not_holder` for
/// whoever does not hold the post; 409 `state-conflict` with `approval_move` unless it is in review;
/// 422 `validation-failed` with `comment_missing` at `/comment`; 412 and 428 by `If-Match`, 428 also
/// without the key.
#[utoipa::path(
    tag = "approvals",
    operation_id = "approval_decide",
    params(("id" = ApprovalId, Path, description = "The approval"), IfMatchHeader, RequiredOnceHeader),
    request_body = NewDecision,
    security(("bearer" = ["approval.decide"])),
    responses((status = 201, description = "Decided", body = Approval)),
)]
#[post("/approvals/{id}/decisions")]
pub async fn decide(
    ctx: Ctx<ApprovalDecide>,
    id: Path<ApprovalId>,
    if_match: IfMatch,
    body: Body<NewDecision>,
) -> Result<Reply> {
    let said = Said { decision: body.decision, comment: body.comment.as_deref(), signature: body.signature.as_ref() };
    ctx.write(body.once.required()?, async |tx| {
        let row = commands::decide(tx, *id, if_match, &said).await?;
        showing::created(tx, row, ctx.lang).await
    })
    .await
}
