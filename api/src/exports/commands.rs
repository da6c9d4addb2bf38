//! Asking for an export, and taking it away. The work itself is the worker's.

use guibin_domain::{
    Refusal,
    export::State,
    ids::{AttachmentId, ExportId},
};
use guibin_entity::export;
use serde_json::json;

use super::rows;
use crate::{
    ctx::Tx,
    customers::{self, CustomerFilter},
    error::Result,
    event::{Subject, Topic},
};

/// Has the customers that `filter` lets through written by the worker.
///
/// # Errors
/// `DaySpent` when the day's searches by a number of a person are used up.
pub async fn create(tx: &Tx, kind: &'static str, filter: &CustomerFilter) -> Result<export::Model> {
    if let Some(typed) = filter.sought() {
        customers::spend_search(tx, &typed).await?;
    }
    let person = tx.person()?;
    let id = ExportId(tx.new_id());
    let row = export::Model {
        id,
        org_id: person.org_id,
        created_by: person.user_id,
        kind: kind.to_owned(),
        // What somebody searched for may be a number of a person.
        filter: tx.cipher().keep_within(rows::filter(id), json!(filter))?,
        state: State::Queued,
        total: 0,
        done: 0,
        attachment_id: None,
        lease_until: None,
        lease_token: 0,
        version: 1,
        created_at: tx.now,
        updated_at: tx.now,
    };
    let row = rows::insert(tx, row).await?;
    tx.emit(Topic::ExportRequested, subject(&row), json!({ "kind": row.kind })).await?;
    Ok(row)
}

/// Notes that the maker of an export takes its file away.
///
/// # Errors
/// `NotFound` for somebody else's; `Refused(ExportNotReady)` until there is a file.
pub async fn download(tx: &Tx, id: ExportId) -> Result<AttachmentId> {
    let row = rows::get(tx.conn(), &tx.scope, id).await?;
    let file = row.attachment_id.filter(|_| row.state == State::Ready).ok_or(Refusal::ExportNotReady)?;
    tx.emit(Topic::ExportDownloaded, subject(&row), json!({ "rows": row.total })).await?;
    Ok(file)
}

/// Whose event it is when something happens to an export.
pub fn subject(row: &export::Model) -> Subject {
    Subject::new("export", row.id.0, row.org_id).owner(row.created_by)
}
