//! Looking under the masks of a customer, of somebody who matters there, or of who complained: one budget for all.

use std::collections::BTreeMap;

use chrono::{Days, NaiveTime, TimeDelta, TimeZone, Timelike};
use guibin_domain::{
    ids::{ComplaintId, CustomerId, KeyPersonId, ServiceRecordId},
    mask,
    reveal::{AT_ONCE_MINUTES, PURPOSE_MIN, Viewing, affordable},
};
use serde_json::json;

use super::{PersonalField, commands, file, key_person_commands, key_person_rows, reveal_rows, rows};
use crate::{
    cipher::Place,
    ctx::Tx,
    error::{Error, Result, Text},
    event::{Subject, Topic},
};

/// Whose masked fields are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    Customer,
    KeyPerson(KeyPersonId),
    /// Of who complained.
    Complaint(ComplaintId),
    /// Of who was called.
    ServiceRecord(ServiceRecordId),
}

/// What was under the masks.
pub struct Shown {
    pub values: BTreeMap<PersonalField, String>,
    /// Customers that the day still allows.
    pub remaining: u32,
}

/// Shows what lies under the masks, and notes who asked, for which fields, and what for.
///
/// # Errors
/// `PermissionDenied` for a record that the caller may not read; `NotFound` outside the caller's scope; 422 for a purpose that says nothing; `DaySpent` until the next day.
pub async fn reveal(tx: &Tx, id: CustomerId, whose: Whose, fields: &[PersonalField], purpose: &str) -> Result<Shown> {
    sensible(purpose)?;
    let (subject, all) = held(tx, id, whose).await?;
    let values: BTreeMap<_, _> = all.into_iter().filter(|(field, _)| fields.contains(field)).collect();
    let remaining = spend(tx, id).await?;
    let data = json!({ "fields": fields, "whose": whose.word(), "purpose": mask::text(purpose.trim()) });
    tx.emit(Topic::CustomerRevealed, subject, data).await?;
    Ok(Shown { values, remaining })
}

impl Whose {
    const fn word(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::KeyPerson(_) => "key_person",
            Self::Complaint(_) => "complaint",
            Self::ServiceRecord(_) => "service_record",
        }
    }
}

fn sensible(purpose: &str) -> Result<()> {
    file::free("/purpose", purpose)?;
    if purpose.trim().chars().count() >= PURPOSE_MIN {
        return Ok(());
    }
    let (zh, en) = ("请写明查看目的，至少 4 个字。", "Say what you need it for, in at least 4 characters.");
    Err(Error::invalid("/purpose", "length", zh, en))
}

/// What the record holds under its masks, and on whose timeline it stands that somebody looked.
async fn held(tx: &Tx, id: CustomerId, whose: Whose) -> Result<(Subject, Vec<(PersonalField, String)>)> {
    match whose {
        Whose::Customer => of_customer(tx, id).await,
        Whose::KeyPerson(person) => of_key_person(tx, id, person).await,
        Whose::Complaint(complaint) => of_complaint(tx, id, complaint).await,
        Whose::ServiceRecord(record) => of_service_record(tx, id, record).await,
    }
}

async fn of_customer(tx: &Tx, id: CustomerId) -> Result<(Subject, Vec<(PersonalField, String)>)> {
    let row = rows::get(tx.conn(), &tx.scope, id).await?;
    let mut all = Vec::new();
    for field in PersonalField::ALL {
        all.extend(file::value(&row, tx.cipher(), field.field())?.map(|value| (field, value)));
    }
    Ok((commands::subject(&row), all))
}

async fn of_key_person(
    tx: &Tx,
    id: CustomerId,
    person: KeyPersonId,
) -> Result<(Subject, Vec<(PersonalField, String)>)> {
    let customer = rows::get(tx.conn(), &tx.scope, id).await?;
    let row = key_person_rows::find(tx, id, person).await?;
    let mobile = key_person_commands::mobile(&row, tx.cipher())?;
    let remark = key_person_commands::remark(&row, tx.cipher())?;
    let all = mobile.map(|text| (PersonalField::Mobile, text)).into_iter();
    Ok((commands::subject(&customer), all.chain(remark.map(|text| (PersonalField::Remark, text))).collect()))
}

/// Whoever answers for a complaint may call who complained, also where the customer is a colleague's.
async fn of_complaint(
    tx: &Tx,
    id: CustomerId,
    complaint: ComplaintId,
) -> Result<(Subject, Vec<(PersonalField, String)>)> {
    let row = reveal_rows::complaint(tx, id, complaint).await?;
    let place = |column| Place { table: "complaint", column, row: row.id.0 };
    let phone = row.contact_phone_sealed.as_deref();
    let phone = phone.map(|sealed| tx.cipher().open(place("contact_phone_sealed"), sealed)).transpose()?;
    let content = tx.cipher().kept(place("content"), &row.content)?;
    let subject = Subject::new("customer", id.0, row.org_id).owner(row.owner_id).customer(id);
    let all = phone.map(|text| (PersonalField::Phone, text)).into_iter();
    Ok((subject, all.chain([(PersonalField::Remark, content)]).collect()))
}

async fn of_service_record(
    tx: &Tx,
    id: CustomerId,
    record: ServiceRecordId,
) -> Result<(Subject, Vec<(PersonalField, String)>)> {
    let row = reveal_rows::service_record(tx, id, record).await?;
    let place = |column| Place { table: "service_record", column, row: row.id.0 };
    let phone = row.phone_sealed.as_deref();
    let phone = phone.map(|sealed| tx.cipher().open(place("phone_sealed"), sealed)).transpose()?;
    let content = tx.cipher().kept(place("content"), &row.content)?;
    let subject = Subject::new("customer", id.0, row.org_id).owner(row.author_id).customer(id);
    let all = phone.map(|text| (PersonalField::Phone, text)).into_iter();
    Ok((subject, all.chain([(PersonalField::Remark, content)]).collect()))
}

/// Counts the customer against the day's budget, once a day; gives how many are left.
async fn spend(tx: &Tx, id: CustomerId) -> Result<u32> {
    let (budget, person) = (tx.state().config.reveal_budget, tx.person()?);
    let local = tx.now.with_timezone(&person.zone);
    let day = local.date_naive();
    let today = reveal_rows::hold_day(tx, person.user_id, day).await?;
    if reveal_rows::is_seen(tx, person.user_id, day, id).await? {
        return Ok(budget.saturating_sub(today));
    }
    if !affordable(today, budget) {
        let (zh, en) = (
            "今天可查看敏感信息的客户数已用完，请明天再看；确有急需，请联系负责人安排其他同事查看。",
            "You have seen as many customers under the masks as a day allows. Look again tomorrow, or ask your leader to have a colleague look.",
        );
        return Err(day_spent(tx, "reveal_budget_spent", Text::new(zh, en))?);
    }
    reveal_rows::count(tx, person.user_id, day, id).await?;
    let since = tx.now - TimeDelta::minutes(AT_ONCE_MINUTES);
    let at_once = reveal_rows::since(tx, person.user_id, since).await?;
    let viewing = Viewing { today: today + 1, at_once, budget, hour: local.hour() };
    for reason in viewing.unusual() {
        let subject = Subject::new("reveal", person.user_id.0, person.org_id);
        let data = json!({ "reason": reason, "customers": viewing.today, "at_once": at_once });
        tx.emit(Topic::CustomerRevealUnusual, subject, data).await?;
    }
    Ok(budget.saturating_sub(viewing.today))
}

/// That a day's budget is used up, and how long the person's day still is.
///
/// # Errors
/// `Internal` when it is the system that acts.
pub fn day_spent(tx: &Tx, code: &'static str, text: Text) -> Result<Error> {
    let zone = tx.person()?.zone;
    let today = tx.now.with_timezone(&zone).date_naive();
    let next = today.checked_add_days(Days::new(1)).unwrap_or(today).and_time(NaiveTime::MIN);
    let next = zone.from_local_datetime(&next).earliest().map_or(tx.now, |next| next.to_utc());
    let seconds = u32::try_from((next - tx.now).num_seconds()).unwrap_or(0).max(1);
    Ok(Error::DaySpent { code, text, seconds })
}
