//! What each change does to a complaint: lock, decide, store the entry, let its clock follow, tell.

use guibin_domain::{
    clock::{Milestone, Reading},
    complaint::{self, Action, EntryKind, Happening, Level},
    identity,
    ids::{ClockId, ComplaintId, OrgId, PolicyVersionId},
    mask,
    refusal::Refusal,
};
use guibin_entity::{complaint as row, customer};
use serde_json::json;

use super::{
    intake::NewComplaint,
    rows::{self, Entry, Received},
};
use crate::{
    ctx::Tx,
    customers,
    error::{Error, Result},
    event::{Subject, Topic},
    policies,
    precondition::IfMatch,
    promises::{self, Promised},
};

/// Receives a complaint: its clock starts now.
///
/// # Errors
/// `NotFound` when the caller sees no such customer; `Invalid` for a text that says nothing;
/// `Refused(PhoneShape | MaskedValue)`.
pub async fn create(tx: &Tx, new: &NewComplaint) -> Result<row::Model> {
    let customer = customers::get(tx.conn(), &tx.scope, new.customer_id).await?;
    let policy = policies::current(tx.conn(), customer.org_id, tx.now).await?;
    let received = received(tx, new, &customer, policy.id)?;
    let promised = promised(received.clock_id, received.org_id, received.id, policy.id);
    let story = [Happening { at: tx.now, kind: EntryKind::Received, level: Some(new.level) }];
    let reading = promises::refresh(tx, &promised, &policy.pack, &story).await?;
    let number = rows::next_number(tx, tx.person()?.zone).await?;
    let row = rows::insert(tx, received, number, reading.due_at).await?;
    let entry = Entry { level: Some(new.level), ..Entry::new(EntryKind::Received) };
    rows::insert_entry(tx, &row, entry).await?;
    let data = json!({ "level": row.level, "channel": row.channel, "due_at": row.due_at });
    tx.emit(Topic::ComplaintReceived, subject(&row), data).await?;
    Ok(row)
}

/// What is to be stored of a new complaint, after everything in it was found acceptable.
fn received(tx: &Tx, new: &NewComplaint, customer: &customer::Model, policy: PolicyVersionId) -> Result<Received> {
    let receiver = tx.person()?;
    let phone = new.contact_phone.as_deref().map(phone).transpose()?;
    Ok(Received {
        id: ComplaintId(tx.new_id()),
        org_id: customer.org_id,
        customer_id: customer.id,
        owner_id: complaint::first_responder(receiver.user_id, &receiver.roles, customer.owner_id),
        channel: new.channel,
        level: new.level,
        category: new.category.as_deref().map(|text| told("/category", text)).transpose()?,
        title: told("/title", &new.title)?,
        content: told("/content", &new.content)?,
        contact_name: new.contact_name.as_deref().map(|text| told("/contact_name", text)).transpose()?,
        contact_phone: phone,
        policy_version_id: policy,
        clock_id: ClockId(tx.new_id()),
    })
}

fn phone(text: &str) -> Result<String> {
    if mask::is_masked(text) {
        return Err(Refusal::MaskedValue { pointer: "/contact_phone" }.into());
    }
    identity::phone(text).map_err(|refusal| {
        let (zh, en) = refusal.sentences();
        Error::invalid("/contact_phone", refusal.code(), zh, en)
    })
}

/// A text without the blanks around it.
fn told(pointer: &str, text: &str) -> Result<String> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::invalid(pointer, "blank", "不能只有空格。", "Write something, not only blanks."));
    }
    if mask::holds_mask(text) {
        let (zh, en) = Refusal::MaskedValue { pointer: "" }.sentences();
        return Err(Error::invalid(pointer, "masked_value", zh, en));
    }
    if text.contains('\0') {
        return Err(Error::invalid(pointer, "unstorable", "含有无法保存的字符。", "A character cannot be stored."));
    }
    Ok(text.to_owned())
}

/// Changes the level; the time that has passed is carried over.
///
/// # Errors
/// `NotFound`, `PreconditionFailed`; `Refused(ComplaintMove)` when it is closed, `Refused(LevelSame)`.
pub async fn change_level(tx: &Tx, id: ComplaintId, seen: IfMatch, level: Level, reason: &str) -> Result<row::Model> {
    let mut row = lock(tx, id, seen).await?;
    row.status = row.status.after(Action::ChangeLevel)?;
    let from = row.level;
    row.level = from.change_to(level)?;
    let text = Some(told("/reason", reason)?);
    let entry = Entry { level: Some(level), from_level: Some(from), text, ..Entry::new(EntryKind::LevelChanged) };
    let row = store(tx, row, entry).await?;
    let data = json!({ "from_level": from, "level": level, "due_at": row.due_at });
    tx.emit(Topic::ComplaintLevelChanged, subject(&row), data).await?;
    Ok(row)
}

/// Writes down what the customer is told; the clock runs on.
///
/// # Errors
/// `NotFound`, `PreconditionFailed`; `Refused(ComplaintMove)` when it is closed.
pub async fn reply(tx: &Tx, id: ComplaintId, seen: IfMatch, text: &str) -> Result<row::Model> {
    let mut row = lock(tx, id, seen).await?;
    row.status = row.status.after(Action::Reply)?;
    let entry = Entry { text: Some(told("/text", text)?), ..Entry::new(EntryKind::Replied) };
    let row = store(tx, row, entry).await?;
    tx.emit(Topic::ComplaintReplied, subject(&row), json!({ "level": row.level })).await?;
    Ok(row)
}

/// Writes down the customer's word: only satisfaction closes a complaint (P01.7).
///
/// # Errors
/// `NotFound`, `PreconditionFailed`; `Refused(ComplaintMove)` unless it has been replied to.
pub async fn confirm(
    tx: &Tx,
    id: ComplaintId,
    seen: IfMatch,
    satisfied: bool,
    comment: Option<&str>,
) -> Result<row::Model> {
    let (action, kind, topic) = if satisfied {
        (Action::Confirm, EntryKind::Confirmed, Topic::ComplaintClosed)
    } else {
        (Action::Refuse, EntryKind::Refused, Topic::ComplaintRefused)
    };
    let mut row = lock(tx, id, seen).await?;
    row.status = row.status.after(action)?;
    row.closed_at = satisfied.then_some(tx.now);
    let text = comment.map(|text| told("/comment", text)).transpose()?;
    let row = store(tx, row, Entry { text, ..Entry::new(kind) }).await?;
    let data = json!({ "level": row.level, "in_time": tx.now < row.due_at });
    tx.emit(topic, subject(&row), data).await?;
    Ok(row)
}

async fn lock(tx: &Tx, id: ComplaintId, seen: IfMatch) -> Result<row::Model> {
    let row = rows::lock(tx, id).await?;
    seen.check(row.version)?;
    Ok(row)
}

/// Stores what happened and what became of the complaint, and lets its clock follow.
async fn store(tx: &Tx, row: row::Model, entry: Entry) -> Result<row::Model> {
    rows::insert_entry(tx, &row, entry).await?;
    let row = rows::store(tx, row).await?;
    let reading = follow(tx, &row).await?;
    Ok(row::Model { due_at: reading.due_at, ..rows::by_id(tx.conn(), row.id).await? })
}

async fn follow(tx: &Tx, row: &row::Model) -> Result<Reading> {
    let (_, pack) = policies::version(tx.conn(), row.policy_version_id).await?;
    let promised = promised(row.clock_id, row.org_id, row.id, row.policy_version_id);
    promises::refresh(tx, &promised, &pack, &rows::story(tx.conn(), row.id).await?).await
}

fn promised(clock_id: ClockId, org_id: OrgId, id: ComplaintId, policy_version_id: PolicyVersionId) -> Promised {
    Promised { clock_id, org_id, subject_id: id.0, milestone: Milestone::Resolve, policy_version_id }
}

fn subject(row: &row::Model) -> Subject {
    Subject::new(promises::COMPLAINT, row.id.0, row.org_id).owner(row.owner_id).customer(row.customer_id)
}
