//! Events: what happens, told live to those who may see it.
//!
//! `http` says what the stream looks like. Every event there is stands in `event.rs`.

mod http;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers the feature's operations.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(http::stream);
}
