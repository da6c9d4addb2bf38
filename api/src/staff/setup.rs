//! The first start of an empty installation.

use actix_web::{
    get, post,
    web::{Data, Json},
};
use guibin_domain::access::Role;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{User, commands, rows, users};
use crate::{body::Body, error::Result, reply::Reply, sessions::passwords, state::State};

/// Whether the installation still waits for its first administrator.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"needed": true}))]
pub struct Setup {
    pub needed: bool,
}

/// The company and its first administrator.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "code": "7QK2-M9XD-4HTB", "company_name": "成都广电网络", "username": "admin", "name": "陈静", "password": "correct horse battery"
}))]
pub struct NewSetup {
    /// The one-time code that the server printed when it first started.
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100)]
    pub code: String,
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100)]
    pub company_name: String,
    /// Lower-case letters, digits, `-`, `_` and `.`.
    #[validate(length(min = 2, max = 50))]
    #[schema(min_length = 2, max_length = 50)]
    pub username: String,
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    #[validate(length(min = 8, max = 200))]
    #[schema(min_length = 8, max_length = 200, format = Password)]
    pub password: String,
}

/// Read whether setup is needed
///
/// True until the first administrator exists. Needs no sign-in.
#[utoipa::path(
    tag = "staff",
    operation_id = "setup_read",
    security(()),
    responses((status = 200, description = "Whether setup is needed", body = Setup)),
)]
#[get("/setup")]
pub async fn read(state: Data<State>) -> Result<Json<Setup>> {
    let needed = !rows::has_users(&state.reading_everything()).await?;
    Ok(Json(Setup { needed }))
}

/// Set up the installation
///
/// Makes the company and its first administrator, once, against the code the server printed.
///
/// 422 `validation-failed` at `/code` for a wrong code; 409 `state-conflict` when setup is done already.
#[utoipa::path(
    tag = "staff",
    operation_id = "setup_finish",
    request_body = NewSetup,
    security(()),
    responses((status = 201, description = "Set up; sign in with what was given", body = User)),
)]
#[post("/setup")]
pub async fn finish(state: Data<State>, body: Body<NewSetup>) -> Result<Reply> {
    commands::check_username(&body.username)?;
    commands::check_setup_code(&state, &body.code).await?;
    passwords::check_strength(state.config.password_profile, &body.password, &body.username, "/password")?;
    let hash = passwords::hash(&state, &body.password).await?;
    let (user, org) = state.as_system(async |tx| commands::finish_setup(tx, &body, hash).await).await?;
    let roles = vec![Role::Administrator];
    Reply::created("/users", user.id, user.version, &users::wire(user, org.name, roles))
}
