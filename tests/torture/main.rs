//! The real server, ended without warning: `kill -9`, several instances over one database, power cuts.
//!
//! `world` starts and ends servers, `office` is people who do not give up, `clerk` what they do all day, `demands` what
//! must be true of the database afterwards; `trace` and `disk` rebuild what a
//! power cut leaves. `GUIBIN_TORTURE_ROUNDS` says how long, `GUIBIN_TORTURE_SEED` repeats a run
//! as far as a race can be repeated.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on has failed")]

mod bench;
mod clerk;
mod cuts;
mod demands;
mod dice;
mod disk;
mod figures;
mod kills;
mod office;
mod trace;
mod world;
