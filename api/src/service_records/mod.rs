//! Service records: what was done for a customer, written the same day, sealed by a signature.
//!
//! `http` says what the wire looks like, `writing` how one is written, edited and signed. Until when
//! it may be edited is not here: see `domain::service_record`.

mod http;
mod writing;

use utoipa_actix_web::service_config::ServiceConfig;

pub use http::ServiceRecord;

/// Registers the feature's operations.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(http::list).service(writing::create).service(http::read);
    cfg.service(writing::change).service(writing::sign);
}
