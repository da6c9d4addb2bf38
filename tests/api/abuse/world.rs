//! The ids that the table speaks of, and how a row is filled with them.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use crate::harness::TestApp;

/// Names and what they stand for.
pub type World = Vec<(&'static str, Value)>;

/// A customer with everything that hangs from one, and one of another branch.
pub async fn make(app: &TestApp) -> World {
    let (manager, clerk) = (app.sign_in("manager-a").await, app.sign_in("clerk-a").await);
    let person = json!({ "kind": "individual", "name": "王建国" });
    let customer = manager.post_once("/customers", "used", person).await.expect(201)["id"].clone();
    let other = app.customer("manager-b", "李慧").await;
    let path = format!("/customers/{}", customer.as_str().unwrap());
    let key_person = manager.post(&format!("{path}/key-persons"), json!({ "name": "张三" })).await.expect(201);
    let complaint = json!({ "customer_id": customer, "channel": "hotline", "level": 1, "title": "卡顿", "content": "晚间频繁卡顿" });
    let complaint = clerk.post("/complaints", complaint).await.expect(201);
    let visit = json!({
        "customer_id": customer, "method": "visit", "occurred_at": "2026-11-23T00:30:00Z", "content": "季度走访",
        "handling_status": "open",
    });
    let record = manager.post("/service-records", visit).await.expect(201);
    let form = json!({
        "special_kind": "leader", "reason": "区级重点单位负责人", "special_contribution": true, "on_our_network": true,
        "device_type": "高清互动机顶盒", "programme_packages": ["基本包"], "starts_on": "2026-12-01", "ends_on": "2027-11-30",
    });
    let opening = json!({ "kind": "special_opening", "customer_id": customer, "form": form });
    let approval = manager.post_once("/approvals", "opening", opening).await.expect(201);
    let import = manager.upload("/imports", "a.csv", "姓名,手机\n王芳,13800138000\n".into()).await.expect(201);
    let clerk = app.user("clerk-a").await;
    let cursor = |last: Value| json!(URL_SAFE_NO_PAD.encode(last.to_string()));
    let id = "01936d2c-7b4a-7c3e-9f10-0123456789ab";
    vec![
        ("customer", customer),
        ("other", json!(other)),
        ("person", key_person["id"].clone()),
        ("clock", complaint["clock_id"].clone()),
        ("complaint", complaint["id"].clone()),
        ("record", record["id"].clone()),
        ("approval", approval["id"].clone()),
        ("import", import["id"].clone()),
        ("org", json!(clerk.org_id)),
        ("user", json!(clerk.id)),
        ("form", form),
        ("absent", json!(id)),
        ("cursor_text", cursor(json!([{ "text": "a" }, id]))),
        ("cursor_number", cursor(json!([{ "number": 1 }, id]))),
        ("cursor_far", cursor(json!([{ "at": "-262143-01-01T00:00:00Z" }, id]))),
        ("cursor_nul", cursor(json!([{ "text": "\0" }, id]))),
        ("cursor_deep", json!(URL_SAFE_NO_PAD.encode("[".repeat(5000)))),
    ]
}

/// The row with ids for names and texts as often as they are wanted.
pub fn filled(row: &Value, world: &World) -> Value {
    match row {
        Value::String(text) => match world.iter().find(|(name, _)| text.strip_prefix('$') == Some(name)) {
            Some((_, value)) => value.clone(),
            None => Value::String(text_of(text, world)),
        },
        Value::Array(items) => items.iter().map(|item| filled(item, world)).collect(),
        Value::Object(fields) => {
            fields.iter().map(|(name, value)| (text_of(name, world), filled(value, world))).collect()
        }
        other => other.clone(),
    }
}

fn text_of(text: &str, world: &World) -> String {
    let mut text = text.to_owned();
    for (name, value) in world.iter().filter(|(_, value)| value.is_string()) {
        text = text.replace(&format!("${name}"), value.as_str().unwrap());
    }
    while let Some((before, rest)) = text.split_once('‹') {
        let (times, rest) = rest.split_once('×').unwrap();
        let (what, after) = rest.split_once('›').unwrap();
        text = format!("{before}{}{after}", what.repeat(times.parse().unwrap()));
    }
    text
}
