//! Showing what lies under the masks: for a purpose, for minutes, on record.

use std::collections::BTreeMap;

use actix_web::{post, web::Path};
use chrono::{DateTime, TimeDelta, Utc};
use guibin_domain::ids::CustomerId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{PersonalField, commands};
use crate::{
    body::{Body, Once},
    ctx::{Ctx, CustomerReveal},
    error::Result,
    reply::Reply,
};

/// How long a client may show what was under the masks.
const SHOWN_MINUTES: i64 = 5;

/// Which masked fields, and what for.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"fields": ["mobile", "address"], "purpose": "上门回访前与客户约时间"}))]
pub struct NewReveal {
    #[validate(length(min = 1, max = 5))]
    #[schema(min_items = 1, max_items = 5)]
    pub fields: Vec<PersonalField>,
    /// Why the caller needs to see them; kept on the trail.
    #[validate(length(min = 2, max = 200))]
    #[schema(min_length = 2, max_length = 200)]
    pub purpose: String,
}

/// The fields as they are; to be forgotten at `expires_at`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "values": {"mobile": "13800131234", "address": "成都市金牛区茶店子路 12 号"}, "expires_at": "2026-11-22T06:37:10.000000Z"
}))]
pub struct Reveal {
    /// By field; a field the file leaves empty is missing.
    #[schema(value_type = BTreeMap<String, String>)]
    pub values: BTreeMap<PersonalField, String>,
    /// When a client must mask them again: five minutes from now.
    pub expires_at: DateTime<Utc>,
}

/// Reveal masked fields
///
/// Shows masked fields of one customer for five minutes. Who, when, which fields and what for go on
/// the trail; the values do not, so an `Idempotency-Key` replays nothing here.
#[utoipa::path(
    tag = "customers",
    operation_id = "customer_reveal",
    params(("id" = CustomerId, Path, description = "The customer")),
    request_body = NewReveal,
    security(("bearer" = ["customer.reveal"])),
    responses((status = 200, description = "The fields", body = Reveal)),
)]
#[post("/customers/{id}/reveals")]
pub async fn reveal(ctx: Ctx<CustomerReveal>, id: Path<CustomerId>, body: Body<NewReveal>) -> Result<Reply> {
    // Never kept for a replay: the answer shows what is sealed at rest.
    ctx.write(&Once::never(), async |tx| {
        let shown = commands::reveal(tx, *id, &body.fields, &body.purpose).await?;
        Reply::plain(&Reveal { values: shown, expires_at: tx.now + TimeDelta::minutes(SHOWN_MINUTES) })
    })
    .await
}
