//! What keeps a server from starting: keys that do not fit, and accounts that everybody knows.

use std::{fs, os::unix::fs::PermissionsExt};

use guibin_api::{config::Config, demo, keys::Keys, server};
use serde_json::json;

use crate::harness::TestApp;

/// How the server starts on the database of `app`, with what `vars` say beside.
async fn start(app: &TestApp, vars: &[(&str, &str)]) -> String {
    let url = app.state.config.database_url.clone();
    let folder = app.state.config.data_dir.to_string_lossy().into_owned();
    let all = [("GUIBIN_DATABASE_URL", url.as_str()), ("GUIBIN_DATA_DIR", &folder)].into_iter();
    let all = all.chain(vars.iter().copied()).map(|(name, value)| (name.to_owned(), value.to_owned()));
    let config = Config::read(&all.collect()).unwrap();
    format!("{:#}", server::serve(config, false).await.unwrap_err())
}

#[actix_web::test]
async fn known_passwords_are_not_shown_to_a_network_although_the_demo_is_over() {
    let app = TestApp::start().await;
    assert!(demo::is_open(&app.state).await.unwrap());
    let told = start(&app, &[("GUIBIN_LISTEN", "0.0.0.0:0")]).await;
    assert!(told.contains("demo accounts"), "{told}");
    assert!(!demo::is_open(&TestApp::empty().await.state).await.unwrap());
}

#[actix_web::test]
async fn what_an_older_version_left_open_is_closed_to_others() {
    let app = TestApp::start().await;
    let (data, seals) = (&app.state.config.data_dir, app.state.config.seal_folder());
    fs::create_dir_all(&seals).unwrap();
    let paths = [(data.clone(), 0o700), (seals, 0o700), (data.join("guibin.db"), 0o600)];
    let paths: Vec<_> = paths.into_iter().filter(|(path, _)| path.exists()).collect();
    assert!(paths.len() > 1);
    for (path, mode) in &paths {
        fs::set_permissions(path, fs::Permissions::from_mode(mode | 0o055)).unwrap();
    }
    start(&app, &[("GUIBIN_LISTEN", "0.0.0.0:0")]).await;
    for (path, mode) in &paths {
        assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, *mode, "{}", path.display());
    }
}

#[actix_web::test]
async fn keys_that_are_damaged_absent_or_another_databases_are_told_before_anything_is_sealed() {
    let app = TestApp::start().await;
    let body = json!({ "kind": "individual", "name": "王芳", "mobile": "13800131234" });
    app.sign_in("manager-a").await.post("/customers", body).await.expect(201);
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    Keys::load(file("other").as_ref(), true).unwrap();
    let damaged = json!({ "kid": "k1", "data_key": "AAAA", "index_key": "AAAA", "token_key": "AAAA" });
    fs::write(file("damaged"), damaged.to_string()).unwrap();
    fs::set_permissions(file("damaged"), fs::Permissions::from_mode(0o600)).unwrap();
    for (name, what) in [("other", "do not open"), ("damaged", "is damaged"), ("absent", "is absent")] {
        let told = start(&app, &[("GUIBIN_LISTEN", "127.0.0.1:0"), ("GUIBIN_KEY_FILE", &file(name))]).await;
        assert!(told.contains(what), "{name}: {told}");
    }
}
