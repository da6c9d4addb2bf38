//! Exports: the list a user sees, as a workbook in the import's own shape, made by the worker.
//!
//! `http` says what the wire looks like, `commands` how one is asked for and taken away, `writing` is the
//! worker's part. Rows and columns are those its maker may read, masked.

mod commands;
mod http;
mod rows;
mod writing;

use utoipa_actix_web::service_config::ServiceConfig;

pub use writing::sweep;

/// Registers the feature's operations.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(http::create).service(http::read).service(http::content);
}
