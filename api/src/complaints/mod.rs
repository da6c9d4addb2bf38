//! Complaints: what a customer is dissatisfied with, from receipt to the customer's satisfaction,
//! against a clock.
//!
//! `http` says what a complaint looks like and how it is found, `intake` how one is received,
//! `handling` what is done about it. The machine is in `domain::complaint`, the clock in
//! `domain::clock`; warnings and breaches are written by `promises`.

mod handling;
mod http;
mod intake;

use utoipa_actix_web::service_config::ServiceConfig;

pub use http::ComplaintSummary;

/// Registers the feature's operations.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(http::list).service(intake::create).service(http::read);
    cfg.service(handling::change_level).service(handling::reply).service(handling::confirm);
}
