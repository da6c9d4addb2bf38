//! Showing what lies under the masks: for a purpose, for minutes, on record.

use std::collections::BTreeMap;

use actix_web::{post, web::Path};
use chrono::{DateTime, TimeDelta, Utc};
use guibin_domain::ids::{ComplaintId, CustomerId, KeyPersonId, ServiceRecordId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{
    PersonalField,
    reveal_commands::{self, Whose},
};
use crate::{
    body::{Body, Once},
    ctx::{Ctx, CustomerReveal},
    error::{Error, Result},
    reply::Reply,
};

/// How long a client may show what was under the masks.
const SHOWN_MINUTES: i64 = 5;

/// Which masked fields, and what for.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"fields": ["mobile", "address"], "purpose": "上门回访前与客户约时间"}))]
pub struct NewReveal {
    #[validate(length(min = 1, max = 7))]
    #[schema(min_items = 1, max_items = 7)]
    pub fields: Vec<PersonalField>,
    /// Why the caller needs to see them; kept on the trail.
    #[validate(length(min = 4, max = 200))]
    #[schema(min_length = 4, max_length = 200)]
    pub purpose: String,
    /// Of a key person of the customer instead: `mobile`, `remark`.
    pub key_person_id: Option<KeyPersonId>,
    /// Of a complaint of the customer instead: `phone` of who complained, `remark` for what they said.
    pub complaint_id: Option<ComplaintId>,
    /// Of a service record of the customer instead: `phone` that was called, `remark` for what was done.
    pub service_record_id: Option<ServiceRecordId>,
}

impl NewReveal {
    fn whose(&self) -> Result<Whose> {
        match (self.key_person_id, self.complaint_id, self.service_record_id) {
            (None, None, None) => Ok(Whose::Customer),
            (Some(id), None, None) => Ok(Whose::KeyPerson(id)),
            (None, Some(id), None) => Ok(Whose::Complaint(id)),
            (None, None, Some(id)) => Ok(Whose::ServiceRecord(id)),
            _ => {
                let (zh, en) = ("一次只能查看一条记录。", "Ask for one record at a time.");
                Err(Error::invalid("/complaint_id", "one_record", zh, en))
            }
        }
    }
}

/// The fields as they are; to be forgotten at `expires_at`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "values": {"mobile": "13800131234", "address": "成都市金牛区茶店子路 12 号"}, "expires_at": "2026-11-22T06:37:10.000000Z",
    "remaining_today": 49
}))]
pub struct Reveal {
    /// By field; a field the file leaves empty is missing.
    #[schema(value_type = BTreeMap<String, String>)]
    pub values: BTreeMap<PersonalField, String>,
    /// When a client must mask them again: five minutes from now.
    pub expires_at: DateTime<Utc>,
    /// How many more customers the caller may see under the masks today; the same one counts once.
    pub remaining_today: u32,
}

/// Reveal masked fields
///
/// Shows masked fields of one customer for five minutes. Who, when, which fields and what for go on
/// the trail; the values do not, so an `Idempotency-Key` replays nothing here.
///
/// A person may see so many customers a day: 429 `rate-limited` with `Retry-After` until the next. Viewing
/// that is unusual is told to the leaders. 404 when the customer or the record is not there or out of reach: a complaint
/// or a service record also when the caller could not read it, 403 `permission-denied` without `complaint.read` or
/// `service_record.read`.
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
        let shown = reveal_commands::reveal(tx, *id, body.whose()?, &body.fields, &body.purpose).await?;
        let expires_at = tx.now + TimeDelta::minutes(SHOWN_MINUTES);
        Reply::plain(&Reveal { values: shown.values, expires_at, remaining_today: shown.remaining })
    })
    .await
}
