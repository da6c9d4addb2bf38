//! The workbench: what a person looks at first in the morning. Reads from every feature, changes nothing.
//!
//! `http` says what the wire looks like, `morning` puts it together, `rows` finds what no feature below lists.

mod http;
mod morning;
mod rows;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers the feature's operations.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(http::read);
}
