//! Looking under the masks: for a purpose, within a budget that fifty at once cannot stretch, and told when unusual.

use chrono::TimeDelta;
use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::{client::Client, customers::someone, events::Listener, harness::TestApp};

fn ask(fields: &[&str]) -> Value {
    json!({ "fields": fields, "purpose": "电话回访" })
}

async fn called(who: &Client, name: &str, mobile: &str) -> String {
    who.post("/customers", json!({ "kind": "individual", "name": name, "mobile": mobile })).await.id()
}

#[actix_web::test]
async fn fifty_at_once_do_not_exceed_the_budget() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let budget = usize::try_from(app.state.config.reveal_budget).unwrap();
    let mut ids = Vec::new();
    for n in 0..budget + 10 {
        ids.push(someone(&manager, &format!("客户{n}")).await);
    }
    for id in &ids[..budget - 5] {
        manager.post(&format!("/customers/{id}/reveals"), ask(&["mobile"])).await.expect(200);
    }
    let burst = (0..50).map(|n| {
        let (manager, id) = (manager.clone(), ids[budget - 5 + n % 15].clone());
        async move { manager.post(&format!("/customers/{id}/reveals"), ask(&["mobile"])).await }
    });
    let answers = join_all(burst).await;
    let seen = answers.iter().filter(|answer| answer.status == 200).count();
    for refused in answers.iter().filter(|answer| answer.status != 200) {
        refused.refused(429, "rate-limited");
        // It is nine in the morning: fifteen hours to midnight.
        assert_eq!(refused.header("retry-after"), "54000");
    }
    let counted: std::collections::BTreeSet<_> =
        answers.iter().enumerate().filter(|(_, answer)| answer.status == 200).map(|(n, _)| n % 15).collect();
    assert_eq!(counted.len(), 5, "{seen} answers");
    let again = manager.post(&format!("/customers/{}/reveals", ids[0]), ask(&["mobile"])).await.expect(200);
    assert_eq!(again["remaining_today"], 0);
    let before = app.fingerprint().await;
    let last = ids.len() - 1;
    let refused: Vec<_> = (0..15).filter(|n| !counted.contains(n)).collect();
    let one = &ids[(budget - 5 + refused[0]).min(last)];
    manager.post(&format!("/customers/{one}/reveals"), ask(&["mobile"])).await.refused(429, "rate-limited");
    assert_eq!(app.fingerprint().await, before);
    app.state.clock.advance(TimeDelta::hours(15));
    let next = app.sign_in("manager-a").await;
    let answer = next.post(&format!("/customers/{one}/reveals"), ask(&["mobile"])).await.expect(200);
    assert_eq!(answer["remaining_today"], app.state.config.reveal_budget - 1);
}

#[actix_web::test]
async fn unusual_viewing_is_told_once() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    for n in 0..12 {
        let id = someone(&manager, &format!("客户{n}")).await;
        manager.post(&format!("/customers/{id}/reveals"), ask(&["mobile"])).await.expect(200);
    }
    assert_eq!(app.count("customer.reveal_unusual").await, 1);
    app.state.clock.advance(TimeDelta::hours(14));
    let at_night = app.sign_in("manager-a").await;
    let id = someone(&at_night, "夜").await;
    at_night.post(&format!("/customers/{id}/reveals"), ask(&["mobile"])).await.expect(200);
    assert_eq!(app.count("customer.reveal_unusual").await, 2);
}

#[actix_web::test]
async fn whoever_must_call_a_person_has_a_door_to_their_number() {
    let app = TestApp::start().await;
    let (manager, other) = (app.sign_in("manager-a").await, app.sign_in("manager-b").await);
    let id = called(&manager, "王建国", "13800131234").await;
    let path = format!("/customers/{id}");
    let person = json!({ "name": "李慧", "mobile": "13900135678", "remark": "或 13900139999" });
    let person = manager.post(&format!("{path}/key-persons"), person).await.expect(201);
    assert_eq!(person["remark"], "或 139****9999");
    let complaint = json!({
        "customer_id": id, "channel": "hotline", "level": 1, "title": "无信号", "content": "请打13900131111",
        "contact_phone": "028-87655566"
    });
    let complaint = manager.post("/complaints", complaint).await.expect(201);
    let record = json!({
        "customer_id": id, "method": "call", "occurred_at": app.now(), "phone": "13900132222", "content": "回访",
        "handling_status": "open"
    });
    let record = manager.post("/service-records", record).await.expect(201);
    let door = format!("{path}/reveals");
    for (whose, of, fields, values) in [
        (
            "key_person_id",
            &person,
            ["mobile", "remark"],
            json!({ "mobile": "13900135678", "remark": "或 13900139999" }),
        ),
        (
            "complaint_id",
            &complaint,
            ["phone", "remark"],
            json!({ "phone": "02887655566", "remark": "请打13900131111" }),
        ),
        ("service_record_id", &record, ["phone", "mobile"], json!({ "phone": "13900132222" })),
    ] {
        let mut body = ask(&fields);
        body[whose] = of["id"].clone();
        let shown = manager.post(&door, body.clone()).await.expect(200);
        assert_eq!((&shown["values"], &shown["remaining_today"]), (&values, &json!(49)), "{whose}");
        other.post(&door, body.clone()).await.refused(404, "not-found");
        let stranger = someone(&manager, "别人").await;
        manager.post(&format!("/customers/{stranger}/reveals"), body).await.refused(404, "not-found");
    }
    let mut both = ask(&["phone"]);
    both["key_person_id"] = person["id"].clone();
    both["complaint_id"] = complaint["id"].clone();
    manager.post(&door, both).await.refused_field(422, "validation-failed", "/complaint_id", "one_record");
    assert_eq!(app.count("customer.revealed").await, 3);
}

#[actix_web::test]
async fn unusual_viewing_is_told_to_the_leaders_above_and_to_nobody_else() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let mut ids = Vec::new();
    for n in 0..10 {
        ids.push(someone(&manager, &format!("客户{n}")).await);
    }
    let (mut leaders, mut others) = (Vec::new(), Vec::new());
    for name in ["leader-a", "company"] {
        leaders.push((name, Listener::open(&app.sign_in(name).await, None).await));
    }
    for name in ["manager-a", "manager-a2", "clerk-a", "engineer-a", "leader-b", "manager-b", "auditor", "admin"] {
        others.push((name, Listener::open(&app.sign_in(name).await, None).await));
    }
    for id in &ids {
        manager.post(&format!("/customers/{id}/reveals"), ask(&["mobile"])).await.expect(200);
    }
    for (name, leader) in &mut leaders {
        let (_, told) = leader.heard("customer.reveal_unusual").await;
        assert_eq!((&told["subject_kind"], &told["subject_id"]), (&json!("reveal"), &json!(manager.id)), "{name}");
        assert_eq!(told["customer_id"], Value::Null, "whose file it was is on the trail");
        assert!(told["data"]["reason"].is_string() && told["data"].get("purpose").is_none(), "{told}");
    }
    let listening = others.iter_mut().map(|(name, listener)| async move {
        let heard = async { while listener.message().await.1 != "customer.reveal_unusual" {} };
        let is_told = tokio::time::timeout(std::time::Duration::from_millis(900), heard).await.is_ok();
        assert!(!is_told, "{name} was told");
    });
    join_all(listening).await;
}
