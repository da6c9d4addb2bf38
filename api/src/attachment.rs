//! Files at rest: sealed to their row, reachable only through what they belong to.

use guibin_domain::{ids::AttachmentId, mask};
use guibin_entity::attachment;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

use crate::{
    cipher::{Cipher, Place, sha256},
    ctx::Tx,
    database::Connection,
    error::{Error, Result},
    scope::{Past, past},
};

/// A file of the person who acts.
///
/// # Errors
/// `Internal` when it is the system that acts.
pub fn new(tx: &Tx, file_name: &str, media_type: &str, content: Vec<u8>) -> Result<attachment::Model> {
    let person = tx.person()?;
    Ok(attachment::Model {
        id: AttachmentId(tx.new_id()),
        org_id: person.org_id,
        created_by: person.user_id,
        // A name is no place for a number of a person; it is shown wherever the file is.
        file_name: mask::text(file_name),
        media_type: media_type.to_owned(),
        size: i64::try_from(content.len()).unwrap_or(i64::MAX),
        sha256: sha256(&content),
        content,
        created_at: tx.now,
    })
}

/// Stores a file, sealed.
///
/// # Errors
/// When the row cannot be stored.
pub async fn store(tx: &Tx, mut file: attachment::Model) -> Result<()> {
    file.content = tx.cipher().seal_bytes(place(file.id), &file.content)?;
    attachment::Entity::insert(file.into_active_model().reset_all()).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// A file, opened. Whoever asks has found what it belongs to in the caller's scope.
///
/// # Errors
/// `Internal` when it is gone or does not open.
pub async fn open(conn: &impl Connection, cipher: &Cipher, id: AttachmentId) -> Result<(String, Vec<u8>)> {
    let row = past(Past::ParentSeen).attachments().filter(attachment::Column::Id.eq(id)).one(conn).await?;
    let row = row.ok_or_else(|| Error::Internal(anyhow::anyhow!("the file {id} is gone")))?;
    Ok((row.file_name, cipher.open_bytes(place(id), &row.content)?))
}

const fn place(id: AttachmentId) -> Place {
    Place { table: "attachment", column: "content", row: id.0 }
}
