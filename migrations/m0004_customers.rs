//! Customers, how they are found, their key persons, and the import rows they came from.
//!
//! Personal values are sealed; beside each that is searched for stands a keyed index, and beside telephone numbers the
//! last four digits, which is as much of them as is ever stored in the open.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{date_null, integer, json_binary, json_binary_null, text, text_null, text_uniq};
use sea_orm_migration::sea_orm::DbBackend;

use crate::schema::{Sheet, drop, index, index_where, instant_null, table, unique};

pub struct Change;

pub async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager.create_table(customer()).await?;
    unique(manager, "customer", &["org_id", "external_id"]).await?;
    index(manager, "customer", &["org_id", "id"]).await?;
    index(manager, "customer", &["owner_id", "id"]).await?;
    index(manager, "customer", &["updated_at", "id"]).await?;
    for column in ["id_number_index", "mobile_index", "phone_index", "email_index", "uscc", "source_import_id"] {
        index_where(manager, "customer", &[column], &format!("{column} is not null")).await?;
    }
    index_where(manager, "customer", &["special_ends_on", "id"], "special_ends_on is not null").await?;
    let mut terms = search_term();
    if manager.get_database_backend() == DbBackend::Sqlite {
        terms.extra("without rowid");
    }
    manager.create_table(terms).await?;
    index(manager, "search_term", &["customer_id"]).await?;
    manager.create_table(key_person()).await?;
    index(manager, "key_person", &["customer_id", "id"]).await?;
    manager.create_table(import_row()).await?;
    unique(manager, "import_row", &["import_id", "row_number"]).await?;
    index(manager, "import_row", &["import_id", "outcome", "row_number"]).await?;
    index_where(manager, "import_row", &["customer_id"], "customer_id is not null").await
}

pub async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    drop(manager, &["import_row", "key_person", "search_term", "customer"]).await
}

fn customer() -> TableCreateStatement {
    table("customer")
        .id()
        .refers("org_id", "org")
        .refers("owner_id", "user")
        .has(text_uniq("number"))
        .has(text_null("external_id"))
        .word("kind", &["individual", "family", "group"])
        .may_word("special_kind", &["leader", "partner"])
        .has(date_null("special_starts_on"))
        .has(date_null("special_ends_on"))
        .word("status", &["prospective", "active", "suspended", "closed"])
        .has(text_null("tier"))
        .has(text("name"))
        .may_word("sex", &["male", "female", "unknown"])
        .has(date_null("birthday"))
        .notes(&["employer", "department", "post", "postcode", "fax", "uscc"])
        .notes(&["smart_card_number", "device_number", "anniversaries", "remark"])
        .has(json_binary("attributes"))
        .notes(&["id_number_sealed", "id_number_index"])
        .notes(&["mobile_sealed", "mobile_index", "mobile_tail"])
        .notes(&["phone_sealed", "phone_index", "phone_tail"])
        .notes(&["address_sealed", "email_sealed", "email_index"])
        .may_refer("source_import_id", "import")
        .versioned()
        .holds("customer_special_term_is_forward", "special_starts_on <= special_ends_on")
        .holds("customer_special_end_has_a_start", "special_ends_on is null or special_starts_on is not null")
        .holds("customer_tail_is_a_tail", "length(mobile_tail) <= 4 and length(phone_tail) <= 4")
}

/// One row a gram a customer: a search is an intersection, and two-character names are found as well as any.
/// On `SQLite` the key is the table, which halves it.
fn search_term() -> TableCreateStatement {
    table("search_term").has(text("gram")).refers("customer_id", "customer").key(&["gram", "customer_id"])
}

fn key_person() -> TableCreateStatement {
    table("key_person")
        .id()
        .refers("customer_id", "customer")
        .refers("org_id", "org")
        .has(text("name"))
        .notes(&["role_title", "department", "mobile_sealed", "mobile_index", "mobile_tail"])
        .has(date_null("birthday"))
        .has(text_null("remark"))
        .versioned()
        .holds("key_person_tail_is_a_tail", "length(mobile_tail) <= 4")
}

/// `cells` is the row as it was read, sealed; `row_number` is the sheet's own, from 1.
fn import_row() -> TableCreateStatement {
    table("import_row")
        .id()
        .refers("import_id", "import")
        .has(integer("row_number"))
        .word("outcome", &["new", "same", "changed", "conflict", "duplicate", "invalid"])
        .has(instant_null("applied_at"))
        .may_refer("customer_id", "customer")
        .has(json_binary("problems"))
        .has(json_binary_null("changes"))
        .has(text("cells"))
        .holds("import_row_counts_from_one", "row_number > 0")
        .holds("import_row_applied_has_a_customer", "applied_at is null or customer_id is not null")
}
