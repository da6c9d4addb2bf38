//! What a service record says: what of it is acceptable, and what a signature binds.

use chrono::{DateTime, Datelike, SubsecRound, Utc};
use guibin_domain::{
    identity,
    ids::{KeyPersonId, ServiceRecordId},
    mask,
    refusal::Refusal,
    service_record,
};
use guibin_entity::service_record::Model;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::{
    cipher::{Cipher, Place},
    error::{Error, Result},
};

/// Somebody who was met or spoken to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"key_person_id": "01936d2c-7b4a-7c3e-9f10-8c9d0e1f2a3b", "name": "李慧", "role_title": "办公室主任"}))]
pub struct PersonMet {
    /// When it is one of the customer's key persons.
    pub key_person_id: Option<KeyPersonId>,
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100)]
    pub role_title: Option<String>,
}

/// The text that the customer signs: content, need, handling and the people met.
///
/// # Errors
/// `Internal` when the people stored are not people.
pub fn signed(row: &Model) -> Result<String> {
    let people = people(row)?;
    let names: Vec<_> = people.iter().map(|person| person.name.as_str()).collect();
    let (need, handling) = (row.need.as_deref().unwrap_or_default(), row.handling.as_deref().unwrap_or_default());
    Ok(format!("{}|{need}|{handling}|{}", row.content, names.join("、")))
}

/// The people met, as stored.
///
/// # Errors
/// `Internal` when they are not people.
pub fn people(row: &Model) -> Result<Vec<PersonMet>> {
    Ok(serde_json::from_value(row.people_met.clone())?)
}

/// When it took place, to the microsecond.
///
/// # Errors
/// 422 for the future, and for a time before there was television.
pub fn occurred(at: DateTime<Utc>, now: DateTime<Utc>) -> Result<DateTime<Utc>> {
    service_record::occurred(at, now)?;
    if at.year() < 1950 {
        let (zh, en) = ("时间过早，请核对年份。", "This is too long ago; check the year.");
        return Err(Error::invalid("/occurred_at", "out_of_range", zh, en));
    }
    Ok(at.trunc_subsecs(6))
}

/// The content, which must say something.
///
/// # Errors
/// 422 when it is blank.
pub fn content(text: &str) -> Result<String> {
    let text = text.trim();
    if text.is_empty() { Err(Refusal::CellBlank { pointer: "/content" }.into()) } else { Ok(text.to_owned()) }
}

/// A note that says nothing is none.
pub fn note(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// The number that was called, in normal form and sealed to its row.
///
/// # Errors
/// 422 for a masked number, and for what is neither a mobile nor another telephone number.
pub fn seal(cipher: &Cipher, id: ServiceRecordId, typed: Option<&str>) -> Result<Option<String>> {
    let Some(typed) = note(typed) else { return Ok(None) };
    if mask::is_masked(&typed) {
        return Err(Refusal::MaskedValue { pointer: "/phone" }.into());
    }
    let number = identity::phone(&typed)?;
    Ok(Some(cipher.seal(place(id), &number)?))
}

/// The number under its mask.
///
/// # Errors
/// `Internal` when what is stored does not open.
pub fn masked(cipher: &Cipher, row: &Model) -> Result<Option<String>> {
    let Some(sealed) = &row.phone_sealed else { return Ok(None) };
    let number = cipher.open(place(row.id), sealed)?;
    Ok(Some(mask::phone(&number)))
}

const fn place(id: ServiceRecordId) -> Place {
    Place { table: "service_record", column: "phone_sealed", row: id.0 }
}
