//! The live stream (Server-Sent Events).

use actix_web::{
    HttpRequest, HttpResponse, get,
    http::header::{AUTHORIZATION, ContentEncoding},
};
use chrono::{DateTime, Utc};
use guibin_domain::{
    ids::{CustomerId, EventId, UserId},
    mask,
};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::feed::Feed;
use crate::{
    cipher,
    ctx::{Ctx, EventRead},
    edge::bearer,
    error::{Error, Result, Text},
    event::Live,
};

/// The `data` of one message of the stream; its `id` is the event's id, its `event` the topic.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "topic": "promise.breached", "subject_kind": "complaint", "subject_id": "01936d2c-7b4a-7c3e-9f10-2a3b4c5d6e7f",
    "customer_id": "01936d2c-7b4a-7c3e-9f10-5d6e7f809a1b", "actor_id": null, "at": "2026-11-22T11:20:00.000000Z",
    "data": {"level": 1}
}))]
pub struct LiveEvent {
    /// What happened, `noun.verb`.
    pub topic: String,
    /// What it happened to: `complaint`, `approval`, `import` …
    pub subject_kind: String,
    pub subject_id: Uuid,
    /// Null when it is about no customer.
    pub customer_id: Option<CustomerId>,
    /// Who did it, so that a client need not tell people of their own deeds; null for the system.
    pub actor_id: Option<UserId>,
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
/// the connection open at least every 15 seconds. Only what the caller may see is told. A client that
/// fell too far behind is sent `event: reload` and reads its lists again. The stream ends with the
/// session, or when the access token expires: come again with a fresh one and `Last-Event-ID`. 429
/// `rate-limited` when the caller holds too many streams already.
#[utoipa::path(
    tag = "events",
    operation_id = "event_stream",
    params(LastEventHeader),
    security(("bearer" = ["event.read"])),
    responses((status = 200, description = "The stream", body = LiveEvent, content_type = "text/event-stream")),
)]
#[get("/events")]
pub async fn stream(ctx: Ctx<EventRead>, request: HttpRequest) -> Result<HttpResponse> {
    let seat = ctx.state.streams.take(ctx.actor.user_id, ctx.state.config.streams_per_user)?;
    let feed = Feed::open(ctx.state.clone(), seat, token(&request)?, last_event(&request)?).await?;
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header(("x-accel-buffering", "no"))
        // Compression would hold messages back until its window is full.
        .insert_header(ContentEncoding::Identity)
        .streaming(feed.messages()))
}

fn token(request: &HttpRequest) -> Result<String> {
    let header = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    header.and_then(bearer).map(str::to_owned).ok_or(Error::AuthenticationRequired)
}

fn last_event(request: &HttpRequest) -> Result<Option<EventId>> {
    let Some(header) = request.headers().get("last-event-id") else { return Ok(None) };
    let text = header.to_str().unwrap_or_default().trim();
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(|id| Some(EventId(id))).map_err(|_| {
        let (zh, en) = ("Last-Event-ID 须为最近一条消息的编号。", "Last-Event-ID takes the id of the last message.");
        Error::MalformedRequest(Text::new(zh, en))
    })
}

impl From<Live> for LiveEvent {
    fn from(live: Live) -> Self {
        let Live { topic, subject_kind, subject_id, customer_id, actor_id, at, mut data, .. } = live;
        // Why somebody looked is for the trail, not for everybody who hears of it.
        if let Some(told) = data.as_object_mut() {
            told.remove("purpose");
        }
        let data = cipher::each_text(data, &|text| Ok(shown(text))).unwrap_or_default();
        Self { topic, subject_kind, subject_id, customer_id, actor_id, at, data }
    }
}

/// A word of an event as it may be shown; ids and instants are what they are.
fn shown(text: String) -> String {
    if text.parse::<Uuid>().is_ok() || text.parse::<DateTime<Utc>>().is_ok() { text } else { mask::text(&text) }
}
