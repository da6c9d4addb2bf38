//! What holds for everything that reads what strangers send: it never panics, and one law each.
//!
//! The fuzz target and the property tests of `tests/api/parsers.rs` share this file.

use std::{ops::ControlFlow, sync::OnceLock, time::Duration};

use actix_multipart::Multipart;
use actix_web::{
    http::header::{CONTENT_TYPE, HeaderMap, HeaderValue},
    web::Bytes,
};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use guibin_api::{
    body::{json, once, receive::Pace},
    edge,
    error::Error,
    imports,
    keys::Keys,
    page, precondition, query,
    token::Tokens,
};
use guibin_domain::{identity, mask, span::Span};
use serde_json::Value;

/// Takes any bytes; panics when the law does not hold.
pub type Law = fn(&[u8]);

/// Every law by its name, which is also that of its seeds in `corpus/`.
pub const ALL: &[(&str, Law)] = &[
    ("cursor", cursor),
    ("query", parameters),
    ("json", body),
    ("if_match", if_match),
    ("once_key", once_key),
    ("language", language),
    ("token", token),
    ("workbook", workbook),
    ("csv", csv),
    ("upload", upload),
    ("id_number", id_number),
    ("phone", phone),
    ("mask", masked),
    ("span", span),
    ("instant", instant),
];

/// What a cursor remembers, a cursor made of it remembers too.
fn cursor(bytes: &[u8]) {
    if let Ok(last) = page::decode(&String::from_utf8_lossy(bytes)) {
        assert_eq!(page::decode(&page::encode(&last)).unwrap(), last);
    }
}

/// Parameters written again read the same.
fn parameters(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let Ok(pairs) = query::pairs(&text) else { return };
    let escaped = |text: &str| text.bytes().map(|byte| format!("%{byte:02x}")).collect::<Vec<_>>().concat();
    let again: Vec<_> = pairs.iter().map(|(name, value)| format!("{}={}", escaped(name), escaped(value))).collect();
    assert_eq!(query::pairs(&again.join("&")).unwrap(), pairs);
    query::read::<std::collections::BTreeMap<String, String>>(&text).ok();
}

/// What is let through reads, what does not read is not let through, and what reads is refused for a limit alone.
fn body(bytes: &[u8]) {
    let checked = json::check(bytes);
    let read = serde_json::from_slice::<Value>(bytes);
    match (&checked, &read) {
        (Ok(()), Ok(value)) => assert!(json::check(value.to_string().as_bytes()).is_ok() || has_shifted(value)),
        (Ok(()), Err(cause)) => panic!("let through: {cause}"),
        (Err(Error::MalformedRequest(_)), Ok(value)) => assert!(depth(value) > json::DEEPEST, "{value}"),
        _ => {}
    }
    guibin_api::body::read::<Value>(bytes).ok();
}

/// Numbers that JSON's reader keeps as another number may leave its range when written again.
fn has_shifted(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.is_f64(),
        Value::Array(items) => items.iter().any(has_shifted),
        Value::Object(fields) => fields.values().any(has_shifted),
        _ => false,
    }
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or_default(),
        Value::Object(fields) => 1 + fields.values().map(depth).max().unwrap_or_default(),
        _ => 0,
    }
}

/// A version that was read is written so that it reads the same; everything else is no version at all.
fn if_match(bytes: &[u8]) {
    if let Some(version) = precondition::read(bytes) {
        assert!(version > 0 || version == -1);
        assert_eq!(precondition::read(format!("\"{version}\"").as_bytes()), Some(version));
    }
}

/// A key is kept as it came, in visible characters.
fn once_key(bytes: &[u8]) {
    if let Ok(key) = once::key_of(bytes) {
        assert!(key.as_bytes() == bytes && (1..=255).contains(&key.len()));
        assert!(key.chars().all(|c| c.is_ascii_graphic()));
    }
}

/// The order of two ranges of one weight decides; what comes behind, in no language of ours, changes nothing.
fn language(bytes: &[u8]) {
    let wanted = String::from_utf8_lossy(bytes);
    assert_eq!(edge::language_of(&format!("{wanted},fr;q=1")), edge::language_of(&wanted));
}

/// Nobody makes a token without the key.
fn token(bytes: &[u8]) {
    static TOKENS: OnceLock<Tokens> = OnceLock::new();
    let tokens = TOKENS.get_or_init(|| {
        let folder = std::env::temp_dir().join(format!("guibin-laws-{}", uuid::Uuid::now_v7()));
        std::fs::create_dir_all(&folder).unwrap();
        let keys = Keys::load(&folder.join("keys.json"), true).unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
        Tokens::new(&keys, "http://127.0.0.1")
    });
    assert!(tokens.check(&String::from_utf8_lossy(bytes), DateTime::<Utc>::UNIX_EPOCH).is_err());
}

fn workbook(bytes: &[u8]) {
    lines(bytes, "a.xlsx");
}

fn csv(bytes: &[u8]) {
    lines(bytes, "a.csv");
}

/// Lines come in order, none is blank, and no more come when no more are wanted.
fn lines(bytes: &[u8], name: &str) {
    let (mut last, mut seen) = (0, 0);
    imports::read_file(bytes, name, &mut |line| {
        assert!(line.number > last && line.number <= imports::MOST_ROWS);
        assert!(line.cells.iter().any(|cell| !cell.trim().is_empty()) || !line.flaws.is_empty());
        last = line.number;
        seen += 1;
        ControlFlow::Continue(())
    })
    .ok();
    let mut first = 0;
    imports::read_file(bytes, name, &mut |_| {
        first += 1;
        ControlFlow::Break(())
    })
    .ok();
    assert!(first <= 1 && (first == 1 || seen == 0));
}

/// The name of an upload leads nowhere, and its content is a part of what was sent.
fn upload(bytes: &[u8]) {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("multipart/form-data; boundary=x"));
    let parts: Vec<_> = bytes.chunks(61).map(|part| Ok(Bytes::copy_from_slice(part))).collect();
    let parts = Multipart::new(&headers, futures_util::stream::iter(parts));
    let running = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let read = running.block_on(async { imports::read_upload(parts, Pace::new(Duration::from_mins(1))).await });
    if let Ok(upload) = read {
        assert!(!upload.name.trim().is_empty() && upload.name.chars().count() <= 200, "{:?}", upload.name);
        assert!(!upload.name.contains(['/', '\\', '\0', '\r', '\n']), "{:?}", upload.name);
        assert!(upload.bytes.is_empty() || bytes.windows(upload.bytes.len()).any(|part| part == upload.bytes));
    }
}

/// A normal form is its own normal form.
fn id_number(bytes: &[u8]) {
    let (text, today) = (String::from_utf8_lossy(bytes), NaiveDate::from_ymd_opt(2026, 11, 23).unwrap());
    if let Ok(normal) = identity::id_number(&text, today) {
        assert_eq!(normal.len(), 18);
        assert_eq!(identity::id_number(&normal, today).unwrap(), normal);
    }
}

/// A normal form is its own normal form.
fn phone(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for read in [identity::mobile, identity::phone, identity::email, identity::postcode, identity::uscc] {
        if let Ok(normal) = read(&text) {
            assert_eq!(read(&normal).unwrap(), normal);
        }
    }
}

/// Whatever is masked shows that it is, and is known for it when it comes back.
fn masked(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if text.trim().is_empty() {
        return;
    }
    for mask in [mask::id_number, mask::document, mask::card, mask::mobile, mask::phone, mask::email, mask::name] {
        let shown = mask(&text);
        assert!(shown.contains('*') && mask::is_masked(&shown), "{text:?} is shown as {shown:?}");
    }
    mask::address(&text);
    mask::text(&text);
    mask::attribute(&text, &text);
}

/// A length of time written again is the same length.
fn span(bytes: &[u8]) {
    if let Ok(span) = String::from_utf8_lossy(bytes).parse::<Span>() {
        assert_eq!(span.to_string().parse::<Span>(), Ok(span));
    }
}

/// Nothing that a field would read as a day or an instant lies beyond the calendar, if it was let through.
fn instant(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let quoted = Value::String(text.clone().into_owned()).to_string();
    if json::check(quoted.as_bytes()).is_ok() {
        let days = [text.parse::<NaiveDate>().ok(), text.parse::<DateTime<Utc>>().ok().map(|at| at.date_naive())];
        assert!(days.iter().flatten().all(|day| (1..=9999).contains(&day.year())), "{text:?}");
    }
}
