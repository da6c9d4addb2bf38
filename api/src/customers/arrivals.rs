//! Customers who come many at a time, from an import: found, taken in and changed without a query for each.

use std::collections::{BTreeMap, BTreeSet};

use guibin_domain::{
    customer_number,
    ids::{CustomerId, ImportId, OrgId},
    import::{Field, Key, Values},
};
use guibin_entity::customer;
use serde_json::{Value, json};

use super::{
    arrival_rows,
    commands::subject,
    file::{self, Changes},
    new_file::NewFile,
    rows,
};
use crate::{
    cipher::Cipher,
    ctx::Tx,
    database::Connection,
    error::{Error, Result},
    event::Topic,
    scope::Scope,
};

/// What an import brings about one customer.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// The customer as it was found in this transaction; none for a new one.
    pub customer: Option<customer::Model>,
    /// Values in their normal form; those not named stay.
    pub values: Values,
    /// Header → text; those not named stay.
    pub attributes: BTreeMap<String, String>,
}

/// Customers by what tells them from others.
#[derive(Clone, Debug, Default)]
pub struct Found {
    customers: BTreeMap<Key, customer::Model>,
    holders: BTreeMap<Key, Vec<CustomerId>>,
}

impl Found {
    /// The customer of this key that the caller may see; one of their own branch before others.
    pub fn customer(&self, key: &Key) -> Option<&customer::Model> {
        self.customers.get(key)
    }

    /// Who in the branch has this value, seen or not.
    pub fn holders(&self, key: &Key) -> &[CustomerId] {
        self.holders.get(key).map_or(&[], Vec::as_slice)
    }
}

/// Looks up many keys at once: whom the caller may see, and who in the branch `org_id` has them.
///
/// # Errors
/// When the database does not answer.
pub async fn find_all(
    conn: &impl Connection,
    scope: &Scope,
    cipher: &Cipher,
    org_id: OrgId,
    keys: &BTreeSet<Key>,
) -> Result<Found> {
    let mut found = Found::default();
    for field in [Field::ExternalId, Field::Number, Field::IdNumber, Field::Mobile] {
        let of_field = keys.iter().filter(|key| key.field == field);
        let stored = of_field.flat_map(|key| stored(cipher, key).into_iter().map(move |value| (value, key)));
        let by_stored: BTreeMap<String, &Key> = stored.collect();
        if by_stored.is_empty() {
            continue;
        }
        let values: Vec<_> = by_stored.keys().cloned().collect();
        let mut seen = arrival_rows::having(conn, scope, field, values.clone()).await?;
        // The last one in stays: the caller's own branch.
        seen.sort_by_key(|row| (row.org_id == org_id, std::cmp::Reverse(row.id)));
        for row in seen {
            if let Some(key) = arrival_rows::held(&row, field).and_then(|value| by_stored.get(value)) {
                found.customers.insert((*key).clone(), row);
            }
        }
        for (id, value) in arrival_rows::holders(conn, org_id, field, values).await? {
            if let Some(key) = by_stored.get(&value) {
                found.holders.entry((*key).clone()).or_default().push(id);
            }
        }
    }
    Ok(found)
}

/// Everything the file holds of a customer, unmasked.
///
/// # Errors
/// `Internal` when a sealed value does not open.
pub fn values(row: &customer::Model, cipher: &Cipher) -> Result<Values> {
    let mut values = Values::new();
    for field in Field::ALL {
        values.extend(file::value(row, cipher, *field)?.map(|value| (*field, value)));
    }
    Ok(values)
}

/// Takes in and changes customers, in this order; the caller holds the branch. Gives the id of each.
///
/// # Errors
/// `Duplicate` when two of them have what must be unique; `PreconditionFailed` when one has moved on.
pub async fn arrive(tx: &Tx, import_id: ImportId, arrivals: Vec<Arrival>) -> Result<Vec<CustomerId>> {
    let (mut ids, mut grams) = (Vec::with_capacity(arrivals.len()), Vec::new());
    let (mut new, mut changed) = (Vec::new(), Vec::new());
    let org = rows::hold_org(tx, tx.person()?.org_id).await?;
    let mut serial = org.next_customer_serial;
    for Arrival { customer, values, attributes } in arrivals {
        let wanted: Changes = values.into_iter().map(|(field, value)| (field, Some(value))).collect();
        let fields: Vec<_> = wanted.keys().copied().collect();
        let is_new = customer.is_none();
        let row = if let Some(row) = customer {
            added(tx, row, attributes)?
        } else {
            let number = customer_number::compose(&org.code, u32::try_from(serial).unwrap_or(u32::MAX))?;
            serial += 1;
            newcomer(tx, import_id, attributes)?.blank(tx, number)?
        };
        let row = written(tx, row, wanted)?;
        ids.push(row.id);
        grams.push((row.id, file::grams(&row, tx.cipher())?));
        if is_new { new.push(row) } else { changed.push((row, fields)) }
    }
    arrival_rows::count_to(tx, org.id, serial).await?;
    store_new(tx, import_id, new).await?;
    store_changed(tx, import_id, changed).await?;
    arrival_rows::store_all_grams(tx, grams).await?;
    Ok(ids)
}

async fn store_new(tx: &Tx, import_id: ImportId, new: Vec<customer::Model>) -> Result<()> {
    let told = new.iter().map(|row| (subject(row), json!({ "number": row.number, "import_id": import_id })));
    let told: Vec<(_, Value)> = told.collect();
    arrival_rows::insert_all(tx, new).await?;
    tx.emit_all(Topic::CustomerCreated, told).await
}

async fn store_changed(tx: &Tx, import_id: ImportId, changed: Vec<(customer::Model, Vec<Field>)>) -> Result<()> {
    let mut told: Vec<(_, Value)> = Vec::with_capacity(changed.len());
    for (row, fields) in changed {
        let held = rows::lock(tx, row.id).await?;
        if held.version != row.version {
            return Err(Error::PreconditionFailed);
        }
        let row = rows::store(tx, row).await?;
        told.push((subject(&row), json!({ "fields": fields, "import_id": import_id })));
    }
    tx.emit_all(Topic::CustomerChanged, told).await
}

fn newcomer(tx: &Tx, import_id: ImportId, attributes: BTreeMap<String, String>) -> Result<NewFile> {
    let person = tx.person()?;
    Ok(NewFile {
        org_id: person.org_id,
        owner_id: person.user_id,
        values: Changes::new(),
        attributes,
        source_import_id: Some(import_id),
    })
}

fn added(tx: &Tx, mut row: customer::Model, attributes: BTreeMap<String, String>) -> Result<customer::Model> {
    if !attributes.is_empty() {
        let mut held = file::attributes(&row, tx.cipher())?;
        held.extend(attributes);
        file::put_attributes(&mut row, tx.cipher(), &held)?;
    }
    Ok(row)
}

fn written(tx: &Tx, mut row: customer::Model, changes: Changes) -> Result<customer::Model> {
    for (field, value) in changes {
        file::put(&mut row, tx.cipher(), field, value)?;
    }
    Ok(row)
}

/// The value as its column may hold it, under whichever key.
fn stored(cipher: &Cipher, key: &Key) -> Vec<String> {
    match key.field {
        Field::IdNumber | Field::Mobile => cipher.indexes(key.field.word(), &key.value),
        _ => vec![key.value.clone()],
    }
}
