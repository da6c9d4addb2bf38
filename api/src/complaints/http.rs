//! A complaint on the wire, alone and in lists.

use actix_web::{
    get,
    web::{Json, Path},
};
use chrono::{DateTime, Utc};
use guibin_domain::{
    complaint::{Action, Channel, EntryKind, Level, Status},
    ids::{ClockId, ComplaintEntryId, ComplaintId, CustomerId, UserId},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{listing, view};
use crate::{
    audit::Entry,
    ctx::{ComplaintRead, Ctx},
    error::Result,
    page::Page,
    query::Query,
    refs::{Allowed, CustomerRef, OrgRef, UserRef},
    reply::Reply,
};

/// A complaint in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01936d2c-7b4a-7c3e-9f10-2a3b4c5d6e7f", "number": "TS20261122-0031", "title": "互动点播卡顿", "level": 1, "status": "open",
    "channel": "hotline", "category": "信号质量",
    "customer": {"id": "01936d2c-7b4a-7c3e-9f10-5d6e7f809a1b", "number": "GB1001000000427", "name": "王建国"},
    "owner": {"id": "01936d2c-7b4a-7c3e-9f10-3f2a1b0c9d8e", "name": "刘洋"},
    "org": {"id": "01936d2c-7b4a-7c3e-9f10-0a1b2c3d4e5f", "name": "金牛分公司"},
    "received_at": "2026-11-22T06:20:00.000000Z", "due_at": "2026-11-22T11:20:00.000000Z", "warned_at": null,
    "breached_at": null, "closed_at": null, "clock_id": "01936d2c-7b4a-7c3e-9f10-1f2a3b4c5d6e"
}))]
pub struct ComplaintSummary {
    pub id: ComplaintId,
    pub number: String,
    pub title: String,
    pub level: Level,
    pub status: Status,
    pub channel: Channel,
    pub category: Option<String>,
    pub customer: CustomerRef,
    /// Who took it, and answers for it.
    pub owner: UserRef,
    pub org: OrgRef,
    pub received_at: DateTime<Utc>,
    /// Until when the customer must be satisfied.
    pub due_at: DateTime<Utc>,
    /// When the approach of the limit was told.
    pub warned_at: Option<DateTime<Utc>>,
    /// When it was told that the limit is missed.
    pub breached_at: Option<DateTime<Utc>>,
    /// When the customer was satisfied.
    pub closed_at: Option<DateTime<Utc>>,
    /// Explained by `/clocks/{id}/explanation`.
    pub clock_id: ClockId,
}

/// A complaint with all that happened to it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01936d2c-7b4a-7c3e-9f10-2a3b4c5d6e7f", "number": "TS20261122-0031", "title": "互动点播卡顿", "level": 2, "status": "replied",
    "channel": "hotline", "category": "信号质量",
    "customer": {"id": "01936d2c-7b4a-7c3e-9f10-5d6e7f809a1b", "number": "GB1001000000427", "name": "王建国"},
    "owner": {"id": "01936d2c-7b4a-7c3e-9f10-3f2a1b0c9d8e", "name": "刘洋"},
    "org": {"id": "01936d2c-7b4a-7c3e-9f10-0a1b2c3d4e5f", "name": "金牛分公司"},
    "received_at": "2026-11-22T06:20:00.000000Z", "due_at": "2026-11-22T14:20:00.000000Z", "warned_at": null,
    "breached_at": null, "closed_at": null, "clock_id": "01936d2c-7b4a-7c3e-9f10-1f2a3b4c5d6e",
    "content": "晚间点播频繁卡顿，重启机顶盒无效", "contact_name": "李慧", "contact_phone": "139****5678", "masked": ["contact_phone"],
    "entries": [
        {
            "id": "01936d2c-7b4a-7c3e-9f10-000000000a01", "at": "2026-11-22T06:20:00.000000Z", "kind": "received",
            "actor": {"id": "01936d2c-7b4a-7c3e-9f10-3f2a1b0c9d8e", "name": "刘洋"}, "level": 1, "from_level": null, "text": null
        },
        {
            "id": "01936d2c-7b4a-7c3e-9f10-000000000a02", "at": "2026-11-22T07:05:00.000000Z", "kind": "level_changed",
            "actor": {"id": "01936d2c-7b4a-7c3e-9f10-3f2a1b0c9d8e", "name": "刘洋"}, "level": 2, "from_level": 1, "text": "需技术部门排查光路"
        }
    ],
    "version": 3, "allowed_actions": [{"action": "confirm", "allowed": true, "reason": null}],
    "created_at": "2026-11-22T06:20:00.000000Z", "updated_at": "2026-11-22T07:05:00.000000Z"
}))]
pub struct Complaint {
    #[serde(flatten)]
    pub summary: ComplaintSummary,
    /// What the customer said.
    pub content: String,
    pub contact_name: Option<String>,
    /// Masked.
    pub contact_phone: Option<String>,
    /// Which of the fields above are masked: `contact_phone` or none.
    pub masked: Vec<String>,
    /// What happened, in order; the clock follows from these.
    pub entries: Vec<ComplaintEntry>,
    pub version: i64,
    pub allowed_actions: Vec<Allowed<Action>>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// One thing that happened to a complaint.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ComplaintEntry {
    pub id: ComplaintEntryId,
    pub at: DateTime<Utc>,
    pub kind: EntryKind,
    /// Null when the system did it by itself.
    pub actor: Option<UserRef>,
    /// The level from then on, where it was set.
    pub level: Option<Level>,
    /// The level before, where it was changed.
    pub from_level: Option<Level>,
    /// The reason, the reply or the customer's comment.
    pub text: Option<String>,
}

/// The order of a list of complaints; `-` is descending.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum ComplaintSort {
    #[default]
    #[serde(rename = "due_at")]
    FirstDue,
    #[serde(rename = "-due_at")]
    LastDue,
    #[serde(rename = "-received_at")]
    Newest,
}

/// Which complaints, and which page of them.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ComplaintQuery {
    /// Number, title, or the customer as in the list of customers.
    #[param(max_length = 100, example = "点播")]
    pub q: Option<String>,
    /// Where it stands.
    #[param(inline)]
    pub status: Option<Status>,
    /// Closed ones only, or those that are not closed only: `false` is what there still is to do.
    pub closed: Option<bool>,
    /// How grave it is.
    #[param(inline)]
    pub level: Option<Level>,
    /// Of this customer.
    pub customer_id: Option<CustomerId>,
    /// Answered for by this member of staff.
    pub owner_id: Option<UserId>,
    /// Due before this instant.
    pub due_before: Option<DateTime<Utc>>,
    /// Past their limit only, or within it only.
    pub breached: Option<bool>,
    /// The order; `-` is descending. When absent, what is open comes before what is closed, the
    /// first due first.
    #[param(inline)]
    pub sort: Option<ComplaintSort>,
    /// At most so many items.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u64>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Whether to count all items as `total`.
    pub count: Option<bool>,
}

/// List complaints
///
/// The complaints the caller may see: the open ones, the first due first, then the closed ones.
#[utoipa::path(
    tag = "complaints",
    operation_id = "complaint_list",
    params(ComplaintQuery),
    security(("bearer" = ["complaint.read"])),
    responses((status = 200, description = "A page of complaints", body = Page<ComplaintSummary>)),
)]
#[get("/complaints")]
pub async fn list(ctx: Ctx<ComplaintRead>, query: Query<ComplaintQuery>) -> Result<Json<Page<ComplaintSummary>>> {
    let page = listing::page(&ctx.read(), &query, ctx.now).await?;
    ctx.saw(Entry::listed("complaint", ctx.actor.org_id, query.customer_id, page.items.len())).await?;
    Ok(Json(page))
}

/// Read a complaint
///
/// With everything that happened to it, and what the caller may do about it now. Count down to
/// `due_at` from the answer's `Date`, not from the client's own clock.
#[utoipa::path(
    tag = "complaints",
    operation_id = "complaint_read",
    params(("id" = ComplaintId, Path, description = "The complaint")),
    security(("bearer" = ["complaint.read"])),
    responses((status = 200, description = "The complaint", body = Complaint)),
)]
#[get("/complaints/{id}")]
pub async fn read(ctx: Ctx<ComplaintRead>, id: Path<ComplaintId>) -> Result<Reply> {
    let complaint = view::one(&ctx, *id).await?;
    let (org, customer) = (complaint.summary.org.id, complaint.summary.customer.id);
    ctx.saw(Entry::viewed("complaint", *id, org, customer)).await?;
    Reply::ok(&complaint, complaint.version)
}
