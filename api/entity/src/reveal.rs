//! That somebody has seen under the masks of a customer on a day, and when first.

use guibin_domain::ids::{CustomerId, UserId};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reveal")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: UserId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub day: Date,
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: CustomerId,
    pub at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
