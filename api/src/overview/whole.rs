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
    if !ctx.holds("complaint.read") {
        return Ok(Vec::new());
    }
    complaints::open_of_customer(&ctx.read(), ctx.now, id).await
}

async fn approvals(ctx: &Ctx<CustomerRead>, id: CustomerId) -> Result<Vec<ApprovalSummary>> {
    if !ctx.holds("approval.read") {
        return Ok(Vec::new());
    }
    approvals::open_of(ctx.read(), &ctx.actor, id, APPROVALS_MOST).await
}

async fn promises(ctx: &Ctx<CustomerRead>, open: &[ComplaintSummary]) -> Result<Vec<Promise>> {
    let clocks = rows::clocks(&ctx.read(), open.iter().map(|complaint| complaint.clock_id).collect()).await?;
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

async fn counts(ctx: &Ctx<CustomerRead>, id: CustomerId) -> Result<CustomerCounts> {
    let reader = ctx.read();
    let mut counts = CustomerCounts { complaints: 0, approvals: 0, service_records: 0 };
    if ctx.holds("complaint.read") {
        counts.complaints = complaints::count_of_customer(&reader, ctx.now, id).await?;
    }
    if ctx.holds("approval.read") {
        counts.approvals = rows::approvals(&reader, id).await?;
    }
    if ctx.holds("service_record.read") {
        counts.service_records = rows::service_records(&reader, id).await?;
    }
    Ok(counts)
}
