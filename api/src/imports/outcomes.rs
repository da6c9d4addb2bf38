//! What became of each row, in pages and as a marked-up workbook.

use actix_web::{
    HttpResponse, get,
    web::{Json, Path},
};
use guibin_domain::{
    ids::{CustomerId, ImportId},
    import::{Action, Field, Outcome},
};
use guibin_entity::import_row;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};

use super::{
    judging::{self, Difference, Remark},
    layout::Layout,
    marking, rows,
};
use crate::{
    audit::Entry,
    cipher::Cipher,
    ctx::{Ctx, ImportRun},
    error::{Error, Lang, Result},
    page::{Cut, Page},
    query::Query,
    refs::Workbook,
    spreadsheet::answer,
};

/// What is wrong with a cell, or with the whole row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"field": "id_number", "code": "id_number_checksum", "detail": "身份证号校验位不正确，请核对。"}))]
pub struct RowProblem {
    /// Null when it is about the whole row.
    pub field: Option<Field>,
    /// Stable code, as in problem documents.
    pub code: String,
    /// What to do, in the language of the request.
    pub detail: String,
}

/// What a row changes about a customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"field": "post", "header": null, "from": "主任", "to": "副局长"}))]
pub struct RowChange {
    /// Null for a column that is kept as an attribute.
    pub field: Option<Field>,
    /// The header of a column that is kept as an attribute; else null.
    pub header: Option<String>,
    /// What the file says now, masked; null when it is empty.
    pub from: Option<String>,
    /// What the row says, masked; null when it is empty.
    pub to: Option<String>,
}

/// One row of the workbook, and what becomes of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "row_number": 17, "outcome": "changed", "name": "王建国", "customer_id": "01936d2c-7b4a-7c3e-9f10-5d6e7f809a1b",
    "problems": [], "changes": [{"field": "post", "header": null, "from": "主任", "to": "副局长"}], "applied": false
}))]
pub struct ImportRow {
    /// As the spreadsheet counts: the headers are row 1.
    pub row_number: u32,
    pub outcome: Outcome,
    pub name: Option<String>,
    /// The customer it is or became.
    pub customer_id: Option<CustomerId>,
    pub problems: Vec<RowProblem>,
    pub changes: Vec<RowChange>,
    /// Whether it is committed.
    pub applied: bool,
}

/// Which rows, and which page of them.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ImportRowQuery {
    /// With this outcome.
    #[param(inline)]
    pub outcome: Option<Outcome>,
    /// At most so many items.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u64>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Whether to count all items as `total`.
    pub count: Option<bool>,
}

/// List an import's rows
///
/// In the order of the workbook, each with its outcome and why. Empty before the check.
#[utoipa::path(
    tag = "imports",
    operation_id = "import_row_list",
    params(("id" = ImportId, Path, description = "The import"), ImportRowQuery),
    security(("bearer" = ["import.run"])),
    responses((status = 200, description = "A page of rows", body = Page<ImportRow>)),
)]
#[get("/imports/{id}/rows")]
pub async fn list(
    ctx: Ctx<ImportRun>,
    id: Path<ImportId>,
    query: Query<ImportRowQuery>,
) -> Result<Json<Page<ImportRow>>> {
    let reader = ctx.read();
    let import = rows::get(reader.conn(), reader.scope, *id).await?;
    let layout = Layout::stored(&import)?;
    let cursor = query.cursor.as_deref();
    let cut = Cut { limit: query.limit, cursor, count: query.count.unwrap_or(false), descending: false };
    let page = rows::lines(reader.conn(), import.id, query.outcome, &cut).await?;
    let seen = Entry::done("import.viewed", Some(import.org_id)).about("import", import.id.0);
    ctx.saw(seen.with(&json!({ "count": page.items.len() }))).await?;
    Ok(Json(page.try_map(|row| show(reader.cipher, ctx.lang, &layout, &row))?))
}

/// Download the marked-up workbook
///
/// The rows as uploaded, masked, with the outcome and the problems beside each: correct your own file by it and
/// upload that again. 409 `state-conflict` with `import_move` before the check.
#[utoipa::path(
    tag = "imports",
    operation_id = "import_workbook_read",
    params(("id" = ImportId, Path, description = "The import")),
    security(("bearer" = ["import.run"])),
    responses((
        status = 200, description = "The workbook", body = Workbook,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers(("Content-Disposition" = String, description = "`attachment`, with the file's name"))
    )),
)]
#[get("/imports/{id}/workbook")]
pub async fn workbook(ctx: Ctx<ImportRun>, id: Path<ImportId>) -> Result<HttpResponse> {
    let reader = ctx.read();
    let import = rows::get(reader.conn(), reader.scope, *id).await?;
    import.state.after(Action::Download)?;
    ctx.takes_away(Entry::done("import.downloaded", Some(import.org_id)).about("import", id.0)).await?;
    let file = marking::workbook(reader, &import, ctx.lang).await?;
    let stem = import.file_name.rsplit_once('.').map_or(import.file_name.as_str(), |(stem, _)| stem);
    let name = if ctx.lang == Lang::Zh { format!("{stem}-结果.xlsx") } else { format!("{stem}-outcome.xlsx") };
    Ok(answer(&name, file))
}

fn show(cipher: &Cipher, lang: Lang, layout: &Layout, row: &import_row::Model) -> Result<ImportRow> {
    let name = layout
        .column_of(Field::Name)
        .map(|column| Ok::<_, Error>(layout.shown(column, judging::line(cipher, row)?.cell(column))));
    let problem =
        |remark: Remark| RowProblem { detail: remark.detail(lang).to_owned(), field: remark.field, code: remark.code };
    let change = |one: Difference| RowChange { field: one.field, header: one.header, from: one.from, to: one.to };
    Ok(ImportRow {
        row_number: u32::try_from(row.row_number).unwrap_or(0),
        outcome: row.outcome,
        name: name.transpose()?.filter(|name| !name.is_empty()),
        customer_id: row.customer_id,
        problems: judging::problems(row)?.into_iter().map(problem).collect(),
        changes: judging::differences(row)?.into_iter().map(change).collect(),
        applied: row.applied_at.is_some(),
    })
}
