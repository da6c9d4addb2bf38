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
pub fn signed(cipher: &Cipher, row: &Model) -> Result<String> {
    let people = people(cipher, row)?;
    let names: Vec<_> = people.iter().map(|person| person.name.as_str()).collect();
    let said = |column| Ok::<_, Error>(said(cipher, row, column)?.unwrap_or_default());
    Ok(format!("{}|{}|{}|{}", said("content")?, said("need")?, said("handling")?, names.join("、")))
}

/// A text of the record, unmasked.
///
/// # Errors
/// `Internal` when it does not open.
pub fn said(cipher: &Cipher, row: &Model, column: &'static str) -> Result<Option<String>> {
    cipher.kept_some(place(row.id, column), held(row, column))
}

/// A text of the record as it may be shown.
///
/// # Errors
/// `Internal` when it does not open.
pub fn shown(cipher: &Cipher, row: &Model, column: &'static str) -> Result<Option<String>> {
    cipher.shown_some(place(row.id, column), held(row, column))
}

fn held<'a>(row: &'a Model, column: &str) -> Option<&'a str> {
    match column {
        "place" => row.place.as_deref(),
        "need" => row.need.as_deref(),
        "handling" => row.handling.as_deref(),
        _ => Some(&row.content),
    }
}

/// The people met, as stored.
///
/// # Errors
/// `Internal` when they are not people.
pub fn people(cipher: &Cipher, row: &Model) -> Result<Vec<PersonMet>> {
    Ok(serde_json::from_value(cipher.kept_within(place(row.id, "people_met"), row.people_met.clone())?)?)
}

/// The same as they may be shown.
///
/// # Errors
/// As [`people`].
pub fn people_shown(cipher: &Cipher, row: &Model) -> Result<Vec<PersonMet>> {
    let masked = people(cipher, row)?.into_iter().map(|person| PersonMet {
        name: mask::text(&person.name),
        role_title: person.role_title.as_deref().map(mask::text),
        ..person
    });
    Ok(masked.collect())
}

/// The people met, to be stored.
///
/// # Errors
/// 422 for a name that is a mask; `Internal` when they cannot be sealed.
pub fn met(cipher: &Cipher, id: ServiceRecordId, people: &[PersonMet]) -> Result<serde_json::Value> {
    for (at, person) in people.iter().enumerate() {
        unmasked(&format!("/people_met/{at}/name"), &person.name)?;
        unmasked(&format!("/people_met/{at}/role_title"), person.role_title.as_deref().unwrap_or_default())?;
    }
    cipher.keep_within(place(id, "people_met"), serde_json::to_value(people)?)
}

/// # Errors
/// 422 for what was shown masked and comes back.
fn unmasked(pointer: &str, text: &str) -> Result<()> {
    if !mask::holds_mask(text) {
        return Ok(());
    }
    let (zh, en) = Refusal::MaskedValue { pointer: "" }.sentences();
    Err(Error::invalid(pointer, "masked_value", zh, en))
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
pub fn content(cipher: &Cipher, id: ServiceRecordId, text: &str) -> Result<String> {
    note(cipher, id, "content", Some(text))?.ok_or_else(|| Refusal::CellBlank { pointer: "/content" }.into())
}

/// A note, to be stored; one that says nothing is none.
///
/// # Errors
/// 422 for what was shown masked and comes back; `Internal` when it cannot be sealed.
pub fn note(cipher: &Cipher, id: ServiceRecordId, column: &'static str, text: Option<&str>) -> Result<Option<String>> {
    let text = text.map(str::trim).filter(|text| !text.is_empty());
    unmasked(&format!("/{column}"), text.unwrap_or_default())?;
    cipher.keep_some(place(id, column), text)
}

/// The number that was called, in normal form and sealed to its row.
///
/// # Errors
/// 422 for a masked number, and for what is neither a mobile nor another telephone number.
pub fn seal(cipher: &Cipher, id: ServiceRecordId, typed: Option<&str>) -> Result<Option<String>> {
    let Some(typed) = typed.map(str::trim).filter(|typed| !typed.is_empty()) else { return Ok(None) };
    if mask::is_masked(typed) {
        return Err(Refusal::MaskedValue { pointer: "/phone" }.into());
    }
    let number = identity::phone(typed)?;
    Ok(Some(cipher.seal(place(id, "phone_sealed"), &number)?))
}

/// The number under its mask.
///
/// # Errors
/// `Internal` when what is stored does not open.
pub fn masked(cipher: &Cipher, row: &Model) -> Result<Option<String>> {
    let Some(sealed) = &row.phone_sealed else { return Ok(None) };
    let number = cipher.open(place(row.id, "phone_sealed"), sealed)?;
    Ok(Some(mask::phone(&number)))
}

const fn place(id: ServiceRecordId, column: &'static str) -> Place {
    Place { table: "service_record", column, row: id.0 }
}
