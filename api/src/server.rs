//! Starting and stopping: connect, migrate or refuse, open the keys, serve, drain.

use std::{path::PathBuf, time::Duration};

use actix_web::{HttpServer, dev::ServerHandle, rt, web::Data};
use anyhow::{Context, Result, bail};
use guibin_domain::import::Field;
use guibin_entity::{customer, user};
use sea_orm::{ColumnTrait, DbBackend, EntityTrait, QueryFilter, QuerySelect};
use tracing_subscriber::EnvFilter;

use crate::{
    app, audit,
    clock::Clock,
    config::{Config, DEMO_PASSWORD},
    ctx::Reading,
    customers,
    database::Database,
    events,
    keys::Keys,
    proof, reseal,
    scope::{Past, past},
    sessions::passwords,
    state::State,
    worker,
};

/// Seconds that requests in flight get at shutdown.
const DRAIN_SECS: u64 = 25;
/// How long the head of a request may take to come.
const HEAD_PATIENCE: Duration = Duration::from_secs(10);
/// How long a connection stays open without a request.
const KEEP_ALIVE: Duration = Duration::from_secs(20);
/// How long a client may take to close its side.
const GOODBYE_PATIENCE: Duration = Duration::from_secs(5);

/// Sends log lines to standard error: readable on a terminal, JSON elsewhere.
pub fn log(config: &Config) {
    use std::io::IsTerminal;
    let filter = EnvFilter::try_new(&config.log).unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if std::io::stderr().is_terminal() { lines.compact().init() } else { lines.json().init() }
}

/// Brings the schema up to date.
///
/// # Errors
/// When the database does not answer or a migration fails.
pub async fn migrate(config: &Config) -> Result<()> {
    prepare_folder(config)?;
    let owner = Database::owner(&config.database_url).await?;
    guibin_migrations::up(&owner).await.context("the migrations failed")?;
    owner.close().await?;
    close_to_others(config);
    println!("The database is up to date.");
    Ok(())
}

/// Verifies the whole trail against itself and the seals in `seals`, or in the data directory. Answers whether it is
/// whole, and prints what is not.
///
/// # Errors
/// When the database does not answer, or the keys or seals do not read.
pub async fn verify(config: &Config, clock: &Clock, seals: Option<PathBuf>) -> Result<bool> {
    let db = Database::connect(&config.database_url).await?;
    let key = audit::Key::new(&load_keys(config, false)?);
    let folder = seals.unwrap_or_else(|| config.seal_folder());
    let sealing = audit::Sealing { folder: &folder, minutes: config.seal_minutes, now: clock.now() };
    let found = audit::verify(&db.reader, &key, &sealing).await?;
    for finding in &found.findings {
        let chain = if finding.chain.is_empty() { "seals" } else { &finding.chain };
        let place = finding.seq.map(|seq| format!(" #{seq}")).unwrap_or_default();
        println!("{chain}{place}: {} {}", finding.text.zh, finding.text.en);
    }
    if found.more > 0 {
        println!("… 另有 {0} 处 {0} more", found.more);
    }
    let sealed = found.sealed_until.map_or_else(|| "never sealed".to_owned(), |at| format!("sealed until {at}"));
    let verdict = if found.findings.is_empty() { "intact 完整" } else { "BROKEN 已被破坏" };
    println!("{verdict}: {} entries in {} chains, {sealed}", found.checked, found.chains);
    Ok(found.findings.is_empty())
}

/// Serves until told to stop.
///
/// # Errors
/// When anything that is needed to start is missing; the text says what to do.
pub async fn serve(config: Config, demo: bool) -> Result<()> {
    refuse_open_demo(&config, demo)?;
    prepare_folder(&config)?;
    settle_schema(&config.database_url).await?;
    close_to_others(&config);
    let db = Database::connect(&config.database_url).await?;
    let is_bound = is_bound_to_keys(&db).await?;
    let keys = load_keys(&config, !is_bound)?;
    let listen = config.listen;
    let state = Data::new(State::new(config, Clock::default(), db, &keys, demo));
    if is_bound {
        proof::check(&state, &keys).await?;
    }
    // Where nothing was noted yet, what opens nothing must not be noted as the database's own.
    refuse_other_keys(&state).await?;
    proof::prove(&state, &keys, is_bound).await?;
    refuse_known_password(&state).await?;
    first_start(&state, demo).await?;
    let sweeping = worker::start(state.clone(), state.stopping.subscribe());
    let rereading = reseal::follow(state.clone(), state.stopping.subscribe());
    let following = events::start(state.clone(), state.stopping.subscribe());
    let sealing = audit::start(state.clone(), state.stopping.subscribe());
    let shared = state.clone();
    let server = HttpServer::new(move || app::build(shared.clone()))
        .shutdown_timeout(DRAIN_SECS)
        .client_request_timeout(HEAD_PATIENCE)
        .client_disconnect_timeout(GOODBYE_PATIENCE)
        .keep_alive(KEEP_ALIVE)
        .disable_signals()
        .bind(listen)
        .with_context(|| format!("cannot listen on {listen}"))?
        .run();
    rt::spawn(stop_when_asked(state.clone(), server.handle()));
    println!("Guibin is at {}", state.config.base_url);
    server.await?;
    state.stopping.send_replace(true);
    sweeping.await.ok();
    following.await.ok();
    sealing.await.ok();
    rereading.await.ok();
    audit::finish(&state).await;
    Ok(())
}

/// The keys from the environment, or from the file.
fn load_keys(config: &Config, may_create: bool) -> Result<Keys> {
    match &config.keys {
        Some(text) => Keys::parse(&text.0).context("GUIBIN_KEYS is damaged"),
        None => Keys::load(&config.key_file, may_create),
    }
}

/// Everything a command needs that works on the database and the keys while servers may run.
///
/// # Errors
/// When the database does not answer, its schema is old, or the keys are absent or not its own.
async fn offline(config: Config) -> Result<State> {
    let owner = Database::owner(&config.database_url).await?;
    if !guibin_migrations::pending(&owner).await.context("the schema cannot be read")?.is_empty() {
        bail!("the schema is behind: run `guibin migrate` first");
    }
    owner.close().await?;
    let db = Database::connect(&config.database_url).await?;
    let keys = load_keys(&config, false)?;
    let state = State::new(config, Clock::default(), db, &keys, false);
    proof::prove(&state, &keys, true).await?;
    Ok(state)
}

/// Adds a key set and makes it the active one, after every server has had the time to read it.
///
/// # Errors
/// When the key file does not read or cannot be written.
pub async fn rotate_keys(config: &Config) -> Result<()> {
    let (keys, kid) = load_keys(config, false)?.with_next()?;
    let now = Clock::default().now();
    if config.keys.is_some() {
        println!("{}", keys.activated(&kid, now).text()?);
        eprintln!("Put this in GUIBIN_KEYS, start every server again, then run `guibin keys reseal`.");
        return Ok(());
    }
    keys.replace(&config.key_file)?;
    println!("{kid} is in the key file. Waiting until every server has read it …");
    tokio::time::sleep(reseal::REREAD * 3).await;
    keys.activated(&kid, now).replace(&config.key_file)?;
    println!("{kid} seals and signs from now on. Back up the key file, then run `guibin keys reseal`.");
    Ok(())
}

/// Seals with the active key what older ones have sealed.
///
/// # Errors
/// When the database does not answer or something does not open; what was done stays done.
pub async fn reseal(config: Config) -> Result<()> {
    let state = offline(config).await?;
    let done = reseal::all(&state, |line| println!("{line}")).await?;
    println!("{done} rows were sealed anew; everything is under {}.", state.cipher.active_kid());
    Ok(())
}

/// Takes a key set out of the file, unless something still needs it.
///
/// # Errors
/// When rows are still sealed with it, or it was in use until a moment ago.
pub async fn drop_key(config: Config, kid: &str) -> Result<()> {
    let keys = load_keys(&config, false)?.without(kid, Clock::default().now())?;
    let state = offline(config).await?;
    reseal::forget(&state, kid).await?;
    if state.config.keys.is_some() {
        println!("{}", keys.text()?);
        eprintln!("Put this in GUIBIN_KEYS and start every server again.");
        return Ok(());
    }
    keys.replace(&state.config.key_file)?;
    println!("{kid} is gone.");
    Ok(())
}

/// Stops without losing what is in hand: readiness goes first, so that whoever shares out the requests sends no more;
/// then nothing new is accepted, streams end, and requests in flight are finished.
async fn stop_when_asked(state: Data<State>, server: ServerHandle) {
    let is_urgent = asked_to_stop().await;
    state.draining.send_replace(true);
    if !is_urgent {
        tokio::time::sleep(state.config.drain_wait).await;
    }
    // Streams last as long as their listeners: the server would wait for them in vain.
    state.stopping.send_replace(true);
    server.stop(true).await;
}

/// Until the service manager asks the process to stop, or the terminal does, who waits for nobody.
async fn asked_to_stop() -> bool {
    #[cfg(unix)]
    if let Ok(mut terminate) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        return tokio::select! {
            _ = terminate.recv() => false,
            _ = tokio::signal::ctrl_c() => true,
        };
    }
    tokio::signal::ctrl_c().await.is_ok()
}

/// The demo password is public knowledge, and a short one is soon guessed: neither meets a network.
fn refuse_open_demo(config: &Config, demo: bool) -> Result<()> {
    if !demo || config.listen.ip().is_loopback() {
        return Ok(());
    }
    if config.demo_password == DEMO_PASSWORD {
        bail!(
            "--demo with the default password only listens on loopback; set GUIBIN_DEMO_PASSWORD or GUIBIN_LISTEN=127.0.0.1:8080"
        );
    }
    if passwords::check_strength(config.password_profile, &config.demo_password, "", "").is_err() {
        bail!(
            "GUIBIN_DEMO_PASSWORD is too weak for a network: take at least 12 characters, or set GUIBIN_LISTEN=127.0.0.1:8080"
        );
    }
    Ok(())
}

/// Demo accounts outlive `--demo`: a data directory that was tried out once must not be served to a network.
async fn refuse_known_password(state: &State) -> Result<()> {
    if !state.config.listen.ip().is_loopback() && crate::demo::is_open(state).await? {
        bail!(
            "the database holds demo accounts with the password that everybody knows; start with a new GUIBIN_DATA_DIR or GUIBIN_LISTEN=127.0.0.1:8080"
        );
    }
    Ok(())
}

/// With other keys nothing that is sealed would open, and what is sealed from now on would be lost with them.
async fn refuse_other_keys(state: &State) -> Result<()> {
    let sealed = past(Past::Work).customers().filter(customer::Column::MobileSealed.is_not_null());
    let Some(row) = sealed.limit(1).one(&state.reading_everything()).await? else { return Ok(()) };
    customers::value(&row, &state.cipher, Field::Mobile).map(drop).map_err(|_| {
        let file = state.config.key_file.display();
        anyhow::anyhow!(
            "the keys in {file} do not open what the database holds; restore the file or set GUIBIN_KEY_FILE"
        )
    })
}

fn prepare_folder(config: &Config) -> Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    // Names and what customers said lie in the database file as text: nobody else's to read.
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(&config.data_dir)
        .with_context(|| format!("the data directory {} cannot be made", config.data_dir.display()))
}

/// The database file is made with the rights that files of this machine get, and an older version or a restored backup
/// may have left more of that kind.
#[cfg(unix)]
fn close_to_others(config: &Config) {
    use std::{fs, os::unix::fs::PermissionsExt};
    const OTHERS: u32 = 0o077;
    const STICKY: u32 = 0o1000;
    let files = ["guibin.db", "guibin.db-wal", "guibin.db-shm"].map(|name| (config.data_dir.join(name), 0o600));
    let folders = [(config.data_dir.clone(), 0o700), (config.seal_folder(), 0o700)];
    for (path, mode) in files.into_iter().chain(folders) {
        let Ok(found) = fs::metadata(&path) else { continue };
        let held = found.permissions().mode();
        // A folder that is everybody's, such as /tmp, stays so.
        if held & OTHERS == 0 || held & STICKY != 0 {
            continue;
        }
        if let Err(cause) = fs::set_permissions(&path, fs::Permissions::from_mode(mode)) {
            let path = path.display();
            tracing::warn!("other users of this machine can read {path}; run `chmod {mode:o} {path}`: {cause}");
        }
    }
}

#[cfg(not(unix))]
const fn close_to_others(_config: &Config) {}

/// SQLite is migrated on the spot; PostgreSQL, which others may be using, only by `guibin migrate`.
async fn settle_schema(url: &str) -> Result<()> {
    let owner = Database::owner(url).await?;
    if owner.get_database_backend() == DbBackend::Sqlite {
        guibin_migrations::up(&owner).await.context("the migrations failed")?;
        return Ok(owner.close().await?);
    }
    let pending = guibin_migrations::pending(&owner).await.context("the schema cannot be read")?;
    owner.close().await?;
    if pending.is_empty() {
        Ok(())
    } else {
        bail!("the schema is {} migrations behind: run `guibin migrate` first", pending.len())
    }
}

/// Whether something is sealed already, which other keys would not open, or a trail begun, which they could not verify.
async fn is_bound_to_keys(db: &Database) -> Result<bool> {
    let reading = Reading::everything(db);
    Ok(past(Past::Work).customers().limit(1).one(&reading).await?.is_some()
        || past(Past::Work).imports().limit(1).one(&reading).await?.is_some()
        || audit::is_begun(&db.reader).await?)
}

async fn first_start(state: &Data<State>, demo: bool) -> Result<()> {
    let is_empty = user::Entity::find().limit(1).one(&state.reading_everything()).await?.is_none();
    crate::policies::load(state).await?;
    match (is_empty, demo) {
        (true, true) => {
            crate::demo::load(state).await?;
            crate::demo::load_customers(state).await?;
        }
        (true, false) => {
            let code = crate::staff::new_setup_code(state).await?;
            println!(
                "No user exists yet. Open {}/setup and enter the one-time setup code: {code}",
                state.config.base_url
            );
        }
        (false, _) => {}
    }
    if demo {
        crate::demo::print_sign_ins(state);
    }
    Ok(())
}
