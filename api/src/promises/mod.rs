//! Promises: clocks that features start, and the alarms that speak up before and at the limit.
//!
//! `http` explains a clock: why it is due when it is due. How a clock is read from its events is not
//! here: see `domain::clock`.

mod http;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers the feature's operations.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(http::explain);
}
