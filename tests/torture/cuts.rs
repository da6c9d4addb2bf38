//! Power cuts on SQLite: the server's writes and syncs are recorded once, and every instant between two of them is a cut
//! that can be tried. Whatever was acknowledged before the cut must be there once.

use std::{
    path::Path,
    rc::Rc,
    time::{Duration, Instant, SystemTime},
};

use actix_web::rt;
use futures_util::future::join_all;

use crate::{
    clerk,
    demands::{self, Found},
    dice::Dice,
    disk::{Disk, Honesty, Luck},
    figures::{is_long, rounds, tell},
    office::{Entry, Office, Promise},
    trace::{self, Change, Event},
    world::{World, is_postgres},
};

const CLERKS: usize = 6;
/// Of so many cuts one is looked at through the real binary too, which takes seconds.
const STARTED_EVERY: usize = 20;

#[actix_web::test]
async fn a_power_cut_takes_back_nothing_that_was_acknowledged() {
    if is_postgres() {
        return;
    }
    let file = tempfile::NamedTempFile::new().unwrap();
    let Some(strace) = trace::strace(file.path()) else {
        assert!(!is_long(), "strace is needed to record what the server writes");
        println!("not tried: strace is not here, or may not trace");
        return;
    };
    let dice = Dice::thrown();
    let tape = Tape::record(strace, file.path(), &dice).await;
    let cuts = usize::try_from(rounds(12)).unwrap() * 5;
    let honest = tape.cut_often(Honesty::Honest, cuts, &dice).await;
    assert_eq!(honest.wrong, [""; 0], "{} of {cuts} cuts", honest.hurt);
    // Whether the cuts can hurt at all: a server that syncs late, as `synchronous=NORMAL` does, must be found out.
    let late = tape.cut_often(Honesty::SyncsLate, cuts / 2, &dice).await;
    assert!(late.hurt > 0, "these cuts find nothing");
    tell(&format!(
        "power cuts, sqlite: {cuts} cuts, {} of them started again, {} writes, {} syncs, {} acknowledged: 0 hurt \
         (syncing late: {} of {} cuts lose what was acknowledged)",
        honest.started,
        tape.count(|change| matches!(change, Change::Write(..))),
        tape.count(|change| matches!(change, Change::Sync(_))),
        tape.journal.iter().filter(|entry| entry.answer.is_some()).count(),
        late.hurt,
        cuts / 2,
    ));
}

/// What a server did to its disk, and what it said meanwhile.
struct Tape {
    folder: String,
    events: Vec<Event>,
    journal: Vec<Entry>,
    promises: Vec<Promise>,
    ready: SystemTime,
}

/// What came of many cuts.
#[derive(Default)]
struct Sum {
    started: usize,
    hurt: usize,
    wrong: Vec<String>,
}

impl Tape {
    async fn record(strace: std::process::Command, file: &Path, dice: &Dice) -> Self {
        let world = World::new().await;
        let mut server = world.server();
        std::fs::create_dir(world.data()).unwrap();
        let mut traced = strace;
        traced.arg(crate::world::guibin());
        server.start_as(world.settled(traced, &["serve", "--demo"]));
        let office = Office::new(vec![server.base.clone()], dice.next());
        server.ready(office.http()).await;
        let ready = SystemTime::now();
        let clerks: Vec<_> = (0..CLERKS).map(|number| rt::spawn(clerk::work(office.clone(), number))).collect();
        let (began, enough) = (Instant::now(), if is_long() { 1500 } else { 150 });
        while office.answered.get() < enough && began.elapsed() < Duration::from_mins(5) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        server.kill();
        clerks.iter().for_each(rt::task::JoinHandle::abort);
        join_all(clerks).await;
        // strace ends when the server has; until then its last words are on their way.
        tokio::time::sleep(Duration::from_secs(1)).await;
        let folder = world.data().to_str().unwrap().to_owned();
        let events = trace::read(&std::fs::read_to_string(file).unwrap(), &folder);
        let office = Rc::into_inner(office).unwrap();
        Self { folder, events, journal: office.journal.into_inner(), promises: office.promises.into_inner(), ready }
    }

    fn count(&self, which: impl Fn(&Change) -> bool) -> usize {
        self.events.iter().filter(|event| which(&event.change)).count()
    }

    /// Cuts the power at instants all over the tape.
    async fn cut_often(&self, honesty: Honesty, cuts: usize, dice: &Dice) -> Sum {
        let first = self.events.iter().position(|event| event.at > self.ready).unwrap();
        let mut at: Vec<_> = (0..cuts).map(|_| pick(dice, first, self.events.len())).collect();
        // Some while the first start still makes tables and keys, where there is time for it.
        let early = if honesty == Honesty::Honest && is_long() { cuts / STARTED_EVERY } else { 0 };
        at.extend((0..early).map(|_| pick(dice, 0, first)));
        at.sort_unstable();
        let (mut sum, mut disk, mut next) = (Sum::default(), Disk::empty(&self.folder, honesty), 0);
        for (number, at) in at.into_iter().enumerate() {
            for seq in next..at {
                disk.happen(seq, &self.events[seq]);
            }
            next = at;
            let luck = *dice.pick(&[Luck::Nothing, Luck::Everything, Luck::Sectors, Luck::Prefix]);
            let folder = tempfile::tempdir().unwrap();
            disk.cut(luck, dice, &folder.path().join("data"));
            let world = World::found(folder);
            let is_started = honesty == Honesty::Honest && (at < first || number % STARTED_EVERY == 0);
            sum.started += usize::from(is_started);
            let mut wrong = Vec::new();
            if at >= first {
                wrong = self.look(&world, self.events[at].at).await;
            }
            if is_started && wrong.is_empty() {
                wrong = self.start(&world, self.events[at].at).await;
            }
            sum.hurt += usize::from(!wrong.is_empty());
            sum.wrong.extend(wrong.into_iter().map(|what| format!("cut before event {at}, {luck:?}: {what}")));
        }
        sum
    }

    /// What the database itself holds.
    async fn look(&self, world: &World, until: SystemTime) -> Vec<String> {
        let db = world.database().await;
        let mut wrong = demands::integrity(&db).await;
        if wrong.is_empty() {
            wrong = match Found::look(&db).await {
                Ok(found) => found.wrong(&self.journal, until),
                Err(cause) => vec![cause.to_string()],
            };
        }
        db.close().await.unwrap();
        wrong
    }

    /// What the real server makes of it: it starts, is asked again whatever it had not answered, and keeps its promises.
    async fn start(&self, world: &World, until: SystemTime) -> Vec<String> {
        let mut server = world.server();
        server.start(world);
        let office = Office::new(vec![server.base.clone()], 1);
        server.ready(office.http()).await;
        let mut journal: Vec<_> = self.journal.iter().filter(|entry| entry.sent <= until).cloned().collect();
        for entry in &mut journal {
            if entry.answer.as_ref().is_none_or(|(at, _)| *at > until) {
                entry.answer = Some((SystemTime::now(), office.ask(entry.request.clone()).await));
            }
        }
        world.time_passes().await;
        let db = world.database().await;
        let began = Instant::now();
        loop {
            let found = Found::look(&db).await.unwrap();
            let mut wrong = found.wrong(&journal, SystemTime::now());
            wrong.extend(found.unkept(&self.promises, until));
            if wrong.is_empty() {
                server.kill();
                wrong = demands::audit(world);
            }
            if wrong.is_empty() || began.elapsed() > Duration::from_secs(90) {
                db.close().await.unwrap();
                return wrong;
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }
}

fn pick(dice: &Dice, from: usize, to: usize) -> usize {
    let wide = dice.between(0, u64::try_from(to - from).unwrap());
    from + usize::try_from(wide).unwrap()
}
