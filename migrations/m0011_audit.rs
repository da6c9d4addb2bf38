//! The sealed trail, and the outbox out of the table of events, which is wholly append-only from here on.
//!
//! The trail refers to no table: it outlives what it speaks of. A trigger keeps even the owner of the tables from
//! changing it by mistake; on `PostgreSQL` the server's role has no right to in the first place.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, integer, text, text_null, uuid_null};
use sea_orm_migration::sea_orm::DbBackend;

use crate::m0010_byte_order;
use crate::schema::{Sheet, drop, index, index_where, instant, instant_null, run, table, unique};

pub struct Change;

pub async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager.create_table(audit_entry()).await?;
    unique(manager, "audit_entry", &["chain", "seq"]).await?;
    index(manager, "audit_entry", &["at", "id"]).await?;
    index(manager, "audit_entry", &["action", "at", "id"]).await?;
    index_where(manager, "audit_entry", &["customer_id", "at", "id"], "customer_id is not null").await?;
    index_where(manager, "audit_entry", &["actor_id", "at", "id"], "actor_id is not null").await?;
    manager.create_table(audit_head()).await?;
    manager.create_table(outbox()).await?;
    index_where(manager, "outbox", &["due_at", "event_id"], "delivered_at is null").await?;
    m0010_byte_order::up(manager).await?;
    run(manager, CARRY_OVER).await?;
    match manager.get_database_backend() {
        DbBackend::Postgres => run(manager, POSTGRES).await,
        _ => run(manager, SQLITE).await,
    }
}

/// What was delivered since is told by the outbox that goes: what it holds undelivered is delivered again by nobody.
pub async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    match manager.get_database_backend() {
        DbBackend::Postgres => run(manager, POSTGRES_BACK).await?,
        _ => run(manager, SQLITE_BACK).await?,
    }
    drop(manager, &["outbox", "audit_head", "audit_entry"]).await?;
    match manager.get_database_backend() {
        DbBackend::Postgres => run(manager, "drop function refuse_audit_change()").await,
        _ => Ok(()),
    }
}

/// `hash` is a keyed hash over `prev_hash` and every other column; `seq` counts from 1 in each chain. `detail` is JSON
/// as text, because the hash is over its bytes.
fn audit_entry() -> TableCreateStatement {
    table("audit_entry")
        .id()
        .has(text("chain"))
        .has(big_integer("seq"))
        .has(uuid_null("org_id"))
        .has(instant("at"))
        .has(uuid_null("actor_id"))
        .has(uuid_null("session_id"))
        .has(text("action"))
        .word("outcome", &["done", "refused"])
        .has(text_null("subject_kind"))
        .has(uuid_null("subject_id"))
        .has(uuid_null("customer_id"))
        .has(text_null("source_hash"))
        .has(text("trace_id"))
        .has(text("detail"))
        .has(text("prev_hash"))
        .has(text("hash"))
        .holds("audit_entry_seq_counts", "seq > 0")
        .holds("audit_entry_hash_is_hex", "length(hash) = 64 and length(prev_hash) = 64")
}

/// Where each chain ends: locked last in a transaction, right before it commits.
fn audit_head() -> TableCreateStatement {
    table("audit_head")
        .has(text("chain"))
        .has(big_integer("seq"))
        .has(text("hash"))
        .has(instant("at"))
        .key(&["chain"])
        .holds("audit_head_seq_counts", "seq >= 0")
}

/// What is to be handed to whom: whoever raises `fence` has it in hand until `leased_until`, and only that fence may
/// mark it delivered.
fn outbox() -> TableCreateStatement {
    table("outbox")
        .refers("event_id", "event")
        .has(text("consumer"))
        .has(integer("attempts").default(0).take())
        .has(instant("due_at"))
        .has(instant_null("leased_until"))
        .has(big_integer("fence").default(0).take())
        .has(instant_null("delivered_at"))
        .notes(&["problem"])
        .key(&["event_id", "consumer"])
}

const CARRY_OVER: &str = "insert into outbox (event_id, consumer, due_at)
    select id, 'customers', at from event where delivered_at is null";

const SQLITE: &str = "
drop index event_id_idx;
drop trigger event_is_not_changed;
alter table event drop column delivered_at;
create trigger event_is_not_changed before update on event
begin
    select raise(abort, 'event is append-only');
end;
create trigger audit_entry_is_not_changed before update on audit_entry
begin
    select raise(abort, 'audit_entry is append-only');
end;
create trigger audit_entry_is_not_deleted before delete on audit_entry
begin
    select raise(abort, 'audit_entry is append-only');
end;
create trigger audit_head_only_grows before update on audit_head
when new.seq < old.seq or new.chain <> old.chain
begin
    select raise(abort, 'audit_head only grows');
end;
create trigger audit_head_is_not_deleted before delete on audit_head
begin
    select raise(abort, 'audit_head only grows');
end;
";

/// The same, no truncation, and no right to any of it for the role that the server runs as.
const POSTGRES: &str = "
drop trigger event_is_not_changed on event;
alter table event drop column delivered_at;
create trigger event_is_not_changed before update on event for each row execute function refuse_event_change();
create function refuse_audit_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name using errcode = 'integrity_constraint_violation';
end
$$;
create trigger audit_entry_is_not_changed
    before update or delete on audit_entry for each row execute function refuse_audit_change();
create trigger audit_entry_is_not_truncated
    before truncate on audit_entry for each statement execute function refuse_audit_change();
create trigger audit_head_only_grows before update on audit_head for each row
    when (new.seq < old.seq or new.chain <> old.chain) execute function refuse_audit_change();
create trigger audit_head_is_not_deleted
    before delete on audit_head for each row execute function refuse_audit_change();
create trigger audit_head_is_not_truncated
    before truncate on audit_head for each statement execute function refuse_audit_change();
do $$
begin
    if exists (select from pg_roles where rolname = 'guibin_server') then
        grant select, insert on audit_entry to guibin_server;
        grant select, insert, update on audit_head, outbox to guibin_server;
        revoke update, delete, truncate on audit_entry, event from guibin_server;
        revoke delete, truncate on audit_head, outbox from guibin_server;
    end if;
end
$$;
";

const SQLITE_BACK: &str = "
drop trigger event_is_not_changed;
alter table event add column delivered_at timestamp_with_timezone_text;
update event set delivered_at = at;
create index event_id_idx on event (id) where delivered_at is null;
create trigger event_is_not_changed
    before update of id, topic, org_id, owner_id, customer_id, subject_kind, subject_id, actor_id, data, trace_id, at
    on event
begin
    select raise(abort, 'event is append-only');
end;
";

const POSTGRES_BACK: &str = "
drop trigger event_is_not_changed on event;
alter table event add column delivered_at timestamp with time zone;
update event set delivered_at = at;
create index event_id_idx on event (id) where delivered_at is null;
create trigger event_is_not_changed
    before update of id, topic, org_id, owner_id, customer_id, subject_kind, subject_id, actor_id, data, trace_id, at
    on event for each row execute function refuse_event_change();
";
