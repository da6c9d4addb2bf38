//! What was done for a customer, once.

use guibin_domain::ids::{ComplaintId, CustomerId, OrgId, ServiceRecordId, UserId};
use guibin_domain::service_record::{HandlingStatus, Method};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "service_record")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ServiceRecordId,
    pub org_id: OrgId,
    pub customer_id: CustomerId,
    pub author_id: UserId,
    pub method: Method,
    pub occurred_at: DateTimeUtc,
    pub place: Option<String>,
    pub phone_sealed: Option<String>,
    pub content: String,
    pub need: Option<String>,
    pub handling_status: HandlingStatus,
    pub handling: Option<String>,
    /// `[{key_person_id?, name, role_title?}]`.
    pub people_met: Json,
    pub complaint_id: Option<ComplaintId>,
    pub signature: Option<Json>,
    pub version: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
