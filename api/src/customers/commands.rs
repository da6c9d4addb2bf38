//! Changes to a customer's file: one way in for people, imports and approvals.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use guibin_domain::{
    customer::{SpecialKind, SubscriptionStatus, Term},
    customer_number,
    ids::{ApprovalId, CustomerId, SubscriptionId},
    import::Field,
};
use guibin_entity::{customer, org, subscription};
use serde_json::json;

use super::{
    file::{self, Changes},
    new_file::NewFile,
    rows, subscription_rows,
};
use crate::{
    ctx::Tx,
    error::{Error, FieldError, Result},
    event::{Subject, Topic},
    precondition::IfMatch,
};

/// What only one customer of a branch may have.
const UNIQUE: [Field; 3] = [Field::ExternalId, Field::IdNumber, Field::Mobile];
/// What a customer is found by.
const FOUND_BY: [Field; 6] =
    [Field::Name, Field::ExternalId, Field::SmartCardNumber, Field::DeviceNumber, Field::Mobile, Field::Phone];

/// What makes a customer special.
#[derive(Clone, Debug)]
pub struct Grant {
    pub customer_id: CustomerId,
    pub approval_id: ApprovalId,
    pub special_kind: SpecialKind,
    pub term: Term,
    pub product: String,
    pub device_type: Option<String>,
}

/// Takes a new customer into the file, with the branch's next number. Holds the organisation.
///
/// # Errors
/// 422 that names every field with a mistake; `Duplicate` for what another customer of the branch has.
pub async fn create(tx: &Tx, new: NewFile) -> Result<customer::Model> {
    let org = rows::hold_org(tx, new.org_id).await?;
    let mut values = new.values.clone();
    values.entry(Field::Name).or_insert(None);
    let values = file::normalised(values, today(&org, tx.now))?;
    let serial = u32::try_from(org.next_customer_serial).unwrap_or(u32::MAX);
    let mut row = new.blank(tx, customer_number::compose(&org.code, serial)?)?;
    write(tx, &mut row, values).await?;
    rows::count_up(tx, &org).await?;
    let row = rows::insert(tx, row).await?;
    rows::store_grams(tx, row.id, file::grams(&row, tx.cipher())?).await?;
    tx.emit(Topic::CustomerCreated, subject(&row), json!({ "number": row.number })).await?;
    Ok(row)
}

/// Changes a customer's file; `row` is locked. Whoever changes what must be unique in the branch holds
/// the organisation first: see [`hold`].
///
/// # Errors
/// As [`create`].
pub async fn change(tx: &Tx, mut row: customer::Model, changes: Changes) -> Result<customer::Model> {
    let org = rows::hold_org(tx, row.org_id).await?;
    let changes = file::normalised(changes, today(&org, tx.now))?;
    let fields: Vec<_> = changes.keys().copied().collect();
    write(tx, &mut row, changes).await?;
    let row = rows::store(tx, row).await?;
    if fields.iter().any(|field| FOUND_BY.contains(field)) {
        rows::store_grams(tx, row.id, file::grams(&row, tx.cipher())?).await?;
    }
    tx.emit(Topic::CustomerChanged, subject(&row), json!({ "fields": fields })).await?;
    Ok(row)
}

/// Takes in a customer whom somebody met: theirs, in their branch.
///
/// # Errors
/// As [`create`].
pub async fn take_in(tx: &Tx, values: Changes) -> Result<customer::Model> {
    let (org_id, owner_id) = (tx.person()?.org_id, tx.person()?.user_id);
    create(tx, NewFile { org_id, owner_id, values, attributes: BTreeMap::new(), source_import_id: None }).await
}

/// Changes a customer's file as it was last seen.
///
/// # Errors
/// `NotFound` outside the caller's scope; `PreconditionFailed` when it has moved on; else as [`create`].
pub async fn edit(tx: &Tx, id: CustomerId, seen: IfMatch, changes: Changes) -> Result<customer::Model> {
    let row = hold(tx, id).await?;
    seen.check(row.version)?;
    change(tx, row, changes).await
}

/// Makes a customer special for a term, as an approval decided, and gives them what comes with it.
/// Once for each approval: done again, it changes nothing.
///
/// # Errors
/// `NotFound` when the customer is gone.
pub async fn make_special(tx: &Tx, grant: Grant) -> Result<customer::Model> {
    let mut row = rows::lock(tx, grant.customer_id).await?;
    if subscription_rows::granted_by(tx, grant.approval_id).await?.is_some() {
        return Ok(row);
    }
    let given = granted(tx, &row, &grant);
    row.special_kind = Some(grant.special_kind);
    row.special_starts_on = Some(joined_start(&row, grant.term));
    row.special_ends_on = Some(grant.term.ends_on());
    let row = rows::store(tx, row).await?;
    let given = subscription_rows::insert(tx, given).await?;
    let data = json!({ "subscription_id": given.id, "ends_on": given.ends_on, "special_kind": grant.special_kind });
    tx.emit(Topic::CustomerBecameSpecial, subject(&row), data).await?;
    Ok(row)
}

/// Holds the organisation of a customer until the transaction ends, and then the customer.
///
/// # Errors
/// `NotFound` when the customer does not exist or is outside the caller's scope.
pub async fn hold(tx: &Tx, id: CustomerId) -> Result<customer::Model> {
    let org_id = rows::get(tx.conn(), &tx.scope, id).await?.org_id;
    rows::hold_org(tx, org_id).await?;
    rows::lock(tx, id).await
}

/// Whose event it is when something happens to a customer.
pub fn subject(row: &customer::Model) -> Subject {
    Subject::new("customer", row.id.0, row.org_id).owner(row.owner_id).customer(row.id)
}

/// Puts the values into the row, unless another customer of the branch has one that must be unique.
async fn write(tx: &Tx, row: &mut customer::Model, values: Changes) -> Result<()> {
    let given: Vec<_> = UNIQUE.into_iter().filter(|field| values.get(field).is_some_and(Option::is_some)).collect();
    for (field, value) in values {
        file::put(row, tx.cipher(), field, value)?;
    }
    for field in given {
        let value = file::value(row, tx.cipher(), field)?.unwrap_or_default();
        if rows::is_taken(tx, row, field, &value).await? {
            return Err(duplicate(field));
        }
    }
    Ok(())
}

/// Says which field, and nothing of the customer who has the value.
fn duplicate(field: Field) -> Error {
    let (zh, en) = (field.label_zh(), field.label_en());
    Error::Duplicate(FieldError::new(
        field.pointer(),
        "duplicate",
        format!("本机构已有客户使用相同的{zh}，请先查找并核对。"),
        format!("Another customer of this branch has the same value: {en}. Look for it first."),
    ))
}

/// A renewal that follows on goes on from where the term began.
fn joined_start(row: &customer::Model, term: Term) -> NaiveDate {
    let follows =
        row.special_ends_on.and_then(|ends_on| ends_on.succ_opt()).is_some_and(|next| term.starts_on() <= next);
    row.special_starts_on.filter(|starts_on| follows && *starts_on <= term.starts_on()).unwrap_or(term.starts_on())
}

fn granted(tx: &Tx, row: &customer::Model, grant: &Grant) -> subscription::Model {
    subscription::Model {
        id: SubscriptionId(tx.new_id()),
        customer_id: row.id,
        org_id: row.org_id,
        product: grant.product.clone(),
        device_type: grant.device_type.clone(),
        device_number: None,
        smart_card_number: None,
        starts_on: grant.term.starts_on(),
        ends_on: Some(grant.term.ends_on()),
        granted_by: Some(grant.approval_id),
        status: SubscriptionStatus::Active,
        version: 1,
        created_at: tx.now,
        updated_at: tx.now,
    }
}

/// The calendar day in the organisation's zone.
fn today(org: &org::Model, now: DateTime<Utc>) -> NaiveDate {
    let zone = org.zone.parse().unwrap_or(chrono_tz::Asia::Shanghai);
    now.with_timezone(&zone).date_naive()
}
