//! A product a customer has, with its term in calendar days.

use guibin_domain::customer::SubscriptionStatus;
use guibin_domain::ids::{ApprovalId, CustomerId, OrgId, SubscriptionId};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "subscription")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SubscriptionId,
    pub customer_id: CustomerId,
    pub org_id: OrgId,
    pub product: String,
    pub device_type: Option<String>,
    pub device_number: Option<String>,
    pub smart_card_number: Option<String>,
    pub starts_on: Date,
    /// Inclusive.
    pub ends_on: Option<Date>,
    pub granted_by: Option<ApprovalId>,
    pub status: SubscriptionStatus,
    pub version: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
