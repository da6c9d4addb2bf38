//! The worker's part: takes imports that wait, one lease each, and sees them through beside its other sweeps.

use std::sync::Arc;

use actix_web::rt;
use guibin_domain::{
    ids::UserId,
    import::{Action, State as ImportState},
};
use serde_json::{Value, json};
use tokio::sync::Semaphore;

use super::{
    checking,
    commands::subject,
    committing,
    rows::{self, Lease},
};
use crate::{
    ctx::{Actor, Tx},
    error::Result,
    event::Topic,
    sessions,
    state::State,
};

/// Imports that one process works on at a time.
static ROOM: Semaphore = Semaphore::const_new(2);
/// Leases after which an import that fails every time is given up.
const TRIES: i64 = 20;

/// Takes the next import that waits; the work goes on after this has returned.
///
/// # Errors
/// When the database does not answer.
pub async fn sweep(state: &State) -> Result<usize> {
    let Ok(room) = ROOM.try_acquire() else { return Ok(0) };
    let Some(lease) = state.keep_books(async |tx| rows::take(tx).await).await? else { return Ok(0) };
    let state = state.clone();
    rt::spawn(async move {
        let _room = room;
        if let Err(cause) = work(&state, lease).await {
            tracing::error!(import.id = %lease.id, "import {} stopped and will be taken up again: {cause}", lease.id);
        }
    });
    Ok(1)
}

async fn work(state: &State, lease: Lease) -> Result<()> {
    let Some(import) = state.keep_books(async |tx| rows::go_on(tx, lease).await).await? else { return Ok(()) };
    let Some(actor) = importer(state, import.created_by).await? else {
        return give_up(state, lease, without_importer()).await;
    };
    let outcome = match import.state {
        ImportState::Committing => committing::run(state, lease, &import, actor).await,
        _ => checking::run(state, lease, import, actor).await,
    };
    let Err(cause) = outcome else { return Ok(()) };
    match checking::lasting(&cause).or_else(|| (lease.token >= TRIES).then(too_often)) {
        Some(problem) => give_up(state, lease, problem).await,
        None => Err(cause),
    }
}

/// The person who asked, if they may still import.
async fn importer(state: &State, id: UserId) -> Result<Option<Arc<Actor>>> {
    let actor = sessions::absent_actor(state, id).await?;
    Ok(actor.filter(|actor| actor.holds("import.run")).map(Arc::new))
}

async fn give_up(state: &State, lease: Lease, problem: Value) -> Result<()> {
    state.as_system(async |tx| fail(tx, lease, problem).await).await
}

async fn fail(tx: &Tx, lease: Lease, problem: Value) -> Result<()> {
    let Some(mut row) = rows::go_on(tx, lease).await? else { return Ok(()) };
    row.state = row.state.after(Action::Fail)?;
    row.lease_until = None;
    let code = problem.get("code").cloned();
    row.problem = Some(problem);
    let row = rows::store(tx, row).await?;
    tx.emit(Topic::ImportFailed, subject(&row), json!({ "code": code })).await
}

fn without_importer() -> Value {
    json!({
        "code": "importer_gone",
        "zh": "上传人已停用或不再有导入权限。请由有权限的人员重新上传。",
        "en": "Whoever uploaded this is disabled or may not import any more. Somebody who may has to upload it again."
    })
}

fn too_often() -> Value {
    json!({
        "code": "failed_repeatedly",
        "zh": "多次处理失败。请重新检查；如仍失败请联系管理员。",
        "en": "This failed again and again. Check it once more, and tell an administrator if it still fails."
    })
}
