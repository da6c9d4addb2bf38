//! A file of customers on its way in.

use guibin_domain::ids::{AttachmentId, ImportId, OrgId, UserId};
use guibin_domain::import::{Kind, State};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ImportId,
    pub org_id: OrgId,
    pub created_by: UserId,
    pub kind: Kind,
    pub attachment_id: AttachmentId,
    pub file_name: String,
    pub state: State,
    pub sheet: Option<String>,
    pub mapping: Json,
    pub columns: Json,
    pub total: i32,
    pub done: i32,
    pub counts: Json,
    pub problem: Option<Json>,
    pub lease_until: Option<DateTimeUtc>,
    /// Goes up with each lease: a write under an older one is refused.
    pub lease_token: i64,
    pub version: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
