//! How far a series of numbers has counted: one row a prefix.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "number_series")]
pub struct Model {
    /// What the numbers begin with: `TS20261122-`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub series: String,
    /// The last number given out.
    pub last: i64,
}

impl ActiveModelBehavior for ActiveModel {}
