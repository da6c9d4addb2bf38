//! The day at a glance.

use actix_web::{get, web::Json};
use chrono::NaiveDate;
use guibin_domain::{ids::SubscriptionId, mask};
use guibin_entity::customer;
use serde::Serialize;
use utoipa::ToSchema;

use super::morning;
use crate::{
    approvals::ApprovalSummary,
    audit::Entry,
    complaints::ComplaintSummary,
    ctx::{Ctx, WorkbenchRead},
    error::Result,
    refs::CustomerRef,
};

/// The day at a glance, as far as the caller may read it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Workbench {
    pub customers: CustomerTotals,
    pub due_today: DueToday,
    /// At most 20, the first due first.
    pub open_complaints: Vec<ComplaintSummary>,
    /// At most 20 that wait for the caller's decision, the longest waiting first.
    pub approvals_waiting: Vec<ApprovalSummary>,
    pub counts: WorkbenchCounts,
}

/// How many customers the caller sees.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"total": 418, "special": 37, "group": 92}))]
pub struct CustomerTotals {
    pub total: u64,
    pub special: u64,
    pub group: u64,
}

/// What falls due today, by the branch's calendar day.
#[derive(Debug, Serialize, ToSchema)]
pub struct DueToday {
    pub complaints: Vec<ComplaintSummary>,
    /// Terms that end within the policy's lead time and are not renewed.
    pub renewals: Vec<RenewalDue>,
    /// Customers whose birthday is today.
    pub birthdays: Vec<Birthday>,
}

/// A term that ends soon.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "subscription_id": "01936d2c-7b4a-7c3e-9f10-9d0e1f2a3b4c",
    "customer": {"id": "01936d2c-7b4a-7c3e-9f10-5d6e7f809a1b", "number": "GB1001000000427", "name": "王建国"},
    "product": "高清互动电视", "ends_on": "2026-12-10"
}))]
pub struct RenewalDue {
    pub subscription_id: SubscriptionId,
    pub customer: CustomerRef,
    pub product: String,
    /// Last day, included.
    pub ends_on: NaiveDate,
}

/// A customer's birthday.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "customer": {"id": "01936d2c-7b4a-7c3e-9f10-5d6e7f809a1b", "number": "GB1001000000427", "name": "王建国"}, "birthday": "1949-11-22"
}))]
pub struct Birthday {
    pub customer: CustomerRef,
    pub birthday: NaiveDate,
}

impl Birthday {
    /// The birthday of a customer's file, if it has one.
    pub fn of(row: customer::Model) -> Option<Self> {
        let birthday = row.birthday?;
        Some(Self { customer: CustomerRef { id: row.id, number: row.number, name: mask::text(&row.name) }, birthday })
    }
}

/// How much there is of each.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"open_complaints": 6, "overdue": 1, "due_soon": 2, "approvals_waiting": 3, "renewals_due": 4}))]
pub struct WorkbenchCounts {
    pub open_complaints: u64,
    /// Open complaints past their limit.
    pub overdue: u64,
    /// Open complaints that have been warned of and are still within their limit.
    pub due_soon: u64,
    pub approvals_waiting: u64,
    pub renewals_due: u64,
}

/// Read the workbench
///
/// My customers, what is due today, what is open and what waits for me, in one answer. Parts the
/// caller may not read are empty.
#[utoipa::path(
    tag = "workbench",
    operation_id = "workbench_read",
    security(("bearer" = ["workbench.read"])),
    responses((status = 200, description = "The workbench", body = Workbench)),
)]
#[get("/workbench")]
pub async fn read(ctx: Ctx<WorkbenchRead>) -> Result<Json<Workbench>> {
    ctx.saw(Entry::done("workbench.viewed", Some(ctx.actor.org_id))).await?;
    Ok(Json(morning::of(&ctx).await?))
}
