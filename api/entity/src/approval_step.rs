//! One post's part in one round of an approval.

use guibin_domain::access::Role;
use guibin_domain::approval::StepStatus;
use guibin_domain::ids::{ApprovalId, ApprovalStepId, OrgId, UserId};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "approval_step")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ApprovalStepId,
    pub approval_id: ApprovalId,
    pub round: i32,
    pub position: i32,
    pub name_zh: String,
    pub name_en: String,
    pub role: Role,
    /// Whose holders of `role` decide.
    pub org_id: OrgId,
    pub status: StepStatus,
    pub decided_by: Option<UserId>,
    pub decided_at: Option<DateTimeUtc>,
    pub comment: Option<String>,
    pub signature: Option<Json>,
}

impl ActiveModelBehavior for ActiveModel {}
