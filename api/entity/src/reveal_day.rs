//! Under the masks of how many customers somebody has seen on a day of their zone.

use guibin_domain::ids::UserId;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reveal_day")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: UserId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub day: Date,
    pub customers: i32,
}

impl ActiveModelBehavior for ActiveModel {}
