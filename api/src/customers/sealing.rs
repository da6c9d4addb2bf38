//! A customer's file under new keys: every sealed value, the indexes beside them, and what the customer is found by.

use guibin_domain::{import::Field, mask};
use guibin_entity::customer;

use super::{file, rows};
use crate::{ctx::Tx, error::Result, inventory};

/// Seals the file with the active key, if anything in it is not; false when it is, or somebody changed it meanwhile.
///
/// # Errors
/// `Internal` when a sealed value does not open.
pub async fn seal_anew(tx: &Tx, row: customer::Model) -> Result<bool> {
    let grams = file::grams(&row, tx.cipher())?;
    let is_found = rows::grams_of(tx, row.id).await? == grams;
    if is_found && is_sealed(tx, &row) {
        return Ok(false);
    }
    let mut next = row.clone();
    for field in Field::ALL {
        let value = file::value(&row, tx.cipher(), *field)?;
        file::put(&mut next, tx.cipher(), *field, value)?;
    }
    file::put_attributes(&mut next, tx.cipher(), &file::attributes(&row, tx.cipher())?)?;
    if !rows::replace(tx, next).await? {
        return Ok(false);
    }
    rows::store_grams(tx, row.id, grams).await?;
    Ok(true)
}

/// Whether nothing in the row is under another key, and no text is open that should not be.
fn is_sealed(tx: &Tx, row: &customer::Model) -> bool {
    let active = format!("v1|{}|", tx.cipher().active_kid());
    let mut texts = inventory::CUSTOMER.iter().filter_map(|column| held(row, column));
    let is_fine = |text: &str| text.starts_with(&active) || (!text.starts_with("v1|") && !mask::holds_number(text));
    let mut attributes = row.attributes.as_object().into_iter().flatten();
    let is_kept = |(name, text): (&String, &serde_json::Value)| {
        let text = text.as_str().unwrap_or_default();
        let is_open = !text.starts_with("v1|") && mask::attribute(name, text) != text;
        is_fine(text) && !is_open && !mask::holds_number(name)
    };
    texts.all(is_fine) && attributes.all(is_kept) && row.fax.as_ref().is_none_or(|fax| fax.starts_with(&active))
}

fn held<'a>(row: &'a customer::Model, column: &str) -> Option<&'a str> {
    match column {
        "id_number_sealed" => row.id_number_sealed.as_deref(),
        "mobile_sealed" => row.mobile_sealed.as_deref(),
        "phone_sealed" => row.phone_sealed.as_deref(),
        "address_sealed" => row.address_sealed.as_deref(),
        "email_sealed" => row.email_sealed.as_deref(),
        "fax" => row.fax.as_deref(),
        "employer" => row.employer.as_deref(),
        "department" => row.department.as_deref(),
        "post" => row.post.as_deref(),
        "anniversaries" => row.anniversaries.as_deref(),
        "remark" => row.remark.as_deref(),
        _ => None,
    }
}
