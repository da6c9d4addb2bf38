//! Organisations, users, oneself and the first start.

use serde_json::json;

use crate::{audit::entries, harness::TestApp};

#[actix_web::test]
async fn everybody_reads_who_they_are_and_what_they_may_do() {
    let app = TestApp::start().await;
    let me = app.sign_in("manager-a").await.get("/me").await.expect(200);
    assert_eq!(me["username"], "manager-a");
    assert_eq!(me["reach"], "own");
    assert_eq!(me["org"]["name"], "金牛分公司");
    assert!(me["permissions"].as_array().unwrap().contains(&json!("customer.read")));
    app.anonymous().get("/me").await.refused(401, "authentication-required");
}

#[actix_web::test]
async fn a_new_branch_gets_a_manager_who_can_sign_in() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let orgs = admin.get("/orgs?count=true").await.expect(200);
    assert_eq!(orgs["total"], 3);
    let company = orgs["items"][0]["id"].clone();
    let new = json!({ "parent_id": company, "code": "5103", "name": "成华分公司", "level": "branch" });
    let org = admin.post("/orgs", new.clone()).await;
    assert_eq!(org.header("location"), format!("/api/v1/orgs/{}", org.id()));
    let org = org.expect(201);
    assert_eq!(org["path"], "/5100/5103/");
    admin.post("/orgs", new).await.refused_field(409, "duplicate", "/code", "taken");
    let user = json!({ "username": "manager-c", "name": "王芳", "org_id": org["id"], "roles": ["account_manager"], "password": "sunflower-2026" });
    admin.post("/users", user.clone()).await.expect(201);
    admin.post("/users", user).await.refused_field(409, "duplicate", "/username", "taken");
    let login = json!({ "username": "manager-c", "password": "sunflower-2026" });
    app.anonymous().post("/auth/login", login).await.expect(200);
    let found = admin.get("/users?q=manager-c").await.expect(200);
    assert_eq!(found["items"][0]["org_name"], "成华分公司");
}

#[actix_web::test]
async fn disabling_a_user_ends_their_session_at_once() {
    let app = TestApp::start().await;
    let (admin, manager) = (app.sign_in("admin").await, app.sign_in("manager-a").await);
    manager.get("/me").await.expect(200);
    let id = app.user("manager-a").await.id;
    admin.patch_at(&format!("/users/{id}"), 1, json!({ "active": false })).await.expect(200);
    manager.get("/me").await.refused(401, "token-invalid");
    admin.patch_at(&format!("/users/{id}"), 1, json!({ "active": true })).await.refused(412, "precondition-failed");
}

#[actix_web::test]
async fn refused_changes_of_staff_change_nothing() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let admin_id = app.user("admin").await.id;
    let org = app.user("manager-a").await.org_id;
    let before = app.fingerprint().await;
    let last = admin.patch_at(&format!("/users/{admin_id}"), 1, json!({ "active": false })).await;
    last.refused_field(409, "state-conflict", "", "last_administrator");
    let both = json!({ "username": "x1", "name": "x", "org_id": org, "roles": ["administrator", "leader"], "password": "sunflower-2026" });
    admin.post("/users", both).await.refused_field(422, "validation-failed", "/roles", "user_roles_together");
    let weak = json!({ "username": "x1", "name": "x", "org_id": org, "roles": ["clerk"], "password": "aaaaaaaaaa" });
    admin.post("/users", weak).await.refused_field(422, "validation-failed", "/password", "weak_password");
    let nowhere = json!({ "username": "x1", "name": "x", "org_id": uuid::Uuid::nil(), "roles": ["clerk"], "password": "sunflower-2026" });
    admin.post("/users", nowhere).await.refused_field(422, "validation-failed", "/org_id", "no_such_org");
    let shape = json!({ "parent_id": org, "code": "a%", "name": "x", "level": "outlet" });
    admin.post("/orgs", shape).await.refused_field(422, "validation-failed", "/code", "code_shape");
    let order = json!({ "parent_id": org, "code": "77", "name": "x", "level": "company" });
    admin.post("/orgs", order).await.refused_field(422, "validation-failed", "/level", "level_order");
    let reset = admin.patch_at(&format!("/users/{admin_id}"), 1, json!({ "password": "my-Admin-2026" })).await;
    reset.refused_field(422, "validation-failed", "/password", "weak_password");
    app.sign_in("manager-a").await.get("/users").await.refused(403, "permission-denied");
    assert_eq!(app.fingerprint().await, before);
}

#[actix_web::test]
async fn an_empty_installation_is_set_up_once_with_the_printed_code() {
    let app = TestApp::empty().await;
    let code = guibin_api::staff::new_setup_code(&app.state).await.unwrap();
    let anonymous = app.anonymous();
    assert_eq!(anonymous.get("/setup").await.expect(200)["needed"], true);
    let setup = |code: &str| json!({ "code": code, "company_name": "成都广电网络", "username": "chief", "name": "陈静", "password": "sunflower-2026" });
    anonymous.post("/setup", setup("AAAA-AAAA-AAAA")).await.refused_field(
        422,
        "validation-failed",
        "/code",
        "wrong_code",
    );
    anonymous.post("/setup", setup(&code.to_lowercase())).await.expect(201);
    assert_eq!(anonymous.get("/setup").await.expect(200)["needed"], false);
    anonymous.post("/setup", setup(&code)).await.refused_field(409, "state-conflict", "", "setup_done");
    let login = json!({ "username": "chief", "password": "sunflower-2026" });
    app.anonymous().post("/auth/login", login).await.expect(200);
}

#[actix_web::test]
async fn the_shipped_pack_can_be_read() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let packs = manager.get("/policies?count=true").await.expect(200);
    assert_eq!(packs["total"], 1);
    assert_eq!(packs["items"][0]["code"], "p01-jinniu-cable");
    let versions = manager.get("/policies/p01-jinniu-cable/versions").await.expect(200);
    assert_eq!(versions["items"][0]["content"]["complaints"]["levels"]["2"]["resolve"], "PT8H");
    manager.get("/policies/p99/versions").await.refused(404, "not-found");
}

#[actix_web::test]
async fn whoever_was_moved_is_not_told_again_what_they_saw_before() {
    let app = TestApp::start().await;
    let (admin, before) = (app.sign_in("admin").await, app.sign_in("manager-a").await);
    let new = json!({ "kind": "individual", "name": "王建国", "mobile": "13812340177" });
    let customer = before.post_once("/customers", "one", new.clone()).await.expect(201);
    before.post_once("/customers", "one", new.clone()).await.expect(201);
    let replayed = entries(&app).await.iter().filter(|entry| entry.action == "request.replayed").count();
    assert_eq!(replayed, 1, "an answer given again is on the trail");

    let (user, b) = (app.user("manager-a").await, app.user("manager-b").await.org_id);
    admin.patch_at(&format!("/users/{}", user.id), user.version, json!({ "org_id": b })).await.expect(200);
    let after = app.sign_in("manager-a").await;
    after.get(&format!("/customers/{}", customer["id"].as_str().unwrap())).await.refused(404, "not-found");
    after.post_once("/customers", "one", new).await.refused(422, "idempotency-key-reused");
}
