//! What happened to a customer, newest first.
#![expect(unused_variables, reason = "the handlers are filled in with the feature")]

use actix_web::{
    get,
    web::{Json, Path},
};
use chrono::{DateTime, Utc};
use guibin_domain::ids::{CustomerId, EventId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{
    ctx::{Ctx, CustomerRead},
    error::{Error, Result},
    page::Page,
    query::Query,
};

/// What an entry of the timeline is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TimelineKind {
    Approval,
    ServiceRecord,
    Complaint,
    Customer,
    Import,
}

/// Something that happened.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01936d2c-7b4a-7c3e-9f10-3b4c5d6e7f80", "at": "2026-11-22T06:32:10.000000Z", "kind": "complaint",
    "subject_id": "01936d2c-7b4a-7c3e-9f10-2a3b4c5d6e7f", "topic": "complaint.replied", "title_zh": "答复投诉",
    "title_en": "Complaint answered", "actor_name": "刘洋"
}))]
pub struct TimelineItem {
    pub id: EventId,
    pub at: DateTime<Utc>,
    pub kind: TimelineKind,
    /// The record it happened to.
    pub subject_id: Uuid,
    /// The event's name, `noun.verb`.
    pub topic: String,
    pub title_zh: String,
    pub title_en: String,
    /// Null when the system did it by itself.
    pub actor_name: Option<String>,
}

/// Which part of the timeline.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TimelineQuery {
    /// About these alone.
    #[param(inline)]
    pub kind: Option<TimelineKind>,
    /// At most so many items.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u64>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// List a customer's timeline
///
/// What happened to the customer, newest first, as far as the caller may read it.
#[utoipa::path(
    tag = "customers",
    operation_id = "customer_timeline_list",
    params(("id" = CustomerId, Path, description = "The customer"), TimelineQuery),
    security(("bearer" = ["customer.read"])),
    responses((status = 200, description = "A page of the timeline", body = Page<TimelineItem>)),
)]
#[get("/customers/{id}/timeline")]
pub async fn list(
    ctx: Ctx<CustomerRead>,
    id: Path<CustomerId>,
    query: Query<TimelineQuery>,
) -> Result<Json<Page<TimelineItem>>> {
    Err(Error::Unavailable)
}
