//! Files that come in and go out. An import's rows point at customers, so they are in the next change.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, blob, integer, json_binary, json_binary_null, text, text_null};

use crate::schema::{Sheet, drop, index, index_where, instant, instant_null, table};

pub struct Change;

pub async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager.create_table(attachment()).await?;
    index(manager, "attachment", &["org_id", "id"]).await?;
    manager.create_table(import()).await?;
    index(manager, "import", &["org_id", "id"]).await?;
    index(manager, "import", &["created_by", "id"]).await?;
    index_where(manager, "import", &["lease_until", "id"], "state in ('checking', 'committing')").await?;
    manager.create_table(export()).await?;
    index(manager, "export", &["org_id", "id"]).await?;
    index(manager, "export", &["created_by", "id"]).await?;
    index_where(manager, "export", &["lease_until", "id"], "state in ('queued', 'running')").await
}

pub async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    drop(manager, &["export", "import", "attachment"]).await
}

/// `content` is sealed; `size` (bytes) and `sha256` (hex) are those of the open file.
fn attachment() -> TableCreateStatement {
    table("attachment")
        .id()
        .refers("org_id", "org")
        .refers("created_by", "user")
        .has(text("file_name"))
        .has(text("media_type"))
        .has(big_integer("size"))
        .has(text("sha256"))
        .has(blob("content"))
        .has(instant("created_at"))
        .holds("attachment_size_is_counted", "size >= 0")
        .holds("attachment_sha256_is_hex", "length(sha256) = 64")
}

/// The worker that holds the lease moves `done` towards `total` (rows); `lease_token` fences off one that lost it.
fn import() -> TableCreateStatement {
    table("import")
        .id()
        .refers("org_id", "org")
        .refers("created_by", "user")
        .word("kind", &["customers"])
        .refers("attachment_id", "attachment")
        .has(text("file_name"))
        .word("state", &["uploaded", "checking", "checked", "committing", "committed", "failed"])
        .has(text_null("sheet"))
        .has(json_binary("mapping"))
        .has(json_binary("columns"))
        .has(integer("total").default(0).take())
        .has(integer("done").default(0).take())
        .has(json_binary("counts"))
        .has(json_binary_null("problem"))
        .has(instant_null("lease_until"))
        .has(big_integer("lease_token").default(0).take())
        .versioned()
        .holds("import_progress_is_counted", "total >= 0 and done >= 0")
}

fn export() -> TableCreateStatement {
    table("export")
        .id()
        .refers("org_id", "org")
        .refers("created_by", "user")
        .has(text("kind"))
        .has(json_binary("filter"))
        .word("state", &["queued", "running", "ready", "failed"])
        .has(integer("total").default(0).take())
        .has(integer("done").default(0).take())
        .may_refer("attachment_id", "attachment")
        .has(instant_null("lease_until"))
        .has(big_integer("lease_token").default(0).take())
        .versioned()
        .holds("export_progress_is_counted", "total >= 0 and done >= 0")
        .holds("export_ready_has_its_file", "state <> 'ready' or attachment_id is not null")
}
