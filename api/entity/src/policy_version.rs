//! Every version of every policy pack that was ever loaded.

use guibin_domain::ids::PolicyVersionId;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "policy_version")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PolicyVersionId,
    pub code: String,
    pub version: i32,
    pub title: String,
    pub effective_from: Date,
    /// YAML.
    pub content: String,
    pub content_hash: String,
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
