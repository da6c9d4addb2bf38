//! Approvals: an application goes up through the posts of its flow, and comes back decided.
//!
//! `http` says what an approval looks like and how it is found, `application` what the applicant
//! does, `decisions` what the leaders do. Who decides what, and what may follow what, is not here:
//! see `domain::approval`. What an approval leads to is done by whoever hears `approval.decided`.

mod application;
mod decisions;
mod http;

use utoipa_actix_web::service_config::ServiceConfig;

pub use http::ApprovalSummary;

/// Registers the feature's operations.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(application::preview_route).service(application::create).service(http::list);
    cfg.service(http::read).service(application::change).service(application::resubmit);
    cfg.service(application::withdraw).service(decisions::decide);
}
