//! Exports: the list a user sees, as a workbook in the import's own shape, made by the worker.
//!
//! `http` says what the wire looks like. Rows and columns are those the caller may read, masked.

mod http;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers the feature's operations.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(http::create).service(http::read).service(http::content);
}
