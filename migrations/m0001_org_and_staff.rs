//! The organisation tree, the people who work in it, what they may do and where they are signed in.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, blob_null, blob_uniq, boolean, integer, text, text_null, text_uniq};

use crate::schema::{Sheet, drop, index, instant, instant_null, table};

pub struct Change;

/// The roles a post may ask for, too (m0005).
pub const ROLES: &[&str] = &[
    "administrator",
    "auditor",
    "leader",
    "account_manager",
    "data_administrator",
    "clerk",
    "engineer",
    "department_handler",
];

pub async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager.create_table(org()).await?;
    index(manager, "org", &["parent_id"]).await?;
    manager.create_table(user()).await?;
    index(manager, "user", &["org_id", "id"]).await?;
    manager.create_table(user_role()).await?;
    manager.create_table(session()).await?;
    index(manager, "session", &["user_id"]).await?;
    index(manager, "session", &["previous_refresh_hash"]).await?;
    manager.create_table(setup_code()).await
}

pub async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    drop(manager, &["setup_code", "session", "user_role", "user", "org"]).await
}

/// `path` is the codes from the company down, each between slashes, so that a subtree is a prefix.
/// A code holds neither a slash nor what LIKE reads as a wildcard: the prefix decides who sees what.
fn org() -> TableCreateStatement {
    table("org")
        .id()
        .may_refer("parent_id", "org")
        .has(text_uniq("code"))
        .has(text("name"))
        .word("level", &["company", "branch", "department", "outlet"])
        .has(text_uniq("path"))
        .has(text("policy_code"))
        .has(big_integer("next_customer_serial").default(1).take())
        .has(text("zone").default("Asia/Shanghai").take())
        .versioned()
        .holds("org_root_is_company", "(parent_id is null) = (level = 'company')")
        .holds(
            "org_code_is_one_step",
            "length(code) > 0 and replace(replace(replace(code, '/', ''), '%', ''), '_', '') = code",
        )
        .holds("org_path_ends_in_code", "path like '/%' and path like '%/' || code || '/'")
        .holds("org_serial_counts_up", "next_customer_serial > 0")
}

fn user() -> TableCreateStatement {
    table("user")
        .id()
        .refers("org_id", "org")
        .has(text_uniq("username"))
        .has(text("name"))
        .has(text("password_hash"))
        .has(boolean("active"))
        .has(integer("failed_sign_ins").default(0).take())
        .has(instant_null("locked_until"))
        .versioned()
        .holds("user_username_is_lower_case", "length(username) > 0 and username = lower(username)")
        .holds("user_failed_sign_ins_count", "failed_sign_ins >= 0")
}

fn user_role() -> TableCreateStatement {
    table("user_role")
        .refers("user_id", "user")
        .word("role", ROLES)
        .key(&["user_id", "role"])
}

/// Refresh tokens are kept as hashes; the one before the last tells a replay from a mistake.
fn session() -> TableCreateStatement {
    table("session")
        .id()
        .refers("user_id", "user")
        .has(blob_uniq("refresh_hash"))
        .has(blob_null("previous_refresh_hash"))
        .has(instant("created_at"))
        .has(instant("last_used_at"))
        .has(instant("expires_at"))
        .has(instant_null("revoked_at"))
        .has(text_null("user_agent"))
        .holds("session_ends_after_it_begins", "expires_at > created_at")
}

/// One row at most: the code that lets the first administrator in.
fn setup_code() -> TableCreateStatement {
    table("setup_code")
        .has(integer("id").primary_key().take())
        .has(text("code_hash"))
        .has(instant("created_at"))
        .has(instant_null("used_at"))
        .holds("setup_code_is_one", "id = 1")
}
