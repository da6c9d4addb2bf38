//! The workbook as it was uploaded, with what became of each row beside it.

use actix_web::web;
use guibin_domain::import::Outcome;
use guibin_entity::{import, import_row};

use super::{judging, layout::Layout, rows};
use crate::{
    ctx::Reader,
    error::{Error, Lang, Result},
    spreadsheet::{Sheet, Tone},
};

/// Headers of the two columns, which another import of the file leaves out again.
const MARKS: [[&str; 2]; 2] = [["结果", "原因"], ["Outcome", "Reason"]];

/// `headers` without the marks at their end.
pub fn without_marks(headers: &[String]) -> &[String] {
    let is_marked = MARKS.iter().any(|marks| headers.ends_with(&marks.map(str::to_owned)));
    let end = if is_marked { headers.len() - 2 } else { headers.len() };
    headers.get(..end).unwrap_or(headers)
}

/// Writes the marked-up workbook.
///
/// # Errors
/// `Internal` when a row does not open.
pub async fn workbook(reader: Reader<'_>, import: &import::Model, lang: Lang) -> Result<Vec<u8>> {
    let layout = Layout::stored(import)?;
    let marks = MARKS.get(usize::from(lang != Lang::Zh)).into_iter().flatten().map(|mark| (*mark).to_owned());
    let headers: Vec<_> = layout.headers.iter().cloned().chain(marks).collect();
    let mut sheet = Sheet::new(import.sheet.as_deref().unwrap_or("Sheet1"), &headers)?;
    let mut after = 0;
    loop {
        let rows = rows::lines_after(reader.conn(), import.id, after).await?;
        let Some(last) = rows.last() else { break };
        after = last.row_number;
        let lines = rows.iter().map(|row| marked(reader, row, &layout, lang)).collect::<Result<Vec<_>>>()?;
        sheet = web::block(move || {
            lines.iter().try_for_each(|line| sheet.push(line))?;
            Ok::<_, Error>(sheet)
        })
        .await
        .map_err(|_| Error::Unavailable)??;
    }
    web::block(move || sheet.finish()).await.map_err(|_| Error::Unavailable)?
}

fn marked(reader: Reader<'_>, row: &import_row::Model, layout: &Layout, lang: Lang) -> Result<Vec<(String, Tone)>> {
    let line = judging::line(reader.cipher, row)?;
    let (outcome, tone) = outcome(row.outcome, lang);
    let reasons: Vec<_> = judging::problems(row)?.iter().map(|problem| problem.said(lang)).collect();
    let mut cells: Vec<_> =
        (0..layout.headers.len()).map(|column| (layout.shown(column, line.cell(column)), Tone::Plain)).collect();
    cells.push((outcome.to_owned(), tone));
    cells.push((reasons.join(" "), Tone::Plain));
    Ok(cells)
}

const fn outcome(outcome: Outcome, lang: Lang) -> (&'static str, Tone) {
    let (zh, en, tone) = match outcome {
        Outcome::New => ("新增", "new", Tone::Good),
        Outcome::Same => ("无变化", "same", Tone::Plain),
        Outcome::Changed => ("更新", "changed", Tone::Good),
        Outcome::Conflict => ("冲突", "conflict", Tone::Attention),
        Outcome::Duplicate => ("重复", "duplicate", Tone::Attention),
        Outcome::Invalid => ("无效", "invalid", Tone::Bad),
    };
    (if matches!(lang, Lang::Zh) { zh } else { en }, tone)
}
