//! How often somebody has searched by a number of a person on a day of their zone.

use guibin_domain::ids::UserId;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "search_day")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: UserId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub day: Date,
    pub searches: i32,
    /// A keyed hash of what was searched for last.
    pub last: String,
    pub burst_from: DateTimeUtc,
    /// Searches since then.
    pub at_once: i32,
}

impl ActiveModelBehavior for ActiveModel {}
