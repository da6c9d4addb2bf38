//! Texts that have hurt other systems: whatever a rule makes of them, it does not fall over.

use chrono::NaiveDate;

use crate::import::{Candidate, Field, attribute_names, match_headers};
use crate::span::Span;
use crate::{customer_number, identity, mask, search, surname};

const TEXTS: &[&str] = &[
    "",
    " ",
    "\u{0}",
    "\u{3000}\u{A0}\u{FEFF}\u{200B}",
    "undefined",
    "null",
    "NaN",
    "-1",
    "1E+308",
    "1.7976931348623157e309",
    "0x1F",
    "００１２３４５６７８９",
    "١٢٣٤٥٦٧٨٩٠١٢٣٤٥٦٧٨",
    "𝟏𝟑𝟖𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖",
    "1381234567\u{202E}8",
    "11010519491231002ｘ",
    "1101051949123100２X",
    "１",
    "'; drop table customer; --",
    "=cmd|' /C calc'!A0",
    "＝1+1",
    "@SUM(1+1)",
    "%s%n%d\\u0000",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "张\u{0301}三",
    "𠮷野家𠀀𪚥",
    "👨‍👩‍👧‍👦🇨🇳",
    "Ｔｈｅ　ｑｕｉｃｋ",
    "ﷺ",
    "İSTANBUL ẞß ŉ ǰ",
    "Z̮̞̠͙͔ͅḀ̗̞͈̻̗Ḷ͙͎̯̹̞͓G̻O̭̗̮",
    "·····",
    "区区区区县县县县",
    "市",
    "@@@@",
    "a@b@c.d",
    "-",
    "---------",
    "转转转",
    "+86+86+86",
    "P",
    "PT",
    "PTTTT",
    "GB",
    "(((((",
    "）））））",
    "*",
    "＊＊＊",
    "买买提·阿卜杜拉·买买提·阿卜杜拉·买买提·阿卜杜拉",
];

/// The built-in texts, very long ones, and the collection beside the project when it is there.
fn texts() -> Vec<String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/torture/naughty-strings.json");
    let beside = std::fs::read_to_string(path).ok();
    let more: Vec<String> = beside.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
    let long = ["行", "a", "9", "(", "转", "区", "-", " "].map(|one| one.repeat(20_000));
    TEXTS.iter().map(|text| (*text).to_owned()).chain(long).chain(more).collect()
}

#[test]
fn no_rule_falls_over() {
    let today = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
    for text in texts() {
        let _ = (identity::id_number(&text, today), identity::uscc(&text), identity::mobile(&text));
        let _ = (identity::phone(&text), identity::email(&text), identity::postcode(&text));
        let _ = (customer_number::parse(&text), customer_number::compose(&text, 1), text.parse::<Span>());
        let _ = (surname::is_compound(&text), surname::readings(&text).count());
        let _ = (match_headers(&[&text, &text]), attribute_names(&[&text, &text]));
    }
}

#[test]
fn every_mask_shows_that_it_is_one_and_gives_nothing_long_away() {
    for text in texts() {
        for mask in [mask::name, mask::id_number, mask::mobile, mask::phone, mask::email, mask::address] {
            assert!(mask::is_masked(&mask(&text)), "{text:.40}");
        }
        assert!(!mask::address(&text).chars().any(char::is_numeric));
    }
}

#[test]
fn every_text_is_found_by_itself_and_makes_a_bounded_number_of_grams() {
    for text in texts() {
        let grams = search::grams(&text);
        assert!(search::query(&text).is_subset(&grams), "{text:.40}");
        assert!(grams.len() < 5000, "{text:.40}: {}", grams.len());
    }
}

#[test]
fn every_cell_is_read_or_refused_for_every_field() {
    let today = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
    for text in texts() {
        let cells = Field::ALL.iter().map(|field| (*field, text.clone())).collect();
        let read = Candidate::read(&cells, today);
        let told = read.values.len() + read.masked.len() + read.problems.len();
        assert_eq!(told, if text.trim().is_empty() { 0 } else { Field::ALL.len() }, "{text:.40}");
        assert!(read.values.values().all(|value| !value.contains('\0')));
    }
}
