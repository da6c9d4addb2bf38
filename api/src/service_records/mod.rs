//! Service records: what was done for a customer, written the same day, sealed by a signature.
//!
//! `http` and `writing` say what the wire looks like, `commands` what each change does, `text` what is
//! acceptable and what a signature binds, `listing` and `showing` how records are found and shown.
//! Until when one may be edited is not here: see `domain::service_record`.

mod commands;
mod http;
mod listing;
mod rows;
mod showing;
mod text;
mod writing;

use utoipa_actix_web::service_config::ServiceConfig;

pub use http::ServiceRecord;

/// Registers the feature's operations.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(http::list).service(writing::create).service(http::read);
    cfg.service(writing::change).service(writing::sign);
}
