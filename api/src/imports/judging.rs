//! What becomes of each line: one way for the dry run and for the commit.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use guibin_domain::{
    Refusal,
    ids::{CustomerId, ImportId, ImportRowId},
    import::{Candidate, Change, Facts, Field, Key, Known, Outcome, Problem, Seen, Values},
    mask,
};
use guibin_entity::{customer, import_row};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::{cells::Line, layout::Layout};
use crate::{
    cipher::{Cipher, Place},
    customers::{self, Found},
    database::Connection,
    error::{Error, Lang, Result},
    scope::Scope,
};

/// Columns named in the note on blank cells.
const BLANKS_NAMED: usize = 5;

/// What is wrong with a row, or worth knowing, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    pub field: Option<Field>,
    pub code: String,
    pub zh: String,
    pub en: String,
}

impl Remark {
    fn of(problem: &Problem) -> Self {
        let (zh, en) = problem.refusal.sentences();
        Self { field: problem.field, code: problem.refusal.code().to_owned(), zh, en }
    }

    /// Says that cells of nothing but blanks count as empty.
    fn blanks(names: &[String]) -> Option<Self> {
        let listed = names.iter().take(BLANKS_NAMED).cloned().collect::<Vec<_>>().join(", ");
        (!names.is_empty()).then(|| Self {
            field: None,
            code: "cell_only_blanks".to_owned(),
            zh: format!("只有空格的单元格按空白处理：{listed}。"),
            en: format!("Cells of nothing but blanks count as empty: {listed}."),
        })
    }

    /// What is wrong, and with what.
    pub fn said(&self, lang: Lang) -> String {
        let text = self.detail(lang);
        match (self.field, lang) {
            (Some(field), Lang::Zh) => format!("{}：{text}", field.label_zh()),
            (Some(field), Lang::En) => format!("{}: {text}", field.label_en()),
            (None, _) => text.to_owned(),
        }
    }

    /// The sentence alone.
    pub fn detail(&self, lang: Lang) -> &str {
        if lang == Lang::Zh { &self.zh } else { &self.en }
    }
}

/// A difference as it is stored: masked, and by header where it is about no field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    pub field: Option<Field>,
    pub header: Option<String>,
    pub from: Option<String>,
    pub to: Option<String>,
}

impl Difference {
    fn of(change: &Change) -> Self {
        Self {
            field: Some(change.field),
            header: None,
            from: change.from.as_ref().map(|value| change.field.shown(value)),
            to: Some(change.field.shown(&change.to)),
        }
    }
}

/// A line with its outcome, and what to write if it is committed.
pub struct Judged {
    pub line: Line,
    pub outcome: Outcome,
    /// The customer as found, unless it is new.
    pub customer: Option<customer::Model>,
    pub values: Values,
    pub attributes: BTreeMap<String, String>,
    remarks: Vec<Remark>,
    differences: Vec<Difference>,
}

/// Where and as whom lines are judged.
#[derive(Clone, Copy)]
pub struct Bench<'a> {
    pub layout: &'a Layout,
    pub scope: &'a Scope,
    pub cipher: &'a Cipher,
    pub org_id: guibin_domain::ids::OrgId,
    /// A day in the branch's zone.
    pub today: NaiveDate,
}

impl Bench<'_> {
    /// Judges lines in the order of the file. `seen` knows the lines before them.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn judge(&self, conn: &impl Connection, seen: &mut Seen, lines: Vec<Line>) -> Result<Vec<Judged>> {
        let parts: Vec<_> = lines.iter().map(|line| self.layout.parts(line)).collect();
        let read = parts.iter().map(|parts| {
            let mut candidate = Candidate::read(&parts.values, self.today);
            candidate.problems.extend(parts.problems.iter().cloned());
            candidate
        });
        let candidates: Vec<_> = read.collect();
        let keys: BTreeSet<_> =
            candidates.iter().flat_map(|one| one.lookups().into_iter().chain(claims(one))).collect();
        let found = customers::find_all(conn, self.scope, self.cipher, self.org_id, &keys).await?;
        let mut judged = Vec::with_capacity(lines.len());
        for ((line, parts), candidate) in lines.into_iter().zip(parts).zip(candidates) {
            judged.push(self.one(seen, &found, line, parts, candidate)?);
        }
        Ok(judged)
    }

    fn one(
        &self,
        seen: &mut Seen,
        found: &Found,
        line: Line,
        parts: super::layout::Parts,
        mut candidate: Candidate,
    ) -> Result<Judged> {
        let matched = candidate.lookups().iter().find_map(|key| found.customer(key)).cloned();
        let held = matched.as_ref().map(|row| customers::attributes(row, self.cipher)).transpose()?.unwrap_or_default();
        // What an export showed masked comes back as it was shown, and is no change; any other mask is nothing to keep.
        let is_own = |(name, cell): (&String, &String)| {
            held.get(name).is_some_and(|held| mask::attribute(name, held.trim()) == cell.trim())
        };
        if !parts.masked.iter().all(is_own) {
            candidate.problems.push(Problem { field: None, refusal: Refusal::MaskedValue { pointer: "" } });
        }
        let known = matched.as_ref().map(|row| self.known(row)).transpose()?;
        let holders =
            claims(&candidate).flat_map(|key| found.holders(&key).iter().map(move |id| (key.field, *id))).collect();
        let verdict = seen.classify(line.number, candidate, &Facts { matched: known, holders });
        let mut outcome = verdict.outcome;
        let mut differences: Vec<_> = verdict.changes.iter().map(Difference::of).collect();
        if matches!(outcome, Outcome::Same | Outcome::Changed) && matched.is_some() {
            differences.extend(attribute_differences(&held, &parts.attributes));
            outcome = if differences.is_empty() { Outcome::Same } else { Outcome::Changed };
        }
        let remarks = verdict.problems.iter().map(Remark::of).chain(Remark::blanks(&parts.blanks)).collect();
        let changed = verdict.changes.into_iter().map(|change| (change.field, change.to));
        let values = verdict.values.into_iter().chain(changed).collect();
        let customer = matched.filter(|_| verdict.customer_id.is_some());
        Ok(Judged { line, outcome, customer, values, attributes: parts.attributes, remarks, differences })
    }

    fn known(&self, row: &customer::Model) -> Result<Known> {
        // Blanks around a text are no difference: a workbook's cells are read without them.
        let values =
            customers::values(row, self.cipher)?.into_iter().map(|(field, value)| (field, value.trim().to_owned()));
        Ok(Known { id: row.id, values: values.collect() })
    }
}

/// What must be one customer's alone.
fn claims(candidate: &Candidate) -> impl Iterator<Item = Key> {
    let values = &candidate.values;
    [Field::ExternalId, Field::IdNumber, Field::Mobile]
        .into_iter()
        .filter_map(|field| values.get(&field).map(|value| Key { field, value: value.clone() }))
        .collect::<Vec<_>>()
        .into_iter()
}

fn attribute_differences(held: &BTreeMap<String, String>, brought: &BTreeMap<String, String>) -> Vec<Difference> {
    let differing = brought.iter().filter(|(name, text)| held.get(*name) != Some(*text));
    let difference = |(name, text): (&String, &String)| Difference {
        field: None,
        header: Some(name.clone()),
        from: held.get(name).map(|held| mask::attribute(name, held)),
        to: Some(mask::attribute(name, text)),
    };
    differing.map(difference).collect()
}

impl Judged {
    /// The row to store, its cells sealed.
    ///
    /// # Errors
    /// `Internal` when it cannot be sealed.
    pub fn row(&self, cipher: &Cipher, import_id: ImportId) -> Result<import_row::Model> {
        let id = Uuid::now_v7();
        let too_many = |_| Error::Internal(anyhow::anyhow!("a row number above what is read"));
        Ok(import_row::Model {
            id: ImportRowId(id),
            import_id,
            row_number: i32::try_from(self.line.number).map_err(too_many)?,
            outcome: self.outcome,
            applied_at: None,
            customer_id: self.customer.as_ref().map(|row| row.id),
            problems: json!(self.remarks),
            changes: (!self.differences.is_empty()).then(|| json!(self.differences)),
            cells: cipher.seal(place(id), &serde_json::to_string(&self.line)?)?,
        })
    }

    /// The same row, judged again.
    pub fn again(&self, row: import_row::Model, customer_id: Option<CustomerId>) -> import_row::Model {
        import_row::Model {
            outcome: self.outcome,
            customer_id: customer_id.or_else(|| self.customer.as_ref().map(|row| row.id)),
            problems: json!(self.remarks),
            changes: (!self.differences.is_empty()).then(|| json!(self.differences)),
            ..row
        }
    }
}

/// The line that a row was made from.
///
/// # Errors
/// `Internal` when it does not open.
pub fn line(cipher: &Cipher, row: &import_row::Model) -> Result<Line> {
    Ok(serde_json::from_str(&cipher.open(place(row.id.0), &row.cells)?)?)
}

/// What was said about a row.
///
/// # Errors
/// `Internal` when it does not read.
pub fn problems(row: &import_row::Model) -> Result<Vec<Remark>> {
    Ok(serde_json::from_value(row.problems.clone())?)
}

/// What a row changes, if anything.
///
/// # Errors
/// `Internal` when it does not read.
pub fn differences(row: &import_row::Model) -> Result<Vec<Difference>> {
    Ok(row.changes.clone().map(serde_json::from_value).transpose()?.unwrap_or_default())
}

const fn place(row: Uuid) -> Place {
    Place { table: "import_row", column: "cells", row }
}
