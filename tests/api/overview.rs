//! One customer with everything about them, in one answer.

use serde_json::json;

use crate::{customers::someone, harness::TestApp};

#[actix_web::test]
async fn the_overview_holds_the_file_and_all_that_is_open() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let id = someone(&manager, "王芳").await;
    let below = |part: &str| format!("/customers/{id}/{part}");
    manager.post(&below("key-persons"), json!({ "name": "李慧", "mobile": "13900135678" })).await.expect(201);
    manager.post(&below("subscriptions"), json!({ "product": "宽带", "starts_on": "2026-01-01" })).await.expect(201);
    let complaint =
        json!({ "customer_id": id, "channel": "hotline", "level": 2, "title": "点播卡顿", "content": "晚上八点后" });
    let complaint = manager.post("/complaints", complaint).await.expect(201);
    let whole = manager.get(&below("overview")).await.expect(200);
    assert_eq!(whole["customer"], manager.get(&format!("/customers/{id}")).await.expect(200));
    assert_eq!(whole["key_persons"][0]["mobile"], "139****5678");
    assert_eq!(whole["subscriptions"][0]["product"], "宽带");
    assert_eq!(whole["open_complaints"][0]["id"], complaint["id"]);
    assert_eq!(whole["promises"][0]["clock_id"], complaint["clock_id"]);
    assert_eq!(whole["promises"][0]["title"], "点播卡顿");
    assert_eq!(whole["open_approvals"], json!([]));
    assert_eq!(whole["counts"], json!({ "complaints": 1, "approvals": 0, "service_records": 0 }));
    let listed = manager.get("/customers").await.expect(200);
    assert_eq!(listed["items"][0]["open_complaints"], 1);
    for username in ["manager-b", "manager-a2"] {
        app.sign_in(username).await.get(&below("overview")).await.refused(404, "not-found");
    }
}
