//! What was done for a customer, written the same day and sealed by a signature.

use chrono::TimeDelta;
use guibin_api::cipher::sha256;
use guibin_entity::service_record;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, Set};
use serde_json::{Value, json};

use crate::{
    client::{Answer, Client},
    harness::TestApp,
};

async fn customer(who: &Client, name: &str) -> String {
    who.post("/customers", json!({ "kind": "individual", "name": name })).await.expect(201)["id"]
        .as_str()
        .unwrap()
        .into()
}

fn visit(customer: &str) -> Value {
    json!({
        "customer_id": customer, "method": "visit", "occurred_at": "2026-11-23T00:30:00Z", "place": "金牛区水务局",
        "content": "季度走访", "need": "加装一台机顶盒", "handling_status": "open", "handling": "已登记",
        "phone": "138 0013 8000", "people_met": [{ "name": "李慧", "role_title": "办公室主任" }, { "name": "王五" }]
    })
}

fn signature() -> Value {
    json!({
        "signer_name": "王建国", "method": "drawn", "width": 320, "height": 160,
        "strokes": [[{ "x": 20, "y": 40 }, { "x": 60, "y": 42 }], [{ "x": 40, "y": 20 }, { "x": 40, "y": 120 }]]
    })
}

fn may(body: &Value) -> Vec<&str> {
    let actions = body["allowed_actions"].as_array().unwrap().iter();
    actions.filter(|one| one["allowed"] == true).map(|one| one["action"].as_str().unwrap()).collect()
}

#[actix_web::test]
async fn a_visit_is_written_corrected_the_same_day_and_sealed_by_the_customers_signature() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let customer = customer(&manager, "王建国").await;
    let written = manager.post("/service-records", visit(&customer)).await;
    let path = format!("/service-records/{}", written.id());
    assert_eq!(written.header("location"), format!("/api/v1{path}"));
    let body = written.expect(201);
    assert_eq!((body["phone"].as_str(), &body["masked"]), (Some("138****8000"), &json!(["phone"])));
    assert_eq!(
        body["people_met"],
        json!([
            { "key_person_id": null, "name": "李慧", "role_title": "办公室主任" },
            { "key_person_id": null, "name": "王五", "role_title": null }
        ])
    );
    assert_eq!(may(&body), ["edit", "sign"]);

    let patch = json!({ "handling_status": "solved", "handling": "已加装", "need": null, "phone": null });
    let changed = manager.patch_at(&path, 1, patch).await;
    assert_eq!((changed.body["need"].as_str(), changed.body["phone"].as_str()), (None, None));
    let signed = manager.post_at(&format!("{path}/signatures"), 2, signature()).await.expect(201);
    assert_eq!(signed["signature"]["path"], "M20 40l40 2M40 20l0 100");
    assert_eq!(signed["signature"]["points"], 4);
    assert_eq!(signed["signature"]["text_hash"], sha256("季度走访||已加装|李慧、王五".as_bytes()));
    assert_eq!(signed["signature"]["matches_text"], true);
    assert_eq!(may(&signed), [""; 0]);

    let before = app.fingerprint().await;
    let again = manager.post_at(&format!("{path}/signatures"), 3, signature()).await;
    again.refused_field(409, "state-conflict", "", "service_record_signed");
    let edit = manager.patch_at(&path, 3, json!({ "content": "另一内容" })).await;
    edit.refused_field(409, "state-conflict", "", "service_record_signed");
    assert_eq!(app.fingerprint().await, before);
    let db = app.db();
    let mut row = service_record::Entity::find().one(db).await.unwrap().unwrap().into_active_model();
    row.content = Set("动过手脚".to_owned());
    row.update(db).await.unwrap();
    assert_eq!(manager.get(&path).await.expect(200)["signature"]["matches_text"], false);
    let told: Vec<_> = app.topics().await.into_iter().filter(|topic| topic.starts_with("service_record.")).collect();
    assert_eq!(told, ["service_record.created", "service_record.changed", "service_record.signed"]);
}

#[actix_web::test]
async fn a_record_signed_at_once_is_sealed_at_once_and_paper_needs_no_strokes() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let mut body = visit(&customer(&manager, "王建国").await);
    body["signature"] = json!({ "signer_name": "王建国", "method": "paper", "width": 0, "height": 0 });
    let signed = manager.post("/service-records", body).await.expect(201);
    assert_eq!((signed["signature"]["method"].as_str(), signed["version"].as_i64()), (Some("paper"), Some(1)));
    assert_eq!(app.count("service_record.signed").await, 1);
}

#[actix_web::test]
async fn the_next_day_it_stays_as_it_is_and_only_its_author_edits_it() {
    let app = TestApp::start().await;
    let (manager, leader) = (app.sign_in("manager-a").await, app.sign_in("leader-a").await);
    let written = manager.post("/service-records", visit(&customer(&manager, "王建国").await)).await;
    let path = format!("/service-records/{}", written.id());
    let before = app.fingerprint().await;
    let other = leader.patch_at(&path, 1, json!({ "content": "改" })).await;
    other.refused_field(403, "permission-denied", "", "service_record_not_author");
    manager.patch_at(&path, 9, json!({ "content": "改" })).await.refused(412, "precondition-failed");
    let blind = manager.request(reqwest::Method::PATCH, &path).json(&json!({ "content": "改" }));
    crate::client::send(blind).await.refused(428, "precondition-required");
    app.state.clock.advance(TimeDelta::hours(15));
    let manager = app.sign_in("manager-a").await;
    let late = manager.patch_at(&path, 1, json!({ "content": "改" })).await;
    late.refused_field(409, "state-conflict", "", "service_record_day_over");
    assert_eq!(app.fingerprint().await, before);
    assert_eq!(may(&manager.get(&path).await.expect(200)), ["sign"]);
}

#[actix_web::test]
async fn every_mistake_is_named_and_changes_nothing() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let (customer, other) = (customer(&manager, "王建国").await, customer(&manager, "李慧").await);
    let people = format!("/customers/{other}/key-persons");
    let stranger = manager.post(&people, json!({ "name": "外人" })).await.expect(201)["id"].clone();
    let written = manager.post("/service-records", visit(&customer)).await;
    let before = app.fingerprint().await;
    let id = uuid::Uuid::now_v7();
    let drawn = |strokes: Value| {
        let mut signature = signature();
        signature["strokes"] = strokes;
        signature
    };
    for (field, value, slug, pointer, code) in [
        ("occurred_at", json!("2026-11-23T01:00:01Z"), "validation-failed", "/occurred_at", "service_record_future"),
        ("occurred_at", json!("-20000-01-01T00:00:00Z"), "validation-failed", "/occurred_at", "cell_date"),
        ("occurred_at", json!("yesterday"), "validation-failed", "/occurred_at", "wrong_type"),
        ("method", json!("pigeon"), "validation-failed", "/method", "unknown_value"),
        ("handling_status", json!("lost"), "validation-failed", "/handling_status", "unknown_value"),
        ("content", json!(" "), "validation-failed", "/content", "cell_blank"),
        ("content", json!("a\0b"), "validation-failed", "/content", "cell_unstorable"),
        ("phone", json!("12"), "validation-failed", "/phone", "phone_shape"),
        ("phone", json!("138****8000"), "validation-failed", "/phone", "masked_value"),
        ("complaint_id", json!(id), "validation-failed", "/complaint_id", "not_found"),
        ("people_met", json!([{ "name": "" }]), "validation-failed", "/people_met/0/name", "length"),
        (
            "people_met",
            json!([{ "name": "外人", "key_person_id": stranger }]),
            "validation-failed",
            "/people_met/0/key_person_id",
            "not_found",
        ),
        ("author_id", json!(id), "unknown-field", "/author_id", "unknown_field"),
    ] {
        let mut body = visit(&customer);
        body[field] = value.clone();
        manager.post("/service-records", body).await.refused_field(422, slug, pointer, code);
        let edit = manager.patch_at(&format!("/service-records/{}", written.id()), 1, json!({ field: value })).await;
        edit.refused_field(422, slug, pointer, code);
    }
    for (strokes, code) in [(json!([]), "signature_points"), (json!([[{ "x": 1, "y": 1 }]]), "signature_points")] {
        let path = format!("/service-records/{}/signatures", written.id());
        let refused = manager.post_at(&path, 1, drawn(strokes.clone())).await;
        refused.refused_field(422, "validation-failed", "/strokes", code);
        let mut body = visit(&customer);
        body["signature"] = drawn(strokes);
        let refused = manager.post("/service-records", body).await;
        refused.refused_field(422, "validation-failed", "/signature/strokes", code);
    }
    manager.get("/service-records?from=-20000-01-01T00:00:00Z").await.refused(400, "invalid-parameter");
    assert_eq!(app.fingerprint().await, before);
}

#[actix_web::test]
async fn another_branch_sees_nothing_of_it() {
    let app = TestApp::start().await;
    let (manager, stranger) = (app.sign_in("manager-a").await, app.sign_in("manager-b").await);
    let customer = customer(&manager, "王建国").await;
    let written = manager.post("/service-records", visit(&customer)).await;
    let before = app.fingerprint().await;
    let absent = uuid::Uuid::now_v7().to_string();
    let bare = |answer: Answer| {
        let trace = answer.refused(404, "not-found")["trace_id"].as_str().unwrap().to_owned();
        String::from_utf8(answer.bytes).unwrap().replace(&trace, "")
    };
    for (mine, none) in [
        (
            stranger.post("/service-records", visit(&customer)).await,
            stranger.post("/service-records", visit(&absent)).await,
        ),
        (get(&stranger, &written.id()).await, get(&stranger, &absent).await),
        (patch(&stranger, &written.id()).await, patch(&stranger, &absent).await),
        (sign(&stranger, &written.id()).await, sign(&stranger, &absent).await),
    ] {
        assert_eq!(bare(mine), bare(none));
    }
    assert_eq!(stranger.get("/service-records?count=true").await.expect(200)["total"], 0);
    assert_eq!(app.fingerprint().await, before);
}

async fn get(who: &Client, id: &str) -> Answer {
    who.get(&format!("/service-records/{id}")).await
}

async fn patch(who: &Client, id: &str) -> Answer {
    who.patch_at(&format!("/service-records/{id}"), 1, json!({ "content": "改" })).await
}

async fn sign(who: &Client, id: &str) -> Answer {
    who.post_at(&format!("/service-records/{id}/signatures"), 1, signature()).await
}

#[actix_web::test]
async fn records_are_found_by_what_they_say_page_by_page() {
    let app = TestApp::start().await;
    let (manager, leader) = (app.sign_in("manager-a").await, app.sign_in("leader-a").await);
    let (one, other) = (customer(&manager, "王建国").await, customer(&manager, "李慧").await);
    for (customer, method, at) in [
        (&one, "visit", "2026-11-20T01:00:00Z"),
        (&one, "call", "2026-11-21T01:00:00Z"),
        (&other, "sms", "2026-11-22T01:00:00Z"),
        (&one, "call", "2026-11-22T01:00:00Z"),
    ] {
        let mut body = visit(customer);
        body["method"] = json!(method);
        body["occurred_at"] = json!(at);
        manager.post("/service-records", body).await.expect(201);
    }
    let author = format!("author_id={}", manager.id.unwrap());
    for (query, count) in [
        ("", 4),
        (author.as_str(), 4),
        ("method=call", 2),
        ("handling_status=solved", 0),
        ("from=2026-11-21T01:00:00Z&to=2026-11-22T01:00:00Z", 1),
        (&format!("customer_id={other}"), 1),
    ] {
        let page = leader.get(&format!("/service-records?count=true&{query}")).await.expect(200);
        assert_eq!(page["total"], count, "{query}");
        assert_eq!(page["items"].as_array().unwrap().len(), count, "{query}");
    }
    let first = leader.get("/service-records?limit=3").await.expect(200);
    let days: Vec<_> = first["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["occurred_at"].as_str().unwrap()[8..10].to_owned())
        .collect();
    assert_eq!(days, ["22", "22", "21"]);
    let next = format!("/service-records?limit=3&cursor={}", first["next_cursor"].as_str().unwrap());
    let next = leader.get(&next).await.expect(200);
    assert_eq!((next["items"].as_array().unwrap().len(), &next["next_cursor"]), (1, &Value::Null));
    leader.get("/service-records?method=pigeon").await.refused(400, "invalid-parameter");
}
