//! Guessing, second factors, sessions one can see and end, and changes that hold at once.

mod factors;
mod guessing;
mod passwords;
mod rights;

use serde_json::{Value, json};

use crate::{
    client::{Answer, Client, send},
    harness::TestApp,
};

pub const PASSWORD: &str = "guibin-demo-2026";

/// A server that believes its neighbour about whom it asks for.
pub async fn behind_a_proxy() -> TestApp {
    TestApp::with(&[("GUIBIN_TRUSTED_PROXIES", "127.0.0.0/8")]).await
}

/// A sign-in from an address.
pub async fn sign_in_from(app: &TestApp, address: &str, username: &str, password: &str) -> Answer {
    let request = app.anonymous().request(reqwest::Method::POST, "/auth/login").header("x-forwarded-for", address);
    send(request.json(&json!({ "username": username, "password": password }))).await
}

/// A real sign-in, with a code if one is needed.
pub async fn sign_in(app: &TestApp, username: &str, password: &str, totp: Option<&str>) -> Answer {
    let mut body = json!({ "username": username, "password": password });
    if let Some(code) = totp {
        body["totp"] = json!(code);
    }
    app.anonymous().post("/auth/login", body).await
}

/// Somebody who signed in for real.
pub fn holder(app: &TestApp, login: Answer) -> Client {
    let body: Value = login.expect(200);
    app.anonymous().with_token(body["access_token"].as_str().unwrap())
}
