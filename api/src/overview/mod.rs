//! The overview: one customer with everything about them. Stands above the features it reads from,
//! so that they may know customers without customers knowing them; changes nothing.
//!
//! `http` says what the wire looks like, `whole` puts the parts together.

mod http;
mod rows;
mod whole;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers the feature's operations.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(http::read);
}
