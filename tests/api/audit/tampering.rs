//! Whoever owns the tables can change them. That they did is found, and named.

use std::path::PathBuf;

use chrono::TimeDelta;
use guibin_api::{audit, server};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection};
use serde_json::{Value, json};

use crate::harness::{TestApp, is_postgres};

/// A sealed trail of twelve customers, and the connection of somebody who owns the tables.
struct Trail {
    app: TestApp,
    owner: DatabaseConnection,
    chain: String,
    last: i64,
}

impl Trail {
    async fn new() -> Self {
        let app = TestApp::start().await;
        let manager = app.sign_in("manager-a").await;
        for n in 0..12 {
            let body = json!({ "kind": "individual", "name": format!("客户{n}") });
            manager.post("/customers", body).await.expect(201);
        }
        audit::seal(&app.state).await.unwrap();
        let chain = app.user("manager-a").await.org_id.to_string();
        let all = super::writing::entries(&app).await;
        let last = all.iter().filter(|entry| entry.chain == chain).map(|entry| entry.seq).max().unwrap();
        let owner = Database::connect(&app.state.config.database_url).await.unwrap();
        Self { app, owner, chain, last }
    }

    /// Takes away what keeps honest people from mistakes, and then does this.
    async fn tamper(&self, statements: &[String]) {
        let triggers: &[&str] = if is_postgres() {
            &["alter table audit_entry disable trigger all", "alter table audit_head disable trigger all"]
        } else {
            &[
                "drop trigger if exists audit_entry_is_not_changed",
                "drop trigger if exists audit_entry_is_not_deleted",
                "drop trigger if exists audit_head_only_grows",
                "drop trigger if exists audit_head_is_not_deleted",
            ]
        };
        for statement in triggers.iter().copied().chain(statements.iter().map(String::as_str)) {
            self.owner.execute_unprepared(statement).await.unwrap();
        }
    }

    /// Deletes what comes after `kept`, and sets the head there.
    async fn cut(&self, kept: i64) {
        let (chain, hash) = (&self.chain, format!("(select hash from audit_entry where {})", self.at(kept)));
        self.tamper(&[
            format!("delete from audit_entry where chain = '{chain}' and seq > {kept}"),
            format!("update audit_head set seq = {kept}, hash = {hash} where chain = '{chain}'"),
        ])
        .await;
    }

    fn at(&self, seq: i64) -> String {
        format!("chain = '{}' and seq = {seq}", self.chain)
    }

    /// What the auditor is told: kind and place of each finding, in the chain that was tampered with.
    async fn found(&self) -> Vec<(String, Option<i64>)> {
        let told = self.app.sign_in("auditor").await.get("/audit-entries/verification").await.expect(200);
        let findings = told["findings"].as_array().unwrap().clone();
        assert_eq!(told["state"], if findings.is_empty() { "intact" } else { "broken" });
        let named = findings.iter().all(|one| one["chain"] == self.chain.as_str() || one["chain"] == "");
        assert!(
            named && findings.iter().all(|one| one["detail"].as_str().unwrap().chars().count() > 5),
            "{findings:?}"
        );
        let whole = server::verify(&self.app.state.config, &self.app.state.clock, None).await.unwrap();
        assert_eq!(whole, findings.is_empty(), "the command says the same");
        let told = |one: &Value| (one["kind"].as_str().unwrap().to_owned(), one["seq"].as_i64());
        findings.iter().map(told).collect()
    }

    fn seals(&self) -> PathBuf {
        self.app.state.config.seal_folder().join("2026-11-23.jsonl")
    }
}

fn one(kind: &str, seq: i64) -> Vec<(String, Option<i64>)> {
    vec![(kind.to_owned(), Some(seq))]
}

#[actix_web::test]
async fn a_trail_that_nobody_touched_is_whole_also_while_it_grows() {
    let trail = Trail::new().await;
    assert_eq!(trail.found().await, []);
    let manager = trail.app.sign_in("manager-a").await;
    manager.post("/customers", json!({ "kind": "individual", "name": "王芳" })).await.expect(201);
    assert_eq!(trail.found().await, []);
    audit::seal(&trail.app.state).await.unwrap();
    audit::seal(&trail.app.state).await.unwrap();
    assert_eq!(std::fs::read_to_string(trail.seals()).unwrap().lines().count(), 2, "no line where nothing grew");
    assert_eq!(trail.found().await, []);
}

#[actix_web::test]
async fn a_changed_entry_is_found_whatever_changed() {
    let trail = Trail::new().await;
    for (seq, change) in [
        (2, "detail = '{}'"),
        (3, "action = 'customer.viewed'"),
        (4, "actor_id = id"),
        (5, "at = '2026-11-23T01:00:00.000001000+00:00'"),
        (6, "outcome = 'refused'"),
        (7, "customer_id = null"),
        (8, "hash = prev_hash"),
        (9, "source_hash = null"),
        (10, "trace_id = 't'"),
    ] {
        trail.tamper(&[format!("update audit_entry set {change} where {}", trail.at(seq))]).await;
    }
    let expected: Vec<_> = (2..=10).flat_map(|seq| one("altered", seq)).collect();
    assert_eq!(trail.found().await, expected);
}

#[actix_web::test]
async fn a_deleted_entry_is_missed() {
    let trail = Trail::new().await;
    trail.tamper(&[format!("delete from audit_entry where {}", trail.at(5))]).await;
    assert_eq!(trail.found().await, one("missing", 5));
}

#[actix_web::test]
async fn two_entries_that_changed_places_are_both_named() {
    let trail = Trail::new().await;
    let to = |from, to: i64| format!("update audit_entry set seq = {to} where {}", trail.at(from));
    trail.tamper(&[to(5, 1_000_005), to(6, 5), to(1_000_005, 6)]).await;
    assert_eq!(trail.found().await, [one("moved", 5), one("moved", 6)].concat());
}

#[actix_web::test]
async fn a_tail_that_was_cut_off_is_missed_with_its_head_or_without() {
    let trail = Trail::new().await;
    let (chain, kept) = (&trail.chain, trail.last - 2);
    trail.tamper(&[format!("delete from audit_entry where chain = '{chain}' and seq > {kept}")]).await;
    assert_eq!(trail.found().await, one("tail_missing", kept + 1));
    trail.cut(kept).await;
    assert_eq!(trail.found().await, one("tail_missing", kept + 1));
    std::fs::remove_dir_all(trail.app.state.config.seal_folder()).unwrap();
    assert_eq!(trail.found().await, [], "only the seals know: keep them elsewhere");
    trail.app.advance(TimeDelta::minutes(12)).await;
    assert_eq!(trail.found().await, [("seal_broken".to_owned(), None)], "by now there would be seals");
}

#[actix_web::test]
async fn a_tail_that_was_cut_off_and_grew_again_is_found_by_what_was_sealed_before() {
    let trail = Trail::new().await;
    let manager = trail.app.sign_in("manager-a").await;
    let kept = trail.last - 3;
    trail.cut(kept).await;
    manager.post("/customers", json!({ "kind": "individual", "name": "新一" })).await.expect(201);
    audit::seal(&trail.app.state).await.unwrap();
    let shorter = one("tail_missing", kept + 2);
    assert_eq!(trail.found().await, [shorter.clone(), shorter.clone()].concat(), "two seals, and the chain itself");
    for name in ["新二", "新三"] {
        manager.post("/customers", json!({ "kind": "individual", "name": name })).await.expect(201);
    }
    assert_eq!(trail.found().await, [shorter.clone(), one("altered", trail.last)].concat());
    // The head is sealed again at the place where it was before, with another hash.
    audit::seal(&trail.app.state).await.unwrap();
    assert_eq!(trail.found().await, [shorter, one("altered", trail.last)].concat());
    let text = std::fs::read_to_string(trail.seals()).unwrap();
    assert_eq!(text.lines().count(), 3);
}

#[actix_web::test]
async fn a_chain_that_is_gone_altogether_is_missed() {
    let trail = Trail::new().await;
    let gone = |table: &str| format!("delete from {table} where chain = '{}'", trail.chain);
    trail.tamper(&[gone("audit_entry"), gone("audit_head")]).await;
    assert_eq!(trail.found().await, one("tail_missing", 1));
}

#[actix_web::test]
async fn a_head_that_was_set_back_is_found() {
    let trail = Trail::new().await;
    trail.tamper(&[format!("update audit_head set seq = seq - 1 where chain = '{}'", trail.chain)]).await;
    let found = trail.found().await;
    assert!(found.contains(&("altered".to_owned(), None)), "{found:?}");
}

#[actix_web::test]
async fn a_forged_seal_and_one_that_was_taken_out_are_found() {
    let trail = Trail::new().await;
    let manager = trail.app.sign_in("manager-a").await;
    for name in ["甲", "乙"] {
        manager.post("/customers", json!({ "kind": "individual", "name": name })).await.expect(201);
        audit::seal(&trail.app.state).await.unwrap();
    }
    let text = std::fs::read_to_string(trail.seals()).unwrap();
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines.len(), 3);
    let forged = lines[1].replace(&format!("\"seq\":{}", trail.last + 1), "\"seq\":2");
    assert_ne!(forged, lines[1]);
    std::fs::write(trail.seals(), [lines[0], &forged, lines[2]].join("\n")).unwrap();
    let told = trail.found().await;
    assert!(told.iter().all(|(kind, seq)| kind == "seal_broken" && seq.is_none()) && !told.is_empty(), "{told:?}");
    std::fs::write(trail.seals(), [lines[0], lines[2]].join("\n")).unwrap();
    assert_eq!(trail.found().await, [("seal_broken".to_owned(), None)]);
    std::fs::write(trail.seals(), text).unwrap();
    assert_eq!(trail.found().await, []);
}

#[actix_web::test]
async fn a_trail_forged_all_over_is_told_in_a_hundred_findings_and_a_number() {
    let trail = Trail::new().await;
    // Twenty thousand entries that nobody signed, with a gap of four after each, and three hundred chains of nobody's.
    let (base, count) = (trail.last + 1000, 20_000);
    let numbers = format!("with recursive n(i) as (select 1 union all select i + 1 from n where i < {count})");
    let copied = "actor_id, session_id, action, outcome, subject_kind, subject_id, customer_id, source_hash, trace_id,
         detail, prev_hash, hash";
    let id = if is_postgres() { "gen_random_uuid()" } else { "randomblob(16)" };
    let insert = "insert into audit_entry (id, chain, seq, org_id, at, actor_id, session_id, action, outcome,
         subject_kind, subject_id, customer_id, source_hash, trace_id, detail, prev_hash, hash)";
    let first = format!("(select * from audit_entry where {}) e", trail.at(1));
    trail
        .tamper(&[
            format!("{insert} {numbers} select {id}, chain, {base} + i * 5, org_id, at, {copied} from n, {first}"),
            format!("{insert} {numbers} select {id}, 'x' || i, 1, null, at, {copied} from n, {first} where i <= 300"),
        ])
        .await;
    let began = std::time::Instant::now();
    let told = trail.app.sign_in("auditor").await.get("/audit-entries/verification").await.expect(200);
    // It takes some 2 s where nothing else runs; comparing each with each would take hours.
    assert!(began.elapsed() < std::time::Duration::from_mins(1), "{:?}", began.elapsed());
    assert_eq!((&told["state"], told["findings"].as_array().unwrap().len()), (&json!("broken"), 100));
    let whole = u64::try_from(trail.last).unwrap() + count;
    assert!(told["checked"].as_u64().unwrap() >= whole + 300, "{told}");
    // Each forged entry, what is missing before it, the head that was passed, and the chains of nobody's.
    let (forged, missing, heads) = (count + 300, 1000 + 4 + (count - 1) * 4, 1 + 300);
    assert_eq!(told["more"].as_u64().unwrap() + 100, forged + missing + heads);
    assert!(!server::verify(&trail.app.state.config, &trail.app.state.clock, None).await.unwrap());
}
