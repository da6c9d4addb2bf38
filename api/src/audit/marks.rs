//! What all lines of the seals say together: a chain only grows, and what was sealed at a place stays what it was.

use std::{collections::BTreeMap, path::Path};

use anyhow::Result;
use chrono::{DateTime, Utc};

use super::{
    entry::Key,
    finding::{Finding, FindingKind::TailMissing},
    seals,
};

/// A hash that was sealed at a place, and when.
pub struct Mark {
    pub hash: String,
    pub at: DateTime<Utc>,
}

/// What the seals say of a chain: every hash that any line names at a place. No later line takes back an earlier one.
pub type Marks = BTreeMap<i64, Vec<Mark>>;

/// What the seals say of all chains.
#[derive(Default)]
pub struct Sealed {
    pub chains: BTreeMap<String, Marks>,
    /// The time of the latest line that holds.
    pub until: Option<DateTime<Utc>>,
    /// Lines that do not hold, and chains that are shorter in one line than in the line before.
    pub findings: Vec<Finding>,
}

/// Reads the seals of a folder.
///
/// # Errors
/// When the folder does not read.
pub fn read(folder: &Path, key: &Key) -> Result<Sealed> {
    let read = seals::read(folder, key)?;
    let mut sealed = Sealed { findings: read.findings, ..Sealed::default() };
    let mut before = BTreeMap::<String, i64>::new();
    for seal in read.lines {
        for (chain, was) in &before {
            let is = seal.heads.get(chain).map_or(0, |head| head.seq);
            if is < *was {
                sealed.findings.push(shorter(chain, *was, is, seal.at));
            }
        }
        before = seal.heads.iter().map(|(chain, head)| (chain.clone(), head.seq)).collect();
        sealed.until = Some(seal.at);
        for (chain, head) in seal.heads {
            let marks = sealed.chains.entry(chain).or_default().entry(head.seq).or_default();
            if !marks.iter().any(|mark| mark.hash == head.hash) {
                marks.push(Mark { hash: head.hash, at: seal.at });
            }
        }
    }
    Ok(sealed)
}

fn shorter(chain: &str, was: i64, is: i64, at: DateTime<Utc>) -> Finding {
    let zh = format!("链尾曾被删除：先封存了 {was} 条记录，{at} 封存时只剩 {is} 条。");
    let en = format!("The tail was cut off: {was} entries were sealed, and at {at} only {is}.");
    Finding::new(TailMissing, chain, Some(is + 1), zh, en)
}
