//! What goes on the trail, and that nothing goes without.

use futures_util::future::join_all;
use guibin_api::{
    audit,
    event::{Subject, Topic},
};
use guibin_domain::ids::OrgId;
use guibin_entity::{audit_entry, audit_head, event};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, TransactionTrait};
use serde_json::json;
use uuid::Uuid;

use crate::{
    client::send,
    harness::{TestApp, is_postgres},
};

/// The trail, chain by chain.
pub async fn entries(app: &TestApp) -> Vec<audit_entry::Model> {
    let all = audit_entry::Entity::find().order_by_asc(audit_entry::Column::Chain);
    all.order_by_asc(audit_entry::Column::Seq).all(app.db()).await.unwrap()
}

#[actix_web::test]
async fn every_event_is_on_the_trail_with_who_did_it_and_without_what_they_typed() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let customer =
        manager.post("/customers", json!({ "kind": "individual", "name": "王芳", "mobile": "13800131234" })).await;
    let reveal = json!({ "fields": ["mobile"], "purpose": "给王芳回电 13800131234" });
    manager.post(&format!("/customers/{}/reveals", customer.id()), reveal).await.expect(200);
    let (events, entries) = (event::Entity::find().count(app.db()).await.unwrap(), entries(&app).await);
    assert_eq!(u64::try_from(entries.len()).unwrap(), events);
    let seen = entries.iter().find(|entry| entry.action == "customer.revealed").unwrap();
    assert_eq!((seen.actor_id, seen.outcome.as_str()), (manager.id, "done"));
    assert_eq!(seen.customer_id.unwrap().to_string(), customer.id());
    assert!(seen.session_id.is_some() && seen.source_hash.as_ref().is_some_and(|hash| hash.len() == 32));
    assert!(seen.detail.contains("\"fields\":[\"mobile\"]"), "{}", seen.detail);
    for entry in &entries {
        assert!(!entry.detail.contains("王芳") && !entry.detail.contains("13800131234"), "{}", entry.detail);
    }
}

#[actix_web::test]
async fn what_is_undone_leaves_no_entry_and_what_tells_nobody_is_undone() {
    let app = TestApp::start().await;
    let before = entries(&app).await;
    let org = before[0].org_id.unwrap();
    let undone = app.state.as_system(async |tx| {
        tx.emit(Topic::OrgChanged, Subject::new("org", org.0, org), json!({})).await?;
        Err::<(), _>(guibin_api::error::Error::NotFound)
    });
    assert!(undone.await.is_err());
    assert_eq!(entries(&app).await, before);
    let manager = app.sign_in("manager-a").await;
    manager.post("/customers", json!({ "kind": "individual", "name": "" })).await.refused(422, "validation-failed");
    assert_eq!(entries(&app).await, before);
}

#[actix_web::test]
async fn nothing_is_committed_when_its_entry_cannot_be_written() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    app.db().execute_unprepared("alter table audit_head rename to gone").await.unwrap();
    let before = app.fingerprint().await;
    let refused = manager.post("/customers", json!({ "kind": "individual", "name": "王芳" })).await;
    assert_eq!(refused.status.as_u16(), 500);
    assert_eq!(app.fingerprint().await, before);
}

#[actix_web::test]
async fn fifty_writers_at_once_leave_one_unbroken_chain() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let new = |n: usize| {
        let manager = &manager;
        async move {
            let body = json!({ "kind": "individual", "name": format!("客户{n}") });
            manager.post("/customers", body).await.expect(201);
        }
    };
    join_all((0..50).map(new)).await;
    let org = app.user("manager-a").await.org_id.to_string();
    let chain: Vec<_> = entries(&app).await.into_iter().filter(|entry| entry.chain == org).collect();
    assert!(chain.len() >= 50);
    assert!(chain.iter().zip(1..).all(|(entry, seq)| entry.seq == seq));
    assert!(chain.windows(2).all(|pair| pair[1].prev_hash == pair[0].hash));
    let head = audit_head::Entity::find_by_id(org).one(app.db()).await.unwrap().unwrap();
    let last = chain.last().unwrap();
    assert_eq!((head.seq, &head.hash), (last.seq, &last.hash));
}

#[actix_web::test]
async fn the_trail_takes_no_change_and_its_heads_only_grow() {
    let app = TestApp::start().await;
    let (db, before) = (app.db(), entries(&app).await);
    for refused in [
        "update audit_entry set action = 'x'",
        "update audit_entry set detail = '{}'",
        "delete from audit_entry",
        "update audit_head set seq = seq - 1",
        "delete from audit_head",
        "update event set at = at",
    ] {
        assert!(db.execute_unprepared(refused).await.is_err(), "{refused}");
    }
    assert_eq!(entries(&app).await, before);
}

#[actix_web::test]
async fn the_server_s_role_has_no_right_to_change_the_trail() {
    let app = TestApp::start().await;
    if !is_postgres() {
        return; // Roles are PostgreSQL's; on SQLite the triggers above stand alone.
    }
    for refused in [
        "update audit_entry set action = 'x'",
        "delete from audit_entry",
        "truncate audit_entry",
        "delete from audit_head",
        "truncate audit_head",
        "update event set topic = 'x'",
        "delete from event",
        "truncate event cascade",
        "delete from outbox",
    ] {
        let transaction = app.db().begin().await.unwrap();
        transaction.execute_unprepared("set local role guibin_server").await.unwrap();
        let told = transaction.execute_unprepared(refused).await.unwrap_err().to_string();
        assert!(told.contains("permission denied"), "{refused}: {told}");
    }
}

#[actix_web::test]
async fn the_figures_tell_what_is_written_and_what_waits() {
    let app = TestApp::start().await;
    let leader = app.sign_in("leader-a").await;
    leader.get("/customers").await.expect(200);
    let figure = async |name: &str| {
        let text = String::from_utf8(app.anonymous().get("/metrics").await.bytes).unwrap();
        let line =
            text.lines().find(|line| line.starts_with(&format!("{name} "))).unwrap_or_else(|| panic!("no {name}"));
        line.rsplit(' ').next().unwrap().parse::<u64>().unwrap()
    };
    let written = figure("guibin_audit_entries_total").await;
    assert_eq!(figure("guibin_audit_backlog").await, 1);
    audit::flush(&app.state).await.unwrap();
    assert_eq!(figure("guibin_audit_backlog").await, 0);
    assert_eq!(figure("guibin_audit_entries_total").await, written + 1);
    for never in ["guibin_audit_dropped_total", "guibin_audit_shorter_total", "guibin_outbox_due"] {
        assert_eq!(figure(never).await, 0, "{never}");
    }
}

#[actix_web::test]
async fn what_waits_is_written_in_order_and_repeated_refusals_are_counted() {
    let app = TestApp::start().await;
    let org = OrgId(Uuid::now_v7());
    let witness = || audit::Witness {
        actor_id: None,
        session_id: None,
        source_hash: Some("s".to_owned()),
        trace_id: Uuid::now_v7(),
        at: app.now(),
    };
    for n in 0..5 {
        let entry = if n == 2 {
            audit::Entry::done("customer.viewed", Some(org))
        } else {
            audit::Entry::refused("request.refused", Some(org)).with(&json!({ "status": 403 }))
        };
        app.state.trail.recorder.note(audit::Draft { witness: witness(), entry }).await.unwrap();
    }
    assert_eq!(app.state.trail.recorder.backlog(), 5);
    assert_eq!(audit::flush(&app.state).await.unwrap(), 5);
    assert_eq!(app.state.trail.recorder.backlog(), 0);
    let mine = audit_entry::Entity::find().filter(audit_entry::Column::OrgId.eq(org));
    let mine = mine.order_by_asc(audit_entry::Column::Seq).all(app.db()).await.unwrap();
    let told: Vec<_> = mine.iter().map(|entry| (entry.action.as_str(), entry.detail.as_str())).collect();
    assert_eq!(told, [("request.refused", r#"{"count":4,"status":403}"#), ("customer.viewed", "{}")]);
}

#[actix_web::test]
async fn the_trail_says_who_signed_in_and_out() {
    let app = TestApp::start().await;
    let body = json!({ "username": "manager-a", "password": "guibin-demo-2026" });
    let signed_in = app.anonymous().post("/auth/login", body).await;
    signed_in.clone().expect(200);
    let cookie = signed_in.header("set-cookie").split(';').next().unwrap().to_owned();
    let out = app.anonymous().request(reqwest::Method::POST, "/auth/logout").header("cookie", cookie);
    send(out.header("x-guibin-csrf", "1")).await.expect(204);
    let manager = app.user("manager-a").await.id;
    let all = entries(&app).await;
    for action in ["session.opened", "session.closed"] {
        let entry = all.iter().find(|entry| entry.action == action).unwrap_or_else(|| panic!("no {action}"));
        assert_eq!(entry.actor_id, Some(manager), "{action}");
        assert_eq!(entry.session_id.map(|id| id.0), entry.subject_id, "{action}");
    }
}

#[actix_web::test]
async fn a_sign_in_that_was_refused_is_told_apart_from_one_that_was_not() {
    let app = TestApp::start().await;
    for (username, password, status) in [
        ("manager-a", "guibin-demo-2026", 200),
        ("manager-a", "wrong-demo-2026", 401),
        ("nobody-at-all", "guibin-demo-2026", 401),
    ] {
        let body = json!({ "username": username, "password": password });
        app.anonymous().post("/auth/login", body).await.expect(status);
    }
    let manager = app.user("manager-a").await.id;
    let told: Vec<_> = entries(&app).await.into_iter().filter(|entry| entry.action.starts_with("session.")).collect();
    let of = |action: &str| told.iter().filter(|entry| entry.action == action).collect::<Vec<_>>();
    let (opened, refused) = (of("session.opened"), of("session.refused"));
    assert_eq!((opened.len(), refused.len()), (1, 2));
    assert_eq!(opened[0].outcome, "done");
    assert!(refused.iter().all(|entry| entry.outcome == "refused"), "{refused:?}");
    // Whose account it was is on the trail; that a name is nobody's shows as an account that is nobody's.
    let kinds: std::collections::BTreeSet<_> = refused.iter().map(|entry| entry.subject_kind.as_deref()).collect();
    assert_eq!(kinds, [Some("account"), Some("user")].into());
    assert!(refused.iter().any(|entry| entry.subject_id == Some(manager.0)));
    let list = app.sign_in("auditor").await.get("/audit-entries?outcome=refused&action=session.refused").await;
    assert_eq!(list.expect(200)["items"].as_array().unwrap().len(), 2);
}
