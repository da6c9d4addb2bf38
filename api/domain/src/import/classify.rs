//! What would become of a row: the dry run's decision.

use std::collections::{BTreeMap, BTreeSet};

use super::cells::{Candidate, Key, Problem, Values};
use super::{Field, Outcome};
use crate::ids::CustomerId;
use crate::refusal::Refusal;

/// What the file holds of a customer: values in their normal form, unmasked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    pub id: CustomerId,
    pub values: Values,
}

/// What the house knows about a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The customer that the first successful of [`Candidate::lookups`] found.
    pub matched: Option<Known>,
    /// Customers that hold the row's external id, ID number or mobile number; the matched one may be
    /// among them, and so may customers that the importer does not see.
    pub holders: Vec<(Field, CustomerId)>,
}

/// What a row would change in a customer. Not masked: show with [`Field::shown`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub field: Field,
    pub from: Option<String>,
    pub to: String,
}

/// What would become of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    pub outcome: Outcome,
    /// The customer it is about, unless it is new.
    pub customer_id: Option<CustomerId>,
    pub problems: Vec<Problem>,
    /// Only of a changed row.
    pub changes: Vec<Change>,
    /// Only of a new row: what to create, its name filled in.
    pub values: Values,
}

/// The rows of one file seen so far; ask in the order of the file.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    keys: BTreeMap<Key, u32>,
    claims: BTreeMap<Key, Key>,
}

impl Seen {
    /// Decides about row `number` (as the workbook counts) and remembers it.
    ///
    /// In this order: an earlier row with the same key makes it a duplicate; anything wrong with
    /// its cells, invalid; somebody else's ID number or mobile number, a conflict; else it is new,
    /// or changes its customer, or leaves it the same. Blank cells change nothing.
    pub fn classify(&mut self, number: u32, candidate: Candidate, facts: &Facts) -> Verdict {
        let key = candidate.key();
        let first_row = key.as_ref().and_then(|key| self.keys.get(key).copied());
        let mut verdict = judged(candidate, facts, |claim| self.is_taken(claim, key.as_ref()));
        if let Some(first_row) = first_row {
            let problem =
                Problem { field: key.map(|key| key.field), refusal: Refusal::ImportRowDuplicate { first_row } };
            verdict.problems.insert(0, problem);
            return Verdict { outcome: Outcome::Duplicate, changes: Vec::new(), values: Values::new(), ..verdict };
        }
        if let Some(key) = key {
            self.keys.insert(key, number);
        }
        verdict
    }

    /// Whether an earlier row of another customer has claimed this ID or mobile number; if not, it is
    /// claimed now.
    fn is_taken(&mut self, claim: Key, key: Option<&Key>) -> bool {
        let Some(key) = key else { return self.claims.contains_key(&claim) };
        self.claims.entry(claim).or_insert_with(|| key.clone()) != key
    }
}

fn judged(candidate: Candidate, facts: &Facts, is_taken: impl FnMut(Key) -> bool) -> Verdict {
    let Candidate { values, masked, mut problems } = candidate;
    let known = facts.matched.as_ref();
    let customer_id = known.map(|known| known.id);
    problems.extend(mask_problems(&masked, known));
    problems.extend(standing_problems(&values, known));
    let mut verdict =
        Verdict { outcome: Outcome::Invalid, customer_id, problems, changes: Vec::new(), values: Values::new() };
    if !verdict.problems.is_empty() {
        return verdict;
    }
    verdict.problems = conflicts(&values, facts, is_taken);
    if !verdict.problems.is_empty() {
        return Verdict { outcome: Outcome::Conflict, ..verdict };
    }
    match known {
        None => Verdict { outcome: Outcome::New, values: named(values), ..verdict },
        Some(known) => {
            let changes = differences(&values, known);
            let outcome = if changes.is_empty() { Outcome::Same } else { Outcome::Changed };
            Verdict { outcome, changes, ..verdict }
        }
    }
}

/// A masked cell is fine when it is the mask of what the customer has.
fn mask_problems(masked: &Values, known: Option<&Known>) -> Vec<Problem> {
    let is_own = |field: &Field, cell: &String| {
        let stored = known.and_then(|known| known.values.get(field));
        stored.is_some_and(|value| field.shown(value) == *cell)
    };
    masked
        .iter()
        .filter(|(field, cell)| !is_own(field, cell))
        .map(|(field, _)| problem(*field, Refusal::MaskedValue { pointer: field.pointer() }))
        .collect()
}

/// A number must be somebody's; a new customer needs a name, or an external id to go by.
fn standing_problems(values: &Values, known: Option<&Known>) -> Vec<Problem> {
    let has = |field: Field| values.contains_key(&field);
    let mut problems = Vec::new();
    if known.is_none() && has(Field::Number) {
        problems.push(problem(Field::Number, Refusal::CustomerNumberUnknown));
    }
    if known.is_none() && !has(Field::Name) && !has(Field::ExternalId) {
        problems.push(problem(Field::Name, Refusal::CellBlank { pointer: Field::Name.pointer() }));
    }
    problems
}

/// What belongs to another customer: ID and mobile numbers, or the matched customer's own names
/// (number, external id) when the row says others.
fn conflicts(values: &Values, facts: &Facts, mut is_taken: impl FnMut(Key) -> bool) -> Vec<Problem> {
    let known = facts.matched.as_ref();
    let own_id = known.map(|known| known.id);
    let renames = [Field::Number, Field::ExternalId].into_iter().filter(|field| {
        let stored = known.and_then(|known| known.values.get(field));
        matches!((values.get(field), stored), (Some(said), Some(stored)) if said != stored)
    });
    let held = [Field::ExternalId, Field::IdNumber, Field::Mobile].into_iter().filter(|field| {
        let Some(value) = values.get(field) else { return false };
        let elsewhere = facts.holders.iter().any(|(held, id)| held == field && Some(*id) != own_id);
        // Two rows with one external id are duplicates, which is decided before.
        elsewhere || (*field != Field::ExternalId && is_taken(Key { field: *field, value: value.clone() }))
    });
    let fields: BTreeSet<_> = renames.chain(held).collect();
    fields.into_iter().map(|field| problem(field, Refusal::ImportRowConflict { field })).collect()
}

fn differences(values: &Values, known: &Known) -> Vec<Change> {
    values
        .iter()
        .map(|(field, to)| Change { field: *field, from: known.values.get(field).cloned(), to: to.clone() })
        .filter(|change| change.from.as_ref() != Some(&change.to))
        .collect()
}

/// A customer without a name goes by its external id, exactly as it stands.
fn named(mut values: Values) -> Values {
    if let Some(external_id) = values.get(&Field::ExternalId).cloned() {
        values.entry(Field::Name).or_insert(external_id);
    }
    values
}

const fn problem(field: Field, refusal: Refusal) -> Problem {
    Problem { field: Some(field), refusal }
}

#[cfg(test)]
#[path = "classify_tests.rs"]
mod tests;
