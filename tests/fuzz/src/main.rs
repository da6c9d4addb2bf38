//! One fuzz target for all laws; `FUZZ_TARGET` names the one that is looked for.
#![no_main]

use std::sync::LazyLock;

mod laws;

static LAW: LazyLock<laws::Law> = LazyLock::new(|| {
    let wanted = std::env::var("FUZZ_TARGET").unwrap_or_default();
    let found = laws::ALL.iter().find(|(name, _)| *name == wanted);
    found.unwrap_or_else(|| panic!("FUZZ_TARGET={wanted:?}: no such law")).1
});

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| LAW(bytes));
