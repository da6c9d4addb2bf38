//! The sealed trail: who did, saw or was refused what. Each entry's hash is over the one before it.

use guibin_domain::ids::{AuditEntryId, CustomerId, OrgId, SessionId, UserId};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_entry")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AuditEntryId,
    /// The organisation's id, or `head-office` for what belongs to none.
    pub chain: String,
    /// The place in the chain, from 1.
    pub seq: i64,
    pub org_id: Option<OrgId>,
    pub at: DateTimeUtc,
    /// None: the system itself, or nobody known.
    pub actor_id: Option<UserId>,
    pub session_id: Option<SessionId>,
    pub action: String,
    /// `done` or `refused`.
    pub outcome: String,
    pub subject_kind: Option<String>,
    pub subject_id: Option<Uuid>,
    pub customer_id: Option<CustomerId>,
    /// A keyed hash of the client's address.
    pub source_hash: Option<String>,
    pub trace_id: String,
    /// JSON, as text: ids, words and counts, never a personal value.
    pub detail: String,
    /// Hex; 64 zeros before the first.
    pub prev_hash: String,
    pub hash: String,
}

impl ActiveModelBehavior for ActiveModel {}
