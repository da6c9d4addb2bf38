//! What a customer has from us, and until when.

use serde_json::json;

use crate::{customers::someone, harness::TestApp};

#[actix_web::test]
async fn subscriptions_have_a_term_that_runs_forward_and_end_for_good() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let id = someone(&manager, "王芳").await;
    let path = format!("/customers/{id}/subscriptions");
    let later = json!({ "product": "宽带", "starts_on": "2026-01-01" });
    manager.post(&path, later).await.expect(201);
    let sooner = json!({ "product": "高清互动电视", "starts_on": "2026-01-01", "ends_on": "2026-12-31" });
    let answer = manager.post(&path, sooner).await;
    let one = format!("{path}/{}", answer.id());
    answer.expect(201);
    let listed = manager.get(&path).await.expect(200);
    let products: Vec<_> = listed["items"].as_array().unwrap().iter().map(|item| item["product"].clone()).collect();
    assert_eq!(json!(products), json!(["高清互动电视", "宽带"]));
    let before = app.fingerprint().await;
    let backwards = json!({ "product": "宽带", "starts_on": "2026-02-01", "ends_on": "2026-01-31" });
    let refused = manager.post(&path, backwards).await;
    refused.refused_field(422, "validation-failed", "/ends_on", "term_backwards");
    let refused = manager.patch_at(&one, 1, json!({ "ends_on": "2025-12-31" })).await;
    refused.refused_field(422, "validation-failed", "/ends_on", "term_backwards");
    let refused = manager.patch_at(&one, 1, json!({ "smart_card_number": "11010519491231002X" })).await;
    refused.refused_field(422, "validation-failed", "/smart_card_number", "number_elsewhere");
    let refused = manager.post(&path, json!({ "product": "宽带", "starts_on": "-99999-01-01" })).await;
    refused.refused_field(422, "validation-failed", "/starts_on", "cell_date");
    let refused = manager.patch_at(&one, 1, json!({ "ends_on": "+262142-12-31" })).await;
    refused.refused_field(422, "validation-failed", "/ends_on", "cell_date");
    let born = json!({ "name": "李慧", "birthday": "-262143-01-01" });
    let refused = manager.post(&format!("/customers/{id}/key-persons"), born).await;
    refused.refused_field(422, "validation-failed", "/birthday", "cell_date");
    manager.get("/customers?ends_before=-262143-01-01").await.refused(400, "invalid-parameter");
    manager.patch_at(&one, 7, json!({ "ends_on": null })).await.refused(412, "precondition-failed");
    assert_eq!(app.fingerprint().await, before);
    let ended = manager.patch_at(&one, 1, json!({ "status": "ended", "ends_on": "2026-11-22" })).await.expect(200);
    assert_eq!((ended["status"].clone(), ended["version"].clone()), (json!("ended"), json!(2)));
    let again = manager.patch_at(&one, 2, json!({ "status": "active" })).await;
    again.refused_field(409, "state-conflict", "", "subscription_ended");
}
