//! Changes to what a customer has from us.

use chrono::NaiveDate;
use guibin_domain::{
    Refusal,
    customer::{SubscriptionStatus, Term},
    ids::{CustomerId, SubscriptionId},
    import::{Field, is_misplaced},
    mask,
};
use guibin_entity::{customer, subscription};
use serde_json::json;

use super::{file, rows, subscription_rows};
use crate::{
    body::Patch,
    ctx::Tx,
    error::Result,
    event::{Subject, Topic},
    precondition::IfMatch,
};

/// What is to become of a subscription: an absent field stays.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub product: Option<String>,
    pub device_type: Patch<String>,
    pub device_number: Patch<String>,
    pub smart_card_number: Patch<String>,
    pub starts_on: Option<NaiveDate>,
    pub ends_on: Patch<NaiveDate>,
    pub status: Option<SubscriptionStatus>,
}

/// Notes that a customer has something from us from `starts_on` on.
///
/// # Errors
/// `NotFound` outside the caller's scope; 422 for a term that ends before it starts.
pub async fn add(
    tx: &Tx,
    customer_id: CustomerId,
    starts_on: NaiveDate,
    wanted: Wanted,
) -> Result<subscription::Model> {
    let customer = rows::get(tx.conn(), &tx.scope, customer_id).await?;
    let mut row = blank(tx, &customer, starts_on);
    write(tx, &mut row, wanted)?;
    let row = subscription_rows::insert(tx, row).await?;
    tx.emit(Topic::SubscriptionCreated, subject(&row, &customer), json!({ "ends_on": row.ends_on })).await?;
    Ok(row)
}

/// Changes a subscription as last seen.
///
/// # Errors
/// As [`add`]; `PreconditionFailed` when it has changed meanwhile; 409 when it has ended.
pub async fn change(
    tx: &Tx,
    (customer_id, id): (CustomerId, SubscriptionId),
    seen: IfMatch,
    wanted: Wanted,
) -> Result<subscription::Model> {
    let customer = rows::get(tx.conn(), &tx.scope, customer_id).await?;
    let mut row = subscription_rows::lock(tx, customer_id, id).await?;
    seen.check(row.version)?;
    if row.status == SubscriptionStatus::Ended {
        return Err(Refusal::SubscriptionEnded.into());
    }
    write(tx, &mut row, wanted)?;
    let row = subscription_rows::store(tx, row).await?;
    let data = json!({ "ends_on": row.ends_on, "status": row.status });
    tx.emit(Topic::SubscriptionChanged, subject(&row, &customer), data).await?;
    Ok(row)
}

fn write(tx: &Tx, row: &mut subscription::Model, wanted: Wanted) -> Result<(), Refusal> {
    let Wanted { product, device_type, device_number, smart_card_number, starts_on, ends_on, status } = wanted;
    // What is bought is no number of a person: one that was written here is masked before it is stored.
    row.product = free("/product", product)?.map_or_else(|| row.product.clone(), |text| mask::text(&text));
    if device_type.is_present() {
        row.device_type = free("/device_type", device_type.apply(None))?.as_deref().map(mask::text);
    }
    for (field, held, patch) in [
        (Field::DeviceNumber, &mut row.device_number, device_number),
        (Field::SmartCardNumber, &mut row.smart_card_number, smart_card_number),
    ] {
        if patch.is_present() {
            *held = code(tx, field, patch.apply(None))?;
        }
    }
    row.starts_on = starts_on.unwrap_or(row.starts_on);
    row.ends_on = ends_on.apply(row.ends_on);
    row.status = status.unwrap_or(row.status);
    Term::open(row.starts_on, row.ends_on)
}

fn free(pointer: &'static str, text: Option<String>) -> Result<Option<String>, Refusal> {
    text.map(|text| file::free(pointer, &text).map(|()| text)).transpose()
}

/// A code of a card or a device, which is no number of a person.
fn code(tx: &Tx, field: Field, text: Option<String>) -> Result<Option<String>, Refusal> {
    let pointer = field.pointer();
    let text = free(pointer, text)?;
    let is_personal = text.as_ref().is_some_and(|text| is_misplaced(field, text, tx.now.date_naive()));
    if is_personal { Err(Refusal::NumberElsewhere { pointer }) } else { Ok(text) }
}

fn subject(row: &subscription::Model, customer: &customer::Model) -> Subject {
    Subject::new("subscription", row.id.0, row.org_id).owner(customer.owner_id).customer(customer.id)
}

fn blank(tx: &Tx, customer: &customer::Model, starts_on: NaiveDate) -> subscription::Model {
    subscription::Model {
        id: SubscriptionId(tx.new_id()),
        customer_id: customer.id,
        org_id: customer.org_id,
        product: String::new(),
        device_type: None,
        device_number: None,
        smart_card_number: None,
        starts_on,
        ends_on: None,
        granted_by: None,
        status: SubscriptionStatus::Active,
        version: 1,
        created_at: tx.now,
        updated_at: tx.now,
    }
}
