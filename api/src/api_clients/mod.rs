//! API clients: programs of other systems, which work in their own name with exactly the rights they were given.
//!
//! `http` is for the administrator who keeps them; `oauth_http` is where a client turns its secret into a token of ten
//! minutes (`token_form` reads what it sends). A client is a row of `user` too, so that what it does can be told.

mod commands;
mod http;
mod oauth_http;
mod rows;
mod secret;
mod token_commands;
mod token_form;
mod view;
mod wire;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers the feature's operations.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(oauth_http::token);
    cfg.service(http::list).service(http::create).service(http::read).service(http::change).service(http::renew);
}
