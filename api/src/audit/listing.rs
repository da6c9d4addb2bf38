//! Reading the trail, which is on the trail too.

use serde_json::json;

use super::{
    Entry,
    http::{AuditEntry, AuditOutcome, AuditQuery},
    rows::{self, Wanted},
    verification::Verification,
};
use crate::{
    ctx::{Actor, AuditRead, Ctx},
    error::Result,
    page::{Cut, Page},
    refs::Names,
};

/// One page of the trail, with the names of people and customers.
///
/// # Errors
/// 400 for a limit or cursor that is not acceptable.
pub async fn page(ctx: &Ctx<AuditRead>, query: &AuditQuery) -> Result<Page<AuditEntry>> {
    let AuditQuery { from, to, actor_id, customer_id, outcome, .. } = *query;
    let outcome = outcome.map(AuditOutcome::word);
    let wanted = Wanted { from, to, actor_id, customer_id, action: query.action.clone(), outcome };
    let cut = Cut { limit: query.limit, cursor: query.cursor.as_deref(), descending: true, ..Cut::default() };
    let reader = ctx.read();
    let found = rows::page(reader.conn(), &wanted, &cut).await?;
    let (people, customers) = (found.items.iter().filter_map(|row| row.actor_id), &found.items);
    let customers = customers.iter().filter_map(|row| row.customer_id);
    let names = Names::load(reader.conn(), people, [], customers).await?;
    let read = Entry::done("audit.listed", Some(ctx.actor.org_id)).of_customer(customer_id);
    ctx.saw(read.with(&json!({ "count": found.items.len(), "actor_id": actor_id, "action": query.action }))).await?;
    Ok(found.map(|row| AuditEntry::of(row, &names, ctx.lang)))
}

/// That somebody verified the trail.
pub fn verified(actor: &Actor, found: &Verification) -> Entry {
    let detail = json!({ "count": found.checked, "findings": found.count() });
    Entry::done("audit.verified", Some(actor.org_id)).with(&detail)
}
