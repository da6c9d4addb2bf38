//! `If-Match`: nothing is silently overwritten.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header::IF_MATCH};

use crate::error::{Error, Result, Text};

/// The version that the caller has seen.
#[derive(Clone, Copy, Debug)]
pub struct IfMatch(pub i64);

impl IfMatch {
    /// Whether the caller has seen the present version.
    ///
    /// # Errors
    /// 412 when the record has moved on.
    pub const fn check(self, version: i64) -> Result<()> {
        if self.0 == version { Ok(()) } else { Err(Error::PreconditionFailed) }
    }
}

impl FromRequest for IfMatch {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let Some(header) = request.headers().get(IF_MATCH) else {
            return ready(Err(Error::PreconditionRequired("If-Match")));
        };
        let tag = header.to_str().ok().and_then(|text| text.trim().strip_prefix('"')?.strip_suffix('"')?.parse().ok());
        ready(tag.map(Self).ok_or_else(|| {
            Error::MalformedRequest(Text::new(
                "If-Match 须为该记录最近一次返回的 ETag。",
                "If-Match takes the ETag that the record last came with.",
            ))
        }))
    }
}
