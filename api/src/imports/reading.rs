//! Reading a file line by line: what it is, is told by its content, and its limits hold before and while it is inflated.

use std::{
    io::{Cursor, Read},
    ops::ControlFlow,
};

use calamine::{Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use zip::ZipArchive;

use super::cells::{Line, text};
use crate::error::Error;

/// Rows that are read, headers included: as many as a sheet can have.
pub const MOST_ROWS: u32 = 1_048_576;
/// Columns that are read.
pub const MOST_COLUMNS: usize = 1000;
/// Entries of the zip archive that a workbook is.
const MOST_ENTRIES: usize = 2000;
/// Bytes of one inflated entry, and of all together.
const LARGEST_ENTRY: u64 = 192 << 20;
const LARGEST_INFLATED: u64 = 256 << 20;
/// How many times its size an entry may inflate to, once it is larger than [`SMALL`] bytes.
const RATIO: u64 = 200;
const SMALL: u64 = 1 << 20;

/// Why a file cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    NotAWorkbook,
    Encrypted,
    TooLargeInflated,
    NoRows,
    TooManyRows,
    TooManyColumns,
}

impl From<Unreadable> for Error {
    fn from(why: Unreadable) -> Self {
        let (code, zh, en) = match why {
            Unreadable::NotAWorkbook => (
                "not_a_workbook",
                "不是可读取的表格。请上传 .xlsx 文件，或 UTF-8、GBK、UTF-16 编码的 .csv 文件。",
                "This is no workbook that can be read. Upload .xlsx, or .csv in UTF-8, GBK or UTF-16.",
            ),
            Unreadable::Encrypted => (
                "encrypted",
                "文件已加密。请去掉密码后重新上传。",
                "The workbook is encrypted. Remove the password and upload it again.",
            ),
            Unreadable::TooLargeInflated => (
                "too_large_inflated",
                "文件解压后过大。请删去多余内容或拆分后上传。",
                "The workbook inflates to more than is accepted. Remove what is not needed, or split it.",
            ),
            Unreadable::NoRows => {
                ("no_rows", "表格中没有数据行。请至少填写一行。", "There is no row of data. Fill in at least one.")
            }
            Unreadable::TooManyRows => (
                "too_many_rows",
                "行数超过 1048576 行（含表头）。请拆分后上传。",
                "There are more than 1,048,576 rows, headers included. Split the file.",
            ),
            Unreadable::TooManyColumns => (
                "too_many_columns",
                "列数超过 1000 列。请删去多余的列。",
                "There are more than 1,000 columns. Remove those that are not needed.",
            ),
        };
        Self::invalid("/file", code, zh, en)
    }
}

/// Takes the lines, headers first; blank lines are left out. Breaks when no more are wanted.
pub type Visit<'a> = &'a mut dyn FnMut(Line) -> ControlFlow<()>;

/// Reads a file; gives the name of the sheet, if it has one.
///
/// # Errors
/// [`Unreadable`] says why not.
pub fn read(bytes: &[u8], file_name: &str, visit: Visit<'_>) -> Result<Option<String>, Unreadable> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return read_workbook(bytes, visit).map(Some);
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
        // An encrypted workbook is wrapped like the old .xls, which has a stream of this name instead.
        let is_old = !holds_wide(bytes, "EncryptedPackage") && holds_wide(bytes, "Workbook");
        return Err(if is_old { Unreadable::NotAWorkbook } else { Unreadable::Encrypted });
    }
    let extension = file_name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    if !matches!(extension.as_str(), "" | "csv" | "txt" | "tsv") {
        return Err(Unreadable::NotAWorkbook);
    }
    read_csv(bytes, visit).map(|()| None)
}

/// Whether `word` stands in `bytes` as UTF-16.
fn holds_wide(bytes: &[u8], word: &str) -> bool {
    let wide: Vec<u8> = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(wide.len()).any(|window| window == wide)
}

fn read_workbook(bytes: &[u8], visit: Visit<'_>) -> Result<String, Unreadable> {
    inflates_within_limits(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|cause| unreadable(&cause))?;
    let sheets = book.sheets_metadata();
    let is_table = |sheet: &&calamine::Sheet| sheet.typ == SheetType::WorkSheet;
    let shown = sheets.iter().filter(is_table).find(|sheet| sheet.visible == SheetVisible::Visible);
    let sheet = shown.or_else(|| sheets.iter().find(is_table)).ok_or(Unreadable::NotAWorkbook)?.name.clone();
    let mut cells = book.worksheet_cells_reader(&sheet).map_err(|cause| unreadable(&cause))?;
    let mut lines = Lines { visit, seen: 0 };
    let mut line = Line::new(0);
    while let Some(cell) = cells.next_cell().map_err(|cause| unreadable(&cause))? {
        let (row, column) = cell.get_position();
        let number = row.checked_add(1).filter(|number| *number <= MOST_ROWS).ok_or(Unreadable::TooManyRows)?;
        if number < line.number {
            return Err(Unreadable::NotAWorkbook);
        }
        if number > line.number && lines.push(std::mem::replace(&mut line, Line::new(number)))?.is_break() {
            return Ok(sheet);
        }
        let value = text(cell.get_value());
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if column >= MOST_COLUMNS && !value.0.is_empty() {
            return Err(Unreadable::TooManyColumns);
        }
        line.put(column, value);
    }
    let _ = lines.push(line)?;
    Ok(sheet)
}

fn unreadable(cause: &XlsxError) -> Unreadable {
    if matches!(cause, XlsxError::Password) { Unreadable::Encrypted } else { Unreadable::NotAWorkbook }
}

/// Checks what the archive says of itself, and then what is really in it, by inflating each entry once to nowhere.
fn inflates_within_limits(bytes: &[u8]) -> Result<(), Unreadable> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::NotAWorkbook)?;
    if archive.len() > MOST_ENTRIES {
        return Err(Unreadable::TooLargeInflated);
    }
    let (mut total, mut is_workbook) = (0, false);
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(|_| Unreadable::NotAWorkbook)?;
        total += entry.size();
        is_workbook |= entry.name().is_ok_and(|name| name.eq_ignore_ascii_case("[Content_Types].xml"));
        if entry.encrypted() {
            return Err(Unreadable::Encrypted);
        }
        if entry.size() > allowed(entry.compressed_size()) || total > LARGEST_INFLATED {
            return Err(Unreadable::TooLargeInflated);
        }
    }
    if !is_workbook {
        return Err(Unreadable::NotAWorkbook);
    }
    total = 0;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|_| Unreadable::NotAWorkbook)?;
        let most = allowed(entry.compressed_size()).min(LARGEST_INFLATED - total);
        let inflated =
            std::io::copy(&mut entry.take(most + 1), &mut std::io::sink()).map_err(|_| Unreadable::NotAWorkbook)?;
        if inflated > most {
            return Err(Unreadable::TooLargeInflated);
        }
        total += inflated;
    }
    Ok(())
}

/// Bytes that an entry of `compressed` bytes may inflate to.
fn allowed(compressed: u64) -> u64 {
    compressed.saturating_mul(RATIO).clamp(SMALL, LARGEST_ENTRY)
}

fn read_csv(bytes: &[u8], visit: Visit<'_>) -> Result<(), Unreadable> {
    let text = decoded(bytes).ok_or(Unreadable::NotAWorkbook)?;
    let mut records = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(&text))
        .from_reader(text.as_bytes());
    let mut lines = Lines { visit, seen: 0 };
    let mut record = csv::StringRecord::new();
    let mut number = 0;
    while records.read_record(&mut record).map_err(|_| Unreadable::NotAWorkbook)? {
        number += 1;
        if number > MOST_ROWS {
            return Err(Unreadable::TooManyRows);
        }
        if record.len() > MOST_COLUMNS {
            return Err(Unreadable::TooManyColumns);
        }
        let mut line = Line::new(number);
        for (column, cell) in record.iter().enumerate() {
            line.put(column, (cell.to_owned(), None));
        }
        if lines.push(line)?.is_break() {
            break;
        }
    }
    Ok(())
}

/// The text of a file in one of the encodings that spreadsheets write; a mark at its start decides, else what fits.
fn decoded(bytes: &[u8]) -> Option<String> {
    let strictly = |encoding: &'static Encoding| {
        let text = encoding.decode_without_bom_handling_and_without_replacement(bytes.get(bom(bytes)..)?)?;
        // No text has these; a picture or an archive soon has.
        (!text.contains(['\0', '\u{1}', '\u{2}', '\u{FFFE}', '\u{FFFF}'])).then(|| text.into_owned())
    };
    match Encoding::for_bom(bytes) {
        Some((encoding, _)) if [UTF_8, UTF_16LE, UTF_16BE].contains(&encoding) => strictly(encoding),
        _ => strictly(UTF_8).or_else(|| strictly(GB18030)),
    }
}

fn bom(bytes: &[u8]) -> usize {
    Encoding::for_bom(bytes).map_or(0, |(_, length)| length)
}

/// What parts the cells of the first line: a comma, unless tabs or semicolons are more.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |c: char| first.matches(c).count();
    [(b',', count(',')), (b'\t', count('\t')), (b';', count(';'))]
        .into_iter()
        .reduce(|best, next| if next.1 > best.1 { next } else { best })
        .map_or(b',', |(delimiter, _)| delimiter)
}

/// Hands on the lines that hold something.
struct Lines<'a> {
    visit: Visit<'a>,
    seen: u32,
}

impl Lines<'_> {
    fn push(&mut self, line: Line) -> Result<ControlFlow<()>, Unreadable> {
        if line.number == 0 || line.is_blank() {
            return Ok(ControlFlow::Continue(()));
        }
        self.seen += 1;
        if self.seen > MOST_ROWS { Err(Unreadable::TooManyRows) } else { Ok((self.visit)(line)) }
    }
}

#[cfg(test)]
#[path = "reading_tests.rs"]
mod tests;
