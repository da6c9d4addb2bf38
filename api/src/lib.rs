//! Guibin's HTTP API: features, each a folder, on a floor of small modules that nobody goes round.
//!
//! Start at `app` (what is served), `ctx` (the only door to the database) and `ARCHITECTURE.md`.

pub mod app;
pub mod approvals;
pub mod body;
pub mod cipher;
pub mod clock;
pub mod complaints;
pub mod config;
pub mod ctx;
pub mod customers;
pub mod database;
pub mod demo;
pub mod docs;
pub mod document;
pub mod edge;
pub mod error;
pub mod event;
pub mod events;
pub mod exports;
pub mod headers;
pub mod idempotency;
pub mod imports;
pub mod keys;
pub mod metrics;
pub mod overview;
pub mod page;
pub mod patch;
pub mod policies;
pub mod precondition;
pub mod promises;
pub mod query;
pub mod refs;
pub mod reply;
pub mod scope;
pub mod server;
pub mod service_records;
pub mod sessions;
pub mod signature;
pub mod spa;
pub mod spreadsheet;
pub mod staff;
pub mod state;
pub mod token;
pub mod workbench;
pub mod worker;
