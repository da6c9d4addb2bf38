//! A running promise, read from the events of its subject and kept here for the sweeps.

use guibin_domain::clock::{ClockState, Milestone};
use guibin_domain::ids::{ClockId, OrgId, PolicyVersionId};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "clock")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ClockId,
    pub org_id: OrgId,
    pub subject_kind: String,
    pub subject_id: Uuid,
    pub milestone: Milestone,
    pub policy_version_id: PolicyVersionId,
    pub state: ClockState,
    pub started_at: DateTimeUtc,
    pub due_at: DateTimeUtc,
    pub stopped_at: Option<DateTimeUtc>,
    pub version: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
