//! Putting together all about one customer: each part from the feature that keeps it, if the caller may read that.

use guibin_domain::ids::CustomerId;
use guibin_entity::clock;

use super::{
    http::{CustomerCounts, CustomerOverview, Promise},
    rows,
};
use crate::{
    approvals::{self, ApprovalSummary},
    audit::Entry,
    complaints::{self, ComplaintSummary},
    ctx::{Ctx, CustomerRead},
    customers::{self, KeyPerson, Subscription, Viewer},
    error::Result,
};

/// Open applications that are shown; nobody has more.
const APPROVALS_MOST: u64 = 50;

/// Everything about one customer that the caller may read.
///
/// # Errors
/// `NotFound` when the customer is absent or out of reach.
pub async fn of(ctx: &Ctx<CustomerRead>, id: CustomerId) -> Result<CustomerOverview> {
    let reader = ctx.read();
    let (conn, scope) = (reader.conn(), reader.scope);
    let row = customers::get(conn, scope, id).await?;
    ctx.saw(Entry::file(&row, "overview")).await?;
    let people = customers::key_persons_of(conn, scope, id).await?;
    let people: Result<Vec<_>> = people.iter().map(|row| KeyPerson::of(row, reader.cipher)).collect();
    let subscriptions = customers::subscriptions_of(conn, scope, id).await?;
    let open_complaints = complaints(ctx, id).await?;
    Ok(CustomerOverview {
        customer: customers::show(conn, reader.cipher, &Viewer::of(ctx), row).await?,
        key_persons: people?,
        subscriptions: subscriptions.into_iter().map(Subscription::from).collect(),
        promises: promises(ctx, &open_complaints).await?,
        open_complaints,
        open_approvals: approvals(ctx, id).await?,
        counts: counts(ctx, id).await?,
    })
}

async fn complaints(ctx: &Ctx<CustomerRead>, id: CustomerId) -> Result<Vec<ComplaintSummary>> {
    let scope = ctx.scope_of("complaint.read");
    complaints::open_of_customer(&ctx.read().within(&scope), ctx.now, id).await
}

async fn approvals(ctx: &Ctx<CustomerRead>, id: CustomerId) -> Result<Vec<ApprovalSummary>> {
    let scope = ctx.scope_of("approval.read");
    approvals::open_of(ctx.read().within(&scope), &ctx.actor, id, APPROVALS_MOST).await
}

async fn promises(ctx: &Ctx<CustomerRead>, open: &[ComplaintSummary]) -> Result<Vec<Promise>> {
    let scope = ctx.scope_of("complaint.read");
    let ids = open.iter().map(|complaint| complaint.clock_id).collect();
    let clocks = rows::clocks(&ctx.read().within(&scope), ids).await?;
    Ok(clocks.into_iter().map(|clock| promise(clock, open)).collect())
}

fn promise(clock: clock::Model, open: &[ComplaintSummary]) -> Promise {
    let title = open.iter().find(|complaint| complaint.clock_id == clock.id).map(|complaint| complaint.title.clone());
    Promise {
        clock_id: clock.id,
        milestone: clock.milestone,
        subject_kind: clock.subject_kind,
        subject_id: clock.subject_id,
        title: title.unwrap_or_default(),
        due_at: clock.due_at,
        state: clock.state,
    }
}

/// Of what the caller may not read there is none.
async fn counts(ctx: &Ctx<CustomerRead>, id: CustomerId) -> Result<CustomerCounts> {
    let [complaint, approval, record] =
        ["complaint.read", "approval.read", "service_record.read"].map(|permission| ctx.scope_of(permission));
    Ok(CustomerCounts {
        complaints: complaints::count_of_customer(&ctx.read().within(&complaint), ctx.now, id).await?,
        approvals: rows::approvals(&ctx.read().within(&approval), id).await?,
        service_records: rows::service_records(&ctx.read().within(&record), id).await?,
    })
}
