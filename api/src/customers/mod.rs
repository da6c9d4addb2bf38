//! Customers: the file of each customer, with key persons and subscriptions, masked by default.
//!
//! Split by use case: `http` the file itself, `listing` finding customers, `intake` new ones,
//! `changes` edits, `reveals` what lies under the masks, `key_persons`, `subscriptions`, and
//! `timeline` what happened. The rules are not here: see `domain::customer`, `domain::identity`,
//! `domain::mask`; the page with everything about one customer is `overview`, above this feature.

mod actions;
mod arrival_rows;
mod arrivals;
mod changes;
mod commands;
mod file;
mod http;
mod intake;
mod key_person_commands;
mod key_person_rows;
mod key_persons;
mod listing;
mod listing_rows;
mod new_file;
mod reveal_commands;
mod reveal_rows;
mod reveals;
mod rows;
mod sealing;
mod search_commands;
mod searches;
mod subscription_commands;
mod subscription_rows;
mod subscriptions;
mod timeline;
mod timeline_rows;
mod view;

use utoipa_actix_web::service_config::ServiceConfig;

pub use arrivals::{Arrival, Found, arrive, find_all, values};
pub use commands::{Grant, change, create, hold, make_special, subject, take_in};
pub use file::{Changes, attribute_names, attributes, shown, value};
pub use http::{Customer, PersonalField};
pub use key_person_commands::{Person, add as add_key_person};
pub use key_person_rows::of_customer as key_persons_of;
pub use key_persons::KeyPerson;
pub use listing::{CustomerFilter, CustomerSort, CustomerSummary};
pub use listing_rows::page;
pub use new_file::NewFile;
pub use rows::{get, hold_org, lock, refs};
pub use sealing::seal_anew;
pub use search_commands::spend as spend_search;
pub use subscription_commands::{Wanted, add as add_subscription};
pub use subscription_rows::of_customer as subscriptions_of;
pub use subscriptions::Subscription;
pub use view::{Viewer, show};

/// Registers the feature's operations.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(listing::list).service(intake::create);
    cfg.service(http::read).service(changes::change).service(reveals::reveal);
    cfg.service(timeline::list);
    cfg.service(key_persons::list).service(key_persons::create);
    cfg.service(key_persons::change).service(key_persons::remove);
    cfg.service(subscriptions::list).service(subscriptions::create).service(subscriptions::change);
}
