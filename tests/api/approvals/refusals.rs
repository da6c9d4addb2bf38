//! What is refused, and that nothing changes by it.

use guibin_domain::access::Role;
use guibin_entity::{user, user_role};
use reqwest::Method;
use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};
use serde_json::{Value, json};

use super::{APPROVE, apply, customer, key, opening, say, special};
use crate::{
    client::{Answer, Client, send},
    harness::TestApp,
};

#[actix_web::test]
async fn a_key_is_needed_stands_for_one_body_and_repeats_its_answer() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let (one, other) = (customer(&manager, "王建国").await, customer(&manager, "李慧").await);
    let before = app.fingerprint().await;
    manager.post("/approvals", opening(&one)).await.refused(428, "precondition-required");
    assert_eq!(app.fingerprint().await, before);
    let first = manager.post_once("/approvals", "k-1", opening(&one)).await;
    let after = app.fingerprint().await;
    let again = manager.post_once("/approvals", "k-1", opening(&one)).await;
    assert_eq!((again.status, &again.bytes), (first.status, &first.bytes));
    assert_eq!((again.header("etag"), again.header("location")), (first.header("etag"), first.header("location")));
    manager.post_once("/approvals", "k-1", opening(&other)).await.refused(422, "idempotency-key-reused");
    assert_eq!(app.fingerprint().await, after);
}

#[actix_web::test]
async fn every_mistake_in_a_form_is_named_and_changes_nothing() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let customer = customer(&manager, "王建国").await;
    let before = app.fingerprint().await;
    let long = "长".repeat(4001);
    for (path, value, slug, pointer, code) in [
        ("/form/ends_on", json!("2026-11-30"), "validation-failed", "/form/ends_on", "term_backwards"),
        ("/form/ends_on", json!("+12027-11-30"), "validation-failed", "/form/ends_on", "cell_date"),
        ("/form/starts_on", json!("2026-02-30"), "validation-failed", "/form/starts_on", "wrong_type"),
        ("/form/reason", json!("  "), "validation-failed", "/form/reason", "cell_blank"),
        ("/form/reason", json!("a\0b"), "validation-failed", "/form/reason", "cell_unstorable"),
        ("/form/reason", json!(long), "validation-failed", "/form/reason", "length"),
        ("/form/special_kind", json!("boss"), "validation-failed", "/form/special_kind", "unknown_value"),
        ("/form/special_contribution", json!("yes"), "validation-failed", "/form/special_contribution", "wrong_type"),
        ("/form/programme_packages", json!([""]), "validation-failed", "/form/programme_packages", "package_name"),
        ("/kind", json!("bribe"), "validation-failed", "/kind", "unknown_value"),
        ("/customer_id", json!("7"), "validation-failed", "/customer_id", "wrong_type"),
        ("/status", json!("approved"), "unknown-field", "/status", "unknown_field"),
        ("/form/tier", json!("gold"), "unknown-field", "/form/tier", "unknown_field"),
    ] {
        let mut body = opening(&customer);
        let (parent, name) = path.rsplit_once('/').unwrap();
        body.pointer_mut(parent).unwrap()[name] = value;
        manager.post_once("/approvals", &key(), body.clone()).await.refused_field(422, slug, pointer, code);
        manager.post("/approvals/route-previews", body).await.refused_field(422, slug, pointer, code);
    }
    assert_eq!(app.fingerprint().await, before);
}

#[actix_web::test]
async fn what_does_not_fit_the_customer_is_refused_in_the_preview_too() {
    let app = TestApp::start().await;
    let (manager, _, special) = special(&app).await;
    let plain = customer(&manager, "李慧").await;
    let before = app.fingerprint().await;
    let renewal = |customer: &str| {
        let mut body = opening(customer);
        body["kind"] = json!("renewal");
        body
    };
    for (body, status, slug, pointer, code) in [
        (opening(&special), 409, "state-conflict", "", "customer_already_special"),
        (renewal(&plain), 409, "state-conflict", "", "customer_not_special"),
        (renewal(&special), 422, "validation-failed", "/form/ends_on", "renewal_not_later"),
    ] {
        manager.post("/approvals/route-previews", body.clone()).await.refused_field(status, slug, pointer, code);
        manager.post_once("/approvals", &key(), body).await.refused_field(status, slug, pointer, code);
    }
    assert_eq!(app.fingerprint().await, before);
}

#[actix_web::test]
async fn an_empty_post_is_named() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let customer = customer(&manager, "王建国").await;
    let mut leader: user::ActiveModel = app.user("leader-a").await.into_active_model();
    leader.active = Set(false);
    leader.update(app.db()).await.unwrap();
    let before = app.fingerprint().await;
    let refused = manager.post_once("/approvals", &key(), opening(&customer)).await;
    refused.refused_field(409, "state-conflict", "", "approval_post_empty");
    assert!(refused.body["detail"].as_str().unwrap().contains("分公司负责人审批"));
    let preview = manager.english().post("/approvals/route-previews", opening(&customer)).await;
    assert!(preview.refused(409, "state-conflict")["detail"].as_str().unwrap().contains("Branch leader"));
    assert_eq!(app.fingerprint().await, before);
}

#[actix_web::test]
async fn another_branch_sees_an_application_as_absent() {
    let app = TestApp::start().await;
    let (manager, stranger) = (app.sign_in("manager-a").await, app.sign_in("manager-b").await);
    let leader = app.sign_in("leader-b").await;
    let customer = customer(&manager, "王建国").await;
    let other = super::customer(&manager, "李慧").await;
    let applied = apply(&manager, &customer).await;
    let before = app.fingerprint().await;
    let absent = uuid::Uuid::now_v7().to_string();
    let form = opening(&customer)["form"].clone();
    let tries: Vec<(&Client, Method, &str, Value)> = vec![
        (&stranger, Method::GET, "", json!({})),
        (&stranger, Method::PATCH, "", json!({ "form": form })),
        (&stranger, Method::POST, "/submissions", json!({})),
        (&stranger, Method::POST, "/withdrawals", json!({ "reason": "x" })),
        (&leader, Method::POST, "/decisions", json!({ "decision": "approve" })),
    ];
    for (who, method, what, body) in tries {
        let ask = async |id: &str| {
            let request = who.request(method.clone(), &format!("/approvals/{id}{what}")).header("if-match", "\"1\"");
            send(request.header("idempotency-key", key()).json(&body)).await
        };
        same(&ask(&applied.id()).await, &ask(&absent).await);
    }
    for path in ["/approvals", "/approvals/route-previews"] {
        let ask = async |id: &str| stranger.post_once(path, &key(), opening(id)).await;
        same(&ask(&other).await, &ask(&absent).await);
    }
    assert!(stranger.get("/approvals?count=true").await.expect(200)["items"].as_array().unwrap().is_empty());
    assert_eq!(app.fingerprint().await, before);
}

#[actix_web::test]
async fn only_the_posts_holder_decides_once_and_says_why_not() {
    let app = TestApp::start().await;
    let (manager, leader) = (app.sign_in("manager-a").await, app.sign_in("leader-a").await);
    let company = app.sign_in("company").await;
    let applied = apply(&manager, &customer(&manager, "王建国").await).await;
    let path = format!("/approvals/{}/decisions", applied.id());
    let before = app.fingerprint().await;
    say(&manager, &applied, APPROVE).await.refused_field(403, "permission-denied", "", "approval.decide");
    say(&company, &applied, APPROVE).await.refused_field(403, "permission-denied", "", "approval_not_holder");
    for decision in ["return", "refuse"] {
        for comment in [Value::Null, json!("  ")] {
            let body = json!({ "decision": decision, "comment": comment });
            leader.post_at(&path, 1, body).await.refused_field(422, "validation-failed", "/comment", "comment_missing");
        }
    }
    let strange = leader.post_at(&path, 1, json!({ "decision": "shrug" })).await;
    strange.refused_field(422, "validation-failed", "/decision", "unknown_value");
    leader.post_at(&path, 7, json!({ "decision": APPROVE })).await.refused(412, "precondition-failed");
    leader.post_once(&path, &key(), json!({ "decision": APPROVE })).await.refused(428, "precondition-required");
    let keyless = leader.request(Method::POST, &path).header("if-match", "\"1\"").json(&json!({ "decision": APPROVE }));
    send(keyless).await.refused(428, "precondition-required");
    assert_eq!(app.fingerprint().await, before);

    let first = say(&leader, &applied, APPROVE).await;
    let before = app.fingerprint().await;
    say(&leader, &applied, APPROVE).await.refused(412, "precondition-failed");
    say(&leader, &first, APPROVE).await.refused_field(403, "permission-denied", "", "approval_not_holder");
    assert_eq!(app.fingerprint().await, before);
    let last = say(&company, &first, APPROVE).await;
    let before = app.fingerprint().await;
    say(&company, &last, "refuse").await.refused_field(409, "state-conflict", "", "approval_move");
    assert_eq!(app.fingerprint().await, before);
}

#[actix_web::test]
async fn nobody_decides_their_own_application() {
    let app = TestApp::start().await;
    let manager_id = app.user("manager-a").await.id;
    let also = user_role::ActiveModel { user_id: Set(manager_id), role: Set(Role::Leader) };
    also.insert(app.db()).await.unwrap();
    let manager = app.sign_in("manager-a").await;
    let applied = apply(&manager, &customer(&manager, "王建国").await).await;
    assert_eq!(applied.body["steps"][0]["approvers"].as_array().unwrap().len(), 1);
    let before = app.fingerprint().await;
    say(&manager, &applied, APPROVE).await.refused_field(403, "permission-denied", "", "approval_own_request");
    assert_eq!(app.fingerprint().await, before);
    let waiting = manager.get("/approvals?waiting_for_me=true").await.expect(200);
    assert!(waiting["items"].as_array().unwrap().is_empty());
}

#[actix_web::test]
async fn the_applicant_changes_it_only_while_it_is_returned_and_nobody_after_the_end() {
    let app = TestApp::start().await;
    let (manager, leader) = (app.sign_in("manager-a").await, app.sign_in("leader-a").await);
    let customer = customer(&manager, "王建国").await;
    let applied = apply(&manager, &customer).await;
    let path = format!("/approvals/{}", applied.id());
    let form = json!({ "form": opening(&customer)["form"] });
    let moved = |answer: Answer| answer.refused_field(409, "state-conflict", "", "approval_move");
    let before = app.fingerprint().await;
    moved(manager.patch_at(&path, 1, form.clone()).await);
    moved(manager.post_at(&format!("{path}/submissions"), 1, json!({})).await);
    assert_eq!(app.fingerprint().await, before);

    say(&leader, &applied, "return").await.expect(201);
    let before = app.fingerprint().await;
    let mut backwards = form.clone();
    backwards["form"]["ends_on"] = json!("2026-01-01");
    let answer = manager.patch_at(&path, 2, backwards).await;
    answer.refused_field(422, "validation-failed", "/form/ends_on", "term_backwards");
    manager.patch_at(&path, 1, form.clone()).await.refused(412, "precondition-failed");
    let blank = manager.post_at(&format!("{path}/withdrawals"), 2, json!({ "reason": " " })).await;
    blank.refused_field(422, "validation-failed", "/reason", "cell_blank");
    assert_eq!(app.fingerprint().await, before);

    manager.post_at(&format!("{path}/withdrawals"), 2, json!({ "reason": "不再需要" })).await.expect(201);
    let before = app.fingerprint().await;
    moved(manager.patch_at(&path, 3, form).await);
    moved(manager.post_at(&format!("{path}/submissions"), 3, json!({})).await);
    moved(manager.post_at(&format!("{path}/withdrawals"), 3, json!({ "reason": "再撤" })).await);
    moved(leader.post_at(&format!("{path}/decisions"), 3, json!({ "decision": APPROVE })).await);
    assert_eq!(app.fingerprint().await, before);
}

/// What is out of reach looks exactly like what is not there, but for the trace id.
#[track_caller]
fn same(hidden: &Answer, absent: &Answer) {
    let text = |answer: &Answer| {
        let trace = answer.refused(404, "not-found")["trace_id"].as_str().unwrap().to_owned();
        String::from_utf8(answer.bytes.clone()).unwrap().replace(&trace, "")
    };
    assert_eq!(text(hidden), text(absent));
}
