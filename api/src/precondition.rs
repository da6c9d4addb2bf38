//! `If-Match`: nothing is silently overwritten.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header::IF_MATCH};

use crate::error::{Error, Result, Text};

/// What no record's version is.
const NO_VERSION: i64 = -1;

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
        let mut given = request.headers().get_all(IF_MATCH);
        let Some(first) = given.next() else {
            return ready(Err(Error::PreconditionRequired("If-Match")));
        };
        let once = given.next().is_none();
        ready(read(first.as_bytes()).filter(|_| once).map(Self).ok_or_else(|| {
            Error::MalformedRequest(Text::new(
                "If-Match 须为该记录最近一次返回的 ETag。",
                "If-Match takes the ETag that the record last came with.",
            ))
        }))
    }
}

/// The version that one entity tag names; a tag that is well-formed and not one of ours is a version nothing has.
pub fn read(header: &[u8]) -> Option<i64> {
    let text = std::str::from_utf8(header).ok()?.trim();
    let (is_weak, tag) = text.strip_prefix("W/").map_or((false, text), |tag| (true, tag));
    let opaque = tag.strip_prefix('"')?.strip_suffix('"')?;
    if !opaque.bytes().all(|byte| byte == b'!' || (b'#'..=b'~').contains(&byte)) {
        return None;
    }
    let version = opaque.parse().ok().filter(|version: &i64| *version > 0 && version.to_string() == opaque);
    // RFC 9110: a weak tag never matches here.
    Some(version.filter(|_| !is_weak).unwrap_or(NO_VERSION))
}
