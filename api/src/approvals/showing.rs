//! From rows to what the wire shows.

use std::collections::{HashMap, HashSet};

use guibin_domain::{
    access::Role,
    approval::{self, Action, StepStatus},
    ids::{OrgId, UserId},
    mask,
};
use guibin_entity::{approval as entity, approval_step};

use super::{
    application::RouteStep,
    form::{self, signed_text},
    found_rows,
    http::{Approval, ApprovalStep, ApprovalSummary},
    rights, rows,
};
use crate::{
    cipher::Cipher,
    ctx::{Actor, Tx},
    database::Connection,
    error::{Lang, Result},
    refs::{Allowed, Names},
    reply::Reply,
    signature::Signature,
};

/// The answer to whoever made or moved an approval.
///
/// # Errors
/// When the database does not answer.
pub async fn created(tx: &Tx, row: entity::Model, lang: Lang) -> Result<Reply> {
    let (id, version) = (row.id, row.version);
    let shown = whole(tx.conn(), tx.cipher(), row, tx.person()?, lang).await?;
    Reply::created("/approvals", id, version, &shown)
}

/// An approval with every step of every round, and what `actor` may do with it.
///
/// # Errors
/// When the database does not answer.
pub async fn whole(
    conn: &impl Connection,
    cipher: &Cipher,
    row: entity::Model,
    actor: &Actor,
    lang: Lang,
) -> Result<Approval> {
    let steps = found_rows::steps(conn, [row.id]).await?;
    let held = rows::holders(conn, steps.iter().map(|step| step.org_id).collect::<HashSet<_>>()).await?;
    let people = held.iter().map(|(.., user)| *user).chain(steps.iter().filter_map(|step| step.decided_by));
    let orgs = steps.iter().map(|step| step.org_id).chain([row.org_id]);
    let names = Names::load(conn, people.chain([row.applicant_id]), orgs, [row.customer_id]).await?;
    let round: Vec<_> = steps.iter().filter(|step| step.round == row.round).cloned().collect();
    let allowed_actions = allowed(actor, &row, &round, lang);
    let steps = steps.into_iter().map(|step| shown_step(cipher, step, &row, &held, &names)).collect::<Result<_>>()?;
    let form = form::stored(cipher, &row)?.shown();
    Ok(Approval {
        id: row.id,
        kind: row.kind,
        status: row.status,
        customer: names.customer(row.customer_id),
        applicant: names.user(row.applicant_id),
        org: names.org(row.org_id),
        withdrawal_reason: cipher.shown_some(form::reason(row.id), row.withdrawal_reason.as_deref())?,
        form,
        current_step: row.current_step,
        round: row.round,
        steps,
        number: row.number,
        decided_at: row.decided_at,
        version: row.version,
        allowed_actions,
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}

fn allowed(actor: &Actor, row: &entity::Model, round: &[approval_step::Model], lang: Lang) -> Vec<Allowed<Action>> {
    let one = |action: &Action| {
        let refusal = rights::check(actor, row, round, *action).err();
        let reason = refusal.map(|refusal| refusal.problem(lang, "").detail);
        Allowed { action: *action, allowed: reason.is_none(), reason }
    };
    Action::ALL.iter().map(one).collect()
}

fn shown_step(
    cipher: &Cipher,
    step: approval_step::Model,
    row: &entity::Model,
    held: &[(OrgId, Role, UserId)],
    names: &Names,
) -> Result<ApprovalStep> {
    let holds = |(org, role, user): &&(OrgId, Role, UserId)| {
        *org == step.org_id && *role == step.role && *user != row.applicant_id
    };
    let approvers = held.iter().filter(holds).map(|(.., user)| names.user(*user)).collect();
    let comment = cipher.kept_some(form::comment(step.id), step.comment.as_deref())?;
    let text = signed_text(&row.number, step.round, step.status, comment.as_deref());
    let signature = step.signature.map(|stored| Signature::open(stored, &text)).transpose()?;
    Ok(ApprovalStep {
        id: step.id,
        round: step.round,
        position: step.position,
        name_zh: step.name_zh,
        name_en: step.name_en,
        role: step.role,
        org: names.org(step.org_id),
        approvers,
        status: step.status,
        decided_by: step.decided_by.map(|user| names.user(user)),
        decided_at: step.decided_at,
        comment: comment.as_deref().map(mask::text),
        signature,
    })
}

/// A route with the names of its posts and of who holds them.
///
/// # Errors
/// When the database does not answer.
pub async fn route(conn: &impl Connection, steps: Vec<approval::RouteStep>) -> Result<Vec<RouteStep>> {
    let people: Vec<_> = steps.iter().flat_map(|step| step.approvers.clone()).collect();
    let names = Names::load(conn, people, steps.iter().map(|step| step.org_id), []).await?;
    let shown = steps.into_iter().map(|step| RouteStep {
        position: step.position,
        name_zh: step.name_zh,
        name_en: step.name_en,
        role: step.role,
        org: names.org(step.org_id),
        approvers: step.approvers.into_iter().map(|user| names.user(user)).collect(),
    });
    Ok(shown.collect())
}

/// Approvals as a list shows them, in the order given.
///
/// # Errors
/// When the database does not answer.
pub async fn summaries(conn: &impl Connection, rows: Vec<entity::Model>) -> Result<Vec<ApprovalSummary>> {
    let steps = found_rows::steps(conn, rows.iter().map(|row| row.id)).await?;
    let pending = steps.into_iter().filter(|step| step.status == StepStatus::Pending);
    let mut pending: HashMap<_, _> = pending.map(|step| (step.approval_id, (step.name_zh, step.name_en))).collect();
    let users = rows.iter().map(|row| row.applicant_id);
    let names = Names::load(conn, users, [], rows.iter().map(|row| row.customer_id)).await?;
    let shown = rows.into_iter().map(|row| {
        let (zh, en) = pending.remove(&row.id).unzip();
        ApprovalSummary {
            id: row.id,
            number: row.number,
            kind: row.kind,
            status: row.status,
            customer: names.customer(row.customer_id),
            applicant: names.user(row.applicant_id),
            current_step_name_zh: zh,
            current_step_name_en: en,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    });
    Ok(shown.collect())
}
