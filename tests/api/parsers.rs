//! Everything that reads what strangers send, against random texts and against its seeds with something changed.

use std::{fs, path::PathBuf};

use proptest::{prelude::*, test_runner::TestRunner};

#[path = "../fuzz/src/laws.rs"]
mod laws;

/// Random cases for each law; `make torture` multiplies them.
const CASES: u32 = 256;

fn seeds(name: &str) -> Vec<Vec<u8>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(name);
    let files = fs::read_dir(&folder).unwrap_or_else(|_| panic!("{} has no seeds", folder.display()));
    let mut seeds: Vec<_> = files.map(|file| fs::read(file.unwrap().path()).unwrap()).collect();
    seeds.sort();
    assert!(!seeds.is_empty(), "{name} has no seeds");
    seeds
}

/// A seed with one piece overwritten, cut out, or doubled.
fn changed(seed: &[u8], at: usize, length: usize, piece: &[u8]) -> Vec<u8> {
    let at = at % (seed.len() + 1);
    let end = (at + length).min(seed.len());
    [&seed[..at], piece, &seed[end..]].concat()
}

#[test]
fn every_law_holds_for_its_seeds() {
    for (name, law) in laws::ALL {
        for seed in &seeds(name) {
            law(seed);
        }
    }
}

#[test]
fn every_law_holds_for_random_texts_and_changed_seeds() {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(CASES);
    let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
    for (name, law) in laws::ALL {
        let seeds = seeds(name);
        let piece = prop_oneof![
            prop::collection::vec(any::<u8>(), 0..12),
            "\\PC{0,12}".prop_map(String::into_bytes),
            "[-+0-9:TZ.,;=&%\"\\\\{}\\[\\]]{0,12}".prop_map(String::into_bytes),
        ];
        let text = prop_oneof![
            prop::collection::vec(any::<u8>(), 0..200),
            "\\PC{0,80}".prop_map(String::into_bytes),
            (prop::sample::select(seeds), any::<usize>(), 0..20_usize, piece)
                .prop_map(|(seed, at, length, piece)| changed(&seed, at, length, &piece)),
        ];
        let outcome = TestRunner::new(config.clone()).run(&text, |bytes| {
            law(&bytes);
            Ok(())
        });
        outcome.unwrap_or_else(|cause| panic!("{name}: {cause}"));
    }
}

proptest! {
    #[test]
    fn a_cursor_comes_back_as_it_was(text in "\\PC{0,40}", number: i64, secs in 0..200_000_000_000_i64, id: u128) {
        use guibin_api::page::{Key, decode, encode};
        let id = uuid::Uuid::from_u128(id);
        let at = chrono::DateTime::from_timestamp(secs, 0).unwrap();
        for key in [Key::Text(format!("·{text}")), Key::Number(number), Key::At(at), Key::Day(at.date_naive()), Key::Id] {
            let last = (key, id);
            prop_assert_eq!(decode(&encode(&last)).unwrap(), last);
        }
    }

    #[test]
    fn any_json_within_the_limits_passes(texts in prop::collection::btree_map("[^\\x00]{0,20}", "[^\\x00]{0,20}", 0..20)) {
        let value = serde_json::json!({ "a": texts, "b": [texts.len(), -1.5e300, null, true] });
        let beyond = texts.values().any(|text| guibin_api::body::json::is_beyond_calendar(text));
        prop_assert_eq!(guibin_api::body::json::check(value.to_string().as_bytes()).is_ok(), !beyond);
        prop_assert_eq!(guibin_api::body::json::check(serde_json::to_string_pretty(&value).unwrap().as_bytes()).is_ok(), !beyond);
    }
}
