//! Workbooks on their way out, written row by row, and cells that no spreadsheet takes for a formula.
//!
//! A text that begins like a formula gets an apostrophe; reading takes it off again, so that a round trip is exact.

use std::borrow::Cow;

use actix_web::{
    HttpResponse,
    http::header::{
        CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, Charset, ContentDisposition, DispositionParam,
        DispositionType, ExtendedValue,
    },
};
use rust_xlsxwriter::{Color, Format, FormatAlign, Workbook, XlsxError};

use crate::error::{Error, Result};

/// Media type of what [`Sheet::finish`] gives.
pub const MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// Longest text of a cell, in UTF-16 units; Excel takes no more.
const LONGEST_CELL: usize = 32_767;
/// Longest name of a sheet, in characters; each may take two of Excel's 31 units.
const LONGEST_NAME: usize = 15;
/// Width of a column, in characters.
const COLUMN_WIDTH: f64 = 16.0;

/// `text` so that no spreadsheet computes it.
pub fn neutral(text: &str) -> Cow<'_, str> {
    if is_formula_like(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The text that [`neutral`] was given.
pub fn restored(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| is_formula_like(rest)).unwrap_or(text)
}

/// Also what begins so behind apostrophes: each reading takes one of them off.
fn is_formula_like(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r', '＝'])
}

/// A workbook as an answer, to be kept as a file and not shown; `name` may be in any language.
pub fn answer(name: &str, file: Vec<u8>) -> HttpResponse {
    let disposition = ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::FilenameExt(ExtendedValue {
            charset: Charset::Ext("UTF-8".to_owned()),
            language_tag: None,
            value: name.as_bytes().to_vec(),
        })],
    };
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, MEDIA_TYPE))
        .insert_header((CONTENT_DISPOSITION, disposition))
        .insert_header((CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'; frame-ancestors 'none'"))
        .body(file)
}

/// What the colour of a cell says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    #[default]
    Plain,
    Good,
    Attention,
    Bad,
}

impl Tone {
    fn format(self) -> Format {
        // "@" keeps digits text when the cell is edited.
        let text = Format::new().set_num_format("@");
        match self {
            Self::Plain => text,
            Self::Good => text.set_background_color(Color::RGB(0x00C6_EFCE)),
            Self::Attention => text.set_background_color(Color::RGB(0x00FF_EB9C)),
            Self::Bad => text.set_background_color(Color::RGB(0x00FF_C7CE)),
        }
    }
}

/// A workbook of one sheet; the rows that are written leave memory.
pub struct Sheet {
    book: Workbook,
    row: u32,
    tones: [(Tone, Format); 4],
}

impl Sheet {
    /// A sheet called `name` with `headers` in its first row.
    ///
    /// # Errors
    /// [`Error::Internal`] when there is no place for temporary files.
    pub fn new<T: AsRef<str>>(name: &str, headers: &[T]) -> Result<Self> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet_with_constant_memory().map_err(failed)?;
        sheet.set_name(sheet_name(name)).map_err(failed)?;
        sheet.set_freeze_panes(1, 0).map_err(failed)?;
        let bold = Format::new().set_bold().set_num_format("@").set_align(FormatAlign::Top).set_text_wrap();
        for (column, header) in (0_u16..).zip(headers) {
            sheet.set_column_width(column, COLUMN_WIDTH).map_err(failed)?;
            sheet.write_string_with_format(0, column, cell(header.as_ref()), &bold).map_err(failed)?;
        }
        let tones = [Tone::Plain, Tone::Good, Tone::Attention, Tone::Bad].map(|tone| (tone, tone.format()));
        Ok(Self { book, row: 1, tones })
    }

    /// Adds a row of texts.
    ///
    /// # Errors
    /// [`Error::Internal`] when a temporary file cannot be written.
    pub fn push<T: AsRef<str>>(&mut self, cells: &[(T, Tone)]) -> Result<()> {
        let sheet = self.book.worksheet_from_index(0).map_err(failed)?;
        for (column, (text, tone)) in (0_u16..).zip(cells) {
            let Some((_, format)) = self.tones.iter().find(|(own, _)| own == tone) else { continue };
            if !text.as_ref().is_empty() {
                sheet.write_string_with_format(self.row, column, cell(text.as_ref()), format).map_err(failed)?;
            }
        }
        self.row += 1;
        Ok(())
    }

    /// The whole file.
    ///
    /// # Errors
    /// [`Error::Internal`] when a temporary file cannot be read back.
    pub fn finish(mut self) -> Result<Vec<u8>> {
        self.book.save_to_buffer().map_err(failed)
    }
}

/// `name` as Excel takes it: other programs give sheets names that it refuses.
fn sheet_name(name: &str) -> String {
    let allowed = |c: char| if c.is_control() || "'[]:*?/\\".contains(c) { '_' } else { c };
    let name: String = name.trim().chars().map(allowed).take(LONGEST_NAME).collect();
    if name.is_empty() { "Sheet1".to_owned() } else { name }
}

fn cell(text: &str) -> String {
    let mut units = 0;
    let whole = |c: &char| {
        units += c.len_utf16();
        units <= LONGEST_CELL
    };
    neutral(text).chars().take_while(whole).collect()
}

#[expect(clippy::needless_pass_by_value, reason = "map_err hands it over")]
fn failed(cause: XlsxError) -> Error {
    Error::Internal(anyhow::anyhow!("a workbook cannot be written: {cause}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_neutralised_and_come_back_exactly() {
        for text in
            ["=1+1", "+86 138", "-1", "@x", "\tx", "\r", "＝1", "'=1", "''=1", "'", "it's", "'x", "", "x=1", "''"]
        {
            let safe = neutral(text);
            assert!(!safe.starts_with(['=', '+', '-', '@', '\t', '\r', '＝']), "{text:?}");
            assert_eq!(restored(&safe), text);
        }
        assert_eq!((neutral("-1"), neutral("it's")), (Cow::Borrowed("'-1"), Cow::Borrowed("it's")));
    }

    #[test]
    fn any_name_of_a_sheet_becomes_one_that_excel_takes() {
        let long = ["长".repeat(40), "𠮷".repeat(40)];
        for name in ["", " ", "'", "'a'", "a/b:[]?*\\", "\u{1}"].into_iter().chain(long.iter().map(String::as_str)) {
            assert!(Sheet::new(name, &["x"]).is_ok_and(|sheet| sheet.finish().is_ok()), "{name:?}");
        }
        assert_eq!((sheet_name("Sheet1"), sheet_name("2026/11")), ("Sheet1".to_owned(), "2026_11".to_owned()));
    }

    #[test]
    fn a_cell_holds_no_more_than_excel_takes() {
        let long = "𠮷".repeat(20_000);
        assert_eq!(cell(&long).chars().count(), 16_383);
    }
}
