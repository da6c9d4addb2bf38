//! A program of another system that works with Guibin in its own name. Its name, and whether it is active, stand in
//! its row of `user`.

use guibin_domain::{
    access::ClientReach,
    ids::{OrgId, UserId},
};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "api_client")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: UserId,
    pub org_id: OrgId,
    pub client_id: String,
    /// SHA-256 of the secret, which itself is 256 random bits.
    pub secret_hash: Vec<u8>,
    /// Names of permissions, sorted.
    pub permissions: Json,
    pub reach: ClientReach,
    pub expires_at: Option<DateTimeUtc>,
    /// When it last fetched a token.
    pub last_used_at: Option<DateTimeUtc>,
    pub version: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
