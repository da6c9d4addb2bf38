//! Where a client fetches its token.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{AUTHORIZATION, PRAGMA},
    post,
    web::Data,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    token_commands::{self, Issued},
    token_form::TokenForm,
};
use crate::{body::Form, error::Result, state::State};

/// A request for a token, as a form.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only the document reads it; the form is read by `token_form`")]
#[schema(example = json!({"grant_type": "client_credentials", "client_id": "client-3f2a1b0c9d8e7f60", "client_secret": "guibin_…"}))]
pub struct TokenRequest {
    /// Always `client_credentials`.
    grant_type: String,
    /// Unless it stands in `Authorization: Basic`.
    #[schema(nullable = false)]
    client_id: Option<String>,
    /// Unless it stands in `Authorization: Basic`.
    #[schema(nullable = false, format = Password)]
    client_secret: Option<String>,
    /// Permissions the client insists on, between spaces; the token always holds all that the client has.
    #[schema(nullable = false)]
    scope: Option<String>,
}

/// What a client sends as `Authorization: Bearer …` from now on.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "access_token": "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIwMTkzNmQyYyJ9.c2ln", "token_type": "Bearer", "expires_in": 600,
    "scope": "customer.read customer.write"
}))]
pub struct ClientToken {
    pub access_token: String,
    /// Always `Bearer`.
    pub token_type: &'static str,
    /// Seconds until the token ends; fetch the next one then, there is nothing to renew.
    pub expires_in: i64,
    /// The permissions that the client holds, between spaces.
    pub scope: String,
}

/// Fetch a token
///
/// OAuth 2.0 client credentials (RFC 6749 §4.4) for programs of other systems: a form with id and secret inside it
/// (`client_secret_post`) or in `Authorization: Basic`. The token ends after ten minutes, and at once when the client
/// is disabled, expires, or is given another secret.
///
/// Problems carry `error` and `error_description` of RFC 6749 §5.2 beside the usual members: 401 `invalid_client`
/// for an unknown, disabled or expired client and a wrong secret alike; 400 `invalid_request`,
/// `unsupported_grant_type`, `invalid_scope`.
#[utoipa::path(
    tag = "api_clients",
    operation_id = "oauth_token",
    request_body(content = TokenRequest, content_type = "application/x-www-form-urlencoded"),
    security(()),
    responses((status = 200, description = "A token", body = ClientToken)),
)]
#[post("/oauth/token")]
pub async fn token(state: Data<State>, request: HttpRequest, body: Form) -> Result<HttpResponse> {
    let form = TokenForm::read(&body.0, header(&request, AUTHORIZATION.as_str()))?;
    let issued = token_commands::issue(&state, &form).await?;
    Ok(HttpResponse::Ok().insert_header((PRAGMA, "no-cache")).json(ClientToken::of(issued)))
}

fn header<'a>(request: &'a HttpRequest, name: &str) -> Option<&'a str> {
    // What is no text is nobody's secret: it must not count as absent.
    request.headers().get(name).map(|value| value.to_str().unwrap_or_default())
}

impl ClientToken {
    fn of(issued: Issued) -> Self {
        Self {
            access_token: issued.access_token,
            token_type: "Bearer",
            expires_in: issued.expires_in,
            scope: issued.permissions.join(" "),
        }
    }
}
