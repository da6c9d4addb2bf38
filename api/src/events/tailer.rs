//! One reader per process follows the table of events and tells the streams of this process.
//!
//! An event's id is made before its transaction commits, so ids do not appear in their order: each round looks again
//! at those of the last seconds, and passes on what it has not seen.

use std::{collections::BTreeSet, time::Duration};

use actix_web::{rt, web::Data};
use guibin_domain::ids::EventId;
use tokio::sync::watch;
use uuid::Uuid;

use super::rows;
use crate::{error::Result, state::State};

/// How often the table is looked at: a change is seen elsewhere within half a second.
const TICK: Duration = Duration::from_millis(300);
/// How long a transaction may take from its event to its commit, in milliseconds; a statement may take 5 seconds.
const OVERLAP_MS: u128 = 10_000;
/// Events that are read at a time: the databases bound the number of values.
const BATCH: usize = 500;

/// Follows until `stop` says so.
pub fn start(state: Data<State>, mut stop: watch::Receiver<bool>) -> rt::task::JoinHandle<()> {
    rt::spawn(async move {
        let mut tail = Tail::after(EventId(Uuid::now_v7()));
        while !*stop.borrow() {
            if let Err(cause) = tail.follow(&state).await {
                tracing::warn!("events could not be read and will be looked for again: {cause}");
            }
            tokio::select! {
                () = tokio::time::sleep(TICK) => {}
                _ = stop.changed() => {}
            }
        }
    })
}

/// How far the table has been read.
struct Tail {
    floor: EventId,
    /// Ids above the floor that were passed on.
    seen: BTreeSet<EventId>,
}

impl Tail {
    const fn after(floor: EventId) -> Self {
        Self { floor, seen: BTreeSet::new() }
    }

    async fn follow(&mut self, state: &State) -> Result<()> {
        let reading = state.reading_everything();
        let conn = &reading;
        let ids = rows::ids_after(conn, self.floor).await?;
        let fresh: Vec<_> = ids.into_iter().filter(|id| !self.seen.contains(id)).collect();
        for batch in fresh.chunks(BATCH) {
            for live in rows::of(conn, batch).await? {
                self.seen.insert(live.id);
                // Nobody listening is no mistake.
                state.live.send(live).ok();
            }
        }
        self.raise();
        Ok(())
    }

    /// Forgets what is older than the overlap.
    fn raise(&mut self) {
        let Some(last) = self.seen.last() else { return };
        // The first 48 bits of a version 7 UUID are milliseconds.
        let millis = (last.0.as_u128() >> 80).saturating_sub(OVERLAP_MS);
        self.floor = self.floor.max(EventId(Uuid::from_u128(millis << 80)));
        self.seen = self.seen.split_off(&self.floor);
    }
}
