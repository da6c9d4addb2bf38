//! A customer's file as somebody may see it: masked, with names around it, and what may be done.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use guibin_domain::{import::Field, mask};
use guibin_entity::customer;

use super::{
    actions, file,
    http::{Customer, PersonalField},
    rows,
};
use crate::{
    cipher::Cipher,
    ctx::{Actor, Ctx, Permission},
    database::Connection,
    error::{Lang, Result},
    refs::{OrgRef, UserRef},
};

/// Who looks at a customer, on which day, and in which language.
pub struct Viewer<'a> {
    pub actor: &'a Actor,
    pub lang: Lang,
    /// In the viewer's zone.
    pub today: NaiveDate,
}

impl<'a> Viewer<'a> {
    /// The caller of a request.
    pub fn of<P: Permission>(ctx: &'a Ctx<P>) -> Self {
        Self { actor: &ctx.actor, lang: ctx.lang, today: ctx.now.with_timezone(&ctx.actor.zone).date_naive() }
    }
}

/// The file as `viewer` may see it.
///
/// # Errors
/// `Internal` when a sealed value does not open.
pub async fn show(
    conn: &impl Connection,
    cipher: &Cipher,
    viewer: &Viewer<'_>,
    row: customer::Model,
) -> Result<Customer> {
    let owner = rows::owners(conn, [row.owner_id]).await?.remove(&row.owner_id);
    let org = rows::orgs(conn, [row.org_id]).await?.remove(&row.org_id);
    let shown = |field| file::shown(&row, cipher, field);
    let masked = PersonalField::ALL.into_iter().map(|field| Ok((field, field.is_hidden(&row, cipher)?)));
    let masked: Result<Vec<_>> = masked.collect();
    let masked = masked?.into_iter().filter(|(_, is_hidden)| *is_hidden).map(|(field, _)| field).collect();
    Ok(Customer {
        id_number: shown(Field::IdNumber)?,
        mobile: shown(Field::Mobile)?,
        phone: shown(Field::Phone)?,
        address: shown(Field::Address)?,
        email: shown(Field::Email)?,
        masked,
        allowed_actions: actions::allowed(&row, viewer),
        owner: owner.unwrap_or(UserRef { id: row.owner_id, name: String::new() }),
        org: org.unwrap_or(OrgRef { id: row.org_id, name: String::new() }),
        attributes: attributes(&row, cipher)?,
        tier: shown(Field::Tier)?,
        name: shown(Field::Name)?.unwrap_or_default(),
        employer: shown(Field::Employer)?,
        department: shown(Field::Department)?,
        post: shown(Field::Post)?,
        fax: shown(Field::Fax)?,
        anniversaries: shown(Field::Anniversaries)?,
        remark: shown(Field::Remark)?,
        external_id: shown(Field::ExternalId)?,
        smart_card_number: shown(Field::SmartCardNumber)?,
        device_number: shown(Field::DeviceNumber)?,
        id: row.id,
        number: row.number,
        kind: row.kind,
        special_kind: row.special_kind,
        special_starts_on: row.special_starts_on,
        special_ends_on: row.special_ends_on,
        status: row.status,
        sex: row.sex,
        birthday: row.birthday,
        postcode: row.postcode,
        uscc: row.uscc,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}

/// What imports brought beyond the fields, masked by what it is called and looks like.
fn attributes(row: &customer::Model, cipher: &Cipher) -> Result<BTreeMap<String, String>> {
    let held = file::attributes(row, cipher)?;
    Ok(held
        .into_iter()
        .map(|(name, text)| {
            let shown = mask::attribute(&name, &text);
            (name, shown)
        })
        .collect())
}
