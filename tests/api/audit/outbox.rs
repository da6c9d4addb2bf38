//! Deliveries: each once, whoever delivers, whatever fails.

use chrono::TimeDelta;
use futures_util::future::join_all;
use guibin_api::{
    event::{Subject, Topic},
    outbox as deliveries, worker,
};
use guibin_entity::outbox;
use sea_orm::{ConnectionTrait, EntityTrait};
use serde_json::json;
use uuid::Uuid;

use crate::{
    client::{Answer, Client},
    harness::{TestApp, is_postgres},
};

/// An application that was approved, so that the customer is about to become special.
async fn approved(app: &TestApp, name: &str) -> String {
    let (manager, leader) = (app.sign_in("manager-a").await, app.sign_in("leader-a").await);
    let customer = manager.post("/customers", json!({ "kind": "individual", "name": name })).await.id();
    let form = json!({
        "special_kind": "leader", "reason": "重点单位", "special_contribution": true, "on_our_network": true,
        "device_type": "机顶盒", "programme_packages": ["基本包"], "starts_on": "2026-12-01", "ends_on": "2027-11-30"
    });
    let body = json!({ "kind": "special_opening", "customer_id": customer, "form": form });
    let mut at = manager.post_once("/approvals", &Uuid::now_v7().to_string(), body).await;
    for who in [leader, app.sign_in("company").await] {
        at = approve(&who, &at).await;
    }
    assert_eq!(at.body["status"], "approved");
    customer
}

async fn approve(who: &Client, at: &Answer) -> Answer {
    let path = format!("/approvals/{}/decisions", at.id());
    who.post_at(&path, at.version(), json!({ "decision": "approve" })).await
}

async fn rows(app: &TestApp) -> Vec<outbox::Model> {
    outbox::Entity::find().all(app.db()).await.unwrap()
}

#[actix_web::test]
async fn two_workers_at_once_deliver_each_event_once() {
    let app = TestApp::start().await;
    for n in 0..3 {
        approved(&app, &format!("客户{n}")).await;
    }
    join_all((0..6).map(|_| worker::deliver(&app.state))).await.into_iter().for_each(|done| {
        done.unwrap();
    });
    assert_eq!(app.count("customer.became_special").await, 3);
    assert!(rows(&app).await.iter().all(|row| row.delivered_at.is_some() && row.attempts == 1));
}

#[actix_web::test]
async fn a_worker_that_slept_through_its_lease_does_nothing() {
    let app = TestApp::start().await;
    approved(&app, "王芳").await;
    let stale = app.state.keep_books(deliveries::lease).await.unwrap();
    assert_eq!(stale.len(), 1);
    assert_eq!(app.state.keep_books(deliveries::lease).await.unwrap().len(), 0, "it is in hand");
    app.state.clock.advance(TimeDelta::seconds(61));
    let fresh = app.state.keep_books(deliveries::lease).await.unwrap();
    assert!(fresh[0].fence > stale[0].fence);
    assert!(!worker::hand_over(&app.state, &stale[0]).await.unwrap());
    assert_eq!(app.count("customer.became_special").await, 0);
    assert!(worker::hand_over(&app.state, &fresh[0]).await.unwrap());
    assert!(!worker::hand_over(&app.state, &stale[0]).await.unwrap());
    assert!(!worker::hand_over(&app.state, &fresh[0]).await.unwrap());
    assert_eq!(app.count("customer.became_special").await, 1);
}

#[actix_web::test]
async fn what_fails_is_put_off_and_succeeds_later_and_holds_up_nobody() {
    let app = TestApp::start().await;
    let org = app.user("manager-a").await.org_id;
    let poison = Subject::new("approval", Uuid::now_v7(), org);
    app.state.as_system(async |tx| tx.emit(Topic::ApprovalDecided, poison, json!({})).await).await.unwrap();
    approved(&app, "王芳").await;
    refuse_special(&app, true).await;
    assert_eq!(worker::deliver(&app.state).await.unwrap(), 0);
    assert!(rows(&app).await.iter().all(|row| row.attempts == 1 && row.problem.is_some() && row.due_at > app.now()));
    assert_eq!(worker::deliver(&app.state).await.unwrap(), 0, "not yet due");
    refuse_special(&app, false).await;
    app.state.clock.advance(TimeDelta::seconds(2));
    assert_eq!(worker::deliver(&app.state).await.unwrap(), 1);
    assert_eq!(app.count("customer.became_special").await, 1);
    let (done, waiting): (Vec<_>, Vec<_>) = rows(&app).await.into_iter().partition(|row| row.delivered_at.is_some());
    assert_eq!((done.len(), done[0].attempts, done[0].problem.as_deref()), (1, 2, None));
    assert_eq!((waiting.len(), waiting[0].due_at), (1, app.now() + TimeDelta::seconds(4)));
}

/// Has the database refuse to make customers special, as a stand-in for whatever may fail.
async fn refuse_special(app: &TestApp, refuses: bool) {
    let sql = match (refuses, is_postgres()) {
        (true, false) => {
            "create trigger broken before update of special_kind on customer begin select raise(abort, 'x'); end"
        }
        (true, true) => {
            "create function broken() returns trigger language plpgsql as $$ begin raise exception 'x'; end $$;
             create trigger broken before update of special_kind on customer for each row execute function broken()"
        }
        (false, false) => "drop trigger broken",
        (false, true) => "drop trigger broken on customer",
    };
    app.db().execute_unprepared(sql).await.unwrap();
}
