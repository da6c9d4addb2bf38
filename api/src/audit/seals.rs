//! Seals outside the database: where every chain ended at a moment, one line each, bound to the line before.
//!
//! Whoever can delete the end of a chain in the database, head and all, cannot make these lines say so too, unless they
//! hold the audit key. Ship the folder to another machine, and they cannot even delete it.

use std::{
    collections::BTreeMap,
    fs::{self, File, OpenOptions},
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use chrono::{DateTime, Utc};
use guibin_entity::audit_head;
use serde::{Deserialize, Serialize};

use super::{
    entry::{BEGINNING, Key},
    finding::{Finding, FindingKind},
};

/// Where a chain ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    pub seq: i64,
    pub hash: String,
}

/// A line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seal {
    pub at: DateTime<Utc>,
    pub heads: BTreeMap<String, Sealed>,
    pub prev: String,
    pub hash: String,
}

impl Seal {
    fn new(key: &Key, at: DateTime<Utc>, heads: BTreeMap<String, Sealed>, prev: String) -> Self {
        let mut seal = Self { at, heads, prev, hash: String::new() };
        seal.hash = key.sign(&seal.bytes());
        seal
    }

    fn bytes(&self) -> Vec<u8> {
        serde_json::to_vec(&("guibin seal", self.at.timestamp_micros(), &self.heads, &self.prev)).unwrap_or_default()
    }
}

/// What a folder of seals says.
#[derive(Debug, Default)]
pub struct Seals {
    /// The lines that hold, in their order.
    pub lines: Vec<Seal>,
    /// What is wrong with the others.
    pub findings: Vec<Finding>,
}

/// The right to write the next line, held by one server of those that share a folder.
pub struct Turn {
    folder: PathBuf,
    _lock: File,
}

/// Waits for the right to write. What is to be sealed is read after that: two servers would otherwise seal a chain
/// shorter than the other just has.
///
/// # Errors
/// When the folder takes no file.
pub fn turn(folder: &Path) -> Result<Turn> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).with_context(|| format!("the folder {} cannot be made", folder.display()))?;
    let lock = File::create(folder.join("lock"))?;
    lock.lock()?;
    Ok(Turn { folder: folder.to_owned(), _lock: lock })
}

/// Writes a line, unless no chain has grown since the last one. Answers the chains that are shorter than they were, or
/// end otherwise.
///
/// # Errors
/// When the folder takes no file.
pub fn write(turn: &Turn, key: &Key, at: DateTime<Utc>, heads: Vec<audit_head::Model>) -> Result<Vec<String>> {
    let folder = &turn.folder;
    let last = last(folder)?;
    // The lines stand in the order of their times, whatever the clocks of the servers say.
    let at = last.as_ref().map_or(at, |last| last.at.max(at));
    let heads: BTreeMap<_, _> =
        heads.into_iter().map(|head| (head.chain, Sealed { seq: head.seq, hash: head.hash })).collect();
    if last.as_ref().is_some_and(|last| last.heads == heads) || heads.is_empty() {
        return Ok(Vec::new());
    }
    let before = last.as_ref().map(|last| &last.heads).into_iter().flatten();
    let is_behind = |is: &Sealed, was: &Sealed| is.seq < was.seq || (is.seq == was.seq && is.hash != was.hash);
    let shorter = before.filter(|(chain, was)| heads.get(*chain).is_none_or(|is| is_behind(is, was)));
    let shorter = shorter.map(|(chain, _)| chain.clone()).collect();
    let prev = last.map_or_else(|| BEGINNING.to_owned(), |last| last.hash);
    let seal = Seal::new(key, at, heads, prev);
    append(&folder.join(format!("{}.jsonl", at.format("%Y-%m-%d"))), &seal)?;
    // The log is one more witness, and usually lies elsewhere.
    tracing::info!(seal.hash = %seal.hash, seal.chains = seal.heads.len(), "sealed the trail: {}", seal.hash);
    Ok(shorter)
}

fn append(path: &Path, seal: &Seal) -> Result<()> {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).with_context(|| format!("{} cannot be written", path.display()))?;
    let mut line = serde_json::to_string(seal)?;
    line.push('\n');
    // After a line that a power cut left unfinished.
    if !fs::read(path)?.ends_with(b"\n") && file.metadata()?.len() > 0 {
        line.insert(0, '\n');
    }
    file.write_all(line.as_bytes())?;
    Ok(file.sync_all()?)
}

fn last(folder: &Path) -> Result<Option<Seal>> {
    for path in files(folder)?.into_iter().rev() {
        let text = fs::read_to_string(&path)?;
        if let Some(seal) = text.lines().rev().find_map(|line| serde_json::from_str(line).ok()) {
            return Ok(Some(seal));
        }
    }
    Ok(None)
}

/// The files of seals, the oldest first.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(cause) => return Err(cause).with_context(|| format!("the folder {} does not read", folder.display())),
    };
    let paths = entries.flatten().map(|entry| entry.path());
    let mut paths: Vec<_> = paths.filter(|path| path.extension().is_some_and(|end| end == "jsonl")).collect();
    paths.sort();
    Ok(paths)
}

/// Reads every line, and says which do not hold.
///
/// # Errors
/// When the folder does not read.
pub fn read(folder: &Path, key: &Key) -> Result<Seals> {
    let mut seals = Seals::default();
    let mut prev = BEGINNING.to_owned();
    for path in files(folder)? {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).with_context(|| format!("{} does not read", path.display()))?;
        for (line, number) in text.lines().zip(1..) {
            let Some(seal) = serde_json::from_str::<Seal>(line).ok().filter(|it| key.signed(&it.bytes(), &it.hash))
            else {
                seals.findings.push(broken(&name, number, "不是由审计密钥签署", "was not signed with the audit key"));
                continue;
            };
            if seal.prev != prev {
                let (zh, en) =
                    ("与前一行不相接，其间有封存记录缺失", "does not follow the line before it: seals are missing");
                seals.findings.push(broken(&name, number, zh, en));
            }
            prev.clone_from(&seal.hash);
            seals.lines.push(seal);
        }
    }
    Ok(seals)
}

fn broken(file: &str, line: i32, zh: &str, en: &str) -> Finding {
    let zh = format!("封存文件 {file} 第 {line} 行{zh}。");
    let en = format!("Line {line} of the seals in {file} {en}.");
    Finding::new(FindingKind::SealBroken, "", None, zh, en)
}
