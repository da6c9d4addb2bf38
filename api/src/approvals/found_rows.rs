//! How approvals are found.

use guibin_domain::{approval::StepStatus, ids::ApprovalId};
use guibin_entity::{approval, approval_step};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
};

use super::listing::{Order, Wish};
use crate::{
    ctx::{Actor, Reader},
    error::{Error, Result},
    page::{self, Cut, Key, Page},
    scope::{Past, past},
};

/// An approval in reach.
///
/// # Errors
/// `NotFound` when there is none, or it is out of reach.
pub async fn find(reader: Reader<'_>, id: ApprovalId) -> Result<approval::Model> {
    let query = reader.scope.approvals().filter(approval::Column::Id.eq(id));
    query.one(reader.conn()).await?.ok_or(Error::NotFound)
}

/// One page of the approvals in reach that the wish asks for.
///
/// # Errors
/// 400 for a limit or cursor that is not acceptable.
pub async fn list(reader: Reader<'_>, actor: &Actor, wish: &Wish, cut: &Cut<'_>) -> Result<Page<approval::Model>> {
    let wanted = Condition::all()
        .add_option(wish.status.map(|status| approval::Column::Status.eq(status)))
        .add_option(wish.kind.map(|kind| approval::Column::Kind.eq(kind)))
        .add_option(wish.customer_id.map(|id| approval::Column::CustomerId.eq(id)))
        .add_option(wish.mine.map(|mine| equal(approval::Column::ApplicantId.eq(actor.user_id), mine)))
        .add_option(wish.waiting_for_me.map(|wanted| equal(waiting(actor), wanted)));
    let query = reader.scope.approvals().filter(wanted);
    let column = match wish.order {
        Order::Changed => approval::Column::UpdatedAt,
        Order::Created => approval::Column::CreatedAt,
    };
    let key = |row: &approval::Model| match wish.order {
        Order::Changed => (Key::At(row.updated_at), row.id.0),
        Order::Created => (Key::At(row.created_at), row.id.0),
    };
    page::fetch(reader.conn(), query, Some(column), approval::Column::Id, cut, key).await
}

fn equal(condition: impl Into<Condition>, wanted: bool) -> Condition {
    let condition = condition.into();
    if wanted { condition } else { condition.not() }
}

/// The approvals in reach whose present step the actor may decide, the longest waiting first.
///
/// # Errors
/// When the database does not answer.
pub async fn waiting_for(reader: Reader<'_>, actor: &Actor, limit: u64) -> Result<Vec<approval::Model>> {
    let query = reader.scope.approvals().filter(waiting(actor)).order_by_asc(approval::Column::UpdatedAt);
    Ok(query.order_by_asc(approval::Column::Id).limit(limit).all(reader.conn()).await?)
}

/// How many wait for the actor.
///
/// # Errors
/// When the database does not answer.
pub async fn waiting_count(reader: Reader<'_>, actor: &Actor) -> Result<u64> {
    Ok(reader.scope.approvals().filter(waiting(actor)).count(reader.conn()).await?)
}

/// Their present step is the actor's to decide: the post is held, and it is not the actor's own application.
fn waiting(actor: &Actor) -> Condition {
    let pending: Select<approval_step::Entity> = past(Past::Within)
        .approval_steps()
        .select_only()
        .column(approval_step::Column::ApprovalId)
        .filter(approval_step::Column::Status.eq(StepStatus::Pending))
        .filter(approval_step::Column::OrgId.eq(actor.org_id))
        .filter(approval_step::Column::Role.is_in(actor.roles.iter().copied()));
    Condition::all()
        .add(approval::Column::ApplicantId.ne(actor.user_id))
        .add(approval::Column::Id.in_subquery(pending.into_query()))
}

/// Every step of every round of these approvals, in the order of round and position.
///
/// # Errors
/// When the database does not answer.
pub async fn steps(
    conn: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = ApprovalId>,
) -> Result<Vec<approval_step::Model>> {
    let query = past(Past::ParentSeen)
        .approval_steps()
        .filter(approval_step::Column::ApprovalId.is_in(ids))
        .order_by_asc(approval_step::Column::Round)
        .order_by_asc(approval_step::Column::Position);
    Ok(query.all(conn).await?)
}
