//! The rules themselves: each takes the files and gives its offences, one sentence each.

use std::collections::{BTreeMap, BTreeSet};

use super::source::{Layer, Source};

/// Code that may stand in few files only: the words, where they are looked for, where they are at home, what to do instead.
const ONE_PLACE: &[(&[&str], &str, &[&str], &str)] = &[
    (
        &[".route("],
        "api/src/",
        &[],
        "register the handler with `cfg.service(…)`: what is not annotated is missing from openapi.yaml",
    ),
    (
        &["Utc::now", "Local::now", "SystemTime::now"],
        "api/",
        &["api/src/clock.rs"],
        "take `now` from `ctx` or `tx`, in the domain as an argument: a test must be able to hold the clock",
    ),
    (
        &["env::var", "env::vars", "env::var_os"],
        "api/",
        &["api/src/config.rs"],
        "add the setting to `Config`, which reports all mistakes together, and to .env.example",
    ),
    (
        &[".begin(", ".begin_with_options(", ".begin_with_config(", ".transaction(", ".commit("],
        "api/src/",
        &["api/src/ctx.rs", "api/src/ctx/reading.rs", "api/src/ctx/system.rs", "api/src/ctx/turns.rs"],
        "write inside `ctx.write(…)`: only there do permission, event and idempotency come with the transaction",
    ),
    (
        SCOPED,
        "api/src/",
        &["api/src/scope.rs"],
        "start from `scope.…()`; past it only by `past(Past::…)`, which says why",
    ),
    (
        &["lock_exclusive(", "lock_shared(", "LockType::Update", "LockType::Share"],
        "api/src/",
        &[],
        "lock with `LockType::NoKeyUpdate`: a stronger lock makes every row that refers to this one wait",
    ),
    (
        &["Statement::from", "query_one_raw(", "query_all_raw(", "execute_raw(", "execute_unprepared("],
        "api/src/",
        &["api/src/scope.rs", "api/src/ctx/reading.rs", "api/src/app.rs"],
        "build the query from `scope.…()`: raw SQL knows no scope",
    ),
    (
        &["StatusCode"],
        "api/src/",
        &["api/src/error.rs", "api/src/reply.rs"],
        "answer with `Reply`, refuse with `Error`: those two files know status codes",
    ),
];

/// Selects on tables whose rows belong to an organisation, or to something that does.
const SCOPED: &[&str] = &[
    "alarm::Entity::find",
    "approval::Entity::find",
    "approval_step::Entity::find",
    "attachment::Entity::find",
    "clock::Entity::find",
    "complaint::Entity::find",
    "complaint_entry::Entity::find",
    "customer::Entity::find",
    "event::Entity::find",
    "export::Entity::find",
    "import::Entity::find",
    "import_row::Entity::find",
    "key_person::Entity::find",
    "service_record::Entity::find",
    "subscription::Entity::find",
];

/// What a layer of a feature does not name, and where that belongs. A row (`complaint::Model`) may be handed up and read
/// anywhere in its feature; only `rows` asks the database for one.
const LAYERS: &[(Layer, &[&str], &str)] = &[
    (Layer::Http, QUERIES, "the wire knows no queries: let `rows` find it, convert what it hands over"),
    (Layer::Commands, QUERIES, "a command decides: let `rows` find and store"),
    (Layer::Feature, QUERIES, "only `rows` speaks to the database: move the query there"),
    (
        Layer::Commands,
        &["actix_web", "http::"],
        "a command knows no HTTP: take plain values, answer with `Reply` or `Result`",
    ),
    (Layer::Rows, &["http::", "commands::"], "rows are below: pass what they need as arguments"),
];

/// What it takes to ask the database.
const QUERIES: &[&str] = &["sea_orm", "::Entity", "::ActiveModel", "::Column", "::COLUMN"];

/// Names that say nothing.
const EMPTY_NAMES: &[&str] = &["utils", "util", "helpers", "helper", "common", "manager", "service", "core", "misc"];

const LINES_PER_FILE: usize = 400;
const LINES_PER_COMMAND: usize = 25;
const LINES_PER_HANDLER: usize = 10;

/// Transactions, time, environment, status codes: one place each.
pub fn one_place(files: &[Source]) -> Vec<String> {
    let mut offences = Vec::new();
    for (words, below, homes, advice) in ONE_PLACE {
        let away = files.iter().filter(|file| file.path.starts_with(below) && !homes.contains(&file.path.as_str()));
        for file in away {
            offences.extend(named(file, words, advice));
        }
    }
    offences
}

/// http → commands → rows → entity, and never back.
pub fn layers(files: &[Source]) -> Vec<String> {
    let mut offences = Vec::new();
    for (layer, words, advice) in LAYERS {
        for file in files.iter().filter(|file| file.layer() == *layer) {
            offences.extend(named(file, words, advice));
        }
    }
    offences
}

/// One feature calls another through what its `mod.rs` re-exports; rows and the floor call no feature at all.
pub fn doors(files: &[Source]) -> Vec<String> {
    let features = features(files);
    let mut offences = Vec::new();
    for file in files.iter().filter(|file| file.is_rust()) {
        for (line, feature, next) in calls(file, &features) {
            let at = format!("{}:{line}: `crate::{feature}::{next}`", file.path);
            let foreign = file.feature() != Some(feature);
            if foreign && ["http", "commands", "rows"].contains(&next) {
                offences.push(format!("{at}: re-export the function in api/src/{feature}/mod.rs and call that"));
            } else if foreign && file.layer() == Layer::Rows {
                offences.push(format!("{at}: rows know no other feature; join in the command or handler"));
            }
        }
    }
    offences
}

/// No two features call each other, not even by a detour.
pub fn downhill(files: &[Source]) -> Vec<String> {
    let features = features(files);
    let mut below: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for file in files {
        let Some(from) = file.feature().filter(|feature| features.contains(feature)) else { continue };
        let called = calls(file, &features).into_iter().map(|(_, to, _)| to).filter(|to| *to != from);
        below.entry(from).or_default().extend(called);
    }
    // What stands on nothing that is left is sound; what remains at the end stands on itself.
    while let Some(sound) =
        below.iter().find(|(_, to)| to.iter().all(|to| !below.contains_key(to))).map(|(from, _)| *from)
    {
        below.remove(sound);
    }
    let circles = below.iter().map(|(from, to)| {
        let to: Vec<_> = to.iter().filter(|to| below.contains_key(*to)).copied().collect();
        format!("api/src/{from} calls {}, which leads back: turn one way into an event", to.join(", "))
    });
    circles.collect()
}

/// No file, folder or module has a name under which anything could be put.
pub fn names(files: &[Source]) -> Vec<String> {
    let advice = "name it after what it does in the business, or put it where it is used";
    let mut offences = Vec::new();
    for file in files {
        let stem = file.path.split('/').map(|part| part.split('.').next().unwrap_or(part));
        let empty = stem.filter(|part| EMPTY_NAMES.contains(part));
        offences.extend(empty.map(|part| format!("{}: `{part}` says nothing: {advice}", file.path)));
        for (line, text) in file.lines_with("mod ") {
            let name = text.rsplit("mod ").next().and_then(|name| name.split([';', ' ']).next()).unwrap_or_default();
            if EMPTY_NAMES.contains(&name) {
                offences.push(format!("{}:{line}: `{name}` says nothing: {advice}", file.path));
            }
        }
    }
    offences
}

/// No file needs scrolling back and forth.
pub fn file_sizes(files: &[Source]) -> Vec<String> {
    let sized = files.iter().map(|file| (file, file.text.lines().count()));
    let long = sized.filter(|(_, lines)| *lines > LINES_PER_FILE);
    long.map(|(file, lines)| format!("{}: {lines} lines of {LINES_PER_FILE}: split it by use case", file.path))
        .collect()
}

/// A command fits one glance, a handler half of one; everything else is held to 60 lines by clippy.
pub fn function_sizes(files: &[Source]) -> Vec<String> {
    let mut offences = Vec::new();
    for file in files {
        let (limit, advice) = match file.layer() {
            Layer::Commands => (LINES_PER_COMMAND, "move the rule to the domain, the query to `rows`, or name a step"),
            Layer::Http => (LINES_PER_HANDLER, "a handler calls one command or query and says how it looks"),
            _ => continue,
        };
        let long = functions(&file.code).into_iter().filter(|(_, _, lines)| *lines > limit);
        offences.extend(
            long.map(|(at, name, lines)| format!("{}:{at}: {name} has {lines} lines of {limit}: {advice}", file.path)),
        );
    }
    offences
}

fn named(file: &Source, words: &[&str], advice: &str) -> Vec<String> {
    let mut offences = Vec::new();
    for word in words {
        offences.extend(
            file.lines_with(word)
                .map(|(line, _)| format!("{}:{line}: `{word}` has no place here: {advice}", file.path)),
        );
    }
    offences
}

/// Folders of the server crate that speak HTTP.
fn features(files: &[Source]) -> BTreeSet<&str> {
    files.iter().filter(|file| file.layer() == Layer::Http).filter_map(Source::feature).collect()
}

/// Every `crate::feature::next` in the file: its line, the feature, and what is named inside it. Nested `use` lists are followed.
fn calls<'a>(file: &'a Source, features: &BTreeSet<&'a str>) -> Vec<(usize, &'a str, &'a str)> {
    let mut calls = Vec::new();
    let mut in_list = false;
    for (text, line) in file.code.lines().zip(1..) {
        let listed = in_list.then_some(text.trim_start());
        in_list = (in_list || text.trim_end() == "use crate::{") && !text.starts_with('}');
        let one_line = text.find("use crate::{").and_then(|at| text.get(at + 12..));
        let entries = one_line.into_iter().flat_map(|list| list.split(',').map(str::trim_start)).chain(listed);
        for path in text.split("crate::").skip(1).chain(entries) {
            let mut parts = path.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|part| !part.is_empty());
            let (first, next) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
            if let Some(feature) =
                features.get(first).filter(|_| path.get(first.len()..).is_some_and(|rest| rest.starts_with("::")))
            {
                calls.push((line, *feature, next));
            }
        }
    }
    calls
}

/// Free functions as rustfmt leaves them: line, name, and lines between the braces.
fn functions(code: &str) -> Vec<(usize, &str, usize)> {
    let mut found = Vec::new();
    let mut open: Option<(usize, &str, Option<usize>)> = None;
    for (line, number) in code.lines().zip(1..) {
        let starts = ["fn ", "async fn ", "pub fn ", "pub async fn ", "pub(crate) fn ", "pub(crate) async fn "];
        if let Some(rest) = starts.iter().find_map(|start| line.strip_prefix(start)) {
            open = Some((number, rest.split(['(', '<']).next().unwrap_or(rest), None));
        }
        if let Some((at, name, body)) = open {
            match body {
                None if line.ends_with('{') => open = Some((at, name, Some(number))),
                None if line.ends_with('}') => open = None,
                Some(from) if line.starts_with('}') => {
                    found.push((at, name, number - from - 1));
                    open = None;
                }
                _ => {}
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offences(rule: fn(&[Source]) -> Vec<String>, files: &[(&str, &str)]) -> Vec<String> {
        rule(&files.iter().map(|(path, text)| Source::new(*path, *text)).collect::<Vec<_>>())
    }

    #[track_caller]
    fn caught(rule: fn(&[Source]) -> Vec<String>, path: &str, text: &str, at: &str) {
        let offences = offences(rule, &[(path, text)]);
        assert_eq!(offences.len(), 1, "{offences:?}");
        assert!(offences[0].starts_with(at), "{offences:?}");
    }

    #[test]
    fn time_environment_transactions_and_status_codes_are_caught_away_from_home() {
        caught(one_place, "api/src/worker.rs", "\nlet now = Utc::now();", "api/src/worker.rs:2:");
        caught(one_place, "api/domain/src/clock.rs", "SystemTime::now()", "api/domain/src/clock.rs:1:");
        caught(one_place, "api/src/app.rs", "std::env::var(\"X\")", "api/src/app.rs:1:");
        caught(one_place, "api/src/customers/rows.rs", "conn.begin().await", "api/src/customers/rows.rs:1:");
        caught(one_place, "api/src/customers/http.rs", "StatusCode::OK", "api/src/customers/http.rs:1:");
        caught(one_place, "api/src/app.rs", "app.route(\"/x\", get())", "api/src/app.rs:1:");
        let at_home = [
            ("api/src/clock.rs", "Utc::now()"),
            ("tests/api/harness.rs", "env::var(\"X\")"),
            ("api/src/a.rs", "// Utc::now"),
        ];
        assert_eq!(offences(one_place, &at_home), [""; 0]);
    }

    #[test]
    fn layers_that_point_up_or_past_each_other_are_caught() {
        caught(layers, "api/src/complaints/http.rs", "use sea_orm::EntityTrait;", "api/src/complaints/http.rs:1:");
        caught(
            layers,
            "api/src/complaints/commands.rs",
            "use super::http::Complaint;",
            "api/src/complaints/commands.rs:1:",
        );
        caught(layers, "api/src/complaints/rows.rs", "use super::{commands::reply};", "api/src/complaints/rows.rs:1:");
        caught(layers, "api/src/imports/workbook.rs", "import::Entity::find()", "api/src/imports/workbook.rs:1:");
        let sound = [
            ("api/src/complaints/rows.rs", "use sea_orm::X; use guibin_entity::complaint;"),
            ("api/src/scope.rs", "use sea_orm::X;"),
        ];
        assert_eq!(offences(layers, &sound), [""; 0]);
    }

    #[test]
    fn features_that_reach_into_each_other_are_caught() {
        let complaints = ("api/src/complaints/http.rs", "");
        let reach = |path, text| offences(doors, &[complaints, ("api/src/customers/http.rs", ""), (path, text)]);
        assert_eq!(reach("api/src/customers/mod.rs", "use crate::complaints::rows::open;").len(), 1);
        assert_eq!(reach("api/src/customers/mod.rs", "use crate::{\n    complaints::{rows, open},\n};").len(), 1);
        assert_eq!(reach("api/src/customers/mod.rs", "use crate::{ctx::Ctx, complaints::rows};").len(), 1);
        assert_eq!(reach("api/src/customers/rows.rs", "crate::complaints::open(tx)").len(), 1);
        assert_eq!(reach("api/src/customers/commands.rs", "crate::complaints::open(tx)"), [""; 0]);
        assert_eq!(reach("api/src/complaints/mod.rs", "use crate::complaints::rows;"), [""; 0]);
    }

    #[test]
    fn features_that_call_in_a_circle_are_caught() {
        let a = ("api/src/a/http.rs", "crate::b::x()");
        let b = ("api/src/b/http.rs", "crate::c::x()");
        let c = |text| ("api/src/c/http.rs", text);
        let d = ("api/src/d/http.rs", "crate::a::x()");
        assert_eq!(offences(downhill, &[a, b, c("crate::ctx::x()"), d]), [""; 0]);
        let circle = offences(downhill, &[a, b, c("crate::a::x()")]);
        assert_eq!(circle.len(), 3, "{circle:?}");
    }

    #[test]
    fn names_that_say_nothing_are_caught() {
        caught(names, "api/src/utils.rs", "", "api/src/utils.rs:");
        caught(names, "frontend/src/common/date.ts", "", "frontend/src/common/date.ts:");
        caught(names, "api/src/lib.rs", "pub mod clock;\npub mod helpers;", "api/src/lib.rs:2:");
        assert_eq!(offences(names, &[("api/src/account_manager.rs", "mod service_records;")]), [""; 0]);
    }

    #[test]
    fn long_files_commands_and_handlers_are_caught() {
        caught(file_sizes, "api/src/app.rs", &"x\n".repeat(401), "api/src/app.rs: 401 lines");
        let function = |lines: usize| {
            format!("pub async fn reply(\n    tx: &Tx,\n) -> Result<()> {{\n{}}}\n", "    x;\n".repeat(lines))
        };
        caught(function_sizes, "api/src/a/commands.rs", &function(26), "api/src/a/commands.rs:1: reply has 26 lines");
        caught(function_sizes, "api/src/a/http.rs", &function(11), "api/src/a/http.rs:1: reply has 11 lines");
        assert_eq!(
            offences(function_sizes, &[("api/src/a/commands.rs", &function(25)), ("api/src/a/rows.rs", &function(50))]),
            [""; 0]
        );
    }
}
