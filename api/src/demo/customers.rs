//! The customers of the demo world, taken in by the same commands as anybody's.

use chrono::{NaiveDate, TimeDelta};
use guibin_domain::ids::CustomerId;
use serde::Deserialize;

use crate::{
    body::Patch,
    ctx::Tx,
    customers::{self, Changes, Person, Wanted},
    error::{Error, Result},
};

const CUSTOMERS: &str = include_str!("customers.yaml");

/// A customer and what comes with them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Demo {
    /// The user name of their account manager.
    pub owner: String,
    file: Changes,
    #[serde(default)]
    people: Vec<DemoPerson>,
    #[serde(default)]
    has: Vec<DemoSubscription>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DemoPerson {
    name: String,
    role_title: Option<String>,
    department: Option<String>,
    mobile: Option<String>,
    birthday: Option<NaiveDate>,
    remark: Option<String>,
}

/// Something that runs since so many days, and ends in so many.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DemoSubscription {
    product: String,
    device_type: Option<String>,
    device_number: Option<String>,
    smart_card_number: Option<String>,
    since: i64,
    ends_in: Option<i64>,
}

/// Everybody, in the order of the list.
///
/// # Errors
/// `Internal` when the list does not read.
pub fn all() -> Result<Vec<Demo>> {
    serde_norway::from_str(CUSTOMERS).map_err(|cause| Error::Internal(cause.into()))
}

/// Takes one in, for the manager who acts.
///
/// # Errors
/// When the list holds what a person could not have entered either.
pub async fn take_in(tx: &Tx, demo: Demo) -> Result<()> {
    let today = tx.now.with_timezone(&tx.person()?.zone).date_naive();
    let id = customers::take_in(tx, demo.file).await?.id;
    for person in demo.people {
        customers::add_key_person(tx, id, person.into()).await?;
    }
    for subscription in demo.has {
        subscription.add(tx, id, today).await?;
    }
    Ok(())
}

impl From<DemoPerson> for Person {
    fn from(person: DemoPerson) -> Self {
        Self {
            name: Some(person.name),
            role_title: said(person.role_title),
            department: said(person.department),
            mobile: said(person.mobile),
            birthday: said(person.birthday),
            remark: said(person.remark),
        }
    }
}

impl DemoSubscription {
    async fn add(self, tx: &Tx, id: CustomerId, today: NaiveDate) -> Result<()> {
        let starts_on = today - TimeDelta::days(self.since);
        let wanted = Wanted {
            product: Some(self.product),
            device_type: said(self.device_type),
            device_number: said(self.device_number),
            smart_card_number: said(self.smart_card_number),
            ends_on: said(self.ends_in.map(|days| today + TimeDelta::days(days))),
            ..Wanted::default()
        };
        customers::add_subscription(tx, id, starts_on, wanted).await.map(|_| ())
    }
}

fn said<T>(value: Option<T>) -> Patch<T> {
    value.map_or(Patch::Absent, Patch::Set)
}
