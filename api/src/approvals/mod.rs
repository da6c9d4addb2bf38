//! Approvals: an application goes up through the posts of its flow, and comes back decided.
//!
//! `http` says what an approval looks like, `application` what the applicant does, `decisions` what
//! the leaders do, `listing` how approvals are found, `showing` how rows become what the wire shows.
//! `commands` makes the changes, `rights` says who may, `rows` and its neighbours store. Who decides what, and what may follow what, is not here:
//! see `domain::approval`. What an approval leads to is done by whoever hears `approval.decided`.

mod application;
mod commands;
mod decisions;
mod form;
mod found_rows;
mod http;
mod listing;
mod post_rows;
mod rights;
mod rows;
mod showing;

use utoipa_actix_web::service_config::ServiceConfig;

pub use commands::granted;
pub use http::ApprovalSummary;
pub use listing::{open_of, waiting_count, waiting_for};

/// Registers the feature's operations.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(application::preview_route).service(application::create).service(http::list);
    cfg.service(http::read).service(application::change).service(application::resubmit);
    cfg.service(application::withdraw).service(decisions::decide);
}
