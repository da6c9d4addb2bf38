//! Two roles of one person: each sees what it sees, and neither widens the other's view.

use serde_json::json;

use super::world::{World, hire};

/// A keeper of the branch's files who is an account manager too: every customer of the branch, and of what was promised
/// to them, of complaints and of services only what is their own.
#[actix_web::test]
async fn who_keeps_all_files_and_manages_some_customers_sees_no_complaint_of_the_others() {
    let world = World::new().await;
    hire(&world.app, "both", "manager-a").await;
    let user = world.app.user("both").await;
    let roles = json!({ "roles": ["account_manager", "data_administrator"] });
    let admin = world.app.sign_in("admin").await;
    admin.patch_at(&format!("/users/{}", user.id), user.version, roles).await.expect(200);
    let both = world.app.sign_in("both").await;

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
    for list in ["/complaints", "/service-records"] {
        assert_eq!(both.get(list).await.expect(200)["items"], json!([]), "{list}");
    }
}
