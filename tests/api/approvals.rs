//! Applications on their way through the leaders.

use guibin_domain::ids::{CustomerId, OrgId};
use guibin_entity::{customer, subscription};
use reqwest::Method;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};

use crate::{
    client::{Answer, Client, send},
    harness::TestApp,
};

pub const APPROVE: &str = "approve";

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
    let (db, id) = (app.state.db.unscoped(), CustomerId(id.parse().unwrap()));
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
    assert_eq!(row.special_kind.map(|kind| kind.word()), Some("leader"));
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
