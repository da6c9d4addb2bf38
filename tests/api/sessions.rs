//! Signing in, staying signed in, signing out.

use chrono::TimeDelta;
use reqwest::Method;
use serde_json::json;

use crate::{client::send, harness::TestApp};

const PASSWORD: &str = "guibin-demo-2026";

#[actix_web::test]
async fn a_demo_user_signs_in_and_a_wrong_password_does_not() {
    let app = TestApp::start().await;
    let anonymous = app.anonymous();
    let good = anonymous.post("/auth/login", json!({ "username": "Manager-A", "password": PASSWORD })).await;
    let cookie = good.header("set-cookie").to_owned();
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict") && cookie.contains("Path=/api/v1/auth"),
        "{cookie}"
    );
    let body = good.expect(200);
    assert_eq!(body["token_type"], "Bearer");
    assert_eq!(body["expires_in"], 600);
    for username in ["manager-a", "nobody"] {
        let wrong = anonymous.post("/auth/login", json!({ "username": username, "password": "wrong-password" })).await;
        wrong.refused(401, "invalid-credentials");
    }
}

#[actix_web::test]
async fn five_failures_lock_the_name_for_a_quarter_of_an_hour() {
    let app = TestApp::start().await;
    let anonymous = app.anonymous();
    for _ in 0..5 {
        anonymous
            .post("/auth/login", json!({ "username": "manager-a", "password": "wrong" }))
            .await
            .refused(401, "invalid-credentials");
    }
    let locked = anonymous.post("/auth/login", json!({ "username": "manager-a", "password": PASSWORD })).await;
    locked.refused(429, "rate-limited");
    assert_eq!(locked.header("retry-after"), "900");
    app.advance(TimeDelta::minutes(15)).await;
    anonymous.post("/auth/login", json!({ "username": "manager-a", "password": PASSWORD })).await.expect(200);
}

#[actix_web::test]
async fn a_refresh_token_is_spent_once_and_its_second_use_ends_the_session() {
    let app = TestApp::start().await;
    let login = app.anonymous().post("/auth/login", json!({ "username": "clerk-a", "password": PASSWORD })).await;
    let first = cookie(login.header("set-cookie"));
    let renew = async |token: String| {
        let request = app.anonymous().request(Method::POST, "/auth/refresh").header("x-guibin-csrf", "1");
        send(request.header("cookie", format!("guibin_refresh={token}"))).await
    };
    let renewed = renew(first.clone()).await;
    let second = cookie(renewed.header("set-cookie"));
    renewed.expect(200);
    assert_ne!(first, second);
    renew(first.clone()).await.expect(200);
    app.advance(TimeDelta::minutes(1)).await;
    renew(first).await.refused(401, "token-invalid");
    renew(second).await.refused(401, "token-invalid");
    assert_eq!(app.count("session.reused").await, 1);
}

#[actix_web::test]
async fn a_refresh_without_the_pages_own_header_is_refused() {
    let app = TestApp::start().await;
    let request = app.anonymous().request(Method::POST, "/auth/refresh").header("cookie", "guibin_refresh=x");
    send(request).await.refused(403, "csrf-rejected");
}

#[actix_web::test]
async fn unknown_fields_wrong_types_and_unreadable_bodies_name_what_is_wrong() {
    let app = TestApp::start().await;
    let before = app.fingerprint().await;
    let anonymous = app.anonymous();
    let extra = json!({ "username": "a", "password": "b", "admin": true });
    anonymous.post("/auth/login", extra).await.refused_field(422, "unknown-field", "/admin", "unknown_field");
    let wrong = json!({ "username": 1, "password": "b" });
    anonymous.post("/auth/login", wrong).await.refused_field(422, "validation-failed", "/username", "wrong_type");
    let missing = anonymous.post("/auth/login", json!({ "username": "a" })).await;
    missing.refused_field(422, "validation-failed", "/password", "required");
    let torn =
        send(anonymous.request(Method::POST, "/auth/login").header("content-type", "application/json").body("{")).await;
    torn.refused(400, "malformed-request");
    let text =
        send(anonymous.request(Method::POST, "/auth/login").header("content-type", "text/plain").body("{}")).await;
    text.refused(415, "unsupported-media-type");
    assert_eq!(app.fingerprint().await, before);
}

#[actix_web::test]
async fn a_problem_speaks_the_language_that_was_asked_for() {
    let app = TestApp::start().await;
    let body = json!({ "username": "nobody", "password": "wrong" });
    assert_eq!(app.anonymous().post("/auth/login", body.clone()).await.body["title"], "需要登录");
    assert_eq!(app.anonymous().english().post("/auth/login", body).await.body["title"], "Not signed in");
}

#[actix_web::test]
async fn a_known_address_with_another_method_names_the_allowed_ones() {
    let app = TestApp::start().await;
    let answer = app.anonymous().get("/auth/login").await;
    answer.refused(405, "method-not-allowed");
    assert_eq!(answer.header("allow"), "POST");
    app.anonymous().get("/no-such-thing").await.refused(404, "not-found");
}

fn cookie(header: &str) -> String {
    header.split(';').next().unwrap().split_once('=').unwrap().1.to_owned()
}
