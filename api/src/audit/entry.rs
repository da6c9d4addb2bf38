//! An entry: what is noted, and how it is bound to the entry before it.

use aws_lc_rs::{constant_time, hmac};
use chrono::{DateTime, Utc};
use guibin_domain::ids::{AuditEntryId, CustomerId, OrgId, SessionId, UserId};
use guibin_entity::{audit_entry::Model, customer, event};
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{ctx::Actor, event::Topic, keys::Keys};

/// The chain of what belongs to no organisation.
pub const HEAD_OFFICE: &str = "head-office";
/// The hash before the first entry.
pub const BEGINNING: &str = "0000000000000000000000000000000000000000000000000000000000000000";
/// Longest word in an entry's detail.
const LONGEST_WORD: usize = 60;
/// Digits in a row from which a word may be a telephone or identity number.
const SUSPECT_DIGITS: usize = 7;
/// No count reaches this; a telephone number does.
const LARGEST_COUNT: i64 = 1_000_000_000;

/// Whether it happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Done,
    Refused,
}

impl Outcome {
    /// The word in the table.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
        }
    }
}

/// On whose behalf something happened, and when.
#[derive(Clone, Debug)]
pub struct Witness {
    pub actor_id: Option<UserId>,
    pub session_id: Option<SessionId>,
    /// A keyed hash of the client's address.
    pub source_hash: Option<String>,
    pub trace_id: Uuid,
    pub at: DateTime<Utc>,
}

impl Witness {
    /// Of `actor`, at `source`.
    pub fn of(actor: Option<&Actor>, source: Option<&str>, trace_id: Uuid, at: DateTime<Utc>) -> Self {
        Self {
            actor_id: actor.map(|actor| actor.user_id),
            session_id: actor.map(|actor| actor.session_id),
            source_hash: source.map(str::to_owned),
            trace_id,
            at,
        }
    }
}

/// What happened, seen or refused, and to what.
#[derive(Clone, Debug)]
pub struct Entry {
    action: String,
    outcome: Outcome,
    org_id: Option<OrgId>,
    subject: Option<(String, Uuid)>,
    customer_id: Option<CustomerId>,
    detail: Value,
}

impl Entry {
    /// Something done in the organisation `org_id`, named `noun.verb`.
    pub fn done(action: &str, org_id: Option<OrgId>) -> Self {
        Self {
            action: action.to_owned(),
            outcome: Outcome::Done,
            org_id,
            subject: None,
            customer_id: None,
            detail: json!({}),
        }
    }

    /// That a row of a customer was shown: `Entry::viewed("complaint", id, org_id, customer_id)`.
    pub fn viewed(kind: &str, id: impl Into<Uuid>, org_id: OrgId, customer_id: CustomerId) -> Self {
        Self::done(&format!("{kind}.viewed"), Some(org_id)).about(kind, id.into()).of_customer(Some(customer_id))
    }

    /// That `count` rows of `kind` were shown in a list, of one customer or of many.
    pub fn listed(kind: &str, org_id: OrgId, customer_id: Option<CustomerId>, count: usize) -> Self {
        let entry = Self::done(&format!("{kind}.listed"), Some(org_id));
        entry.of_customer(customer_id).with(&json!({ "count": count }))
    }

    /// That a part of a customer's file was shown.
    pub fn file(row: &customer::Model, part: &str) -> Self {
        Self::viewed("customer", row.id, row.org_id, row.id).with(&json!({ "part": part }))
    }

    /// Something that was asked for and refused.
    pub fn refused(action: &str, org_id: Option<OrgId>) -> Self {
        Self { outcome: Outcome::Refused, ..Self::done(action, org_id) }
    }

    /// The row it is about.
    #[must_use]
    pub fn about(self, kind: &str, id: Uuid) -> Self {
        Self { subject: Some((kind.to_owned(), id)), ..self }
    }

    /// The customer it concerns, if it does.
    #[must_use]
    pub fn of_customer(self, customer_id: Option<CustomerId>) -> Self {
        Self { customer_id, ..self }
    }

    /// Particulars; what is not an id, a word of ours or a count is left out.
    #[must_use]
    pub fn with(self, detail: &Value) -> Self {
        Self { detail: harmless(detail), ..self }
    }

    /// The entry of an event.
    pub(crate) fn of(event: &event::Model) -> Self {
        let is_refusal = Topic::of(&event.topic).is_some_and(Topic::is_refusal);
        let noted = if is_refusal { Self::refused } else { Self::done };
        let entry = noted(&event.topic, event.org_id).about(&event.subject_kind, event.subject_id);
        let mut entry = entry.of_customer(event.customer_id).with(&event.data);
        if let Some(detail) = entry.detail.as_object_mut() {
            detail.insert("event_id".to_owned(), json!(event.id));
        }
        entry
    }

    /// Which chain it goes on.
    pub(crate) fn chain(&self) -> String {
        self.org_id.map_or_else(|| HEAD_OFFICE.to_owned(), |org| org.to_string())
    }

    /// Whether `other` says the same of somebody: then the two may be noted as one.
    pub(crate) fn repeats(&self, other: &Self) -> bool {
        self.outcome == Outcome::Refused
            && self.outcome == other.outcome
            && self.action == other.action
            && self.org_id == other.org_id
            && self.detail == other.detail
    }

    /// Notes that it happened `count` times.
    pub(crate) fn times(&mut self, count: usize) {
        if let Some(detail) = self.detail.as_object_mut() {
            detail.insert("count".to_owned(), json!(count));
        }
    }
}

/// An entry with its witness, not yet on a chain.
#[derive(Clone, Debug)]
pub struct Draft {
    pub witness: Witness,
    pub entry: Entry,
}

/// What of `value` can hold nobody's data: truths, counts, ids, days and words of the vocabulary. A text that somebody
/// typed is none of these, and its place says only that there was one.
fn harmless(value: &Value) -> Value {
    match value {
        Value::Null | Value::Bool(_) => value.clone(),
        Value::Number(number) => match number.as_i64() {
            Some(count) if count.abs() < LARGEST_COUNT => value.clone(),
            _ => Value::Null,
        },
        Value::String(text) if is_word(text) => value.clone(),
        Value::String(_) => Value::Null,
        Value::Array(all) => all.iter().map(harmless).collect(),
        Value::Object(all) => {
            let kept = all.iter().filter(|(name, _)| is_word(name));
            kept.map(|(name, value)| (name.clone(), harmless(value))).collect()
        }
    }
}

fn is_word(text: &str) -> bool {
    let is_letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_.-:/{}".contains(c);
    let digits = text.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or(0);
    text.parse::<Uuid>().is_ok()
        || text.parse::<chrono::NaiveDate>().is_ok()
        || (text.len() <= LONGEST_WORD && text.chars().all(is_letter) && digits < SUSPECT_DIGITS)
}

/// The audit key: whoever has it can make a chain, nobody else can.
pub struct Key(hmac::Key);

/// Every column but the hash, in one order and one form on both databases.
#[derive(Serialize)]
struct Canonical<'a> {
    chain: &'a str,
    seq: i64,
    id: AuditEntryId,
    org_id: Option<OrgId>,
    at_micros: i64,
    actor_id: Option<UserId>,
    session_id: Option<SessionId>,
    action: &'a str,
    outcome: &'a str,
    subject_kind: Option<&'a str>,
    subject_id: Option<Uuid>,
    customer_id: Option<CustomerId>,
    source_hash: Option<&'a str>,
    trace_id: &'a str,
    detail: &'a str,
    prev_hash: &'a str,
}

impl Key {
    /// The audit key of the file.
    pub fn new(keys: &Keys) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, &keys.audit_bytes()))
    }

    /// A keyed hash of a client's address: the same address shows as the same, and nobody sees which.
    pub fn source(&self, address: &str) -> String {
        self.sign(format!("source|{address}").as_bytes()).chars().take(32).collect()
    }

    /// The row of `draft` at `seq` of its chain, bound to the hash before it.
    pub(crate) fn bind(&self, draft: Draft, seq: i64, prev_hash: &str) -> Model {
        let Draft { witness, entry } = draft;
        let chain = entry.chain();
        let (subject_kind, subject_id) = entry.subject.unzip();
        let mut row = Model {
            id: AuditEntryId(Uuid::now_v7()),
            chain,
            seq,
            org_id: entry.org_id,
            at: witness.at,
            actor_id: witness.actor_id,
            session_id: witness.session_id,
            action: entry.action,
            outcome: entry.outcome.word().to_owned(),
            subject_kind,
            subject_id,
            customer_id: entry.customer_id,
            source_hash: witness.source_hash,
            trace_id: witness.trace_id.to_string(),
            detail: entry.detail.to_string(),
            prev_hash: prev_hash.to_owned(),
            hash: String::new(),
        };
        row.hash = self.hash(&row, seq);
        row
    }

    /// The hash that `row` must have if it stands at `seq`.
    pub(crate) fn hash(&self, row: &Model, seq: i64) -> String {
        let canonical = Canonical {
            chain: &row.chain,
            seq,
            id: row.id,
            org_id: row.org_id,
            at_micros: row.at.timestamp_micros(),
            actor_id: row.actor_id,
            session_id: row.session_id,
            action: &row.action,
            outcome: &row.outcome,
            subject_kind: row.subject_kind.as_deref(),
            subject_id: row.subject_id,
            customer_id: row.customer_id,
            source_hash: row.source_hash.as_deref(),
            trace_id: &row.trace_id,
            detail: &row.detail,
            prev_hash: &row.prev_hash,
        };
        self.sign(&serde_json::to_vec(&canonical).unwrap_or_default())
    }

    /// The keyed hash of `bytes`, in hexadecimal.
    pub(crate) fn sign(&self, bytes: &[u8]) -> String {
        crate::cipher::hex(hmac::sign(&self.0, bytes).as_ref())
    }

    /// Whether `hash` is that of `bytes`.
    pub(crate) fn signed(&self, bytes: &[u8], hash: &str) -> bool {
        constant_time::verify_slices_are_equal(self.sign(bytes).as_bytes(), hash.as_bytes()).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_ids_words_days_and_counts_stay() {
        let kept = harmless(&json!({
            "fields": ["mobile", "id_number"], "rows": 500, "locked": true, "ends_on": "2026-12-31",
            "id": "01936d2c-7b4a-7c3e-9f10-0123456789ab", "purpose": "给王建国回电 13800131234", "typed": "13800131234",
            "number": 13_800_131_234_i64, "mail": "wang@example.com", "deep": {"name": "王建国", "level": 2}, "王建国": 1
        }));
        let expected = json!({
            "fields": ["mobile", "id_number"], "rows": 500, "locked": true, "ends_on": "2026-12-31",
            "id": "01936d2c-7b4a-7c3e-9f10-0123456789ab", "purpose": null, "typed": null,
            "number": null, "mail": null, "deep": {"name": null, "level": 2}
        });
        assert_eq!(kept, expected);
    }
}
