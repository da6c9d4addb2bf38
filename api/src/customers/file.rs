//! What a customer's file holds, field by field, whoever writes it: brought to its normal form, sealed, and read back.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use guibin_domain::{
    Refusal,
    import::{Field, MASKED, normal},
    mask, search,
};
use guibin_entity::customer;

use crate::{
    cipher::{Cipher, Place},
    error::{Error, FieldError, Result},
};

/// What is to be written: a value, or nothing to empty the field.
pub type Changes = BTreeMap<Field, Option<String>>;

/// Before the last four digits of a telephone number among the grams; no gram of a text has it.
const TAIL: char = '#';

/// So many digits in a row may be a telephone number.
const NUMBER_MIN: usize = 7;

/// Every value in its normal form: free text to the byte, what identifies as `domain::identity` writes it.
///
/// `today` is a day in the branch's zone.
///
/// # Errors
/// 422 that names every field with what is wrong with it.
pub fn normalised(changes: Changes, today: NaiveDate) -> Result<Changes> {
    let (mut sound, mut mistakes) = (Changes::new(), Vec::new());
    for (field, value) in changes {
        match normal_form(field, value, today) {
            Ok(value) => drop(sound.insert(field, value)),
            Err(refusal) => {
                let (zh, en) = refusal.sentences();
                mistakes.push(FieldError::new(field.pointer(), refusal.code(), zh, en));
            }
        }
    }
    if mistakes.is_empty() { Ok(sound) } else { Err(Error::Invalid(mistakes)) }
}

fn normal_form(field: Field, value: Option<String>, today: NaiveDate) -> Result<Option<String>, Refusal> {
    let pointer = field.pointer();
    let Some(text) = value else {
        let needed = matches!(field, Field::Name | Field::Kind | Field::Status);
        return if needed { Err(Refusal::CellBlank { pointer }) } else { Ok(None) };
    };
    if MASKED.contains(&field) && mask::is_masked(&text) {
        return Err(Refusal::MaskedValue { pointer });
    }
    free(pointer, &text)?;
    match field {
        Field::IdNumber | Field::Mobile | Field::Phone | Field::Email | Field::Postcode | Field::Uscc => {
            normal(field, &text, today).map(Some)
        }
        Field::Birthday | Field::Kind | Field::Status | Field::Sex => normal(field, &text, today).map(Some),
        _ => Ok(Some(text)),
    }
}

/// Whether a free text can be kept as it is.
///
/// # Errors
/// [`Refusal::CellBlank`] for blanks alone, [`Refusal::CellUnstorable`] for what the databases cannot hold.
pub fn free(pointer: &'static str, text: &str) -> Result<(), Refusal> {
    if text.trim().is_empty() {
        return Err(Refusal::CellBlank { pointer });
    }
    if text.contains('\0') { Err(Refusal::CellUnstorable { pointer }) } else { Ok(()) }
}

/// A text for the trail: runs of digits that could be somebody's number are left out.
pub fn without_numbers(text: &str) -> String {
    let mut kept = String::new();
    for run in text.split_inclusive(|c: char| !c.is_numeric()) {
        let digits = run.chars().filter(|c| c.is_numeric()).count();
        if digits < NUMBER_MIN {
            kept.push_str(run);
        } else {
            kept.push_str(mask::CLOSED);
            kept.extend(run.chars().filter(|c| !c.is_numeric()));
        }
    }
    kept
}

/// Writes one value, in its normal form, into the row; the number is ours and stays.
///
/// # Errors
/// `Internal` when it cannot be sealed.
pub fn put(row: &mut customer::Model, cipher: &Cipher, field: Field, value: Option<String>) -> Result<()> {
    let seal = |column| sealed(cipher, row, column, value.as_deref());
    let index = || value.as_deref().map(|value| cipher.index(field.word(), value));
    match field {
        Field::Number => {}
        Field::Name => row.name = value.unwrap_or_default(),
        Field::Kind => row.kind = word(value.as_deref()).unwrap_or(row.kind),
        Field::Status => row.status = word(value.as_deref()).unwrap_or(row.status),
        Field::Sex => row.sex = word(value.as_deref()),
        Field::Birthday => row.birthday = word(value.as_deref()),
        Field::ExternalId => row.external_id = value,
        Field::Tier => row.tier = value,
        Field::Employer => row.employer = value,
        Field::Department => row.department = value,
        Field::Post => row.post = value,
        Field::Postcode => row.postcode = value,
        Field::Fax => row.fax = value,
        Field::Uscc => row.uscc = value,
        Field::SmartCardNumber => row.smart_card_number = value,
        Field::DeviceNumber => row.device_number = value,
        Field::Anniversaries => row.anniversaries = value,
        Field::Remark => row.remark = value,
        Field::IdNumber => (row.id_number_sealed, row.id_number_index) = (seal("id_number_sealed")?, index()),
        Field::Mobile => {
            (row.mobile_sealed, row.mobile_index) = (seal("mobile_sealed")?, index());
            row.mobile_tail = value.as_deref().and_then(tail);
        }
        Field::Phone => {
            (row.phone_sealed, row.phone_index) = (seal("phone_sealed")?, index());
            row.phone_tail = value.as_deref().and_then(tail);
        }
        Field::Address => row.address_sealed = seal("address_sealed")?,
        Field::Email => (row.email_sealed, row.email_index) = (seal("email_sealed")?, index()),
    }
    Ok(())
}

/// The value of one field, in its normal form and unmasked.
///
/// # Errors
/// `Internal` when a sealed value does not open.
pub fn value(row: &customer::Model, cipher: &Cipher, field: Field) -> Result<Option<String>> {
    let open = |column, sealed: &Option<String>| {
        let place = Place { table: "customer", column, row: row.id.0 };
        sealed.as_deref().map(|sealed| cipher.open(place, sealed)).transpose()
    };
    Ok(match field {
        Field::Number => Some(row.number.clone()),
        Field::Name => Some(row.name.clone()),
        Field::Kind => Some(row.kind.word().to_owned()),
        Field::Status => Some(row.status.word().to_owned()),
        Field::Sex => row.sex.map(|sex| sex.word().to_owned()),
        Field::Birthday => row.birthday.map(|day| day.to_string()),
        Field::ExternalId => row.external_id.clone(),
        Field::Tier => row.tier.clone(),
        Field::Employer => row.employer.clone(),
        Field::Department => row.department.clone(),
        Field::Post => row.post.clone(),
        Field::Postcode => row.postcode.clone(),
        Field::Fax => row.fax.clone(),
        Field::Uscc => row.uscc.clone(),
        Field::SmartCardNumber => row.smart_card_number.clone(),
        Field::DeviceNumber => row.device_number.clone(),
        Field::Anniversaries => row.anniversaries.clone(),
        Field::Remark => row.remark.clone(),
        Field::IdNumber => open("id_number_sealed", &row.id_number_sealed)?,
        Field::Mobile => open("mobile_sealed", &row.mobile_sealed)?,
        Field::Phone => open("phone_sealed", &row.phone_sealed)?,
        Field::Address => open("address_sealed", &row.address_sealed)?,
        Field::Email => open("email_sealed", &row.email_sealed)?,
    })
}

/// The value of one field as it may be shown.
///
/// # Errors
/// `Internal` when a sealed value does not open.
pub fn shown(row: &customer::Model, cipher: &Cipher, field: Field) -> Result<Option<String>> {
    Ok(value(row, cipher, field)?.map(|value| field.shown(&value)))
}

/// What the customer is found by: name, numbers, and the tails of telephone numbers.
pub fn grams(row: &customer::Model) -> BTreeSet<String> {
    let texts = [&row.external_id, &row.smart_card_number, &row.device_number].into_iter().flatten();
    let mut found: BTreeSet<String> =
        texts.chain([&row.name, &row.number]).flat_map(|text| search::grams(text)).collect();
    found.extend([&row.mobile_tail, &row.phone_tail].into_iter().flatten().map(|digits| tail_gram(digits)));
    found
}

/// The gram of a telephone number's last four digits.
pub fn tail_gram(digits: &str) -> String {
    format!("{TAIL}{digits}")
}

/// The last four digits of a telephone number in its normal form, its extension left out.
pub fn tail(number: &str) -> Option<String> {
    let digits = number.split('-').next().unwrap_or_default();
    digits.get(digits.len().checked_sub(4)?..).map(str::to_owned)
}

fn sealed(cipher: &Cipher, row: &customer::Model, column: &'static str, value: Option<&str>) -> Result<Option<String>> {
    let place = Place { table: "customer", column, row: row.id.0 };
    value.map(|value| cipher.seal(place, value)).transpose()
}

fn word<T: std::str::FromStr>(value: Option<&str>) -> Option<T> {
    value.and_then(|value| value.parse().ok())
}
