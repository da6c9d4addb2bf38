//! Customer workbooks on their way into the file (P01.11): columns, rows, and what becomes of each.

mod cells;
mod classify;
mod field;
mod header;

pub use cells::{Candidate, Key, Problem, Values, is_misplaced, normal};
pub use classify::{Change, Facts, Known, Seen, Verdict};
pub use field::{Field, MASKED};
pub use header::{attribute_names, importable, match_header, match_headers};

use crate::refusal::Refusal;

words! {
    /// What an import brings.
    #[cfg_attr(feature = "wire", schema(as = ImportKind))]
    pub enum Kind {
        Customers,
    }
}

words! {
    /// Where an import stands.
    #[cfg_attr(feature = "wire", schema(as = ImportState))]
    pub enum State {
        /// Read; its columns may be corrected.
        Uploaded,
        /// The dry run is under way.
        Checking,
        /// Every row has its outcome.
        Checked,
        Committing,
        /// Terminal.
        Committed,
        /// Could not be read or checked; its columns may be corrected.
        Failed,
    }
}

words! {
    /// What can be done with an import; `finish` and `fail` are the worker's, `download` moves nothing.
    #[cfg_attr(feature = "wire", schema(as = ImportAction))]
    pub enum Action {
        Remap,
        Check,
        Commit,
        Download,
        Finish,
        Fail,
    }
}

words! {
    /// What would become of a row.
    #[cfg_attr(feature = "wire", schema(as = ImportOutcome))]
    pub enum Outcome {
        New,
        Same,
        Changed,
        /// Another customer already holds what must be unique.
        Conflict,
        /// An earlier row of the same file has the same key.
        Duplicate,
        Invalid,
    }
}

words! {
    /// Why a column goes where it goes.
    pub enum MatchedBy {
        /// Its header is a known name of the field.
        Synonym,
        /// Somebody said so.
        Manual,
        /// No field: kept as an attribute under its own header.
        Attribute,
    }
}

impl State {
    /// Where `action` leads from here; the whole machine is this table.
    ///
    /// # Errors
    /// [`Refusal::ImportMove`] for every pair the table does not list.
    pub fn after(self, action: Action) -> Result<Self, Refusal> {
        use Action::{Check, Commit, Download, Fail, Finish, Remap};
        use State::{Checked, Checking, Committed, Committing, Failed, Uploaded};
        match (self, action) {
            (Uploaded | Checked | Failed, Remap) => Ok(Uploaded),
            (Uploaded | Checked | Failed, Check) => Ok(Checking),
            (Checking, Finish) => Ok(Checked),
            (Checked, Commit) => Ok(Committing),
            (Committing, Finish) => Ok(Committed),
            (Uploaded | Checking | Committing, Fail) => Ok(Failed),
            (Checked | Committing | Committed, Download) => Ok(self),
            (from, action) => Err(Refusal::ImportMove { from, action }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_machine_is_the_table_and_nothing_else() {
        use Action::*;
        use State::*;
        let listed = [
            (Uploaded, Remap, Uploaded),
            (Checked, Remap, Uploaded),
            (Failed, Remap, Uploaded),
            (Uploaded, Check, Checking),
            (Checked, Check, Checking),
            (Failed, Check, Checking),
            (Checking, Finish, Checked),
            (Checked, Commit, Committing),
            (Committing, Finish, Committed),
            (Uploaded, Fail, Failed),
            (Checking, Fail, Failed),
            (Committing, Fail, Failed),
            (Checked, Download, Checked),
            (Committing, Download, Committing),
            (Committed, Download, Committed),
        ];
        for from in State::ALL.iter().copied() {
            for action in Action::ALL.iter().copied() {
                let expected = listed
                    .iter()
                    .find(|row| (row.0, row.1) == (from, action))
                    .map(|row| row.2)
                    .ok_or(Refusal::ImportMove { from, action });
                assert_eq!(from.after(action), expected, "{from} {action}");
            }
        }
    }

    #[test]
    fn committed_is_terminal() {
        assert!(
            Action::ALL
                .iter()
                .all(|action| State::Committed.after(*action).unwrap_or(State::Committed) == State::Committed)
        );
    }
}
