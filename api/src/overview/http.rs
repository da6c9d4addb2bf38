//! One customer with everything about them, in one answer.

use actix_web::{
    get,
    web::{Json, Path},
};
use chrono::{DateTime, Utc};
use guibin_domain::{
    clock::{ClockState, Milestone},
    ids::{ClockId, CustomerId},
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::whole;
use crate::{
    approvals::ApprovalSummary,
    complaints::ComplaintSummary,
    ctx::{Ctx, CustomerRead},
    customers::{Customer, KeyPerson, Subscription},
    error::Result,
};

/// One customer with everything about them.
#[derive(Debug, Serialize, ToSchema)]
pub struct CustomerOverview {
    pub customer: Customer,
    pub key_persons: Vec<KeyPerson>,
    pub subscriptions: Vec<Subscription>,
    /// Those that wait for an answer or a confirmation, the first due first.
    pub open_complaints: Vec<ComplaintSummary>,
    /// Those that are in review or returned.
    pub open_approvals: Vec<ApprovalSummary>,
    /// What is owed to this customer, the first due first.
    pub promises: Vec<Promise>,
    pub counts: CustomerCounts,
}

/// What is owed, and until when.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "clock_id": "01936d2c-7b4a-7c3e-9f10-1f2a3b4c5d6e", "milestone": "resolve", "subject_kind": "complaint",
    "subject_id": "01936d2c-7b4a-7c3e-9f10-2a3b4c5d6e7f", "title": "互动点播卡顿", "due_at": "2026-11-22T11:20:00.000000Z", "state": "running"
}))]
pub struct Promise {
    /// Explained by `/clocks/{id}/explanation`.
    pub clock_id: ClockId,
    pub milestone: Milestone,
    /// What the clock runs for: `complaint`.
    pub subject_kind: String,
    pub subject_id: Uuid,
    pub title: String,
    pub due_at: DateTime<Utc>,
    pub state: ClockState,
}

/// How much there is of each, of all time.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"complaints": 3, "approvals": 1, "service_records": 12}))]
pub struct CustomerCounts {
    pub complaints: u64,
    pub approvals: u64,
    pub service_records: u64,
}

/// Read a customer's overview
///
/// The file, the people, the subscriptions, what is open and what is owed, in one answer. Parts the
/// caller may not read are empty.
#[utoipa::path(
    tag = "customers",
    operation_id = "customer_overview_read",
    params(("id" = CustomerId, Path, description = "The customer")),
    security(("bearer" = ["customer.read"])),
    responses((status = 200, description = "The overview", body = CustomerOverview)),
)]
#[get("/customers/{id}/overview")]
pub async fn read(ctx: Ctx<CustomerRead>, id: Path<CustomerId>) -> Result<Json<CustomerOverview>> {
    whole::of(&ctx, *id).await.map(Json)
}
