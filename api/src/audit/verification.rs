//! Whether the trail is whole: every entry as it was written, none missing, none moved, and every chain as long and of
//! the same hashes as any seal ever said it was.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::{Bound, Range},
    path::Path,
};

use chrono::{DateTime, TimeDelta, Utc};
use guibin_entity::{audit_entry::Model, audit_head};

use super::{
    entry::{BEGINNING, Key},
    finding::{
        Finding,
        FindingKind::{Altered, Missing, Moved, SealBroken, TailMissing},
    },
    marks::{self, Marks},
    rows,
};
use crate::{
    database::Connection,
    error::{Error, Result},
};

/// Findings that are told; who tampered with more is known by then, and how much more is counted.
const MOST_FINDINGS: usize = 100;

/// What was found.
#[derive(Debug, Default)]
pub struct Verification {
    /// Entries that were looked at.
    pub checked: u64,
    pub chains: u64,
    /// The time of the latest seal that holds.
    pub sealed_until: Option<DateTime<Utc>>,
    pub findings: Vec<Finding>,
    /// Findings besides those.
    pub more: u64,
}

/// Where seals are to be, and since when at the latest.
pub struct Sealing<'a> {
    pub folder: &'a Path,
    /// Minutes between two seals.
    pub minutes: u32,
    pub now: DateTime<Utc>,
}

/// Verifies every chain against itself, its head and the seals. However much was forged, a batch of entries and a
/// hundred findings are in memory, besides the seals.
///
/// # Errors
/// When the database does not answer or the seals do not read.
pub async fn verify(conn: &impl Connection, key: &Key, sealing: &Sealing<'_>) -> Result<Verification> {
    let sealed = marks::read(sealing.folder, key).map_err(Error::Internal)?;
    let has_lines = sealed.until.is_some() || !sealed.findings.is_empty();
    let mut found = Verification { sealed_until: sealed.until, ..Verification::default() };
    found.take(sealed.findings, 0);
    let (chains, mut oldest) = (sealed.chains, None);
    let (mut last, unsealed) = (String::new(), Marks::new());
    while let Some(chain) = next(conn, &chains, &last).await? {
        found.chains += 1;
        let mut walk = Walk::new(key, &chain, chains.get(&chain).unwrap_or(&unsealed));
        walk.go(conn).await?;
        found.checked += walk.checked;
        oldest = [oldest, walk.began].into_iter().flatten().min();
        let (findings, more) = walk.findings();
        found.take(findings, more);
        last = chain;
    }
    found.take(unsealed_so_long(sealing, oldest.filter(|_| !has_lines)), 0);
    Ok(found)
}

/// A server seals when it starts, every few minutes and when it stops: entries older than that and no seal at all mean
/// that somebody took the seals away, or that this is not where they are kept.
fn unsealed_so_long(sealing: &Sealing<'_>, oldest: Option<DateTime<Utc>>) -> Vec<Finding> {
    let due = sealing.now - TimeDelta::minutes(i64::from(sealing.minutes) + 1);
    let Some(oldest) = oldest.filter(|oldest| *oldest < due) else { return Vec::new() };
    let folder = sealing.folder.display();
    let zh = format!("自 {oldest} 起已有记录，但 {folder} 中没有任何封存：请恢复封存文件，或用 --seals 指明其所在。");
    let en = format!(
        "There are entries since {oldest} and no seal at all in {folder}: restore the seals, or say with --seals where they are."
    );
    vec![Finding::new(SealBroken, "", None, zh, en)]
}

/// The chain after `last`: one that was sealed, one that has a head, or one that has entries.
async fn next(conn: &impl Connection, sealed: &BTreeMap<String, Marks>, last: &str) -> Result<Option<String>> {
    let of_seals = sealed.range::<str, _>((Bound::Excluded(last), Bound::Unbounded)).next();
    let of_seals = of_seals.map(|(chain, _)| chain.clone());
    let (of_heads, of_entries) = (rows::next_head(conn, last).await?, rows::next_chain(conn, last).await?);
    Ok([of_seals, of_heads, of_entries].into_iter().flatten().min())
}

impl Verification {
    /// How much is wrong.
    pub fn count(&self) -> u64 {
        self.more.saturating_add(count(self.findings.len()))
    }

    fn take(&mut self, findings: Vec<Finding>, more: u64) {
        let room = MOST_FINDINGS.saturating_sub(self.findings.len());
        let untold = count(findings.len().saturating_sub(room));
        self.findings.extend(findings.into_iter().take(room));
        self.more = self.more.saturating_add(more).saturating_add(untold);
    }
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

/// One chain, from its first entry to its last.
struct Walk<'a> {
    key: &'a Key,
    chain: &'a str,
    marks: &'a Marks,
    checked: u64,
    /// The time of its first entry.
    began: Option<DateTime<Utc>>,
    /// Where the chain was last seen, its hash there, and whether that entry is sound.
    at: (i64, String, bool),
    /// Entries whose hash is not theirs.
    suspects: Vec<Model>,
    missing: BTreeSet<i64>,
    findings: Vec<Finding>,
    /// What is wrong beyond what is kept.
    more: u64,
}

impl<'a> Walk<'a> {
    fn new(key: &'a Key, chain: &'a str, marks: &'a Marks) -> Self {
        let at = (0, BEGINNING.to_owned(), true);
        let (suspects, missing, findings) = (Vec::new(), BTreeSet::new(), Vec::new());
        Self { key, chain, marks, checked: 0, began: None, at, suspects, missing, findings, more: 0 }
    }

    /// The chain may grow meanwhile: what is there must reach at least as far as the head did before, and no farther
    /// than the head does afterwards.
    async fn go(&mut self, conn: &impl Connection) -> Result<()> {
        let head = rows::head(conn, self.chain).await?;
        let last = rows::last_seq(conn, self.chain).await?;
        let later = rows::head(conn, self.chain).await?;
        loop {
            let batch = rows::after(conn, self.chain, self.at.0, last).await?;
            if batch.is_empty() {
                break;
            }
            for entry in batch {
                self.step(entry, head.as_ref());
            }
        }
        if later.map_or(0, |later| later.seq) < last {
            let zh = "链头被退回或删除：其后仍有记录。";
            self.tell(Altered, None, zh, "The head was set back or removed: there are entries after it.");
        }
        self.look_for_tail(last, head.as_ref());
        Ok(())
    }

    fn step(&mut self, entry: Model, head: Option<&audit_head::Model>) {
        self.checked += 1;
        self.began = self.began.or(Some(entry.at));
        let (before, hash, was_sound) = &self.at;
        let gap = before + 1..entry.seq;
        let is_sound = self.key.hash(&entry, entry.seq) == entry.hash;
        let follows = entry.seq != before + 1 || entry.prev_hash == *hash || !was_sound;
        let is_sealed = self.marks.get(&entry.seq).is_none_or(|all| all.iter().all(|mark| mark.hash == entry.hash));
        let is_head = head.is_none_or(|head| head.seq != entry.seq || head.hash == entry.hash);
        self.at = (entry.seq, entry.hash.clone(), is_sound);
        self.miss(gap);
        if !is_sound {
            self.suspect(entry);
        } else if !follows {
            let zh = "与前一条记录不相接。";
            self.tell(Altered, Some(entry.seq), zh, "The entry does not follow the one before it.");
        } else if !is_sealed {
            let zh = "与库外封存的哈希不符：其前的记录被整体重写。";
            self.tell(
                Altered,
                Some(entry.seq),
                zh,
                "The hash is not the sealed one: the chain up to here was rewritten.",
            );
        } else if !is_head {
            self.tell(Altered, Some(entry.seq), "链头的哈希被改动。", "The hash at the head of the chain was altered.");
        }
    }

    /// As many as are told; nobody keeps a million forged entries in memory.
    fn suspect(&mut self, entry: Model) {
        if self.suspects.len() < MOST_FINDINGS {
            self.suspects.push(entry);
        } else {
            self.more = self.more.saturating_add(1);
        }
    }

    fn miss(&mut self, gap: Range<i64>) {
        let (size, known) = (u64::try_from(gap.end.saturating_sub(gap.start)).unwrap_or(0), self.missing.len());
        self.missing.extend(gap.take(MOST_FINDINGS.saturating_sub(known)));
        self.more = self.more.saturating_add(size.saturating_sub(count(self.missing.len() - known)));
    }

    fn look_for_tail(&mut self, last: i64, head: Option<&audit_head::Model>) {
        let sealed = self.marks.last_key_value().filter(|(seq, _)| **seq > last);
        if let Some((seq, marks)) = sealed {
            let at = marks.first().map(|mark| mark.at).unwrap_or_default();
            let zh = format!("链尾被删除：{at} 封存时有 {seq} 条记录，现在只到第 {last} 条。");
            let en = format!("The tail was cut off: {seq} entries were sealed at {at}, there are {last}.");
            self.tell(TailMissing, Some(last + 1), zh, en);
        } else if let Some(head) = head.filter(|head| head.seq > last) {
            let zh = format!("链尾被删除：链头记有 {} 条记录，现在只到第 {last} 条。", head.seq);
            let en = format!("The tail was cut off: the head counts {} entries, there are {last}.", head.seq);
            self.tell(TailMissing, Some(last + 1), zh, en);
        }
    }

    fn tell(&mut self, kind: super::FindingKind, seq: Option<i64>, zh: impl Into<String>, en: impl Into<String>) {
        if self.findings.len() < MOST_FINDINGS {
            self.findings.push(Finding::new(kind, self.chain, seq, zh, en));
        } else {
            self.more = self.more.saturating_add(1);
        }
    }

    /// What is wrong with the chain, and how much more than that. An entry whose hash fits another place was moved from
    /// there.
    fn findings(mut self) -> (Vec<Finding>, u64) {
        let suspects = std::mem::take(&mut self.suspects);
        let places: BTreeSet<i64> =
            suspects.iter().map(|entry| entry.seq).chain(self.missing.iter().copied()).collect();
        for entry in suspects {
            let home = places.iter().find(|seq| self.key.hash(&entry, **seq) == entry.hash).copied();
            if let Some(home) = home {
                self.missing.remove(&home);
                let zh = format!("此记录原在第 {home} 位，被移到了这里。");
                self.tell(Moved, Some(entry.seq), zh, format!("The entry was moved here from place {home}."));
            } else {
                let zh = "记录内容或哈希被改动。";
                self.tell(Altered, Some(entry.seq), zh, "The entry or its hash was altered.");
            }
        }
        for seq in std::mem::take(&mut self.missing) {
            self.tell(Missing, Some(seq), "此位置的记录被删除。", "The entry at this place was deleted.");
        }
        (self.findings, self.more)
    }
}
