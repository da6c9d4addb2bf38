//! Searching by a number that a list shows masked: within a budget, on the trail, and told when it is unusual.

use serde_json::json;

use crate::{
    api_clients,
    client::{Answer, Client},
    harness::TestApp,
};

fn used_up(answer: &Answer) {
    answer.refused_field(429, "rate-limited", "", "search_budget_spent");
}

/// A customer of the manager's, with its version.
async fn called(manager: &Client, name: &str, mobile: &str) -> (String, i64) {
    let new = json!({ "kind": "individual", "name": name, "mobile": mobile });
    let made = manager.post("/customers", new).await;
    (made.id(), made.version())
}

#[actix_web::test]
async fn whoever_tries_all_numbers_is_stopped_and_told_of() {
    let app = TestApp::with(&[("GUIBIN_SEARCH_BUDGET", "100"), ("GUIBIN_SEARCH_BUDGET_CLIENT", "1")]).await;
    let manager = app.sign_in("manager-a").await;
    let wang =
        json!({ "kind": "individual", "name": "王芳", "mobile": "19900000106", "id_number": "11010519491231002X" });
    manager.post("/customers", wang).await.expect(201);
    for n in 0..99 {
        let page = manager.get(&format!("/customers?q=1990{n:03}0106")).await.expect(200);
        assert_eq!(page["items"].as_array().unwrap().len(), usize::from(n == 0));
    }
    assert_eq!(app.count("customer.reveal_unusual").await, 2, "60 at once, and 80 of 100");
    let hundredth = "/customers?q=002x";
    for _ in 0..3 {
        manager.get(hundredth).await.expect(200);
    }
    let before = app.rows_as_text("search_day").await;
    for typed in ["19900000106", "0106", " 0106 ", "%EF%BC%91%EF%BC%99900000106", "wang@example.com", "028-87654321"] {
        used_up(&manager.get(&format!("/customers?q={typed}")).await);
    }
    let export = json!({ "kind": "customers", "filter": { "q": "19900000106" } });
    used_up(&manager.post("/exports", export).await);
    assert_eq!(app.rows_as_text("search_day").await, before, "what is refused is not counted");
    // Names, numbers of ours and lists are not meant.
    for typed in ["王", "wf", "GB5101000000017", ""] {
        manager.get(&format!("/customers?q={typed}")).await.expect(200);
    }
    app.sign_in("manager-b").await.get("/customers?q=0106").await.expect(200);
    app.state.clock.advance(chrono::TimeDelta::hours(15));
    app.sign_in("manager-a").await.get("/customers?q=0106").await.expect(200);
    let trail: Vec<_> =
        app.rows_as_text("audit_entry").await.into_iter().filter(|row| row.contains("customer.searched")).collect();
    let tails = trail.iter().filter(|row| row.replace('"', "").contains("tail:true")).count();
    assert!(trail.len() > 100 && tails >= 5, "{} {tails}", trail.len());
}

#[actix_web::test]
async fn what_is_used_up_and_what_else_one_can_do_is_told_in_both_languages() {
    let app = TestApp::with(&[("GUIBIN_SEARCH_BUDGET", "0")]).await;
    let manager = app.sign_in("manager-a").await;
    let refused = manager.get("/customers?q=0106").await;
    used_up(&refused);
    assert_eq!(refused.header("retry-after"), "54000", "fifteen hours to midnight");
    assert!(refused.body["detail"].as_str().unwrap().contains("请改按姓名或客户编号查找"), "{}", refused.body);
    let refused = manager.english().get("/customers?q=0106").await;
    assert!(refused.body["detail"].as_str().unwrap().contains("Search by name"), "{}", refused.body);
}

#[actix_web::test]
async fn a_number_that_another_customer_has_is_an_answer_and_counts() {
    let app = TestApp::with(&[("GUIBIN_SEARCH_BUDGET", "3")]).await;
    let manager = app.sign_in("manager-a").await;
    called(&manager, "王芳", "19900000106").await;
    let (mine, version) = called(&manager, "李雷", "13800000001").await;
    let path = format!("/customers/{mine}");
    let taken = json!({ "mobile": "19900000106" });
    let new = json!({ "kind": "individual", "name": "试", "mobile": "19900000106" });
    for _ in 0..2 {
        manager.post("/customers", new.clone()).await.refused_field(409, "duplicate", "/mobile", "duplicate");
        manager.patch_at(&path, version, taken.clone()).await.refused_field(409, "duplicate", "/mobile", "duplicate");
    }
    let changed = manager.patch_at(&path, version, json!({ "mobile": "13800000002" })).await;
    let version = changed.version();
    // What asks nothing is not meant: a name.
    manager.patch_at(&path, version, json!({ "name": "李磊" })).await.expect(200);
    manager.get("/customers?q=13800000009").await.expect(200);
    used_up(&manager.get("/customers?q=13800000008").await);
    used_up(&manager.post("/customers", new).await);
    used_up(&manager.patch_at(&path, version + 1, taken).await);
    used_up(&manager.patch_at(&path, version + 1, json!({ "mobile": "13800000003" })).await);
    assert_eq!(manager.get(&path).await.version(), version + 1, "what is refused is not done");
    let free = json!({ "kind": "individual", "name": "韩梅梅", "mobile": "13800000004" });
    used_up(&manager.post("/customers", free).await);
    manager.post("/customers", json!({ "kind": "individual", "name": "韩梅梅" })).await.expect(201);
    let trail = app.rows_as_text("audit_entry").await;
    let told = trail.iter().filter(|row| row.contains("customer.searched")).count();
    assert_eq!(told, 5, "four refusals and a search: {trail:?}");
}

#[actix_web::test]
async fn a_program_has_a_budget_of_its_own() {
    let app = TestApp::with(&[("GUIBIN_SEARCH_BUDGET", "0"), ("GUIBIN_SEARCH_BUDGET_CLIENT", "1")]).await;
    let admin = app.sign_in("admin").await;
    let (_, id, secret) = api_clients::made(&app, &admin, json!({})).await;
    let program = api_clients::token(&app, &id, &secret).await;
    program.get("/customers?q=13800000009").await.expect(200);
    used_up(&program.get("/customers?q=13800000008").await);
    program.get("/customers?q=王").await.expect(200);
}
