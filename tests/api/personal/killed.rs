//! `guibin keys` as an operator runs it, and as a machine that goes down runs it: killed between two batches and in the
//! middle of one, again and again, while the server works.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Output, Stdio},
    time::Duration,
};

use futures_util::future::join_all;
use guibin_api::{keys::Keys, reseal};
use serde_json::{Value, json};

use super::{
    joined,
    rotation::{found, read_all},
    seeded,
};
use crate::{client::Client, harness::TestApp};

/// Rows of one batch are 200: so many customers take three of them.
const CUSTOMERS: usize = 450;

fn keys(app: &TestApp, arguments: &[&str]) -> Command {
    let binary = std::env::current_exe().unwrap().parent().unwrap().parent().unwrap().join("guibin");
    assert!(binary.exists(), "{} is not built: cargo build --workspace --bins", binary.display());
    let mut command = Command::new(binary);
    command
        .arg("keys")
        .args(arguments)
        .env("GUIBIN_DATABASE_URL", &app.state.config.database_url)
        .env("GUIBIN_DATA_DIR", &app.state.config.data_dir)
        .env_remove("GUIBIN_KEY_FILE")
        .env_remove("GUIBIN_KEYS")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Runs a command to its end, beside the server of this test.
async fn run(app: &TestApp, arguments: &[&str]) -> Output {
    let mut command = keys(app, arguments);
    tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
}

/// Begins to seal anew, and ends it as `kill -9` does, `wait` after it has told of so many batches. Answers whether it
/// was still at it.
async fn killed(app: &TestApp, batches: usize, wait: Duration) -> bool {
    let mut child = keys(app, &["reseal"]).spawn().unwrap();
    let ending = move || {
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let told = lines.take(batches).filter(|line| line.as_ref().is_ok_and(|line| line.contains("rows"))).count();
        std::thread::sleep(wait);
        let end = |mut child: Child| {
            child.kill().unwrap();
            child.wait().unwrap()
        };
        told == batches && !end(child).success()
    };
    tokio::task::spawn_blocking(ending).await.unwrap()
}

async fn fill(manager: &Client) -> Vec<String> {
    let mut paths = Vec::new();
    let all: Vec<_> = (0..CUSTOMERS).collect();
    for some in all.chunks(25) {
        let made = some.iter().map(|n| async move {
            let body = json!({ "kind": "individual", "name": format!("客户{n}"), "mobile": format!("139{n:08}"), "remark": "请打 13900139000" });
            format!("/customers/{}", manager.post("/customers", body).await.id())
        });
        paths.extend(join_all(made).await);
    }
    paths
}

#[actix_web::test]
async fn a_reseal_that_is_killed_over_and_over_loses_nothing_and_is_finished_by_the_next() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let mut paths = seeded(&app, &manager).await;
    // More customers come while keys are replaced.
    paths.retain(|path| path != "/customers");
    paths.extend(fill(&manager).await.into_iter().step_by(37));
    let before: Vec<Value> = read_all(&manager, &paths).await;
    // The server of the test reads the key file again as a server does.
    reseal::follow(app.state.clone(), app.state.stopping.subscribe());
    let rotated = run(&app, &["rotate"]).await;
    assert!(rotated.status.success(), "{rotated:?}");
    while app.state.cipher.active_kid() != "k2" {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }

    let mut interrupted = 0;
    for (round, wait) in [0, 3, 11, 29].into_iter().enumerate() {
        interrupted += u32::from(killed(&app, 1, Duration::from_millis(wait)).await);
        if round == 0 {
            let stored = app.dump().await;
            assert!(stored.contains("v1|k1|") && stored.contains("v1|k2|"), "some are sealed anew, and some are not");
            let early = run(&app, &["drop", "k1"]).await;
            assert!(!early.status.success(), "rows still need the key");
        }
        assert!(read_all(&manager, &paths).await == before, "everything opens after round {round}");
        assert_eq!(found(&app, "13900000449").await, 1);
        // Who works meanwhile seals with the new key what the next run finds done.
        let name = json!({ "kind": "individual", "name": "王", "mobile": format!("1370000{round:04}") });
        manager.post("/customers", name).await.expect(201);
    }
    assert!(interrupted > 0, "it was never in the middle of anything");
    let done = run(&app, &["reseal"]).await;
    assert!(done.status.success(), "{done:?}");
    assert!(read_all(&manager, &paths).await == before);

    let refused = run(&app, &["drop", "k1"]).await;
    assert!(String::from_utf8_lossy(&refused.stderr).contains("sign-ins still hold"), "{refused:?}");
    let file = &app.state.config.key_file;
    let mut rested = Keys::read(file).unwrap();
    for set in &mut rested.keys {
        set.retired_at = set.retired_at.map(|at| at - chrono::TimeDelta::minutes(20));
    }
    rested.replace(file).unwrap();
    let dropped = run(&app, &["drop", "k1"]).await;
    assert!(dropped.status.success(), "{dropped:?}");
    let left = Keys::read(file).unwrap();
    assert_eq!(left.keys.iter().map(|set| set.kid.as_str()).collect::<Vec<_>>(), ["k2"]);
    assert!(!joined(&app.dump().await).contains("v1|k1|"));
    app.state.change_keys(&left);
    let manager = app.sign_in("manager-a").await;
    assert!(read_all(&manager, &paths).await == before, "with the one key that is left");
    for typed in ["13900000449", "13800131234", "1234"] {
        assert!(found(&app, typed).await > 0, "{typed}");
    }
}
