//! Writing, editing and signing a service record.

use actix_web::{patch, post, web::Path};
use chrono::{DateTime, Utc};
use guibin_domain::{
    ids::{ComplaintId, CustomerId, ServiceRecordId},
    service_record::{HandlingStatus, Method},
};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::{
    commands,
    http::ServiceRecord,
    showing::{self, Viewer},
    text::PersonMet,
};
use crate::{
    body::{Body, Patch},
    ctx::{Ctx, ServiceRecordWrite},
    error::Result,
    headers::{IfMatchHeader, OnceHeader},
    patch::given,
    precondition::IfMatch,
    reply::Reply,
    signature::NewSignature,
};

/// A service, as it is written down.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "customer_id": "01936d2c-7b4a-7c3e-9f10-5d6e7f809a1b", "method": "visit", "occurred_at": "2026-11-22T06:00:00Z",
    "place": "金牛区水务局办公室", "content": "季度走访，检查信号与点播", "need": "会议室希望加装一台机顶盒",
    "handling_status": "open", "handling": "已登记，下周二勘察",
    "people_met": [{"key_person_id": "01936d2c-7b4a-7c3e-9f10-8c9d0e1f2a3b", "name": "李慧", "role_title": "办公室主任"}]
}))]
pub struct NewServiceRecord {
    pub customer_id: CustomerId,
    pub method: Method,
    /// Not in the future.
    pub occurred_at: DateTime<Utc>,
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub place: Option<String>,
    /// The number that was called.
    #[validate(length(min = 1, max = 30))]
    #[schema(min_length = 1, max_length = 30)]
    pub phone: Option<String>,
    /// What was done.
    #[validate(length(min = 1, max = 4000))]
    #[schema(min_length = 1, max_length = 4000)]
    pub content: String,
    /// What the customer needs.
    #[validate(length(min = 1, max = 4000))]
    #[schema(min_length = 1, max_length = 4000)]
    pub need: Option<String>,
    pub handling_status: HandlingStatus,
    /// What was done about the need.
    #[validate(length(min = 1, max = 4000))]
    #[schema(min_length = 1, max_length = 4000)]
    pub handling: Option<String>,
    #[serde(default)]
    #[validate(nested, length(max = 50))]
    #[schema(max_items = 50)]
    pub people_met: Vec<PersonMet>,
    /// The complaint it belongs to, of the same customer.
    pub complaint_id: Option<ComplaintId>,
    /// Signs at once.
    #[validate(nested)]
    pub signature: Option<NewSignature>,
}

/// What is to change: an absent field stays, `null` empties it.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"handling_status": "solved", "handling": "已加装，信号正常"}))]
pub struct ServiceRecordPatch {
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    pub method: Option<Method>,
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    pub occurred_at: Option<DateTime<Utc>>,
    #[serde(default)]
    #[validate(length(min = 1, max = 200))]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200)]
    pub place: Patch<String>,
    #[serde(default)]
    #[validate(length(min = 1, max = 30))]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 30)]
    pub phone: Patch<String>,
    #[serde(default, deserialize_with = "given")]
    #[validate(length(min = 1, max = 4000))]
    #[schema(min_length = 1, max_length = 4000, nullable = false)]
    pub content: Option<String>,
    #[serde(default)]
    #[validate(length(min = 1, max = 4000))]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 4000)]
    pub need: Patch<String>,
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    pub handling_status: Option<HandlingStatus>,
    #[serde(default)]
    #[validate(length(min = 1, max = 4000))]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 4000)]
    pub handling: Patch<String>,
    #[serde(default, deserialize_with = "given")]
    #[validate(nested, length(max = 50))]
    #[schema(max_items = 50, nullable = false)]
    pub people_met: Option<Vec<PersonMet>>,
    #[serde(default)]
    #[schema(value_type = Option<ComplaintId>)]
    pub complaint_id: Patch<ComplaintId>,
}

/// Write a service record
///
/// 404 when the caller sees no such customer; 422 `validation-failed` with `service_record_future` at
/// `/occurred_at`, `phone_shape` at `/phone`, and at `/complaint_id` or `/people_met/0/key_person_id` for
/// what the caller cannot see or what is not of this customer.
#[utoipa::path(
    tag = "service_records",
    operation_id = "service_record_create",
    params(OnceHeader),
    request_body = NewServiceRecord,
    security(("bearer" = ["service_record.write"])),
    responses((status = 201, description = "Written", body = ServiceRecord)),
)]
#[post("/service-records")]
pub async fn create(ctx: Ctx<ServiceRecordWrite>, body: Body<NewServiceRecord>) -> Result<Reply> {
    ctx.write(&body.once, async |tx| {
        let row = commands::write(tx, &body).await?;
        showing::created(tx, row, &Viewer::of(&ctx)).await
    })
    .await
}

/// Edit a service record
///
/// JSON merge patch, by its author (403 `permission-denied` with `service_record_not_author`), on the day
/// it was written and before it is signed: 409 `state-conflict` with `service_record_day_over` or
/// `service_record_signed` otherwise. 412 and 428 by `If-Match`.
#[utoipa::path(
    tag = "service_records",
    operation_id = "service_record_change",
    params(("id" = ServiceRecordId, Path, description = "The service record"), IfMatchHeader),
    request_body = ServiceRecordPatch,
    security(("bearer" = ["service_record.write"])),
    responses((status = 200, description = "Changed", body = ServiceRecord)),
)]
#[patch("/service-records/{id}")]
pub async fn change(
    ctx: Ctx<ServiceRecordWrite>,
    id: Path<ServiceRecordId>,
    if_match: IfMatch,
    body: Body<ServiceRecordPatch>,
) -> Result<Reply> {
    ctx.write(&body.once, async |tx| {
        let row = commands::change(tx, *id, if_match, &body).await?;
        let version = row.version;
        Reply::ok(&showing::whole(tx.conn(), tx.cipher(), row, &Viewer::of(&ctx)).await?, version)
    })
    .await
}

/// Sign a service record
///
/// Seals the record with the customer's signature, once: 409 `state-conflict` with
/// `service_record_signed` for a second one. 412 and 428 by `If-Match`.
#[utoipa::path(
    tag = "service_records",
    operation_id = "service_record_sign",
    params(("id" = ServiceRecordId, Path, description = "The service record"), IfMatchHeader, OnceHeader),
    request_body = NewSignature,
    security(("bearer" = ["service_record.write"])),
    responses((status = 201, description = "Signed", body = ServiceRecord)),
)]
#[post("/service-records/{id}/signatures")]
pub async fn sign(
    ctx: Ctx<ServiceRecordWrite>,
    id: Path<ServiceRecordId>,
    if_match: IfMatch,
    body: Body<NewSignature>,
) -> Result<Reply> {
    ctx.write(&body.once, async |tx| {
        let row = commands::sign(tx, *id, if_match, &body).await?;
        showing::created(tx, row, &Viewer::of(&ctx)).await
    })
    .await
}
