//! The product from outside: one binary, one module a feature.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on has failed")]

mod abuse;
mod access;
mod api_clients;
mod approvals;
mod audit;
mod bodies;
mod canary;
mod client;
mod complaints;
mod contract;
mod customers;
mod desk;
mod edge;
mod equal;
mod events;
mod exports;
mod harness;
mod imports;
mod junk;
mod key_persons;
mod keys;
mod log;
mod matrix;
mod migrations;
mod naughty;
mod overview;
#[path = "../regimes/p01.rs"]
mod p01;
mod parsers;
mod personal;
mod promises;
mod search;
mod service_records;
mod sessions;
mod shape;
mod sign_in;
mod staff;
mod start;
mod stopping;
mod subscriptions;
mod template;
mod turns;
mod unchanged;
mod walls;
mod workbench;
