//! Key rotation: taking a key file that has changed, and sealing anew what older keys have sealed.
//!
//! What is left to do is told by the rows themselves, each of which names its key: a run that was killed goes on where
//! it stopped. An update holds only if the row is still what was read, so servers may go on working meanwhile.

use std::time::Duration;

use actix_web::{rt, web::Data};
use anyhow::{Result, bail};
use guibin_domain::{ids::CustomerId, mask};
use guibin_entity::{attachment, customer};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Value,
    sea_query::{Expr, ExprTrait, Func, Query},
};
use tokio::sync::watch;
use uuid::Uuid;

use crate::{
    cipher::{Cipher, Place, each_text},
    ctx::Tx,
    customers,
    inventory::{self, Column, Kept},
    keys::Keys,
    proof,
    scope::{Past, past},
    state::State,
};

/// How often a server looks whether its key file has changed.
pub const REREAD: Duration = Duration::from_secs(2);
/// Rows of one transaction.
const BATCH: u64 = 200;
/// Files of one transaction; each may be 20 MiB.
const FILES: u64 = 4;
/// Passes over all rows before giving up for now.
const PASSES: u32 = 20;

/// Reads the key file again whenever it has changed, until `stop` says so. Keys that are not those of the database are
/// never taken: the ones at hand stay in use.
pub fn follow(state: Data<State>, mut stop: watch::Receiver<bool>) -> rt::task::JoinHandle<()> {
    rt::spawn(async move {
        let mut known = std::fs::read_to_string(&state.config.key_file).unwrap_or_default();
        let mut refused = String::new();
        while state.config.keys.is_none() && !*stop.borrow() {
            tokio::select! {
                () = tokio::time::sleep(REREAD) => {}
                _ = stop.changed() => return,
            }
            let Ok(text) = std::fs::read_to_string(&state.config.key_file) else { continue };
            if text == known {
                continue;
            }
            match adopt(&state, &text).await {
                Ok(active) => {
                    tracing::info!(key.active = %active, "the key file has changed; {active} seals now");
                    known = text;
                }
                // Tried again, since the database may be away for a moment, but told once.
                Err(cause) if text != refused => {
                    tracing::error!("the key file has changed and is not taken; the old keys stay: {cause:#}");
                    refused = text;
                }
                Err(_) => {}
            }
        }
    })
}

/// Goes on with the keys of `text`, if they are those of the database; answers which set seals.
async fn adopt(state: &State, text: &str) -> Result<String> {
    let keys = Keys::parse(text)?;
    proof::prove(state, &keys, true).await?;
    state.change_keys(&keys);
    Ok(keys.active)
}

/// Seals with the active key whatever another has sealed, and texts that nobody has sealed yet; tells each step.
///
/// # Errors
/// When the database does not answer or something does not open; what was done stays done.
pub async fn all(state: &State, tell: impl Fn(&str)) -> Result<u64> {
    let mut done = 0;
    // What somebody changed between being read and being written is left for the next pass.
    for _ in 0..PASSES {
        let mut pass = customers_pass(state, &tell).await?;
        for column in inventory::COLUMNS {
            pass += column_pass(state, *column, &tell).await?;
        }
        done += pass;
        if pass == 0 {
            return Ok(done);
        }
    }
    bail!("rows change faster than they are sealed; run `guibin keys reseal` again")
}

/// Takes note that a key set is gone.
///
/// # Errors
/// While anything is still sealed with it.
pub async fn forget(state: &State, kid: &str) -> Result<()> {
    let customer = inventory::CUSTOMER.iter().map(|column| ("customer", *column, Kept::Json));
    let others = inventory::COLUMNS.iter().map(|one| (one.table, one.column, one.kept));
    for (table, column, kept) in customer.chain(others) {
        let count = state.keep_books(async |tx| uses(tx, table, column, kept, kid).await).await?;
        if count > 0 {
            bail!("{count} rows of {table}.{column} are still sealed with {kid}; run `guibin keys reseal` first");
        }
    }
    Ok(state.keep_books(async |tx| proof::forget(tx, kid).await).await?)
}

/// How many rows name the key.
async fn uses(tx: &Tx, table: &str, column: &str, kept: Kept, kid: &str) -> crate::error::Result<i64> {
    let mark = format!("v1|{kid}|");
    let query = Query::select()
        .expr(Expr::cust("count(*)"))
        .from(table.to_owned())
        .and_where(named(column, kept, &mark))
        .take();
    let row = tx.conn().query_one(&query).await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default())
}

/// Whether a column holds something that begins with the mark.
fn named(column: &str, kept: Kept, mark: &str) -> Expr {
    let column = Expr::col(column.to_owned());
    match kept {
        Kept::Sealed | Kept::Text => column.like(format!("{mark}%")),
        Kept::Json | Kept::Parts => column.cast_as("text").like(format!("%{mark}%")),
        Kept::Bytes => {
            let length = i32::try_from(mark.len()).unwrap_or(i32::MAX);
            let head: Expr = Func::cust("substr").arg(column).arg(1).arg(length).into();
            head.eq(Expr::val(mark.as_bytes().to_vec()))
        }
    }
}

async fn customers_pass(state: &State, tell: &impl Fn(&str)) -> Result<u64> {
    let (mut done, mut after) = (0, Uuid::nil());
    loop {
        let batch = async |tx: &Tx| {
            let query = past(Past::Work).customers().filter(customer::Column::Id.gt(CustomerId(after)));
            let rows = query.order_by_asc(customer::Column::Id).limit(BATCH).all(tx.conn()).await?;
            let last = rows.last().map(|row| row.id.0);
            let mut sealed = 0;
            for row in rows {
                sealed += u64::from(customers::seal_anew(tx, row).await?);
            }
            Ok((last, sealed))
        };
        let (last, sealed) = state.keep_books(batch).await?;
        done += sealed;
        let Some(last) = last else { return Ok(done) };
        after = last;
        if sealed > 0 {
            tell(&format!("customer: {done} rows"));
        }
    }
}

async fn column_pass(state: &State, column: Column, tell: &impl Fn(&str)) -> Result<u64> {
    let (mut done, mut after) = (0, Uuid::nil());
    loop {
        let batch = async |tx: &Tx| match column.kept {
            Kept::Bytes => files(tx, after).await,
            _ => texts(tx, column, after).await,
        };
        let (last, sealed) = state.keep_books(batch).await?;
        done += sealed;
        let Some(last) = last else { return Ok(done) };
        after = last;
        if sealed > 0 {
            tell(&format!("{}.{}: {done} rows", column.table, column.column));
        }
    }
}

/// The next rows of a column: the id of the last one, and how many were sealed.
async fn texts(tx: &Tx, column: Column, after: Uuid) -> crate::error::Result<(Option<Uuid>, u64)> {
    let is_json = matches!(column.kept, Kept::Json | Kept::Parts);
    let held = Expr::col(column.column);
    let query = Query::select()
        .column(column.key())
        .expr(if is_json { held.clone().cast_as("text") } else { held.clone() })
        .from(column.table)
        .and_where(Expr::col(column.key()).gt(after))
        .and_where(held.is_not_null())
        .order_by(column.key(), sea_orm::Order::Asc)
        .limit(BATCH)
        .take();
    let mut last = None;
    let mut sealed = 0;
    for row in tx.conn().query_all(&query).await? {
        let (id, stored): (Uuid, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        last = Some(id);
        let Some(next) = anew(tx.cipher(), column, id, &stored)? else { continue };
        sealed += put(tx, column, id, &stored, next).await?;
    }
    Ok((last, sealed))
}

/// What is to stand there; none when it may stay.
fn anew(cipher: &Cipher, column: Column, id: Uuid, stored: &str) -> crate::error::Result<Option<String>> {
    let place = column.place(id);
    let active = format!("v1|{}|", cipher.active_kid());
    let next = |text: &str| match column.kept {
        _ if text.starts_with(&active) => Ok(text.to_owned()),
        _ if text.starts_with("v1|") => cipher.seal(place, &cipher.open(place, text)?),
        // Headers of an import, which are kept masked.
        Kept::Parts => Ok(mask::text(text)),
        _ => cipher.keep(place, text),
    };
    let changed = match column.kept {
        Kept::Json | Kept::Parts => {
            let value: serde_json::Value = serde_json::from_str(stored)?;
            let changed = each_text(value.clone(), &|text| next(&text))?;
            if changed == value { stored.to_owned() } else { changed.to_string() }
        }
        _ => next(stored)?,
    };
    Ok((changed != stored).then_some(changed))
}

/// Puts a value in place of what was read, if that is still there.
async fn put(tx: &Tx, column: Column, id: Uuid, stored: &str, next: String) -> crate::error::Result<u64> {
    let is_json = matches!(column.kept, Kept::Json | Kept::Parts);
    let next: Value = if is_json { serde_json::from_str::<serde_json::Value>(&next)?.into() } else { next.into() };
    let held = Expr::col(column.column);
    let held: Expr = if is_json { held.cast_as("text") } else { held };
    let update = Query::update()
        .table(column.table)
        .value(column.column, Expr::val(next))
        .and_where(Expr::col(column.key()).eq(id))
        .and_where(held.eq(stored))
        .take();
    Ok(tx.conn().execute(&update).await?.rows_affected())
}

/// The next files, whose content never changes.
async fn files(tx: &Tx, after: Uuid) -> crate::error::Result<(Option<Uuid>, u64)> {
    let active = format!("v1|{}|", tx.cipher().active_kid());
    let is_done = named("content", Kept::Bytes, &active);
    let query = past(Past::Work)
        .attachments()
        .filter(attachment::Column::Id.gt(guibin_domain::ids::AttachmentId(after)))
        .filter(is_done.not());
    let rows = query.order_by_asc(attachment::Column::Id).limit(FILES).all(tx.conn()).await?;
    let last = rows.last().map(|row| row.id.0);
    let mut sealed = 0;
    for row in rows {
        let place = Place { table: "attachment", column: "content", row: row.id.0 };
        let content = tx.cipher().seal_bytes(place, &tx.cipher().open_bytes(place, &row.content)?)?;
        let update = attachment::Entity::update_many().col_expr(attachment::Column::Content, Expr::value(content));
        sealed += update.filter(attachment::Column::Id.eq(row.id)).exec(tx.conn()).await?.rows_affected;
    }
    Ok((last, sealed))
}
