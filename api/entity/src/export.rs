//! A list on its way out.

use guibin_domain::export::State;
use guibin_domain::ids::{AttachmentId, ExportId, OrgId, UserId};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "export")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ExportId,
    pub org_id: OrgId,
    pub created_by: UserId,
    pub kind: String,
    pub filter: Json,
    pub state: State,
    pub total: i32,
    pub done: i32,
    pub attachment_id: Option<AttachmentId>,
    pub lease_until: Option<DateTimeUtc>,
    /// Goes up with each lease: a write under an older one is refused.
    pub lease_token: i64,
    pub version: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
