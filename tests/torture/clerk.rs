//! A day at the desk, over and over: every kind of write there is a key for, each with a text that is only its own.

use std::{rc::Rc, time::Duration};

use chrono::{Days, Utc};
use serde_json::{Value, json};

use crate::office::{Content, Office, Request, Said, key};

/// Rows of an imported file.
const ROWS: usize = 20;

/// Where somebody sits.
#[derive(Clone, Copy)]
struct Seat {
    manager: &'static str,
    leader: &'static str,
}

const SEATS: [Seat; 3] = [
    Seat { manager: "manager-a", leader: "leader-a" },
    Seat { manager: "manager-b", leader: "leader-b" },
    Seat { manager: "manager-a2", leader: "leader-a" },
];

/// Works until the office closes; what was begun is finished.
pub async fn work(office: Rc<Office>, number: usize) {
    let seat = SEATS[number % SEATS.len()];
    for day in 0.. {
        if office.is_closing() {
            return;
        }
        let name = format!("客户 {number}.{day}");
        let customer = new_customer(&office, seat, &name).await;
        match day % 6 {
            0 | 3 => complain(&office, seat, &customer, &name).await,
            1 => become_special(&office, seat, &customer, &name).await,
            2 => visit(&office, seat, &customer, &name).await,
            4 => forget(&office, seat, &customer, &name).await,
            _ => import(&office, seat, &name).await,
        }
        if day % 12 == 7 {
            export(&office, seat).await;
        }
    }
}

/// A request with a key of its own.
pub fn post(who: &'static str, path: impl Into<String>, body: Value, effect: (&'static str, &str)) -> Request {
    let effect = (effect.0, effect.1.to_owned());
    Request { who, path: path.into(), key: key(), if_match: None, content: Content::Json(body), effect }
}

/// A change of what was last seen as `seen`.
fn change(who: &'static str, seen: &Said, path: &str, body: Value, effect: (&'static str, &str)) -> Request {
    Request { if_match: Some(seen.version()), ..post(who, path, body, effect) }
}

async fn new_customer(office: &Office, seat: Seat, name: &str) -> String {
    let body = json!({ "kind": "individual", "name": name, "mobile": null });
    office.twice(post(seat.manager, "/customers", body, ("customer", name))).await.id().to_owned()
}

/// A complaint as the hotline takes it.
pub fn complaint(customer: &str, title: &str) -> Value {
    json!({ "customer_id": customer, "channel": "hotline", "level": 1, "title": title, "content": "晚间点播频繁卡顿" })
}

/// Received, answered, and confirmed by two at once.
async fn complain(office: &Office, seat: Seat, customer: &str, name: &str) {
    let received = post(seat.manager, "/complaints", complaint(customer, name), ("complaint", name));
    let received = office.twice(received).await;
    let path = format!("/complaints/{}", received.id());
    let reply = change(seat.manager, &received, &format!("{path}/replies"), json!({ "text": name }), ("reply", name));
    let replied = office.must(reply).await;
    let satisfied = json!({ "satisfied": true });
    let confirm = change(seat.manager, &replied, &format!("{path}/confirmations"), satisfied, ("confirmation", name));
    office.race(confirm).await;
}

/// A complaint that nobody answers: its alarms fire.
async fn forget(office: &Office, seat: Seat, customer: &str, name: &str) {
    let title = format!("forgotten {name}");
    office.must(post(seat.manager, "/complaints", complaint(customer, &title), ("complaint", &title))).await;
}

async fn visit(office: &Office, seat: Seat, customer: &str, name: &str) {
    let body = json!({
        "customer_id": customer, "method": "visit", "occurred_at": Utc::now(), "place": "金牛区水务局", "content": name,
        "handling_status": "open"
    });
    office.must(post(seat.manager, "/service-records", body, ("service_record", name))).await;
}

/// Applied for, approved twice (each time by two clicks at once); the grant comes by the outbox.
async fn become_special(office: &Office, seat: Seat, customer: &str, name: &str) {
    let (from, until) = (Utc::now().date_naive() + Days::new(7), Utc::now().date_naive() + Days::new(300));
    let form = json!({
        "special_kind": "leader", "reason": name, "special_contribution": true, "on_our_network": true,
        "device_type": "高清互动机顶盒", "programme_packages": ["基本包"], "starts_on": from, "ends_on": until
    });
    let body = json!({ "kind": "special_opening", "customer_id": customer, "form": form });
    let mut seen = office.twice(post(seat.manager, "/approvals", body, ("approval", name))).await;
    let path = format!("/approvals/{}/decisions", seen.id());
    for leader in [seat.leader, "company"] {
        let comment = format!("{leader} {name}");
        let body = json!({ "decision": "approve", "comment": comment });
        seen = office.race(change(leader, &seen, &path, body, ("decision", &comment))).await;
    }
    assert_eq!(seen.body["status"], "approved");
    for told in ["grant", "became_special", "decided"] {
        office.promise(told, name);
    }
}

async fn import(office: &Office, seat: Seat, name: &str) {
    let names: Vec<_> = (0..ROWS).map(|row| format!("{name}.{row}")).collect();
    let rows = names.iter().map(|row| format!("{},{row}\n", row.trim_start_matches("客户 ")));
    let file = format!("客户编码,姓名\n{}", rows.collect::<String>());
    let file_name = format!("{name}.csv");
    let content = Content::File(file_name.clone(), file.into_bytes());
    let upload = post(seat.manager, "/imports", Value::Null, ("import", &file_name));
    let uploaded = office.must(Request { content, ..upload }).await;
    let path = format!("/imports/{}", uploaded.id());
    let mut seen = uploaded;
    for (step, state) in [("checks", "checked"), ("commits", "committed")] {
        office.must(change(seat.manager, &seen, &format!("{path}/{step}"), json!({}), ("", ""))).await;
        if step == "commits" {
            for row in &names {
                office.promise("customer", row);
            }
        }
        seen = settled(office, seat, &path).await;
        assert_eq!(seen.body["state"], state, "{seen:?}");
    }
}

async fn export(office: &Office, seat: Seat) {
    let body = json!({ "kind": "customers", "filter": { "sort": "number" } });
    let asked = office.must(post(seat.manager, "/exports", body, ("", ""))).await;
    let done = settled(office, seat, &format!("/exports/{}", asked.id())).await;
    assert_eq!(done.body["state"], "ready", "{done:?}");
}

/// Until the worker has left the state in which it works.
async fn settled(office: &Office, seat: Seat, path: &str) -> Said {
    for _ in 0..1200 {
        let seen = office.get(seat.manager, path).await;
        if !["checking", "committing", "queued", "running"].contains(&seen.body["state"].as_str().unwrap_or_default()) {
            return seen;
        }
        tokio::time::sleep(Duration::from_millis(150)).await;
    }
    panic!("{path} is stuck");
}
