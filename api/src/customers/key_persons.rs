//! The people who matter at a customer.

use actix_web::{
    delete, get, patch, post,
    web::{Json, Path},
};
use chrono::{DateTime, NaiveDate, Utc};
use guibin_domain::{
    ids::{CustomerId, KeyPersonId},
    mask,
};
use guibin_entity::key_person;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{
    PersonalField,
    key_person_commands::{self as commands, Person},
    key_person_rows, rows,
};
use crate::{
    audit::Entry,
    body::{Body, Once, Patch},
    cipher::Cipher,
    ctx::{Ctx, CustomerRead, CustomerWrite},
    error::Result,
    headers::{IfMatchHeader, OnceHeader},
    page::Page,
    patch::given,
    precondition::IfMatch,
    reply::Reply,
};

/// A person who matters at a customer, and how to reach them.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01936d2c-7b4a-7c3e-9f10-8c9d0e1f2a3b", "customer_id": "01936d2c-7b4a-7c3e-9f10-5d6e7f809a1b", "name": "李慧",
    "role_title": "办公室主任", "department": "办公室", "mobile": "139****5678", "birthday": "1980-06-18", "remark": null,
    "masked": ["mobile"], "version": 1, "created_at": "2026-11-20T02:11:09.120000Z", "updated_at": "2026-11-20T02:11:09.120000Z"
}))]
pub struct KeyPerson {
    pub id: KeyPersonId,
    pub customer_id: CustomerId,
    pub name: String,
    /// What they are at the customer.
    pub role_title: Option<String>,
    pub department: Option<String>,
    /// Masked.
    pub mobile: Option<String>,
    pub birthday: Option<NaiveDate>,
    pub remark: Option<String>,
    /// Which of the fields above are masked.
    pub masked: Vec<PersonalField>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// A new key person.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "李慧", "role_title": "办公室主任", "department": "办公室", "mobile": "13900135678", "birthday": "1980-06-18"}))]
pub struct NewKeyPerson {
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100)]
    pub role_title: Option<String>,
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100)]
    pub department: Option<String>,
    #[validate(length(min = 1, max = 30))]
    #[schema(min_length = 1, max_length = 30)]
    pub mobile: Option<String>,
    pub birthday: Option<NaiveDate>,
    #[validate(length(min = 1, max = 4000))]
    #[schema(min_length = 1, max_length = 4000)]
    pub remark: Option<String>,
}

/// What is to change: an absent field stays, `null` empties it.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"role_title": "副局长", "remark": null}))]
pub struct KeyPersonPatch {
    #[serde(default, deserialize_with = "given")]
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100, nullable = false)]
    pub name: Option<String>,
    #[serde(default)]
    #[validate(length(min = 1, max = 100))]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 100)]
    pub role_title: Patch<String>,
    #[serde(default)]
    #[validate(length(min = 1, max = 100))]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 100)]
    pub department: Patch<String>,
    #[serde(default)]
    #[validate(length(min = 1, max = 30))]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 30)]
    pub mobile: Patch<String>,
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>)]
    pub birthday: Patch<NaiveDate>,
    #[serde(default)]
    #[validate(length(min = 1, max = 4000))]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 4000)]
    pub remark: Patch<String>,
}

/// List a customer's key persons
///
/// All of them on one page, by name, mobiles masked.
#[utoipa::path(
    tag = "customers",
    operation_id = "key_person_list",
    params(("id" = CustomerId, Path, description = "The customer")),
    security(("bearer" = ["customer.read"])),
    responses((status = 200, description = "The key persons", body = Page<KeyPerson>)),
)]
#[get("/customers/{id}/key-persons")]
pub async fn list(ctx: Ctx<CustomerRead>, id: Path<CustomerId>) -> Result<Json<Page<KeyPerson>>> {
    let reader = ctx.read();
    let customer = rows::get(reader.conn(), reader.scope, *id).await?;
    ctx.saw(Entry::file(&customer, "key_persons")).await?;
    let people = key_person_rows::of_customer(reader.conn(), reader.scope, customer.id).await?;
    let people: Result<Vec<_>> = people.iter().map(|row| KeyPerson::of(row, reader.cipher)).collect();
    Ok(Json(Page::whole(people?)))
}

/// Add a key person
///
/// 422 `validation-failed` with `mobile_shape` at `/mobile` for a number that is none.
#[utoipa::path(
    tag = "customers",
    operation_id = "key_person_create",
    params(("id" = CustomerId, Path, description = "The customer"), OnceHeader),
    request_body = NewKeyPerson,
    security(("bearer" = ["customer.write"])),
    responses((status = 201, description = "Added", body = KeyPerson)),
)]
#[post("/customers/{id}/key-persons")]
pub async fn create(ctx: Ctx<CustomerWrite>, id: Path<CustomerId>, body: Body<NewKeyPerson>) -> Result<Reply> {
    ctx.write(&body.once, async |tx| {
        let row = commands::add(tx, *id, body.person()).await?;
        let person = KeyPerson::of(&row, tx.cipher())?;
        Reply::created(&format!("/customers/{id}/key-persons"), person.id, person.version, &person)
    })
    .await
}

/// Change a key person
///
/// JSON merge patch. 422 `validation-failed` with `mobile_shape` or `masked_value` at `/mobile`; 412
/// `precondition-failed` when somebody changed it meanwhile, 428 without `If-Match`.
#[utoipa::path(
    tag = "customers",
    operation_id = "key_person_change",
    params(
        ("id" = CustomerId, Path, description = "The customer"),
        ("key_person_id" = KeyPersonId, Path, description = "The key person"),
        IfMatchHeader,
    ),
    request_body = KeyPersonPatch,
    security(("bearer" = ["customer.write"])),
    responses((status = 200, description = "Changed", body = KeyPerson)),
)]
#[patch("/customers/{id}/key-persons/{key_person_id}")]
pub async fn change(
    ctx: Ctx<CustomerWrite>,
    path: Path<(CustomerId, KeyPersonId)>,
    if_match: IfMatch,
    body: Body<KeyPersonPatch>,
) -> Result<Reply> {
    ctx.write(&Once::never(), async |tx| {
        let row = commands::change(tx, *path, if_match, body.person()).await?;
        let person = KeyPerson::of(&row, tx.cipher())?;
        Reply::ok(&person, person.version)
    })
    .await
}

/// Remove a key person
///
/// Service records keep the name under which the person was met. 412 `precondition-failed` when
/// somebody changed it meanwhile, 428 without `If-Match`.
#[utoipa::path(
    tag = "customers",
    operation_id = "key_person_remove",
    params(
        ("id" = CustomerId, Path, description = "The customer"),
        ("key_person_id" = KeyPersonId, Path, description = "The key person"),
        IfMatchHeader,
    ),
    security(("bearer" = ["customer.write"])),
    responses((status = 204, description = "Removed")),
)]
#[delete("/customers/{id}/key-persons/{key_person_id}")]
pub async fn remove(
    ctx: Ctx<CustomerWrite>,
    path: Path<(CustomerId, KeyPersonId)>,
    if_match: IfMatch,
) -> Result<Reply> {
    ctx.write(&Once::never(), async |tx| {
        commands::remove(tx, *path, if_match).await?;
        Ok(Reply::no_content())
    })
    .await
}

impl KeyPerson {
    /// The person as a caller may see them.
    ///
    /// # Errors
    /// `Internal` when the mobile number does not open.
    pub fn of(row: &key_person::Model, cipher: &Cipher) -> Result<Self> {
        let mobile = commands::mobile(row, cipher)?.map(|number| mask::mobile(&number));
        Ok(Self {
            role_title: commands::shown(row, cipher, "role_title")?,
            department: commands::shown(row, cipher, "department")?,
            remark: commands::shown(row, cipher, "remark")?,
            id: row.id,
            customer_id: row.customer_id,
            name: mask::text(&row.name),
            masked: mobile.iter().map(|_| PersonalField::Mobile).collect(),
            mobile,
            birthday: row.birthday,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}

impl NewKeyPerson {
    fn person(&self) -> Person {
        let Self { name, role_title, department, mobile, birthday, remark } = self.clone();
        Person {
            name: Some(name),
            role_title: role_title.into(),
            department: department.into(),
            mobile: mobile.into(),
            birthday: birthday.into(),
            remark: remark.into(),
        }
    }
}

impl KeyPersonPatch {
    fn person(&self) -> Person {
        let Self { name, role_title, department, mobile, birthday, remark } = self.clone();
        Person { name, role_title, department, mobile, birthday, remark }
    }
}
