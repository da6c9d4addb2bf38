//! Who gets what of whom: every operation of the document × every kind of caller × things of every owner.
//!
//! `matrix.golden` is the answer, a line for each operation and target, a column for each caller, in plain statuses:
//! what changes there is what a reviewer must have meant. `GUIBIN_BLESS=1` writes it anew. Whatever it says, what is out
//! of a caller's reach must be answered exactly as what is not there.

mod numbers;
mod operations;
mod oracle;
mod references;
mod restore;
mod roles;
mod stream;
mod world;

use std::fmt::Write as _;

use reqwest::RequestBuilder;

use self::{
    operations::Operation,
    restore::Snapshot,
    world::{ABSENT, World},
};
use crate::client::{Answer, send};

const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/api/matrix.golden");

#[actix_web::test]
async fn everybody_gets_what_the_golden_file_says_and_what_is_out_of_reach_is_not_there() {
    let world = World::new().await;
    let before = Snapshot::take(&world.app).await;
    let mut golden = format!("{:<42}", "");
    for (actor, _) in &world.actors {
        write!(golden, "{actor:<13}").unwrap();
    }
    let (mut cells, mut told) = (0, Vec::new());
    for operation in operations::all() {
        for (target, answers) in answers(&world, &before, &operation, &mut told).await {
            write!(golden, "\n{:<42}", format!("{} {target}", operation.id)).unwrap();
            for status in &answers {
                write!(golden, "{status:<13}").unwrap();
            }
            cells += answers.len();
        }
    }
    let golden = golden.lines().map(|line| format!("{}\n", line.trim_end())).collect::<Vec<_>>().concat();
    println!("{cells} cells");
    assert!(told.is_empty(), "{} answers tell of what is out of reach:\n{}", told.len(), told.join("\n"));
    if std::env::var("GUIBIN_BLESS").is_ok() {
        std::fs::write(GOLDEN, &golden).unwrap();
    }
    let held = std::fs::read_to_string(GOLDEN).unwrap();
    let changed: Vec<_> = golden.lines().zip(held.lines()).filter(|(now, held)| now != held).take(20).collect();
    assert!(golden == held, "not what tests/api/matrix.golden says (GUIBIN_BLESS=1 writes it anew): {changed:#?}");
}

/// The status of each caller on each target; what lies out of reach is compared with what is not there.
async fn answers(
    world: &World,
    before: &Snapshot,
    operation: &Operation,
    told: &mut Vec<String>,
) -> Vec<(String, Vec<u16>)> {
    let mut found: Vec<(String, Vec<u16>)> =
        operation.targets(world).into_iter().map(|target| (target, Vec::new())).collect();
    for (actor, client) in &world.actors {
        let mut plain = Vec::new();
        for (target, statuses) in &mut found {
            let answer = ask(operation, operation.call(world, client, target)).await;
            if operation.changes() && answer.status.is_success() {
                before.restore(&world.app).await;
            }
            statuses.push(answer.status.as_u16());
            plain.push((target.clone(), normal(&answer)));
        }
        for (target, answer) in &plain {
            let nothing = nothing_like(target);
            let like = plain.iter().find(|(target, _)| *target == nothing).map(|(_, answer)| answer);
            if !reaches(actor, operation, target) && operation.of().is_some() && Some(answer) != like {
                told.push(format!("{actor}, {} on {target}: {answer:?}\n  on {nothing}: {like:?}", operation.id));
            }
        }
    }
    found
}

/// What a target looks like when it is out of reach: nothing at all, or nothing under the same parent.
fn nothing_like(target: &str) -> String {
    match target.split_once('/') {
        Some((parent, child)) if child != ABSENT => format!("{parent}/{ABSENT}"),
        _ => ABSENT.to_owned(),
    }
}

/// The rules of reach, told once more and apart from the code that they judge.
fn reaches(actor: &str, operation: &Operation, target: &str) -> bool {
    let a = ["leader-a", "read-client", "write-client"].contains(&actor);
    if let Some((parent, _)) = target.split_once('/') {
        // No child of another is anybody's, but the parent may be.
        return target.ends_with(ABSENT) && (sees_all(actor) || (parent == "a" && (a || actor == "manager-a")));
    }
    match (operation.of(), target) {
        (_, ABSENT) => true,
        (Some("export" | "session"), "a") => actor == "manager-a",
        (Some("export" | "session"), "b") => actor == "manager-b",
        (Some("export" | "session"), "head") => actor == "company",
        (Some("session"), "left") => actor == "moved",
        (Some("export" | "session"), _) => false,
        _ if sees_all(actor) => true,
        (Some("org"), "head") => true,
        (Some("org"), "a") => a || actor.starts_with("manager-a"),
        (Some("org"), "b") => ["manager-b", "moved"].contains(&actor),
        (_, "a") => a || actor == "manager-a",
        (_, "left") => a,
        (_, "b") => actor == "manager-b",
        _ => false,
    }
}

fn sees_all(actor: &str) -> bool {
    ["admin", "auditor", "company"].contains(&actor)
}

/// Sends it; of a stream, which does not end, only the head is read.
async fn ask(operation: &Operation, request: RequestBuilder) -> Answer {
    if operation.id != "event_stream" {
        return send(request).await;
    }
    let response = request.send().await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    Answer { status, headers, body: serde_json::Value::Null, bytes: Vec::new() }
}

/// Status, headers and body, but for what names the request.
fn normal(answer: &Answer) -> (u16, Vec<String>, String) {
    // Whether the connection ends depends on whether the body was read before the refusal.
    let skipped = ["x-trace-id", "date", "connection"];
    let headers = answer.headers.iter().filter(|(name, _)| !skipped.contains(&name.as_str()));
    let mut headers: Vec<_> = headers.map(|(name, value)| format!("{name}: {value:?}")).collect();
    headers.sort();
    let trace = answer.header("x-trace-id");
    let body = String::from_utf8_lossy(&answer.bytes).replace(if trace.is_empty() { "\0" } else { trace }, "<trace>");
    (answer.status.as_u16(), headers, body)
}
