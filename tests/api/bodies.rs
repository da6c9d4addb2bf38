//! Bodies as they come over the wire: too slowly, in pieces, too large, never whole.

use std::time::Duration;

use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::{Instant, sleep, timeout},
};

use crate::harness::TestApp;

/// Longest that a test waits for what a server of one second does.
const PATIENCE: Duration = Duration::from_mins(1);

/// A server that waits one second for a body.
async fn impatient() -> TestApp {
    TestApp::with(&[("GUIBIN_BODY_SECS", "1")]).await
}

pub async fn connect(app: &TestApp) -> TcpStream {
    TcpStream::connect(app.base.strip_prefix("http://").unwrap()).await.unwrap()
}

fn head(app: &TestApp, path: &str, more: &str) -> String {
    let host = app.base.strip_prefix("http://").unwrap();
    format!("POST /api/v1{path} HTTP/1.1\r\nhost: {host}\r\naccept-language: en\r\n{more}\r\n")
}

/// Everything that the server still has to say, until it hangs up.
pub async fn heard(mut stream: TcpStream) -> String {
    let mut bytes = Vec::new();
    // A reset is how some servers hang up.
    timeout(PATIENCE, stream.read_to_end(&mut bytes)).await.expect("the server goes on waiting").ok();
    String::from_utf8_lossy(&bytes).into_owned()
}

fn problem(answer: &str) -> Value {
    serde_json::from_str(answer.split_once("\r\n\r\n").map_or("", |(_, body)| body)).unwrap_or(Value::Null)
}

fn too_slow(answer: &str) {
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(answer.contains("application/problem+json"), "{answer}");
    assert_eq!(problem(answer)["type"], "/problems/request-timeout", "{answer}");
}

#[actix_web::test]
async fn who_sends_a_body_drop_by_drop_is_not_waited_for() {
    let app = impatient().await;
    let mut stream = connect(&app).await;
    let json = "content-type: application/json\r\ncontent-length: 1000\r\n";
    stream.write_all(head(&app, "/auth/login", json).as_bytes()).await.unwrap();
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE && stream.write_all(b" ").await.is_ok() {
        sleep(Duration::from_millis(50)).await;
        let mut byte = [0];
        if timeout(Duration::from_millis(1), stream.peek(&mut byte)).await.is_ok() {
            break;
        }
    }
    too_slow(&heard(stream).await);
}

#[actix_web::test]
async fn who_falls_silent_in_a_body_is_not_waited_for() {
    let app = impatient().await;
    for more in ["content-length: 1000\r\n", "transfer-encoding: chunked\r\n"] {
        let mut stream = connect(&app).await;
        let json = format!("content-type: application/json\r\n{more}");
        stream.write_all(head(&app, "/auth/login", &json).as_bytes()).await.unwrap();
        too_slow(&heard(stream).await);
    }
}

#[actix_web::test]
async fn who_is_refused_before_the_body_is_read_is_not_listened_to() {
    let app = impatient().await;
    let mut stream = connect(&app).await;
    let pieces = "content-type: application/json\r\ntransfer-encoding: chunked\r\n";
    stream.write_all(head(&app, "/customers", pieces).as_bytes()).await.unwrap();
    let answer = heard(stream).await;
    assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
}

#[actix_web::test]
async fn who_falls_silent_in_an_upload_is_not_waited_for() {
    let app = impatient().await;
    let manager = app.user("manager-a").await;
    let client = app.sign_in("manager-a").await;
    assert_eq!(client.id, Some(manager.id));
    let form = format!(
        "authorization: {}\r\ncontent-type: multipart/form-data; boundary=x\r\ncontent-length: 100000\r\n",
        client.authorization()
    );
    let mut stream = connect(&app).await;
    let part = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nname\r\n";
    stream.write_all(format!("{}{part}", head(&app, "/imports", &form)).as_bytes()).await.unwrap();
    too_slow(&heard(stream).await);
}

#[actix_web::test]
async fn a_body_that_breaks_off_is_refused_or_unheard() {
    let app = TestApp::start().await;
    let before = app.fingerprint().await;
    let mut stream = connect(&app).await;
    let json = "content-type: application/json\r\ncontent-length: 1000\r\n";
    stream.write_all(format!("{}{{", head(&app, "/auth/login", json)).as_bytes()).await.unwrap();
    stream.shutdown().await.unwrap();
    let answer = heard(stream).await;
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 400"), "{answer}");
    assert_eq!(app.fingerprint().await, before);
    app.anonymous().get("/healthz").await;
}

#[actix_web::test]
async fn what_is_no_http_is_refused_without_a_word_of_ours() {
    let app = TestApp::start().await;
    let host = app.base.strip_prefix("http://").unwrap().to_owned();
    for request in [
        "\r\n\r\nnonsense\r\n\r\n".to_owned(),
        format!("POST /api/v1/auth/login HTTP/1.1\r\nhost: {host}\r\ncontent-length: abc\r\n\r\n"),
        format!(
            "POST /api/v1/auth/login HTTP/1.1\r\nhost: {host}\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello"
        ),
        format!(
            "POST /api/v1/auth/login HTTP/1.1\r\nhost: {host}\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n"
        ),
        format!(
            "POST /api/v1/auth/login HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n"
        ),
        format!("GET /api/v1/customers HTTP/1.1\r\nhost: {host}\r\nx-long: {}\r\n\r\n", "a".repeat(200_000)),
        format!("GET /api/v1/customers?q={} HTTP/1.1\r\nhost: {host}\r\n\r\n", "a".repeat(200_000)),
    ] {
        let mut stream = connect(&app).await;
        stream.write_all(request.as_bytes()).await.ok();
        stream.shutdown().await.ok();
        let answer = heard(stream).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{request:.80}: {answer}");
        for inside in [".rs", "panicked", "actix", "at line", &"a".repeat(101)] {
            assert!(!answer.contains(inside), "{answer}");
        }
    }
    assert_eq!(app.anonymous().get("/healthz").await.status, 200);
}
