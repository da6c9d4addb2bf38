//! Every operation of the document × every kind of caller: who is let in follows from the policy table, nothing else.

use guibin_api::app;
use guibin_domain::access::{Role, holders};
use reqwest::Method;
use serde_json::json;

use crate::{client::send, harness::TestApp};

/// One operation, as the document declares it.
struct Operation {
    method: Method,
    path: String,
    /// None: open to everybody.
    permission: Option<String>,
}

fn operations() -> Vec<Operation> {
    let document = serde_json::to_value(app::document()).unwrap();
    let paths = document["paths"].as_object().unwrap().clone();
    let all = paths.into_iter().flat_map(|(path, item)| {
        let item = item.as_object().unwrap().clone();
        item.into_iter().filter(|(method, _)| method != "parameters").map(move |(method, operation)| Operation {
            method: method.to_uppercase().parse().unwrap(),
            path: path.replace("{code}", "p01").split('/').map(filled).collect::<Vec<_>>().join("/"),
            permission: operation["security"][0]["bearer"][0].as_str().map(str::to_owned),
        })
    });
    all.collect()
}

fn filled(part: &str) -> &str {
    if part.starts_with('{') { "01936d2c-7b4a-7c3e-9f10-0123456789ab" } else { part }
}

#[actix_web::test]
async fn nobody_gets_in_without_a_token_except_where_the_document_says_so() {
    let app = TestApp::start().await;
    let before = app.fingerprint().await;
    for Operation { method, path, permission } in operations() {
        if permission.is_none() {
            let open = ["/auth/login", "/auth/refresh", "/auth/logout", "/oauth/token", "/setup"]
                .iter()
                .any(|end| path.ends_with(end));
            assert!(open, "{method} {path} is open to everybody: say why, or demand a permission");
            continue;
        }
        let answer = send(app.anonymous().request(method.clone(), &path).json(&json!({}))).await;
        assert_eq!(answer.status, 401, "{method} {path}");
        answer.refused(401, "authentication-required");
        let forged = app.anonymous().with_token("eyJhbGciOiJub25lIn0.e30.");
        send(forged.request(method, &path)).await.refused(401, "token-invalid");
    }
    assert_eq!(app.fingerprint().await, before);
}

#[actix_web::test]
async fn a_caller_is_let_in_exactly_where_the_policy_table_says() {
    let app = TestApp::start().await;
    let callers = [
        ("admin", Role::Administrator),
        ("auditor", Role::Auditor),
        ("leader-a", Role::Leader),
        ("manager-a", Role::AccountManager),
        ("clerk-a", Role::Clerk),
        ("engineer-a", Role::Engineer),
    ];
    for (username, role) in callers {
        let caller = app.sign_in(username).await;
        for Operation { method, path, permission } in operations() {
            let Some(permission) = permission else { continue };
            if path.ends_with("/events") && holders(&permission).contains(&role) {
                continue; // A stream does not end; tests/api/events.rs reads it.
            }
            let answer = send(caller.request(method.clone(), &path).json(&json!({ "no_such_field": 1 }))).await;
            if holders(&permission).contains(&role) {
                assert!(
                    ![401, 403].contains(&answer.status.as_u16()),
                    "{username} holds {permission}: {method} {path} {}",
                    answer.status
                );
                assert!(
                    answer.status.as_u16() < 500,
                    "{username} {method} {path}: {}",
                    String::from_utf8_lossy(&answer.bytes)
                );
            } else {
                assert_eq!(answer.status, 403, "{username} lacks {permission}: {method} {path}");
                answer.refused_field(403, "permission-denied", "", &permission);
            }
        }
    }
}

#[test]
fn every_permission_of_the_document_is_in_the_table_and_has_its_type() {
    for Operation { method, path, permission } in operations() {
        if let Some(permission) = permission {
            assert!(!holders(&permission).is_empty(), "{method} {path}: nobody holds {permission}");
            assert!(guibin_api::ctx::PERMISSIONS.contains(&permission.as_str()), "{permission} has no type");
        }
    }
    for (name, _) in guibin_domain::access::PERMISSIONS {
        assert!(guibin_api::ctx::PERMISSIONS.contains(name), "{name} is in the table and has no type");
    }
}

#[actix_web::test]
async fn a_parameter_that_an_operation_does_not_have_is_refused_by_its_name() {
    let app = TestApp::start().await;
    let holders_of = [
        (Role::Administrator, app.sign_in("admin").await),
        (Role::Auditor, app.sign_in("auditor").await),
        (Role::Leader, app.sign_in("leader-a").await),
        (Role::AccountManager, app.sign_in("manager-a").await),
    ];
    let asked = |path: &str, query: &str| format!("{path}?{query}");
    for Operation { method, path, permission } in operations() {
        let may = |role: &Role| permission.as_deref().is_none_or(|name| holders(name).contains(role));
        for query in ["no_such_parameter=1", "no_such_parameter", "&no%5Fsuch_parameter=%20"] {
            for (role, caller) in &holders_of {
                let answer = send(caller.request(method.clone(), &asked(&path, query)).json(&json!({}))).await;
                if may(role) {
                    answer.refused_field(400, "invalid-parameter", "?no_such_parameter", "unknown_field");
                } else {
                    answer.refused(403, "permission-denied");
                }
            }
        }
        let broken = send(
            holders_of.iter().find(|(role, _)| may(role)).unwrap().1.request(method.clone(), &asked(&path, "%ff")),
        );
        broken.await.refused_field(400, "invalid-parameter", "?", "unreadable");
        let stranger = send(app.anonymous().request(method.clone(), &asked(&path, "no_such_parameter=1"))).await;
        match permission {
            Some(_) => stranger.refused(401, "authentication-required"),
            None => stranger.refused(400, "invalid-parameter"),
        };
    }
}
