//! An export on the wire.
#![expect(unused_variables, reason = "the handlers are filled in with the feature")]

use actix_web::{HttpResponse, get, post, web::Path};
use chrono::{DateTime, Utc};
use guibin_domain::{export::State, ids::ExportId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::{
    body::Body,
    ctx::{Ctx, ExportRun},
    customers::CustomerFilter,
    error::{Error, Result},
    headers::OnceHeader,
    refs::{Progress, Workbook},
    reply::Reply,
};

/// What an export holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExportKind {
    Customers,
}

/// What to export.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "customers", "filter": {"special": true, "status": "active", "sort": "-updated_at"}}))]
pub struct NewExport {
    pub kind: ExportKind,
    /// The same conditions and order as the list on the screen; all customers when absent.
    #[serde(default)]
    #[validate(nested)]
    pub filter: CustomerFilter,
}

/// A list on its way out.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01936d2c-7b4a-7c3e-9f10-708192a3b4c5", "kind": "customers", "state": "ready", "progress": {"done": 418, "total": 418},
    "file_name": "客户-20261122.xlsx", "version": 3, "created_at": "2026-11-22T06:32:10.000000Z", "updated_at": "2026-11-22T06:32:14.000000Z"
}))]
pub struct Export {
    pub id: ExportId,
    pub kind: ExportKind,
    pub state: State,
    pub progress: Progress,
    /// Null until it is ready.
    pub file_name: Option<String>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// Export a list
///
/// The worker writes the workbook: the same rows as the list, the import's own columns, personal
/// values masked. Download it from `/exports/{id}/content` once it is ready.
#[utoipa::path(
    tag = "exports",
    operation_id = "export_create",
    params(OnceHeader),
    request_body = NewExport,
    security(("bearer" = ["export.run"])),
    responses((status = 202, description = "Under way", body = Export)),
)]
#[post("/exports")]
pub async fn create(ctx: Ctx<ExportRun>, body: Body<NewExport>) -> Result<Reply> {
    Err(Error::Unavailable)
}

/// Read an export
///
/// State and progress; only the caller's own exports are there.
#[utoipa::path(
    tag = "exports",
    operation_id = "export_read",
    params(("id" = ExportId, Path, description = "The export")),
    security(("bearer" = ["export.run"])),
    responses((status = 200, description = "The export", body = Export)),
)]
#[get("/exports/{id}")]
pub async fn read(ctx: Ctx<ExportRun>, id: Path<ExportId>) -> Result<Reply> {
    Err(Error::Unavailable)
}

/// Download an export
///
/// The workbook; the download goes on the trail. 409 `state-conflict` until it is ready.
#[utoipa::path(
    tag = "exports",
    operation_id = "export_content_read",
    params(("id" = ExportId, Path, description = "The export")),
    security(("bearer" = ["export.run"])),
    responses((
        status = 200, description = "The workbook", body = Workbook,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers(("Content-Disposition" = String, description = "`attachment`, with the file's name"))
    )),
)]
#[get("/exports/{id}/content")]
pub async fn content(ctx: Ctx<ExportRun>, id: Path<ExportId>) -> Result<HttpResponse> {
    Err(Error::Unavailable)
}
