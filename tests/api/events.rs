//! The live stream: who hears what, in order, again after a break, and no longer than the session.

use std::time::Duration;

use chrono::TimeDelta;
use futures_util::{Stream, StreamExt};
use reqwest::{Method, Response};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    client::{Client, send},
    harness::TestApp,
};

/// Longest that anything may take to be told.
const PATIENCE: Duration = Duration::from_secs(5);

/// A stream as a client reads it.
pub struct Listener {
    text: String,
    bytes: std::pin::Pin<Box<dyn Stream<Item = reqwest::Result<Vec<u8>>>>>,
}

impl Listener {
    pub async fn open(client: &Client, last: Option<&str>) -> Self {
        let mut request = client.request(Method::GET, "/events").header("accept-encoding", "gzip");
        if let Some(last) = last {
            request = request.header("last-event-id", last);
        }
        let response = request.send().await.unwrap();
        assert_eq!(response.status().as_u16(), 200);
        let mut listener = Self::of(response);
        assert_eq!(listener.part().await.unwrap(), "retry: 2000");
        listener
    }

    fn of(response: Response) -> Self {
        let header = |name: &str| response.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
        assert_eq!(header("content-type").as_deref(), Some("text/event-stream"));
        assert_eq!(header("x-accel-buffering").as_deref(), Some("no"));
        assert_eq!(header("cache-control").as_deref(), Some("no-store"));
        assert_ne!(header("content-encoding").as_deref(), Some("gzip"));
        Self { text: String::new(), bytes: Box::pin(response.bytes_stream().map(|part| part.map(|b| b.to_vec()))) }
    }

    /// The next message or comment, or none when the stream is over.
    async fn part(&mut self) -> Option<String> {
        loop {
            if let Some((part, rest)) = self.text.split_once("\n\n") {
                let (part, rest) = (part.to_owned(), rest.to_owned());
                self.text = rest;
                return Some(part);
            }
            let more = tokio::time::timeout(PATIENCE * 4, self.bytes.next()).await.expect("a silent stream");
            self.text.push_str(&String::from_utf8(more?.unwrap()).unwrap());
        }
    }

    /// The next message: its id, its topic and its data.
    pub async fn message(&mut self) -> (String, String, Value) {
        loop {
            let part = self.part().await.expect("the stream is over");
            if part == ":" {
                continue;
            }
            let field = |name: &str| {
                part.lines().find_map(|line| line.strip_prefix(&format!("{name}: "))).unwrap_or_default().to_owned()
            };
            return (field("id"), field("event"), serde_json::from_str(&field("data")).unwrap());
        }
    }

    async fn topic(&mut self) -> String {
        tokio::time::timeout(PATIENCE, self.message()).await.expect("nothing was told").1
    }

    /// The next message of `topic`; what was told before it is passed over.
    pub async fn heard(&mut self, topic: &str) -> (String, Value) {
        let wait = async {
            loop {
                let (id, heard, data) = self.message().await;
                if heard == topic {
                    return (id, data);
                }
            }
        };
        tokio::time::timeout(PATIENCE, wait).await.unwrap_or_else(|_| panic!("no {topic} was told"))
    }

    async fn is_over_within(&mut self, time: Duration) -> bool {
        let end = async { while self.part().await.is_some() {} };
        tokio::time::timeout(time, end).await.is_ok()
    }
}

#[actix_web::test]
async fn what_happens_is_told_at_once_to_those_who_may_see_it() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let customer = app.customer("manager-a", "王建国").await;
    let mut listeners = Vec::new();
    for who in ["manager-a", "leader-a", "company", "clerk-a"] {
        listeners.push(Listener::open(&app.sign_in(who).await, None).await);
    }
    let mut strangers = Vec::new();
    for who in ["manager-a2", "leader-b", "manager-b", "admin"] {
        strangers.push(Listener::open(&app.sign_in(who).await, None).await);
    }
    let begun = std::time::Instant::now();
    let made = manager.complain(customer, 1).await.expect(201);
    for listener in &mut listeners {
        let (id, data) = listener.heard("complaint.received").await;
        assert!(id.parse::<Uuid>().is_ok());
        assert_eq!((&data["subject_kind"], &data["subject_id"]), (&json!("complaint"), &made["id"]));
        assert_eq!((&data["customer_id"], &data["topic"]), (&json!(customer), &json!("complaint.received")));
        assert!(!data.to_string().contains("王建国"));
    }
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    for stranger in &mut strangers {
        let heard = tokio::time::timeout(Duration::from_millis(500), async {
            while stranger.message().await.2["subject_kind"] != "complaint" {}
        });
        assert!(heard.await.is_err(), "a stranger was told");
    }
}

#[actix_web::test]
async fn a_customer_s_manager_hears_of_a_complaint_that_another_answers_for() {
    let app = TestApp::start().await;
    let customer = app.customer("manager-a", "王建国").await;
    let mut listener = Listener::open(&app.sign_in("manager-a").await, None).await;
    app.sign_in("leader-a").await.complain(customer, 1).await.expect(201);
    listener.heard("complaint.received").await;
    app.state.clock.advance(TimeDelta::minutes(150));
    let mut listener = Listener::open(&app.sign_in("manager-a").await, None).await;
    app.sweep().await;
    listener.heard("promise.warned").await;
}

#[actix_web::test]
async fn after_a_break_what_was_missed_is_told_once_and_in_order() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let customer = app.customer("manager-a", "王建国").await;
    let mut first = Listener::open(&manager, None).await;
    let made = manager.complain(customer, 1).await.expect(201);
    let (last, _) = first.heard("complaint.received").await;
    drop(first);
    let path = format!("/complaints/{}", made["id"].as_str().unwrap());
    manager.post_at(&format!("{path}/replies"), 1, json!({ "text": "已处理" })).await.expect(201);
    manager.post_at(&format!("{path}/confirmations"), 2, json!({ "satisfied": false })).await.expect(201);
    let mut again = Listener::open(&manager, Some(&last)).await;
    assert_eq!(again.topic().await, "complaint.replied");
    assert_eq!(again.topic().await, "complaint.refused");
    manager.post_at(&format!("{path}/replies"), 3, json!({ "text": "已上门" })).await.expect(201);
    manager.post_at(&format!("{path}/confirmations"), 4, json!({ "satisfied": true })).await.expect(201);
    assert_eq!(again.topic().await, "complaint.replied");
    assert_eq!(again.topic().await, "complaint.closed");
    let wrong = send(manager.request(Method::GET, "/events").header("last-event-id", "yesterday")).await;
    wrong.refused(400, "malformed-request");
}

#[actix_web::test]
async fn a_stream_ends_with_its_token_and_with_its_session() {
    let app = TestApp::start().await;
    let password = json!({ "username": "manager-a", "password": "guibin-demo-2026" });
    let login = app.anonymous().post("/auth/login", password).await;
    let cookie = login.header("set-cookie").split(';').next().unwrap().to_owned();
    let client = app.anonymous().with_token(login.expect(200)["access_token"].as_str().unwrap());
    let mut listener = Listener::open(&client, None).await;
    let out = app.anonymous().request(Method::POST, "/auth/logout").header("x-guibin-csrf", "1");
    assert_eq!(send(out.header("cookie", cookie)).await.status.as_u16(), 204);
    assert!(listener.is_over_within(Duration::from_secs(2)).await, "the session is over");
    let mut listener = Listener::open(&app.sign_in("manager-a").await, None).await;
    assert!(!listener.is_over_within(Duration::from_secs(2)).await);
    app.state.clock.advance(TimeDelta::minutes(10));
    assert!(listener.is_over_within(Duration::from_secs(3)).await, "the token has expired");
    send(app.anonymous().request(Method::GET, "/events")).await.refused(401, "authentication-required");
}

#[actix_web::test]
async fn a_revoked_session_ends_its_streams_on_every_server_within_a_second() {
    let app = TestApp::start().await;
    let (twin, admin) = (app.twin().await, app.sign_in("admin").await);
    let mut manager = app.sign_in("manager-a").await;
    manager.base.clone_from(&twin.base);
    let mut listener = Listener::open(&manager, None).await;
    let id = app.user("manager-a").await.id;
    let end = send(admin.request(Method::DELETE, &format!("/users/{id}/sessions"))).await;
    assert_eq!(end.status.as_u16(), 204);
    manager.get("/me").await.refused(401, "token-invalid");
    assert!(listener.is_over_within(Duration::from_secs(1)).await, "the stream goes on");
}

#[actix_web::test]
async fn a_program_that_is_cut_off_hears_nothing_more() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let org = app.user("manager-a").await.org_id;
    let new =
        json!({ "name": "大屏", "org_id": org, "reach": "subtree", "permissions": ["event.read", "complaint.read"] });
    let program = admin.post("/api-clients", new).await.expect(201);
    let text = |name: &str| program[name].as_str().unwrap().to_owned();
    let request = app
        .anonymous()
        .request(Method::POST, "/oauth/token")
        .basic_auth(text("client_id"), Some(text("client_secret")));
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    let token = send(request.body("grant_type=client_credentials")).await.expect(200);
    let client = app.anonymous().with_token(token["access_token"].as_str().unwrap());
    let mut listener = Listener::open(&client, None).await;
    admin.patch_at(&format!("/api-clients/{}", text("id")), 1, json!({ "active": false })).await.expect(200);
    assert!(listener.is_over_within(Duration::from_secs(1)).await, "the stream goes on");
}

#[actix_web::test]
async fn one_person_holds_so_many_streams_and_no_more() {
    let app = TestApp::with(&[("GUIBIN_STREAMS_PER_USER", "2")]).await;
    let manager = app.sign_in("manager-a").await;
    let _two = (Listener::open(&manager, None).await, Listener::open(&manager, None).await);
    let third = send(manager.request(Method::GET, "/events")).await;
    third.refused(429, "rate-limited");
    assert_eq!(third.header("retry-after"), "10");
    Listener::open(&app.sign_in("manager-a2").await, None).await;
}

#[actix_web::test]
async fn a_quiet_stream_is_kept_open_by_comments_and_ends_when_the_server_stops() {
    let app = TestApp::start().await;
    let mut listener = Listener::open(&app.sign_in("engineer-a").await, None).await;
    let begun = std::time::Instant::now();
    assert_eq!(listener.part().await.as_deref(), Some(":"));
    assert!(begun.elapsed() < Duration::from_secs(15));
    app.state.stopping.send_replace(true);
    assert!(listener.is_over_within(Duration::from_secs(1)).await);
}
