//! A valid body: JSON that reads, within the limits, with no unknown field, that the validator accepts.
//!
//! `receive` takes the bytes in, `json` looks for what no shape could forbid, `mistakes` says what does not fit and where.

use std::{future::Future, ops::Deref, pin::Pin};

use actix_web::{FromRequest, HttpRequest, dev::Payload, web::Bytes};
use serde::de::DeserializeOwned;
use validator::Validate;

use crate::error::{Error, Result};

pub mod json;
mod mistakes;
pub mod once;
pub mod receive;

pub use once::Once;

/// What is read as JSON: itself, and the merge patches that are sent as what they are (RFC 7396).
const KINDS: &[&str] = &["application/json", "application/merge-patch+json"];

/// A body that was read and found acceptable.
#[derive(Debug)]
pub struct Body<T> {
    value: T,
    /// The request's idempotency key.
    pub once: Once,
}

impl<T> Body<T> {
    /// The value itself.
    pub fn into_inner(self) -> T {
        self.value
    }
}

impl<T> Deref for Body<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: DeserializeOwned + Validate + 'static> FromRequest for Body<T> {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let bytes = receive::whole(&request, payload, KINDS).await?;
            let once = Once::read(&request, &bytes)?;
            let bytes = if bytes.is_empty() { Bytes::from_static(b"{}") } else { bytes };
            let value = read::<T>(&bytes)?;
            value.validate().map_err(|found| Error::Invalid(mistakes::fields("", &found)))?;
            Ok(Self { value, once })
        })
    }
}

/// The bytes of a form, received like every other body.
#[derive(Debug)]
pub struct Form(pub Bytes);

impl FromRequest for Form {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(
            async move { receive::whole(&request, payload, &["application/x-www-form-urlencoded"]).await.map(Self) },
        )
    }
}

/// Reads JSON; tells what does not fit and where, never what was sent.
///
/// # Errors
/// 400 for what is no JSON, 422 for what does not fit.
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    json::check(bytes)?;
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value: T = serde_path_to_error::deserialize(&mut json).map_err(|mistake| mistakes::refusal(&mistake))?;
    json.end().map_err(|_| json::malformed())?;
    Ok(value)
}

/// A body of a request that needs none: `{}` or nothing.
#[derive(Debug, Default, serde::Deserialize, validator::Validate, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// A field of a merge patch: absent (leave it), null (clear it), or a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Patch<T> {
    #[default]
    Absent,
    Clear,
    Set(T),
}

impl<'de, T: serde::Deserialize<'de>> serde::Deserialize<'de> for Patch<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::<T>::deserialize(deserializer)?.map_or(Self::Clear, Self::Set))
    }
}

/// What was given, or nothing is said of the field.
impl<T> From<Option<T>> for Patch<T> {
    fn from(given: Option<T>) -> Self {
        given.map_or(Self::Absent, Self::Set)
    }
}

impl<T> Patch<T> {
    /// What the field becomes, given what it is.
    pub fn apply(self, held: Option<T>) -> Option<T> {
        match self {
            Self::Absent => held,
            Self::Clear => None,
            Self::Set(value) => Some(value),
        }
    }

    /// Whether the patch speaks of the field at all.
    pub const fn is_present(&self) -> bool {
        !matches!(self, Self::Absent)
    }
}
