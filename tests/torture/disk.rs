//! A disk that may lose whatever it was not told to keep.
//!
//! What was written and not yet synced is there or not after a cut, sector by sector; a name is there for certain once
//! its folder was synced. What was synced is there for certain, unless the disk lies.

use std::{collections::BTreeMap, fs, os::unix::fs::PermissionsExt, path::Path};

use crate::{
    dice::Dice,
    trace::{Change, Event},
};

/// What a disk writes whole.
const SECTOR: usize = 512;

/// How a disk treats what it was not told to keep, and whether it does as it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Honesty {
    Honest,
    /// `synchronous=NORMAL`: the log is not synced at each commit, only before the database is written from it.
    SyncsLate,
}

/// What survives of what was not synced.
#[derive(Clone, Copy, Debug)]
pub enum Luck {
    Nothing,
    Everything,
    /// Each sector by a throw of its own.
    Sectors,
    /// What was written first, up to somewhere; the last of it torn.
    Prefix,
}

/// A change of content that may yet be lost.
#[derive(Clone)]
struct Pending<'a> {
    seq: usize,
    file: usize,
    change: &'a Change,
}

/// A name that was given to a file or taken away.
#[derive(Clone)]
struct Naming {
    seq: usize,
    name: String,
    file: Option<usize>,
}

/// The disk as of an event.
pub struct Disk<'a> {
    honesty: Honesty,
    folder: String,
    /// What is certain to be there.
    contents: Vec<Vec<u8>>,
    names: BTreeMap<String, usize>,
    /// What the program sees.
    named: BTreeMap<String, usize>,
    pending: Vec<Pending<'a>>,
    namings: Vec<Naming>,
}

impl<'a> Disk<'a> {
    /// An empty folder.
    pub fn empty(folder: &str, honesty: Honesty) -> Self {
        Self {
            honesty,
            folder: folder.to_owned(),
            contents: Vec::new(),
            names: BTreeMap::new(),
            named: BTreeMap::new(),
            pending: Vec::new(),
            namings: Vec::new(),
        }
    }

    /// Lets the event with this number happen.
    pub fn happen(&mut self, seq: usize, event: &'a Event) {
        let name = &event.path;
        match &event.change {
            Change::Create if self.named.contains_key(name) => {}
            Change::Create => {
                self.contents.push(Vec::new());
                self.name(seq, name, Some(self.contents.len() - 1));
            }
            Change::Write(..) | Change::Truncate(_) => {
                let Some(&file) = self.named.get(name) else { return };
                self.checkpoint(name);
                self.pending.push(Pending { seq, file, change: &event.change });
            }
            Change::Unlink => self.name(seq, name, None),
            Change::Rename(to) => {
                let file = self.named.get(name).copied();
                self.name(seq, name, None);
                self.name(seq, to, file);
            }
            Change::Link(to) => self.name(seq, to, self.named.get(name).copied()),
            Change::Sync(_) if self.honesty == Honesty::SyncsLate && name.ends_with("-wal") => {}
            Change::Sync(before) => match self.named.get(name) {
                Some(&file) => self.sync(file, *before),
                None => self.sync_folder(name, *before),
            },
        }
    }

    fn name(&mut self, seq: usize, name: &str, file: Option<usize>) {
        match file {
            Some(file) => self.named.insert(name.to_owned(), file),
            None => self.named.remove(name),
        };
        self.namings.push(Naming { seq, name: name.to_owned(), file });
    }

    /// A late disk has the log before anything of it goes into the database.
    fn checkpoint(&mut self, name: &str) {
        let log = self.named.get(&format!("{name}-wal")).copied();
        if let Some(log) = log.filter(|_| self.honesty == Honesty::SyncsLate) {
            self.sync(log, usize::MAX);
        }
    }

    fn sync(&mut self, file: usize, before: usize) {
        let (certain, open) = self.pending.drain(..).partition(|one| one.file == file && one.seq < before);
        self.pending = open;
        let certain: Vec<Pending> = certain;
        for one in certain {
            put(&mut self.contents[file], one.change, |_| true);
        }
    }

    fn sync_folder(&mut self, folder: &str, before: usize) {
        let inside = |naming: &Naming| Path::new(&naming.name).parent() == Some(Path::new(folder));
        for naming in self.namings.extract_if(.., |naming| naming.seq < before && inside(naming)) {
            rename(&mut self.names, &naming);
        }
    }

    /// What lies there when the power goes now, written below `into`.
    pub fn cut(&self, luck: Luck, dice: &Dice, into: &Path) {
        let (mut contents, mut names) = (self.contents.clone(), self.names.clone());
        let last = dice.between(0, u64::try_from(self.pending.len()).unwrap() + 1);
        for (one, at) in self.pending.iter().zip(0..) {
            let survives = |_: usize| match luck {
                Luck::Nothing => false,
                Luck::Everything => true,
                Luck::Sectors => dice.one_in(2),
                Luck::Prefix => at < last || (at == last && dice.one_in(2)),
            };
            put(&mut contents[one.file], one.change, survives);
        }
        // Names in the order in which they were given, as file systems with a journal keep them.
        let given = match luck {
            Luck::Nothing => 0,
            Luck::Everything => self.namings.len(),
            Luck::Sectors | Luck::Prefix => {
                usize::try_from(dice.between(0, u64::try_from(self.namings.len()).unwrap() + 1)).unwrap()
            }
        };
        for naming in &self.namings[..given] {
            rename(&mut names, naming);
        }
        fs::create_dir_all(into).unwrap();
        for (name, file) in names {
            let path = into.join(Path::new(&name).strip_prefix(&self.folder).unwrap());
            // Folders are made once and early: they are taken to be there.
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, &contents[file]).unwrap();
            // As the server makes its files: it takes no key that others can read.
            fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
        }
    }
}

fn rename(names: &mut BTreeMap<String, usize>, naming: &Naming) {
    match naming.file {
        Some(file) => names.insert(naming.name.clone(), file),
        None => names.remove(&naming.name),
    };
}

/// Puts into `content` those sectors of a change that survive.
fn put(content: &mut Vec<u8>, change: &Change, survives: impl Fn(usize) -> bool) {
    match change {
        Change::Write(at, bytes) => {
            let start = at.unwrap_or(content.len());
            let mut from = start;
            while from < start + bytes.len() {
                let to = (from / SECTOR * SECTOR + SECTOR).min(start + bytes.len());
                if survives(from) {
                    if content.len() < to {
                        content.resize(to, 0);
                    }
                    content[from..to].copy_from_slice(&bytes[from - start..to - start]);
                }
                from = to;
            }
        }
        Change::Truncate(to) if survives(0) => content.resize(*to, 0),
        _ => {}
    }
}
