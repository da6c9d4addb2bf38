//! What happened, written with what made it happen; never changed.

use guibin_domain::ids::{CustomerId, EventId, OrgId, UserId};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EventId,
    pub topic: String,
    pub org_id: Option<OrgId>,
    pub owner_id: Option<UserId>,
    pub customer_id: Option<CustomerId>,
    pub subject_kind: String,
    pub subject_id: Uuid,
    /// None: the system itself.
    pub actor_id: Option<UserId>,
    /// No personal values.
    pub data: Json,
    pub trace_id: String,
    pub at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
