//! `make bench`: complaints received and read per second through the real binary, on both databases, and how often the
//! disk is waited for. What is compared takes turns, so that whatever else the machine does hits all alike.
//!
//! The binary is the one that tests use, without optimisation; the speeds compare with each other, not with a release.
//! Syncs for each write are exact, whatever the machine does meanwhile.

use std::{
    collections::BTreeMap,
    path::PathBuf,
    process::Command,
    rc::Rc,
    time::{Duration, Instant, SystemTime},
};

use futures_util::future::join_all;

use crate::{
    clerk::{complaint, post},
    figures::tell,
    office::Office,
    trace::{self, Change},
    world::{Server, World, guibin},
};

const CONNECTIONS: [usize; 2] = [1, 16];
const TURNS: usize = 5;

#[actix_web::test]
#[ignore = "measures, and proves nothing: make bench"]
async fn writes_and_reads() {
    let turn = Duration::from_secs(number("GUIBIN_BENCH_SECS").unwrap_or(4));
    let mut sides = vec![Side::start("sqlite", false, guibin()).await];
    if let Ok(other) = std::env::var("GUIBIN_BENCH_AGAINST") {
        sides.push(Side::start("sqlite, other binary", false, other.into()).await);
    }
    if std::env::var("GUIBIN_TEST_POSTGRES_URL").is_ok() {
        sides.push(Side::start("postgres", true, guibin()).await);
    }
    let mut measured: BTreeMap<(String, &str, usize), Vec<f64>> = BTreeMap::new();
    for _ in 0..TURNS {
        for connections in CONNECTIONS {
            for side in &sides {
                for what in ["writes", "reads"] {
                    let speed = side.speed(what, connections, turn).await;
                    measured.entry((side.name.clone(), what, connections)).or_default().push(speed);
                }
            }
        }
    }
    for ((name, what, connections), speeds) in &measured {
        let (low, middle, high) = spread(speeds);
        let of_first = middle / spread(&measured[&("sqlite".to_owned(), *what, *connections)]).1;
        tell(&format!(
            "bench, {name}: {what} at {connections} connections: {middle:.0}/s ({low:.0} to {high:.0} in {TURNS} turns), \
             {of_first:.2} × sqlite"
        ));
    }
}

#[actix_web::test]
#[ignore = "measures, and proves nothing: make bench"]
async fn syncs_for_each_write() {
    let mut binaries = vec![("sqlite".to_owned(), guibin())];
    binaries
        .extend(std::env::var("GUIBIN_BENCH_AGAINST").map(|other| ("sqlite, other binary".to_owned(), other.into())));
    for (name, binary) in binaries {
        let tape = tempfile::NamedTempFile::new().unwrap();
        let mut strace = trace::strace(tape.path()).expect("strace is needed to count what the server waits for");
        strace.arg(&binary);
        let side = Side::start_as(name, World::on(false, binary).await, Some(strace)).await;
        let mut spans = Vec::new();
        for connections in CONNECTIONS {
            let began = SystemTime::now();
            let count = 160 / connections;
            join_all((0..connections).map(async |_| {
                for _ in 0..count {
                    side.write().await;
                }
            }))
            .await;
            spans.push((connections, began..SystemTime::now(), count * connections));
        }
        let Side { name, world, mut server, .. } = side;
        server.kill();
        tokio::time::sleep(Duration::from_secs(1)).await;
        let events = trace::read(&std::fs::read_to_string(tape.path()).unwrap(), world.data().to_str().unwrap());
        for (connections, span, writes) in spans {
            let within = events.iter().filter(|event| span.contains(&event.at));
            let syncs =
                within.filter(|event| matches!(event.change, Change::Sync(_)) && event.path.contains("guibin.db"));
            let syncs = u32::try_from(syncs.count()).unwrap();
            let each = f64::from(syncs) / f64::from(u32::try_from(writes).unwrap());
            tell(&format!("syncs, {name}: {syncs} for {writes} writes at {connections} connections: {each:.2} each"));
        }
    }
}

/// One server under load.
struct Side {
    name: String,
    world: World,
    server: Server,
    office: Rc<Office>,
    customer: String,
    complaint: String,
}

impl Side {
    async fn start(name: &str, postgres: bool, binary: PathBuf) -> Self {
        Self::start_as(name.to_owned(), World::on(postgres, binary).await, None).await
    }

    /// Through another program where one is to look on.
    async fn start_as(name: String, world: World, onlooker: Option<Command>) -> Self {
        let mut server = world.server();
        std::fs::create_dir_all(world.data()).unwrap();
        match onlooker {
            Some(program) => server.start_as(world.settled(program, &["serve", "--demo"])),
            None => server.start(&world),
        }
        let office = Office::new(vec![server.base.clone()], 1);
        server.ready(office.http()).await;
        let body = serde_json::json!({ "kind": "individual", "name": "王建国" });
        let customer = office.send(&post("manager-a", "/customers", body, ("", ""))).await.id().to_owned();
        let mut side = Self { name, world, server, office, customer, complaint: String::new() };
        side.complaint = side.write().await;
        side
    }

    async fn write(&self) -> String {
        let body = complaint(&self.customer, "晚间点播频繁卡顿");
        let said = self.office.send(&post("manager-a", "/complaints", body, ("", ""))).await;
        assert_eq!(said.status, 201, "{said:?}");
        said.id().to_owned()
    }

    async fn read(&self) {
        let said = self.office.get("manager-a", &format!("/complaints/{}", self.complaint)).await;
        assert_eq!(said.status, 200, "{said:?}");
    }

    /// How many a second, with so many people who each wait for their answer.
    async fn speed(&self, what: &str, connections: usize, turn: Duration) -> f64 {
        let began = Instant::now();
        let done = join_all((0..connections).map(async |_| {
            let mut done = 0_u32;
            while began.elapsed() < turn {
                if what == "writes" {
                    self.write().await;
                } else {
                    self.read().await;
                }
                done += 1;
            }
            done
        }));
        let done: u32 = done.await.into_iter().sum();
        f64::from(done) / began.elapsed().as_secs_f64()
    }
}

/// Lowest, median, highest.
fn spread(speeds: &[f64]) -> (f64, f64, f64) {
    let mut sorted = speeds.to_vec();
    sorted.sort_by(f64::total_cmp);
    (sorted[0], sorted[sorted.len() / 2], sorted[sorted.len() - 1])
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|value| value.parse().unwrap_or_else(|_| panic!("{name} is a number")))
}
