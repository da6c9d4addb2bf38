//! What goes on the trail beside events: what somebody is shown, and what a transaction does that nobody is told of.

use guibin_domain::ids::SessionId;
use guibin_entity::event;

use super::{Ctx, Permission, Tx};
use crate::{
    audit::{Draft, Entry, Witness},
    body::Once,
    error::Result,
    event::Topic,
    reply::Reply,
};

impl<P: Permission> Ctx<P> {
    /// Notes what the caller is about to be shown, masked: what cannot be noted is not shown.
    ///
    /// # Errors
    /// `Unavailable` when the trail takes nothing at the moment.
    pub async fn saw(&self, entry: Entry) -> Result<()> {
        let witness = Witness::of(Some(&self.actor), self.source.as_deref(), self.trace_id, self.now);
        self.state.trail.recorder.note(Draft { witness, entry }).await
    }

    /// As [`Ctx::saw`], for what is shown without masks: the entry is on the disk before anything is answered.
    ///
    /// # Errors
    /// When the entry cannot be written.
    pub async fn takes_away(&self, entry: Entry) -> Result<()> {
        let write = async |tx: &Tx| {
            tx.note(entry.clone());
            Ok(Reply::no_content())
        };
        self.write(&Once::never(), write).await.map(drop)
    }
}

impl Tx {
    /// Notes what is no event; it stands or falls with the transaction.
    pub fn note(&self, entry: Entry) {
        let witness = Witness::of(self.actor.as_deref(), self.source.as_deref(), self.trace_id, self.now);
        self.note_all(vec![Draft { witness, entry }]);
    }

    /// Notes an event. Who signs in or out is no caller yet, or any more, and yet it is they who did it.
    pub(crate) fn note_event(&self, event: &event::Model) {
        let mut witness = Witness::of(self.actor.as_deref(), self.source.as_deref(), self.trace_id, self.now);
        if [Topic::SessionOpened, Topic::SessionClosed].iter().any(|topic| topic.word() == event.topic) {
            witness.actor_id = witness.actor_id.or(event.owner_id);
            witness.session_id = witness.session_id.or(Some(SessionId(event.subject_id)));
        }
        self.note_all(vec![Draft { witness, entry: Entry::of(event) }]);
    }

    /// As [`Tx::note`], for what others have witnessed.
    pub(crate) fn note_all(&self, drafts: Vec<Draft>) {
        self.noted.borrow_mut().extend(drafts);
    }
}
