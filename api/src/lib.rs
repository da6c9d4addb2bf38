//! Guibin's HTTP API: features, each a folder, on a floor of small modules that nobody goes round.
//!
//! Start at `app` (what is served), `ctx` (the only door to the database) and `ARCHITECTURE.md`.

pub mod app;
pub mod body;
pub mod cipher;
pub mod clock;
pub mod config;
pub mod ctx;
pub mod database;
pub mod demo;
pub mod docs;
pub mod edge;
pub mod error;
pub mod event;
pub mod idempotency;
pub mod keys;
pub mod metrics;
pub mod page;
pub mod policies;
pub mod precondition;
pub mod query;
pub mod reply;
pub mod scope;
pub mod server;
pub mod sessions;
pub mod spa;
pub mod staff;
pub mod state;
pub mod token;
pub mod worker;
