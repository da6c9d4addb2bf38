//! An import on the wire.

use actix_web::{
    get,
    web::{Json, Path},
};
use chrono::{DateTime, Utc};
use guibin_domain::{
    ids::ImportId,
    import::{Field, Kind, MatchedBy, State},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{rows, view::show};
use crate::{
    ctx::{Ctx, ImportRun},
    error::Result,
    page::{Cut, Page},
    query::Query,
    refs::{Allowed, Progress},
    reply::Reply,
};

/// What can be done with an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportAction {
    Remap,
    Check,
    Commit,
    Download,
}

/// A column of the workbook, and where it goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ImportColumn {
    /// 0 for the first column.
    pub index: u32,
    pub header: String,
    /// A few cells from the top, masked.
    pub samples: Vec<String>,
    /// Null keeps the column as an attribute under its header.
    pub field: Option<Field>,
    /// Why it goes there; null when nothing matched.
    pub matched_by: Option<MatchedBy>,
}

/// A field that a column can go to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ImportTarget {
    pub field: Field,
    pub label_zh: String,
    pub label_en: String,
    /// Whether an import cannot do without it.
    pub required: bool,
}

/// How many rows came out how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"new": 812, "same": 240, "changed": 61, "conflict": 3, "duplicate": 5, "invalid": 9}))]
pub struct ImportCounts {
    pub new: u64,
    pub same: u64,
    pub changed: u64,
    pub conflict: u64,
    pub duplicate: u64,
    pub invalid: u64,
}

/// Why an import failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"code": "importer_gone", "detail": "上传人已停用或不再有导入权限。请由有权限的人员重新上传。"}))]
pub struct ImportProblem {
    /// Stable code.
    pub code: String,
    /// What to do, in the language of the request.
    pub detail: String,
}

/// A workbook on its way into the customer file.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01936d2c-7b4a-7c3e-9f10-6f708192a3b4", "kind": "customers", "file_name": "特约客户.xlsx", "state": "checked", "sheet": "Sheet1",
    "columns": [
        {"index": 0, "header": "客户名称", "samples": ["王*国", "金牛区水务局"], "field": "name", "matched_by": "synonym"},
        {"index": 1, "header": "小区", "samples": ["茶店子片区"], "field": null, "matched_by": "attribute"}
    ],
    "fields": [{"field": "name", "label_zh": "客户名称", "label_en": "Customer name", "required": false}],
    "progress": {"done": 1130, "total": 1130},
    "counts": {"new": 812, "same": 240, "changed": 61, "conflict": 3, "duplicate": 5, "invalid": 9}, "problem": null,
    "version": 4, "allowed_actions": [{"action": "commit", "allowed": true, "reason": null}],
    "created_at": "2026-11-22T06:32:10.000000Z", "updated_at": "2026-11-22T06:33:40.000000Z"
}))]
pub struct Import {
    pub id: ImportId,
    pub kind: Kind,
    pub file_name: String,
    pub state: State,
    /// The sheet that is read; null for a CSV file.
    pub sheet: Option<String>,
    pub columns: Vec<ImportColumn>,
    /// Every field a column can go to.
    pub fields: Vec<ImportTarget>,
    pub progress: Progress,
    /// All zero before the check.
    pub counts: ImportCounts,
    /// Null unless it failed.
    pub problem: Option<ImportProblem>,
    pub version: i64,
    pub allowed_actions: Vec<Allowed<ImportAction>>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// Which page of the imports.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ImportQuery {
    /// Where it stands.
    #[param(inline)]
    pub state: Option<State>,
    /// At most so many items.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u64>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Whether to count all items as `total`.
    pub count: Option<bool>,
}

/// List imports
///
/// The imports the caller may see, newest first.
#[utoipa::path(
    tag = "imports",
    operation_id = "import_list",
    params(ImportQuery),
    security(("bearer" = ["import.run"])),
    responses((status = 200, description = "A page of imports", body = Page<Import>)),
)]
#[get("/imports")]
pub async fn list(ctx: Ctx<ImportRun>, query: Query<ImportQuery>) -> Result<Json<Page<Import>>> {
    let cursor = query.cursor.as_deref();
    let cut = Cut { limit: query.limit, cursor, count: query.count.unwrap_or(false), descending: true };
    let page = rows::list(ctx.read().conn(), &ctx.scope, query.state, &cut).await?;
    Ok(Json(page.try_map(|row| show(ctx.read().cipher, ctx.lang, &row))?))
}

/// Read an import
///
/// State, columns, progress and counts; asked again and again while the worker checks or commits.
#[utoipa::path(
    tag = "imports",
    operation_id = "import_read",
    params(("id" = ImportId, Path, description = "The import")),
    security(("bearer" = ["import.run"])),
    responses((status = 200, description = "The import", body = Import)),
)]
#[get("/imports/{id}")]
pub async fn read(ctx: Ctx<ImportRun>, id: Path<ImportId>) -> Result<Reply> {
    let reader = ctx.read();
    let row = rows::get(reader.conn(), reader.scope, *id).await?;
    Reply::ok(&show(reader.cipher, ctx.lang, &row)?, row.version)
}
