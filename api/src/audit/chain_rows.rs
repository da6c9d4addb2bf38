//! How entries are appended: chain by chain in one order, so that two transactions never wait for each other, and last
//! of all, so that nobody waits longer than a commit takes.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use guibin_entity::{audit_entry, audit_head};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, Set,
    sea_query::{Expr, LockType},
};

use super::entry::{BEGINNING, Draft, Key};
use crate::{
    error::{Error, Result},
    metrics::AUDIT_ENTRIES,
};

/// Entries in one statement: 17 columns each, and SQLite takes 32 766 values.
const AT_ONCE: usize = 1000;

/// Puts `drafts` on their chains, within the transaction of `conn`.
///
/// # Errors
/// When the rows cannot be stored: what they tell of must not be committed then.
pub async fn append(conn: &impl ConnectionTrait, key: &Key, drafts: Vec<Draft>, now: DateTime<Utc>) -> Result<()> {
    let mut chains: BTreeMap<String, Vec<Draft>> = BTreeMap::new();
    for draft in drafts {
        chains.entry(draft.entry.chain()).or_default().push(draft);
    }
    for (chain, drafts) in chains {
        extend(conn, key, chain, drafts, now).await?;
    }
    Ok(())
}

async fn extend(
    conn: &impl ConnectionTrait,
    key: &Key,
    chain: String,
    drafts: Vec<Draft>,
    now: DateTime<Utc>,
) -> Result<()> {
    let head = take_head(conn, &chain, now).await?;
    let (mut seq, mut hash) = (head.seq, head.hash);
    let mut rows = Vec::with_capacity(drafts.len());
    for draft in drafts {
        seq += 1;
        let row = key.bind(draft, seq, &hash);
        hash.clone_from(&row.hash);
        rows.push(row.into_active_model());
    }
    let count = u64::try_from(rows.len()).unwrap_or(0);
    while !rows.is_empty() {
        let rest = rows.split_off(rows.len().min(AT_ONCE));
        audit_entry::Entity::insert_many(rows).exec_without_returning(conn).await?;
        rows = rest;
    }
    let moved = audit_head::Entity::update_many()
        .col_expr(audit_head::Column::Seq, Expr::value(seq))
        .col_expr(audit_head::Column::Hash, Expr::value(hash))
        .col_expr(audit_head::Column::At, Expr::value(now))
        .filter(audit_head::Column::Chain.eq(&chain))
        .filter(audit_head::Column::Seq.eq(head.seq))
        .exec(conn)
        .await?;
    if moved.rows_affected != 1 {
        return Err(Error::Internal(anyhow::anyhow!("the head of the chain {chain} was not held")));
    }
    AUDIT_ENTRIES.add(count);
    Ok(())
}

/// The head of a chain, held until the transaction ends; made when there is none.
async fn take_head(conn: &impl ConnectionTrait, chain: &str, now: DateTime<Utc>) -> Result<audit_head::Model> {
    let held = || audit_head::Entity::find_by_id(chain.to_owned()).lock(LockType::NoKeyUpdate).one(conn);
    if let Some(head) = held().await? {
        return Ok(head);
    }
    let first = audit_head::ActiveModel {
        chain: Set(chain.to_owned()),
        seq: Set(0),
        hash: Set(BEGINNING.to_owned()),
        at: Set(now),
    };
    audit_head::Entity::insert(first)
        .on_conflict_do_nothing_on([audit_head::Column::Chain])
        .exec_without_returning(conn)
        .await?;
    held().await?.ok_or(Error::Unavailable)
}
