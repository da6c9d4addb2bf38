//! The answer given to a request, to be given again when the request is repeated.

use guibin_domain::ids::UserId;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub actor_id: UserId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    pub method_path: String,
    pub body_hash: String,
    /// Of HTTP; 0 until the transaction that claimed the key has its answer.
    pub status: i16,
    pub answer: Json,
    pub location: Option<String>,
    pub etag: Option<String>,
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
