//! Promises with a clock, and the complaints that are the first of them.
//!
//! What a clock says is derived from the entries; `state`, `due_at` and the marks on a complaint are caches of it, kept
//! so that a sweep reads the front of an index.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{integer, small_integer, small_integer_null, text, text_uniq, uuid};

use crate::schema::{Sheet, drop, index, index_where, instant, instant_null, table, unique};

pub struct Change;

pub async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager.create_table(clock()).await?;
    unique(manager, "clock", &["subject_kind", "subject_id", "milestone"]).await?;
    index(manager, "clock", &["org_id", "due_at", "id"]).await?;
    manager.create_table(alarm()).await?;
    unique(manager, "alarm", &["clock_id", "kind", "percent", "due_at"]).await?;
    index_where(manager, "alarm", &["due_at"], "fired_at is null and cancelled_at is null").await?;
    manager.create_table(complaint()).await?;
    for columns in [
        &["status", "due_at", "id"],
        &["org_id", "due_at", "id"],
        &["owner_id", "due_at", "id"],
        &["customer_id", "due_at", "id"],
        &["org_id", "received_at", "id"],
    ] {
        index(manager, "complaint", columns).await?;
    }
    manager.create_table(complaint_entry()).await?;
    index(manager, "complaint_entry", &["complaint_id", "at", "id"]).await
}

pub async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    drop(manager, &["complaint_entry", "complaint", "alarm", "clock"]).await
}

/// `subject_kind` and `subject_id` name the row that the promise is about, in whatever table it is.
fn clock() -> TableCreateStatement {
    table("clock")
        .id()
        .refers("org_id", "org")
        .has(text("subject_kind"))
        .has(uuid("subject_id"))
        .word("milestone", &["respond", "resolve"])
        .refers("policy_version_id", "policy_version")
        .word("state", &["running", "paused", "met", "missed"])
        .has(instant("started_at"))
        .has(instant("due_at"))
        .has(instant_null("stopped_at"))
        .versioned()
        .holds("clock_is_due_after_it_starts", "due_at >= started_at")
        .holds("clock_stops_after_it_starts", "stopped_at >= started_at")
        .holds("clock_met_is_stopped", "state <> 'met' or stopped_at is not null")
        .holds("clock_ticking_is_not_stopped", "state not in ('running', 'paused') or stopped_at is null")
}

/// A moment at which a clock speaks up, once: `percent` of the promise is used up, 100 at the limit.
fn alarm() -> TableCreateStatement {
    table("alarm")
        .id()
        .refers("clock_id", "clock")
        .refers("org_id", "org")
        .word("kind", &["warning", "breach"])
        .has(integer("percent"))
        .has(instant("due_at"))
        .has(instant_null("fired_at"))
        .has(instant_null("cancelled_at"))
        .has(instant("created_at"))
        .holds("alarm_percent_is_of_the_promise", "percent between 0 and 100")
        .holds("alarm_fires_or_is_cancelled", "fired_at is null or cancelled_at is null")
}

fn complaint() -> TableCreateStatement {
    table("complaint")
        .id()
        .refers("org_id", "org")
        .refers("customer_id", "customer")
        .refers("owner_id", "user")
        .has(text_uniq("number"))
        .word("channel", &["hotline", "hall", "account_manager", "visit", "web", "letter", "other"])
        .has(small_integer("level"))
        .word("status", &["open", "replied", "closed"])
        .notes(&["category"])
        .has(text("title"))
        .has(text("content"))
        .notes(&["contact_name", "contact_phone_sealed"])
        .has(instant("received_at"))
        .has(instant("due_at"))
        .has(instant_null("warned_at"))
        .has(instant_null("breached_at"))
        .has(instant_null("closed_at"))
        .refers("policy_version_id", "policy_version")
        .refers("clock_id", "clock")
        .versioned()
        .holds("complaint_level_is_one_of_three", "level between 1 and 3")
        .holds("complaint_is_due_after_it_came", "due_at >= received_at")
        .holds("complaint_closed_says_when", "(status = 'closed') = (closed_at is not null)")
}

/// What happened to a complaint, in order: the events its clock is derived from.
fn complaint_entry() -> TableCreateStatement {
    table("complaint_entry")
        .id()
        .refers("complaint_id", "complaint")
        .refers("org_id", "org")
        .has(instant("at"))
        .word("kind", &["received", "level_changed", "replied", "confirmed", "refused"])
        .may_refer("actor_id", "user")
        .has(small_integer_null("level"))
        .has(small_integer_null("from_level"))
        .notes(&["text"])
        .has(instant("created_at"))
        .holds("complaint_entry_level_is_one_of_three", "level between 1 and 3 and from_level between 1 and 3")
        .holds(
            "complaint_entry_level_change_says_both",
            "kind <> 'level_changed' or (level is not null and from_level is not null)",
        )
}
