//! What was done for a customer, and what the customer signed.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{json_binary, json_binary_null, text};

use crate::schema::{Sheet, drop, index, index_where, instant, table};

pub struct Change;

pub async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager.create_table(service_record()).await?;
    index(manager, "service_record", &["org_id", "occurred_at", "id"]).await?;
    index(manager, "service_record", &["customer_id", "occurred_at", "id"]).await?;
    index(manager, "service_record", &["author_id", "occurred_at", "id"]).await?;
    index_where(manager, "service_record", &["complaint_id"], "complaint_id is not null").await
}

pub async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    drop(manager, &["service_record"]).await
}

/// `people_met` names key persons where they are known; `signature` binds the strokes to a hash of the text signed.
fn service_record() -> TableCreateStatement {
    table("service_record")
        .id()
        .refers("org_id", "org")
        .refers("customer_id", "customer")
        .refers("author_id", "user")
        .word("method", &["visit", "call", "sms", "mail", "hall", "remote"])
        .has(instant("occurred_at"))
        .notes(&["place", "phone_sealed"])
        .has(text("content"))
        .notes(&["need"])
        .word("handling_status", &["open", "solved", "passed"])
        .notes(&["handling"])
        .has(json_binary("people_met"))
        .may_refer("complaint_id", "complaint")
        .has(json_binary_null("signature"))
        .versioned()
}
