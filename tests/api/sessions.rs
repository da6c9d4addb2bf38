//! Signing in, staying signed in, signing out.

use chrono::TimeDelta;
use reqwest::Method;
use serde_json::json;

use crate::{
    client::{Answer, send},
    harness::TestApp,
};

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
async fn guesses_sent_all_at_once_get_no_more_tries_than_one_after_the_other() {
    let app = TestApp::start().await;
    let tries = (0..12).map(|at| {
        let (anonymous, password) = (app.anonymous(), if at == 11 { PASSWORD } else { "wrong" });
        let body = json!({ "username": "leader-b", "password": password });
        async move { anonymous.post("/auth/login", body).await.status.as_u16() }
    });
    let answers = futures_util::future::join_all(tries).await;
    let (wrong, locked) = (answers.iter().filter(|it| **it == 401).count(), answers.iter().filter(|it| **it == 429));
    // The right one may be among the first five; then those after it have five tries again.
    assert!(wrong <= if answers.contains(&200) { 9 } else { 5 }, "{answers:?}");
    assert!(locked.count() >= 2, "{answers:?}");
}

#[actix_web::test]
async fn a_lock_does_not_tell_which_names_exist() {
    let app = TestApp::start().await;
    for username in ["clerk-a", "nobody-by-this-name"] {
        let mut answers = Vec::new();
        for _ in 0..6 {
            let body = json!({ "username": username, "password": "wrong" });
            answers.push(app.anonymous().post("/auth/login", body).await.status.as_u16());
        }
        assert_eq!(answers, [401, 401, 401, 401, 401, 429], "{username}");
    }
}

#[actix_web::test]
async fn a_refresh_token_spent_two_renewals_ago_ends_the_session_too() {
    let app = TestApp::start().await;
    let login = app.anonymous().post("/auth/login", json!({ "username": "clerk-a", "password": PASSWORD })).await;
    let first = cookie(login.header("set-cookie"));
    let second = cookie(renew(&app, &first).await.header("set-cookie"));
    let third = cookie(renew(&app, &second).await.header("set-cookie"));
    let (rest, last) = first.split_at(first.len() - 1);
    let forged = format!("{rest}{}", if last == "0" { "1" } else { "0" });
    renew(&app, &forged).await.refused(401, "token-invalid");
    let fourth = cookie(renew(&app, &third).await.header("set-cookie"));
    renew(&app, &first).await.refused(401, "token-invalid");
    renew(&app, &fourth).await.refused(401, "token-invalid");
    assert_eq!(app.count("session.reused").await, 1);
}

#[actix_web::test]
async fn a_refresh_token_is_spent_once_and_its_second_use_ends_the_session() {
    let app = TestApp::start().await;
    let login = app.anonymous().post("/auth/login", json!({ "username": "clerk-a", "password": PASSWORD })).await;
    let first = cookie(login.header("set-cookie"));
    let renewed = renew(&app, &first).await;
    let second = cookie(renewed.header("set-cookie"));
    renewed.expect(200);
    assert_ne!(first, second);
    renew(&app, &first).await.expect(200);
    app.advance(TimeDelta::minutes(1)).await;
    renew(&app, &first).await.refused(401, "token-invalid");
    renew(&app, &second).await.refused(401, "token-invalid");
    assert_eq!(app.count("session.reused").await, 1);
}

#[actix_web::test]
async fn a_session_that_ran_out_says_so_and_one_that_was_ended_does_not() {
    let app = TestApp::start().await;
    let body = json!({ "username": "clerk-a", "password": PASSWORD });
    let signed_in = async || app.anonymous().post("/auth/login", body.clone()).await.header("set-cookie").to_owned();
    let first = signed_in().await;
    assert!(first.contains("Max-Age=86400"), "longer than the session, to be sent once more: {first}");
    let (kept, spent, left) = (cookie(&first), cookie(&signed_in().await), cookie(&signed_in().await));
    let next = cookie(renew(&app, &spent).await.header("set-cookie"));
    let request = app.anonymous().request(Method::POST, "/auth/logout").header("x-guibin-csrf", "1");
    send(request.header("cookie", format!("guibin_refresh={left}"))).await.expect(204);
    app.advance(TimeDelta::hours(12)).await;
    for _ in 0..2 {
        let over = renew(&app, &kept).await;
        over.refused(401, "token-expired");
        assert!(over.headers.get("set-cookie").is_none(), "nothing is opened");
    }
    renew(&app, &left).await.refused(401, "token-invalid");
    renew(&app, "nobody").await.refused(401, "token-invalid");
    // Whoever comes with a spent one is told no more of it, and the rest of the family ends.
    renew(&app, &next).await.refused(401, "token-expired");
    renew(&app, &spent).await.refused(401, "token-invalid");
    renew(&app, &next).await.refused(401, "token-invalid");
    assert_eq!(app.count("session.reused").await, 1);
    let user = app.user("clerk-a").await;
    let off = json!({ "active": false });
    app.sign_in("admin").await.patch_at(&format!("/users/{}", user.id), user.version, off).await.expect(200);
    renew(&app, &kept).await.refused(401, "token-invalid");
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

async fn renew(app: &TestApp, token: &str) -> Answer {
    let request = app.anonymous().request(Method::POST, "/auth/refresh").header("x-guibin-csrf", "1");
    send(request.header("cookie", format!("guibin_refresh={token}"))).await
}

fn cookie(header: &str) -> String {
    header.split(';').next().unwrap().split_once('=').unwrap().1.to_owned()
}
