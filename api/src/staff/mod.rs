//! Staff: the organisation tree, the users in it, and who the caller is.
//!
//! `setup` makes the first administrator of an empty installation, `me` says who one is, `orgs`
//! and `users` are kept by administrators. Roles and what they may do are in `domain::access`.

mod commands;
mod me;
mod orgs;
mod rows;
mod setup;
mod users;

use utoipa_actix_web::service_config::ServiceConfig;

pub use commands::new_setup_code;
pub use me::Me;
pub use orgs::Org;
pub use users::User;

/// Registers the feature's operations.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(setup::read).service(setup::finish).service(me::read);
    cfg.service(orgs::list).service(orgs::create).service(orgs::read).service(orgs::change);
    cfg.service(users::list).service(users::create).service(users::read).service(users::change);
}
