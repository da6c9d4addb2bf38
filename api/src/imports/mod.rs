//! Imports: a workbook is read, its columns matched, each row tried, and then committed by the worker.
//!
//! `http` says what an import looks like, `steps` how it goes on, `outcomes` what became of each
//! row. What becomes of a row is not here: see `domain::import`.

mod http;
mod outcomes;
mod steps;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers the feature's operations.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(steps::upload).service(http::list).service(http::read);
    cfg.service(steps::remap).service(steps::check).service(steps::commit);
    cfg.service(outcomes::list).service(outcomes::workbook);
}
