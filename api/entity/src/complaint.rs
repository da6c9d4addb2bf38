//! A complaint. Its level, status, marks and due time are caches of its entries.

use guibin_domain::complaint::{Channel, Level, Status};
use guibin_domain::ids::{ClockId, ComplaintId, CustomerId, OrgId, PolicyVersionId, UserId};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "complaint")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ComplaintId,
    pub org_id: OrgId,
    pub customer_id: CustomerId,
    /// The first responder, responsible to the end.
    pub owner_id: UserId,
    pub number: String,
    pub channel: Channel,
    pub level: Level,
    pub status: Status,
    pub category: Option<String>,
    pub title: String,
    pub content: String,
    pub contact_name: Option<String>,
    pub contact_phone_sealed: Option<String>,
    pub received_at: DateTimeUtc,
    pub due_at: DateTimeUtc,
    pub warned_at: Option<DateTimeUtc>,
    pub breached_at: Option<DateTimeUtc>,
    pub closed_at: Option<DateTimeUtc>,
    pub policy_version_id: PolicyVersionId,
    pub clock_id: ClockId,
    pub version: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
