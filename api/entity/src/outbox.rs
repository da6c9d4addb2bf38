//! What is still to be handed to whom, and who has it in hand.

use guibin_domain::ids::EventId;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "outbox")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub event_id: EventId,
    /// The feature that must act on it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub consumer: String,
    pub attempts: i32,
    pub due_at: DateTimeUtc,
    pub leased_until: Option<DateTimeUtc>,
    /// Raised by every lease: only the holder of the latest may mark it delivered.
    pub fence: i64,
    pub delivered_at: Option<DateTimeUtc>,
    /// Why the last attempt failed, as a word.
    pub problem: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
