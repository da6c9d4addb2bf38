//! The workbench: what a person looks at first in the morning. Reads from every feature, changes nothing.
//!
//! `http` says what the wire looks like.

mod http;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers the feature's operations.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(http::read);
}
