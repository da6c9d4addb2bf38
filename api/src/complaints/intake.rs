//! Receiving a complaint: its clock starts here.

use actix_web::post;
use guibin_domain::{
    complaint::{Channel, Level},
    ids::CustomerId,
};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::{commands, http::Complaint, view};
use crate::{
    body::Body,
    ctx::{ComplaintWork, Ctx},
    error::Result,
    headers::OnceHeader,
    reply::Reply,
};

/// A complaint, as it is received.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "customer_id": "01936d2c-7b4a-7c3e-9f10-5d6e7f809a1b", "channel": "hotline", "level": 1, "title": "互动点播卡顿",
    "content": "晚间点播频繁卡顿，重启机顶盒无效", "category": "信号质量", "contact_name": "李慧", "contact_phone": "13900135678"
}))]
pub struct NewComplaint {
    pub customer_id: CustomerId,
    pub channel: Channel,
    pub level: Level,
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub title: String,
    /// What the customer said.
    #[validate(length(min = 1, max = 4000))]
    #[schema(min_length = 1, max_length = 4000)]
    pub content: String,
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100)]
    pub category: Option<String>,
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100)]
    pub contact_name: Option<String>,
    #[validate(length(min = 1, max = 30))]
    #[schema(min_length = 1, max_length = 30)]
    pub contact_phone: Option<String>,
}

/// Receive a complaint
///
/// Whoever receives it answers for it to the end; a clerk at the desk passes it on to the customer's
/// own manager. The clock starts now and runs as long as the policy gives the level: 5, 8 or 12 hours
/// for level 1, 2 or 3 in pack P01.
///
/// 404 `not-found` when the caller sees no such customer; 422 `validation-failed` with
/// `level_unknown` at `/level` and `phone_shape` or `masked_value` at `/contact_phone`.
#[utoipa::path(
    tag = "complaints",
    operation_id = "complaint_create",
    params(OnceHeader),
    request_body = NewComplaint,
    security(("bearer" = ["complaint.work"])),
    responses((status = 201, description = "Received", body = Complaint)),
)]
#[post("/complaints")]
pub async fn create(ctx: Ctx<ComplaintWork>, body: Body<NewComplaint>) -> Result<Reply> {
    ctx.write(&body.once, async |tx| {
        let row = commands::create(tx, &body).await?;
        let complaint = view::within(&ctx, tx, row).await?;
        Reply::created("/complaints", complaint.summary.id, complaint.version, &complaint)
    })
    .await
}
