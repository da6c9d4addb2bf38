//! What one resource says about another: enough to show it and to follow it.

use guibin_domain::ids::{CustomerId, OrgId, UserId};
use serde::Serialize;
use utoipa::ToSchema;

/// A member of staff, named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(example = json!({"id": "01936d2c-7b4a-7c3e-9f10-3f2a1b0c9d8e", "name": "刘洋"}))]
pub struct UserRef {
    pub id: UserId,
    pub name: String,
}

/// An organisation unit, named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(example = json!({"id": "01936d2c-7b4a-7c3e-9f10-0a1b2c3d4e5f", "name": "金牛分公司"}))]
pub struct OrgRef {
    pub id: OrgId,
    pub name: String,
}

/// A customer, named and numbered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(example = json!({"id": "01936d2c-7b4a-7c3e-9f10-5d6e7f809a1b", "number": "GB1001000000427", "name": "王建国"}))]
pub struct CustomerRef {
    pub id: CustomerId,
    pub number: String,
    pub name: String,
}

/// Whether the caller may do something to this record now, so that no client derives a rule again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Allowed<A> {
    pub action: A,
    pub allowed: bool,
    /// Why not, in the language of the request; null when it is allowed.
    pub reason: Option<String>,
}

/// How far a job is, in rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(example = json!({"done": 1200, "total": 4096}))]
pub struct Progress {
    pub done: u64,
    pub total: u64,
}

/// An Excel workbook, as bytes.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
pub struct Workbook(pub Vec<u8>);
