//! A person's second factor: the secret that their telephone makes codes of.

use guibin_domain::ids::UserId;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "user_totp")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: UserId,
    pub secret_sealed: String,
    /// The newest period of 30 seconds whose code was taken.
    pub last_step: i64,
    pub created_at: DateTimeUtc,
    /// None: shown, but no code was ever given; it is not asked for yet.
    pub confirmed_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
