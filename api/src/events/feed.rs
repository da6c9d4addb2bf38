//! One stream: what was missed, then what happens, until the session or the server ends.

use std::{
    collections::{HashSet, VecDeque},
    convert::Infallible,
    time::Duration,
};

use actix_web::web::{Bytes, Data};
use chrono::{DateTime, Utc};
use futures_util::{Stream, stream};
use guibin_domain::ids::EventId;
use serde_json::json;
use tokio::{
    sync::{
        broadcast::{self, error::RecvError},
        watch,
    },
    time::{Interval, MissedTickBehavior, interval},
};

use super::{audience, http::LiveEvent, rows};
use crate::{
    ctx::Actor,
    error::{Error, Result},
    event::Live,
    sessions,
    state::State,
    streams::Seat,
};

/// How often the token's end is looked at.
const BEAT: Duration = Duration::from_secs(1);
/// Beats from one comment line to the next; the session is looked at then too.
const BEATS_PER_COMMENT: u32 = 10;
/// The most events that are told again; who missed more reads the lists anew.
const LONGEST_REPLAY: u64 = 1000;
/// What a client waits before it connects again, in milliseconds.
const RETRY: &str = "retry: 2000\n\n";

/// A stream that somebody follows.
pub struct Feed {
    state: Data<State>,
    token: String,
    actor: Actor,
    ends_at: DateTime<Utc>,
    live: broadcast::Receiver<Live>,
    stopping: watch::Receiver<bool>,
    /// What was told again, and will be heard once more from the tailer.
    told: HashSet<EventId>,
    ready: VecDeque<Bytes>,
    beat: Interval,
    beats: u32,
    is_over: bool,
    /// Its place among the caller's streams.
    _seat: Seat,
}

impl Feed {
    /// Opens a stream for the holder of `token`, from after `last` or from now.
    ///
    /// # Errors
    /// `TokenInvalid`, `TokenExpired`; when the database does not answer.
    pub async fn open(state: Data<State>, seat: Seat, token: String, last: Option<EventId>) -> Result<Self> {
        let now = state.clock.now();
        let actor = sessions::actor(&state, &token, now).await?;
        let expiry = state.tokens.check(&token, now)?.exp;
        let mut beat = interval(BEAT);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        // Listening begins before the missed events are read: what comes between is heard, and known by its id.
        let (live, stopping) = (state.live.subscribe(), state.stopping.subscribe());
        let ends_at = DateTime::from_timestamp(expiry, 0).unwrap_or(now);
        let is_over = *stopping.borrow();
        let ready = VecDeque::from([Bytes::from_static(RETRY.as_bytes())]);
        let told = HashSet::new();
        let mut feed =
            Self { state, token, actor, ends_at, live, stopping, told, ready, beat, beats: 0, is_over, _seat: seat };
        if let Some(last) = last {
            feed.replay(last).await?;
        }
        Ok(feed)
    }

    /// The messages, as they come.
    pub fn messages(self) -> impl Stream<Item = Result<Bytes, Infallible>> {
        Box::pin(stream::unfold(self, Self::next))
    }

    async fn replay(&mut self, last: EventId) -> Result<()> {
        let reading = self.state.reading_everything();
        let conn = &reading;
        let missed = rows::after(conn, last, LONGEST_REPLAY + 1).await?;
        if u64::try_from(missed.len()).unwrap_or(u64::MAX) > LONGEST_REPLAY {
            let latest = rows::latest(conn).await?;
            self.ready.push_back(reload(latest));
            return Ok(());
        }
        for live in missed {
            self.told.insert(live.id);
            self.tell(live);
        }
        Ok(())
    }

    async fn next(mut self) -> Option<(Result<Bytes, Infallible>, Self)> {
        loop {
            if let Some(message) = self.ready.pop_front() {
                return Some((Ok(message), self));
            }
            if self.is_over {
                return None;
            }
            tokio::select! {
                _ = self.stopping.changed() => self.is_over = true,
                _ = self.beat.tick() => self.beat().await,
                heard = self.live.recv() => match heard {
                    Ok(live) => self.hear(live).await,
                    Err(RecvError::Lagged(_)) => self.ready.push_back(reload(None)),
                    Err(RecvError::Closed) => self.is_over = true,
                },
            }
        }
    }

    async fn beat(&mut self) {
        self.is_over |= self.ends_at <= self.state.clock.now();
        self.beats += 1;
        if self.beats.is_multiple_of(BEATS_PER_COMMENT) {
            self.ready.push_back(Bytes::from_static(b":\n\n"));
            self.look_again().await;
        }
    }

    async fn hear(&mut self, live: Live) {
        if self.told.remove(&live.id) {
            return;
        }
        if self.concerns_rights(&live) {
            self.look_again().await;
        }
        if !self.is_over {
            self.tell(live);
        }
    }

    /// Whether an event may have changed who this is and what they may see.
    fn concerns_rights(&self, live: &Live) -> bool {
        match live.subject_kind.as_str() {
            "session" => live.owner_id == Some(self.actor.user_id),
            "user" => live.subject_id == self.actor.user_id.0,
            "org" | "api_client" => true,
            _ => false,
        }
    }

    /// Whether the session still holds, and with which rights.
    async fn look_again(&mut self) {
        match sessions::actor(&self.state, &self.token, self.state.clock.now()).await {
            Ok(actor) => self.actor = actor,
            Err(Error::TokenExpired | Error::TokenInvalid) => self.is_over = true,
            Err(cause) => tracing::warn!("a stream's session could not be looked at: {cause}"),
        }
    }

    fn tell(&mut self, live: Live) {
        if audience::includes(&self.actor, &live) {
            self.ready.push_back(message(live));
        }
    }
}

fn message(live: Live) -> Bytes {
    let (id, topic) = (live.id, live.topic.clone());
    let data = serde_json::to_string(&LiveEvent::from(live)).unwrap_or_default();
    Bytes::from(format!("id: {id}\nevent: {topic}\ndata: {data}\n\n"))
}

/// Tells a client that missed too much to read its lists again.
fn reload(latest: Option<EventId>) -> Bytes {
    let id = latest.map(|id| format!("id: {id}\n")).unwrap_or_default();
    Bytes::from(format!("{id}event: reload\ndata: {}\n\n", json!({})))
}
