//! The project's own files, as the shape rules see them.

use std::{fs, path::Path};

/// One file: its path from the project's root with `/`, and its text.
pub struct Source {
    pub path: String,
    pub text: String,
    /// The text of a Rust file with every comment and string blanked out, line for line.
    pub code: String,
}

/// Where a Rust file stands in the house.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    Http,
    Commands,
    Rows,
    /// Any other file of a feature.
    Feature,
    /// `api/src/*.rs`: what all features stand on.
    Floor,
    /// Outside the server crate.
    Elsewhere,
}

impl Source {
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        let (path, text) = (path.into(), text.into());
        let is_rust = std::path::Path::new(&path).extension().is_some_and(|extension| extension == "rs");
        let code = if is_rust { blanked(&text) } else { String::new() };
        Self { path, text, code }
    }

    /// Every file under `folders` that people write.
    pub fn all(root: &Path, folders: &[&str]) -> Vec<Self> {
        let mut found = Vec::new();
        for folder in folders {
            collect(root, &root.join(folder), &mut found);
        }
        found.sort_by(|a, b| a.path.cmp(&b.path));
        found
    }

    pub fn is_rust(&self) -> bool {
        !self.code.is_empty()
    }

    /// `complaints` for `api/src/complaints/rows.rs`.
    pub fn feature(&self) -> Option<&str> {
        self.path.strip_prefix("api/src/")?.split_once('/').map(|(feature, _)| feature)
    }

    /// A feature that outgrew one file has `rows/timeline.rs` or `timeline_rows.rs`: the same layer.
    pub fn layer(&self) -> Layer {
        let Some(inside) = self.path.strip_prefix("api/src/") else { return Layer::Elsewhere };
        let Some((folder, file)) = inside.split_once('/') else { return Layer::Floor };
        if folder == "ctx" {
            return Layer::Floor; // Parts of the floor itself.
        }
        let is = |layer: &str| {
            file.trim_end_matches(".rs").split('/').any(|part| part == layer || part.ends_with(&format!("_{layer}")))
        };
        match () {
            () if is("http") => Layer::Http,
            () if is("commands") => Layer::Commands,
            () if is("rows") => Layer::Rows,
            () => Layer::Feature,
        }
    }

    /// The lines of code that hold `word` where a word starts, numbered from 1.
    pub fn lines_with<'a>(&'a self, word: &'a str) -> impl Iterator<Item = (usize, &'a str)> {
        let lines = self.code.lines().zip(1..);
        lines.filter(move |(line, _)| holds(line, word)).map(|(line, number)| (number, line.trim()))
    }
}

/// `holds("use sea_orm::X", "sea_orm")`, but not `holds("use sea_orm_migration::X", "sea_orm")`.
fn holds(line: &str, word: &str) -> bool {
    let in_name = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let (before, after) = (line.get(..at), line.get(at + word.len()..));
        let goes_on_before = word.starts_with(in_name) && before.is_some_and(|before| before.ends_with(in_name));
        let goes_on_after = word.ends_with(in_name) && after.is_some_and(|after| after.starts_with(in_name));
        !goes_on_before && !goes_on_after
    })
}

fn collect(root: &Path, folder: &Path, found: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() && !["target", "node_modules", "dist"].contains(&name.as_str()) {
            collect(root, &path, found);
        } else if [".rs", ".ts", ".tsx"].iter().any(|end| name.ends_with(end)) && !name.contains(".gen.") {
            let inside = path.strip_prefix(root).expect("found below the root");
            found.push(Source::new(
                inside.to_string_lossy().replace('\\', "/"),
                fs::read_to_string(&path).unwrap_or_default(),
            ));
        }
    }
}

/// `text` with comments and the insides of strings turned into spaces, so that only code is searched.
fn blanked(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(hashes) = raw_string(rest, &code) {
            let close = format!("\"{}", "#".repeat(hashes));
            let open = hashes + 2;
            rest.get(open..).and_then(|inside| inside.find(&close)).map_or(rest.len(), |end| open + end + close.len())
        } else if c == '"' {
            string(rest)
        } else if rest.starts_with("'\"'") {
            3
        } else {
            0
        };
        let (blank, after) = rest.split_at(length);
        code.extend(blank.chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        let mut after = after.chars();
        if length == 0 {
            code.extend(after.next());
        }
        rest = after.as_str();
    }
    code
}

/// How many `#` a raw string that starts here has.
fn raw_string(rest: &str, before: &str) -> Option<usize> {
    let hashes = rest.strip_prefix('r')?.chars().take_while(|c| *c == '#').count();
    let is_raw = rest.get(hashes + 1..)?.starts_with('"');
    (is_raw && !before.ends_with(|c: char| c.is_alphanumeric() && c != 'b' || c == '_')).then_some(hashes)
}

/// The length of the string literal that starts here.
fn string(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

#[test]
fn only_code_is_searched() {
    let text = "let a = \"Utc::now\"; // Utc::now\nlet b = r#\"Utc::now \"x\" \"#; /* Utc::now\n */ let c = '\"'; now(\"\\\"\");\n";
    let code = blanked(text);
    assert!(!code.contains("Utc::now"), "{code}");
    assert!(code.contains("let c =") && code.contains("now("), "{code}");
    assert_eq!(code.lines().count(), text.lines().count());
}

#[test]
fn a_file_knows_its_layer() {
    let layer = |path: &str| Source::new(path, "").layer();
    assert_eq!(layer("api/src/complaints/rows.rs"), Layer::Rows);
    assert_eq!(layer("api/src/customers/timeline/http.rs"), Layer::Http);
    assert_eq!(layer("api/src/customers/commands/reveal.rs"), Layer::Commands);
    assert_eq!(layer("api/src/imports/workbook_rows.rs"), Layer::Rows);
    assert_eq!(layer("api/src/imports/workbook.rs"), Layer::Feature);
    assert_eq!(layer("api/src/ctx.rs"), Layer::Floor);
    assert_eq!(layer("api/src/ctx/reading.rs"), Layer::Floor);
    assert_eq!(layer("api/domain/src/complaint.rs"), Layer::Elsewhere);
}
