//! The product from outside: one binary, one module a feature.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on has failed")]

mod access;
mod approvals;
mod client;
mod complaints;
mod contract;
mod desk;
mod harness;
mod imports;
mod migrations;
#[path = "../regimes/p01.rs"]
mod p01;
mod promises;
mod sessions;
mod shape;
mod staff;
