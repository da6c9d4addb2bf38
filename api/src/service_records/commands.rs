//! What each change to a service record does: lock, decide, store, tell.

use guibin_domain::{
    ids::{ComplaintId, CustomerId, ServiceRecordId},
    service_record::{authored, editable, signable},
};
use guibin_entity::service_record::Model;
use serde_json::json;

use super::{
    rows,
    text::{self, PersonMet},
    writing::{NewServiceRecord, ServiceRecordPatch},
};
use crate::{
    body::Patch,
    ctx::{Actor, Tx},
    customers,
    error::{Error, Result},
    event::{Subject, Topic},
    precondition::IfMatch,
    signature::NewSignature,
};

/// Writes down a service, signed at once if the customer did.
///
/// # Errors
/// `NotFound` for a customer out of reach; 422 for what the record may not say.
pub async fn write(tx: &Tx, new: &NewServiceRecord) -> Result<Model> {
    let customer = customers::get(tx.conn(), &tx.scope, new.customer_id).await?;
    refer(tx, customer.id, new.complaint_id, &new.people_met).await?;
    let mut row = rows::blank(tx, &customer, tx.person()?.user_id);
    row.method = new.method;
    row.occurred_at = text::occurred(new.occurred_at, tx.now)?;
    row.place = text::note(tx.cipher(), row.id, "place", new.place.as_deref())?;
    row.phone_sealed = text::seal(tx.cipher(), row.id, new.phone.as_deref())?;
    row.content = text::content(tx.cipher(), row.id, &new.content)?;
    row.need = text::note(tx.cipher(), row.id, "need", new.need.as_deref())?;
    row.handling_status = new.handling_status;
    row.handling = text::note(tx.cipher(), row.id, "handling", new.handling.as_deref())?;
    row.people_met = text::met(tx.cipher(), row.id, &new.people_met)?;
    row.complaint_id = new.complaint_id;
    let bound = text::signed(tx.cipher(), &row)?;
    row.signature = new.signature.as_ref().map(|given| given.seal(&bound, tx.now, "/signature")).transpose()?;
    let row = rows::insert(tx, row).await?;
    tell(tx, Topic::ServiceRecordCreated, &row).await?;
    if row.signature.is_some() {
        tell(tx, Topic::ServiceRecordSigned, &row).await?;
    }
    Ok(row)
}

/// Edits a service record, as long as its author may.
///
/// # Errors
/// `NotFound`, 412, 403 for anybody but the author, 409 once signed or on another day, 422 as [`write`].
pub async fn change(tx: &Tx, id: ServiceRecordId, seen: IfMatch, patch: &ServiceRecordPatch) -> Result<Model> {
    let mut row = rows::lock(tx, id).await?;
    seen.check(row.version)?;
    may_edit(tx.person()?, &row, tx.now)?;
    let complaint = patch.complaint_id.clone();
    let complaint_id = if let Patch::Set(id) = complaint { Some(id) } else { None };
    refer(tx, row.customer_id, complaint_id, patch.people_met.as_deref().unwrap_or_default()).await?;
    row.complaint_id = complaint.apply(row.complaint_id);
    put(tx, &mut row, patch)?;
    let row = rows::store(tx, row).await?;
    tell(tx, Topic::ServiceRecordChanged, &row).await?;
    Ok(row)
}

fn put(tx: &Tx, row: &mut Model, patch: &ServiceRecordPatch) -> Result<()> {
    row.method = patch.method.unwrap_or(row.method);
    row.handling_status = patch.handling_status.unwrap_or(row.handling_status);
    if let Some(at) = patch.occurred_at {
        row.occurred_at = text::occurred(at, tx.now)?;
    }
    if let Some(content) = &patch.content {
        row.content = text::content(tx.cipher(), row.id, content)?;
    }
    if let Some(people) = &patch.people_met {
        row.people_met = text::met(tx.cipher(), row.id, people)?;
    }
    if patch.phone.is_present() {
        row.phone_sealed = text::seal(tx.cipher(), row.id, patch.phone.clone().apply(None).as_deref())?;
    }
    let notes = [
        ("place", &mut row.place, &patch.place),
        ("need", &mut row.need, &patch.need),
        ("handling", &mut row.handling, &patch.handling),
    ];
    for (column, held, given) in notes.into_iter().filter(|(.., given)| given.is_present()) {
        *held = text::note(tx.cipher(), row.id, column, given.clone().apply(None).as_deref())?;
    }
    Ok(())
}

/// Seals a record with the customer's signature, once.
///
/// # Errors
/// `NotFound`, 412, 409 when it is signed already, 422 for a signature that shows nothing.
pub async fn sign(tx: &Tx, id: ServiceRecordId, seen: IfMatch, given: &NewSignature) -> Result<Model> {
    let mut row = rows::lock(tx, id).await?;
    seen.check(row.version)?;
    signable(row.signature.is_some())?;
    row.signature = Some(given.seal(&text::signed(tx.cipher(), &row)?, tx.now, "")?);
    let row = rows::store(tx, row).await?;
    tell(tx, Topic::ServiceRecordSigned, &row).await?;
    Ok(row)
}

/// Whether `actor` may edit the record now.
///
/// # Errors
/// 403 for anybody but the author, 409 once signed or on another day.
pub fn may_edit(actor: &Actor, row: &Model, now: chrono::DateTime<chrono::Utc>) -> Result<()> {
    authored(row.author_id, actor.user_id)?;
    Ok(editable(row.signature.is_some(), row.created_at, now, actor.zone)?)
}

/// Whether the complaint and the key persons are in reach, and this customer's.
async fn refer(tx: &Tx, customer: CustomerId, complaint: Option<ComplaintId>, people: &[PersonMet]) -> Result<()> {
    if let Some(id) = complaint
        && !rows::has_complaint(tx, customer, id).await?
    {
        return Err(unknown("/complaint_id".to_owned()));
    }
    for (at, person) in people.iter().enumerate() {
        if let Some(id) = person.key_person_id
            && !rows::has_key_person(tx, customer, id).await?
        {
            return Err(unknown(format!("/people_met/{at}/key_person_id")));
        }
    }
    Ok(())
}

fn unknown(pointer: String) -> Error {
    Error::invalid(
        pointer,
        "not_found",
        "该客户名下没有此项，请重新选择。",
        "This customer has no such thing; choose again.",
    )
}

async fn tell(tx: &Tx, topic: Topic, row: &Model) -> Result<()> {
    let subject = Subject::new("service_record", row.id.0, row.org_id).owner(row.author_id).customer(row.customer_id);
    tx.emit(topic, subject, json!({ "method": row.method, "handling_status": row.handling_status })).await
}
