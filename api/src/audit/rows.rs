//! How entries are found: pages for the auditor, and chains in their order for the verification.

use chrono::{DateTime, Utc};
use guibin_domain::ids::{CustomerId, UserId};
use guibin_entity::{audit_entry, audit_head};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::{
    error::Result,
    page::{self, Cut, Key, Page},
};

/// Entries read in one statement.
const BATCH: u64 = 2000;

/// Which entries.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub from: Option<DateTime<Utc>>,
    pub to: Option<DateTime<Utc>>,
    pub actor_id: Option<UserId>,
    pub customer_id: Option<CustomerId>,
    pub action: Option<String>,
    pub outcome: Option<&'static str>,
}

/// One page of entries, the latest first.
///
/// # Errors
/// 400 for a limit or cursor that is not acceptable.
pub async fn page(conn: &impl ConnectionTrait, wanted: &Wanted, cut: &Cut<'_>) -> Result<Page<audit_entry::Model>> {
    use audit_entry::Column::{Action, ActorId, At, CustomerId, Id, Outcome};
    let all = Condition::all()
        .add_option(wanted.from.map(|from| At.gte(from)))
        .add_option(wanted.to.map(|to| At.lt(to)))
        .add_option(wanted.actor_id.map(|actor| ActorId.eq(actor)))
        .add_option(wanted.customer_id.map(|customer| CustomerId.eq(customer)))
        .add_option(wanted.action.as_ref().map(|action| Action.eq(action)))
        .add_option(wanted.outcome.map(|outcome| Outcome.eq(outcome)));
    let query = audit_entry::Entity::find().filter(all);
    page::fetch(conn, query, Some(At), Id, cut, |row| (Key::At(row.at), row.id.0)).await
}

/// The head of every chain.
///
/// # Errors
/// When the database does not answer.
pub async fn heads(conn: &impl ConnectionTrait) -> Result<Vec<audit_head::Model>> {
    Ok(audit_head::Entity::find().order_by_asc(audit_head::Column::Chain).all(conn).await?)
}

/// The head of a chain.
///
/// # Errors
/// When the database does not answer.
pub async fn head(conn: &impl ConnectionTrait, chain: &str) -> Result<Option<audit_head::Model>> {
    Ok(audit_head::Entity::find_by_id(chain.to_owned()).one(conn).await?)
}

/// The first chain after `chain` that has entries.
///
/// # Errors
/// When the database does not answer.
pub async fn next_chain(conn: &impl ConnectionTrait, chain: &str) -> Result<Option<String>> {
    let query = audit_entry::Entity::find().select_only().column(audit_entry::Column::Chain);
    let query = query.filter(audit_entry::Column::Chain.gt(chain)).order_by_asc(audit_entry::Column::Chain);
    Ok(query.into_tuple().one(conn).await?)
}

/// The first chain after `chain` that has a head.
///
/// # Errors
/// When the database does not answer.
pub async fn next_head(conn: &impl ConnectionTrait, chain: &str) -> Result<Option<String>> {
    let query = audit_head::Entity::find().select_only().column(audit_head::Column::Chain);
    let query = query.filter(audit_head::Column::Chain.gt(chain)).order_by_asc(audit_head::Column::Chain);
    Ok(query.into_tuple().one(conn).await?)
}

/// The place of the last entry of a chain; 0 when it has none.
///
/// # Errors
/// When the database does not answer.
pub async fn last_seq(conn: &impl ConnectionTrait, chain: &str) -> Result<i64> {
    let query = audit_entry::Entity::find().select_only().column(audit_entry::Column::Seq);
    let query = query.filter(audit_entry::Column::Chain.eq(chain)).order_by_desc(audit_entry::Column::Seq);
    Ok(query.into_tuple().one(conn).await?.unwrap_or(0))
}

/// The next entries of a chain after `seq`, up to `last`.
///
/// # Errors
/// When the database does not answer.
pub async fn after(conn: &impl ConnectionTrait, chain: &str, seq: i64, last: i64) -> Result<Vec<audit_entry::Model>> {
    let query = audit_entry::Entity::find().filter(audit_entry::Column::Chain.eq(chain));
    let query = query.filter(audit_entry::Column::Seq.gt(seq)).filter(audit_entry::Column::Seq.lte(last));
    Ok(query.order_by_asc(audit_entry::Column::Seq).limit(BATCH).all(conn).await?)
}
