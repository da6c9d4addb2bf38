//! What must be true of the database: whatever was acknowledged is there once, and nothing is there twice.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    time::SystemTime,
};

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, Statement};

use crate::{
    office::{Entry, Promise},
    world::World,
};

/// Where each effect is seen, and the event that tells of it: what it is called, and the query that names and counts.
const SEEN: &[(&str, &str)] = &[
    ("customer", "select name, count(*) from customer group by 1"),
    ("complaint", "select title, count(*) from complaint group by 1"),
    ("reply", "select text, count(*) from complaint_entry where kind = 'replied' group by 1"),
    (
        "confirmation",
        "select c.title, count(*) from complaint_entry e join complaint c on c.id = e.complaint_id \
         where e.kind = 'confirmed' group by 1",
    ),
    ("service_record", "select content, count(*) from service_record group by 1"),
    ("approval", "select c.name, count(*) from approval a join customer c on c.id = a.customer_id group by 1"),
    ("decision", "select comment, count(*) from approval_step where decided_at is not null group by 1"),
    ("import", "select file_name, count(*) from import group by 1"),
    (
        "grant",
        "select c.name, count(*) from subscription s join customer c on c.id = s.customer_id \
         where s.granted_by is not null group by 1",
    ),
    ("became_special", TOLD_OF_CUSTOMER),
    ("decided", TOLD_OF_CUSTOMER),
];

const TOLD_OF_CUSTOMER: &str = "select c.name, count(*) from event e join customer c on c.id = e.customer_id \
     where e.topic = '{topic}' group by 1";

/// Effects that must be told of as often as they are there: the table's own word, and whose name the event bears.
const TOLD: &[(&str, &str, &str)] = &[
    ("customer", "customer.created", "select c.name, count(*) from event e join customer c on c.id = e.subject_id"),
    (
        "complaint",
        "complaint.received",
        "select c.title, count(*) from event e join complaint c on c.id = e.subject_id",
    ),
    ("reply", "complaint.replied", "select c.title, count(*) from event e join complaint c on c.id = e.subject_id"),
    (
        "confirmation",
        "complaint.closed",
        "select c.title, count(*) from event e join complaint c on c.id = e.subject_id",
    ),
    (
        "service_record",
        "service_record.created",
        "select c.content, count(*) from event e join service_record c on c.id = e.subject_id",
    ),
    ("approval", "approval.submitted", "select c.name, count(*) from event e join customer c on c.id = e.customer_id"),
    (
        "grant",
        "customer.became_special",
        "select c.name, count(*) from event e join customer c on c.id = e.customer_id",
    ),
];

/// Text → how often.
type Counts = BTreeMap<String, i64>;

/// What the database holds.
#[derive(Default)]
pub struct Found {
    effects: BTreeMap<&'static str, Counts>,
    events: BTreeMap<&'static str, Counts>,
    /// Key → how often, with the status that it was answered.
    keys: BTreeMap<String, (i64, i64)>,
    /// Alarms that fired, and what was told of them, by complaint and kind.
    alarms: (Counts, Counts),
    /// What a worker has still to do.
    waiting: Counts,
}

impl Found {
    /// # Errors
    /// When the database does not hold what it should, such as its tables.
    pub async fn look(db: &DatabaseConnection) -> Result<Self, DbErr> {
        let mut effects = BTreeMap::new();
        for (table, sql) in SEEN {
            let topic = if *table == "decided" { "approval.decided" } else { "customer.became_special" };
            effects.insert(*table, counts(db, &sql.replace("{topic}", topic)).await?);
        }
        let mut events = BTreeMap::new();
        for (table, topic, sql) in TOLD {
            events.insert(*table, counts(db, &format!("{sql} where e.topic = '{topic}' group by 1")).await?);
        }
        let keys = counts(db, "select key, count(*) * 1000 + max(status) from idempotency group by 1").await?;
        let keys = keys.into_iter().map(|(key, coded)| (key, (coded / 1000, coded % 1000))).collect();
        Ok(Self { effects, events, keys, alarms: alarms(db).await?, waiting: waiting(db).await? })
    }

    /// What is wrong, given that the first answers until `until` were received; one sentence each.
    pub fn wrong(&self, journal: &[Entry], until: SystemTime) -> Vec<String> {
        let mut wrong = Vec::new();
        for (effect, entries) in by_effect(journal) {
            let is_here =
                |entry: &&&Entry| entry.answer.as_ref().is_some_and(|(at, said)| *at <= until && said.is_done());
            let acknowledged = entries.iter().filter(is_here).count();
            let keys: i64 = entries.iter().map(|entry| self.keys.get(&entry.request.key).map_or(0, |(n, _)| *n)).sum();
            let seen = if effect.0.is_empty() { keys } else { self.count(effect) };
            match (acknowledged, seen) {
                (_, 2..) => wrong.push(format!("{effect:?} is there {seen} times")),
                (1.., 0) => wrong.push(format!("{effect:?} was acknowledged and is lost")),
                _ if keys != seen => wrong.push(format!("{effect:?} is there {seen} times and has {keys} keys")),
                _ => {}
            }
        }
        for entry in journal {
            if let (Some((at, said)), key) = (&entry.answer, self.keys.get(&entry.request.key))
                && *at <= until
            {
                let held = key.map_or(0, |(_, status)| *status);
                let due = if said.is_done() { i64::from(said.status) } else { 0 };
                if held != due {
                    wrong.push(format!("the key of {:?} holds {held}, not {due}", entry.request.effect));
                }
            }
        }
        wrong.extend(self.untold());
        wrong
    }

    /// Whether a loss and a doubling are found in a database that lacks the last thing acknowledged, or has it twice.
    pub fn would_notice(&self, journal: &[Entry]) -> bool {
        let is_row = |entry: &&Entry| !entry.request.effect.0.is_empty() && self.count(&entry.request.effect) == 1;
        let Some(last) = journal.iter().rev().find(is_row) else { return false };
        let (table, name) = &last.request.effect;
        [0, 2].into_iter().all(|count| {
            let mut other = Self { effects: self.effects.clone(), ..Self::default() };
            other.keys.clone_from(&self.keys);
            other.effects.get_mut(table).unwrap().insert(name.clone(), count);
            !other.wrong(journal, SystemTime::now()).is_empty()
        })
    }

    fn count(&self, effect: &(&'static str, String)) -> i64 {
        self.effects[effect.0].get(&effect.1).copied().unwrap_or(0)
    }

    /// Effects without their event, events without their effect, alarms that fired more often than they told.
    fn untold(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        for (table, told) in &self.events {
            let done = &self.effects[table];
            let names: BTreeSet<_> = done.keys().chain(told.keys()).filter(|name| name.contains("客户 ")).collect();
            let differ = names.into_iter().filter(|name| done.get(*name) != told.get(*name) && !name.contains(".csv"));
            // Rows of an import are told of as a whole.
            let differ = differ.filter(|name| name.matches('.').count() < 2);
            wrong.extend(differ.map(|name| {
                format!("{table} {name} is there {:?} times and was told {:?} times", done.get(name), told.get(name))
            }));
        }
        if self.alarms.0 != self.alarms.1 {
            wrong.push(format!("alarms fired {:?} and told {:?}", self.alarms.0, self.alarms.1));
        }
        wrong
    }

    /// What a worker promised before `until` and has not done, or done twice; and work that lies about.
    pub fn unkept(&self, promises: &[Promise], until: SystemTime) -> Vec<String> {
        let due = promises.iter().filter(|promise| promise.since <= until);
        let counted = due.map(|promise| (self.count(&promise.effect), &promise.effect));
        let broken = counted.filter(|(seen, _)| *seen != 1);
        let broken = broken.map(|(seen, effect)| format!("{effect:?} was promised once and is there {seen} times"));
        let waiting = self.waiting.iter().filter(|(_, n)| **n > 0).map(|(what, n)| format!("{n} {what} wait"));
        broken.chain(waiting).collect()
    }

    /// How many effects there are, and how many alarms fired.
    pub fn size(&self) -> (i64, i64) {
        let ours =
            |counts: &Counts| counts.iter().filter(|(name, _)| name.contains("客户 ")).map(|(_, n)| n).sum::<i64>();
        (self.effects.values().map(ours).sum(), self.alarms.0.values().sum())
    }
}

fn by_effect(journal: &[Entry]) -> BTreeMap<&(&'static str, String), Vec<&Entry>> {
    let mut all: BTreeMap<_, Vec<&Entry>> = BTreeMap::new();
    // What has no row of its own is known by its key alone.
    for entry in journal.iter().filter(|entry| !entry.request.effect.0.is_empty()) {
        all.entry(&entry.request.effect).or_default().push(entry);
    }
    all
}

async fn alarms(db: &DatabaseConnection) -> Result<(Counts, Counts), DbErr> {
    let id = |column: &str| match db.get_database_backend() {
        DbBackend::Postgres => format!("replace(cast({column} as text), '-', '')"),
        _ => format!("lower(hex({column}))"),
    };
    let fired = format!(
        "select {} || ' ' || a.kind, count(*) from alarm a join clock c on c.id = a.clock_id \
         where a.fired_at is not null group by 1",
        id("c.subject_id")
    );
    let told = format!(
        "select {} || case topic when 'promise.warned' then ' warning' else ' breach' end, count(*) from event \
         where topic in ('promise.warned', 'promise.breached') group by 1",
        id("subject_id")
    );
    Ok((counts(db, &fired).await?, counts(db, &told).await?))
}

async fn waiting(db: &DatabaseConnection) -> Result<Counts, DbErr> {
    let sql = "select 'imports', count(*) from import where state in ('checking', 'committing') union all \
               select 'exports', count(*) from export where state in ('queued', 'running') union all \
               select 'alarms', count(*) from alarm a join complaint c on c.clock_id = a.clock_id where fired_at is null \
               and cancelled_at is null and c.title like 'forgotten %' and a.due_at <= $1";
    let now = chrono::Utc::now().into();
    let rows = db.query_all_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, [now])).await?;
    Ok(rows.iter().map(|row| (row.try_get_by_index(0).unwrap(), row.try_get_by_index(1).unwrap())).collect())
}

async fn counts(db: &DatabaseConnection, sql: &str) -> Result<Counts, DbErr> {
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
    let name = |row: &sea_orm::QueryResult| row.try_get_by_index::<Option<String>>(0).unwrap().unwrap_or_default();
    Ok(rows.iter().map(|row| (name(row), row.try_get_by_index(1).unwrap())).collect())
}

/// The database's own opinion of itself, where it has one.
pub async fn integrity(db: &DatabaseConnection) -> Vec<String> {
    if db.get_database_backend() == DbBackend::Postgres {
        return Vec::new();
    }
    let rows = db.query_all_raw(Statement::from_string(DbBackend::Sqlite, "pragma integrity_check")).await;
    let said = rows.map(|rows| rows.iter().map(|row| row.try_get_by_index::<String>(0).unwrap()).collect::<Vec<_>>());
    match said {
        Ok(said) => said.into_iter().filter(|word| word != "ok").collect(),
        Err(cause) => vec![cause.to_string()],
    }
}

/// The audit trail's opinion of itself, beside what each server sealed; nothing where the binary cannot say.
pub fn audit(world: &World) -> Vec<String> {
    if !world.command(&["audit", "verify", "--help"]).output().unwrap().status.success() {
        return Vec::new();
    }
    let folders = std::fs::read_dir(world.folder.path()).unwrap().map(|entry| entry.unwrap().path().join("seals"));
    let verify = |seals: &Path| {
        let said = world.command(&["audit", "verify", "--seals"]).arg(seals).output().unwrap();
        let words = || format!("{}{}", String::from_utf8_lossy(&said.stdout), String::from_utf8_lossy(&said.stderr));
        (!said.status.success()).then(words)
    };
    let sealed: Vec<_> = folders.filter(|seals| seals.exists()).collect();
    if sealed.is_empty() {
        return verify(&world.data().join("seals")).into_iter().collect();
    }
    sealed.iter().filter_map(|seals| verify(seals)).collect()
}
