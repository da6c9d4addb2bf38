//! What happened to a complaint: the events its clock is derived from.

use guibin_domain::complaint::{EntryKind, Level};
use guibin_domain::ids::{ComplaintEntryId, ComplaintId, OrgId, UserId};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "complaint_entry")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ComplaintEntryId,
    pub complaint_id: ComplaintId,
    pub org_id: OrgId,
    pub at: DateTimeUtc,
    pub kind: EntryKind,
    pub actor_id: Option<UserId>,
    pub level: Option<Level>,
    pub from_level: Option<Level>,
    pub text: Option<String>,
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
