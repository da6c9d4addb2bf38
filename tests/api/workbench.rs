//! The workbench: one read of one's own day.

use chrono::{NaiveDate, TimeDelta};
use guibin_domain::{
    customer::SubscriptionStatus,
    ids::{CustomerId, SubscriptionId},
};
use guibin_entity::{customer, subscription};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, Set};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::harness::TestApp;

async fn subscribe(app: &TestApp, customer_id: CustomerId, product: &str, ends_on: &str) {
    let db = app.db();
    let customer = customer::Entity::find_by_id(customer_id).one(db).await.unwrap().unwrap();
    let row = subscription::ActiveModel {
        id: Set(SubscriptionId(Uuid::now_v7())),
        customer_id: Set(customer_id),
        org_id: Set(customer.org_id),
        product: Set(product.to_owned()),
        device_type: Set(None),
        device_number: Set(None),
        smart_card_number: Set(None),
        starts_on: Set("2025-01-01".parse().unwrap()),
        ends_on: Set(Some(ends_on.parse().unwrap())),
        granted_by: Set(None),
        status: Set(SubscriptionStatus::Active),
        version: Set(1),
        created_at: Set(app.now()),
        updated_at: Set(app.now()),
    };
    row.insert(db).await.unwrap();
}

async fn born(app: &TestApp, customer_id: CustomerId, birthday: &str) {
    let db = app.db();
    let row = customer::Entity::find_by_id(customer_id).one(db).await.unwrap().unwrap();
    let mut row = row.into_active_model();
    row.birthday = Set(Some(birthday.parse::<NaiveDate>().unwrap()));
    row.update(db).await.unwrap();
}

fn names(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|item| item["customer"]["name"].as_str().unwrap()).collect()
}

#[actix_web::test]
async fn the_day_shows_what_is_mine_and_due() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let before = manager.get("/workbench").await.expect(200);
    let mine = app.customer("manager-a", "王建国").await;
    let also = app.customer("manager-a", "欧阳明").await;
    let theirs = app.customer("manager-a2", "赵强").await;
    born(&app, mine, "1949-11-23").await;
    born(&app, also, "1950-11-24").await;
    born(&app, theirs, "1951-11-23").await;
    subscribe(&app, mine, "高清互动电视", "2026-12-07").await;
    subscribe(&app, mine, "付费频道", "2026-12-08").await;
    subscribe(&app, also, "高清互动电视", "2026-11-23").await;
    subscribe(&app, also, "付费频道", "2026-11-25").await;
    subscribe(&app, also, "付费频道", "2027-11-25").await;
    subscribe(&app, theirs, "高清互动电视", "2026-11-30").await;
    manager.complain(mine, 1).await.expect(201);
    manager.complain(also, 3).await.expect(201);
    app.sign_in("manager-a2").await.complain(theirs, 2).await.expect(201);
    let day = manager.get("/workbench").await.expect(200);
    let grown = |key: &str| day["customers"][key].as_u64().unwrap() - before["customers"][key].as_u64().unwrap();
    assert_eq!((grown("total"), grown("special"), grown("group")), (2, 0, 0));
    assert_eq!(names(&day["open_complaints"]), ["王建国", "欧阳明"]);
    assert_eq!(names(&day["due_today"]["complaints"]), ["王建国", "欧阳明"], "due at 14:00 and 21:00 there");
    assert_eq!(names(&day["due_today"]["birthdays"]), ["王建国"]);
    let renewals = &day["due_today"]["renewals"];
    assert_eq!(names(renewals), ["欧阳明", "王建国"]);
    assert_eq!(renewals[1]["ends_on"], "2026-12-07");
    assert_eq!(
        day["counts"],
        json!({
            "open_complaints": 2, "overdue": 0, "due_soon": 0, "approvals_waiting": 0, "renewals_due": 2
        })
    );
    app.advance(TimeDelta::hours(7)).await;
    let later = app.sign_in("manager-a").await.get("/workbench").await.expect(200);
    assert_eq!((&later["counts"]["overdue"], &later["counts"]["due_soon"]), (&json!(1), &json!(1)));
    let leader = app.sign_in("leader-a").await.get("/workbench").await.expect(200);
    assert_eq!(leader["counts"]["open_complaints"], 3);
    let elsewhere = app.sign_in("manager-b").await.get("/workbench").await.expect(200);
    assert_eq!(elsewhere["counts"]["open_complaints"], 0);
}

#[actix_web::test]
async fn parts_that_the_caller_may_not_read_are_empty() {
    let app = TestApp::start().await;
    for who in ["auditor", "company", "leader-a", "clerk-a", "engineer-a"] {
        let day = app.sign_in(who).await.get("/workbench").await.expect(200);
        assert_eq!(day["approvals_waiting"], json!([]), "{who}");
    }
    app.sign_in("admin").await.get("/workbench").await.refused(403, "permission-denied");
    app.anonymous().get("/workbench").await.refused(401, "authentication-required");
}
