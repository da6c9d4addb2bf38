//! Applications on their way through the leaders.

mod refusals;

use chrono::TimeDelta;
use futures_util::future::join_all;
use guibin_domain::{customer::SpecialKind, ids::CustomerId};
use guibin_entity::{customer, subscription};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};

use crate::{
    client::{Answer, Client},
    harness::TestApp,
};

const APPROVE: &str = "approve";

fn form() -> Value {
    json!({
        "special_kind": "leader", "reason": "区级重点单位负责人", "special_contribution": true, "on_our_network": true,
        "device_type": "高清互动机顶盒", "programme_packages": ["基本包", "高清包"],
        "starts_on": "2026-12-01", "ends_on": "2027-11-30"
    })
}

fn opening(customer: &str) -> Value {
    json!({ "kind": "special_opening", "customer_id": customer, "form": form() })
}

fn key() -> String {
    uuid::Uuid::now_v7().to_string()
}

async fn customer(who: &Client, name: &str) -> String {
    let answer = who.post("/customers", json!({ "kind": "individual", "name": name })).await;
    answer.expect(201)["id"].as_str().unwrap().to_owned()
}

async fn apply(who: &Client, customer: &str) -> Answer {
    who.post_once("/approvals", &key(), opening(customer)).await
}

async fn say(who: &Client, at: &Answer, decision: &str) -> Answer {
    let body = json!({ "decision": decision, "comment": "意见" });
    who.post_at(&format!("/approvals/{}/decisions", at.id()), at.version(), body).await
}

fn may(body: &Value) -> Vec<&str> {
    let actions = body["allowed_actions"].as_array().unwrap();
    assert!(actions.iter().all(|one| one["allowed"].as_bool().unwrap() == one["reason"].is_null()));
    actions.iter().filter(|one| one["allowed"] == true).map(|one| one["action"].as_str().unwrap()).collect()
}

async fn file(app: &TestApp, id: &str) -> (customer::Model, Vec<subscription::Model>) {
    let (db, id) = (app.db(), CustomerId(id.parse().unwrap()));
    let row = customer::Entity::find_by_id(id).one(db).await.unwrap().unwrap();
    let given = subscription::Entity::find().filter(subscription::Column::CustomerId.eq(id)).all(db).await.unwrap();
    (row, given)
}

#[actix_web::test]
async fn an_application_is_returned_corrected_approved_twice_and_makes_the_customer_special() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let (leader, company) = (app.sign_in("leader-a").await, app.sign_in("company").await);
    let customer = customer(&manager, "王建国").await;

    let preview = manager.post("/approvals/route-previews", opening(&customer)).await.expect(200);
    let seats: Vec<_> =
        preview["steps"].as_array().unwrap().iter().map(|s| s["approvers"][0]["name"].clone()).collect();
    assert_eq!(seats, ["陈志强", "周建国"]);

    let applied = apply(&manager, &customer).await;
    assert_eq!(applied.header("location"), format!("/api/v1/approvals/{}", applied.id()));
    assert_eq!((applied.status.as_u16(), applied.version()), (201, 1));
    assert_eq!(applied.body["number"], "SP20261123-5101-0001");
    assert_eq!(applied.body["form"], form());
    assert_eq!(may(&applied.body), ["withdraw"]);
    let reason = &applied.body["allowed_actions"][0]["reason"];
    assert_eq!(reason, "不能审批自己提交的申请。请由其他负责人处理。");
    let path = format!("/approvals/{}", applied.id());
    assert_eq!(may(&leader.get(&path).await.expect(200)), ["approve", "return", "refuse"]);
    assert_eq!(may(&company.get(&path).await.expect(200)), [""; 0]);

    let returned = say(&leader, &applied, "return").await;
    assert_eq!((returned.body["status"].as_str(), returned.status.as_u16()), (Some("returned"), 201));
    assert_eq!(returned.body["steps"][1]["status"], "superseded");
    let mut better = form();
    better["reason"] = json!("区级重点单位负责人；补充：配合完成光改");
    let changed = manager.patch_at(&path, returned.version(), json!({ "form": better })).await;
    assert_eq!(changed.body["form"]["reason"], better["reason"]);
    let again = manager.post_at(&format!("{path}/submissions"), changed.version(), json!({})).await;
    assert_eq!((again.body["round"].as_i64(), again.body["current_step"].as_i64()), (Some(2), Some(1)));

    let first = say(&leader, &again, APPROVE).await;
    assert_eq!((first.body["status"].as_str(), first.body["current_step"].as_i64()), (Some("in_review"), Some(2)));
    let last = say(&company, &first, APPROVE).await;
    assert_eq!(last.body["status"], "approved");
    assert_eq!(last.body["decided_at"], "2026-11-23T01:00:00Z");
    assert_eq!(last.body["steps"].as_array().unwrap().len(), 4);
    assert_eq!(may(&last.body), [""; 0]);

    app.sweep().await;
    app.sweep().await;
    let (row, given) = file(&app, &customer).await;
    assert_eq!(row.special_kind.map(SpecialKind::word), Some("leader"));
    assert_eq!(row.special_ends_on.unwrap().to_string(), "2027-11-30");
    assert_eq!((given.len(), given[0].product.as_str()), (1, "基本包、高清包"));
    assert_eq!(given[0].granted_by.unwrap().to_string(), last.id());
    assert_eq!(app.count("customer.became_special").await, 1);
    let told: Vec<_> = app.topics().await.into_iter().filter(|topic| topic.starts_with("approval.")).collect();
    assert_eq!(
        told,
        [
            "approval.submitted",
            "approval.returned",
            "approval.changed",
            "approval.resubmitted",
            "approval.advanced",
            "approval.decided"
        ]
    );
}

#[actix_web::test]
async fn a_renewal_is_the_branch_leaders_and_moves_the_end_of_the_term() {
    let app = TestApp::start().await;
    let (manager, leader, customer) = special(&app).await;
    let mut later = opening(&customer);
    later["kind"] = json!("renewal");
    later["form"]["starts_on"] = json!("2027-12-01");
    later["form"]["ends_on"] = json!("2028-11-30");
    let applied = manager.post_once("/approvals", &key(), later).await;
    assert_eq!(applied.body["number"], "RN20261123-5101-0001");
    assert_eq!(applied.body["steps"].as_array().unwrap().len(), 1);
    say(&leader, &applied, APPROVE).await.expect(201);
    app.sweep().await;
    let (row, given) = file(&app, &customer).await;
    assert_eq!(row.special_starts_on.unwrap().to_string(), "2026-12-01");
    assert_eq!(row.special_ends_on.unwrap().to_string(), "2028-11-30");
    assert_eq!(given.len(), 2);
}

#[actix_web::test]
async fn a_refused_application_gives_nothing() {
    let app = TestApp::start().await;
    let (manager, leader) = (app.sign_in("manager-a").await, app.sign_in("leader-a").await);
    let customer = customer(&manager, "王建国").await;
    let refused = say(&leader, &apply(&manager, &customer).await, "refuse").await;
    assert_eq!((refused.body["status"].as_str(), refused.body["current_step"].as_i64()), (Some("refused"), None));
    app.sweep().await;
    let (row, given) = file(&app, &customer).await;
    assert_eq!((row.special_kind, given.len()), (None, 0));
    apply(&manager, &customer).await.expect(201);
}

#[actix_web::test]
async fn a_withdrawn_application_keeps_the_reason_and_its_steps_rest() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let applied = apply(&manager, &customer(&manager, "王建国").await).await;
    let path = format!("/approvals/{}", applied.id());
    let taken =
        manager.post_at(&format!("{path}/withdrawals"), 1, json!({ "reason": "客户暂不申请" })).await.expect(201);
    assert_eq!(
        (taken["status"].as_str(), taken["withdrawal_reason"].as_str()),
        (Some("withdrawn"), Some("客户暂不申请"))
    );
    assert!(taken["steps"].as_array().unwrap().iter().all(|step| step["status"] == "superseded"));
    assert_eq!(app.count("approval.withdrawn").await, 1);
}

#[actix_web::test]
async fn a_decision_may_be_signed() {
    let app = TestApp::start().await;
    let (manager, leader) = (app.sign_in("manager-a").await, app.sign_in("leader-a").await);
    let applied = apply(&manager, &customer(&manager, "王建国").await).await;
    let body = json!({ "decision": "approve", "signature": {
        "signer_name": "陈志强", "method": "drawn", "width": 320, "height": 160, "strokes": [[{"x": 1, "y": 2}, {"x": 3, "y": 1}]]
    }});
    leader.post_at(&format!("/approvals/{}/decisions", applied.id()), 1, body).await.expect(201);
    let step = manager.get(&format!("/approvals/{}", applied.id())).await.expect(200)["steps"][0].clone();
    assert_eq!(
        (step["signature"]["path"].as_str(), step["signature"]["points"].as_u64()),
        (Some("M1 2l2 -1"), Some(2))
    );
    assert_eq!(step["signature"]["matches_text"], true);
    assert_eq!((step["decided_by"]["name"].as_str(), step["comment"].as_str()), (Some("陈志强"), None));
}

#[actix_web::test]
async fn each_finds_what_waits_for_them_and_what_is_theirs() {
    let app = TestApp::start().await;
    let (manager, leader) = (app.sign_in("manager-a").await, app.sign_in("leader-a").await);
    let (company, auditor) = (app.sign_in("company").await, app.sign_in("auditor").await);
    let mut ids = Vec::new();
    for name in ["王建国", "李慧", "赵一"] {
        ids.push(apply(&manager, &customer(&manager, name).await).await);
        app.advance(TimeDelta::minutes(1)).await;
    }
    say(&leader, &ids[0], APPROVE).await.expect(201);
    for (who, query, names) in [
        (&leader, "waiting_for_me=true&sort=created_at", vec!["李慧", "赵一"]),
        (&leader, "waiting_for_me=false", vec!["王建国"]),
        (&company, "waiting_for_me=true", vec!["王建国"]),
        (&manager, "mine=true&sort=-created_at", vec!["赵一", "李慧", "王建国"]),
        (&manager, "waiting_for_me=true", vec![]),
        (&leader, "mine=true", vec![]),
        (&auditor, "status=in_review&kind=special_opening&sort=updated_at", vec!["李慧", "赵一", "王建国"]),
        (&auditor, "status=approved", vec![]),
    ] {
        assert_eq!(found(who, query).await, names, "{query}");
    }
    let of = format!("customer_id={}", ids[1].body["customer"]["id"].as_str().unwrap());
    assert_eq!(found(&leader, &of).await, ["李慧"]);
    let first = manager.get("/approvals?sort=created_at&limit=2&count=true").await.expect(200);
    assert_eq!(
        (first["total"].as_u64(), first["items"][0]["current_step_name_en"].as_str()),
        (Some(3), Some("Company leader"))
    );
    let next = format!("sort=created_at&limit=2&cursor={}", first["next_cursor"].as_str().unwrap());
    assert_eq!(found(&manager, &next).await, ["赵一"]);
}

#[actix_web::test]
async fn of_twenty_leaders_at_once_one_decides_and_of_twenty_applications_one_is_taken() {
    let app = TestApp::start().await;
    let (manager, leader) = (app.sign_in("manager-a").await, app.sign_in("leader-a").await);
    let customer = customer(&manager, "王建国").await;
    let answers = join_all((0..20).map(|_| apply(&manager, &customer))).await;
    let (taken, rest): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status == 201);
    assert_eq!(taken.len(), 1);
    for answer in &rest {
        answer.refused_field(409, "state-conflict", "", "approval_open");
    }
    let answers = join_all((0..20).map(|_| say(&leader, &taken[0], APPROVE))).await;
    let (decided, rest): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status == 201);
    assert_eq!((decided.len(), decided[0].version()), (1, 2));
    for answer in &rest {
        answer.refused(412, "precondition-failed");
    }
    assert_eq!(app.count("approval.advanced").await, 1);
}

async fn found(who: &Client, query: &str) -> Vec<String> {
    let page = who.get(&format!("/approvals?{query}")).await.expect(200);
    let names =
        page["items"].as_array().unwrap().iter().map(|item| item["customer"]["name"].as_str().unwrap().to_owned());
    names.collect()
}

/// A manager, their leader, and a customer who is special until 2027-11-30.
async fn special(app: &TestApp) -> (Client, Client, String) {
    let (manager, leader) = (app.sign_in("manager-a").await, app.sign_in("leader-a").await);
    let customer = customer(&manager, "王建国").await;
    let first = say(&leader, &apply(&manager, &customer).await, APPROVE).await;
    say(&app.sign_in("company").await, &first, APPROVE).await.expect(201);
    app.sweep().await;
    (manager, leader, customer)
}
