//! What is done about a complaint: its level, the reply, the customer's word.

use actix_web::{post, web::Path};
use guibin_domain::{complaint::Level, ids::ComplaintId};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::{commands, http::Complaint, view};
use crate::{
    body::Body,
    ctx::{ComplaintWork, Ctx},
    error::Result,
    headers::{IfMatchHeader, OnceHeader},
    precondition::IfMatch,
    reply::Reply,
};

/// Another level, and why.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"level": 2, "reason": "需技术部门排查光路"}))]
pub struct NewLevelChange {
    pub level: Level,
    #[validate(length(min = 1, max = 1000))]
    #[schema(min_length = 1, max_length = 1000)]
    pub reason: String,
}

/// What the customer is told.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "已更换入户光纤接头，现场测试点播正常"}))]
pub struct NewReply {
    #[validate(length(min = 1, max = 4000))]
    #[schema(min_length = 1, max_length = 4000)]
    pub text: String,
}

/// Whether the customer is satisfied.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"satisfied": true, "comment": "处理及时"}))]
pub struct NewConfirmation {
    pub satisfied: bool,
    #[validate(length(min = 1, max = 4000))]
    #[schema(min_length = 1, max_length = 4000)]
    pub comment: Option<String>,
}

/// Change a complaint's level
///
/// The time that has passed is carried over: the new limit counts from the receipt.
///
/// 409 `state-conflict` with `complaint_move` when it is closed; 422 `validation-failed` with
/// `level_same` or `level_unknown` at `/level`; 412 and 428 by `If-Match`.
#[utoipa::path(
    tag = "complaints",
    operation_id = "complaint_change_level",
    params(("id" = ComplaintId, Path, description = "The complaint"), IfMatchHeader, OnceHeader),
    request_body = NewLevelChange,
    security(("bearer" = ["complaint.work"])),
    responses((status = 201, description = "Changed", body = Complaint)),
)]
#[post("/complaints/{id}/level-changes")]
pub async fn change_level(
    ctx: Ctx<ComplaintWork>,
    id: Path<ComplaintId>,
    if_match: IfMatch,
    body: Body<NewLevelChange>,
) -> Result<Reply> {
    ctx.write(&body.once, async |tx| {
        let row = commands::change_level(tx, *id, if_match, body.level, &body.reason).await?;
        let complaint = view::within(&ctx, tx, row).await?;
        Reply::created("/complaints", complaint.summary.id, complaint.version, &complaint)
    })
    .await
}

/// Reply to a complaint
///
/// Writes down what the customer is told. The clock runs on until the customer is satisfied.
///
/// 409 `state-conflict` with `complaint_move` when it is closed; 412 and 428 by `If-Match`.
#[utoipa::path(
    tag = "complaints",
    operation_id = "complaint_reply",
    params(("id" = ComplaintId, Path, description = "The complaint"), IfMatchHeader, OnceHeader),
    request_body = NewReply,
    security(("bearer" = ["complaint.work"])),
    responses((status = 201, description = "Replied", body = Complaint)),
)]
#[post("/complaints/{id}/replies")]
pub async fn reply(
    ctx: Ctx<ComplaintWork>,
    id: Path<ComplaintId>,
    if_match: IfMatch,
    body: Body<NewReply>,
) -> Result<Reply> {
    ctx.write(&body.once, async |tx| {
        let row = commands::reply(tx, *id, if_match, &body.text).await?;
        let complaint = view::within(&ctx, tx, row).await?;
        Reply::created("/complaints", complaint.summary.id, complaint.version, &complaint)
    })
    .await
}

/// Write down the customer's word
///
/// A satisfied customer closes the complaint and stops its clock, for good; a dissatisfied one opens
/// it again, and the clock runs on.
///
/// 409 `state-conflict` with `complaint_move` unless it is replied; 412 and 428 by `If-Match`.
#[utoipa::path(
    tag = "complaints",
    operation_id = "complaint_confirm",
    params(("id" = ComplaintId, Path, description = "The complaint"), IfMatchHeader, OnceHeader),
    request_body = NewConfirmation,
    security(("bearer" = ["complaint.work"])),
    responses((status = 201, description = "Written down", body = Complaint)),
)]
#[post("/complaints/{id}/confirmations")]
pub async fn confirm(
    ctx: Ctx<ComplaintWork>,
    id: Path<ComplaintId>,
    if_match: IfMatch,
    body: Body<NewConfirmation>,
) -> Result<Reply> {
    ctx.write(&body.once, async |tx| {
        let row = commands::confirm(tx, *id, if_match, body.satisfied, body.comment.as_deref()).await?;
        let complaint = view::within(&ctx, tx, row).await?;
        Reply::created("/complaints", complaint.summary.id, complaint.version, &complaint)
    })
    .await
}
