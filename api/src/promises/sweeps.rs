//! Firing what is due: each alarm exactly once, whoever sweeps, however often, however late.

use guibin_domain::clock::AlarmKind;
use guibin_entity::{alarm, complaint};
use serde_json::json;

use super::{COMPLAINT, rows};
use crate::{
    ctx::Tx,
    error::Result,
    event::{Subject, Topic},
    metrics::{ALARM_LATENESS, ALARMS},
    state::State,
};

/// Alarms fired in one transaction.
const BATCH: u64 = 100;

/// Fires every alarm that is due; returns how many it fired.
///
/// # Errors
/// When the database does not answer; what was fired before stays fired.
pub async fn sweep(state: &State) -> Result<usize> {
    let mut done = 0;
    while rows::any_due(&state.reading_everything(), state.clock.now()).await? {
        let fired = state.as_system(async |tx| fire_some(tx).await).await?;
        done += fired;
        if fired == 0 {
            // Another sweep holds them, or somebody is at work on the complaint: the next round looks again.
            break;
        }
    }
    Ok(done)
}

async fn fire_some(tx: &Tx) -> Result<usize> {
    let mut fired = 0;
    for alarm in rows::lock_due(tx, BATCH).await? {
        let Some(complaint) = rows::lock_complaint(tx, alarm.clock_id).await? else { continue };
        if rows::fire(tx, &alarm).await? {
            rows::mark_fired(tx, &alarm, &complaint).await?;
            tell(tx, &alarm, &complaint).await?;
            fired += 1;
        }
    }
    Ok(fired)
}

async fn tell(tx: &Tx, alarm: &alarm::Model, complaint: &complaint::Model) -> Result<()> {
    let late = (tx.now - alarm.due_at).num_seconds();
    ALARMS.hit();
    ALARM_LATENESS.add(u64::try_from(late).unwrap_or(0));
    let topic = match alarm.kind {
        AlarmKind::Warning => Topic::PromiseWarned,
        AlarmKind::Breach => Topic::PromiseBreached,
    };
    let subject = Subject::new(COMPLAINT, complaint.id.0, complaint.org_id);
    let subject = subject.owner(complaint.owner_id).customer(complaint.customer_id);
    let data = json!({
        "clock_id": alarm.clock_id, "level": complaint.level, "percent": alarm.percent, "due_at": complaint.due_at,
        "late_secs": late,
    });
    tx.emit(topic, subject, data).await
}
