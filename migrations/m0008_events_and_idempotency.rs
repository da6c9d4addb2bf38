//! The trail, which is also the outbox, and the answers that are given again to a repeated request.
//!
//! Neither refers to other tables: the trail outlives what it speaks of, and both are written by the system too.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{json_binary, small_integer, text, uuid, uuid_null};
use sea_orm_migration::sea_orm::DbBackend;

use crate::schema::{Sheet, drop, index, index_where, instant, instant_null, run, table};

pub struct Change;

pub async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager.create_table(event()).await?;
    index(manager, "event", &["at", "id"]).await?;
    index(manager, "event", &["customer_id", "at"]).await?;
    index(manager, "event", &["subject_id", "at"]).await?;
    index_where(manager, "event", &["id"], "delivered_at is null").await?;
    match manager.get_database_backend() {
        DbBackend::Postgres => run(manager, POSTGRES_APPEND_ONLY).await?,
        _ => run(manager, SQLITE_APPEND_ONLY).await?,
    }
    manager.create_table(idempotency()).await?;
    index(manager, "idempotency", &["created_at"]).await
}

pub async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    drop(manager, &["idempotency", "event"]).await?;
    match manager.get_database_backend() {
        DbBackend::Postgres => run(manager, "drop function refuse_event_change()").await,
        _ => Ok(()),
    }
}

/// Written in the transaction that made it true; `delivered_at` is when the outbox passed it on.
fn event() -> TableCreateStatement {
    table("event")
        .id()
        .has(text("topic"))
        .has(uuid_null("org_id"))
        .has(uuid_null("owner_id"))
        .has(uuid_null("customer_id"))
        .has(text("subject_kind"))
        .has(uuid("subject_id"))
        .has(uuid_null("actor_id"))
        .has(json_binary("data"))
        .has(text("trace_id"))
        .has(instant("at"))
        .has(instant_null("delivered_at"))
}

/// `status` is 0 from the claim of the key to the answer, which are one transaction: nobody else ever sees it.
fn idempotency() -> TableCreateStatement {
    table("idempotency")
        .has(uuid("actor_id"))
        .has(text("key"))
        .has(text("method_path"))
        .has(text("body_hash"))
        .has(small_integer("status"))
        .has(json_binary("answer"))
        .notes(&["location", "etag"])
        .has(instant("created_at"))
        .key(&["actor_id", "key"])
        .holds("idempotency_status_is_http", "status = 0 or status between 200 and 599")
}

/// What is said is not unsaid: of an event only the delivery changes, and none goes.
const SQLITE_APPEND_ONLY: &str = "
create trigger event_is_not_changed
    before update of id, topic, org_id, owner_id, customer_id, subject_kind, subject_id, actor_id, data, trace_id, at
    on event
begin
    select raise(abort, 'event is append-only');
end;
create trigger event_is_not_deleted before delete on event
begin
    select raise(abort, 'event is append-only');
end;
";

/// The same, and no truncation.
const POSTGRES_APPEND_ONLY: &str = "
create function refuse_event_change() returns trigger language plpgsql as $$
begin
    raise exception 'event is append-only' using errcode = 'integrity_constraint_violation';
end
$$;
create trigger event_is_not_changed
    before update of id, topic, org_id, owner_id, customer_id, subject_kind, subject_id, actor_id, data, trace_id, at
    on event for each row execute function refuse_event_change();
create trigger event_is_not_deleted before delete on event for each row execute function refuse_event_change();
create trigger event_is_not_truncated before truncate on event for each statement execute function refuse_event_change();
";
