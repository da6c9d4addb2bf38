//! Signing in and out on the wire.

use actix_web::{
    HttpMessage, HttpRequest, HttpResponse,
    cookie::{Cookie, SameSite, time::Duration},
    http::header::USER_AGENT,
    post,
    web::Data,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use super::commands::{self, Attempt, Tokens};
use crate::{
    body::Body,
    ctx::Visitor,
    error::{Error, Result},
    state::State,
};

/// Who signs in.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"username": "manager-a", "password": "guibin-demo-2026"}))]
pub struct Login {
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100)]
    pub username: String,
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200, format = Password)]
    pub password: String,
    /// The code that the authenticator app shows, or a recovery code; needed once a second factor is set up.
    #[serde(default)]
    #[validate(length(max = 40))]
    #[schema(max_length = 40)]
    pub totp: Option<String>,
}

/// What to send as `Authorization: Bearer …` from now on.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"access_token": "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIwMTkzNmQyYyJ9.c2ln", "token_type": "Bearer", "expires_in": 600}))]
pub struct AccessToken {
    pub access_token: String,
    /// Always `Bearer`.
    pub token_type: String,
    /// Seconds until the token ends.
    pub expires_in: u32,
}

/// Proof that the page itself asks: a foreign site cannot set this header.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "only the document reads it")]
pub struct CsrfHeader {
    /// Always `1`.
    #[param(rename = "X-Guibin-Csrf", example = "1")]
    csrf: String,
}

/// Sign in
///
/// Answers an access token for `Authorization: Bearer …` and sets the cookie `guibin_refresh`
/// (`HttpOnly`, `SameSite=Strict`, path `/api/v1/auth`; Secure on TLS) with which `/auth/refresh` renews it.
///
/// 401 `invalid-credentials` for an unknown user, a wrong password and a disabled user alike; 401
/// `step-up-required` at `/totp` when the password is right and the code is missing or wrong; 429
/// `rate-limited` with `Retry-After` after five failures from one address.
#[utoipa::path(
    tag = "sessions",
    operation_id = "session_login",
    request_body = Login,
    security(()),
    responses((
        status = 200, description = "Signed in", body = AccessToken,
        headers(("Set-Cookie" = String, description = "The refresh token, `guibin_refresh`"))
    )),
)]
#[post("/auth/login")]
pub async fn login(state: Data<State>, request: HttpRequest, body: Body<Login>) -> Result<HttpResponse> {
    let attempt = attempt(&request, body.into_inner())?;
    let tokens = commands::login(&state, &attempt).await?;
    Ok(signed_in(&state, tokens))
}

fn attempt(request: &HttpRequest, given: Login) -> Result<Attempt> {
    let source = request.extensions().get::<Visitor>().map(|visitor| visitor.address).ok_or(Error::Unavailable)?;
    let user_agent = request.headers().get(USER_AGENT).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let Login { username, password, totp } = given;
    Ok(Attempt { username, password, totp, source, user_agent })
}

/// Renew the access token
///
/// Spends the refresh token of the cookie and sets the next one. A token that was spent before
/// ends the whole session, since somebody else has it.
///
/// 401 `token-expired` when the session ran out, `token-invalid` when it was ended or there is none,
/// `authentication-required` without the cookie; 403 `csrf-rejected` without the header `X-Guibin-Csrf: 1`.
#[utoipa::path(
    tag = "sessions",
    operation_id = "session_refresh",
    params(CsrfHeader),
    security(()),
    responses((
        status = 200, description = "Renewed", body = AccessToken,
        headers(("Set-Cookie" = String, description = "The next refresh token, `guibin_refresh`"))
    )),
)]
#[post("/auth/refresh")]
pub async fn refresh(state: Data<State>, request: HttpRequest) -> Result<HttpResponse> {
    let spent = spent_token(&request)?.ok_or(Error::AuthenticationRequired)?;
    let tokens = commands::refresh(&state, &spent).await?;
    Ok(signed_in(&state, tokens))
}

/// Sign out
///
/// Ends the session of the cookie, if there is one, and removes the cookie.
///
/// 403 `csrf-rejected` without the header `X-Guibin-Csrf: 1`.
#[utoipa::path(
    tag = "sessions",
    operation_id = "session_logout",
    params(CsrfHeader),
    security(()),
    responses((status = 204, description = "Signed out")),
)]
#[post("/auth/logout")]
pub async fn logout(state: Data<State>, request: HttpRequest) -> Result<HttpResponse> {
    if let Some(spent) = spent_token(&request)? {
        commands::logout(&state, &spent).await?;
    }
    let mut gone = cookie(&state, String::new());
    gone.make_removal();
    Ok(HttpResponse::NoContent().cookie(gone).finish())
}

const COOKIE: &str = "guibin_refresh";
/// Longer than a session, so that a browser still asks next morning and hears that it ran out rather than nothing: the
/// token of a session that is over opens nothing.
const COOKIE_HOURS: i64 = 24;

/// The refresh token of the cookie, if the page itself asks.
fn spent_token(request: &HttpRequest) -> Result<Option<String>> {
    if request.headers().get("X-Guibin-Csrf").is_none_or(|value| value.as_bytes() != b"1") {
        return Err(Error::CsrfRejected);
    }
    Ok(request.cookie(COOKIE).map(|cookie| cookie.value().to_owned()).filter(|token| !token.is_empty()))
}

fn signed_in(state: &State, tokens: Tokens) -> HttpResponse {
    let body = AccessToken {
        access_token: tokens.access_token,
        token_type: "Bearer".to_owned(),
        expires_in: u32::try_from(tokens.expires_in).unwrap_or(0),
    };
    let mut answer = HttpResponse::Ok();
    if let Some(next) = tokens.refresh_token {
        answer.cookie(cookie(state, next));
    }
    answer.json(body)
}

fn cookie(state: &State, value: String) -> Cookie<'static> {
    Cookie::build(COOKIE, value)
        .path("/api/v1/auth")
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(state.config.is_https())
        .max_age(Duration::hours(COOKIE_HOURS))
        .finish()
}
