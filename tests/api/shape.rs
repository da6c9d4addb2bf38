//! The shape of the house, held by tests: which way things point, one place for each danger, and small files.
//!
//! Each offence names the file and line and says what to do instead. Why the rules are as they are: `api/ARCHITECTURE.md`.

mod rules;
mod source;

use std::path::Path;

use self::source::Source;

/// Fails with every offence of `rule` in the project.
fn hold(rule: fn(&[Source]) -> Vec<String>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let files = Source::all(&root, &["api", "migrations", "tests", "frontend/src", "frontend/scripts"]);
    assert!(files.iter().any(|file| file.path == "tests/api/shape.rs"), "the project's files are not where they were");
    let offences = rule(&files);
    assert!(offences.is_empty(), "{} to mend:\n{}\n", offences.len(), offences.join("\n"));
}

#[test]
fn every_danger_has_one_place() {
    hold(rules::one_place);
}

#[test]
fn layers_point_one_way() {
    hold(rules::layers);
}

#[test]
fn features_meet_only_at_the_door() {
    hold(rules::doors);
}

#[test]
fn features_point_downhill() {
    hold(rules::downhill);
}

#[test]
fn names_say_what_is_inside() {
    hold(rules::names);
}

#[test]
fn files_are_small() {
    hold(rules::file_sizes);
}

#[test]
fn commands_and_handlers_are_short() {
    hold(rules::function_sizes);
}
