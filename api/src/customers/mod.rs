//! Customers: the file of each customer, with key persons and subscriptions, masked by default.
//!
//! Split by use case: `http` the file itself, `listing` finding customers, `intake` new ones,
//! `changes` edits, `reveals` what lies under the masks, `key_persons`, `subscriptions`, and
//! `timeline` what happened. The rules are not here: see `domain::customer`, `domain::identity`,
//! `domain::mask`; the page with everything about one customer is `overview`, above this feature.

mod changes;
mod commands;
mod file;
mod http;
mod intake;
mod key_persons;
mod listing;
mod reveals;
mod rows;
mod subscription_rows;
mod subscriptions;
mod timeline;

use utoipa_actix_web::service_config::ServiceConfig;

pub use commands::{Grant, NewFile, change, create, hold, make_special, subject};
pub use file::{Changes, shown, value};
pub use http::{Customer, PersonalField};
pub use key_persons::KeyPerson;
pub use listing::{CustomerFilter, CustomerSort, CustomerSummary};
pub use rows::{get, hold_org, lock, refs};
pub use subscriptions::Subscription;

/// Registers the feature's operations.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(listing::list).service(intake::create);
    cfg.service(http::read).service(changes::change).service(reveals::reveal);
    cfg.service(timeline::list);
    cfg.service(key_persons::list).service(key_persons::create);
    cfg.service(key_persons::change).service(key_persons::remove);
    cfg.service(subscriptions::list).service(subscriptions::create).service(subscriptions::change);
}
