//! Programs of other systems: let in by an administrator, with exactly what they were given, until they are not.

use chrono::TimeDelta;
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    client::{Answer, Client, send},
    harness::TestApp,
};

const FORM: &str = "application/x-www-form-urlencoded";

/// A client of branch A that reads customers and takes complaints; id, client id, secret.
pub async fn made(app: &TestApp, admin: &Client, more: Value) -> (String, String, String) {
    let mut body = json!({
        "name": "呼叫中心", "org_id": app.user("manager-a").await.org_id, "reach": "subtree",
        "permissions": ["customer.read", "complaint.work", "complaint.read", "customer.read"],
    });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let client = admin.post("/api-clients", body).await.expect(201);
    let text = |name: &str| client[name].as_str().unwrap().to_owned();
    (text("id"), text("client_id"), text("client_secret"))
}

async fn ask(app: &TestApp, form: &str) -> Answer {
    send(app.anonymous().request(Method::POST, "/oauth/token").header("content-type", FORM).body(form.to_owned())).await
}

/// The client with a token for its secret.
pub async fn token(app: &TestApp, id: &str, secret: &str) -> Client {
    let form = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}");
    let body = ask(app, &form).await.expect(200);
    app.anonymous().with_token(body["access_token"].as_str().unwrap())
}

#[actix_web::test]
async fn a_program_gets_a_token_for_its_secret_and_sees_what_it_was_given() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let (mine, other) = (app.customer("manager-a", "王建国").await, app.customer("manager-b", "别处").await);
    let (id, client_id, secret) = made(&app, &admin, json!({})).await;

    let form =
        format!("grant_type=client_credentials&client_id={client_id}&client_secret={secret}&scope=customer.read");
    let answer = ask(&app, &form).await;
    assert_eq!((answer.header("cache-control"), answer.header("pragma")), ("no-store", "no-cache"));
    let body = answer.expect(200);
    assert_eq!((&body["token_type"], &body["expires_in"]), (&json!("Bearer"), &json!(600)));
    assert_eq!(body["scope"], "complaint.read complaint.work customer.read");
    let basic = app.anonymous().request(Method::POST, "/oauth/token").header("content-type", FORM);
    let basic = basic.basic_auth(&client_id, Some(&secret)).body("grant_type=client_credentials");
    send(basic).await.expect(200);

    let program = app.anonymous().with_token(body["access_token"].as_str().unwrap());
    let customers = program.get("/customers?count=true").await.expect(200);
    assert_eq!((&customers["total"], &customers["items"][0]["id"]), (&json!(1), &json!(mine)));
    program.get(&format!("/customers/{other}")).await.refused(404, "not-found");
    program.get("/me").await.refused_field(403, "permission-denied", "", "org.read");
    let complaint = program.complain(mine, 1).await.expect(201);
    assert_eq!(complaint["entries"][0]["actor"]["name"], "呼叫中心", "{complaint}");
    assert_eq!(
        admin.get(&format!("/api-clients/{id}")).await.expect(200)["last_used_at"],
        json!("2026-11-23T01:00:00Z")
    );
}

#[actix_web::test]
async fn a_token_dies_with_the_client_its_secret_or_its_time() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let (id, client_id, secret) = made(&app, &admin, json!({})).await;
    let path = format!("/api-clients/{id}");

    let program = token(&app, &client_id, &secret).await;
    let renewed = admin.post_at(&format!("{path}/secrets"), 1, json!({})).await;
    assert_eq!(renewed.header("etag"), "\"2\"");
    let second = renewed.expect(200)["client_secret"].as_str().unwrap().to_owned();
    program.get("/customers").await.refused(401, "token-invalid");
    let old = format!("grant_type=client_credentials&client_id={client_id}&client_secret={secret}");
    assert_eq!(ask(&app, &old).await.refused(401, "invalid-credentials")["error"], "invalid_client");

    let program = token(&app, &client_id, &second).await;
    admin.patch_at(&path, 2, json!({ "permissions": ["policy.read"] })).await.expect(200);
    program.get("/customers").await.refused(403, "permission-denied");
    program.get("/policies").await.expect(200);
    admin.patch_at(&path, 3, json!({ "active": false })).await.expect(200);
    program.get("/policies").await.refused(401, "token-invalid");
    let form = format!("grant_type=client_credentials&client_id={client_id}&client_secret={second}");
    assert_eq!(ask(&app, &form).await.refused(401, "invalid-credentials")["error"], "invalid_client");

    let soon = app.now() + TimeDelta::seconds(90);
    admin.patch_at(&path, 4, json!({ "active": true, "expires_at": soon })).await.expect(200);
    assert_eq!(ask(&app, &form).await.expect(200)["expires_in"], 90);
    let program = token(&app, &client_id, &second).await;
    app.advance(TimeDelta::seconds(90)).await;
    program.get("/policies").await.refused(401, "token-invalid");
    assert_eq!(ask(&app, &form).await.status, 401);
}

#[actix_web::test]
async fn a_refused_program_is_told_in_the_words_of_the_rfc_and_never_whether_it_exists() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let (_, client_id, secret) = made(&app, &admin, json!({})).await;
    let before = app.fingerprint().await;
    let form = |rest: &str| format!("grant_type=client_credentials&client_id={client_id}{rest}");
    for (form, status, slug, error) in [
        (String::new(), 400, "malformed-request", "invalid_request"),
        (form(&format!("&client_secret={secret}&client_secret={secret}")), 400, "malformed-request", "invalid_request"),
        ("grant_type=password&username=a".to_owned(), 400, "invalid-parameter", "unsupported_grant_type"),
        (form(&format!("&client_secret={secret}&scope=customer.reveal")), 400, "invalid-parameter", "invalid_scope"),
        (form(""), 401, "invalid-credentials", "invalid_client"),
    ] {
        let answer = ask(&app, &form).await;
        let body = answer.refused(status, slug);
        assert_eq!(body["error"], error, "{form}");
        assert!(body["error_description"].as_str().unwrap().chars().all(|c| c.is_ascii() && !"\"\\".contains(c)));
    }
    let wrong = ask(&app, &form("&client_secret=wrong")).await;
    assert_eq!(wrong.header("www-authenticate"), "Basic realm=\"guibin\"");
    let unknown = ask(&app, "grant_type=client_credentials&client_id=client-0&client_secret=wrong").await;
    let told = |answer: &Answer| {
        let body = answer.refused(401, "invalid-credentials");
        (body["error"].clone(), body["detail"].clone(), body["error_description"].clone())
    };
    assert_eq!(told(&wrong), told(&unknown));
    let json = app.anonymous().post("/oauth/token", json!({ "grant_type": "client_credentials" })).await;
    json.refused(415, "unsupported-media-type");
    ask(&app, &"a".repeat(9000)).await.refused(413, "payload-too-large");
    assert_eq!(app.fingerprint().await, before);
}

#[actix_web::test]
async fn a_secret_is_shown_once_and_kept_nowhere() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let body =
        json!({ "name": "x", "org_id": app.user("admin").await.org_id, "permissions": ["event.read"], "reach": "all" });
    let first = admin.post_once("/api-clients", "k", body.clone()).await.expect(201);
    let again = admin.post_once("/api-clients", "k", body).await.expect(201);
    assert_eq!(again["id"], first["id"]);
    assert_eq!(again.get("client_secret"), None);
    let secret = first["client_secret"].as_str().unwrap();
    assert!(!app.dump().await.contains(secret.strip_prefix("guibin_").unwrap()));
    let listed = admin.get("/api-clients?count=true").await.expect(200);
    assert_eq!(listed["total"], 1);
    assert!(!listed.to_string().contains("secret"));
}

#[actix_web::test]
async fn a_program_is_no_person() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let (id, client_id, secret) = made(&app, &admin, json!({})).await;
    for password in [secret.as_str(), "!", ""] {
        let login = json!({ "username": client_id, "password": password });
        let answer = app.anonymous().post("/auth/login", login).await;
        assert!([401, 422].contains(&answer.status.as_u16()), "{password}");
    }
    admin.get(&format!("/users/{id}")).await.refused(404, "not-found");
    assert_eq!(admin.get("/users?count=true").await.expect(200)["total"], 10);
    let before = app.fingerprint().await;
    let org = app.user("admin").await.org_id;
    let new = |permission: &str| json!({ "name": "x", "org_id": org, "permissions": ["event.read", permission], "reach": "all" });
    for permission in
        ["customer.reveal", "user.manage", "org.manage", "api_client.manage", "approval.decide", "no.such"]
    {
        let refused = admin.post("/api-clients", new(permission)).await;
        refused.refused_field(422, "validation-failed", "/permissions/1", "not_grantable");
    }
    let mut past = new("org.read");
    past["expires_at"] = json!(app.now());
    admin.post("/api-clients", past).await.refused_field(422, "validation-failed", "/expires_at", "not_ahead");
    let mut nowhere = new("org.read");
    nowhere["org_id"] = json!(uuid::Uuid::nil());
    admin.post("/api-clients", nowhere).await.refused_field(422, "validation-failed", "/org_id", "no_such_org");
    admin
        .patch_at(&format!("/api-clients/{id}"), 9, json!({ "active": false }))
        .await
        .refused(412, "precondition-failed");
    assert_eq!(app.fingerprint().await, before);
}
