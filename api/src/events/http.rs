//! The live stream (Server-Sent Events).
#![expect(unused_variables, reason = "the handlers are filled in with the feature")]

use actix_web::{HttpRequest, HttpResponse, get};
use chrono::{DateTime, Utc};
use guibin_domain::ids::CustomerId;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{
    ctx::{Ctx, EventRead},
    error::{Error, Result},
};

/// The `data` of one message of the stream; its `id` is the event's id, its `event` the topic.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "topic": "promise.breached", "subject_kind": "complaint", "subject_id": "01936d2c-7b4a-7c3e-9f10-2a3b4c5d6e7f",
    "customer_id": "01936d2c-7b4a-7c3e-9f10-5d6e7f809a1b", "at": "2026-11-22T11:20:00.000000Z", "data": {"level": 1}
}))]
pub struct LiveEvent {
    /// What happened, `noun.verb`.
    pub topic: String,
    /// What it happened to: `complaint`, `approval`, `import` …
    pub subject_kind: String,
    pub subject_id: Uuid,
    /// Null when it is about no customer.
    pub customer_id: Option<CustomerId>,
    pub at: DateTime<Utc>,
    /// Particulars, never a personal value.
    #[schema(value_type = Object)]
    pub data: serde_json::Value,
}

/// Where to take up the stream again.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "only the document reads it")]
pub struct LastEventHeader {
    /// The last message's `id`: what was missed since is told first, as far back as it is kept.
    #[param(rename = "Last-Event-ID", nullable = false, example = "01936d2c-7b4a-7c3e-9f10-3b4c5d6e7f80")]
    last_event_id: Option<String>,
}

/// Follow events
///
/// A stream of messages `id: <event id>`, `event: <topic>`, `data: <LiveEvent>`; a comment line keeps
/// the connection open at least every 25 seconds. Only what the caller may see is told. A client that
/// fell too far behind is sent `event: reload` and reads its lists again.
#[utoipa::path(
    tag = "events",
    operation_id = "event_stream",
    params(LastEventHeader),
    security(("bearer" = ["event.read"])),
    responses((status = 200, description = "The stream", body = LiveEvent, content_type = "text/event-stream")),
)]
#[get("/events")]
pub async fn stream(ctx: Ctx<EventRead>, request: HttpRequest) -> Result<HttpResponse> {
    Err(Error::Unavailable)
}
