//! What a customer's file holds, field by field, whoever writes it: brought to its normal form, sealed, and read back.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use guibin_domain::{
    Refusal,
    import::{Field, attribute_names as apart, is_misplaced, normal},
    mask, search,
};
use guibin_entity::customer;

use crate::{
    cipher::{Cipher, Place},
    error::{Error, FieldError, Result},
};

/// What is to be written: a value, or nothing to empty the field.
pub type Changes = BTreeMap<Field, Option<String>>;

/// Before the hash of a number's last four characters among the grams; no gram of a text has it.
const TAIL: char = '#';
/// What keeps those hashes apart from the indexes of whole values.
const TAIL_LABEL: &str = "tail";
/// So much of the hash: two customers in four thousand million share it by chance.
const TAIL_CHARS: usize = 16;

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
    if field.is_mask(&text) {
        return Err(Refusal::MaskedValue { pointer });
    }
    free(pointer, &text)?;
    match field {
        Field::IdNumber | Field::Mobile | Field::Phone | Field::Email | Field::Postcode | Field::Uscc => {
            normal(field, &text, today).map(Some)
        }
        _ if is_misplaced(field, &text, today) => Err(Refusal::NumberElsewhere { pointer }),
        Field::Birthday | Field::Kind | Field::Status | Field::Sex => normal(field, &text, today).map(Some),
        _ => Ok(Some(text)),
    }
}

/// Whether a free text can be kept as it is.
///
/// # Errors
/// [`Refusal::CellBlank`] for blanks alone, [`Refusal::CellUnstorable`] for what the databases cannot hold,
/// [`Refusal::MaskedValue`] for what was shown masked and comes back.
pub fn free(pointer: &'static str, text: &str) -> Result<(), Refusal> {
    if text.trim().is_empty() {
        return Err(Refusal::CellBlank { pointer });
    }
    if mask::holds_mask(text) {
        return Err(Refusal::MaskedValue { pointer });
    }
    if text.contains('\0') { Err(Refusal::CellUnstorable { pointer }) } else { Ok(()) }
}

/// Writes one value, in its normal form, into the row; the number is ours and stays.
///
/// # Errors
/// `Internal` when it cannot be sealed.
pub fn put(row: &mut customer::Model, cipher: &Cipher, field: Field, value: Option<String>) -> Result<()> {
    let seal = |column| sealed(cipher, row, column, value.as_deref());
    let keep = |column| cipher.keep_some(place(row, column), value.as_deref());
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
        Field::Employer => row.employer = keep("employer")?,
        Field::Department => row.department = keep("department")?,
        Field::Post => row.post = keep("post")?,
        Field::Postcode => row.postcode = value,
        Field::Fax => row.fax = seal("fax")?,
        Field::Uscc => row.uscc = value,
        Field::SmartCardNumber => row.smart_card_number = value,
        Field::DeviceNumber => row.device_number = value,
        Field::Anniversaries => row.anniversaries = keep("anniversaries")?,
        Field::Remark => row.remark = keep("remark")?,
        Field::IdNumber => (row.id_number_sealed, row.id_number_index) = (seal("id_number_sealed")?, index()),
        Field::Mobile => (row.mobile_sealed, row.mobile_index) = (seal("mobile_sealed")?, index()),
        Field::Phone => (row.phone_sealed, row.phone_index) = (seal("phone_sealed")?, index()),
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
        sealed.as_deref().map(|sealed| cipher.open(place(row, column), sealed)).transpose()
    };
    let kept = |column, stored: &Option<String>| cipher.kept_some(place(row, column), stored.as_deref());
    Ok(match field {
        Field::Number => Some(row.number.clone()),
        Field::Name => Some(row.name.clone()),
        Field::Kind => Some(row.kind.word().to_owned()),
        Field::Status => Some(row.status.word().to_owned()),
        Field::Sex => row.sex.map(|sex| sex.word().to_owned()),
        Field::Birthday => row.birthday.map(|day| day.to_string()),
        Field::ExternalId => row.external_id.clone(),
        Field::Tier => row.tier.clone(),
        Field::Employer => kept("employer", &row.employer)?,
        Field::Department => kept("department", &row.department)?,
        Field::Post => kept("post", &row.post)?,
        Field::Postcode => row.postcode.clone(),
        Field::Fax => kept("fax", &row.fax)?,
        Field::Uscc => row.uscc.clone(),
        Field::SmartCardNumber => row.smart_card_number.clone(),
        Field::DeviceNumber => row.device_number.clone(),
        Field::Anniversaries => kept("anniversaries", &row.anniversaries)?,
        Field::Remark => kept("remark", &row.remark)?,
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

/// The value of one field in a list: one damaged row must not hide all the others, so it shows `***` and is told to the
/// log.
pub fn listed(row: &customer::Model, cipher: &Cipher, field: Field) -> Option<String> {
    shown(row, cipher, field).unwrap_or_else(|_| {
        let field = field.word();
        tracing::error!(customer.id = %row.id, "the {field} of customer {} does not open", row.id);
        Some(mask::CLOSED.to_owned())
    })
}

/// What an import brought beyond the fields: header → text, unmasked.
///
/// # Errors
/// `Internal` when a sealed value does not open.
pub fn attributes(row: &customer::Model, cipher: &Cipher) -> Result<BTreeMap<String, String>> {
    let held = cipher.kept_within(place(row, "attributes"), row.attributes.clone())?;
    let held: BTreeMap<String, String> = serde_json::from_value(held).unwrap_or_default();
    Ok(named(held.keys()).into_iter().zip(held.into_values()).collect())
}

/// Under which headers [`attributes`] has something.
pub fn attribute_names(row: &customer::Model) -> Vec<String> {
    let held: BTreeSet<&String> = row.attributes.as_object().into_iter().flat_map(|held| held.keys()).collect();
    named(held)
}

/// A header is seen by whoever sees the list, so a number in it is masked; rows from before that have it in clear.
fn named<'a>(headers: impl IntoIterator<Item = &'a String>) -> Vec<String> {
    apart(&headers.into_iter().map(|header| mask::text(header)).collect::<Vec<_>>())
}

/// Puts what an import brought in place of what was there; whatever is shown masked is sealed.
///
/// # Errors
/// `Internal` when it cannot be sealed.
pub fn put_attributes(row: &mut customer::Model, cipher: &Cipher, held: &BTreeMap<String, String>) -> Result<()> {
    let place = place(row, "attributes");
    let kept = named(held.keys()).into_iter().zip(held.values()).map(|(name, text)| {
        let is_personal = mask::attribute(&name, text) != *text;
        let kept = if is_personal { cipher.seal(place, text)? } else { cipher.keep(place, text)? };
        Ok((name, kept))
    });
    row.attributes = serde_json::json!(kept.collect::<Result<BTreeMap<_, _>>>()?);
    Ok(())
}

/// What the customer is found by: name, numbers, and a keyed hash of the last four of what is masked.
///
/// # Errors
/// `Internal` when a sealed value does not open.
pub fn grams(row: &customer::Model, cipher: &Cipher) -> Result<BTreeSet<String>> {
    let texts = [&row.external_id, &row.smart_card_number, &row.device_number].into_iter().flatten();
    let mut found: BTreeSet<String> = texts.chain([&row.number]).flat_map(|text| search::grams(text)).collect();
    // By what is shown of a name: who types digits one by one must not find out what is masked in it.
    found.extend(search::grams(&mask::text(&row.name)));
    for field in [Field::Mobile, Field::Phone, Field::IdNumber] {
        let tail = value(row, cipher, field)?.as_deref().and_then(tail);
        found.extend(tail.map(|tail| tail_gram(&cipher.index(TAIL_LABEL, &tail))));
    }
    Ok(found)
}

/// The grams of a number's last four characters, under every key at hand; null without four such characters.
pub fn tail_grams(cipher: &Cipher, typed: &str) -> Option<Vec<String>> {
    let typed = typed.to_ascii_uppercase();
    is_tail(&typed).then(|| cipher.indexes(TAIL_LABEL, &typed).iter().map(|index| tail_gram(index)).collect())
}

/// Whether it may be the last four characters of a number.
pub fn is_tail(typed: &str) -> bool {
    let Some((body, last)) = typed.split_at_checked(3) else { return false };
    body.bytes().all(|b| b.is_ascii_digit()) && last.len() == 1 && "0123456789Xx".contains(last)
}

fn tail_gram(index: &str) -> String {
    format!("{TAIL}{}", index.get(..TAIL_CHARS).unwrap_or(index))
}

/// The last four characters of a number in its normal form, its extension left out.
fn tail(number: &str) -> Option<String> {
    let main = number.split('-').next().unwrap_or_default();
    main.get(main.len().checked_sub(4)?..).map(str::to_owned)
}

/// Where a column of the file is sealed to.
const fn place(row: &customer::Model, column: &'static str) -> Place {
    Place { table: "customer", column, row: row.id.0 }
}

fn sealed(cipher: &Cipher, row: &customer::Model, column: &'static str, value: Option<&str>) -> Result<Option<String>> {
    value.map(|value| cipher.seal(place(row, column), value)).transpose()
}

fn word<T: std::str::FromStr>(value: Option<&str>) -> Option<T> {
    value.and_then(|value| value.parse().ok())
}
