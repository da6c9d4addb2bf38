//! What a run came to, in one line: printed, and kept in the file `GUIBIN_FIGURES` where `make torture` collects them.

use std::{fs::OpenOptions, io::Write};

/// How many rounds: `few` where nobody asks for more.
pub fn rounds(few: u64) -> u64 {
    std::env::var("GUIBIN_TORTURE_ROUNDS").map_or(few, |rounds| rounds.parse().expect("rounds are a number"))
}

/// Whether somebody asked for more than `make test` has time for.
pub fn is_long() -> bool {
    std::env::var("GUIBIN_TORTURE_ROUNDS").is_ok()
}

/// Tells a figure.
pub fn tell(figure: &str) {
    println!("{figure}");
    if let Ok(path) = std::env::var("GUIBIN_FIGURES") {
        let mut file = OpenOptions::new().create(true).append(true).open(path).unwrap();
        writeln!(file, "{figure}").unwrap();
    }
}
