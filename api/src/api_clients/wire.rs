//! API clients as the wire shows and takes them.

use chrono::{DateTime, Utc};
use guibin_domain::{
    access::ClientReach,
    ids::{OrgId, UserId},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use crate::{body::Patch, refs::OrgRef};

/// A program of another system that works with Guibin in its own name.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01936d2c-7b4a-7c3e-9f10-3f2a1b0c9d8e", "name": "呼叫中心", "client_id": "client-3f2a1b0c9d8e7f60",
    "org": {"id": "01936d2c-7b4a-7c3e-9f10-0a1b2c3d4e5f", "name": "金牛分公司"}, "permissions": ["complaint.work", "customer.read"],
    "reach": "subtree", "active": true, "expires_at": null, "last_used_at": "2026-11-22T01:00:00.000000Z", "version": 1,
    "created_at": "2026-11-22T01:00:00.000000Z", "updated_at": "2026-11-22T01:00:00.000000Z"
}))]
pub struct ApiClient {
    pub id: UserId,
    pub name: String,
    pub client_id: String,
    /// Only in the answer that creates the client, and never again: keep it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub client_secret: Option<String>,
    pub org: OrgRef,
    /// What it may do, `noun.verb`, sorted.
    pub permissions: Vec<String>,
    pub reach: ClientReach,
    pub active: bool,
    /// From when it is let in no more; null for never.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it last fetched a token.
    pub last_used_at: Option<DateTime<Utc>>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// A new API client.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "name": "呼叫中心", "org_id": "01936d2c-7b4a-7c3e-9f10-0a1b2c3d4e5f", "permissions": ["customer.read", "complaint.work"], "reach": "subtree"
}))]
pub struct NewApiClient {
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    /// The unit it works for; it stays there.
    pub org_id: OrgId,
    /// What it may do. Not for programs: to reveal personal data, to apply and decide, to keep users, organisations
    /// and API clients, to read the trail.
    #[validate(length(min = 1, max = 50))]
    #[schema(min_items = 1, max_items = 50)]
    pub permissions: Vec<String>,
    pub reach: ClientReach,
    #[serde(default)]
    pub expires_at: Option<DateTime<Utc>>,
}

/// What may change about an API client.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"active": false}))]
pub struct ApiClientPatch {
    #[serde(default, deserialize_with = "crate::patch::given")]
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100, nullable = false)]
    pub name: Option<String>,
    #[serde(default, deserialize_with = "crate::patch::given")]
    #[validate(length(min = 1, max = 50))]
    #[schema(min_items = 1, max_items = 50, nullable = false)]
    pub permissions: Option<Vec<String>>,
    #[serde(default, deserialize_with = "crate::patch::given")]
    #[schema(nullable = false)]
    pub reach: Option<ClientReach>,
    /// False ends its tokens at once.
    #[serde(default, deserialize_with = "crate::patch::given")]
    #[schema(nullable = false)]
    pub active: Option<bool>,
    /// Null for never.
    #[serde(default)]
    #[schema(value_type = Option<DateTime<Utc>>)]
    pub expires_at: Patch<DateTime<Utc>>,
}

/// A new secret of an API client.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"client_secret": "guibin_5mD0v7xkQJ3tC8uWfZ1aYbR2sLhN6pKeXgTq9oVi4Uw"}))]
pub struct ClientSecret {
    /// Shown here and never again: keep it.
    pub client_secret: String,
}

/// Which page of the API clients.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ApiClientQuery {
    /// At most so many items.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u64>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Whether to count all items as `total`.
    pub count: Option<bool>,
}
