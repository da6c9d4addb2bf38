//! How often somebody may guess, and what the answers tell.

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use futures_util::future::join_all;

use super::{PASSWORD, behind_a_proxy, sign_in_from};
use crate::{client::send, harness::TestApp};

#[actix_web::test]
async fn a_person_elsewhere_is_not_locked_out_by_who_guesses() {
    let app = behind_a_proxy().await;
    for _ in 0..5 {
        sign_in_from(&app, "198.51.100.1", "manager-a", "wrong").await.refused(401, "invalid-credentials");
    }
    let locked = sign_in_from(&app, "198.51.100.1", "manager-a", PASSWORD).await;
    locked.refused(429, "rate-limited");
    assert_eq!(locked.header("retry-after"), "900");
    sign_in_from(&app, "198.51.100.2", "manager-a", PASSWORD).await.expect(200);
    // Neighbours in the /64 of one subscriber are one source.
    for host in 1..=5 {
        sign_in_from(&app, &format!("2001:db8::{host}"), "clerk-a", "wrong").await.refused(401, "invalid-credentials");
    }
    sign_in_from(&app, "2001:db8::99", "clerk-a", PASSWORD).await.refused(429, "rate-limited");
    app.advance(TimeDelta::minutes(15)).await;
    sign_in_from(&app, "198.51.100.1", "manager-a", PASSWORD).await.expect(200);
}

#[actix_web::test]
async fn guesses_from_everywhere_slow_strangers_down_and_never_who_is_known() {
    let app = behind_a_proxy().await;
    sign_in_from(&app, "10.1.1.1", "manager-a", PASSWORD).await.expect(200);
    for host in 0..50 {
        sign_in_from(&app, &format!("203.0.113.{host}"), "manager-a", "wrong")
            .await
            .refused(401, "invalid-credentials");
    }
    let stranger = sign_in_from(&app, "198.51.100.7", "manager-a", PASSWORD).await;
    stranger.refused(429, "rate-limited");
    assert_eq!(stranger.header("retry-after"), "30");
    sign_in_from(&app, "10.1.1.1", "manager-a", PASSWORD).await.expect(200);
    app.advance(TimeDelta::seconds(30)).await;
    sign_in_from(&app, "198.51.100.7", "manager-a", PASSWORD).await.expect(200);
}

#[actix_web::test]
async fn unknown_wrong_and_disabled_are_answered_alike_and_locked_costs_as_much() {
    let app = TestApp::start().await;
    let (admin, id) = (app.sign_in("admin").await, app.user("engineer-a").await.id);
    let off = serde_json::json!({ "active": false });
    admin.patch_at(&format!("/users/{id}"), 1, off).await.expect(200);
    let mut bodies = Vec::new();
    for (username, password) in [("nobody", PASSWORD), ("clerk-a", "wrong"), ("engineer-a", PASSWORD)] {
        let answer = super::sign_in(&app, username, password, None).await;
        let mut body = answer.refused(401, "invalid-credentials").clone();
        for own in ["trace_id", "instance"] {
            body[own] = serde_json::Value::Null;
        }
        bodies.push((body, answer.headers.len()));
    }
    assert!(bodies.windows(2).all(|two| two[0] == two[1]), "{bodies:?}");
    let wrong = fastest(&app, "wrong-names-").await;
    for _ in 0..5 {
        super::sign_in(&app, "clerk-a", "wrong", None).await;
    }
    let locked = fastest(&app, "clerk-a").await;
    // The password check is nearly all of it: without one, a tenth would do.
    assert!(locked > wrong / 3 && wrong > locked / 3, "locked {locked:?}, wrong {wrong:?}");
}

/// The least that a refusal takes; a name that ends in `-` is another at each try.
async fn fastest(app: &TestApp, username: &str) -> Duration {
    let mut least = Duration::MAX;
    for at in 0..4 {
        let name = if username.ends_with('-') { format!("{username}{at}") } else { username.to_owned() };
        let begun = Instant::now();
        let status = super::sign_in(app, &name, "wrong", None).await.status.as_u16();
        least = least.min(begun.elapsed());
        assert!([401, 429].contains(&status));
    }
    least
}

#[actix_web::test]
async fn of_fifty_uses_of_one_refresh_token_one_family_lives_or_none() {
    let app = TestApp::start().await;
    let login = super::sign_in(&app, "manager-a", PASSWORD, None).await;
    let first = login.header("set-cookie").split(';').next().unwrap().to_owned();
    let renewals = (0..50).map(|_| {
        let request = app.anonymous().request(reqwest::Method::POST, "/auth/refresh").header("x-guibin-csrf", "1");
        send(request.header("cookie", first.clone()))
    });
    let answers = join_all(renewals).await;
    assert!(answers.iter().all(|it| [200, 401].contains(&it.status.as_u16())), "{answers:?}");
    let families = answers.iter().filter(|it| it.headers.contains_key("set-cookie")).count();
    assert!(families <= 1, "{families} refresh tokens live on");
    let me = super::holder(&app, super::sign_in(&app, "manager-a", PASSWORD, None).await);
    let living = me.get("/me/sessions").await.expect(200)["items"].as_array().unwrap().len();
    assert_eq!(living, 1 + families);
}
