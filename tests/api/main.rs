//! The product from outside: one binary, one module a feature.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on has failed")]

mod access;
mod approvals;
mod client;
mod contract;
mod harness;
mod imports;
mod migrations;
mod sessions;
mod shape;
mod staff;
