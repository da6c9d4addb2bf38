//! A database of its own, and the processes of the real binary that serve it.

use std::{
    cell::Cell,
    fs::{File, OpenOptions},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use sea_orm::{ConnectionTrait, DatabaseConnection, Statement, Value};
use tempfile::TempDir;

/// Where everything of one run lies.
pub struct World {
    pub folder: TempDir,
    /// The URL of the database, and of the server it lies on where that is PostgreSQL.
    pub url: String,
    binary: PathBuf,
    servers: Cell<usize>,
    postgres: Option<(String, String)>,
}

/// Whether the tests run against PostgreSQL.
pub fn is_postgres() -> bool {
    std::env::var("GUIBIN_TEST_DATABASE").is_ok_and(|database| database == "postgres")
}

/// The binary that lies beside this one.
pub fn guibin() -> PathBuf {
    let path = std::env::current_exe().unwrap().parent().unwrap().parent().unwrap().join("guibin");
    assert!(path.exists(), "{} is not built: cargo build --workspace --bins", path.display());
    path
}

impl World {
    /// An empty database with today's schema.
    pub async fn new() -> Self {
        Self::on(is_postgres(), guibin()).await
    }

    /// As [`World::new`], on the one or the other, served by `binary`.
    pub async fn on(postgres: bool, binary: PathBuf) -> Self {
        let mut world = Self::bare(tempfile::tempdir().unwrap(), binary);
        if postgres {
            let server = std::env::var("GUIBIN_TEST_POSTGRES_URL").expect("GUIBIN_TEST_POSTGRES_URL names a server");
            let name = format!("torture_{}", uuid::Uuid::now_v7().simple());
            let admin = sea_orm::Database::connect(&server).await.unwrap();
            admin.execute_unprepared(&format!("create database {name}")).await.unwrap();
            admin.close().await.unwrap();
            world.url = format!("{}/{name}", server.rsplit_once('/').unwrap().0);
            world.postgres = Some((server, name));
            let done = world.command(&["migrate"]).output().unwrap();
            assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        }
        world
    }

    /// The same folder as another world would see it: an SQLite database that was put there.
    pub fn found(folder: TempDir) -> Self {
        Self::bare(folder, guibin())
    }

    fn bare(folder: TempDir, binary: PathBuf) -> Self {
        let url = format!("sqlite://{}", folder.path().join("data/guibin.db").display());
        Self { url, folder, binary, servers: Cell::new(0), postgres: None }
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The binary with this world's settings and nobody else's.
    pub fn command(&self, arguments: &[&str]) -> Command {
        self.settled(Command::new(&self.binary), arguments)
    }

    /// `program`, which is to run the binary, with this world's settings.
    pub fn settled(&self, mut program: Command, arguments: &[&str]) -> Command {
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("GUIBIN_")) {
            program.env_remove(name);
        }
        program
            .args(arguments)
            .env("GUIBIN_DATABASE_URL", &self.url)
            .env("GUIBIN_DATA_DIR", self.data())
            .env("GUIBIN_KEY_FILE", self.data().join("keys.json"))
            .env("GUIBIN_LOG", "warn")
            .env("GUIBIN_SEAL_MINUTES", "1")
            // These people are faster than people.
            .env("GUIBIN_RATE_CREDENTIAL", "100000000")
            .env("GUIBIN_RATE_ADDRESS", "100000000")
            .env("GUIBIN_RATE_AUTH", "100000000")
            .stdin(Stdio::null());
        program
    }

    /// A server on a port of its own, and from the second on in a folder of its own as on a machine of its own, with the
    /// keys of the first; not started.
    pub fn server(&self) -> Server {
        let number = self.servers.replace(self.servers.get() + 1);
        let data = if number == 0 { self.data() } else { self.folder.path().join(format!("data-{number}")) };
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = free.local_addr().unwrap().to_string();
        Server {
            base: format!("http://{address}"),
            address,
            data,
            log: self.folder.path().join(format!("log-{number}")),
            command: None,
            child: None,
        }
    }

    /// A connection past the server, as whoever owns the database.
    pub async fn database(&self) -> DatabaseConnection {
        let mut options = sea_orm::ConnectOptions::new(&self.url);
        options.max_connections(1).sqlx_logging(false);
        options.map_sqlx_sqlite_opts(|sqlite| sqlite.busy_timeout(Duration::from_secs(10)));
        sea_orm::Database::connect(options).await.unwrap()
    }

    /// Hours go by: the alarms of complaints that nobody answers are due, and no lease holds any more, also where its
    /// worker still lives and will be too late with what it has in hand.
    pub async fn time_passes(&self) {
        let db = self.database().await;
        let past: Value = (chrono::Utc::now() - chrono::TimeDelta::seconds(1)).into();
        for sql in [
            "update alarm set due_at = $1 where fired_at is null and cancelled_at is null and clock_id in \
             (select clock_id from complaint where title like 'forgotten %')",
            "update outbox set leased_until = $1 where leased_until is not null",
            "update import set lease_until = $1 where lease_until is not null",
            "update export set lease_until = $1 where lease_until is not null",
        ] {
            let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [past.clone()]);
            db.execute_raw(statement).await.unwrap();
        }
        db.close().await.unwrap();
    }

    /// What the servers said, one after the other.
    pub fn log(&self) -> String {
        let words =
            |number| std::fs::read_to_string(self.folder.path().join(format!("log-{number}"))).unwrap_or_default();
        (0..self.servers.get()).map(words).collect()
    }
}

impl Drop for World {
    fn drop(&mut self) {
        if let Some((server, name)) = self.postgres.take() {
            actix_web::rt::spawn(async move {
                let admin = sea_orm::Database::connect(server).await.unwrap();
                admin.execute_unprepared(&format!("drop database if exists {name} with (force)")).await.ok();
            });
        }
    }
}

/// One process of the server, at the same address whenever it runs.
pub struct Server {
    pub base: String,
    address: String,
    pub data: PathBuf,
    log: PathBuf,
    command: Option<Command>,
    child: Option<Child>,
}

impl Server {
    /// Starts it; it may not answer yet.
    pub fn start(&mut self, world: &World) {
        self.start_as(world.command(&["serve", "--demo"]));
    }

    pub fn start_as(&mut self, mut command: Command) {
        assert!(self.child.is_none(), "it runs already");
        command.env("GUIBIN_LISTEN", &self.address).env("GUIBIN_DATA_DIR", &self.data);
        self.command = Some(command);
        self.spawn();
    }

    fn spawn(&mut self) {
        let command = self.command.as_mut().unwrap();
        let child = command.stdout(append(&self.log)).stderr(append(&self.log)).spawn().unwrap();
        self.child = Some(child);
    }

    /// Until it answers. On a machine so busy that the database does not answer in time the server gives up with a word;
    /// whoever watches over it starts it again, as here.
    pub async fn ready(&mut self, http: &reqwest::Client) {
        let began = Instant::now();
        loop {
            let answer = http.get(format!("{}/readyz", self.base)).send().await;
            if answer.is_ok_and(|answer| answer.status() == 200) {
                return;
            }
            let log = || std::fs::read_to_string(&self.log).unwrap_or_default();
            assert!(began.elapsed() < Duration::from_mins(3), "the server is not ready: {}", log());
            if let Some(status) = self.child.as_mut().unwrap().try_wait().unwrap() {
                let last = log().lines().last().unwrap_or_default().to_owned();
                let was_busy = ["503 unavailable", "timed out"].iter().any(|end| last.trim_end().ends_with(end));
                assert!(was_busy && last.starts_with("guibin: "), "it ended by itself ({status}): {}", log());
                self.spawn();
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Ends it as `kill -9` does: by its own process id, and without a word to it.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

fn append(path: &Path) -> File {
    OpenOptions::new().create(true).append(true).open(path).unwrap()
}
