//! An export on the wire.

use std::cell::Cell;

use actix_web::{HttpResponse, get, post, web::Path};
use chrono::{DateTime, Utc};
use guibin_domain::{export::State, ids::ExportId};
use guibin_entity::export;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::{
    attachment,
    body::{Body, Once},
    ctx::{Ctx, ExportRun, Tx},
    customers::CustomerFilter,
    error::{Error, Result},
    headers::OnceHeader,
    refs::{Progress, Workbook},
    reply::Reply,
    spreadsheet::answer,
};

use super::{commands, rows};

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
    let write = async |tx: &Tx| {
        let row = commands::create(tx, body.kind.word(), &body.filter).await?;
        Reply::accepted("/exports", row.id, row.version, &Export::of(&row, None))
    };
    ctx.write(&body.once, write).await
}

/// Read an export
///
/// State and progress; only the caller's own exports are there. The file holds what the maker may see when it is written.
#[utoipa::path(
    tag = "exports",
    operation_id = "export_read",
    params(("id" = ExportId, Path, description = "The export")),
    security(("bearer" = ["export.run"])),
    responses((status = 200, description = "The export", body = Export)),
)]
#[get("/exports/{id}")]
pub async fn read(ctx: Ctx<ExportRun>, id: Path<ExportId>) -> Result<Reply> {
    let row = rows::get(ctx.read().conn(), &ctx.scope, *id).await?;
    Reply::ok(&Export::of(&row, rows::file_name(ctx.read().conn(), &row).await?), row.version)
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
    let file = Cell::new(None);
    let write = async |tx: &Tx| {
        file.set(Some(commands::download(tx, *id).await?));
        Ok(Reply::no_content())
    };
    ctx.write(&Once::never(), write).await?;
    let id = file.take().ok_or(Error::NotFound)?;
    let (name, content) = attachment::open(ctx.read().conn(), ctx.read().cipher, id).await?;
    Ok(answer(&name, content))
}

impl ExportKind {
    const fn word(self) -> &'static str {
        match self {
            Self::Customers => "customers",
        }
    }
}

impl Export {
    fn of(row: &export::Model, file_name: Option<String>) -> Self {
        let count = |rows| u64::try_from(rows).unwrap_or(0);
        Self {
            id: row.id,
            kind: ExportKind::Customers,
            state: row.state,
            progress: Progress { done: count(row.done), total: count(row.total) },
            file_name,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}
