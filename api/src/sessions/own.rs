//! One's own password and second factor on the wire.
//!
//! None of these answers is kept for an `Idempotency-Key`: secrets are shown once.

use actix_web::{HttpMessage, HttpRequest, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::own_commands as commands;
use crate::{
    body::{Body, Once},
    ctx::{Ctx, OrgRead, Visitor},
    error::{Error, Result},
    reply::Reply,
};

/// The present password and the next.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"current_password": "guibin-demo-2026", "new_password": "correct horse battery"}))]
pub struct PasswordChange {
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200, format = Password)]
    pub current_password: String,
    #[validate(length(min = 8, max = 200))]
    #[schema(min_length = 8, max_length = 200, format = Password)]
    pub new_password: String,
}

/// A secret for an authenticator app, shown once.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "secret": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
    "otpauth_uri": "otpauth://totp/Guibin:manager-a?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Guibin&algorithm=SHA1&digits=6&period=30"
}))]
pub struct TotpSecret {
    /// For whoever types it in.
    pub secret: String,
    /// For a picture that the app reads.
    pub otpauth_uri: String,
}

/// The code that the app shows now.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"code": "287082"}))]
pub struct TotpConfirmation {
    #[validate(length(min = 6, max = 20))]
    #[schema(min_length = 6, max_length = 20)]
    pub code: String,
}

/// Codes for the day the telephone is lost, shown once, each for one sign-in.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"recovery_codes": ["7QK2-M9XD-4HTB-ZW6P", "C3JN-8RLA-VE5S-2FYU"]}))]
pub struct RecoveryCodes {
    pub recovery_codes: Vec<String>,
}

/// Proof that it is the person themselves who changes how they sign in.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"password": "correct horse battery"}))]
pub struct PasswordProof {
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200, format = Password)]
    pub password: String,
}

/// Change my password
///
/// Ends the caller's other sessions. 422 `validation-failed` at `/current_password` when it is wrong, at
/// `/new_password` when it is too weak or was used before; 429 `rate-limited` after too many wrong ones.
#[utoipa::path(
    tag = "sessions",
    operation_id = "my_password_change",
    request_body = PasswordChange,
    security(("bearer" = ["org.read"])),
    responses((status = 204, description = "Changed")),
)]
#[post("/me/password")]
pub async fn change_password(ctx: Ctx<OrgRead>, request: HttpRequest, body: Body<PasswordChange>) -> Result<Reply> {
    let (source, current) = (source(&request)?, &body.current_password);
    let user = commands::confirm(&ctx.state, &ctx.actor, source, current, "/current_password").await?;
    let hash = commands::next_hash(&ctx.state, &user, &body.new_password).await?;
    let change = async |tx: &_| commands::change_password(tx, hash).await.map(|()| Reply::no_content());
    ctx.write(&Once::never(), change).await
}

/// Begin a second factor
///
/// Takes the password, so that nobody adds a telephone of their own at an unlocked screen or with a stolen token, and
/// answers a secret for an authenticator app. Sign-ins ask for codes only once one was confirmed; asking again before
/// that gives another secret. 422 `validation-failed` at `/password` when it is wrong; 429 `rate-limited` after too
/// many wrong ones; 409 `state-conflict` when there is a second factor already, and for API clients.
#[utoipa::path(
    tag = "sessions",
    operation_id = "my_totp_begin",
    request_body = PasswordProof,
    security(("bearer" = ["org.read"])),
    responses((status = 201, description = "The secret", body = TotpSecret)),
)]
#[post("/me/totp")]
pub async fn begin_totp(ctx: Ctx<OrgRead>, request: HttpRequest, body: Body<PasswordProof>) -> Result<Reply> {
    commands::confirm(&ctx.state, &ctx.actor, source(&request)?, &body.password, "/password").await?;
    ctx.write(&Once::never(), async |tx| {
        let secret = commands::begin_totp(tx).await?;
        Reply::shown_once("/me", &TotpSecret { secret: secret.secret, otpauth_uri: secret.uri })
    })
    .await
}

/// Confirm the second factor
///
/// Takes a code of the app; from now on sign-ins ask for one. Answers ten recovery codes. 422
/// `validation-failed` at `/code` when it is wrong; 409 `state-conflict` when no secret waits for it.
#[utoipa::path(
    tag = "sessions",
    operation_id = "my_totp_confirm",
    request_body = TotpConfirmation,
    security(("bearer" = ["org.read"])),
    responses((status = 200, description = "The recovery codes", body = RecoveryCodes)),
)]
#[post("/me/totp/confirmations")]
pub async fn confirm_totp(ctx: Ctx<OrgRead>, body: Body<TotpConfirmation>) -> Result<Reply> {
    ctx.write(&Once::never(), async |tx| {
        let recovery_codes = commands::confirm_totp(tx, &body.code).await?;
        Reply::plain(&RecoveryCodes { recovery_codes })
    })
    .await
}

/// Remove my second factor
///
/// Sign-ins ask for the password alone again, and the recovery codes are void. 422 `validation-failed` at
/// `/password` when it is wrong; 409 `state-conflict` when there is no second factor.
#[utoipa::path(
    tag = "sessions",
    operation_id = "my_totp_remove",
    request_body = PasswordProof,
    security(("bearer" = ["org.read"])),
    responses((status = 204, description = "Removed")),
)]
#[post("/me/totp/removals")]
pub async fn remove_totp(ctx: Ctx<OrgRead>, request: HttpRequest, body: Body<PasswordProof>) -> Result<Reply> {
    commands::confirm(&ctx.state, &ctx.actor, source(&request)?, &body.password, "/password").await?;
    let remove = async |tx: &_| commands::remove_totp(tx).await.map(|()| Reply::no_content());
    ctx.write(&Once::never(), remove).await
}

fn source(request: &HttpRequest) -> Result<std::net::IpAddr> {
    request.extensions().get::<Visitor>().map(|visitor| visitor.address).ok_or(Error::Unavailable)
}
