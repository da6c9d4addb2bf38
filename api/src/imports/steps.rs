//! How an import goes on: upload, match columns, check, commit.

use actix_multipart::Multipart;
use actix_web::{HttpRequest, patch, post, web::Path};
use guibin_domain::{ids::ImportId, import::Field};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{commands, http::Import, survey::survey, upload::receive, view::show};
use crate::{
    body::{Body, Nothing, Once},
    ctx::{Ctx, ImportRun, Tx},
    error::Result,
    headers::{IfMatchHeader, OnceHeader},
    precondition::IfMatch,
    reply::Reply,
};

/// A workbook to import.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only the document reads it; the upload is streamed")]
pub struct NewImport {
    /// `.xlsx` or `.csv`, at most 20 MiB, its first row that holds anything the headers. CSV in UTF-8, GBK,
    /// GB18030 or UTF-16.
    #[schema(value_type = String, format = Binary, content_media_type = "application/octet-stream")]
    file: Vec<u8>,
}

/// Where the columns go.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"columns": [{"index": 0, "field": "name"}, {"index": 3, "field": null}]}))]
pub struct ImportPatch {
    /// The columns to change; the others stay.
    #[validate(nested, length(min = 1, max = 1000))]
    #[schema(min_items = 1, max_items = 1000)]
    pub columns: Vec<ColumnPatch>,
}

/// Where one column goes.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"index": 0, "field": "name"}))]
pub struct ColumnPatch {
    /// 0 for the first column.
    pub index: u32,
    /// Null keeps the column as an attribute under its header.
    pub field: Option<Field>,
}

/// Upload a workbook
///
/// Reads the file and matches its columns by their headers, in Chinese or English; no row is tried yet.
///
/// What a file is, is told by its content. A formula is never computed: what it last came to counts.
/// Texts that an export neutralised with an apostrophe are read as they were.
///
/// 413 `payload-too-large`; 415 `unsupported-media-type` for another media type than multipart; 422
/// `validation-failed` at `/file` with `not_a_workbook`, `encrypted`, `too_large_inflated`, `no_rows`,
/// `too_many_rows` (more than 1,048,576 with the headers) or `too_many_columns` (more than 1,000).
#[utoipa::path(
    tag = "imports",
    operation_id = "import_upload",
    params(OnceHeader),
    request_body(content = NewImport, content_type = "multipart/form-data", description = "The workbook, as the part `file`"),
    security(("bearer" = ["import.run"])),
    responses((status = 201, description = "Uploaded", body = Import)),
)]
#[post("/imports")]
pub async fn upload(ctx: Ctx<ImportRun>, request: HttpRequest, parts: Multipart) -> Result<Reply> {
    let (file, survey) = survey(receive(&request, parts).await?).await?;
    let once = Once::read(&request, &file.bytes)?;
    let write = async |tx: &Tx| {
        let row = commands::upload(tx, file, survey).await?;
        Reply::created("/imports", row.id, row.version, &show(tx.cipher(), ctx.lang, &row)?)
    };
    ctx.write(&once, write).await
}

/// Correct the columns
///
/// Says where columns go; a check that was made before must be made again.
///
/// 409 `state-conflict` with `import_move` while it is checked or committed; 422 `validation-failed`
/// with `import_column_twice` at `/columns` or `out_of_range` at an index; 412 and 428 by `If-Match`.
#[utoipa::path(
    tag = "imports",
    operation_id = "import_remap",
    params(("id" = ImportId, Path, description = "The import"), IfMatchHeader),
    request_body = ImportPatch,
    security(("bearer" = ["import.run"])),
    responses((status = 200, description = "Corrected", body = Import)),
)]
#[patch("/imports/{id}")]
pub async fn remap(
    ctx: Ctx<ImportRun>,
    id: Path<ImportId>,
    if_match: IfMatch,
    body: Body<ImportPatch>,
) -> Result<Reply> {
    let changes = body.columns.iter().map(|column| (column.index, column.field));
    let write = async |tx: &Tx| {
        let row = commands::remap(tx, *id, if_match, changes).await?;
        Reply::ok(&show(tx.cipher(), ctx.lang, &row)?, row.version)
    };
    ctx.write(&body.once, write).await
}

/// Check every row
///
/// A dry run: the worker says what would become of each row and changes no customer.
///
/// 409 `state-conflict` with `import_move` when it is under way or committed; 422 `validation-failed`
/// with `import_key_missing` at `/columns`; 412 and 428 by `If-Match`.
#[utoipa::path(
    tag = "imports",
    operation_id = "import_check",
    params(("id" = ImportId, Path, description = "The import"), IfMatchHeader, OnceHeader),
    request_body = Nothing,
    security(("bearer" = ["import.run"])),
    responses((status = 202, description = "Under way", body = Import)),
)]
#[post("/imports/{id}/checks")]
pub async fn check(ctx: Ctx<ImportRun>, id: Path<ImportId>, if_match: IfMatch, body: Body<Nothing>) -> Result<Reply> {
    let write = async |tx: &Tx| {
        let row = commands::check(tx, *id, if_match).await?;
        Reply::accepted("/imports", row.id, row.version, &show(tx.cipher(), ctx.lang, &row)?)
    };
    ctx.write(&body.once, write).await
}

/// Commit the checked rows
///
/// The worker creates the new customers and updates the changed ones; rows in conflict, duplicate and
/// invalid rows are left out. A row that changed since the check is tried again.
///
/// 409 `state-conflict` with `import_move` unless it is checked; 412 and 428 by `If-Match`.
#[utoipa::path(
    tag = "imports",
    operation_id = "import_commit",
    params(("id" = ImportId, Path, description = "The import"), IfMatchHeader, OnceHeader),
    request_body = Nothing,
    security(("bearer" = ["import.run"])),
    responses((status = 202, description = "Under way", body = Import)),
)]
#[post("/imports/{id}/commits")]
pub async fn commit(ctx: Ctx<ImportRun>, id: Path<ImportId>, if_match: IfMatch, body: Body<Nothing>) -> Result<Reply> {
    let write = async |tx: &Tx| {
        let row = commands::commit(tx, *id, if_match).await?;
        Reply::accepted("/imports", row.id, row.version, &show(tx.cipher(), ctx.lang, &row)?)
    };
    ctx.write(&body.once, write).await
}
