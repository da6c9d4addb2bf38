//! What is noted outside a transaction: views of masked data and refusals.
//!
//! They wait in memory and are written at least each second, and when the server stops. A power cut may take the last
//! second of them, which a write per view would not; in return reading costs no write. Nothing is dropped: when too many
//! wait, who comes next waits too, and is told that the server is busy rather than be shown what is not noted.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::sync::{Mutex as Turn, Semaphore};

use super::entry::Draft;
use crate::{
    error::{Error, Result},
    metrics::AUDIT_BACKLOG,
    state::State,
};

/// Entries that may wait.
const ROOM: usize = 10_000;
/// Entries written in one transaction.
const BATCH: usize = 500;
/// How long somebody waits for room.
const PATIENCE: Duration = Duration::from_secs(5);

/// Entries that wait to be written.
pub struct Recorder {
    waiting: Mutex<VecDeque<Draft>>,
    room: Semaphore,
    turn: Turn<()>,
}

impl Default for Recorder {
    fn default() -> Self {
        Self::with_room(ROOM)
    }
}

impl Recorder {
    /// A recorder in which at most `room` entries wait.
    pub fn with_room(room: usize) -> Self {
        Self { waiting: Mutex::default(), room: Semaphore::new(room), turn: Turn::default() }
    }

    /// Notes `draft`, as soon as there is room.
    ///
    /// # Errors
    /// `Unavailable` when there was none for five seconds: what is not noted is not answered.
    pub async fn note(&self, draft: Draft) -> Result<()> {
        let room = tokio::time::timeout(PATIENCE, self.room.acquire()).await;
        let Ok(Ok(room)) = room else { return Err(Error::Unavailable) };
        room.forget();
        self.waiting().push_back(draft);
        AUDIT_BACKLOG.up(1);
        Ok(())
    }

    /// How many wait.
    pub fn backlog(&self) -> usize {
        self.waiting().len()
    }

    fn take(&self) -> Vec<Draft> {
        let mut waiting = self.waiting();
        let most = waiting.len().min(BATCH);
        waiting.drain(..most).collect()
    }

    fn put_back(&self, drafts: Vec<Draft>) {
        let mut waiting = self.waiting();
        drafts.into_iter().rev().for_each(|draft| waiting.push_front(draft));
    }

    fn written(&self, count: usize) {
        self.room.add_permits(count);
        AUDIT_BACKLOG.down(u64::try_from(count).unwrap_or(0));
    }

    fn waiting(&self) -> MutexGuard<'_, VecDeque<Draft>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Writes what waits; what cannot be written waits on.
///
/// # Errors
/// When the database does not answer.
pub async fn flush(state: &State) -> Result<usize> {
    let recorder = &state.trail.recorder;
    let _turn = recorder.turn.lock().await;
    let mut done = 0;
    loop {
        let drafts = recorder.take();
        if drafts.is_empty() {
            return Ok(done);
        }
        let count = drafts.len();
        let writing = state.keep_books(async |tx| {
            tx.note_all(merged(&drafts));
            Ok(())
        });
        if let Err(cause) = writing.await {
            recorder.put_back(drafts);
            return Err(cause);
        }
        recorder.written(count);
        done += count;
    }
}

/// The same refusal of the same caller is one entry with a count: who sends thousands of bad requests a second fills no
/// disk with them.
fn merged(drafts: &[Draft]) -> Vec<Draft> {
    let mut kept: Vec<(Draft, usize)> = Vec::new();
    for draft in drafts {
        let same = kept.iter_mut().find(|(other, _)| {
            other.witness.source_hash == draft.witness.source_hash
                && other.witness.session_id == draft.witness.session_id
                && other.entry.repeats(&draft.entry)
        });
        match same {
            Some((_, count)) => *count += 1,
            None => kept.push((draft.clone(), 1)),
        }
    }
    let counted = kept.into_iter().map(|(mut draft, count)| {
        if count > 1 {
            draft.entry.times(count);
        }
        draft
    });
    counted.collect()
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use uuid::Uuid;

    use super::*;
    use crate::audit::{Entry, Witness};

    fn draft(action: &str) -> Draft {
        let witness = Witness::of(None, None, Uuid::nil(), DateTime::UNIX_EPOCH);
        Draft { witness, entry: Entry::done(action, None) }
    }

    #[tokio::test]
    async fn when_there_is_no_room_the_next_one_waits_and_nothing_is_dropped() {
        let recorder = Recorder::with_room(2);
        recorder.note(draft("a")).await.unwrap();
        recorder.note(draft("b")).await.unwrap();
        let waits = recorder.note(draft("c"));
        let written = async {
            assert_eq!(recorder.backlog(), 2);
            let taken = recorder.take();
            recorder.put_back(taken);
            assert_eq!(recorder.backlog(), 2, "what could not be written waits on");
            recorder.written(recorder.take().len());
        };
        let (waited, ()) = tokio::join!(waits, written);
        waited.unwrap();
        assert_eq!(recorder.backlog(), 1);
    }
}
