//! Codes of an authenticator app, and what to do when it is lost.

use chrono::TimeDelta;
use futures_util::future::join_all;
use guibin_api::sessions::totp;
use serde_json::json;

use super::{PASSWORD, holder, sign_in};
use crate::{client::Client, harness::TestApp};

/// What an authenticator app shows now.
fn shown(app: &TestApp, secret: &str) -> String {
    totp::code(&unbase32(secret), app.now().timestamp() / 30)
}

fn unbase32(text: &str) -> Vec<u8> {
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits: Vec<bool> = text
        .chars()
        .flat_map(|c| {
            let five = letters.find(c).unwrap();
            (0..5).rev().map(move |bit| five >> bit & 1 == 1)
        })
        .collect();
    bits.chunks_exact(8).map(|byte| byte.iter().fold(0, |all, bit| all << 1 | u8::from(*bit))).collect()
}

/// Sets a second factor up; answers its secret and the recovery codes.
async fn set_up(app: &TestApp, person: &Client) -> (String, Vec<String>) {
    let begun = person.post("/me/totp", json!({ "password": PASSWORD })).await.expect(201);
    let secret = begun["secret"].as_str().unwrap().to_owned();
    assert!(begun["otpauth_uri"].as_str().unwrap().starts_with("otpauth://totp/Guibin:"));
    let wrong = person.post("/me/totp/confirmations", json!({ "code": "000000" })).await;
    wrong.refused_field(422, "validation-failed", "/code", "totp_wrong");
    let done = person.post("/me/totp/confirmations", json!({ "code": shown(app, &secret) })).await.expect(200);
    let codes = done["recovery_codes"].as_array().unwrap().iter().map(|code| code.as_str().unwrap().to_owned());
    (secret, codes.collect())
}

#[actix_web::test]
async fn a_second_factor_is_asked_for_once_it_is_confirmed_and_a_code_works_once() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    manager.post("/me/totp/confirmations", json!({ "code": "123456" })).await.refused(409, "state-conflict");
    let (secret, codes) = set_up(&app, &manager).await;
    assert_eq!(codes.len(), 10);
    assert_eq!(manager.get("/me").await.expect(200)["totp_enabled"], true);
    manager.post("/me/totp", json!({ "password": PASSWORD })).await.refused(409, "state-conflict");
    let missing = sign_in(&app, "manager-a", PASSWORD, None).await;
    missing.refused_field(401, "step-up-required", "/totp", "totp_required");
    sign_in(&app, "manager-a", "wrong", None).await.refused(401, "invalid-credentials");
    // The code that confirmed it is spent.
    let spent = sign_in(&app, "manager-a", PASSWORD, Some(&shown(&app, &secret))).await;
    spent.refused_field(401, "step-up-required", "/totp", "totp_wrong");
    app.advance(TimeDelta::minutes(20)).await;
    let code = shown(&app, &secret);
    let tries = join_all((0..20).map(|_| sign_in(&app, "manager-a", PASSWORD, Some(&code)))).await;
    let statuses: Vec<_> = tries.iter().map(|it| it.status.as_u16()).collect();
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
    assert!(statuses.iter().all(|status| [200, 401, 429].contains(status)), "{statuses:?}");
}

#[actix_web::test]
async fn a_second_factor_is_begun_by_who_knows_the_password() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let absent = manager.post("/me/totp", json!({})).await;
    absent.refused_field(422, "validation-failed", "/password", "required");
    let wrong = manager.post("/me/totp", json!({ "password": "wrong" })).await;
    wrong.refused_field(422, "validation-failed", "/password", "wrong_password");
    assert_eq!(app.count("user.totp_begun").await, 0);
    for _ in 0..4 {
        manager.post("/me/totp", json!({ "password": "wrong" })).await;
    }
    manager.post("/me/totp", json!({ "password": PASSWORD })).await.refused(429, "rate-limited");
}

#[actix_web::test]
async fn a_right_password_without_its_code_is_on_the_trail_and_counted_until_the_code_comes() {
    let app = TestApp::start().await;
    let (_, codes) = set_up(&app, &app.sign_in("manager-a").await).await;
    let asked = async || sign_in(&app, "manager-a", PASSWORD, None).await;
    for _ in 0..4 {
        asked().await.refused_field(401, "step-up-required", "/totp", "totp_required");
    }
    sign_in(&app, "manager-a", PASSWORD, Some(&codes[0])).await.expect(200);
    for _ in 0..5 {
        asked().await.refused_field(401, "step-up-required", "/totp", "totp_required");
    }
    asked().await.refused(429, "rate-limited");
    let told = app.sign_in("auditor").await.get("/audit-entries?action=session.code_asked").await.expect(200);
    let told = told["items"].as_array().unwrap();
    assert_eq!((told.len(), &told[0]["subject_kind"]), (9, &json!("user")));
    assert_eq!(told.iter().filter(|entry| entry["detail"]["locked"] == true).count(), 1);
}

#[actix_web::test]
async fn a_recovery_code_works_once_and_the_secret_stands_nowhere_in_plain() {
    let app = TestApp::start().await;
    let (secret, codes) = set_up(&app, &app.sign_in("clerk-a").await).await;
    let tries = join_all((0..3).map(|_| sign_in(&app, "clerk-a", PASSWORD, Some(&codes[0])))).await;
    assert_eq!(tries.iter().filter(|it| it.status == 200).count(), 1);
    let typed = codes[1].to_lowercase().replace('-', " ");
    sign_in(&app, "clerk-a", PASSWORD, Some(&typed)).await.expect(200);
    assert_eq!(app.count("user.recovery_code_spent").await, 2);
    let rows = app.dump().await;
    for hidden in [secret.as_str(), codes[2].as_str()] {
        assert!(!rows.contains(hidden), "{hidden} is stored");
    }
}

#[actix_web::test]
async fn a_lost_second_factor_is_removed_by_oneself_or_by_an_administrator() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    set_up(&app, &manager).await;
    let wrong = manager.post("/me/totp/removals", json!({ "password": "wrong" })).await;
    wrong.refused_field(422, "validation-failed", "/password", "wrong_password");
    let removed = manager.post("/me/totp/removals", json!({ "password": PASSWORD })).await;
    assert_eq!(removed.status, 204);
    sign_in(&app, "manager-a", PASSWORD, None).await.expect(200);
    set_up(&app, &manager).await;
    let path = format!("/users/{}/totp-removals", app.user("manager-a").await.id);
    app.sign_in("leader-a").await.post(&path, json!({})).await.refused(403, "permission-denied");
    let admin = app.sign_in("admin").await;
    assert_eq!(admin.post(&path, json!({})).await.status, 204);
    admin.post(&path, json!({})).await.refused(409, "state-conflict");
    manager.get("/me").await.refused(401, "token-invalid");
    let again = holder(&app, sign_in(&app, "manager-a", PASSWORD, None).await);
    assert_eq!(again.get("/me").await.expect(200)["totp_enabled"], false);
}
