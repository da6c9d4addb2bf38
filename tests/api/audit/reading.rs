//! What people look at is on the trail too, and so is what they were refused; the auditor reads it.

use std::collections::{BTreeMap, BTreeSet};

use guibin_api::{app as served, audit};
use serde_json::{Value, json};

use crate::{client::Client, harness::TestApp};

/// Every GET and what it leaves on the trail; `-` where it shows no customer.
const GETS: &[(&str, &str)] = &[
    ("/api-clients", "-"),
    ("/api-clients/{id}", "-"),
    ("/approvals", "approval.listed"),
    ("/approvals/{id}", "approval.viewed"),
    ("/audit-entries", "audit.listed"),
    ("/audit-entries/verification", "audit.verified"),
    ("/clocks/{id}/explanation", "-"),
    ("/complaints", "complaint.listed"),
    ("/complaints/{id}", "complaint.viewed"),
    ("/customers", "customer.listed"),
    ("/customers/{id}", "customer.viewed"),
    ("/customers/{id}/key-persons", "customer.viewed"),
    ("/customers/{id}/overview", "customer.viewed"),
    ("/customers/{id}/subscriptions", "customer.viewed"),
    ("/customers/{id}/timeline", "customer.viewed"),
    ("/events", "-"),
    ("/exports/{id}", "-"),
    ("/exports/{id}/content", "export.downloaded"),
    ("/imports", "-"),
    ("/imports/{id}", "-"),
    ("/imports/{id}/rows", "import.viewed"),
    ("/imports/{id}/workbook", "import.downloaded"),
    ("/me", "-"),
    ("/me/sessions", "-"),
    ("/orgs", "-"),
    ("/orgs/{id}", "-"),
    ("/policies", "-"),
    ("/policies/{code}/versions", "-"),
    ("/service-records", "service_record.listed"),
    ("/service-records/{id}", "service_record.viewed"),
    ("/setup", "-"),
    ("/users", "-"),
    ("/users/{id}", "-"),
    ("/users/{id}/sessions", "-"),
    ("/workbench", "workbench.viewed"),
];

/// The trail as the auditor reads it, with what waits.
async fn trail(app: &TestApp, query: &str) -> Vec<Value> {
    audit::flush(&app.state).await.unwrap();
    let page = app.sign_in("auditor").await.get(&format!("/audit-entries{query}")).await.expect(200);
    page["items"].as_array().unwrap().clone()
}

fn actions(entries: &[Value]) -> Vec<&str> {
    entries.iter().map(|entry| entry["action"].as_str().unwrap()).collect()
}

/// A customer with one of everything, by the paths that show it.
async fn world(who: &Client) -> BTreeMap<&'static str, String> {
    let customer =
        who.post("/customers", json!({ "kind": "individual", "name": "王芳", "mobile": "13800131234" })).await.id();
    let complaint =
        json!({ "customer_id": customer, "channel": "hotline", "level": 1, "title": "卡顿", "content": "卡顿" });
    let complaint = who.post("/complaints", complaint).await.id();
    let record = json!({
        "customer_id": customer, "method": "call", "occurred_at": "2026-11-23T00:30:00Z", "content": "回访",
        "handling_status": "solved", "people_met": []
    });
    let record = who.post("/service-records", record).await.id();
    let at = |path: &str, id: &str| path.replace("{id}", id);
    let mut paths = BTreeMap::new();
    for (path, action) in GETS.iter().filter(|(_, action)| *action != "-") {
        let id = match action.split('.').next() {
            Some("customer") => &customer,
            Some("complaint") => &complaint,
            Some("service_record") => &record,
            Some("workbench" | "approval") if !path.contains('{') => &customer,
            _ => continue,
        };
        paths.insert(*path, at(path, id));
    }
    paths
}

#[actix_web::test]
async fn every_get_says_whether_it_shows_a_customer_and_those_that_do_are_noted() {
    let document = served::document();
    let gets = document.paths.paths.iter().filter(|(_, item)| item.get.is_some());
    let gets: BTreeSet<_> = gets.map(|(path, _)| path.strip_prefix("/api/v1").unwrap_or(path).to_owned()).collect();
    let listed: BTreeSet<_> = GETS.iter().map(|(path, _)| (*path).to_owned()).collect();
    let missing: Vec<_> = gets.difference(&listed).collect();
    assert!(missing.is_empty(), "say in GETS what these leave on the trail: {missing:?}");

    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let paths = world(&manager).await;
    assert!(paths.len() >= 10, "{paths:?}");
    let path_of = |id: &str| paths[id].clone();
    let customer = path_of("/customers/{id}").rsplit('/').next().unwrap().to_owned();
    for (path, action) in GETS {
        let Some(real) = paths.get(path) else { continue };
        let trace = manager.get(real).await;
        assert_eq!(trace.status.as_u16(), 200, "{real}");
        let id = trace.header("x-trace-id").to_owned();
        let all = trail(&app, "?limit=20").await;
        let noted = all.iter().find(|entry| entry["trace_id"] == id.as_str());
        let noted = noted.unwrap_or_else(|| panic!("GET {path} left nothing on the trail"));
        assert_eq!((noted["action"].as_str(), noted["outcome"].as_str()), (Some(*action), Some("done")), "{path}");
        assert_eq!(noted["actor"]["name"], "刘洋");
        if path.contains("{id}") {
            assert_eq!(noted["customer"]["id"], customer.as_str(), "{path}");
            assert_eq!(noted["customer"]["name"], "王芳");
        }
    }
}

#[actix_web::test]
async fn a_search_for_a_whole_number_says_so_but_not_which() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let customer =
        manager.post("/customers", json!({ "kind": "individual", "name": "王芳", "mobile": "13800131234" })).await.id();
    manager.post("/customers", json!({ "kind": "individual", "name": "王丽" })).await.expect(201);
    manager.get("/customers?q=13800131234&status=active").await.expect(200);
    manager.get("/customers?q=王").await.expect(200);
    let found = trail(&app, "?action=customer.searched").await;
    assert_eq!(found[0]["detail"], json!({ "count": 2, "exact": null, "fields": ["q"], "tail": false }));
    assert_eq!(found[0]["customer"], Value::Null);
    assert_eq!(found[1]["detail"], json!({ "count": 1, "exact": "mobile", "fields": ["q", "status"], "tail": false }));
    assert_eq!(found[1]["customer"]["id"], customer.as_str(), "who is alone on the list was seen");
    assert_eq!(found[1]["action_title"], "搜索客户");
}

#[actix_web::test]
async fn refusals_are_noted_but_not_what_is_merely_absent_or_wrong() {
    let app = TestApp::start().await;
    let (clerk, anonymous) = (app.sign_in("clerk-a").await, app.anonymous());
    clerk.get("/users").await.refused(403, "permission-denied");
    anonymous.with_token("not.a.token").get("/customers").await.refused(401, "token-invalid");
    let wrong = json!({ "username": "nobody-at-all", "password": "wrong-password" });
    anonymous.post("/auth/login", wrong).await.refused(401, "invalid-credentials");
    clerk.get("/customers/01936d2c-7b4a-7c3e-9f10-0123456789ab").await.refused(404, "not-found");
    clerk.get("/customers?limit=0").await.refused(400, "invalid-parameter");
    anonymous.get("/customers").await.refused(401, "authentication-required");
    let found = trail(&app, "?outcome=refused&action=request.refused").await;
    let told: Vec<_> =
        found.iter().map(|one| (one["detail"]["problem"].as_str().unwrap(), one["actor"]["name"].as_str())).collect();
    let expected = [("invalid-credentials", None), ("token-invalid", None), ("permission-denied", Some("孙丽"))];
    assert_eq!(told.into_iter().collect::<BTreeSet<_>>(), expected.into_iter().collect());
    let denied = found.iter().find(|one| one["detail"]["problem"] == "permission-denied").unwrap();
    assert_eq!(denied["detail"]["permission"], "user.read");
    assert_eq!(denied["detail"]["route"], "/api/v1/users");
    let all = serde_json::to_string(&found).unwrap();
    assert!(!all.contains("nobody-at-all") && !all.contains("127.0.0.1"), "{all}");
}

#[actix_web::test]
async fn only_the_auditor_reads_the_trail_and_finds_who_saw_whom() {
    let app = TestApp::start().await;
    let (manager, leader) = (app.sign_in("manager-a").await, app.sign_in("leader-a").await);
    for username in ["admin", "company", "leader-a", "manager-a", "clerk-a"] {
        let who = app.sign_in(username).await;
        who.get("/audit-entries").await.refused(403, "permission-denied");
        who.get("/audit-entries/verification").await.refused(403, "permission-denied");
    }
    let customer = manager.post("/customers", json!({ "kind": "individual", "name": "王芳" })).await.id();
    for _ in 0..3 {
        leader.get(&format!("/customers/{customer}")).await.expect(200);
    }
    let seen = trail(&app, &format!("?customer_id={customer}")).await;
    assert_eq!(actions(&seen), ["customer.viewed", "customer.viewed", "customer.viewed", "customer.created"]);
    let mine = trail(&app, &format!("?customer_id={customer}&actor_id={}", leader.id.unwrap())).await;
    assert_eq!(mine.len(), 3);
    assert!(trail(&app, "?to=2026-11-23T00:59:59Z").await.is_empty());
    let all = trail(&app, &format!("?from=2026-11-23T01:00:00Z&customer_id={customer}")).await;
    let (read, seen): (Vec<_>, Vec<_>) = all.into_iter().partition(|entry| entry["action"] == "audit.listed");
    assert_eq!((read.len(), seen.len()), (2, 4), "who asked who saw the customer is among them");

    let auditor = app.sign_in("auditor").await;
    let (mut pages, mut cursor) = (Vec::new(), String::new());
    loop {
        let path = format!("/audit-entries?customer_id={customer}&limit=3&cursor={cursor}");
        let page = auditor.get(&path).await.expect(200);
        pages.extend(page["items"].as_array().unwrap().clone());
        match page["next_cursor"].as_str() {
            Some(next) => next.clone_into(&mut cursor),
            None => break,
        }
    }
    pages.retain(|entry| entry["action"] != "audit.listed");
    assert_eq!(pages, seen);
    let read = trail(&app, "?action=audit.listed&limit=1").await;
    assert_eq!(read[0]["actor"]["name"], "审计员", "reading the trail is on the trail");
}

#[actix_web::test]
async fn nothing_that_anybody_typed_is_on_the_trail() {
    const CANARIES: [&str; 4] = ["欧阳金丝雀", "13912345678", "510105196803120016", "canary@example.com"];
    let app = TestApp::start().await;
    let (manager, leader) = (app.sign_in("manager-a").await, app.sign_in("leader-a").await);
    let [name, mobile, id_number, email] = CANARIES;
    let all = format!("{name} {mobile} {id_number} {email}");
    let new = json!({
        "kind": "individual", "name": name, "mobile": mobile, "email": email, "remark": all, "address": all, "post": name
    });
    let customer = manager.post("/customers", new).await;
    let path = format!("/customers/{}", customer.id());
    manager.patch_at(&path, 1, json!({ "remark": format!("{all}！"), "employer": name })).await.expect(200);
    manager.post(&format!("{path}/reveals"), json!({ "fields": ["mobile"], "purpose": all })).await.expect(200);
    manager
        .post(&format!("{path}/key-persons"), json!({ "name": name, "mobile": mobile, "remark": all }))
        .await
        .expect(201);
    let subscription = json!({ "product": all, "device_number": name, "starts_on": "2026-12-01" });
    manager.post(&format!("{path}/subscriptions"), subscription).await.expect(201);
    let complaint = json!({
        "customer_id": customer.id(), "channel": "hotline", "level": 1, "title": name, "content": all,
        "contact_name": name, "contact_phone": mobile
    });
    let complaint = manager.post("/complaints", complaint).await;
    let replies = format!("/complaints/{}/replies", complaint.id());
    manager.post_at(&replies, complaint.version(), json!({ "text": all })).await.expect(201);
    let record = json!({
        "customer_id": customer.id(), "method": "call", "occurred_at": "2026-11-23T00:30:00Z", "content": all, "phone": mobile,
        "place": all, "need": all, "handling": all, "handling_status": "open", "people_met": [{ "name": name }]
    });
    manager.post("/service-records", record).await.expect(201);
    for typed in CANARIES {
        leader.get(&format!("/customers?q={typed}&tier={typed}")).await.expect(200);
        app.anonymous().post("/auth/login", json!({ "username": typed, "password": typed })).await;
    }
    audit::flush(&app.state).await.unwrap();
    let entries = super::writing::entries(&app).await;
    let text = format!("{entries:?}");
    assert!(entries.len() > 20);
    assert!(CANARIES.iter().all(|canary| !text.contains(canary)), "{text}");
}
