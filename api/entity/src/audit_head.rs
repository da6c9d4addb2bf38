//! Where each chain of the trail ends.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_head")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub chain: String,
    /// Of the last entry; 0 before the first.
    pub seq: i64,
    pub hash: String,
    pub at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
