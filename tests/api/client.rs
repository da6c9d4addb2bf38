//! A caller of the API, and what it was answered.

use guibin_domain::ids::{SessionId, UserId};
use reqwest::{Method, RequestBuilder, StatusCode, header::HeaderMap};
use serde_json::Value;

use crate::{harness::TestApp, unchanged};

/// One caller.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    pub base: String,
    token: Option<String>,
    pub id: Option<UserId>,
    pub lang: &'static str,
}

impl Client {
    pub fn new(app: &TestApp, who: Option<(UserId, SessionId)>) -> Self {
        let token = who.map(|(user, session)| app.token(user, session));
        Self { http: app.http.clone(), base: app.base.clone(), token, id: who.map(|(user, _)| user), lang: "zh-CN" }
    }

    /// The same caller, reading English.
    pub fn english(&self) -> Self {
        Self { lang: "en", ..self.clone() }
    }

    /// The same caller with another token.
    pub fn with_token(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }

    /// A request below `/api/v1`, or to a whole path that starts elsewhere.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let outside =
            ["/docs", "/openapi", "/healthz", "/readyz", "/metrics", "/api/"].iter().any(|p| path.starts_with(p));
        let url = if outside { format!("{}{path}", self.base) } else { format!("{}/api/v1{path}", self.base) };
        let request = self.http.request(method, url).header("accept-language", self.lang);
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    /// What the caller sends as `Authorization`, for tests that speak HTTP themselves.
    pub fn authorization(&self) -> String {
        format!("Bearer {}", self.token.as_deref().unwrap_or_default())
    }

    pub async fn get(&self, path: &str) -> Answer {
        send(self.request(Method::GET, path)).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        send(self.request(Method::POST, path).json(&body)).await
    }

    /// A post with an idempotency key of its own, as approvals require.
    pub async fn post_once(&self, path: &str, key: &str, body: Value) -> Answer {
        send(self.request(Method::POST, path).header("idempotency-key", key).json(&body)).await
    }

    /// A post that changes a record last seen at `version`.
    pub async fn post_at(&self, path: &str, version: i64, body: Value) -> Answer {
        let request = self.request(Method::POST, path).header("if-match", format!("\"{version}\""));
        send(request.header("idempotency-key", uuid::Uuid::now_v7().to_string()).json(&body)).await
    }

    pub async fn patch_at(&self, path: &str, version: i64, body: Value) -> Answer {
        send(self.request(Method::PATCH, path).header("if-match", format!("\"{version}\"")).json(&body)).await
    }

    pub async fn delete_at(&self, path: &str, version: i64) -> Answer {
        send(self.request(Method::DELETE, path).header("if-match", format!("\"{version}\""))).await
    }

    /// Uploads a file as the form field `file`.
    pub async fn upload(&self, path: &str, name: &str, bytes: Vec<u8>) -> Answer {
        let part = reqwest::multipart::Part::bytes(bytes).file_name(name.to_owned());
        send(self.request(Method::POST, path).multipart(reqwest::multipart::Form::new().part("file", part))).await
    }
}

/// Sends a request that was put together by hand. When it is refused, it must not have changed anything.
pub async fn send(request: RequestBuilder) -> Answer {
    let (http, request) = request.build_split();
    let request = request.unwrap();
    let pinned = unchanged::before(request.method(), request.url()).await;
    let response = http.execute(request).await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    let bytes = response.bytes().await.unwrap().to_vec();
    if let Some(pinned) = pinned {
        pinned.after(status).await;
    }
    let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
    Answer { status, headers, body, bytes }
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Value,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The body, after making sure of the status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", String::from_utf8_lossy(&self.bytes));
        self.body
    }

    /// The version in the `ETag`.
    #[track_caller]
    pub fn version(&self) -> i64 {
        self.header("etag").trim_matches('"').parse().expect("an ETag that is a version")
    }

    pub fn id(&self) -> String {
        self.body["id"].as_str().unwrap_or_default().to_owned()
    }

    /// The standing assertions over every refusal: the right document, nothing of our insides, never cached.
    #[track_caller]
    pub fn refused(&self, status: u16, slug: &str) -> &Value {
        let text = String::from_utf8_lossy(&self.bytes);
        assert_eq!(self.status.as_u16(), status, "{text}");
        assert_eq!(self.header("content-type"), "application/problem+json", "{text}");
        assert_eq!(self.header("cache-control"), "no-store");
        assert_eq!(self.header("x-content-type-options"), "nosniff");
        assert_eq!(self.body["type"], format!("/problems/{slug}"), "{text}");
        assert_eq!(self.body["status"], status);
        assert_eq!(self.body["trace_id"].as_str(), self.headers.get("x-trace-id").map(|id| id.to_str().unwrap()));
        for inside in ["sqlx", "SQLSTATE", "panicked", ".rs", "invalid type", "at line", "sqlite", "postgres"] {
            assert!(!text.contains(inside), "the refusal shows {inside}: {text}");
        }
        &self.body
    }

    /// A refusal of one field.
    #[track_caller]
    pub fn refused_field(&self, status: u16, slug: &str, pointer: &str, code: &str) {
        let errors = self.refused(status, slug)["errors"].as_array().unwrap().clone();
        let found = errors.iter().any(|error| error["pointer"] == pointer && error["code"] == code);
        assert!(found, "no {code} at {pointer}: {errors:?}");
    }
}
