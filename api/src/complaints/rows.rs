//! How complaints are found and stored.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use guibin_domain::{
    complaint::{Channel, EntryKind, Happening, Level, Status},
    ids::{ClockId, ComplaintEntryId, ComplaintId, CustomerId, OrgId, PolicyVersionId, UserId},
};
use guibin_entity::{complaint, complaint_entry, customer, org, user};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    Set, sea_query::LockType,
};

use crate::{
    cipher::Place,
    ctx::{Reader, Tx},
    error::{Error, Result},
    number_series,
    scope::{Past, past},
};

/// What is stored of a complaint when it is received; the phone in plain text.
pub struct Received {
    pub id: ComplaintId,
    pub org_id: OrgId,
    pub customer_id: CustomerId,
    pub owner_id: UserId,
    pub channel: Channel,
    pub level: Level,
    pub category: Option<String>,
    pub title: String,
    pub content: String,
    pub contact_name: Option<String>,
    pub contact_phone: Option<String>,
    pub policy_version_id: PolicyVersionId,
    pub clock_id: ClockId,
}

/// What is told of something that happened.
pub struct Entry {
    pub kind: EntryKind,
    pub level: Option<Level>,
    pub from_level: Option<Level>,
    pub text: Option<String>,
}

impl Entry {
    /// An entry of `kind` that tells no more.
    pub const fn new(kind: EntryKind) -> Self {
        Self { kind, level: None, from_level: None, text: None }
    }
}

/// A complaint that the caller may see.
///
/// # Errors
/// `NotFound` when it does not exist or is outside the caller's scope.
pub async fn find(reader: &Reader<'_>, id: ComplaintId) -> Result<complaint::Model> {
    let row = reader.scope.complaints().filter(complaint::Column::Id.eq(id)).one(reader.conn()).await?;
    row.ok_or(Error::NotFound)
}

/// The same, held until the transaction ends.
///
/// # Errors
/// `NotFound` when it does not exist or is outside the caller's scope.
pub async fn lock(tx: &Tx, id: ComplaintId) -> Result<complaint::Model> {
    let query = tx.scope.complaints().filter(complaint::Column::Id.eq(id));
    query.lock(LockType::NoKeyUpdate).one(tx.conn()).await?.ok_or(Error::NotFound)
}

/// A complaint that was locked before, as it now is.
///
/// # Errors
/// `NotFound` when it is gone.
pub async fn by_id(conn: &impl ConnectionTrait, id: ComplaintId) -> Result<complaint::Model> {
    past(Past::ParentSeen).complaints().filter(complaint::Column::Id.eq(id)).one(conn).await?.ok_or(Error::NotFound)
}

/// The next number of the day, counted over the whole company: `TS20261122-0001`.
///
/// # Errors
/// When the database does not answer.
pub async fn next_number(tx: &Tx, zone: chrono_tz::Tz) -> Result<String> {
    let day = format!("TS{}-", tx.now.with_timezone(&zone).format("%Y%m%d"));
    let serial = number_series::next(tx, &day).await?;
    Ok(format!("{day}{serial:04}"))
}

/// Stores a new complaint.
///
/// # Errors
/// When the row cannot be stored.
pub async fn insert(tx: &Tx, new: Received, number: String, due_at: DateTime<Utc>) -> Result<complaint::Model> {
    let phone = new.contact_phone.map(|phone| tx.cipher().seal(phone_of(new.id), &phone)).transpose()?;
    let row = complaint::ActiveModel {
        id: Set(new.id),
        org_id: Set(new.org_id),
        customer_id: Set(new.customer_id),
        owner_id: Set(new.owner_id),
        number: Set(number),
        channel: Set(new.channel),
        level: Set(new.level),
        status: Set(Status::Open),
        category: Set(tx.cipher().keep_some(place(new.id, "category"), new.category.as_deref())?),
        title: Set(tx.cipher().keep(place(new.id, "title"), &new.title)?),
        content: Set(tx.cipher().keep(place(new.id, "content"), &new.content)?),
        contact_name: Set(new.contact_name),
        contact_phone_sealed: Set(phone),
        received_at: Set(tx.now),
        due_at: Set(due_at),
        warned_at: Set(None),
        breached_at: Set(None),
        closed_at: Set(None),
        policy_version_id: Set(new.policy_version_id),
        clock_id: Set(new.clock_id),
        version: Set(1),
        created_at: Set(tx.now),
        updated_at: Set(tx.now),
    };
    Ok(row.insert(tx.conn()).await?)
}

/// Where a complaint's phone number is sealed to.
pub const fn phone_of(id: ComplaintId) -> Place {
    place(id, "contact_phone_sealed")
}

/// Where a column of a complaint is sealed to.
pub const fn place(id: ComplaintId, column: &'static str) -> Place {
    Place { table: "complaint", column, row: id.0 }
}

/// Where the text of an entry is sealed to.
pub const fn said(id: ComplaintEntryId) -> Place {
    Place { table: "complaint_entry", column: "text", row: id.0 }
}

/// Stores what has become of a complaint: its level, status and end. What the clock says of it is not written here.
///
/// # Errors
/// When the row cannot be stored.
pub async fn store(tx: &Tx, changed: complaint::Model) -> Result<complaint::Model> {
    let (level, status, closed_at, version) = (changed.level, changed.status, changed.closed_at, changed.version);
    let mut row = changed.into_active_model();
    row.level = Set(level);
    row.status = Set(status);
    row.closed_at = Set(closed_at);
    row.version = Set(version + 1);
    row.updated_at = Set(tx.now);
    Ok(row.update(tx.conn()).await?)
}

/// Stores what happened.
///
/// # Errors
/// When the row cannot be stored.
pub async fn insert_entry(tx: &Tx, complaint: &complaint::Model, entry: Entry) -> Result<()> {
    let id = ComplaintEntryId(tx.new_id());
    let row = complaint_entry::ActiveModel {
        id: Set(id),
        complaint_id: Set(complaint.id),
        org_id: Set(complaint.org_id),
        at: Set(tx.now),
        kind: Set(entry.kind),
        actor_id: Set(tx.actor_id()),
        level: Set(entry.level),
        from_level: Set(entry.from_level),
        text: Set(tx.cipher().keep_some(said(id), entry.text.as_deref())?),
        created_at: Set(tx.now),
    };
    row.insert(tx.conn()).await?;
    Ok(())
}

/// What happened to a complaint, in order.
///
/// # Errors
/// When the database does not answer.
pub async fn entries(conn: &impl ConnectionTrait, id: ComplaintId) -> Result<Vec<complaint_entry::Model>> {
    let query = past(Past::ParentSeen)
        .complaint_entries()
        .filter(complaint_entry::Column::ComplaintId.eq(id))
        .order_by_asc(complaint_entry::Column::At)
        .order_by_asc(complaint_entry::Column::Id);
    Ok(query.all(conn).await?)
}

/// The same, as its clock needs it.
///
/// # Errors
/// When the database does not answer.
pub async fn story(conn: &impl ConnectionTrait, id: ComplaintId) -> Result<Vec<Happening>> {
    let entries = entries(conn, id).await?;
    Ok(entries.iter().map(|entry| Happening { at: entry.at, kind: entry.kind, level: entry.level }).collect())
}

/// The names that complaints refer to.
pub struct Names {
    pub customers: HashMap<CustomerId, (String, String)>,
    pub users: HashMap<UserId, String>,
    pub orgs: HashMap<OrgId, String>,
}

/// The numbers and names of the customers, staff and organisations of `complaints`, and of `people` besides.
///
/// # Errors
/// When the database does not answer.
pub async fn names(
    conn: &impl ConnectionTrait,
    complaints: &[complaint::Model],
    people: impl Iterator<Item = UserId>,
) -> Result<Names> {
    let customers = complaints.iter().map(|row| row.customer_id);
    let customers = past(Past::NameBeside)
        .customers()
        .select_only()
        .columns([customer::Column::Id, customer::Column::Number, customer::Column::Name])
        .filter(customer::Column::Id.is_in(customers))
        .into_tuple::<(CustomerId, String, String)>()
        .all(conn)
        .await?;
    let users = complaints.iter().map(|row| row.owner_id).chain(people);
    let users = user::Entity::find()
        .select_only()
        .columns([user::Column::Id, user::Column::Name])
        .filter(user::Column::Id.is_in(users))
        .into_tuple()
        .all(conn)
        .await?;
    let orgs = org::Entity::find()
        .select_only()
        .columns([org::Column::Id, org::Column::Name])
        .filter(org::Column::Id.is_in(complaints.iter().map(|row| row.org_id)))
        .into_tuple()
        .all(conn)
        .await?;
    Ok(Names {
        customers: customers.into_iter().map(|(id, number, name)| (id, (number, name))).collect(),
        users: users.into_iter().collect(),
        orgs: orgs.into_iter().collect(),
    })
}
