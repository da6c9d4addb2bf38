//! A moment at which a clock speaks up, once.

use guibin_domain::clock::AlarmKind;
use guibin_domain::ids::{AlarmId, ClockId, OrgId};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "alarm")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AlarmId,
    pub clock_id: ClockId,
    pub org_id: OrgId,
    pub kind: AlarmKind,
    /// Of the promise used up.
    pub percent: i32,
    pub due_at: DateTimeUtc,
    pub fired_at: Option<DateTimeUtc>,
    pub cancelled_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
