//! The abuse table: bad requests over every family of endpoints, one line of YAML each, and what is asked of every answer.
//!
//! `to` method and address, `as` who (nobody when absent), `json`, `raw` or `hex` the body (`file` sends it as an upload
//! of that name), `type` its media type (JSON when absent, none when null), `headers`, `at` the version in `If-Match`,
//! `once` with a fresh `Idempotency-Key`; `gets` status, problem type, pointer and code. `$name` stands for an id of the
//! world below, `‹n×text›` for `text` n times.

pub mod standing;
pub mod world;

use std::{collections::BTreeMap, time::Instant};

use reqwest::{Method, multipart::Part};
use serde_json::Value;

use crate::{
    client::{Answer, Client, send},
    harness::TestApp,
};

/// Rows of all tables; fewer would mean that somebody lost some.
const LEAST_ROWS: usize = 500;
/// Rows that each family of addresses has at least.
const LEAST_OF_FAMILY: usize = 4;

const TABLES: &[(&str, &str)] = &[
    ("access", include_str!("abuse/access.yaml")),
    ("bodies", include_str!("abuse/bodies.yaml")),
    ("files", include_str!("abuse/files.yaml")),
    ("headers", include_str!("abuse/headers.yaml")),
    ("parameters", include_str!("abuse/parameters.yaml")),
    ("records", include_str!("abuse/records.yaml")),
];

#[actix_web::test]
async fn programs_sessions_and_the_trail_are_kept_from_nonsense() {
    refuse("access").await;
}

#[actix_web::test]
async fn bodies_that_cannot_be_read_are_refused() {
    refuse("bodies").await;
}

#[actix_web::test]
async fn uploads_that_are_none_are_refused() {
    refuse("files").await;
}

#[actix_web::test]
async fn headers_that_make_no_sense_are_refused() {
    refuse("headers").await;
}

#[actix_web::test]
async fn addresses_and_parameters_that_make_no_sense_are_refused() {
    refuse("parameters").await;
}

#[actix_web::test]
async fn records_that_are_not_acceptable_are_refused() {
    refuse("records").await;
}

#[test]
fn the_table_is_whole() {
    let rows: usize = TABLES.iter().map(|(name, _)| rows(name).len()).sum();
    assert!(rows >= LEAST_ROWS, "{rows} rows");
    // The family of an address is what stands first in it.
    let family = |path: &str| path.split(['/', '?']).find(|part| !part.is_empty()).unwrap_or_default().to_owned();
    let mut families: BTreeMap<String, usize> = BTreeMap::new();
    for row in TABLES.iter().flat_map(|(name, _)| self::rows(name)) {
        *families.entry(family(row["to"].as_str().unwrap().split_once(' ').unwrap().1)).or_default() += 1;
    }
    let document = serde_json::to_value(guibin_api::app::document()).unwrap();
    let paths = document["paths"].as_object().unwrap().keys();
    let few: Vec<_> = paths
        .map(|path| family(path.trim_start_matches("/api/v1")))
        .filter(|name| families.get(name).is_none_or(|count| *count < LEAST_OF_FAMILY))
        .collect();
    assert!(few.is_empty(), "families with fewer than {LEAST_OF_FAMILY} rows: {few:?}");
}

fn rows(name: &str) -> Vec<Value> {
    let (_, text) = TABLES.iter().find(|(table, _)| *table == name).unwrap();
    serde_norway::from_str(text).unwrap_or_else(|cause| panic!("{name}.yaml: {cause}"))
}

async fn refuse(name: &str) {
    let app = TestApp::start().await;
    let world = world::make(&app).await;
    let before = app.fingerprint().await;
    let (mut wrong, mut callers, mut slowest) = (Vec::new(), BTreeMap::new(), 0);
    for row in rows(name) {
        let row = world::filled(&row, &world);
        let who = row["as"].as_str().unwrap_or_default().to_owned();
        if !callers.contains_key(&who) {
            let caller = if who.is_empty() { app.anonymous() } else { app.sign_in(&who).await };
            callers.insert(who.clone(), caller);
        }
        let begun = Instant::now();
        let answer = ask(&callers[&who], &row).await;
        slowest = slowest.max(begun.elapsed().as_millis());
        let mut faults = standing::faults(&answer, &row.to_string());
        faults.extend(unexpected(&answer, row["gets"].as_str().unwrap()));
        if begun.elapsed().as_secs() >= 5 {
            faults.push(format!("it took {} ms", begun.elapsed().as_millis()));
        }
        if !faults.is_empty() {
            let shown: String = row.to_string().chars().take(300).collect();
            wrong.push(format!("{shown}\n  {}\n  {}", faults.join("; "), String::from_utf8_lossy(&answer.bytes)));
        }
    }
    assert!(wrong.is_empty(), "{} rows of {name}.yaml:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(app.fingerprint().await, before);
    println!("{name}: the slowest answer took {slowest} ms");
}

async fn ask(who: &Client, row: &Value) -> Answer {
    let (method, path) = row["to"].as_str().unwrap().split_once(' ').unwrap();
    let mut request = who.request(method.parse::<Method>().unwrap(), path);
    if let Some(version) = row["at"].as_i64() {
        request = request.header("if-match", format!("\"{version}\""));
    }
    if row["once"] == true {
        request = request.header("idempotency-key", uuid::Uuid::now_v7().to_string());
    }
    for (name, values) in row["headers"].as_object().into_iter().flatten() {
        let values = values.as_array().cloned().unwrap_or_else(|| vec![values.clone()]);
        for value in values {
            request = request.header(name, value.as_str().unwrap().as_bytes());
        }
    }
    let Some(body) = body(row) else { return send(request).await };
    if let Some(name) = row["file"].as_str() {
        let part = Part::bytes(body).file_name(name.to_owned());
        return send(request.multipart(reqwest::multipart::Form::new().part("file", part))).await;
    }
    request = match row.get("type") {
        None => request.header("content-type", "application/json"),
        Some(kind) => kind.as_str().into_iter().fold(request, |request, kind| request.header("content-type", kind)),
    };
    send(request.body(body)).await
}

fn body(row: &Value) -> Option<Vec<u8>> {
    if let Some(raw) = row["raw"].as_str() {
        return Some(raw.as_bytes().to_vec());
    }
    if let Some(hex) = row["hex"].as_str() {
        let pairs = hex.as_bytes().chunks(2);
        return Some(pairs.map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap()).collect());
    }
    row.get("json").map(|json| json.to_string().into_bytes())
}

/// Where the answer is not what the row says.
fn unexpected(answer: &Answer, gets: &str) -> Option<String> {
    let mut words = gets.split(' ');
    let mut statuses = words.next().unwrap().split('|').map(|status| status.parse::<u16>().unwrap());
    let slug = words.next();
    let (pointer, code) = (words.next().map(|pointer| pointer.trim_matches('\'')), words.next());
    let errors = answer.body["errors"].as_array().cloned().unwrap_or_default();
    let right = statuses.any(|status| answer.status == status)
        && slug.is_none_or(|slug| answer.body["type"] == format!("/problems/{slug}"))
        && pointer.is_none_or(|pointer| {
            errors.iter().any(|error| error["pointer"] == pointer && code.is_none_or(|code| error["code"] == code))
        });
    (!right).then(|| format!("expected {gets}"))
}
