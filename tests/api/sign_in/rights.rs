//! Sessions one can see and end, and changes of who somebody is: they hold at the next request.

use futures_util::future::join;
use guibin_api::audit;
use reqwest::Method;
use serde_json::json;

use super::{PASSWORD, holder, sign_in};
use crate::{client::send, harness::TestApp};

#[actix_web::test]
async fn everybody_sees_where_they_are_signed_in_and_ends_it_on_every_server() {
    let app = TestApp::start().await;
    let twin = app.twin().await;
    let here = holder(&app, sign_in(&app, "manager-a", PASSWORD, None).await);
    let mut there = holder(&app, sign_in(&app, "manager-a", PASSWORD, None).await);
    there.base.clone_from(&twin.base);
    there.get("/me").await.expect(200);
    let page = here.get("/me/sessions").await.expect(200);
    let sessions = page["items"].as_array().unwrap();
    assert_eq!(sessions.len(), 2);
    assert_eq!(sessions.iter().filter(|it| it["is_current"] == true).count(), 1);
    assert!(sessions.iter().all(|it| it["address"] == "127.0.0.1"), "{sessions:?}");
    let other = sessions.iter().find(|it| it["is_current"] == false).unwrap()["id"].as_str().unwrap().to_owned();
    let stranger = app.sign_in("manager-b").await;
    let path = format!("/me/sessions/{other}");
    send(stranger.request(Method::DELETE, &path)).await.refused(404, "not-found");
    there.get("/me").await.expect(200);
    assert_eq!(send(here.request(Method::DELETE, &path)).await.status, 204);
    there.get("/me").await.refused(401, "token-invalid");
    send(here.request(Method::DELETE, &path)).await.refused(404, "not-found");
    let third = holder(&app, sign_in(&app, "manager-a", PASSWORD, None).await);
    assert_eq!(send(here.request(Method::DELETE, "/me/sessions")).await.status, 204);
    third.get("/me").await.refused(401, "token-invalid");
    here.get("/me").await.expect(200);
}

#[actix_web::test]
async fn an_administrator_sees_and_ends_the_sessions_of_others() {
    let app = TestApp::start().await;
    let (admin, manager) = (app.sign_in("admin").await, app.sign_in("manager-a").await);
    let path = format!("/users/{}/sessions", app.user("manager-a").await.id);
    assert_eq!(admin.get(&path).await.expect(200)["items"].as_array().unwrap().len(), 1);
    manager.get(&path).await.refused(403, "permission-denied");
    audit::flush(&app.state).await.unwrap();
    let told = app.sign_in("auditor").await.get("/audit-entries?action=session.listed").await.expect(200);
    let entry = &told["items"][0];
    assert_eq!(entry["subject_id"], json!(app.user("manager-a").await.id), "who looked where somebody works from");
    assert_eq!((&entry["actor"]["id"], &entry["detail"]["count"]), (&json!(app.user("admin").await.id), &json!(1)));
    assert_eq!(send(admin.request(Method::DELETE, &path)).await.status, 204);
    manager.get("/me").await.refused(401, "token-invalid");
    let nobody = "/users/01936d2c-7b4a-7c3e-9f10-0123456789ab/sessions";
    admin.get(nobody).await.refused(404, "not-found");
    send(admin.request(Method::DELETE, nobody)).await.refused(404, "not-found");
}

#[actix_web::test]
async fn disabling_moving_and_another_role_hold_at_once_on_every_server() {
    let app = TestApp::start().await;
    let (twin, admin) = (app.twin().await, app.sign_in("admin").await);
    let branch_b = app.user("leader-b").await.org_id;
    let changes = [
        ("manager-a", json!({ "org_id": branch_b })),
        ("clerk-a", json!({ "roles": ["engineer"] })),
        ("engineer-a", json!({ "active": false })),
    ];
    for (username, change) in changes {
        let mut person = app.sign_in(username).await;
        person.base.clone_from(&twin.base);
        person.get("/me").await.expect(200);
        let path = format!("/users/{}", app.user(username).await.id);
        admin.patch_at(&path, 1, change).await.expect(200);
        person.get("/me").await.refused(401, "token-invalid");
    }
    let moved = app.sign_in("manager-a").await.get("/me").await.expect(200);
    assert_eq!(moved["org"]["name"], "武侯分公司");
    sign_in(&app, "engineer-a", PASSWORD, None).await.refused(401, "invalid-credentials");
}

#[actix_web::test]
async fn two_administrators_who_remove_each_other_at_once_leave_one() {
    let app = TestApp::start().await;
    let org_id = app.user("admin").await.org_id;
    let second = json!({ "username": "admin-2", "name": "陈静", "org_id": org_id, "roles": ["administrator"], "password": "sunflower-2026" });
    app.sign_in("admin").await.post("/users", second).await.expect(201);
    for round in 0..8 {
        let names = ["admin", "admin-2"];
        let [one, two] = [app.user(names[0]).await, app.user(names[1]).await];
        let (first, other) = (app.sign_in(names[0]).await, app.sign_in(names[1]).await);
        let (path, other_path) = (format!("/users/{}", two.id), format!("/users/{}", one.id));
        let (off, other_off) = (
            first.patch_at(&path, two.version, json!({ "roles": ["leader"] })),
            other.patch_at(&other_path, one.version, json!({ "active": false })),
        );
        let (answer, other_answer) = join(Box::pin(off), Box::pin(other_off)).await;
        let done = [&answer, &other_answer].iter().filter(|it| it.status == 200).count();
        assert_eq!(done, 1, "round {round}: {answer:?} {other_answer:?}");
        let (restorer, path, body) = if answer.status == 200 {
            (names[0], path, json!({ "roles": ["administrator"] }))
        } else {
            (names[1], other_path, json!({ "active": true }))
        };
        let version = app.user(if answer.status == 200 { names[1] } else { names[0] }).await.version;
        app.sign_in(restorer).await.patch_at(&path, version, body).await.expect(200);
    }
}
