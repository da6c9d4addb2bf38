//! Choosing a password, and the day it ends.

use chrono::TimeDelta;
use serde_json::json;

use super::{PASSWORD, holder, sign_in};
use crate::{client::Client, harness::TestApp};

async fn change(person: &Client, current: &str, new: &str) -> crate::client::Answer {
    person.post("/me/password", json!({ "current_password": current, "new_password": new })).await
}

#[actix_web::test]
async fn a_changed_password_ends_the_other_sessions_and_the_old_one_is_void() {
    let app = TestApp::start().await;
    let (here, there) = (app.sign_in("manager-a").await, app.sign_in("manager-a").await);
    change(&here, "wrong", "sunflower-2026").await.refused_field(
        422,
        "validation-failed",
        "/current_password",
        "wrong_password",
    );
    let weak = change(&here, PASSWORD, "qwertyuiop").await;
    weak.refused_field(422, "validation-failed", "/new_password", "weak_password");
    let same = change(&here, PASSWORD, PASSWORD).await;
    same.refused_field(422, "validation-failed", "/new_password", "password_used_before");
    assert_eq!(change(&here, PASSWORD, "sunflower-2026").await.status, 204);
    here.get("/me").await.expect(200);
    there.get("/me").await.refused(401, "token-invalid");
    sign_in(&app, "manager-a", PASSWORD, None).await.refused(401, "invalid-credentials");
    sign_in(&app, "manager-a", "sunflower-2026", None).await.expect(200);
}

#[actix_web::test]
async fn somebody_at_an_unlocked_screen_may_not_guess_for_ever() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    for _ in 0..5 {
        change(&manager, "wrong", "sunflower-2026").await.refused(422, "validation-failed");
    }
    change(&manager, PASSWORD, "sunflower-2026").await.refused(429, "rate-limited");
}

#[actix_web::test]
async fn in_the_profile_dengbao_a_password_ends_after_ninety_days_and_does_not_come_back() {
    let app = TestApp::with(&[("GUIBIN_PASSWORD_PROFILE", "dengbao")]).await;
    let manager = app.sign_in("manager-a").await;
    let me = manager.get("/me").await.expect(200);
    assert_eq!(me["must_change_password"], false);
    assert!(me["password_expires_at"].is_string());
    app.state.clock.advance(TimeDelta::days(90));
    let manager = app.sign_in("manager-a").await;
    manager.get("/customers").await.refused(403, "step-up-required");
    assert_eq!(manager.get("/me").await.expect(200)["must_change_password"], true);
    manager.get("/me/sessions").await.expect(200);
    change(&manager, PASSWORD, "sunflower").await.refused(422, "validation-failed");
    let chosen = ["Abcdef-1", "Abcdef-2", "Abcdef-3", "Abcdef-4"];
    let mut current = PASSWORD;
    for next in chosen {
        assert_eq!(change(&manager, current, next).await.status, 204, "{next}");
        current = next;
    }
    manager.get("/customers").await.expect(200);
    for used in ["Abcdef-4", "Abcdef-1", PASSWORD] {
        change(&manager, current, used).await.refused(422, "validation-failed");
    }
    assert_eq!(change(&manager, current, "Abcdef-5").await.status, 204);
}

#[actix_web::test]
async fn in_the_profile_dengbao_what_an_administrator_chose_must_be_changed_first() {
    let app = TestApp::with(&[("GUIBIN_PASSWORD_PROFILE", "dengbao")]).await;
    let id = app.user("clerk-a").await.id;
    let admin = app.sign_in("admin").await;
    admin.patch_at(&format!("/users/{id}"), 1, json!({ "password": "Start-2026" })).await.expect(200);
    let clerk = holder(&app, sign_in(&app, "clerk-a", "Start-2026", None).await);
    clerk.get("/customers").await.refused(403, "step-up-required");
    assert_eq!(change(&clerk, "Start-2026", "Own-2026-x").await.status, 204);
    clerk.get("/customers").await.expect(200);
}
