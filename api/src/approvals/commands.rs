//! What each change to an approval does: lock, decide, store, tell.

use chrono::{DateTime, Utc};
use guibin_domain::{
    approval::{Action, Decision, Kind, Progress, RouteStep, Standing, Status, eligible, route},
    ids::{ApprovalId, CustomerId, PolicyVersionId},
    mask,
    refusal::Refusal,
};
use guibin_entity::{approval, customer};
use serde_json::json;

use super::{
    form::{self, ApprovalForm, in_form},
    rights, rows,
};
use crate::{
    ctx::{Actor, Reader, Tx},
    customers::{self, Grant},
    database::Connection,
    error::Result,
    event::{Subject, Topic},
    policies,
    precondition::IfMatch,
    signature::NewSignature,
};

/// What is applied for, and for whom.
pub struct Wanted<'a> {
    pub kind: Kind,
    pub customer_id: CustomerId,
    pub form: &'a ApprovalForm,
}

/// What a leader says.
pub struct Said<'a> {
    pub decision: Decision,
    pub comment: Option<&'a str>,
    pub signature: Option<&'a NewSignature>,
}

/// Who asks, and when.
struct Asker<'a> {
    actor: &'a Actor,
    now: DateTime<Utc>,
}

/// The posts an application would go through now.
///
/// # Errors
/// Whatever [`apply`] would refuse it for.
pub async fn preview(
    reader: Reader<'_>,
    actor: &Actor,
    now: DateTime<Utc>,
    wanted: &Wanted<'_>,
) -> Result<Vec<RouteStep>> {
    let customer = customers::get(reader.conn(), reader.scope, wanted.customer_id).await?;
    Ok(plan(reader.conn(), &Asker { actor, now }, wanted, &customer).await?.1)
}

/// Submits an application: it waits for the first post of its route.
///
/// # Errors
/// `NotFound` for a customer out of reach; 409 when the customer does not fit the kind, has an open
/// application, or a post is empty; 422 for a term that is not acceptable.
pub async fn apply(tx: &Tx, wanted: &Wanted<'_>) -> Result<approval::Model> {
    let customer = customers::hold(tx, wanted.customer_id).await?;
    let asker = Asker { actor: tx.person()?, now: tx.now };
    let (policy_version_id, steps) = plan(tx.conn(), &asker, wanted, &customer).await?;
    let number = rows::next_number(tx, &customer, wanted.kind, asker.actor.zone).await?;
    let id = ApprovalId(tx.new_id());
    let form = wanted.form.kept(tx.cipher(), id)?;
    let row = rows::open(tx, &customer, wanted.kind, rows::Opening { id, number, form, policy_version_id }).await?;
    rows::open_round(tx, &row, steps).await?;
    tell(tx, Topic::ApprovalSubmitted, &row, json!({ "kind": row.kind, "number": row.number })).await?;
    Ok(row)
}

/// Whether `wanted` may be applied for, under which policy, and the way it goes: for a preview and for the act alike.
async fn plan(
    conn: &impl Connection,
    asker: &Asker<'_>,
    wanted: &Wanted<'_>,
    customer: &customer::Model,
) -> Result<(PolicyVersionId, Vec<RouteStep>)> {
    let is_open = rows::has_open(conn, customer.id).await?;
    fits(asker, wanted, customer, is_open)?;
    let policy = policies::current(conn, customer.org_id, asker.now).await?;
    let chain = rows::chain(conn, customer.org_id).await?;
    let steps = route(policy.pack.approvals.flow(wanted.kind), &chain, asker.actor.user_id)?;
    Ok((policy.id, steps))
}

fn fits(asker: &Asker<'_>, wanted: &Wanted<'_>, customer: &customer::Model, is_open: bool) -> Result<()> {
    let term = wanted.form.term()?;
    let today = asker.now.with_timezone(&asker.actor.zone).date_naive();
    let standing = Standing {
        status: customer.status,
        is_special: customer.special_kind.is_some(),
        ends_on: customer.special_ends_on,
        is_open,
    };
    eligible(wanted.kind, standing, term, today).map_err(in_form)
}

/// Corrects the form of a returned application.
///
/// # Errors
/// `NotFound`, 412, 409 unless it is returned, 403 for anybody but the applicant, 422 for the term.
pub async fn change(tx: &Tx, id: ApprovalId, seen: IfMatch, form: &ApprovalForm) -> Result<approval::Model> {
    let (row, next) = lock(tx, id, seen, Action::Edit).await?;
    still_fits(tx, &row, form).await?;
    let form = form.kept(tx.cipher(), row.id)?;
    let row = rows::store_form(tx, row, next, form).await?;
    tell(tx, Topic::ApprovalChanged, &row, json!({ "round": row.round })).await?;
    Ok(row)
}

/// Submits a returned application again: a new round, by the flow it was first submitted under.
///
/// # Errors
/// As [`change`]; 409 also when a post is empty.
pub async fn resubmit(tx: &Tx, id: ApprovalId, seen: IfMatch) -> Result<approval::Model> {
    let (row, next) = lock(tx, id, seen, Action::Resubmit).await?;
    let form = form::stored(tx.cipher(), &row)?;
    still_fits(tx, &row, &form).await?;
    let (_, pack) = policies::version(tx.conn(), row.policy_version_id).await?;
    let chain = rows::chain(tx.conn(), row.org_id).await?;
    let steps = route(pack.approvals.flow(row.kind), &chain, row.applicant_id)?;
    let row = rows::store(tx, row, next).await?;
    rows::open_round(tx, &row, steps).await?;
    tell(tx, Topic::ApprovalResubmitted, &row, json!({ "kind": row.kind, "round": row.round })).await?;
    Ok(row)
}

async fn still_fits(tx: &Tx, row: &approval::Model, form: &ApprovalForm) -> Result<()> {
    let customer = rows::customer_of(tx.conn(), row).await?;
    let wanted = Wanted { kind: row.kind, customer_id: row.customer_id, form };
    fits(&Asker { actor: tx.person()?, now: tx.now }, &wanted, &customer, false)
}

/// Decides the step that waits; the last approval makes it so.
///
/// # Errors
/// `NotFound`, 412, 409 unless it is in review, 403 for the applicant and for who does not hold the
/// post, 422 when a return or refusal says no why.
pub async fn decide(tx: &Tx, id: ApprovalId, seen: IfMatch, said: &Said<'_>) -> Result<approval::Model> {
    let (row, next) = lock(tx, id, seen, said.decision.into()).await?;
    let comment = said.comment.map(str::trim).filter(|comment| !comment.is_empty());
    if said.decision != Decision::Approve && comment.is_none() {
        return Err(Refusal::CommentMissing.into());
    }
    form::unmasked("/comment", comment.unwrap_or_default())?;
    let text = form::signed_text(&row.number, row.round, said.decision.into(), comment);
    let signature = said.signature.map(|signature| signature.seal(&text, tx.now, "/signature")).transpose()?;
    rows::settle(tx, &row, said.decision, comment, signature).await?;
    rows::follow(tx, &row, next.step).await?;
    let row = rows::store(tx, row, next).await?;
    let (topic, data) = outcome(&row, said.decision);
    tell(tx, topic, &row, data).await?;
    Ok(row)
}

fn outcome(row: &approval::Model, decision: Decision) -> (Topic, serde_json::Value) {
    let topic = match row.status {
        Status::Approved | Status::Refused => {
            return (Topic::ApprovalDecided, json!({ "kind": row.kind, "outcome": row.status }));
        }
        Status::Returned => Topic::ApprovalReturned,
        Status::InReview | Status::Withdrawn => Topic::ApprovalAdvanced,
    };
    (topic, json!({ "kind": row.kind, "decision": decision, "round": row.round, "step": row.current_step }))
}

/// Takes an application back, for good.
///
/// # Errors
/// `NotFound`, 412, 409 when it is decided already, 403 for anybody but the applicant, 422 without a reason.
pub async fn withdraw(tx: &Tx, id: ApprovalId, seen: IfMatch, reason: &str) -> Result<approval::Model> {
    let (row, next) = lock(tx, id, seen, Action::Withdraw).await?;
    if reason.trim().is_empty() {
        return Err(Refusal::CellBlank { pointer: "/reason" }.into());
    }
    form::unmasked("/reason", reason)?;
    rows::follow(tx, &row, next.step).await?;
    let reason = tx.cipher().keep(form::reason(row.id), reason.trim())?;
    let row = rows::store_withdrawal(tx, row, next, &reason).await?;
    tell(tx, Topic::ApprovalWithdrawn, &row, json!({ "kind": row.kind, "round": row.round })).await?;
    Ok(row)
}

/// The approval in hand, at the version the caller saw, and what `action` makes of it.
async fn lock(tx: &Tx, id: ApprovalId, seen: IfMatch, action: Action) -> Result<(approval::Model, Progress)> {
    let row = rows::lock(tx, id).await?;
    seen.check(row.version)?;
    let round = rows::round(tx.conn(), &row).await?;
    let next = rights::check(tx.person()?, &row, &round, action)?;
    Ok((row, next))
}

async fn tell(tx: &Tx, topic: Topic, row: &approval::Model, data: serde_json::Value) -> Result<()> {
    let subject = Subject::new("approval", row.id.0, row.org_id).owner(row.applicant_id).customer(row.customer_id);
    tx.emit(topic, subject, data).await
}

/// What a decided approval gives its customer; nothing unless it was approved.
///
/// # Errors
/// `Internal` when there is no such approval.
pub async fn granted(tx: &Tx, id: ApprovalId) -> Result<Option<Grant>> {
    let row = rows::lock(tx, id).await?;
    if row.status != Status::Approved {
        return Ok(None);
    }
    let form = form::stored(tx.cipher(), &row)?;
    Ok(Some(Grant {
        customer_id: row.customer_id,
        approval_id: row.id,
        special_kind: form.special_kind,
        term: form.term()?,
        product: form.product(),
        device_type: Some(mask::text(&form.device_type)).filter(|device| !device.trim().is_empty()),
    }))
}
