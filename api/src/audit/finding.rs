//! What a verification finds.

use serde::Serialize;
use utoipa::ToSchema;

use crate::error::Text;

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// An entry, or the head of a chain, does not say what was written.
    Altered,
    /// Entries were taken out.
    Missing,
    /// An entry stands where another was.
    Moved,
    /// The end of a chain was cut off.
    TailMissing,
    /// A line of the seals does not hold, or there is none where there must be.
    SealBroken,
}

/// One thing that is wrong.
#[derive(Clone, Debug)]
pub struct Finding {
    pub kind: FindingKind,
    /// Empty for a seal.
    pub chain: String,
    pub seq: Option<i64>,
    pub text: Text,
}

impl Finding {
    /// Something wrong in `chain`, at `seq`.
    pub fn new(kind: FindingKind, chain: &str, seq: Option<i64>, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { kind, chain: chain.to_owned(), seq, text: Text::new(zh, en) }
    }
}
