//! Complaints: received, graded, answered, and closed only by the customer.

use chrono::TimeDelta;
use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    client::{Client, send},
    desk::complaint,
    harness::TestApp,
};

/// A complaint of level 1 that `manager-a` received from a customer of theirs: its path, and the manager.
async fn received(app: &TestApp) -> (Client, String) {
    let manager = app.sign_in("manager-a").await;
    let customer = app.customer("manager-a", "王建国").await;
    let answer = manager.complain(customer, 1).await;
    let path = format!("/complaints/{}", answer.id());
    answer.expect(201);
    (manager, path)
}

#[actix_web::test]
async fn a_complaint_is_received_on_any_channel_with_a_number_of_its_own() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let customer = app.customer("manager-a", "王建国").await;
    let channels = ["hotline", "hall", "account_manager", "visit", "web", "letter", "other"];
    for (channel, serial) in channels.into_iter().zip(1..) {
        let mut body = complaint(customer, 2);
        body["channel"] = json!(channel);
        let answer = manager.post("/complaints", body).await;
        assert_eq!(answer.header("location"), format!("/api/v1/complaints/{}", answer.id()));
        assert_eq!(answer.version(), 1);
        let made = answer.expect(201);
        assert_eq!(made["number"], format!("TS20261123-{serial:04}"));
        assert_eq!((&made["channel"], &made["status"]), (&json!(channel), &json!("open")));
        assert_eq!(made["due_at"], "2026-11-23T09:00:00Z");
        assert_eq!(made["customer"]["name"], "王建国");
        assert_eq!(made["owner"]["name"], "刘洋");
        assert_eq!(made["entries"].as_array().unwrap().len(), 1);
        assert_eq!(manager.get(&format!("/complaints/{}", made["id"].as_str().unwrap())).await.expect(200), made);
    }
    assert_eq!(app.count("complaint.received").await, 7);
}

#[actix_web::test]
async fn what_a_clerk_files_belongs_to_the_customer_s_manager() {
    let app = TestApp::start().await;
    let customer = app.customer("manager-a2", "李慧").await;
    let by_clerk = app.sign_in("clerk-a").await.complain(customer, 1).await.expect(201);
    assert_eq!(by_clerk["owner"]["name"], "赵敏");
    let by_leader = app.sign_in("leader-a").await.complain(customer, 1).await.expect(201);
    assert_eq!(by_leader["owner"]["name"], "陈志强");
    app.sign_in("manager-a2")
        .await
        .get(&format!("/complaints/{}", by_leader["id"].as_str().unwrap()))
        .await
        .expect(200);
}

#[actix_web::test]
async fn the_contact_s_phone_is_masked_and_never_stored_in_the_open() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let customer = app.customer("manager-a", "王建国").await;
    let mut body = complaint(customer, 1);
    body["contact_name"] = json!("李慧");
    body["contact_phone"] = json!("+86 139 0013 5678");
    let made = manager.post("/complaints", body.clone()).await.expect(201);
    assert_eq!(made["contact_phone"], "139****5678");
    assert_eq!(made["masked"], json!(["contact_phone"]));
    let before = app.fingerprint().await;
    for (phone, code) in [("139****5678", "masked_value"), ("12345", "phone_shape"), ("0x10", "phone_shape")] {
        body["contact_phone"] = json!(phone);
        let refused = manager.post("/complaints", body.clone()).await;
        refused.refused_field(422, "validation-failed", "/contact_phone", code);
    }
    assert_eq!(app.fingerprint().await, before);
}

#[actix_web::test]
async fn input_that_cannot_be_accepted_names_its_field_and_changes_nothing() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let customer = app.customer("manager-a", "王建国").await;
    let before = app.fingerprint().await;
    let with = |key: &str, value: Value| {
        let mut body = complaint(customer, 1);
        body[key] = value;
        body
    };
    for (key, value, slug) in [
        ("level", json!(4), "validation-failed"),
        ("level", json!(0), "validation-failed"),
        ("level", json!("1"), "validation-failed"),
        ("channel", json!("telepathy"), "validation-failed"),
        ("title", json!(""), "validation-failed"),
        ("title", json!("   "), "validation-failed"),
        ("title", json!("x".repeat(201)), "validation-failed"),
        ("content", json!(7), "validation-failed"),
        ("content", json!("a\u{0}b"), "validation-failed"),
        ("customer_id", json!("nobody"), "validation-failed"),
        ("owner_id", json!(Uuid::now_v7()), "unknown-field"),
        ("due_at", json!("2030-01-01T00:00:00Z"), "unknown-field"),
        ("status", json!("closed"), "unknown-field"),
    ] {
        for client in [&manager, &manager.english()] {
            let answer = client.post("/complaints", with(key, value.clone())).await;
            let problem = answer.refused(422, slug);
            assert_eq!(problem["errors"][0]["pointer"], format!("/{key}"), "{problem}");
        }
    }
    assert_eq!(app.fingerprint().await, before);
}

#[actix_web::test]
async fn another_branch_s_customer_and_complaint_look_absent() {
    let app = TestApp::start().await;
    let (manager, path) = received(&app).await;
    let theirs = app.customer("manager-b", "赵强").await;
    let stranger = app.sign_in("manager-b").await;
    let before = app.fingerprint().await;
    let absent = format!("/complaints/{}", Uuid::now_v7());
    let without_trace = |answer: &crate::client::Answer| {
        let mut body = answer.refused(404, "not-found").clone();
        for key in ["trace_id", "instance"] {
            body[key] = json!("");
        }
        body
    };
    let hidden = manager.complain(theirs, 1).await;
    let nobody = manager.post("/complaints", complaint(guibin_domain::ids::CustomerId(Uuid::now_v7()), 1)).await;
    assert_eq!(without_trace(&hidden), without_trace(&nobody));
    assert_eq!(without_trace(&stranger.get(&path).await), without_trace(&stranger.get(&absent).await));
    for (change, body) in [
        ("replies", json!({ "text": "好" })),
        ("level-changes", json!({ "level": 2, "reason": "严重" })),
        ("confirmations", json!({ "satisfied": true })),
    ] {
        let there = stranger.post_at(&format!("{path}/{change}"), 1, body.clone()).await;
        let nowhere = stranger.post_at(&format!("{absent}/{change}"), 1, body).await;
        assert_eq!(without_trace(&there), without_trace(&nowhere));
    }
    assert_eq!(stranger.get("/complaints?count=true").await.expect(200)["total"], 0);
    app.sign_in("company").await.get(&path).await.expect(200);
    assert_eq!(app.fingerprint().await, before);
}

#[actix_web::test]
async fn only_those_who_work_on_complaints_change_them() {
    let app = TestApp::start().await;
    let (_, path) = received(&app).await;
    let before = app.fingerprint().await;
    for (who, may_read) in [("admin", false), ("auditor", true), ("engineer-a", true)] {
        let client = app.sign_in(who).await;
        let reply = client.post_at(&format!("{path}/replies"), 1, json!({ "text": "好" })).await;
        reply.refused(403, "permission-denied");
        assert_eq!(client.get("/complaints").await.status.as_u16() == 200, may_read, "{who}");
    }
    let read = app.sign_in("auditor").await.get(&path).await.expect(200);
    assert!(read["allowed_actions"].as_array().unwrap().iter().all(|action| action["allowed"] == false));
    app.anonymous().get(&path).await.refused(401, "authentication-required");
    assert_eq!(app.fingerprint().await, before);
}

#[actix_web::test]
async fn a_change_needs_the_version_that_was_seen() {
    let app = TestApp::start().await;
    let (manager, path) = received(&app).await;
    let replies = format!("{path}/replies");
    let before = app.fingerprint().await;
    manager.post(&replies, json!({ "text": "好" })).await.refused(428, "precondition-required");
    manager.post_at(&replies, 7, json!({ "text": "好" })).await.refused(412, "precondition-failed");
    let weak =
        send(manager.request(Method::POST, &replies).header("if-match", "1").json(&json!({ "text": "好" }))).await;
    weak.refused(400, "malformed-request");
    manager.post_at(&replies, 1, json!({ "text": " " })).await.refused_field(
        422,
        "validation-failed",
        "/text",
        "blank",
    );
    let unknown = manager.post_at(&replies, 1, json!({ "text": "好", "at": "now" })).await;
    unknown.refused_field(422, "unknown-field", "/at", "unknown_field");
    manager.get("/complaints/none").await.refused(400, "invalid-parameter");
    assert_eq!(app.fingerprint().await, before);
}

#[actix_web::test]
async fn a_level_changes_with_its_reason_and_not_to_itself() {
    let app = TestApp::start().await;
    let (manager, path) = received(&app).await;
    let changes = format!("{path}/level-changes");
    let before = app.fingerprint().await;
    for (body, pointer, code) in [
        (json!({ "level": 1, "reason": "不变" }), "/level", "level_same"),
        (json!({ "level": 9, "reason": "更重" }), "/level", "wrong_type"),
        (json!({ "level": 2 }), "/reason", "required"),
        (json!({ "level": 2, "reason": "" }), "/reason", "length"),
    ] {
        let refused = manager.post_at(&changes, 1, body).await;
        refused.refused(422, "validation-failed");
        let error = &refused.body["errors"][0];
        assert_eq!(error["pointer"], pointer, "{error}");
        if code != "wrong_type" {
            assert_eq!(error["code"], code, "{error}");
        }
    }
    assert_eq!(app.fingerprint().await, before);
    app.advance(TimeDelta::hours(2)).await;
    let raised =
        app.sign_in("manager-a").await.post_at(&changes, 1, json!({ "level": 3, "reason": "影响整栋楼" })).await;
    assert_eq!(raised.version(), 2);
    let raised = raised.expect(201);
    assert_eq!((&raised["level"], &raised["due_at"]), (&json!(3), &json!("2026-11-23T13:00:00Z")));
    let entry = &raised["entries"][1];
    assert_eq!((&entry["from_level"], &entry["level"], &entry["text"]), (&json!(1), &json!(3), &json!("影响整栋楼")));
}

#[actix_web::test]
async fn a_closed_complaint_refuses_everything() {
    let app = TestApp::start().await;
    let (manager, path) = received(&app).await;
    let early = manager.post_at(&format!("{path}/confirmations"), 1, json!({ "satisfied": true })).await;
    early.refused_field(409, "state-conflict", "", "complaint_move");
    manager.post_at(&format!("{path}/replies"), 1, json!({ "text": "已更换接头" })).await.expect(201);
    let closed = manager.post_at(&format!("{path}/confirmations"), 2, json!({ "satisfied": true })).await.expect(201);
    assert_eq!((&closed["status"], &closed["closed_at"]), (&json!("closed"), &json!("2026-11-23T01:00:00Z")));
    assert!(closed["allowed_actions"].as_array().unwrap().iter().all(|action| action["allowed"] == false));
    let before = app.fingerprint().await;
    for (change, body) in [
        ("replies", json!({ "text": "好" })),
        ("level-changes", json!({ "level": 2, "reason": "严重" })),
        ("confirmations", json!({ "satisfied": true })),
        ("confirmations", json!({ "satisfied": false })),
    ] {
        let refused = manager.post_at(&format!("{path}/{change}"), 3, body).await;
        refused.refused_field(409, "state-conflict", "", "complaint_move");
    }
    assert_eq!(app.fingerprint().await, before);
}

#[actix_web::test]
async fn the_same_key_receives_one_complaint() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let customer = app.customer("manager-a", "王建国").await;
    let first = manager.post_once("/complaints", "one", complaint(customer, 1)).await;
    let again = manager.post_once("/complaints", "one", complaint(customer, 1)).await;
    assert_eq!((first.version(), first.header("location")), (again.version(), again.header("location")));
    assert_eq!(first.expect(201), again.expect(201));
    assert_eq!(app.count("complaint.received").await, 1);
    let other = manager.post_once("/complaints", "one", complaint(customer, 2)).await;
    other.refused(422, "idempotency-key-reused");
}

#[actix_web::test]
async fn fifty_at_once_get_fifty_numbers() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let customer = app.customer("manager-a", "王建国").await;
    let made = join_all((0..50).map(|_| manager.complain(customer, 1))).await;
    let mut numbers: Vec<_> =
        made.into_iter().map(|answer| answer.expect(201)["number"].as_str().unwrap().to_owned()).collect();
    numbers.sort();
    let expected: Vec<_> = (1..=50).map(|serial| format!("TS20261123-{serial:04}")).collect();
    assert_eq!(numbers, expected);
}

#[actix_web::test]
async fn of_fifty_confirmations_at_once_one_closes() {
    let app = TestApp::start().await;
    let (manager, path) = received(&app).await;
    manager.post_at(&format!("{path}/replies"), 1, json!({ "text": "已更换接头" })).await.expect(201);
    let confirmations = format!("{path}/confirmations");
    let answers = join_all((0..50).map(|_| manager.post_at(&confirmations, 2, json!({ "satisfied": true })))).await;
    let with = |status| answers.iter().filter(|answer| answer.status.as_u16() == status).count();
    assert_eq!((with(201), with(412)), (1, 49));
    assert_eq!(app.count("complaint.closed").await, 1);
}

#[actix_web::test]
async fn lists_are_filtered_sorted_and_cut_with_what_is_open_first() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let customer = app.customer("manager-a", "王建国").await;
    let other = app.customer("manager-a2", "欧阳明").await;
    for level in [3, 1, 2] {
        manager.complain(customer, level).await.expect(201);
    }
    app.sign_in("manager-a2").await.complain(other, 2).await.expect(201);
    let first = manager.get("/complaints?level=1").await.expect(200)["items"][0].clone();
    let path = format!("/complaints/{}", first["id"].as_str().unwrap());
    manager.post_at(&format!("{path}/replies"), 1, json!({ "text": "好" })).await.expect(201);
    manager.post_at(&format!("{path}/confirmations"), 2, json!({ "satisfied": true })).await.expect(201);
    let levels = async |query: &str| {
        let page = app.sign_in("manager-a").await.get(&format!("/complaints?{query}")).await.expect(200);
        page["items"].as_array().unwrap().iter().map(|item| item["level"].as_u64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(levels("").await, [2, 3, 1]);
    assert_eq!(levels("sort=due_at").await, [1, 2, 3]);
    assert_eq!(levels("sort=-due_at").await, [3, 2, 1]);
    assert_eq!(levels("sort=-received_at").await.len(), 3);
    assert_eq!(levels("status=open").await, [2, 3]);
    assert_eq!(levels("status=closed").await, [1]);
    assert_eq!(levels("closed=false").await, [2, 3]);
    assert_eq!(levels("closed=true").await, [1]);
    assert_eq!(levels("closed=false&status=closed").await, [0; 0]);
    assert_eq!(levels("level=3").await, [3]);
    assert_eq!(levels("due_before=2026-11-23T10:00:00Z").await, [2, 1]);
    assert_eq!(levels("q=点播").await, [2, 3, 1]);
    assert_eq!(levels("q=ts20261123-0003").await, [2]);
    assert_eq!(levels("q=wjg").await, [2, 3, 1]);
    assert_eq!(levels("q=王建").await, [2, 3, 1]);
    assert_eq!(levels("q=%25").await, [0; 0]);
    assert_eq!(levels(&format!("customer_id={other}")).await, [0; 0]);
    assert_eq!(levels(&format!("owner_id={}", manager.id.unwrap())).await, [2, 3, 1]);
    for limit in 1..=4 {
        let (mut all, mut cursor, mut pages) = (Vec::new(), String::new(), 0);
        loop {
            let page = manager.get(&format!("/complaints?count=true&limit={limit}&cursor={cursor}")).await.expect(200);
            assert_eq!(page["total"], 3);
            all.extend(page["items"].as_array().unwrap().iter().map(|item| item["level"].as_u64().unwrap()));
            pages += 1;
            let Some(next) = page["next_cursor"].as_str() else { break };
            next.clone_into(&mut cursor);
        }
        assert_eq!((all, pages), (vec![2, 3, 1], 3_usize.div_ceil(limit)));
    }
    app.advance(TimeDelta::hours(8)).await;
    assert_eq!(levels("breached=true").await, [2]);
    assert_eq!(levels("breached=false").await, [3, 1]);
    assert_eq!(levels("closed=false&breached=false").await, [3]);
    for wrong in [
        "sort=title",
        "limit=0",
        "limit=201",
        "cursor=x",
        "cursor=~x",
        "level=4",
        "status=lost",
        "colour=red",
        "breached=maybe",
        "closed=maybe",
    ] {
        app.sign_in("manager-a").await.get(&format!("/complaints?{wrong}")).await.refused(400, "invalid-parameter");
    }
}
