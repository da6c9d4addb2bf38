//! An import as the wire shows it.

use guibin_domain::import::{Action, Field, State};
use guibin_entity::import;

use super::{
    http::{Import, ImportAction, ImportColumn, ImportCounts, ImportProblem, ImportTarget},
    layout::Layout,
    tally::Tally,
};
use crate::{
    cipher::Cipher,
    error::{Lang, Result},
    refs::{Allowed, Progress},
};

/// An import as the caller sees it.
///
/// # Errors
/// `Internal` when what was stored does not read.
pub fn show(cipher: &Cipher, lang: Lang, row: &import::Model) -> Result<Import> {
    let layout = Layout::stored(row)?;
    let samples = layout.samples(cipher, row)?;
    let columns = (0..).zip(layout.headers.iter().zip(&layout.targets)).zip(samples);
    let columns = columns.map(|((index, (header, target)), samples)| ImportColumn {
        index,
        header: header.clone(),
        samples,
        field: target.field,
        matched_by: target.matched_by,
    });
    Ok(Import {
        id: row.id,
        kind: row.kind,
        file_name: row.file_name.clone(),
        state: row.state,
        sheet: row.sheet.clone(),
        columns: columns.collect(),
        fields: targets(),
        progress: Progress { done: count(row.done), total: count(row.total) },
        counts: Tally::stored(row)?.into(),
        problem: row.problem.as_ref().map(|problem| said(problem, lang)),
        version: row.version,
        allowed_actions: allowed(row.state, lang),
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}

fn targets() -> Vec<ImportTarget> {
    let target = |field: &Field| ImportTarget {
        field: *field,
        label_zh: field.label_zh().to_owned(),
        label_en: field.label_en().to_owned(),
        // Any one of the keys will do: `import_key_missing` says so when there is none.
        required: false,
    };
    Field::ALL.iter().map(target).collect()
}

fn said(problem: &serde_json::Value, lang: Lang) -> ImportProblem {
    let text = |key: &str| problem.get(key).and_then(|value| value.as_str()).unwrap_or_default().to_owned();
    ImportProblem { code: text("code"), detail: text(if lang == Lang::Zh { "zh" } else { "en" }) }
}

fn allowed(state: State, lang: Lang) -> Vec<Allowed<ImportAction>> {
    let actions = [
        (ImportAction::Remap, Action::Remap),
        (ImportAction::Check, Action::Check),
        (ImportAction::Commit, Action::Commit),
        (ImportAction::Download, Action::Download),
    ];
    let allowed = actions.map(|(action, step)| {
        let (zh, en) = state.after(step).err().map(|refusal| refusal.sentences()).unzip();
        let reason = if lang == Lang::Zh { zh } else { en };
        Allowed { action, allowed: reason.is_none(), reason }
    });
    allowed.into()
}

impl From<Tally> for ImportCounts {
    fn from(tally: Tally) -> Self {
        Self {
            new: tally.new.into(),
            same: tally.same.into(),
            changed: tally.changed.into(),
            conflict: tally.conflict.into(),
            duplicate: tally.duplicate.into(),
            invalid: tally.invalid.into(),
        }
    }
}

fn count(rows: i32) -> u64 {
    u64::try_from(rows).unwrap_or(0)
}
