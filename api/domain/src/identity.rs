//! Numbers that identify people and organisations, and how to reach them: is it one, and how is it
//! written down so that equal things look equal.
//!
//! Every function takes what somebody typed or a workbook held (full-width digits, spaces, +86 and
//! all) and returns the normal form, which is what is sealed, indexed and compared.

mod id_number;
mod mailbox;
mod phone;
mod uscc;

pub use id_number::id_number;
pub use mailbox::{email, postcode};
pub use phone::{mobile, phone};
pub use uscc::uscc;

/// `text` with full-width forms made half-width and every kind of blank left out.
pub(crate) fn compact(text: &str) -> String {
    text.chars().filter(|c| !is_blank(*c)).map(half_width).collect()
}

/// A full-width form (U+FF01 to U+FF5E) as its ASCII twin; anything else as it is.
pub(crate) fn half_width(c: char) -> char {
    const OFFSET: u32 = 0xFEE0;
    match c {
        '\u{3000}' => ' ',
        '！'..='～' => char::from_u32(u32::from(c) - OFFSET).unwrap_or(c),
        _ => c,
    }
}

/// White space, and what is pasted along without being seen.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{FEFF}')
}

/// Whether `text` is nothing but ASCII digits, and at least one.
pub(crate) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Deserialize)]
    struct Vector {
        kind: String,
        value: String,
        valid: bool,
        why: String,
    }

    /// The vectors lie beside the project, not in it; without them this fails, because it would compare nothing.
    #[test]
    fn the_reference_vectors_agree() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/reference/id-number-vectors.json");
        let text = std::fs::read_to_string(path).expect("the vectors lie in ../shared, beside the project");
        let vectors: Vec<Vector> = serde_json::from_str(&text).unwrap();
        assert_eq!(vectors.len(), 56);
        let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        for Vector { kind, value, valid, why } in vectors {
            let found = if kind == "rid" { id_number(&value, today) } else { uscc(&value) };
            assert_eq!(found.is_ok(), valid, "{value}: {why}, {found:?}");
        }
    }
}
