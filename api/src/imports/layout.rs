//! Where each column of a file goes, and what that makes of a line.

use std::collections::BTreeMap;

use guibin_domain::{
    Refusal,
    import::{Field, MatchedBy, Problem, Values, attribute_names, importable, match_headers},
    mask,
};
use guibin_entity::import;
use serde::{Deserialize, Serialize};

use super::{
    cells::{Flaw, Line},
    marking,
};
use crate::{
    cipher::{Cipher, Place},
    error::{Error, Result},
};

/// Lines from which samples are shown.
const SAMPLES: usize = 3;
/// Longest sample, in characters.
const SAMPLE_CHARS: usize = 40;

/// Where one column goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    pub field: Option<Field>,
    pub matched_by: Option<MatchedBy>,
}

/// The columns of a file: their headers as they are, and where they go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    pub headers: Vec<String>,
    pub targets: Vec<Target>,
    /// Under which name each is kept as an attribute.
    names: Vec<String>,
}

/// What `import.columns` holds; the samples are sealed, because they are what somebody wrote.
#[derive(Serialize, Deserialize)]
struct Stored {
    headers: Vec<String>,
    samples: String,
}

/// A line, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    pub values: Values,
    pub attributes: BTreeMap<String, String>,
    /// Masked cells of columns that are no field; fine only if what the customer has looks like that.
    pub masked: BTreeMap<String, String>,
    pub problems: Vec<Problem>,
    /// Names of columns whose cell holds nothing but blanks.
    pub blanks: Vec<String>,
}

impl Layout {
    /// The columns of a new file, matched by their headers. Marks of an earlier import are left out, and a number of a
    /// person is masked: a header is kept as it is, in every customer of the file.
    pub fn of(headers: &[String]) -> Self {
        let headers = marking::without_marks(headers).iter().map(|header| mask::text(&header.replace('\0', "")));
        let headers: Vec<String> = headers.collect();
        let fields = match_headers(&headers);
        let by = |field: &Option<Field>| if field.is_some() { MatchedBy::Synonym } else { MatchedBy::Attribute };
        let targets = fields.iter().map(|field| Target { field: *field, matched_by: Some(by(field)) }).collect();
        Self { names: attribute_names(&headers), headers, targets }
    }

    /// The columns as they were stored.
    ///
    /// # Errors
    /// `Internal` when they do not read.
    pub fn stored(row: &import::Model) -> Result<Self> {
        let Stored { headers, .. } = serde_json::from_value(row.columns.clone())?;
        // Files from before headers were masked.
        let headers: Vec<_> = headers.iter().map(|header| mask::text(header)).collect();
        let targets = serde_json::from_value(row.mapping.clone())?;
        Ok(Self { names: attribute_names(&headers), headers, targets })
    }

    /// What to store, with samples from the first lines.
    ///
    /// # Errors
    /// `Internal` when the samples cannot be sealed.
    pub fn columns(&self, cipher: &Cipher, row: uuid::Uuid, first: &[Line]) -> Result<serde_json::Value> {
        let column = |index| {
            let cells = first.iter().map(move |line| line.cell(index)).filter(|cell| !cell.trim().is_empty());
            cells.take(SAMPLES).map(|cell| cell.chars().take(SAMPLE_CHARS).collect()).collect::<Vec<String>>()
        };
        let samples: Vec<_> = (0..self.headers.len()).map(column).collect();
        let samples = cipher.seal(place(row), &serde_json::to_string(&samples)?)?;
        Ok(serde_json::to_value(Stored { headers: self.headers.clone(), samples })?)
    }

    /// A few cells of each column as they may be shown.
    ///
    /// # Errors
    /// `Internal` when they do not open.
    pub fn samples(&self, cipher: &Cipher, row: &import::Model) -> Result<Vec<Vec<String>>> {
        let Stored { samples, .. } = serde_json::from_value(row.columns.clone())?;
        let samples: Vec<Vec<String>> = serde_json::from_str(&cipher.open(place(row.id.0), &samples)?)?;
        let columns = samples.into_iter().enumerate();
        Ok(columns.map(|(column, cells)| cells.iter().map(|cell| self.shown(column, cell)).collect()).collect())
    }

    /// A cell of a column as it may be shown.
    pub fn shown(&self, column: usize, cell: &str) -> String {
        let header = self.headers.get(column).map_or("", String::as_str);
        shown(header, self.targets.get(column).and_then(|target| target.field), cell)
    }

    /// Sends columns elsewhere; those not named stay.
    ///
    /// # Errors
    /// 422 for a column that is not there, [`Refusal::ImportColumnTwice`].
    pub fn remap(&mut self, changes: impl Iterator<Item = (u32, Option<Field>)>) -> Result<()> {
        for (position, (index, field)) in changes.enumerate() {
            let target = usize::try_from(index).ok().and_then(|index| self.targets.get_mut(index));
            let missing = || {
                let pointer = format!("/columns/{position}/index");
                Error::invalid(pointer, "out_of_range", "没有这一列。", "There is no such column.")
            };
            let by = if field.is_some() { MatchedBy::Manual } else { MatchedBy::Attribute };
            *target.ok_or_else(missing)? = Target { field, matched_by: Some(by) };
        }
        match self.importable() {
            Err(twice @ Refusal::ImportColumnTwice { .. }) => Err(twice.into()),
            _ => Ok(()),
        }
    }

    /// Whether rows can be told apart by these columns.
    ///
    /// # Errors
    /// [`Refusal::ImportColumnTwice`], [`Refusal::ImportKeyMissing`].
    pub fn importable(&self) -> Result<(), Refusal> {
        importable(&self.targets.iter().filter_map(|target| target.field).collect::<Vec<_>>())
    }

    /// Takes a line apart.
    pub fn parts(&self, line: &Line) -> Parts {
        let mut parts = Parts::default();
        for (column, (target, name)) in self.targets.iter().zip(&self.names).enumerate() {
            let cell = line.cell(column);
            if cell.trim().is_empty() {
                parts.blanks.extend((!cell.is_empty()).then(|| name.clone()));
                continue;
            }
            let refusal = flaw(line.flaws.get(&column).copied(), target.field, cell);
            match (refusal, target.field) {
                (Some(refusal), field) => parts.problems.push(Problem { field, refusal }),
                (None, Some(field)) => drop(parts.values.insert(field, cell.to_owned())),
                (None, None) if mask::is_attribute_mask(name, cell) => {
                    drop(parts.masked.insert(name.clone(), cell.to_owned()));
                }
                (None, None) => drop(parts.attributes.insert(name.clone(), cell.to_owned())),
            }
        }
        parts
    }

    /// The column that goes to `field`.
    pub fn column_of(&self, field: Field) -> Option<usize> {
        self.targets.iter().position(|target| target.field == Some(field))
    }
}

fn flaw(flaw: Option<Flaw>, field: Option<Field>, cell: &str) -> Option<Refusal> {
    let pointer = field.map_or("", Field::pointer);
    match flaw {
        Some(Flaw::LostDigits) => Some(Refusal::NumberLostDigits { pointer }),
        Some(Flaw::Failed) => Some(Refusal::CellFailed { pointer }),
        None => cell.contains('\0').then_some(Refusal::CellUnstorable { pointer }),
    }
}

/// A cell as it may be shown: masked by its field, else by what it looks like.
fn shown(header: &str, field: Option<Field>, cell: &str) -> String {
    match field {
        _ if cell.trim().is_empty() => cell.to_owned(),
        // A mask stands for itself: masked once more it would say less.
        Some(field) if field.is_mask(cell) => cell.to_owned(),
        Some(field) => field.shown(cell),
        None if mask::is_attribute_mask(header, cell) => cell.to_owned(),
        None => mask::attribute(header, cell),
    }
}

const fn place(row: uuid::Uuid) -> Place {
    Place { table: "import", column: "columns", row }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(headers: &[&str]) -> Layout {
        Layout::of(&headers.iter().map(|header| (*header).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn columns_of_the_same_name_and_without_one_stay_apart() {
        let layout = layout(&["用户id", "其他，请注明", "", "其他，请注明", "性别"]);
        let cells = ["95", "a", "b", "c", "男"].map(str::to_owned).to_vec();
        let parts = layout.parts(&Line { number: 2, cells, ..Line::default() });
        assert_eq!(parts.values.len(), 2);
        let expected = [("其他，请注明", "a"), ("column C", "b"), ("其他，请注明 (2)", "c")];
        assert_eq!(parts.attributes, expected.map(|(name, cell)| (name.to_owned(), cell.to_owned())).into());
    }

    #[test]
    fn two_columns_do_not_go_to_one_field() {
        let mut layout = layout(&["姓名", "昵称"]);
        assert!(layout.remap([(1, Some(Field::Name))].into_iter()).is_err());
        let mut layout = self::layout(&["姓名", "昵称"]);
        layout.remap([(0, None), (1, Some(Field::Name))].into_iter()).unwrap();
        assert_eq!(layout.column_of(Field::Name), Some(1));
        assert!(layout.remap([(2, None)].into_iter()).is_err());
    }

    #[test]
    fn samples_show_no_number_of_a_person() {
        assert_eq!(shown("", None, "13812341234"), "138****1234");
        assert_eq!(shown("", None, "11010519491231002X"), "1****************X");
        assert_eq!(shown("", Some(Field::Address), "金牛区水务局"), "金牛区***");
        assert_eq!(shown("", None, "4G"), "4G");
        assert_eq!(shown("安装地址", None, "金牛区水务局"), "金牛区***");
        assert_eq!(shown("", Some(Field::Remark), "找13812341234"), "找138****1234");
        assert_eq!(shown("", Some(Field::Mobile), "138****1234"), "138****1234");
    }

    #[test]
    fn marks_of_an_earlier_import_are_no_columns() {
        assert_eq!(layout(&["姓名", "结果", "原因"]).headers, ["姓名"]);
        assert_eq!(layout(&["结果", "姓名"]).headers, ["结果", "姓名"]);
    }
}
