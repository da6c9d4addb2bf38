//! Databases that tests are copied from: migrated once, and once with the demo world in it, by whoever comes first.
//!
//! A test then pays for a copy, not for twenty migrations and ten password hashes. Both are made anew for each build of
//! the tests; a copy is a world of its own with the keys that sealed it.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

use actix_web::web::Data;
use guibin_api::{clock::Clock, config::Config, database::Database, demo, keys::Keys, policies, state::State};
use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection, DbBackend, Statement};
use uuid::Uuid;

use crate::harness::{is_postgres, monday};

/// What stands in a fresh database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum World {
    /// Policies and nothing else: what a plain first start finds.
    Empty,
    /// The company, branches A and B, the demo users.
    Demo,
}

/// A copy for one test.
pub struct Copy {
    pub url: String,
    /// On PostgreSQL: the server, and the database to drop at the end.
    pub postgres: Option<(String, String)>,
}

/// A database of its own in `folder` (or on the PostgreSQL server), with its key file beside it.
pub async fn copy(world: World, folder: &Path) -> Copy {
    let _held = lock();
    let store = store();
    let keys = store.join("keys.json");
    Keys::load(&keys, true).unwrap();
    fs::copy(&keys, folder.join("keys.json")).unwrap();
    if is_postgres() { copy_database(world, &keys).await } else { copy_file(world, &store, folder).await }
}

/// A folder for this build of the tests; those of earlier builds go. Under the lock: who comes second must not take away
/// what the first has begun.
fn store() -> PathBuf {
    let built = fs::metadata(std::env::current_exe().unwrap()).unwrap().modified().unwrap();
    let built = built.duration_since(UNIX_EPOCH).unwrap().as_millis();
    let parent = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let store = parent.join(format!("worlds-{built}"));
    if !store.exists() {
        for old in fs::read_dir(parent)
            .unwrap()
            .flatten()
            .filter(|old| old.file_name().to_string_lossy().starts_with("worlds-"))
        {
            fs::remove_dir_all(old.path()).ok();
        }
        fs::create_dir_all(&store).unwrap();
    }
    store
}

/// One at a time: each test is a process of its own.
fn lock() -> File {
    let file = File::create(Path::new(env!("CARGO_TARGET_TMPDIR")).join("worlds.lock")).unwrap();
    file.lock().unwrap();
    file
}

async fn copy_file(world: World, store: &Path, folder: &Path) -> Copy {
    let template = store.join(format!("{world:?}.db"));
    if !template.exists() {
        let made = store.join(format!("{world:?}.new"));
        let url = format!("sqlite://{}", made.display());
        fill(world, &url, &store.join("keys.json")).await;
        fs::rename(&made, &template).unwrap();
    }
    let path = folder.join("guibin.db");
    fs::copy(&template, &path).unwrap();
    Copy { url: format!("sqlite://{}", path.display()), postgres: None }
}

async fn copy_database(world: World, keys: &Path) -> Copy {
    let url = std::env::var("GUIBIN_TEST_POSTGRES_URL").expect("GUIBIN_TEST_POSTGRES_URL names a server");
    let (base, _) = url.rsplit_once('/').unwrap();
    let store = keys.parent().unwrap().file_name().unwrap().to_string_lossy().replace('-', "_");
    let template = format!("{store}_{world:?}").to_lowercase();
    let server = single(&url).await;
    let asked = format!("select 1 from pg_database where datname = '{template}'");
    let exists = server.query_one_raw(Statement::from_string(DbBackend::Postgres, asked)).await.unwrap().is_some();
    if !exists {
        server.execute_unprepared(&format!("drop database if exists {template}_new")).await.unwrap();
        server.execute_unprepared(&format!("create database {template}_new")).await.unwrap();
        fill(world, &format!("{base}/{template}_new"), keys).await;
        server.execute_unprepared(&format!("alter database {template}_new rename to {template}")).await.unwrap();
    }
    let name = format!("test_{}", Uuid::now_v7().simple());
    server.execute_unprepared(&format!("create database {name} template {template}")).await.unwrap();
    server.close().await.unwrap();
    Copy { url: format!("{base}/{name}"), postgres: Some((url, name)) }
}

/// Migrates, loads the policies, and the demo world where it is wanted; nobody is connected afterwards.
async fn fill(world: World, url: &str, keys: &Path) {
    let owner = single(&format!("{url}{}", if is_postgres() { "" } else { "?mode=rwc" })).await;
    guibin_migrations::up(&owner).await.unwrap();
    owner.close().await.unwrap();
    let vars = [("GUIBIN_DATABASE_URL", url), ("GUIBIN_DATA_DIR", &keys.parent().unwrap().to_string_lossy())];
    let vars = vars.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let config = Config::read(&vars.into()).unwrap();
    let db = Database::connect_with(url, 1).await.unwrap();
    let state =
        Data::new(State::new(config, Clock::held_at(monday()), db.clone(), &Keys::load(keys, false).unwrap(), true));
    policies::load(&state).await.unwrap();
    if world == World::Demo {
        demo::load(&state).await.unwrap();
    }
    db.close().await.unwrap();
}

/// One connection as the owner of everything.
pub async fn single(url: &str) -> DatabaseConnection {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    sea_orm::Database::connect(options).await.unwrap()
}
