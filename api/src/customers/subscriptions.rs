//! What a customer has from us, and until when.

use actix_web::{
    get, patch, post,
    web::{Json, Path},
};
use chrono::{DateTime, NaiveDate, Utc};
use guibin_domain::{
    customer::SubscriptionStatus,
    ids::{ApprovalId, CustomerId, SubscriptionId},
    import::Field,
    mask,
};
use guibin_entity::subscription;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{
    rows,
    subscription_commands::{self as commands, Wanted},
    subscription_rows,
};
use crate::{
    audit::Entry,
    body::{Body, Once, Patch},
    ctx::{Ctx, CustomerRead, CustomerWrite},
    error::Result,
    headers::{IfMatchHeader, OnceHeader},
    page::Page,
    patch::given,
    precondition::IfMatch,
    reply::Reply,
};

/// A service the customer has, with its term.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01936d2c-7b4a-7c3e-9f10-9d0e1f2a3b4c", "customer_id": "01936d2c-7b4a-7c3e-9f10-5d6e7f809a1b", "product": "高清互动电视",
    "device_type": "机顶盒", "device_number": "ST8820117", "smart_card_number": "8270103256418", "starts_on": "2026-01-01",
    "ends_on": "2026-12-31", "granted_by": "01936d2c-7b4a-7c3e-9f10-6e7f8091a2b3", "status": "active", "version": 1,
    "created_at": "2026-11-20T02:11:09.120000Z", "updated_at": "2026-11-20T02:11:09.120000Z"
}))]
pub struct Subscription {
    pub id: SubscriptionId,
    pub customer_id: CustomerId,
    pub product: String,
    pub device_type: Option<String>,
    pub device_number: Option<String>,
    pub smart_card_number: Option<String>,
    /// First day, in the branch's zone.
    pub starts_on: NaiveDate,
    /// Last day, included; null when it runs until ended.
    pub ends_on: Option<NaiveDate>,
    /// The approval that granted it.
    pub granted_by: Option<ApprovalId>,
    pub status: SubscriptionStatus,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// A new subscription.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "product": "高清互动电视", "device_type": "机顶盒", "device_number": "ST8820117",
    "smart_card_number": "8270103256418", "starts_on": "2026-01-01", "ends_on": "2026-12-31"
}))]
pub struct NewSubscription {
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100)]
    pub product: String,
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100)]
    pub device_type: Option<String>,
    #[validate(length(min = 1, max = 64))]
    #[schema(min_length = 1, max_length = 64)]
    pub device_number: Option<String>,
    #[validate(length(min = 1, max = 64))]
    #[schema(min_length = 1, max_length = 64)]
    pub smart_card_number: Option<String>,
    /// First day, in the branch's zone.
    pub starts_on: NaiveDate,
    /// Last day, included.
    pub ends_on: Option<NaiveDate>,
}

/// What is to change: an absent field stays, `null` empties it.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"ends_on": "2027-12-31"}))]
pub struct SubscriptionPatch {
    #[serde(default, deserialize_with = "given")]
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100, nullable = false)]
    pub product: Option<String>,
    #[serde(default)]
    #[validate(length(min = 1, max = 100))]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 100)]
    pub device_type: Patch<String>,
    #[serde(default)]
    #[validate(length(min = 1, max = 64))]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 64)]
    pub device_number: Patch<String>,
    #[serde(default)]
    #[validate(length(min = 1, max = 64))]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 64)]
    pub smart_card_number: Patch<String>,
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    pub starts_on: Option<NaiveDate>,
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>)]
    pub ends_on: Patch<NaiveDate>,
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    pub status: Option<SubscriptionStatus>,
}

/// List a customer's subscriptions
///
/// All of them on one page, those that end first at the top.
#[utoipa::path(
    tag = "customers",
    operation_id = "subscription_list",
    params(("id" = CustomerId, Path, description = "The customer")),
    security(("bearer" = ["customer.read"])),
    responses((status = 200, description = "The subscriptions", body = Page<Subscription>)),
)]
#[get("/customers/{id}/subscriptions")]
pub async fn list(ctx: Ctx<CustomerRead>, id: Path<CustomerId>) -> Result<Json<Page<Subscription>>> {
    let reader = ctx.read();
    let customer = rows::get(reader.conn(), reader.scope, *id).await?;
    ctx.saw(Entry::file(&customer, "subscriptions")).await?;
    let rows = subscription_rows::of_customer(reader.conn(), reader.scope, customer.id).await?;
    Ok(Json(Page::whole(rows.into_iter().map(Subscription::from).collect())))
}

/// Add a subscription
///
/// 422 `validation-failed` with `term_backwards` at `/ends_on` for a term that ends before it starts.
#[utoipa::path(
    tag = "customers",
    operation_id = "subscription_create",
    params(("id" = CustomerId, Path, description = "The customer"), OnceHeader),
    request_body = NewSubscription,
    security(("bearer" = ["customer.write"])),
    responses((status = 201, description = "Added", body = Subscription)),
)]
#[post("/customers/{id}/subscriptions")]
pub async fn create(ctx: Ctx<CustomerWrite>, id: Path<CustomerId>, body: Body<NewSubscription>) -> Result<Reply> {
    ctx.write(&body.once, async |tx| {
        let row = commands::add(tx, *id, body.starts_on, body.wanted()).await?;
        let added = Subscription::from(row);
        Reply::created(&format!("/customers/{id}/subscriptions"), added.id, added.version, &added)
    })
    .await
}

/// Change a subscription
///
/// JSON merge patch. 422 `validation-failed` with `term_backwards` at `/ends_on`; 412
/// `precondition-failed` when somebody changed it meanwhile, 428 without `If-Match`.
#[utoipa::path(
    tag = "customers",
    operation_id = "subscription_change",
    params(
        ("id" = CustomerId, Path, description = "The customer"),
        ("subscription_id" = SubscriptionId, Path, description = "The subscription"),
        IfMatchHeader,
    ),
    request_body = SubscriptionPatch,
    security(("bearer" = ["customer.write"])),
    responses((status = 200, description = "Changed", body = Subscription)),
)]
#[patch("/customers/{id}/subscriptions/{subscription_id}")]
pub async fn change(
    ctx: Ctx<CustomerWrite>,
    path: Path<(CustomerId, SubscriptionId)>,
    if_match: IfMatch,
    body: Body<SubscriptionPatch>,
) -> Result<Reply> {
    ctx.write(&Once::never(), async |tx| {
        let row = commands::change(tx, *path, if_match, body.wanted()).await?;
        let changed = Subscription::from(row);
        Reply::ok(&changed, changed.version)
    })
    .await
}

impl From<subscription::Model> for Subscription {
    fn from(row: subscription::Model) -> Self {
        Self {
            id: row.id,
            customer_id: row.customer_id,
            product: mask::text(&row.product),
            device_type: row.device_type.as_deref().map(mask::text),
            device_number: row.device_number.as_deref().map(|text| Field::DeviceNumber.shown(text)),
            smart_card_number: row.smart_card_number.as_deref().map(|text| Field::SmartCardNumber.shown(text)),
            starts_on: row.starts_on,
            ends_on: row.ends_on,
            granted_by: row.granted_by,
            status: row.status,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

impl NewSubscription {
    fn wanted(&self) -> Wanted {
        let Self { product, device_type, device_number, smart_card_number, starts_on, ends_on } = self.clone();
        Wanted {
            product: Some(product),
            device_type: device_type.into(),
            device_number: device_number.into(),
            smart_card_number: smart_card_number.into(),
            starts_on: Some(starts_on),
            ends_on: ends_on.into(),
            status: None,
        }
    }
}

impl SubscriptionPatch {
    fn wanted(&self) -> Wanted {
        let Self { product, device_type, device_number, smart_card_number, starts_on, ends_on, status } = self.clone();
        Wanted { product, device_type, device_number, smart_card_number, starts_on, ends_on, status }
    }
}
