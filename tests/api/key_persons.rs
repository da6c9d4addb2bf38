//! The people who matter at a customer.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{client::send, customers::someone, harness::TestApp};

#[actix_web::test]
async fn key_persons_come_change_and_go() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let id = manager.post("/customers", json!({ "kind": "group", "name": "水务局" })).await.id();
    let path = format!("/customers/{id}/key-persons");
    let new = json!({ "name": "李慧", "role_title": "主任", "mobile": "139 0013 5678", "birthday": "1980-06-18" });
    let answer = manager.post(&path, new).await;
    let one = format!("{path}/{}", answer.id());
    assert_eq!(answer.header("location"), format!("/api/v1{one}"));
    let made = answer.expect(201);
    assert_eq!((made["mobile"].clone(), made["masked"].clone()), (json!("139****5678"), json!(["mobile"])));
    let changed = manager.patch_at(&one, 1, json!({ "role_title": null, "name": "李惠" })).await;
    assert_eq!(changed.version(), 2);
    let changed = changed.expect(200);
    assert_eq!((changed["name"].clone(), changed["role_title"].clone()), (json!("李惠"), Value::Null));
    assert_eq!(changed["mobile"], "139****5678");
    let listed = manager.get(&path).await.expect(200);
    assert_eq!(listed["items"], json!([changed]));
    let stranger = someone(&manager, "别人").await;
    let before = app.fingerprint().await;
    for (field, value, code) in [
        ("mobile", json!("12"), "mobile_shape"),
        ("mobile", json!("139****5678"), "masked_value"),
        ("name", json!(" "), "cell_blank"),
        ("remark", json!("\u{0}"), "cell_unstorable"),
    ] {
        let pointer = format!("/{field}");
        let answer = manager.patch_at(&one, 2, json!({ field: value })).await;
        answer.refused_field(422, "validation-failed", &pointer, code);
    }
    manager.delete_at(&one, 1).await.refused(412, "precondition-failed");
    send(manager.request(Method::DELETE, &one)).await.refused(428, "precondition-required");
    let elsewhere = one.replace(&id, &stranger);
    manager.delete_at(&elsewhere, 2).await.refused(404, "not-found");
    assert_eq!(app.fingerprint().await, before);
    assert_eq!(manager.delete_at(&one, 2).await.status, 204);
    assert_eq!(manager.get(&path).await.expect(200)["items"], json!([]));
    manager.delete_at(&one, 2).await.refused(404, "not-found");
}
