//! The customer file: taken in, shown masked, changed, revealed; key persons, subscriptions, timeline.

use chrono::TimeDelta;
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    client::{Client, send},
    harness::TestApp,
};

/// A person with everything that is masked.
fn wang() -> Value {
    json!({
        "kind": "individual", "name": "王建国", "sex": "male", "id_number": "11010519491231002x", "birthday": "1949-12-31",
        "mobile": "+86 138 0013 1234", "phone": "028-87655566", "address": "成都市金牛区茶店子路 12 号", "email": "wang@Example.com",
        "postcode": "610031", "external_id": "2023110804517", "tier": "gold", "remark": " 喜欢 *下午* 联系 "
    })
}

/// A customer with a name and nothing else; their id.
pub async fn someone(client: &Client, name: &str) -> String {
    client.post("/customers", json!({ "kind": "individual", "name": name })).await.expect(201)["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

#[actix_web::test]
async fn a_new_customer_gets_a_number_an_owner_and_a_masked_file() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let answer = manager.post("/customers", wang()).await;
    let (id, version) = (answer.id(), answer.version());
    assert_eq!(answer.header("location"), format!("/api/v1/customers/{id}"));
    let made = answer.expect(201);
    assert_eq!(version, 1);
    assert_eq!(made["number"].as_str().unwrap().len(), 15);
    assert!(made["number"].as_str().unwrap().starts_with("GB510100000001"));
    assert_eq!(made["id_number"], "1****************X");
    assert_eq!(made["mobile"], "138****1234");
    assert_eq!(made["phone"], "028****5566");
    assert_eq!(made["address"], "成都市金牛区***");
    assert_eq!(made["email"], "w***@example.com");
    assert_eq!(made["masked"], json!(["id_number", "mobile", "phone", "address", "email"]));
    assert_eq!(made["owner"]["name"], "刘洋");
    assert_eq!(made["org"]["name"], "金牛分公司");
    assert_eq!(made["status"], "active");
    assert_eq!(made["remark"], " 喜欢 *下午* 联系 ");
    assert_eq!(manager.get(&format!("/customers/{id}")).await.expect(200), made);
    let second = manager.post("/customers", json!({ "kind": "group", "name": "水务局" })).await.expect(201);
    assert!(second["number"].as_str().unwrap().starts_with("GB510100000002"));
    assert_eq!(app.count("customer.created").await, 2);
}

#[actix_web::test]
async fn nothing_personal_is_stored_in_the_open() {
    let app = TestApp::start().await;
    app.sign_in("manager-a").await.post("/customers", wang()).await.expect(201);
    let stored = app.dump().await;
    for plain in ["11010519491231002", "13800131234", "02887655566", "茶店子", "wang@"] {
        assert!(!stored.contains(plain), "{plain} is in the database");
    }
}

#[actix_web::test]
async fn each_wrong_value_is_named_at_its_field_and_nothing_changes() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let id = someone(&manager, "王芳").await;
    let before = app.fingerprint().await;
    let wrong = [
        ("id_number", json!("110105194912310021"), "id_number_checksum"),
        ("id_number", json!("110105194913310021"), "id_number_birthday"),
        ("id_number", json!("1101051949"), "id_number_shape"),
        ("id_number", json!("1****************X"), "masked_value"),
        ("mobile", json!("138001312345"), "mobile_shape"),
        ("mobile", json!("138****1234"), "masked_value"),
        ("mobile", json!("＊＊＊"), "masked_value"),
        ("phone", json!("不知道"), "phone_shape"),
        ("email", json!("w***@example.com"), "masked_value"),
        ("email", json!("wang.example.com"), "email_shape"),
        ("address", json!("成都市金牛区***"), "masked_value"),
        ("postcode", json!("61003"), "postcode_shape"),
        ("uscc", json!("91110000600037341M"), "uscc_checksum"),
        ("uscc", json!("911100006000"), "uscc_shape"),
        ("birthday", json!("2026-11-24"), "cell_date"),
        ("external_id", json!("13800131234"), "number_elsewhere"),
        ("smart_card_number", json!("110105 19491231 002x"), "number_elsewhere"),
        ("device_number", json!("+86 138-0013-1234"), "number_elsewhere"),
        ("name", json!("　 "), "cell_blank"),
        ("name", json!(""), "length"),
        ("name", json!("张\u{0}三"), "cell_unstorable"),
        ("name", json!("长".repeat(101)), "length"),
        ("employer", json!(5), "wrong_type"),
        ("kind", json!("robot"), "unknown_value"),
        ("sex", json!("m"), "unknown_value"),
        ("birthday", json!("1949-02-30"), "wrong_type"),
    ];
    for (field, value, code) in wrong {
        let mut body = json!({ "kind": "individual", "name": "张三" });
        body[field] = value.clone();
        let pointer = format!("/{field}");
        manager.post("/customers", body).await.refused_field(422, "validation-failed", &pointer, code);
        let patch = json!({ field: value });
        let answer = manager.patch_at(&format!("/customers/{id}"), 1, patch).await;
        answer.refused_field(422, "validation-failed", &pointer, code);
    }
    let both = json!({ "kind": "individual", "name": "张三", "mobile": "1", "id_number": "2" });
    let both = manager.english().post("/customers", both).await;
    both.refused_field(422, "validation-failed", "/mobile", "mobile_shape");
    both.refused_field(422, "validation-failed", "/id_number", "id_number_shape");
    assert!(both.body["errors"][0]["detail"].as_str().unwrap().is_ascii());
    assert_eq!(app.fingerprint().await, before);
}

#[actix_web::test]
async fn what_belongs_to_the_server_is_no_field_of_the_body() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let id = someone(&manager, "王芳").await;
    let before = app.fingerprint().await;
    for field in ["id", "number", "owner_id", "org_id", "special_kind", "special_ends_on", "version", "attributes"] {
        let mut body = json!({ "kind": "individual", "name": "张三" });
        body[field] = json!("x");
        let pointer = format!("/{field}");
        manager.post("/customers", body).await.refused_field(422, "unknown-field", &pointer, "unknown_field");
        let patched = manager.patch_at(&format!("/customers/{id}"), 1, json!({ field: "x" })).await;
        patched.refused_field(422, "unknown-field", &pointer, "unknown_field");
    }
    assert_eq!(app.fingerprint().await, before);
}

#[actix_web::test]
async fn a_patch_changes_what_it_speaks_of_and_nothing_else() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let made = manager.post("/customers", wang()).await;
    let path = format!("/customers/{}", made.id());
    let made = made.expect(201);
    app.state.clock.advance(TimeDelta::minutes(1));
    let patch = json!({ "name": "王建军", "mobile": "13900135678", "email": null, "tier": null });
    let answer = manager.patch_at(&path, 1, patch).await;
    assert_eq!(answer.version(), 2);
    let changed = answer.expect(200);
    assert_eq!(changed["mobile"], "139****5678");
    assert_eq!(changed["email"], Value::Null);
    assert_eq!(changed["masked"], json!(["id_number", "mobile", "phone", "address"]));
    assert_eq!(changed["tier"], Value::Null);
    for same in ["number", "id_number", "phone", "address", "remark", "owner", "created_at", "birthday"] {
        assert_eq!(changed[same], made[same], "{same}");
    }
    assert_ne!(changed["updated_at"], made["updated_at"]);
    assert_eq!(manager.get(&path).await.expect(200), changed);
    let before = app.fingerprint().await;
    manager.patch_at(&path, 1, json!({ "name": "王" })).await.refused(412, "precondition-failed");
    let bare = send(manager.request(Method::PATCH, &path).json(&json!({ "name": "王" }))).await;
    bare.refused(428, "precondition-required");
    let null = manager.patch_at(&path, 2, json!({ "name": null })).await;
    null.refused_field(422, "validation-failed", "/name", "wrong_type");
    assert_eq!(app.fingerprint().await, before);
}

#[actix_web::test]
async fn what_is_unique_in_a_branch_is_refused_there_and_nowhere_else() {
    let app = TestApp::start().await;
    let (a, a2, b) = (app.sign_in("manager-a").await, app.sign_in("manager-a2").await, app.sign_in("manager-b").await);
    let first = a.post("/customers", wang()).await.id();
    let other = someone(&a2, "李四").await;
    let before = app.fingerprint().await;
    let held = [("id_number", "11010519491231002X"), ("mobile", "138-0013-1234"), ("external_id", "2023110804517")];
    for (field, value) in held {
        let body = json!({ "kind": "family", "name": "李四", field: value });
        let pointer = format!("/{field}");
        let answer = a2.post("/customers", body).await;
        answer.refused_field(409, "duplicate", &pointer, "duplicate");
        let text = String::from_utf8_lossy(&answer.bytes).into_owned();
        assert!(!text.contains(&first) && !text.contains("王建国"), "{text}");
        let patched = a2.patch_at(&format!("/customers/{other}"), 1, json!({ field: value })).await;
        patched.refused_field(409, "duplicate", &pointer, "duplicate");
    }
    assert_eq!(app.fingerprint().await, before);
    b.post("/customers", wang()).await.expect(201);
    a.patch_at(&format!("/customers/{first}"), 1, json!({ "mobile": "13800131234" })).await.expect(200);
}

#[actix_web::test]
async fn a_customer_of_another_looks_absent_at_every_door() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let id = manager.post("/customers", wang()).await.id();
    let person = manager.post(&format!("/customers/{id}/key-persons"), json!({ "name": "李慧" })).await.id();
    let before = app.fingerprint().await;
    let absent = "01936d2c-7b4a-7c3e-9f10-5d6e7f809a1b";
    for username in ["manager-b", "manager-a2", "leader-b"] {
        let other = app.sign_in(username).await;
        for (method, path, body) in [
            (Method::GET, "", json!({})),
            (Method::PATCH, "", json!({ "name": "我的" })),
            (Method::POST, "/reveals", json!({ "fields": ["mobile"], "purpose": "电话回访" })),
            (Method::GET, "/timeline", json!({})),
            (Method::GET, "/key-persons", json!({})),
            (Method::POST, "/key-persons", json!({ "name": "李慧" })),
            (Method::GET, "/subscriptions", json!({})),
            (Method::POST, "/subscriptions", json!({ "product": "宽带", "starts_on": "2026-01-01" })),
            (Method::PATCH, &format!("/key-persons/{person}"), json!({ "name": "李慧" })),
            (Method::DELETE, &format!("/key-persons/{person}"), json!({})),
        ] {
            let ask = async |id: &str| {
                let request = other.request(method.clone(), &format!("/customers/{id}{path}"));
                let answer = send(request.header("if-match", "\"1\"").json(&body)).await;
                answer.refused(404, "not-found");
                let trace = answer.body["trace_id"].as_str().unwrap().to_owned();
                String::from_utf8_lossy(&answer.bytes).replace(&trace, "")
            };
            assert_eq!(ask(&id).await, ask(absent).await, "{username} {method} {path}");
        }
        let list = other.get("/customers?count=true").await.expect(200);
        assert_eq!((list["total"].clone(), list["items"].clone()), (json!(0), json!([])));
    }
    assert_eq!(app.fingerprint().await, before);
    for username in ["leader-a", "company", "auditor", "clerk-a"] {
        app.sign_in(username).await.get(&format!("/customers/{id}")).await.expect(200);
    }
    app.sign_in("admin").await.get(&format!("/customers/{id}")).await.refused(403, "permission-denied");
    manager.get("/customers/17").await.refused_field(400, "invalid-parameter", "", "malformed_id");
}

#[actix_web::test]
async fn a_reveal_shows_what_was_asked_for_and_goes_on_the_trail() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let id = manager.post("/customers", wang()).await.id();
    let path = format!("/customers/{id}/reveals");
    let ask = json!({ "fields": ["mobile", "id_number", "address"], "purpose": "回访前约时间 13800131234" });
    let answer = manager.post_once(&path, "k1", ask.clone()).await;
    assert_eq!(answer.header("cache-control"), "no-store");
    let shown = answer.expect(200);
    assert_eq!(
        shown["values"],
        json!({ "mobile": "13800131234", "id_number": "11010519491231002X", "address": "成都市金牛区茶店子路 12 号" })
    );
    assert_eq!(shown["expires_at"], "2026-11-23T01:05:00Z");
    manager.post_once(&path, "k1", ask).await.expect(200);
    assert_eq!(app.count("customer.revealed").await, 2);
    let stored = app.dump().await;
    assert!(!stored.contains("13800131234") && !stored.contains("茶店子"), "a revealed value was kept");
    assert!(stored.contains("回访前约时间"));
    let before = app.fingerprint().await;
    let bad = manager.post(&path, json!({ "fields": ["mobile"] })).await;
    bad.refused_field(422, "validation-failed", "/purpose", "required");
    let bad = manager.post(&path, json!({ "fields": ["mobile"], "purpose": "　　　　" })).await;
    bad.refused_field(422, "validation-failed", "/purpose", "cell_blank");
    let bad = manager.post(&path, json!({ "fields": ["mobile"], "purpose": "回访" })).await;
    bad.refused_field(422, "validation-failed", "/purpose", "length");
    let bad = manager.post(&path, json!({ "fields": [], "purpose": "电话回访" })).await;
    bad.refused_field(422, "validation-failed", "/fields", "length");
    let bad = manager.post(&path, json!({ "fields": ["name"], "purpose": "电话回访" })).await;
    bad.refused_field(422, "validation-failed", "/fields/0", "unknown_value");
    let ask = json!({ "fields": ["mobile"], "purpose": "电话回访" });
    app.sign_in("clerk-a").await.post(&path, ask).await.refused(403, "permission-denied");
    assert_eq!(app.fingerprint().await, before);
}

#[actix_web::test]
async fn allowed_actions_say_why_not_in_the_readers_language() {
    let app = TestApp::start().await;
    let id = app.sign_in("manager-a").await.post("/customers", wang()).await.id();
    let actions = async |client: Client| {
        let body = client.get(&format!("/customers/{id}")).await.expect(200);
        body["allowed_actions"].as_array().unwrap().clone()
    };
    let manager = actions(app.sign_in("manager-a").await).await;
    let allowed: Vec<_> = manager.iter().filter(|a| a["allowed"] == true).map(|a| a["action"].clone()).collect();
    assert_eq!(json!(allowed), json!(["edit", "reveal", "apply_special", "complain", "record_service"]));
    assert_eq!(manager[3]["reason"], "该客户不是特约客户，无需续期。请先提交特约客户申请。");
    let clerk = actions(app.sign_in("clerk-a").await.english()).await;
    assert_eq!(
        clerk[0],
        json!({ "action": "edit", "allowed": false, "reason": "You do not hold the permission for this." })
    );
}

#[actix_web::test]
async fn the_timeline_tells_what_happened_newest_first_in_pages() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let id = manager.post("/customers", wang()).await.id();
    for version in 1..=4 {
        app.state.clock.advance(TimeDelta::minutes(1));
        manager.patch_at(&format!("/customers/{id}"), version, json!({ "tier": "gold" })).await.expect(200);
    }
    let path = format!("/customers/{id}/timeline");
    let all = manager.get(&path).await.expect(200);
    let topics: Vec<_> = all["items"].as_array().unwrap().iter().map(|item| item["topic"].clone()).collect();
    assert_eq!(topics.len(), 5);
    assert_eq!(topics[4], "customer.created");
    let first = &all["items"][4];
    assert_eq!((first["title_zh"].clone(), first["actor_name"].clone()), (json!("建立客户档案"), json!("刘洋")));
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    for _ in 0..3 {
        let page = manager.get(&format!("{path}?limit=2&cursor={cursor}")).await.expect(200);
        seen.extend(page["items"].as_array().unwrap().clone());
        cursor = page["next_cursor"].as_str().unwrap_or_default().to_owned();
    }
    assert_eq!((json!(seen), cursor.as_str()), (all["items"].clone(), ""));
    assert_eq!(manager.get(&format!("{path}?kind=complaint")).await.expect(200)["items"], json!([]));
    manager.get(&format!("{path}?kind=gossip")).await.refused_field(400, "invalid-parameter", "?kind", "wrong_value");
}

#[actix_web::test]
async fn the_same_key_takes_a_customer_in_once() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let first = manager.post_once("/customers", "intake-1", wang()).await;
    let again = manager.post_once("/customers", "intake-1", wang()).await;
    assert_eq!((first.id(), &first.bytes), (again.id(), &again.bytes));
    assert_eq!(app.count("customer.created").await, 1);
    let other = manager.post_once("/customers", "intake-1", json!({ "kind": "group", "name": "别的" })).await;
    other.refused(422, "idempotency-key-reused");
}

#[actix_web::test]
async fn fifty_at_once_have_fifty_numbers_and_one_mobile_number_one_owner() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let all = (0..50).map(|n| {
        let body = match n % 2 {
            0 => json!({ "kind": "individual", "name": format!("客户{n}"), "mobile": "13800131234" }),
            _ => json!({ "kind": "individual", "name": format!("客户{n}") }),
        };
        let manager = manager.clone();
        async move { manager.post("/customers", body).await }
    });
    let answers = futures_util::future::join_all(all).await;
    let made: Vec<_> = answers.iter().filter(|answer| answer.status == 201).collect();
    assert_eq!(made.len(), 26);
    let numbers: std::collections::BTreeSet<_> = made.iter().map(|answer| answer.body["number"].to_string()).collect();
    assert_eq!(numbers.len(), 26);
    for refused in answers.iter().filter(|answer| answer.status != 201) {
        refused.refused_field(409, "duplicate", "/mobile", "duplicate");
    }
}

#[actix_web::test]
async fn the_demo_world_has_customers_on_every_managers_desk() {
    let app = TestApp::start().await;
    guibin_api::demo::load_customers(&app.state).await.unwrap();
    for (username, total) in [("manager-a", 6), ("manager-a2", 4), ("manager-b", 4), ("leader-a", 10), ("company", 14)]
    {
        let list = app.sign_in(username).await.get("/customers?count=true").await.expect(200);
        assert_eq!(list["total"], total, "{username}");
    }
    let manager = app.sign_in("manager-a").await;
    let found = manager.get("/customers?q=zengguoqiang").await.expect(200);
    assert_eq!(found["items"], json!([]));
    let hotel = manager.get("/customers?q=jcfd").await.expect(200)["items"][0]["id"].as_str().unwrap().to_owned();
    let people = manager.get(&format!("/customers/{hotel}/key-persons")).await.expect(200);
    assert_eq!(people["items"].as_array().unwrap().len(), 2);
    let has = manager.get(&format!("/customers/{hotel}/subscriptions")).await.expect(200);
    assert_eq!(has["items"][0]["ends_on"], "2026-11-28");
}
