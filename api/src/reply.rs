//! What a handler answers. A reply can be stored, so that the same request gets the same answer again.

use actix_web::{
    HttpRequest, HttpResponse, Responder,
    body::BoxBody,
    http::{
        StatusCode,
        header::{CONTENT_TYPE, ETAG, LOCATION},
    },
};
use serde::Serialize;

use crate::error::Result;

/// Status, tag, place and body of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    pub(crate) status: u16,
    pub(crate) location: Option<String>,
    pub(crate) etag: Option<String>,
    pub(crate) body: Option<String>,
}

impl Reply {
    /// 200 with a single resource and its tag.
    ///
    /// # Errors
    /// When the value cannot be written as JSON.
    pub fn ok(value: &impl Serialize, version: i64) -> Result<Self> {
        Self::new(200, value, Some(version), None)
    }

    /// 200 with something that has no version, such as a page.
    ///
    /// # Errors
    /// When the value cannot be written as JSON.
    pub fn plain(value: &impl Serialize) -> Result<Self> {
        Self::new(200, value, None, None)
    }

    /// 201 with the new resource, its place (`/api/v1{path}/{id}`) and its tag.
    ///
    /// # Errors
    /// When the value cannot be written as JSON.
    pub fn created(path: &str, id: impl std::fmt::Display, version: i64, value: &impl Serialize) -> Result<Self> {
        Self::new(201, value, Some(version), Some(format!("/api/v1{path}/{id}")))
    }

    /// 201 with something that is shown this once, and where it can be seen that it is there.
    ///
    /// # Errors
    /// When the value cannot be written as JSON.
    pub fn shown_once(place: &str, value: &impl Serialize) -> Result<Self> {
        Self::new(201, value, None, Some(format!("/api/v1{place}")))
    }

    /// 202 with the job that does the work, its place and its tag.
    ///
    /// # Errors
    /// When the value cannot be written as JSON.
    pub fn accepted(path: &str, id: impl std::fmt::Display, version: i64, value: &impl Serialize) -> Result<Self> {
        Self::new(202, value, Some(version), Some(format!("/api/v1{path}/{id}")))
    }

    /// 204.
    pub const fn no_content() -> Self {
        Self { status: 204, location: None, etag: None, body: None }
    }

    fn new(status: u16, value: &impl Serialize, version: Option<i64>, location: Option<String>) -> Result<Self> {
        let etag = version.map(|version| format!("\"{version}\""));
        Ok(Self { status, location, etag, body: Some(serde_json::to_string(value)?) })
    }
}

impl Responder for Reply {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::OK);
        let mut answer = HttpResponse::build(status);
        if let Some(location) = self.location {
            answer.insert_header((LOCATION, location));
        }
        if let Some(etag) = self.etag {
            answer.insert_header((ETAG, etag));
        }
        match self.body {
            Some(body) => answer.insert_header((CONTENT_TYPE, "application/json")).body(body),
            None => answer.finish(),
        }
    }
}
