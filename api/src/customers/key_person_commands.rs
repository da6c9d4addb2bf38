//! Changes to the people who matter at a customer.

use chrono::NaiveDate;
use guibin_domain::{
    Refusal,
    customer::day,
    identity,
    ids::{CustomerId, KeyPersonId},
    mask,
};
use guibin_entity::{customer, key_person};
use serde_json::json;

use super::{file, key_person_rows as people, rows};
use crate::{
    body::Patch,
    cipher::{Cipher, Place},
    ctx::Tx,
    error::Result,
    event::{Subject, Topic},
    precondition::IfMatch,
};

/// What is to become of a key person: an absent field stays.
#[derive(Clone, Debug, Default)]
pub struct Person {
    pub name: Option<String>,
    pub role_title: Patch<String>,
    pub department: Patch<String>,
    pub mobile: Patch<String>,
    pub birthday: Patch<NaiveDate>,
    pub remark: Patch<String>,
}

/// Adds a key person to a customer.
///
/// # Errors
/// `NotFound` outside the caller's scope; 422 for a mobile number that is none.
pub async fn add(tx: &Tx, customer_id: CustomerId, person: Person) -> Result<key_person::Model> {
    let customer = rows::get(tx.conn(), &tx.scope, customer_id).await?;
    let mut row = blank(tx, &customer);
    write(&mut row, tx.cipher(), person)?;
    let row = people::insert(tx, row).await?;
    tx.emit(Topic::KeyPersonCreated, subject(&row, &customer), json!({})).await?;
    Ok(row)
}

/// Changes a key person as last seen.
///
/// # Errors
/// As [`add`]; `PreconditionFailed` when they have changed meanwhile.
pub async fn change(
    tx: &Tx,
    (customer_id, id): (CustomerId, KeyPersonId),
    seen: IfMatch,
    person: Person,
) -> Result<key_person::Model> {
    let customer = rows::get(tx.conn(), &tx.scope, customer_id).await?;
    let mut row = people::lock(tx, customer_id, id).await?;
    seen.check(row.version)?;
    write(&mut row, tx.cipher(), person)?;
    let row = people::store(tx, row).await?;
    tx.emit(Topic::KeyPersonChanged, subject(&row, &customer), json!({})).await?;
    Ok(row)
}

/// Removes a key person as last seen.
///
/// # Errors
/// `NotFound` outside the caller's scope; `PreconditionFailed` when they have changed meanwhile.
pub async fn remove(tx: &Tx, (customer_id, id): (CustomerId, KeyPersonId), seen: IfMatch) -> Result<()> {
    let customer = rows::get(tx.conn(), &tx.scope, customer_id).await?;
    let row = people::lock(tx, customer_id, id).await?;
    seen.check(row.version)?;
    people::remove(tx, id).await?;
    tx.emit(Topic::KeyPersonRemoved, subject(&row, &customer), json!({})).await
}

/// The mobile number of a key person, unmasked.
///
/// # Errors
/// `Internal` when it does not open.
pub fn mobile(row: &key_person::Model, cipher: &Cipher) -> Result<Option<String>> {
    row.mobile_sealed.as_deref().map(|sealed| cipher.open(place(row, "mobile_sealed"), sealed)).transpose()
}

/// A text about a key person as it may be shown.
///
/// # Errors
/// `Internal` when it does not open.
pub fn shown(row: &key_person::Model, cipher: &Cipher, column: &'static str) -> Result<Option<String>> {
    cipher.shown_some(place(row, column), text_of(row, column))
}

/// The remark about a key person, unmasked.
///
/// # Errors
/// `Internal` when it does not open.
pub fn remark(row: &key_person::Model, cipher: &Cipher) -> Result<Option<String>> {
    cipher.kept_some(place(row, "remark"), row.remark.as_deref())
}

fn text_of<'a>(row: &'a key_person::Model, column: &str) -> Option<&'a str> {
    match column {
        "role_title" => row.role_title.as_deref(),
        "department" => row.department.as_deref(),
        _ => row.remark.as_deref(),
    }
}

fn write_text(row: &mut key_person::Model, cipher: &Cipher, column: &'static str, given: Patch<String>) -> Result<()> {
    let (pointer, held) = match column {
        "role_title" => ("/role_title", &row.role_title),
        "department" => ("/department", &row.department),
        _ => ("/remark", &row.remark),
    };
    let stored = match given {
        Patch::Absent => held.clone(),
        Patch::Clear => None,
        Patch::Set(text) => {
            file::free(pointer, &text)?;
            Some(cipher.keep(place(row, column), &text)?)
        }
    };
    match column {
        "role_title" => row.role_title = stored,
        "department" => row.department = stored,
        _ => row.remark = stored,
    }
    Ok(())
}

fn write(row: &mut key_person::Model, cipher: &Cipher, person: Person) -> Result<()> {
    let Person { name, role_title, department, mobile, birthday, remark } = person;
    row.name = free("/name", name)?.unwrap_or_else(|| row.name.clone());
    for (column, given) in [("role_title", role_title), ("department", department), ("remark", remark)] {
        write_text(row, cipher, column, given)?;
    }
    row.birthday = birthday.apply(row.birthday).map(|birthday| day(birthday, "/birthday")).transpose()?;
    match mobile {
        Patch::Absent => {}
        Patch::Clear => (row.mobile_sealed, row.mobile_index) = (None, None),
        Patch::Set(typed) if mask::is_masked(&typed) => Err(Refusal::MaskedValue { pointer: "/mobile" })?,
        Patch::Set(typed) => {
            let number = identity::mobile(&typed)?;
            row.mobile_sealed = Some(cipher.seal(place(row, "mobile_sealed"), &number)?);
            // Nobody searches key persons by number: no index is kept of it.
            row.mobile_index = None;
        }
    }
    Ok(())
}

fn free(pointer: &'static str, text: Option<String>) -> Result<Option<String>, Refusal> {
    text.map(|text| file::free(pointer, &text).map(|()| text)).transpose()
}

const fn place(row: &key_person::Model, column: &'static str) -> Place {
    Place { table: "key_person", column, row: row.id.0 }
}

fn subject(row: &key_person::Model, customer: &customer::Model) -> Subject {
    Subject::new("key_person", row.id.0, row.org_id).owner(customer.owner_id).customer(customer.id)
}

fn blank(tx: &Tx, customer: &customer::Model) -> key_person::Model {
    key_person::Model {
        id: KeyPersonId(tx.new_id()),
        customer_id: customer.id,
        org_id: customer.org_id,
        name: String::new(),
        role_title: None,
        department: None,
        mobile_sealed: None,
        mobile_index: None,
        mobile_tail: None,
        birthday: None,
        remark: None,
        version: 1,
        created_at: tx.now,
        updated_at: tx.now,
    }
}
