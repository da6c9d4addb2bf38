//! Applications and their way through the leaders, and the subscriptions that an approval grants.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{date, date_null, integer, integer_null, json_binary, json_binary_null, text, text_uniq};

use crate::m0001_org_and_staff::ROLES;
use crate::schema::{Sheet, drop, index, index_where, instant_null, table, unique};

pub struct Change;

pub async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager.create_table(approval()).await?;
    index(manager, "approval", &["org_id", "id"]).await?;
    index(manager, "approval", &["customer_id", "id"]).await?;
    index(manager, "approval", &["applicant_id", "id"]).await?;
    index(manager, "approval", &["status", "id"]).await?;
    manager.create_table(approval_step()).await?;
    unique(manager, "approval_step", &["approval_id", "round", "position"]).await?;
    index_where(manager, "approval_step", &["org_id", "role"], "status = 'pending'").await?;
    manager.create_table(subscription()).await?;
    index(manager, "subscription", &["customer_id", "id"]).await?;
    index(manager, "subscription", &["org_id", "id"]).await?;
    index(manager, "subscription", &["ends_on", "id"]).await
}

pub async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    drop(manager, &["subscription", "approval_step", "approval"]).await
}

/// `round` goes up with each submission; `current_step` is the position that is being decided in it.
fn approval() -> TableCreateStatement {
    table("approval")
        .id()
        .refers("org_id", "org")
        .refers("customer_id", "customer")
        .refers("applicant_id", "user")
        .word("kind", &["special_opening", "renewal"])
        .word("status", &["in_review", "returned", "approved", "refused", "withdrawn"])
        .has(text_uniq("number"))
        .has(json_binary("form"))
        .has(integer_null("current_step"))
        .has(integer("round"))
        .refers("policy_version_id", "policy_version")
        .has(instant_null("decided_at"))
        .versioned()
        .holds("approval_round_counts_from_one", "round > 0")
        .holds("approval_in_review_is_at_a_step", "status <> 'in_review' or current_step is not null")
        .holds("approval_decided_says_when", "status not in ('approved', 'refused') or decided_at is not null")
        .holds("approval_open_is_undecided", "status not in ('in_review', 'returned') or decided_at is null")
}

/// `org_id` is the post's: its holders of `role` decide.
fn approval_step() -> TableCreateStatement {
    table("approval_step")
        .id()
        .refers("approval_id", "approval")
        .has(integer("round"))
        .has(integer("position"))
        .has(text("name_zh"))
        .has(text("name_en"))
        .word("role", ROLES)
        .refers("org_id", "org")
        .word("status", &["waiting", "pending", "approved", "returned", "refused", "superseded"])
        .may_refer("decided_by", "user")
        .has(instant_null("decided_at"))
        .notes(&["comment"])
        .has(json_binary_null("signature"))
        .holds("approval_step_decision_has_who_and_when", "(decided_by is null) = (decided_at is null)")
        .holds(
            "approval_step_decided_says_when",
            "(status in ('approved', 'returned', 'refused')) = (decided_at is not null)",
        )
}

/// The term is calendar days, both inclusive; without an end it runs on.
fn subscription() -> TableCreateStatement {
    table("subscription")
        .id()
        .refers("customer_id", "customer")
        .refers("org_id", "org")
        .has(text("product"))
        .notes(&["device_type", "device_number", "smart_card_number"])
        .has(date("starts_on"))
        .has(date_null("ends_on"))
        .may_refer("granted_by", "approval")
        .word("status", &["active", "ended"])
        .versioned()
        .holds("subscription_term_is_forward", "starts_on <= ends_on")
}
