//! What holds for every refusal, whatever it refuses.

use crate::{client::Answer, log};

/// Characters of a request that an answer may repeat in one piece.
const LONGEST_ECHO: usize = 100;

/// Words of our insides.
const INSIDES: &[&str] = &[
    "sqlx",
    "SQLSTATE",
    "panicked",
    ".rs",
    "invalid type",
    "at line",
    "sqlite",
    "postgres",
    "sea_orm",
    "serde",
    "actix",
    "RUST_BACKTRACE",
    "missing field `",
    "unknown field `",
    "expected `",
    "trailing characters",
    "EOF while",
    "/root/",
    "constraint failed",
    "syntax error",
    "chrono",
];

/// What is wrong with an answer, of what is asked of all.
pub fn faults(answer: &Answer, input: &str) -> Vec<String> {
    let text = String::from_utf8_lossy(&answer.bytes);
    let mut faults = Vec::new();
    let mut must = |holds: bool, what: String| {
        if !holds {
            faults.push(what);
        }
    };
    must(answer.status.is_client_error(), format!("{} is no refusal", answer.status));
    for (header, value) in [
        ("content-type", "application/problem+json"),
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "no-referrer"),
        ("content-security-policy", "default-src 'none'; frame-ancestors 'none'"),
    ] {
        must(answer.header(header) == value, format!("{header}: {}", answer.header(header)));
    }
    must(answer.status != 405 || !answer.header("allow").is_empty(), "405 without Allow".to_owned());
    must(answer.status != 429 || !answer.header("retry-after").is_empty(), "429 without Retry-After".to_owned());
    must(answer.body["status"] == answer.status.as_u16(), "another status in the body".to_owned());
    for key in ["type", "title", "detail", "instance"] {
        must(answer.body[key].as_str().is_some_and(|text| !text.is_empty()), format!("no {key}"));
    }
    let trace_id = answer.header("x-trace-id");
    must(!trace_id.is_empty() && answer.body["trace_id"] == trace_id, "no trace id".to_owned());
    for inside in INSIDES {
        must(!text.contains(inside), format!("it shows {inside}"));
    }
    must(!echoes(&text, input), "it repeats the request at length".to_owned());
    let lines = log::lines_of(trace_id);
    must(lines.len() == 1, format!("{} lines of log: {lines:?}", lines.len()));
    must(!lines.iter().any(|line| echoes(line, input)), "the log repeats the request at length".to_owned());
    faults
}

fn echoes(text: &str, input: &str) -> bool {
    let input: Vec<char> = input.chars().collect();
    let step = (input.len() / 200).max(1);
    input.windows(LONGEST_ECHO + 1).step_by(step).any(|window| text.contains(&window.iter().collect::<String>()))
}
