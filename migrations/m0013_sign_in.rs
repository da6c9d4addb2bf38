//! Guesses counted by account and source, second factors, and passwords that end.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, integer, text, text_null};

use crate::schema::{Sheet, drop, index, instant, instant_null, table};

pub struct Change;

pub async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    add(manager, "user", instant_null("password_changed_at")).await?;
    add(manager, "session", text_null("address_sealed")).await?;
    manager.create_table(sign_in_attempt()).await?;
    index(manager, "sign_in_attempt", &["tried_at"]).await?;
    manager.create_table(user_totp()).await?;
    manager.create_table(recovery_code()).await?;
    manager.create_table(used_password()).await?;
    index(manager, "used_password", &["user_id", "id"]).await
}

pub async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    drop(manager, &["used_password", "recovery_code", "user_totp", "sign_in_attempt"]).await?;
    for (table, column) in [("session", "address_sealed"), ("user", "password_changed_at")] {
        manager.alter_table(Table::alter().table(table).drop_column(column).take()).await?;
    }
    Ok(())
}

async fn add(manager: &SchemaManager<'_>, table: &'static str, column: ColumnDef) -> Result<(), DbErr> {
    manager.alter_table(Table::alter().table(table).add_column(column).take()).await
}

/// Keyed hashes only, so that the table names neither accounts nor addresses; names that nobody has stand in it too.
fn sign_in_attempt() -> TableCreateStatement {
    table("sign_in_attempt")
        .has(text("account_hash"))
        .has(text("source_hash"))
        .has(integer("failures"))
        .has(instant_null("locked_until"))
        .has(instant("tried_at"))
        .has(instant_null("succeeded_at"))
        .key(&["account_hash", "source_hash"])
        .holds("sign_in_attempt_failures_count", "failures >= 0")
}

/// `last_step` is the newest period of 30 seconds whose code was taken: no code works twice.
fn user_totp() -> TableCreateStatement {
    table("user_totp")
        .refers("user_id", "user")
        .has(text("secret_sealed"))
        .has(big_integer("last_step"))
        .has(instant("created_at"))
        .has(instant_null("confirmed_at"))
        .key(&["user_id"])
}

fn recovery_code() -> TableCreateStatement {
    table("recovery_code")
        .refers("user_id", "user")
        .has(text("code_hash"))
        .has(instant_null("used_at"))
        .key(&["user_id", "code_hash"])
        .holds("recovery_code_hash_is_hex", "length(code_hash) = 64")
}

/// Passwords that were changed, as Argon2id hashes: the last ones may not come back.
fn used_password() -> TableCreateStatement {
    table("used_password").id().refers("user_id", "user").has(text("password_hash")).has(instant("created_at"))
}
