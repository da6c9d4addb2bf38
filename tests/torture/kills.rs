//! `kill -9` at random instants: one server on either database, and several over one PostgreSQL.

use std::{
    rc::Rc,
    time::{Duration, Instant, SystemTime},
};

use actix_web::rt;
use futures_util::future::join_all;

use crate::{
    clerk,
    demands::{self, Found},
    dice::Dice,
    figures::{is_long, rounds, tell},
    office::Office,
    world::{Server, World, is_postgres},
};

/// People at work at the same time.
const CLERKS: usize = 8;

#[actix_web::test]
async fn a_server_killed_at_random_instants_loses_nothing_and_does_nothing_twice() {
    let mut killing = Killing::begin(1).await;
    let rounds = rounds(3);
    for _ in 0..rounds {
        killing.round().await;
    }
    let sum = killing.reckon().await;
    tell(&format!("kill rounds, {}: {rounds} rounds, {sum}", database()));
}

#[actix_web::test]
async fn of_several_servers_over_one_database_some_are_killed_and_the_others_go_on() {
    if !is_postgres() {
        return;
    }
    let mut killing = Killing::begin(3).await;
    let rounds = rounds(3);
    for _ in 0..rounds {
        killing.round().await;
    }
    let sum = killing.reckon().await;
    tell(&format!("several instances, postgres: 3 servers, {rounds} rounds, {sum}"));
}

fn database() -> &'static str {
    if is_postgres() { "postgres" } else { "sqlite" }
}

struct Killing {
    world: World,
    dice: Dice,
    servers: Vec<Server>,
    office: Rc<Office>,
    clerks: Vec<rt::task::JoinHandle<()>>,
    kills: u64,
}

impl Killing {
    async fn begin(servers: usize) -> Self {
        let (world, dice) = (World::new().await, Dice::thrown());
        let mut servers: Vec<_> = (0..servers).map(|_| world.server()).collect();
        let office = Office::new(servers.iter().map(|server| server.base.clone()).collect(), dice.next());
        for server in &mut servers {
            server.start(&world);
            server.ready(office.http()).await;
        }
        let clerks = (0..CLERKS).map(|number| rt::spawn(clerk::work(office.clone(), number))).collect();
        Self { world, dice, servers, office, clerks, kills: 0 }
    }

    /// Work for a while, an end without warning, and a new start that may be ended in the middle too.
    async fn round(&mut self) {
        self.work_a_while().await;
        let at = usize::try_from(self.dice.next()).unwrap_or(0) % self.servers.len();
        self.kill(at);
        self.wait(0, 300).await;
        self.servers[at].start(&self.world);
        if self.dice.one_in(4) {
            self.wait(0, 600).await;
            self.kill(at);
            self.servers[at].start(&self.world);
        }
        if self.dice.one_in(3) {
            self.world.time_passes().await;
        }
        self.servers[at].ready(self.office.http()).await;
        let tired = self.clerks.iter().filter(|clerk| clerk.is_finished()).count();
        assert_eq!(tired, 0, "a clerk gave up; the server's last words: {}", self.world.log());
    }

    /// Until some requests were answered; then not at once, so that the end comes anywhere in the next.
    async fn work_a_while(&self) {
        let (began, enough) = (Instant::now(), self.office.answered.get() + self.dice.between(5, 60));
        while self.office.answered.get() < enough && began.elapsed() < Duration::from_secs(10) {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        self.wait(0, 60).await;
    }

    async fn wait(&self, from: u64, to: u64) {
        tokio::time::sleep(Duration::from_millis(self.dice.between(from, to))).await;
    }

    fn kill(&mut self, at: usize) {
        self.servers[at].kill();
        self.kills += 1;
    }

    /// Lets everybody finish, and then looks closely.
    async fn reckon(mut self) -> String {
        self.office.close();
        for clerk in self.clerks.drain(..) {
            clerk.await.unwrap();
        }
        self.world.time_passes().await;
        let journal = self.office.journal.borrow().clone();
        let replays = self.replay(&journal).await;
        let found = self.settle().await;
        assert!(found.would_notice(&journal), "who looks for losses must find one that was made up");
        for server in &mut self.servers {
            server.kill();
        }
        let db = self.world.database().await;
        assert_eq!(demands::integrity(&db).await, [""; 0]);
        db.close().await.unwrap();
        assert_eq!(demands::audit(&self.world), [""; 0]);
        assert!(!self.world.log().contains("panicked"), "{}", self.world.log());
        let (effects, alarms) = found.size();
        format!(
            "{} kills, {} requests, {} of them broken off and sent again, {replays} replayed at the end, {effects} effects \
             and {alarms} alarms: 0 lost, 0 doubled",
            self.kills,
            journal.len(),
            self.office.broken_off.get(),
        )
    }

    /// Every request that was granted, once more: the answer of the first time.
    async fn replay(&self, journal: &[crate::office::Entry]) -> usize {
        let granted = journal.iter().filter_map(|entry| Some((&entry.request, &entry.answer.as_ref()?.1)));
        let granted: Vec<_> = granted.filter(|(_, said)| said.is_done()).collect();
        for some in granted.chunks(CLERKS) {
            join_all(some.iter().map(async |(request, said)| {
                assert_eq!(self.office.send(request).await, **said, "another answer to {request:?}");
            }))
            .await;
        }
        granted.len()
    }

    /// Until the workers have done what they owe; what is still owed after a minute is lost.
    async fn settle(&self) -> Found {
        let (began, db) = (Instant::now(), self.world.database().await);
        loop {
            let found = Found::look(&db).await.unwrap();
            let mut wrong = found.wrong(&self.office.journal.borrow(), SystemTime::now());
            wrong.extend(found.unkept(&self.office.promises.borrow(), SystemTime::now()));
            if wrong.is_empty() {
                db.close().await.unwrap();
                return found;
            }
            let patience = Duration::from_secs(if is_long() { 180 } else { 90 });
            assert!(began.elapsed() < patience, "{} wrong:\n{}\n{}", wrong.len(), wrong.join("\n"), self.world.log());
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
    }
}
