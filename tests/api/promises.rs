//! Clocks and alarms: spoken of once, on time or late, by however many sweeps; explained; rebuilt.

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::join_all;
use guibin_api::{clock::Clock, config::Config, database::Database, keys::Keys, promises, state::State, worker};
use guibin_entity::{alarm, clock, complaint};
use reqwest::Method;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};
use serde_json::json;
use uuid::Uuid;

use crate::{
    client::{Client, send},
    harness::TestApp,
};

/// A complaint that `manager-a` received: its path and its clock's.
async fn received(app: &TestApp, level: u8) -> (Client, String, String) {
    let manager = app.sign_in("manager-a").await;
    let customer = app.customer("manager-a", "王建国").await;
    let made = manager.complain(customer, level).await.expect(201);
    let path = format!("/complaints/{}", made["id"].as_str().unwrap());
    let clock = format!("/clocks/{}/explanation", made["clock_id"].as_str().unwrap());
    (manager, path, clock)
}

async fn told(app: &TestApp) -> (usize, usize) {
    (app.count("promise.warned").await, app.count("promise.breached").await)
}

/// Another server on the same database, with the same clock.
async fn second_server(app: &TestApp) -> State {
    let config = Config::clone(&app.state.config);
    let db = Database::connect_with(&config.database_url, 3).await.unwrap();
    let keys = Keys::load(&config.key_file, false).unwrap();
    State::new(config, Clock::held_at(app.now()), db, &keys, true)
}

#[actix_web::test]
async fn each_alarm_is_told_exactly_once_however_often_it_is_swept() {
    let app = TestApp::start().await;
    let (_, path, _) = received(&app, 1).await;
    let second = TimeDelta::seconds(1);
    let half = TimeDelta::minutes(150);
    for (step, expected) in [
        (half - second, (0, 0)),
        (second, (1, 0)),
        (TimeDelta::minutes(90) - second, (1, 0)),
        (second, (2, 0)),
        (TimeDelta::hours(1) - second, (2, 0)),
        (second, (2, 1)),
        (TimeDelta::hours(9), (2, 1)),
    ] {
        app.advance(step).await;
        app.sweep().await;
        app.sweep().await;
        assert_eq!(told(&app).await, expected, "at {}", app.now());
    }
    let end = app.sign_in("manager-a").await.get(&path).await;
    assert_eq!(end.version(), 1, "nobody's edit is stale because the clock spoke");
    let end = end.expect(200);
    assert_eq!(end["warned_at"], "2026-11-23T05:00:00Z");
    assert_eq!(end["breached_at"], "2026-11-23T06:00:00Z");
}

#[actix_web::test]
async fn two_servers_sweeping_at_once_tell_it_once() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let customer = app.customer("manager-a", "王建国").await;
    for _ in 0..10 {
        manager.complain(customer, 1).await.expect(201);
    }
    app.state.clock.advance(TimeDelta::hours(6));
    let other = second_server(&app).await;
    for _ in 0..3 {
        join_all([&**app.state, &other, &**app.state, &other].map(worker::sweep)).await;
    }
    assert_eq!(told(&app).await, (20, 10));
    let lost = alarm::Entity::find().filter(alarm::Column::FiredAt.is_null());
    assert_eq!(lost.all(app.db()).await.unwrap().len(), 0);
}

#[actix_web::test]
async fn what_came_due_while_the_server_was_down_is_told_by_the_next_one() {
    let app = TestApp::start().await;
    received(&app, 1).await;
    app.state.clock.advance(TimeDelta::days(3));
    let next = second_server(&app).await;
    worker::sweep(&next).await;
    worker::sweep(&next).await;
    assert_eq!(told(&app).await, (2, 1));
}

#[actix_web::test]
async fn a_change_of_level_cancels_the_old_alarms_and_sets_new_ones() {
    let app = TestApp::start().await;
    let (_, path, _) = received(&app, 1).await;
    app.advance(TimeDelta::hours(3)).await;
    assert_eq!(told(&app).await, (1, 0));
    let raised = app
        .sign_in("manager-a")
        .await
        .post_at(&format!("{path}/level-changes"), 1, json!({ "level": 2, "reason": "需技术部门" }))
        .await;
    assert_eq!(raised.expect(201)["warned_at"], json!(null), "half of eight hours are not gone");
    app.advance(TimeDelta::hours(2)).await;
    assert_eq!(told(&app).await, (2, 0), "neither the old 80 % nor the old limit");
    let lowered = app
        .sign_in("manager-a")
        .await
        .post_at(&format!("{path}/level-changes"), 2, json!({ "level": 1, "reason": "误判" }))
        .await;
    lowered.expect(201);
    app.sweep().await;
    assert_eq!(told(&app).await, (3, 1), "the limit of level 1 is past; its first warning was told before");
    let now = app.sign_in("manager-a").await.get(&path).await.expect(200);
    assert_eq!(now["breached_at"], "2026-11-23T06:00:00Z");
}

#[actix_web::test]
async fn a_settled_complaint_is_silent() {
    let app = TestApp::start().await;
    let (_, path, _) = received(&app, 1).await;
    app.advance(TimeDelta::hours(1)).await;
    let manager = app.sign_in("manager-a").await;
    manager.post_at(&format!("{path}/replies"), 1, json!({ "text": "已更换接头" })).await.expect(201);
    manager.post_at(&format!("{path}/confirmations"), 2, json!({ "satisfied": true })).await.expect(201);
    app.advance(TimeDelta::days(1)).await;
    assert_eq!(told(&app).await, (0, 0));
}

#[actix_web::test]
async fn a_limit_reached_before_the_customer_was_satisfied_is_told_all_the_same() {
    let app = TestApp::start().await;
    let (manager, path, clock) = received(&app, 1).await;
    manager.post_at(&format!("{path}/replies"), 1, json!({ "text": "已更换接头" })).await.expect(201);
    app.state.clock.advance(TimeDelta::hours(5));
    let manager = app.sign_in("manager-a").await;
    manager.post_at(&format!("{path}/confirmations"), 2, json!({ "satisfied": true })).await.expect(201);
    app.sweep().await;
    assert_eq!(told(&app).await, (2, 1));
    assert_eq!(manager.get(&clock).await.expect(200)["state"], "missed");
}

#[actix_web::test]
async fn an_explanation_tells_step_by_step_in_both_languages_and_as_of_any_instant() {
    let app = TestApp::start().await;
    let (manager, path, clock) = received(&app, 1).await;
    app.state.clock.advance(TimeDelta::minutes(5));
    manager
        .post_at(&format!("{path}/level-changes"), 1, json!({ "level": 2, "reason": "需技术部门" }))
        .await
        .expect(201);
    let now = manager.get(&clock).await.expect(200);
    assert_eq!(now["policy"]["code"], "p01-jinniu-cable");
    assert_eq!((&now["milestone"], &now["state"]), (&json!("resolve"), &json!("running")));
    assert_eq!((&now["elapsed"], &now["remaining"]), (&json!("PT5M"), &json!("PT7H55M")));
    assert_eq!(now["due_at"], "2026-11-23T09:00:00Z");
    let lines: Vec<_> = now["lines"].as_array().unwrap().iter().map(|line| line["text_zh"].as_str().unwrap()).collect();
    assert_eq!(
        lines,
        ["开始计时：1 级，时限 5 小时。", "改为 2 级，时限 8 小时；已用 5 分 照算。", "到期：计时满 8 小时。"]
    );
    assert_eq!(now["lines"][0]["text_en"], "The clock starts at level 1: 5 h allowed.");
    let before = manager.get(&format!("{clock}?as_of=2026-11-23T01:04:00Z")).await.expect(200);
    assert_eq!((&before["due_at"], &before["elapsed"]), (&json!("2026-11-23T06:00:00Z"), &json!("PT4M")));
    let later = manager.get(&format!("{clock}?as_of=2026-11-23T10:00:00Z")).await.expect(200);
    assert_eq!((&later["state"], &later["remaining"]), (&json!("missed"), &json!("-PT1H")));
    manager.get(&format!("{clock}?as_of=yesterday")).await.refused(400, "invalid-parameter");
    let stranger = app.sign_in("manager-b").await;
    stranger.get(&clock).await.refused(404, "not-found");
    stranger.get(&format!("/clocks/{}/explanation", Uuid::now_v7())).await.refused(404, "not-found");
    send(app.anonymous().request(Method::GET, &clock)).await.refused(401, "authentication-required");
}

/// Everything that is only a cache of the events, and when each alarm that still counts is due or was told.
async fn caches(app: &TestApp) -> impl PartialEq + std::fmt::Debug + use<> {
    let db = app.db();
    let clocks = clock::Entity::find().order_by_asc(clock::Column::Id).all(db).await.unwrap();
    let clocks: Vec<_> = clocks.into_iter().map(|c| (c.id, c.state, c.started_at, c.due_at, c.stopped_at)).collect();
    let alarms = alarm::Entity::find().filter(alarm::Column::CancelledAt.is_null()).all(db).await.unwrap();
    let mut alarms: Vec<_> =
        alarms.into_iter().map(|a| (a.clock_id, a.kind, a.percent, a.due_at, a.fired_at)).collect();
    alarms.sort();
    let marks = complaint::Entity::find().order_by_asc(complaint::Column::Id).all(db).await.unwrap();
    let marks: Vec<_> = marks.into_iter().map(|c| (c.id, c.due_at, c.warned_at, c.breached_at)).collect();
    (clocks, alarms, marks)
}

#[actix_web::test]
async fn what_is_cached_of_a_clock_can_be_rebuilt_from_the_events() {
    let app = TestApp::start().await;
    for level in 1..=3 {
        let (manager, path, _) = received(&app, level).await;
        app.advance(TimeDelta::minutes(3)).await;
        let other = json!({ "level": level % 3 + 1, "reason": "重新定级" });
        manager.post_at(&format!("{path}/level-changes"), 1, other).await.expect(201);
        manager.post_at(&format!("{path}/replies"), 2, json!({ "text": "已处理" })).await.expect(201);
        if level == 2 {
            manager.post_at(&format!("{path}/confirmations"), 3, json!({ "satisfied": true })).await.expect(201);
        }
    }
    app.advance(TimeDelta::hours(5)).await;
    let right = caches(&app).await;
    promises::rebuild(&app.state).await.unwrap();
    assert_eq!(caches(&app).await, right, "rebuilding what is right changes nothing");
    spoil(&app).await;
    assert_ne!(caches(&app).await, right);
    assert_eq!(promises::rebuild(&app.state).await.unwrap(), 3);
    assert_eq!(caches(&app).await, right);
}

async fn spoil(app: &TestApp) {
    let db = app.db();
    let wrong: DateTime<Utc> = "2031-01-01T00:00:00Z".parse().unwrap();
    let clocks = clock::Entity::update_many().col_expr(clock::Column::DueAt, Expr::value(wrong));
    clocks.exec(db).await.unwrap();
    let marks = complaint::Entity::update_many()
        .col_expr(complaint::Column::DueAt, Expr::value(wrong))
        .col_expr(complaint::Column::WarnedAt, Expr::value(None::<DateTime<Utc>>))
        .col_expr(complaint::Column::BreachedAt, Expr::value(wrong));
    marks.exec(db).await.unwrap();
    alarm::Entity::delete_many().filter(alarm::Column::FiredAt.is_null()).exec(db).await.unwrap();
}
