//! How often an account was tried in vain from a source; both are keyed hashes.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sign_in_attempt")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub account_hash: String,
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub source_hash: String,
    /// Since the last success or lock.
    pub failures: i32,
    pub locked_until: Option<DateTimeUtc>,
    pub tried_at: DateTimeUtc,
    /// When the right password last came from here.
    pub succeeded_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
