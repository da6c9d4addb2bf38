//! The dry run: every line of the file is judged and kept with its outcome; no customer changes.

use std::{ops::ControlFlow, sync::Arc};

use guibin_domain::import::{Action, Seen};
use guibin_entity::import;
use serde_json::json;
use tokio::sync::mpsc;

use super::{
    cells::Line,
    commands::subject,
    judging::{Bench, Judged},
    layout::Layout,
    reading::{self, Unreadable},
    rows::{self, Lease},
    tally::Tally,
};
use crate::{
    attachment,
    ctx::Actor,
    error::{Error, Result},
    event::Topic,
    scope::Scope,
    state::State,
};

/// Lines that are judged and stored together.
const BATCH: usize = 500;
/// Batches that are read ahead.
const AHEAD: usize = 2;

/// Judges the whole file; stops where somebody else has taken over.
///
/// # Errors
/// When the file does not read or the database does not answer.
pub async fn run(state: &State, lease: Lease, import: import::Model, actor: Arc<Actor>) -> Result<()> {
    let layout = Layout::stored(&import)?;
    let scope = Scope::of(&actor, actor.reach("import.run"));
    let known = state.reading(scope.clone());
    let reader = known.with(&state.cipher);
    let today = state.clock.now().with_timezone(&actor.zone).date_naive();
    let bench = Bench { layout: &layout, scope: &scope, cipher: &state.cipher, org_id: actor.org_id, today };
    let (_, file) = attachment::open(reader.conn(), &state.cipher, import.attachment_id).await?;
    if !state.keep_books(async |tx| cleared(tx, lease).await).await? {
        return Ok(());
    }
    let (mut batches, reading) = read_ahead(file, import.file_name.clone());
    let (mut seen, mut tally, mut done) = (Seen::default(), Tally::default(), 0);
    while let Some(lines) = batches.recv().await {
        let judged = bench.judge(reader.conn(), &mut seen, lines).await?;
        known.end().await;
        for one in &judged {
            tally.add(one.outcome);
        }
        done += i32::try_from(judged.len()).unwrap_or(0);
        if !keep(state, lease, &judged, tally, done).await? {
            return Ok(());
        }
    }
    reading.await.unwrap_or(Err(Unreadable::NotAWorkbook))?;
    state.as_system(async |tx| finish(tx, lease).await).await
}

async fn cleared(tx: &crate::ctx::Tx, lease: Lease) -> Result<bool> {
    let Some(row) = rows::go_on(tx, lease).await? else { return Ok(false) };
    rows::clear(tx, row.id).await?;
    Ok(true)
}

async fn keep(state: &State, lease: Lease, judged: &[Judged], tally: Tally, done: i32) -> Result<bool> {
    let rows = judged.iter().map(|one| one.row(&state.cipher, lease.id)).collect::<Result<Vec<_>>>()?;
    let keep = async |tx: &crate::ctx::Tx| {
        if rows::go_on(tx, lease).await?.is_none() {
            return Ok(false);
        }
        rows::insert_lines(tx, rows).await?;
        rows::progress(tx, lease.id, done, json!(tally)).await?;
        Ok(true)
    };
    state.keep_books(keep).await
}

async fn finish(tx: &crate::ctx::Tx, lease: Lease) -> Result<()> {
    let Some(mut row) = rows::go_on(tx, lease).await? else { return Ok(()) };
    row.state = row.state.after(Action::Finish)?;
    row.lease_until = None;
    let counts = row.counts.clone();
    let row = rows::store(tx, row).await?;
    tx.emit(Topic::ImportChecked, subject(&row), json!({ "counts": counts })).await
}

/// Reads the file on a thread of its own, no further ahead than a few batches. The headers are left out.
fn read_ahead(
    file: Vec<u8>,
    file_name: String,
) -> (mpsc::Receiver<Vec<Line>>, tokio::task::JoinHandle<Result<(), Unreadable>>) {
    let (sender, receiver) = mpsc::channel(AHEAD);
    let reading = tokio::task::spawn_blocking(move || {
        let (mut is_header, mut batch) = (true, Vec::new());
        reading::read(&file, &file_name, &mut |line| {
            if std::mem::take(&mut is_header) {
                return ControlFlow::Continue(());
            }
            batch.push(line);
            let is_full = batch.len() == BATCH;
            if is_full && sender.blocking_send(std::mem::take(&mut batch)).is_err() {
                return ControlFlow::Break(());
            }
            ControlFlow::Continue(())
        })?;
        if !batch.is_empty() {
            // Nobody listens any more when the lease was lost.
            let _ = sender.blocking_send(batch);
        }
        Ok(())
    });
    (receiver, reading)
}

/// Why a check or commit cannot go on, for the import's own record; none when another try may help.
pub fn lasting(error: &Error) -> Option<serde_json::Value> {
    let Error::Invalid(fields) = error else { return None };
    let field = fields.first()?;
    Some(json!({ "code": field.code, "zh": field.text.zh, "en": field.text.en }))
}
