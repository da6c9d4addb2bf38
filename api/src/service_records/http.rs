//! A service record on the wire, alone and in lists.

use actix_web::{
    get,
    web::{Json, Path},
};
use chrono::{DateTime, Utc};
use guibin_domain::{
    ids::{ComplaintId, CustomerId, ServiceRecordId, UserId},
    service_record::{HandlingStatus, Method},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    listing,
    showing::{self, Viewer},
    text::PersonMet,
};
use crate::{
    audit::Entry,
    ctx::{Ctx, ServiceRecordRead},
    error::Result,
    page::Page,
    query::Query,
    refs::{Allowed, CustomerRef, OrgRef, UserRef},
    reply::Reply,
    signature::Signature,
};

/// What can be done to a service record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ServiceRecordAction {
    Edit,
    Sign,
}

/// What was done for a customer, once.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01936d2c-7b4a-7c3e-9f10-5d6e7f8091a2", "customer": {"id": "01936d2c-7b4a-7c3e-9f10-5d6e7f809a1b", "number": "GB1001000000427", "name": "王建国"},
    "author": {"id": "01936d2c-7b4a-7c3e-9f10-3f2a1b0c9d8e", "name": "刘洋"},
    "org": {"id": "01936d2c-7b4a-7c3e-9f10-0a1b2c3d4e5f", "name": "金牛分公司"}, "method": "visit",
    "occurred_at": "2026-11-22T06:00:00.000000Z", "place": "金牛区水务局办公室", "phone": null, "content": "季度走访，检查信号与点播",
    "need": "会议室希望加装一台机顶盒", "handling_status": "open", "handling": "已登记，下周二勘察",
    "people_met": [{"key_person_id": "01936d2c-7b4a-7c3e-9f10-8c9d0e1f2a3b", "name": "李慧", "role_title": "办公室主任"}],
    "complaint_id": null, "signature": null, "masked": [], "version": 1,
    "allowed_actions": [{"action": "edit", "allowed": true, "reason": null}, {"action": "sign", "allowed": true, "reason": null}],
    "created_at": "2026-11-22T06:32:10.000000Z", "updated_at": "2026-11-22T06:32:10.000000Z"
}))]
pub struct ServiceRecord {
    pub id: ServiceRecordId,
    pub customer: CustomerRef,
    pub author: UserRef,
    pub org: OrgRef,
    pub method: Method,
    pub occurred_at: DateTime<Utc>,
    pub place: Option<String>,
    /// The number that was called, masked.
    pub phone: Option<String>,
    /// What was done.
    pub content: String,
    /// What the customer needs.
    pub need: Option<String>,
    pub handling_status: HandlingStatus,
    /// What was done about the need.
    pub handling: Option<String>,
    pub people_met: Vec<PersonMet>,
    /// The complaint it belongs to.
    pub complaint_id: Option<ComplaintId>,
    /// Null until the customer signs; nothing changes afterwards.
    pub signature: Option<Signature>,
    /// Which of the fields above are masked: `phone` or none.
    pub masked: Vec<String>,
    pub version: i64,
    pub allowed_actions: Vec<Allowed<ServiceRecordAction>>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// The order of a list of service records; `-` is descending.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum ServiceRecordSort {
    #[default]
    #[serde(rename = "-occurred_at")]
    Latest,
    #[serde(rename = "occurred_at")]
    Earliest,
}

/// Which service records, and which page of them.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ServiceRecordQuery {
    /// For this customer.
    pub customer_id: Option<CustomerId>,
    /// Written by this member of staff.
    pub author_id: Option<UserId>,
    /// How the customer was served.
    #[param(inline)]
    pub method: Option<Method>,
    /// What became of the need.
    #[param(inline)]
    pub handling_status: Option<HandlingStatus>,
    /// Took place at or after.
    pub from: Option<DateTime<Utc>>,
    /// Took place before.
    pub to: Option<DateTime<Utc>>,
    /// The order; `-` is descending. The latest first when absent.
    #[param(inline)]
    pub sort: Option<ServiceRecordSort>,
    /// At most so many items.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u64>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Whether to count all items as `total`.
    pub count: Option<bool>,
}

/// List service records
///
/// The service records the caller may see, the latest service first.
#[utoipa::path(
    tag = "service_records",
    operation_id = "service_record_list",
    params(ServiceRecordQuery),
    security(("bearer" = ["service_record.read"])),
    responses((status = 200, description = "A page of service records", body = Page<ServiceRecord>)),
)]
#[get("/service-records")]
pub async fn list(ctx: Ctx<ServiceRecordRead>, query: Query<ServiceRecordQuery>) -> Result<Json<Page<ServiceRecord>>> {
    let page = listing::page(ctx.read(), &Viewer::of(&ctx), &query).await?;
    ctx.saw(Entry::listed("service_record", ctx.actor.org_id, query.customer_id, page.items.len())).await?;
    Ok(Json(page))
}

/// Read a service record
///
/// With the signature, and what the caller may still do to it.
#[utoipa::path(
    tag = "service_records",
    operation_id = "service_record_read",
    params(("id" = ServiceRecordId, Path, description = "The service record")),
    security(("bearer" = ["service_record.read"])),
    responses((status = 200, description = "The service record", body = ServiceRecord)),
)]
#[get("/service-records/{id}")]
pub async fn read(ctx: Ctx<ServiceRecordRead>, id: Path<ServiceRecordId>) -> Result<Reply> {
    let row = listing::find(ctx.read(), *id).await?;
    ctx.saw(Entry::viewed("service_record", *id, row.org_id, row.customer_id)).await?;
    let version = row.version;
    let reader = ctx.read();
    Reply::ok(&showing::whole(reader.conn(), reader.cipher, row, &Viewer::of(&ctx)).await?, version)
}
