//! The commit: rows that are new or changed are judged again and applied, a batch a transaction, each row once.

use std::sync::Arc;

use guibin_domain::import::{Action, Outcome, Seen};
use guibin_entity::{import, import_row};
use serde_json::json;

use super::{
    commands::subject,
    judging::{self, Bench, Judged},
    layout::Layout,
    rows::{self, Lease},
    tally::Tally,
};
use crate::{
    ctx::{Actor, Tx},
    customers::{self, Arrival},
    error::{Error, Result},
    event::Topic,
    state::State,
};

/// Rows in one transaction.
const BATCH: u64 = 500;

/// Applies every row that waits; stops where somebody else has taken over.
///
/// # Errors
/// When the database does not answer.
pub async fn run(state: &State, lease: Lease, import: &import::Model, actor: Arc<Actor>) -> Result<()> {
    let layout = Layout::stored(import)?;
    loop {
        let batch = async |tx: &Tx| apply_batch(tx, lease, &layout).await;
        match state.on_behalf_of(actor.clone(), "import.run", batch).await {
            Ok(true) => {}
            // The lease is somebody else's now: this batch is undone, and theirs to do.
            Ok(false) | Err(Error::PreconditionFailed) => return Ok(()),
            Err(cause) => return Err(cause),
        }
    }
}

/// Applies the next batch; whether there may be more.
async fn apply_batch(tx: &Tx, lease: Lease, layout: &Layout) -> Result<bool> {
    let import = rows::go_on(tx, lease).await?.ok_or(Error::PreconditionFailed)?;
    let waiting = rows::waiting(tx, import.id, BATCH).await?;
    if waiting.is_empty() {
        finish(tx, import).await?;
        return Ok(false);
    }
    let person = tx.person()?;
    // Nobody else gives the branch's customers what must be unique until this is written.
    customers::hold_org(tx, person.org_id).await?;
    let today = tx.now.with_timezone(&person.zone).date_naive();
    let bench = Bench { layout, scope: &tx.scope, cipher: tx.cipher(), org_id: person.org_id, today };
    let lines = waiting.iter().map(|row| judging::line(tx.cipher(), row)).collect::<Result<Vec<_>>>()?;
    let judged = bench.judge(tx.conn(), &mut Seen::default(), lines).await?;
    apply(tx, import, waiting, judged).await?;
    Ok(true)
}

async fn apply(tx: &Tx, import: import::Model, waiting: Vec<import_row::Model>, judged: Vec<Judged>) -> Result<()> {
    let is_applied = |one: &&Judged| matches!(one.outcome, Outcome::New | Outcome::Changed);
    let arrivals = judged.iter().filter(is_applied).map(|one| Arrival {
        customer: one.customer.clone(),
        values: one.values.clone(),
        attributes: one.attributes.clone(),
    });
    let ids = customers::arrive(tx, import.id, arrivals.collect()).await?;
    let mut ids = ids.into_iter();
    let mut tally = Tally::stored(&import)?;
    let handled = i32::try_from(waiting.len()).unwrap_or(0);
    let mut applied = Vec::with_capacity(waiting.len());
    for (row, one) in waiting.into_iter().zip(&judged) {
        tally.shift(row.outcome, one.outcome);
        let id = if is_applied(&one) { ids.next() } else { None };
        let row = one.again(row, id);
        applied.push(import_row::Model { applied_at: id.map(|_| tx.now), ..row });
    }
    let count = applied.iter().filter(|row| row.applied_at.is_some()).count();
    rows::replace_lines(tx, applied).await?;
    rows::progress(tx, import.id, import.done + handled, json!(tally)).await?;
    tx.emit(Topic::CustomersImported, subject(&import), json!({ "rows": count })).await
}

async fn finish(tx: &Tx, mut import: import::Model) -> Result<()> {
    import.state = import.state.after(Action::Finish)?;
    import.lease_until = None;
    let counts = import.counts.clone();
    let import = rows::store(tx, import).await?;
    tx.emit(Topic::ImportCommitted, subject(&import), json!({ "counts": counts })).await
}
