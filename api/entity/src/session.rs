//! Where a person is signed in; the tokens themselves are nowhere.

use guibin_domain::ids::{SessionId, UserId};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SessionId,
    pub user_id: UserId,
    pub refresh_hash: Vec<u8>,
    /// The one before: when it comes back, the session was stolen.
    pub previous_refresh_hash: Option<Vec<u8>>,
    pub created_at: DateTimeUtc,
    pub last_used_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    pub revoked_at: Option<DateTimeUtc>,
    pub user_agent: Option<String>,
    /// Where the sign-in came from.
    pub address_sealed: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
