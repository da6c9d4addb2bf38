//! Keys that are replaced while people work: old rows open, are found and are sealed anew; a run goes on where it stopped.

use chrono::TimeDelta;
use guibin_api::{cipher::Cipher, keys::Keys, proof, reseal, server, state::State};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use super::{CANARIES, canary, joined, seeded};
use crate::harness::TestApp;

/// The next key set, active and known to the server; the keys before, and now.
fn rotated(state: &State) -> (Keys, Keys) {
    let before = Keys::read(&state.config.key_file).unwrap();
    let (next, kid) = before.clone().with_next().unwrap();
    let next = next.activated(&kid, state.clock.now());
    next.replace(&state.config.key_file).unwrap();
    state.change_keys(&next);
    (before, next)
}

#[actix_web::test]
async fn rows_of_old_keys_are_found_until_all_are_sealed_anew() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let paths = seeded(&app, &manager).await;
    let before: Vec<Value> = read_all(&manager, &paths).await;
    rotated(&app.state);
    for path in &paths {
        assert_eq!(manager.get(path).await.status, 200, "the old token holds, old rows open: {path}");
    }
    assert_eq!(found(&app, "13800131234").await, 1);
    let twin = json!({ "kind": "individual", "name": "王", "mobile": "13800131234" });
    manager.post("/customers", twin).await.refused_field(409, "duplicate", "/mobile", "duplicate");
    assert!(reseal::forget(&app.state, "k1").await.is_err());

    let done = reseal::all(&app.state, |_| {}).await.unwrap();
    assert!(done > 10, "{done}");
    assert_eq!(reseal::all(&app.state, |_| {}).await.unwrap(), 0, "nothing is left to do");
    reseal::forget(&app.state, "k1").await.unwrap();
    let keys = Keys::read(&app.state.config.key_file).unwrap();
    assert!(keys.clone().without("k1", app.now()).is_err(), "tokens of the old key may still hold");
    let keys = keys.without("k1", app.now() + TimeDelta::minutes(16)).unwrap();
    app.state.change_keys(&keys);
    let stored = joined(&app.dump().await);
    assert!(!stored.contains("v1|k1|") && CANARIES.iter().all(|(_, value)| !stored.contains(value)));
    let manager = app.sign_in("manager-a").await;
    assert_eq!(read_all(&manager, &paths).await, before);
    for typed in ["13800131234", "1234", "002X"] {
        assert_eq!(found(&app, typed).await, 1, "{typed}");
    }
}

pub async fn read_all(who: &crate::client::Client, paths: &[String]) -> Vec<Value> {
    let mut all = Vec::new();
    for path in paths.iter().filter(|path| !path.ends_with("/workbench")) {
        all.push(who.get(path).await.body);
    }
    all
}

pub async fn found(app: &TestApp, typed: &str) -> usize {
    let list = app.sign_in("manager-a").await.get(&format!("/customers?q={typed}")).await.expect(200);
    list["items"].as_array().unwrap().len()
}

#[actix_web::test]
async fn a_run_that_was_killed_goes_on_and_people_may_work_meanwhile() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let mut ids = Vec::new();
    for n in 0..450 {
        let body = json!({ "kind": "individual", "name": format!("客户{n}"), "mobile": format!("138{n:08}"), "fax": "028-87655566" });
        ids.push(manager.post("/customers", body).await.id());
    }
    rotated(&app.state);
    // Killed after the first batch: what was done stays done.
    let run = reseal::all(&app.state, |line| assert!(!line.is_empty()));
    let killed = tokio::time::timeout(std::time::Duration::from_millis(40), run).await;
    let work = async {
        for id in &ids[..40] {
            manager.patch_at(&format!("/customers/{id}"), 1, json!({ "fax": "028-87650000" })).await.expect(200);
        }
    };
    let (rest, ()) = tokio::join!(reseal::all(&app.state, |_| {}), work);
    assert!(rest.unwrap() > 0 || killed.is_ok());
    reseal::all(&app.state, |_| {}).await.unwrap();
    reseal::forget(&app.state, "k1").await.unwrap();
    assert!(!app.dump().await.contains("v1|k1|"));
    let body = manager.get(&format!("/customers/{}", ids[0])).await.expect(200);
    assert_eq!((&body["fax"], &body["version"]), (&json!("028****0000"), &json!(2)));
    assert_eq!(found(&app, "13800000449").await, 1);
}

/// What a server says that is started with these keys.
async fn told(app: &TestApp, keys: &Keys) -> String {
    let keys = Some(guibin_api::config::Secret(keys.text().unwrap()));
    let config = guibin_api::config::Config { keys, ..(*app.state.config).clone() };
    format!("{:#}", server::serve(config, false).await.unwrap_err())
}

#[actix_web::test]
async fn a_server_that_lacks_a_key_does_not_start() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    manager
        .post("/customers", json!({ "kind": "individual", "name": "王", "mobile": canary("mobile") }))
        .await
        .expect(201);
    proof::prove(&app.state, &Keys::read(&app.state.config.key_file).unwrap(), true).await.unwrap();
    let (before, next) = rotated(&app.state);
    proof::prove(&app.state, &next, true).await.unwrap();
    let text = told(&app, &before).await;
    assert!(text.contains("sealed with key k2"), "{text}");
    let mut without = next.clone();
    without.keys.retain(|set| set.kid == "k2");
    let text = told(&app, &without).await;
    assert!(text.contains("k1"), "{text}");
    let text = told(&app, &Keys::generate().unwrap()).await;
    assert!(text.contains("do not open") || text.contains("lacks"), "{text}");
}

#[actix_web::test]
async fn every_key_is_proved_also_where_nobody_had_noted_it_yet() {
    let app = TestApp::start().await;
    app.sign_in("manager-a").await.post("/customers", json!({ "kind": "individual", "name": "王" })).await.expect(201);
    let keys = Keys::read(&app.state.config.key_file).unwrap();
    let foreign = Keys::generate().unwrap();
    proof::prove(&app.state, &keys, true).await.unwrap();
    // As it was when the data key alone was noted.
    app.db().execute_unprepared("delete from sealing_key where kid <> 'k1'").await.unwrap();
    proof::prove(&app.state, &keys, true).await.unwrap();
    let mut others = [keys.clone(), keys.clone(), keys.clone()];
    others[0].audit_key.clone_from(&foreign.audit_key);
    others[1].root_key.clone_from(&foreign.root_key);
    others[2].keys[0].index_key.clone_from(&foreign.keys[0].index_key);
    for (other, name) in others.iter().zip(["another audit_key", "another root_key", "another k1.index_key"]) {
        let text = told(&app, other).await;
        assert!(text.contains(name) && text.contains("restore the key file"), "{text}");
    }
    proof::prove(&app.state, &keys, true).await.unwrap();
}

#[actix_web::test]
async fn a_running_server_does_not_take_the_key_file_of_another_installation() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let body = json!({ "kind": "individual", "name": "王", "mobile": canary("mobile") });
    let path = format!("/customers/{}", manager.post("/customers", body.clone()).await.id());
    let (file, keys) = (&app.state.config.key_file, Keys::read(&app.state.config.key_file).unwrap());
    proof::prove(&app.state, &keys, true).await.unwrap();
    reseal::follow(app.state.clone(), app.state.stopping.subscribe());
    manager.get(&path).await.expect(200);
    Keys::generate().unwrap().replace(file).unwrap();
    tokio::time::sleep(reseal::REREAD * 2 + reseal::REREAD / 2).await;
    manager.get(&path).await.expect(200);
    manager.post("/customers", body).await.refused_field(409, "duplicate", "/mobile", "duplicate");
    let (next, _) = keys.with_next().unwrap();
    next.activated("k2", app.now()).replace(file).unwrap();
    while app.state.cipher.active_kid() != "k2" {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    manager.get(&path).await.expect(200);
}

#[actix_web::test]
async fn a_row_that_does_not_open_hides_no_other_from_a_list() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let body = json!({ "kind": "individual", "name": "王", "mobile": canary("mobile") });
    let id = manager.post("/customers", body).await.id();
    let before = manager.get("/customers").await.expect(200)["items"].as_array().unwrap().len();
    app.db().execute_unprepared("update customer set mobile_sealed = 'v1|k1|AAAA|AAAA'").await.unwrap();
    let list = manager.get("/customers").await.expect(200);
    let items = list["items"].as_array().unwrap();
    assert_eq!(items.len(), before);
    assert_eq!(items.iter().find(|item| item["id"] == id.as_str()).unwrap()["mobile"], "***");
}

#[test]
fn bytes_name_their_key_and_those_from_before_open_too() {
    let keys = Keys::generate().unwrap();
    let place = guibin_api::cipher::Place { table: "attachment", column: "content", row: uuid::Uuid::nil() };
    let cipher = Cipher::new(&keys);
    let sealed = cipher.seal_bytes(place, b"file").unwrap();
    assert!(sealed.starts_with(b"v1|k1|"));
    let (next, kid) = keys.with_next().unwrap();
    cipher.replace(&next.activated(&kid, chrono::DateTime::UNIX_EPOCH));
    assert_eq!(cipher.open_bytes(place, &sealed).unwrap(), b"file");
    assert_eq!(cipher.open_bytes(place, &sealed[b"v1|k1|".len()..]).unwrap(), b"file");
    assert!(cipher.seal_bytes(place, b"file").unwrap().starts_with(b"v1|k2|"));
    let other = guibin_api::cipher::Place { row: uuid::Uuid::from_u128(1), ..place };
    assert!(cipher.open_bytes(other, &sealed).is_err() && cipher.open_bytes(place, b"v1|k1|x").is_err());
}
