//! Events: what happens, told live to those who may see it.
//!
//! `tailer` reads committed events and passes them on to the streams of this process, `feed` is one stream,
//! `audience` says who may see what, `http` is the door. Every event there is stands in `event.rs`.

mod audience;
mod feed;
mod http;
mod rows;
mod tailer;

use utoipa_actix_web::service_config::ServiceConfig;

pub use tailer::start;

/// Registers the feature's operations.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(http::stream);
}
