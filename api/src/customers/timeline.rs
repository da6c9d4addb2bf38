//! What happened to a customer, newest first.

use std::collections::BTreeMap;

use actix_web::{
    get,
    web::{Json, Path},
};
use chrono::{DateTime, Utc};
use guibin_domain::ids::{CustomerId, EventId, UserId};
use guibin_entity::{customer, event};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{rows, timeline_rows};
use crate::{
    audit::Entry,
    ctx::{Ctx, CustomerRead, Permission},
    error::Result,
    event::Topic,
    page::{Cut, Page},
    query::Query,
    refs::UserRef,
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

impl TimelineKind {
    /// The part of the timeline that a topic stands on, by its noun; the rest is no customer's business.
    fn of(topic: Topic) -> Option<Self> {
        Some(match topic.word().split('.').next()? {
            "approval" => Self::Approval,
            "service_record" => Self::ServiceRecord,
            "complaint" | "promise" => Self::Complaint,
            "customer" | "key_person" | "subscription" => Self::Customer,
            "import" => Self::Import,
            _ => return None,
        })
    }

    /// What one must hold to read it.
    const fn permission(self) -> &'static str {
        match self {
            Self::Approval => "approval.read",
            Self::ServiceRecord => "service_record.read",
            Self::Complaint => "complaint.read",
            Self::Customer | Self::Import => "customer.read",
        }
    }
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
    let reader = ctx.read();
    let customer = rows::get(reader.conn(), reader.scope, *id).await?;
    ctx.saw(Entry::file(&customer, "timeline")).await?;
    let topics = topics(&ctx, &customer, query.kind);
    let cut = Cut { limit: query.limit, cursor: query.cursor.as_deref(), ..Cut::default() };
    let page = timeline_rows::page(reader.conn(), customer.id, &topics, &cut).await?;
    let actors = rows::owners(reader.conn(), page.items.iter().filter_map(|row| row.actor_id)).await?;
    Ok(Json(page.map(|row| TimelineItem::of(row, &actors))))
}

impl TimelineItem {
    fn of(row: event::Model, actors: &BTreeMap<UserId, UserRef>) -> Self {
        let topic = Topic::of(&row.topic);
        let (title_zh, title_en) = topic.map_or(("", ""), Topic::titles);
        Self {
            id: row.id,
            at: row.at,
            kind: topic.and_then(TimelineKind::of).unwrap_or(TimelineKind::Customer),
            subject_id: row.subject_id,
            title_zh: title_zh.to_owned(),
            title_en: title_en.to_owned(),
            topic: row.topic,
            actor_name: row.actor_id.and_then(|id| actors.get(&id)).map(|actor| actor.name.clone()),
        }
    }
}

/// The topics of one kind, or of all, that the caller may read of this customer: what a colleague's lives through is not
/// for a role that sees only its own.
fn topics(ctx: &Ctx<CustomerRead>, customer: &customer::Model, wanted: Option<TimelineKind>) -> Vec<Topic> {
    let is_own = customer.owner_id == ctx.actor.user_id;
    let reaches = |permission: &str| is_own || ctx.actor.reach(permission) >= ctx.actor.reach(CustomerRead::NAME);
    let sees = |kind: TimelineKind| ctx.holds(kind.permission()) && reaches(kind.permission());
    let readable =
        |topic: &&Topic| TimelineKind::of(**topic).is_some_and(|kind| wanted.is_none_or(|it| it == kind) && sees(kind));
    Topic::ALL.iter().filter(readable).copied().collect()
}
