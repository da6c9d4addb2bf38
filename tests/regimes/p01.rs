//! P01 广电网络大客户服务管理业务规范, rule by rule, as a user meets it.

use chrono::TimeDelta;
use serde_json::json;

use crate::harness::TestApp;

async fn p01_6_due_in(level: u8, hours: i64) {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let customer = app.customer("manager-a", "王建国").await;
    let made = manager.complain(customer, level).await.expect(201);
    let due = (app.now() + TimeDelta::hours(hours)).format("%Y-%m-%dT%H:%M:%SZ").to_string();
    assert_eq!(made["due_at"], due);
    app.advance(TimeDelta::hours(hours) - TimeDelta::microseconds(1)).await;
    assert_eq!(app.count("promise.breached").await, 0);
    assert_ne!(app.count("promise.warned").await, 0, "a warning comes before the limit");
    app.advance(TimeDelta::microseconds(1)).await;
    assert_eq!(app.count("promise.breached").await, 1);
}

#[actix_web::test]
async fn p01_6_level_1_is_due_in_5_hours() {
    p01_6_due_in(1, 5).await;
}

#[actix_web::test]
async fn p01_6_level_2_is_due_in_8_hours() {
    p01_6_due_in(2, 8).await;
}

#[actix_web::test]
async fn p01_6_level_3_is_due_in_12_hours() {
    p01_6_due_in(3, 12).await;
}

#[actix_web::test]
async fn p01_6_the_clock_runs_through_the_night_and_through_replies() {
    let app = TestApp::start().await;
    app.advance(TimeDelta::hours(14)).await;
    let manager = app.sign_in("manager-a").await;
    let customer = app.customer("manager-a", "王建国").await;
    let made = manager.complain(customer, 3).await.expect(201);
    let path = format!("/complaints/{}", made["id"].as_str().unwrap());
    let replied = manager.post_at(&format!("{path}/replies"), 1, json!({ "text": "明早上门" })).await.expect(201);
    assert_eq!(replied["due_at"], made["due_at"]);
    app.advance(TimeDelta::hours(12)).await;
    assert_eq!(app.count("promise.breached").await, 1);
}

#[actix_web::test]
async fn p01_6_raising_the_level_carries_the_time_already_used() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let customer = app.customer("manager-a", "王建国").await;
    let made = manager.complain(customer, 1).await.expect(201);
    let path = format!("/complaints/{}", made["id"].as_str().unwrap());
    app.advance(TimeDelta::minutes(9)).await;
    let raised =
        manager.post_at(&format!("{path}/level-changes"), 1, json!({ "level": 2, "reason": "需技术部门" })).await;
    assert_eq!(raised.expect(201)["due_at"], "2026-11-23T09:00:00Z", "8 hours from receipt, not from the change");
}

#[actix_web::test]
async fn p01_7_closes_only_when_satisfied() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let customer = app.customer("manager-a", "王建国").await;
    let made = manager.complain(customer, 1).await.expect(201);
    let path = format!("/complaints/{}", made["id"].as_str().unwrap());
    let confirm = async |version, satisfied| {
        let body = json!({ "satisfied": satisfied, "comment": "客户原话" });
        manager.post_at(&format!("{path}/confirmations"), version, body).await
    };
    let reply = async |version| {
        manager.post_at(&format!("{path}/replies"), version, json!({ "text": "已处理" })).await.expect(201)
    };
    confirm(1, true).await.refused(409, "state-conflict");
    assert_eq!(reply(1).await["status"], "replied");
    assert_eq!(confirm(2, false).await.expect(201)["status"], "open");
    confirm(3, true).await.refused(409, "state-conflict");
    reply(3).await;
    let closed = confirm(4, true).await.expect(201);
    assert_eq!(closed["status"], "closed");
    let kinds: Vec<_> =
        closed["entries"].as_array().unwrap().iter().map(|entry| entry["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["received", "replied", "refused", "replied", "confirmed"]);
}

#[actix_web::test]
async fn p01_7_the_first_responder_stays_responsible_to_the_end() {
    let app = TestApp::start().await;
    let customer = app.customer("manager-a", "王建国").await;
    let leader = app.sign_in("leader-a").await;
    let made = leader.complain(customer, 1).await.expect(201);
    let path = format!("/complaints/{}", made["id"].as_str().unwrap());
    let manager = app.sign_in("manager-a").await;
    let replied = manager.post_at(&format!("{path}/replies"), 1, json!({ "text": "已处理" })).await.expect(201);
    assert_eq!(replied["owner"], made["owner"]);
    assert_eq!(replied["entries"][1]["actor"]["name"], "刘洋");
}
