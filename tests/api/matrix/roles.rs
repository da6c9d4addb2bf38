//! Two roles of one person: each sees what it sees, and neither widens the other's view.

use serde_json::{Value, json};

use super::world::{World, hire};
use crate::client::Client;

/// Somebody new in branch A with these roles.
async fn with_roles(world: &World, username: &str, roles: Value) -> Client {
    hire(&world.app, username, "manager-a").await;
    let user = world.app.user(username).await;
    let admin = world.app.sign_in("admin").await;
    admin.patch_at(&format!("/users/{}", user.id), user.version, json!({ "roles": roles })).await.expect(200);
    world.app.sign_in(username).await
}

/// A keeper of the branch's files who is an account manager too: every customer of the branch, and of what was promised
/// to them, of complaints and of services only what is their own.
#[actix_web::test]
async fn who_keeps_all_files_and_manages_some_customers_sees_no_complaint_of_the_others() {
    let world = World::new().await;
    let both = with_roles(&world, "both", json!(["account_manager", "data_administrator"])).await;

    let manager = world.actor("manager-a");
    let approval = manager.get(&format!("/approvals/{}", world.thing("approval", "a").id)).await.expect(200);
    let served = world.thing("customer", "a").id.clone();
    for id in [approval["customer"]["id"].as_str().unwrap(), &served] {
        let overview = both.get(&format!("/customers/{id}/overview")).await.expect(200);
        assert_eq!(overview["customer"]["id"], id);
        assert_eq!(overview["counts"], json!({ "complaints": 0, "approvals": 0, "service_records": 0 }));
        for part in ["open_complaints", "open_approvals", "promises"] {
            assert_eq!(overview[part], json!([]), "{part}");
        }
        let timeline = both.get(&format!("/customers/{id}/timeline")).await.expect(200);
        let kinds: Vec<_> = timeline["items"].as_array().unwrap().iter().map(|item| item["kind"].clone()).collect();
        assert!(!kinds.is_empty() && kinds.iter().all(|kind| kind == "customer"), "{kinds:?}");
        let owner = manager.get(&format!("/customers/{id}/overview")).await.expect(200);
        assert_eq!(owner["counts"]["complaints"].as_u64(), Some(if id == served { 2 } else { 0 }));
        assert_eq!(owner["counts"]["approvals"].as_u64(), Some(u64::from(id != served)));
    }
    let open = async |who: &Client| {
        let list = who.get("/customers?limit=100").await.expect(200);
        let item = list["items"].as_array().unwrap().iter().find(|item| item["id"] == served.as_str()).cloned();
        item.unwrap()["open_complaints"].clone()
    };
    let keeper = with_roles(&world, "keeper", json!(["data_administrator"])).await;
    assert_eq!([open(&both).await, open(&keeper).await, open(manager).await], [0, 0, 2]);
    for list in ["/complaints", "/service-records"] {
        assert_eq!(both.get(list).await.expect(200)["items"], json!([]), "{list}");
    }
}

/// To look under the masks of a record takes what it takes to read it, and no less.
#[actix_web::test]
async fn what_one_may_not_read_is_not_shown_under_its_masks() {
    let world = World::new().await;
    let keeper = with_roles(&world, "keeper", json!(["data_administrator"])).await;
    let both = with_roles(&world, "both", json!(["account_manager", "data_administrator"])).await;
    let customer = world.thing("customer", "a").id.clone();
    let path = format!("/customers/{customer}/reveals");
    for (kind, list) in [("complaint", "/complaints"), ("service_record", "/service-records")] {
        let id = world.thing(kind, "a").id.clone();
        let record = format!("{list}/{id}");
        let mut ask = json!({ "fields": ["phone", "remark"], "purpose": "回访前核对号码" });
        ask[format!("{kind}_id")] = json!(id);
        keeper.get(&record).await.refused(403, "permission-denied");
        keeper.post(&path, ask.clone()).await.refused(403, "permission-denied");
        both.get(&record).await.refused(404, "not-found");
        both.post(&path, ask.clone()).await.refused(404, "not-found");
        let shown = world.actor("manager-a").post(&path, ask).await.expect(200);
        assert_eq!(shown["values"]["remark"], "OWNA", "{kind}");
    }
    // The customer's own file is theirs to keep.
    let ask = json!({ "fields": ["mobile"], "purpose": "回访前核对号码" });
    for who in [&keeper, &both] {
        who.post(&path, ask.clone()).await.expect(200);
    }
}
