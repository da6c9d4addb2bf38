//! Who works with Guibin: a person, or a program of another system.

use guibin_domain::{
    access::UserKind,
    ids::{OrgId, UserId},
};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "user")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: UserId,
    pub kind: UserKind,
    pub org_id: OrgId,
    /// In lower case.
    pub username: String,
    pub name: String,
    /// Argon2id, in PHC form; none that any password fits for an API client.
    pub password_hash: String,
    pub active: bool,
    pub version: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    /// When the person chose it themselves; none when an administrator did.
    pub password_changed_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
