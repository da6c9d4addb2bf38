//! One line of a file, and cells as text: numbers exactly as they stand, days as ISO dates.

use std::collections::BTreeMap;

use calamine::{DataRef, ExcelDateTime};
use serde::{Deserialize, Serialize};

use crate::spreadsheet::restored;

/// Integers from here on have more digits than a spreadsheet keeps of a number.
const LOSES_DIGITS: f64 = 1e15;

/// What makes a cell unfit although it has a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flaw {
    /// A number with so many digits that the last ones are gone.
    LostDigits,
    /// A formula that ended in an error.
    Failed,
}

/// A line that holds something: its number as the spreadsheet counts, from 1, and its cells.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub number: u32,
    pub cells: Vec<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub flaws: BTreeMap<usize, Flaw>,
}

impl Line {
    /// An empty line.
    pub fn new(number: u32) -> Self {
        Self { number, ..Self::default() }
    }

    /// Puts a cell in its place, if it holds anything.
    pub fn put(&mut self, column: usize, (text, flaw): (String, Option<Flaw>)) {
        if text.is_empty() {
            return;
        }
        if self.cells.len() <= column {
            self.cells.resize(column + 1, String::new());
        }
        if let Some(cell) = self.cells.get_mut(column) {
            restored(&text).clone_into(cell);
        }
        self.flaws.extend(flaw.map(|flaw| (column, flaw)));
    }

    /// Whether there is nothing to read in it.
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }

    /// The cell in `column`; a short line has empty cells at its end.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }
}

/// A cell of a workbook as text. A formula is never computed: what it last came to is its value.
pub fn text(value: &DataRef<'_>) -> (String, Option<Flaw>) {
    match value {
        DataRef::Empty => (String::new(), None),
        DataRef::String(text) => (text.clone(), None),
        DataRef::SharedString(text) => ((*text).to_owned(), None),
        DataRef::Int(number) => (number.to_string(), None),
        DataRef::Float(number) => decimal(*number),
        DataRef::Bool(truth) => (if *truth { "TRUE" } else { "FALSE" }.to_owned(), None),
        DataRef::DateTime(at) => (moment(at), None),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => (text.clone(), None),
        DataRef::Error(error) => (error.to_string(), Some(Flaw::Failed)),
        #[expect(unreachable_patterns, reason = "the reader may learn of more kinds")]
        _ => (String::new(), Some(Flaw::Failed)),
    }
}

/// A number in plain decimals, never with an exponent.
fn decimal(number: f64) -> (String, Option<Flaw>) {
    let is_whole = number.fract() == 0.0;
    let flaw = (is_whole && number.abs() >= LOSES_DIGITS).then_some(Flaw::LostDigits);
    (if number == 0.0 { "0".to_owned() } else { number.to_string() }, flaw)
}

/// `2026-11-22`, `2026-11-22 09:30:00`, or `09:30:00` for a time of no day.
fn moment(at: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
    let time = format!("{hour:02}:{minute:02}:{second:02}");
    if at.is_duration() || at.as_f64() < 1.0 {
        return time;
    }
    let date = format!("{year:04}-{month:02}-{day:02}");
    if at.as_f64().fract() == 0.0 { date } else { format!("{date} {time}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::ExcelDateTimeType;

    #[test]
    fn numbers_are_exact_decimals_and_lost_digits_are_told() {
        for (number, written, flaw) in [
            (95.0, "95", None),
            (9.55, "9.55", None),
            (-1.0, "-1", None),
            (-0.0, "0", None),
            (0.000_000_1, "0.0000001", None),
            (13_812_345_678.0, "13812345678", None),
            (999_999_999_999_999.0, "999999999999999", None),
            (1e15, "1000000000000000", Some(Flaw::LostDigits)),
            (510_105_198_001_011_230.0, "510105198001011200", Some(Flaw::LostDigits)),
            (1.2e17, "120000000000000000", Some(Flaw::LostDigits)),
        ] {
            assert_eq!(decimal(number), (written.to_owned(), flaw));
        }
    }

    #[test]
    fn days_are_iso_dates() {
        let at = |value| moment(&ExcelDateTime::new(value, ExcelDateTimeType::DateTime, false));
        assert_eq!(at(45_943.0), "2025-10-13");
        assert_eq!(at(45_943.5), "2025-10-13 12:00:00");
        assert_eq!(at(0.25), "06:00:00");
    }

    #[test]
    fn a_line_is_as_long_as_its_last_cell() {
        let mut line = Line::new(2);
        line.put(2, ("'-1".to_owned(), None));
        line.put(4, (String::new(), None));
        assert_eq!(line.cells, ["", "", "-1"]);
        assert_eq!((line.cell(2), line.cell(9), line.is_blank()), ("-1", "", false));
    }
}
