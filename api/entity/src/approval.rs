//! An application for a customer, on its way through the leaders.

use guibin_domain::approval::{Kind, Status};
use guibin_domain::ids::{ApprovalId, CustomerId, OrgId, PolicyVersionId, UserId};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "approval")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ApprovalId,
    pub org_id: OrgId,
    pub customer_id: CustomerId,
    pub applicant_id: UserId,
    pub kind: Kind,
    pub status: Status,
    pub number: String,
    pub form: Json,
    /// Position of the step being decided in this round.
    pub current_step: Option<i32>,
    /// Goes up with each submission, from 1.
    pub round: i32,
    pub policy_version_id: PolicyVersionId,
    pub decided_at: Option<DateTimeUtc>,
    /// Why the applicant took it back.
    pub withdrawal_reason: Option<String>,
    pub version: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
