//! Complaints: what a customer is dissatisfied with, from receipt to the customer's satisfaction,
//! against a clock.
//!
//! `http` says what a complaint looks like, `intake` how one is received, `handling` what is done about it,
//! `listing` how complaints are found, `view` puts a complaint together for the wire. The machine is in
//! `domain::complaint`, the clock in `domain::clock`; due times, warnings and breaches are written by `promises`.

mod commands;
mod handling;
mod http;
mod intake;
mod list_rows;
mod listing;
mod rows;
mod view;

use utoipa_actix_web::service_config::ServiceConfig;

pub use http::ComplaintSummary;
pub use listing::{OpenCounts, count_of_customer, due_before, open, open_counts, open_of_customer};

/// Registers the feature's operations.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(http::list).service(intake::create).service(http::read);
    cfg.service(handling::change_level).service(handling::reply).service(handling::confirm);
}
