//! The outermost layer: what is too large, too often, from elsewhere, or not to be told; and what every answer carries.

use guibin_api::config::Config;
use reqwest::Method;
use serde_json::json;
use tokio::io::AsyncWriteExt;

use crate::{
    bodies::{connect, heard},
    client::{Answer, send},
    harness::TestApp,
};

#[actix_web::test]
async fn heads_that_are_too_large_are_told_so() {
    let app = TestApp::start().await;
    let anonymous = app.anonymous();
    let long = format!("/customers?q={}", "a".repeat(9000));
    anonymous.get(&long).await.refused(414, "uri-too-long");
    let many = (0..65).fold(anonymous.request(Method::GET, "/me"), |it, at| it.header(format!("x-{at}"), "1"));
    send(many).await.refused(431, "headers-too-large");
    let large = anonymous.request(Method::GET, "/me").header("x-large", "a".repeat(17_000));
    send(large).await.refused(431, "headers-too-large");
}

/// What is no HTTP never reaches us: the parser below answers it, without a body and without a problem document, and
/// hangs up.
#[actix_web::test]
async fn what_is_no_http_is_answered_without_a_word_and_hung_up_on() {
    let app = TestApp::start().await;
    let many = (0..97).map(|at| format!("x-{at}: 1\r\n")).collect::<Vec<_>>().concat();
    let many = format!("GET /healthz HTTP/1.1\r\nhost: x\r\n{many}\r\n");
    let post = |lengths: &str| format!("POST /api/v1/auth/login HTTP/1.1\r\nhost: x\r\n{lengths}\r\n{{}}");
    let lengths =
        ["content-length: 2\r\ncontent-length: 3", "content-length: two", "content-length: -2", "content-length: +2"];
    let mut all: Vec<(u16, Vec<u8>)> = vec![
        (400, b"NONSENSE\r\n\r\n".to_vec()),
        (400, b"GET /healthz\r\n\r\n".to_vec()),
        (400, b"GET  /healthz HTTP/1.1\r\nhost: x\r\n\r\n".to_vec()),
        (400, b"GET /healthz HTTP/9.9\r\nhost: x\r\n\r\n".to_vec()),
        (400, b"G\x00T /healthz HTTP/1.1\r\nhost: x\r\n\r\n".to_vec()),
        (400, b"GET http://[ HTTP/1.1\r\nhost: x\r\n\r\n".to_vec()),
        (400, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n".to_vec()),
        (400, b"GET / HTTP/1.1\r\nhost: x\r\nno colon here\r\n\r\n".to_vec()),
        (400, b"GET / HTTP/1.1\r\nhost: x\r\nx y: 1\r\n\r\n".to_vec()),
        (400, b"GET / HTTP/1.1\r\nhost: x\r\nx: \x00\x01\r\n\r\n".to_vec()),
        (400, b"GET / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: gzip\r\n\r\n".to_vec()),
        (431, many.into_bytes()),
        (431, [&b"GET / HTTP/1.1\r\nx: "[..], &vec![b'a'; 200_000]].concat()),
    ];
    all.extend(lengths.map(|lengths| (400, post(&format!("{lengths}\r\n")).into_bytes())));
    for (status, bytes) in all {
        let shown: String = String::from_utf8_lossy(&bytes).chars().take(80).collect();
        let answer = to_the_end(&app, &bytes).await;
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_else(|| panic!("{shown:?}: {answer:?}"));
        assert!(head.starts_with(&format!("HTTP/1.1 {status} ")), "{shown:?}: {answer}");
        assert_eq!(body, "", "{shown:?}");
        for line in head.lines().skip(1) {
            let name = line.split_once(':').map(|(name, _)| name.to_ascii_lowercase());
            assert!(["connection", "content-length", "date"].contains(&name.unwrap().as_str()), "{shown:?}: {line}");
        }
        assert_eq!(app.anonymous().get("/healthz").await.status, 200, "{shown:?}");
    }
}

/// Sends bytes as they are, and reads until the server hangs up.
async fn to_the_end(app: &TestApp, bytes: &[u8]) -> String {
    let mut stream = connect(app).await;
    // A server that has seen enough hangs up before all of it is sent.
    stream.write_all(bytes).await.ok();
    heard(stream).await
}

#[actix_web::test]
async fn who_asks_too_often_is_told_when_to_come_again_and_others_are_not_held_up() {
    let settings = [("GUIBIN_TRUSTED_PROXIES", "127.0.0.1/32"), ("GUIBIN_RATE_AUTH", "3")];
    let app = TestApp::with(&settings).await;
    let renew = async |address: &str| {
        let request = app.anonymous().request(Method::POST, "/auth/refresh").header("x-guibin-csrf", "1");
        send(request.header("x-forwarded-for", address)).await
    };
    for _ in 0..3 {
        renew("198.51.100.1").await.refused(401, "authentication-required");
    }
    let refused = renew("198.51.100.1").await;
    refused.refused(429, "rate-limited");
    let wait: u32 = refused.header("retry-after").parse().unwrap();
    assert!((1..=20).contains(&wait), "{wait}");
    // What a client writes into the header itself is not believed.
    renew("198.51.100.2, 198.51.100.1").await.refused(429, "rate-limited");
    renew("198.51.100.2").await.refused(401, "authentication-required");
    app.anonymous().get("/me").await.refused(401, "authentication-required");
}

#[actix_web::test]
async fn a_credential_has_a_limit_of_its_own_and_health_has_none() {
    let app = TestApp::with(&[("GUIBIN_RATE_CREDENTIAL", "5")]).await;
    let (manager, clerk) = (app.sign_in("manager-a").await, app.sign_in("clerk-a").await);
    for _ in 0..5 {
        manager.get("/me").await.expect(200);
    }
    manager.get("/me").await.refused(429, "rate-limited");
    clerk.get("/me").await.expect(200);
    let app = TestApp::with(&[("GUIBIN_RATE_ADDRESS", "2")]).await;
    for _ in 0..5 {
        assert_eq!(app.anonymous().get("/healthz").await.status, 200);
    }
    for _ in 0..2 {
        app.anonymous().get("/me").await.refused(401, "authentication-required");
    }
    app.anonymous().get("/me").await.refused(429, "rate-limited");
}

#[actix_web::test]
async fn an_address_written_otherwise_is_the_same_address() {
    let app = TestApp::with(&[("GUIBIN_RATE_AUTH", "2")]).await;
    let say = async |line: &str| {
        let asked = format!("{line} HTTP/1.1\r\nhost: x\r\nx-guibin-csrf: 1\r\nconnection: close\r\n\r\n");
        to_the_end(&app, asked.as_bytes()).await
    };
    for (path, status) in
        [("/api/v1/%61uth/refresh", 401), ("/%61pi/v1/auth/refresh", 401), ("/api/v1/auth/refresh", 429)]
    {
        let answer = say(&format!("POST {path}")).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{path}: {answer}");
    }
    let answer = say("GET /%61pi/v1/me").await;
    assert!(answer.contains("cache-control: no-store") && answer.contains("default-src 'none'"), "{answer}");
    let answer = say("GET /%61pi/v1/nowhere").await;
    assert!(answer.starts_with("HTTP/1.1 404") && answer.contains("application/problem+json"), "{answer}");
}

#[actix_web::test]
async fn a_head_is_a_get_without_its_body() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    for path in ["/healthz", "/readyz", "/me", "/docs/"] {
        let (get, head) = (manager.get(path).await, send(manager.request(Method::HEAD, path)).await);
        assert_eq!((head.status, head.bytes.len()), (get.status, 0), "{path}");
        assert_eq!(head.header("content-type"), get.header("content-type"), "{path}");
    }
    let stream = send(manager.request(Method::HEAD, "/events")).await;
    assert_eq!((stream.status.as_u16(), stream.header("allow")), (405, "GET"));
}

#[actix_web::test]
async fn the_explorer_is_readable_for_who_takes_nothing_compressed() {
    let app = TestApp::start().await;
    let plain = send(app.anonymous().request(Method::GET, "/docs/").header("accept-encoding", "identity")).await;
    assert_eq!((plain.status.as_u16(), plain.header("content-encoding")), (200, ""));
    assert!(String::from_utf8_lossy(&plain.bytes).contains("<html"));
}

#[actix_web::test]
async fn every_answer_carries_what_browsers_need_to_be_told() {
    let app = TestApp::with(&[("GUIBIN_BASE_URL", "https://guibin.example.com")]).await;
    let anonymous = app.anonymous();
    for path in
        ["/healthz", "/readyz", "/metrics", "/docs", "/docs/", "/docs/absent.js", "/openapi.json", "/me", "/absent"]
    {
        safe(path, &anonymous.get(path).await);
    }
    for page in ["/", "/customers", "/assets/absent.js"] {
        safe(page, &send(app.http.get(format!("{}{page}", app.base))).await);
    }
    safe("431", &send(anonymous.request(Method::GET, "/me").header("x-large", "a".repeat(17_000))).await);
    let http = TestApp::start().await;
    assert_eq!(http.anonymous().get("/healthz").await.header("strict-transport-security"), "");
}

#[track_caller]
fn safe(place: &str, answer: &Answer) {
    assert_eq!(answer.header("x-content-type-options"), "nosniff", "{place}");
    assert_eq!(answer.header("x-frame-options"), "DENY", "{place}");
    assert_eq!(answer.header("referrer-policy"), "no-referrer", "{place}");
    assert_eq!(answer.header("strict-transport-security"), "max-age=31536000", "{place}");
    assert!(answer.header("content-security-policy").contains("default-src"), "{place}");
    assert!(!answer.header("x-trace-id").is_empty(), "{place}");
}

#[actix_web::test]
async fn a_known_address_outside_the_api_takes_no_other_method() {
    let app = TestApp::start().await;
    for path in ["/healthz", "/metrics", "/docs/"] {
        let answer = send(app.anonymous().request(Method::POST, path)).await;
        assert_eq!((answer.status.as_u16(), answer.header("allow")), (405, "GET"), "{path}");
        assert_eq!(answer.body["type"], "/problems/method-not-allowed");
    }
    let answer = send(app.anonymous().request(Method::PUT, "/customers")).await;
    answer.refused(405, "method-not-allowed");
    assert_eq!(answer.header("allow"), "GET, POST");
}

#[actix_web::test]
async fn pages_of_other_origins_may_call_only_if_they_are_listed() {
    let ask = |app: &TestApp, origin: &str| {
        let request = app.anonymous().request(Method::OPTIONS, "/me").header("origin", origin.to_owned());
        request.header("access-control-request-method", "GET").header("access-control-request-headers", "authorization")
    };
    let closed = TestApp::start().await;
    let answer = send(ask(&closed, "https://portal.example.com")).await;
    assert_eq!(answer.header("access-control-allow-origin"), "");
    let open = TestApp::with(&[("GUIBIN_CORS_ORIGINS", "https://portal.example.com")]).await;
    let answer = send(ask(&open, "https://portal.example.com")).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("access-control-allow-origin"), "https://portal.example.com");
    assert_eq!(answer.header("access-control-allow-credentials"), "");
    let stranger = send(ask(&open, "https://elsewhere.example.com")).await;
    assert_eq!(stranger.header("access-control-allow-origin"), "");
    let own = open.sign_in("manager-a").await;
    let called = send(own.request(Method::GET, "/me").header("origin", "https://portal.example.com")).await;
    assert_eq!(called.header("access-control-allow-origin"), "https://portal.example.com");
    called.expect(200);
    let refused = refusal_of(&open).await;
    assert_eq!(refused.header("access-control-allow-origin"), "https://portal.example.com", "it can be read");
}

/// What a page of the other origin gets with a token that is none.
async fn refusal_of(app: &TestApp) -> Answer {
    let stranger = app.anonymous().with_token("nobody");
    let refused = send(stranger.request(Method::GET, "/me").header("origin", "https://portal.example.com")).await;
    refused.refused(401, "token-invalid");
    refused
}

#[actix_web::test]
async fn figures_and_contract_can_be_closed() {
    let app = TestApp::with(&[("GUIBIN_METRICS", "off"), ("GUIBIN_DOCS", "off")]).await;
    for path in ["/metrics", "/docs", "/docs/", "/docs/index.html", "/openapi.yaml", "/openapi.json"] {
        assert_eq!(app.anonymous().get(path).await.status, 404, "{path}");
    }
    let app = TestApp::with(&[("GUIBIN_METRICS", "loopback"), ("GUIBIN_TRUSTED_PROXIES", "127.0.0.1/32")]).await;
    assert_eq!(app.anonymous().get("/metrics").await.status, 200);
    let outside = app.anonymous().request(Method::GET, "/metrics").header("x-forwarded-for", "198.51.100.1");
    assert_eq!(send(outside).await.status, 404);
}

#[test]
fn all_mistakes_in_the_settings_are_told_at_once() {
    let wrong = [
        ("GUIBIN_LISTEN", "here"),
        ("GUIBIN_LOG", "info,guibin_api=loud"),
        ("GUIBIN_PASSWORD_PROFILE", "weak"),
        ("GUIBIN_TRUSTED_PROXIES", "10.0.0.0/8,somewhere"),
        ("GUIBIN_RATE_AUTH", "many"),
        ("GUIBIN_CORS_ORIGINS", "https://portal.example.com/path"),
        ("GUIBIN_METRICS", "yes"),
        ("GUIBIN_DOCS", "maybe"),
        ("GUIBIN_DRAIN_WAIT", "-1"),
    ];
    let vars = wrong.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    let told = Config::read(&vars).unwrap_err().join("\n");
    for (name, _) in wrong {
        assert!(told.contains(name), "{name} is not told: {told}");
    }
}

#[actix_web::test]
async fn a_wrong_setup_code_costs_no_password_hash() {
    let app = TestApp::empty().await;
    guibin_api::staff::new_setup_code(&app.state).await.unwrap();
    // Nobody can hash while all turns are taken: an answer shows that none was waited for.
    let _turns = app.state.password_checks.acquire_many(2).await.unwrap();
    let body = json!({ "code": "AAAA-AAAA-AAAA", "company_name": "x", "username": "chief", "name": "陈静", "password": "sunflower-2026" });
    app.anonymous().post("/setup", body).await.refused_field(422, "validation-failed", "/code", "wrong_code");
}
