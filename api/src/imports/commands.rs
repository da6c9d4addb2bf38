//! How an import goes on: uploaded, its columns corrected, checked, committed. The work itself is the worker's.

use guibin_domain::{
    ids::ImportId,
    import::{Action, Field, Kind, State},
    mask,
};
use guibin_entity::import;
use serde_json::json;

use super::{layout::Layout, rows, survey::Survey, tally::Tally, upload::Upload};
use crate::{
    attachment,
    ctx::Tx,
    error::Result,
    event::{Subject, Topic},
    precondition::IfMatch,
};

/// Keeps an uploaded file and what was found in it.
///
/// # Errors
/// When the rows cannot be stored.
pub async fn upload(tx: &Tx, upload: Upload, survey: Survey) -> Result<import::Model> {
    let file = attachment::new(tx, &upload.name, "application/octet-stream", upload.bytes)?;
    let row = uploaded(tx, &file, survey)?;
    attachment::store(tx, file).await?;
    let row = rows::insert(tx, row).await?;
    tx.emit(Topic::ImportUploaded, subject(&row), json!({ "rows": row.total, "kind": row.kind })).await?;
    Ok(row)
}

/// Sends columns elsewhere; a check that was made before must be made again.
///
/// # Errors
/// `NotFound`, `PreconditionFailed`, `Refused(ImportMove)`, `Refused(ImportColumnTwice)`, 422 for a column not there.
pub async fn remap(
    tx: &Tx,
    id: ImportId,
    seen: IfMatch,
    changes: impl Iterator<Item = (u32, Option<Field>)>,
) -> Result<import::Model> {
    let mut row = rows::lock(tx, id).await?;
    seen.check(row.version)?;
    row.state = row.state.after(Action::Remap)?;
    let mut layout = Layout::stored(&row)?;
    layout.remap(changes)?;
    row.mapping = json!(layout.targets);
    reset(&mut row);
    rows::clear(tx, id).await?;
    let row = rows::store(tx, row).await?;
    tx.emit(Topic::ImportMapped, subject(&row), json!({})).await?;
    Ok(row)
}

/// Has every row tried by the worker.
///
/// # Errors
/// `NotFound`, `PreconditionFailed`, `Refused(ImportMove)`, `Refused(ImportKeyMissing)`.
pub async fn check(tx: &Tx, id: ImportId, seen: IfMatch) -> Result<import::Model> {
    let mut row = rows::lock(tx, id).await?;
    seen.check(row.version)?;
    row.state = row.state.after(Action::Check)?;
    Layout::stored(&row)?.importable()?;
    reset(&mut row);
    let row = rows::store(tx, row).await?;
    tx.emit(Topic::ImportStarted, subject(&row), json!({ "state": row.state })).await?;
    Ok(row)
}

/// Has the rows that are new or changed applied by the worker.
///
/// # Errors
/// `NotFound`, `PreconditionFailed`, `Refused(ImportMove)`.
pub async fn commit(tx: &Tx, id: ImportId, seen: IfMatch) -> Result<import::Model> {
    let mut row = rows::lock(tx, id).await?;
    seen.check(row.version)?;
    row.state = row.state.after(Action::Commit)?;
    row.total = Tally::stored(&row)?.to_apply();
    row.done = 0;
    row.lease_until = None;
    let row = rows::store(tx, row).await?;
    tx.emit(Topic::ImportStarted, subject(&row), json!({ "state": row.state })).await?;
    Ok(row)
}

/// Whose event it is when something happens to an import.
pub fn subject(row: &import::Model) -> Subject {
    Subject::new("import", row.id.0, row.org_id).owner(row.created_by)
}

fn reset(row: &mut import::Model) {
    row.done = 0;
    row.counts = json!(Tally::default());
    row.problem = None;
    row.lease_until = None;
}

fn uploaded(tx: &Tx, file: &guibin_entity::attachment::Model, survey: Survey) -> Result<import::Model> {
    let id = ImportId(tx.new_id());
    let Survey { sheet, layout, first, total } = survey;
    Ok(import::Model {
        id,
        org_id: file.org_id,
        created_by: file.created_by,
        kind: Kind::Customers,
        attachment_id: file.id,
        file_name: file.file_name.clone(),
        state: State::Uploaded,
        sheet: sheet.map(|name| mask::text(&name)),
        mapping: json!(layout.targets),
        columns: layout.columns(tx.cipher(), id.0, &first)?,
        total,
        done: 0,
        counts: json!(Tally::default()),
        problem: None,
        lease_until: None,
        lease_token: 0,
        version: 1,
        created_at: tx.now,
        updated_at: tx.now,
    })
}
