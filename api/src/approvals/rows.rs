//! How approvals and their steps are stored.

use chrono_tz::Tz;
use guibin_domain::{
    approval::{Decision, Kind, Progress, RouteStep, Status, StepStatus},
    ids::{ApprovalId, ApprovalStepId, CustomerId, PolicyVersionId},
};
use guibin_entity::{approval, approval_step, customer, org};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, Set, sea_query::LockType,
};
use serde_json::Value;

use super::form;
use crate::{
    ctx::Tx,
    error::{Error, Result},
    scope::{Past, past},
};

pub use super::post_rows::{chain, holders};

/// The customer that an approval in reach is about.
///
/// # Errors
/// When the database does not answer.
pub async fn customer_of(conn: &impl ConnectionTrait, row: &approval::Model) -> Result<customer::Model> {
    let found = past(Past::ParentSeen).customers().filter(customer::Column::Id.eq(row.customer_id)).one(conn).await?;
    found.ok_or_else(|| Error::Internal(anyhow::anyhow!("the customer of approval {} is gone", row.id)))
}

/// Whether an application for the customer waits for anybody.
///
/// # Errors
/// When the database does not answer.
pub async fn has_open(conn: &impl ConnectionTrait, customer_id: CustomerId) -> Result<bool> {
    let query = past(Past::Unique)
        .approvals()
        .filter(approval::Column::CustomerId.eq(customer_id))
        .filter(approval::Column::Status.is_in([Status::InReview, Status::Returned]));
    Ok(query.count(conn).await? > 0)
}

/// The next number of the day in the customer's unit: `SP20261123-5101-0001`. The caller holds the unit, so that two
/// applications of one moment do not count to the same number.
///
/// # Errors
/// When the database does not answer.
pub async fn next_number(tx: &Tx, customer: &customer::Model, kind: Kind, zone: Tz) -> Result<String> {
    let unit = org::Entity::find_by_id(customer.org_id).one(tx.conn()).await?;
    let unit = unit.ok_or_else(|| Error::Internal(anyhow::anyhow!("organisation {} is gone", customer.org_id)))?;
    let word = match kind {
        Kind::SpecialOpening => "SP",
        Kind::Renewal => "RN",
    };
    let day = tx.now.with_timezone(&zone).format("%Y%m%d");
    let prefix = format!("{word}{day}-{}-", unit.code);
    let earlier = past(Past::Unique)
        .approvals()
        .filter(approval::Column::OrgId.eq(unit.id))
        .filter(approval::Column::Number.starts_with(&prefix));
    let serial = earlier.count(tx.conn()).await? + 1;
    Ok(format!("{prefix}{serial:04}"))
}

/// What a new approval is stored with, beside its customer.
pub struct Opening {
    pub id: ApprovalId,
    pub number: String,
    pub form: Value,
    pub policy_version_id: PolicyVersionId,
}

/// Stores a new approval, waiting for its first step.
///
/// # Errors
/// When the database does not take it.
pub async fn open(tx: &Tx, customer: &customer::Model, kind: Kind, with: Opening) -> Result<approval::Model> {
    let row = approval::ActiveModel {
        id: Set(with.id),
        org_id: Set(customer.org_id),
        customer_id: Set(customer.id),
        applicant_id: Set(tx.person()?.user_id),
        kind: Set(kind),
        status: Set(Status::InReview),
        number: Set(with.number),
        form: Set(with.form),
        current_step: Set(Some(1)),
        round: Set(1),
        policy_version_id: Set(with.policy_version_id),
        decided_at: Set(None),
        withdrawal_reason: Set(None),
        version: Set(1),
        created_at: Set(tx.now),
        updated_at: Set(tx.now),
    };
    Ok(row.insert(tx.conn()).await?)
}

/// Stores the steps of the approval's present round; the first one waits for its decision.
///
/// # Errors
/// When the database does not take them.
pub async fn open_round(tx: &Tx, row: &approval::Model, steps: Vec<RouteStep>) -> Result<()> {
    let steps = steps.into_iter().map(|step| approval_step::ActiveModel {
        id: Set(ApprovalStepId(tx.new_id())),
        approval_id: Set(row.id),
        round: Set(row.round),
        position: Set(number(step.position)),
        name_zh: Set(step.name_zh),
        name_en: Set(step.name_en),
        role: Set(step.role),
        org_id: Set(step.org_id),
        status: Set(if step.position == 1 { StepStatus::Pending } else { StepStatus::Waiting }),
        decided_by: Set(None),
        decided_at: Set(None),
        comment: Set(None),
        signature: Set(None),
    });
    approval_step::Entity::insert_many(steps).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// An approval in reach, held until the transaction ends.
///
/// # Errors
/// `NotFound` when there is none, or it is out of reach.
pub async fn lock(tx: &Tx, id: ApprovalId) -> Result<approval::Model> {
    let query = tx.scope.approvals().filter(approval::Column::Id.eq(id)).lock(LockType::NoKeyUpdate);
    query.one(tx.conn()).await?.ok_or(Error::NotFound)
}

/// The steps of the approval's present round, in their order.
///
/// # Errors
/// When the database does not answer.
pub async fn round(conn: &impl ConnectionTrait, row: &approval::Model) -> Result<Vec<approval_step::Model>> {
    let query = past(Past::ParentSeen)
        .approval_steps()
        .filter(approval_step::Column::ApprovalId.eq(row.id))
        .filter(approval_step::Column::Round.eq(row.round))
        .order_by_asc(approval_step::Column::Position);
    Ok(query.all(conn).await?)
}

/// Writes the decision into the step that waits for it.
///
/// # Errors
/// 412 when somebody else has decided it.
pub async fn settle(
    tx: &Tx,
    row: &approval::Model,
    decision: Decision,
    comment: Option<&str>,
    signature: Option<Value>,
) -> Result<()> {
    let waiting = round(tx.conn(), row).await?.into_iter().find(|step| step.status == StepStatus::Pending);
    let waiting = waiting.ok_or(Error::PreconditionFailed)?;
    let comment = tx.cipher().keep_some(form::comment(waiting.id), comment)?;
    let decided = approval_step::ActiveModel {
        status: Set(decision.into()),
        decided_by: Set(Some(tx.person()?.user_id)),
        decided_at: Set(Some(tx.now)),
        comment: Set(comment),
        signature: Set(signature),
        ..Default::default()
    };
    let done = approval_step::Entity::update_many()
        .set(decided)
        .filter(approval_step::Column::ApprovalId.eq(row.id))
        .filter(approval_step::Column::Round.eq(row.round))
        .filter(approval_step::Column::Status.eq(StepStatus::Pending))
        .exec(tx.conn())
        .await?;
    if done.rows_affected == 1 { Ok(()) } else { Err(Error::PreconditionFailed) }
}

/// Moves on to the step at `position`, or lets what is left of the round rest.
///
/// # Errors
/// When the database does not take it.
pub async fn follow(tx: &Tx, row: &approval::Model, position: Option<u32>) -> Result<()> {
    let status = if position.is_some() { StepStatus::Pending } else { StepStatus::Superseded };
    let mut query = approval_step::Entity::update_many()
        .set(approval_step::ActiveModel { status: Set(status), ..Default::default() })
        .filter(approval_step::Column::ApprovalId.eq(row.id))
        .filter(approval_step::Column::Round.eq(row.round))
        .filter(approval_step::Column::Status.is_in([StepStatus::Waiting, StepStatus::Pending]));
    if let Some(position) = position {
        query = query.filter(approval_step::Column::Position.eq(number(position)));
    }
    query.exec(tx.conn()).await?;
    Ok(())
}

/// Stores how far an approval has come.
///
/// # Errors
/// 412 when somebody else has changed it.
pub async fn store(tx: &Tx, row: approval::Model, next: Progress) -> Result<approval::Model> {
    keep(tx, row, next, |_| {}).await
}

/// As [`store`], with a new form.
///
/// # Errors
/// 412 when somebody else has changed it.
pub async fn store_form(tx: &Tx, row: approval::Model, next: Progress, form: Value) -> Result<approval::Model> {
    keep(tx, row, next, |changed| changed.form = Set(form)).await
}

/// As [`store`], with why it was taken back.
///
/// # Errors
/// 412 when somebody else has changed it.
pub async fn store_withdrawal(tx: &Tx, row: approval::Model, next: Progress, reason: &str) -> Result<approval::Model> {
    keep(tx, row, next, |changed| changed.withdrawal_reason = Set(Some(reason.to_owned()))).await
}

async fn keep(
    tx: &Tx,
    row: approval::Model,
    next: Progress,
    change: impl FnOnce(&mut approval::ActiveModel),
) -> Result<approval::Model> {
    let (id, seen) = (row.id, row.version);
    let is_decided = matches!(next.status, Status::Approved | Status::Refused);
    let mut changed = row.into_active_model();
    changed.status = Set(next.status);
    changed.round = Set(number(next.round));
    changed.current_step = Set(next.step.map(number));
    changed.decided_at = Set(is_decided.then_some(tx.now));
    changed.version = Set(seen + 1);
    changed.updated_at = Set(tx.now);
    change(&mut changed);
    let guarded = approval::Entity::update_many()
        .set(changed)
        .filter(approval::Column::Id.eq(id))
        .filter(approval::Column::Version.eq(seen));
    if guarded.exec(tx.conn()).await?.rows_affected != 1 {
        return Err(Error::PreconditionFailed);
    }
    past(Past::ParentSeen).approvals().filter(approval::Column::Id.eq(id)).one(tx.conn()).await?.ok_or(Error::NotFound)
}

fn number(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
