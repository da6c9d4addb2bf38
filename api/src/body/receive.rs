//! Receiving a body: in a type that is served, as it is and not packed, no larger than the route takes, and in time.

use std::time::Duration;

use actix_web::{
    HttpRequest,
    dev::Payload,
    http::header::{CONTENT_ENCODING, CONTENT_TYPE},
    mime::Mime,
    web::{Bytes, BytesMut, Data},
};
use futures_util::{Stream, StreamExt};
use tokio::time::{Instant, timeout_at};

use crate::{
    error::{Error, Result},
    state::State,
};

/// Bytes of a body where nothing else is said.
pub const USUAL: usize = 64 << 10;
/// Bytes of the largest file that is uploaded.
pub const LARGEST_FILE: usize = 20 << 20;
/// Bytes that are still read, and dropped, of a body that is too large, so that its sender hears the answer.
const READ_ON: usize = 4 << 20;
/// Bytes that must come each second on average; who sends fewer holds a connection for nothing.
const LEAST_PER_SECOND: u64 = 1000;
/// How many times as long as other bodies a file may take; what it must bring each second stays the same.
const FILE_PATIENCE: u32 = 20;

/// Routes whose bodies need more than [`USUAL`], or far less; the document says so too.
const PARTICULAR: &[(&str, usize)] = &[
    ("/api/v1/oauth/token", 8 << 10),
    ("/api/v1/imports", LARGEST_FILE),
    ("/api/v1/imports/{id}", 256 << 10),
    // A signature is drawn: strokes of points.
    ("/api/v1/approvals/{id}/decisions", 1 << 20),
    ("/api/v1/service-records", 1 << 20),
    ("/api/v1/service-records/{id}", 1 << 20),
    ("/api/v1/service-records/{id}/signatures", 1 << 20),
];

/// Bytes of the largest body that a route takes.
pub fn limit(route: &str) -> usize {
    PARTICULAR.iter().find(|(particular, _)| *particular == route).map_or(USUAL, |(_, limit)| *limit)
}

/// How long a body may take to come, and how slowly.
#[derive(Debug)]
pub struct Pace {
    begun: Instant,
    longest: Duration,
    grace: Duration,
    bytes: u64,
}

impl Pace {
    /// For a body that is to be whole within `longest`.
    pub fn new(longest: Duration) -> Self {
        Self { begun: Instant::now(), longest, grace: longest / 6, bytes: 0 }
    }

    /// For the body of `request`.
    pub fn of(request: &HttpRequest) -> Self {
        Self::new(longest(request))
    }

    /// For an uploaded file.
    pub fn of_file(request: &HttpRequest) -> Self {
        let longest = longest(request);
        Self { grace: longest / 6, ..Self::new(longest * FILE_PATIENCE) }
    }

    /// The next part of `stream`, if it comes in time.
    ///
    /// # Errors
    /// 408 when it does not.
    pub async fn next<S: Stream + Unpin>(&mut self, stream: &mut S) -> Result<Option<S::Item>> {
        let earned = Duration::from_secs(self.bytes / LEAST_PER_SECOND);
        let patience = earned.max(self.grace).min(self.longest);
        timeout_at(self.begun + patience, stream.next()).await.map_err(|_| Error::RequestTimeout)
    }

    /// Notes what has come.
    pub fn came(&mut self, bytes: usize) {
        self.bytes = self.bytes.saturating_add(u64::try_from(bytes).unwrap_or(u64::MAX));
    }
}

fn longest(request: &HttpRequest) -> Duration {
    request.app_data::<Data<State>>().map_or(Duration::from_secs(30), |state| state.config.body_time)
}

/// The whole body of a request whose route takes one of `kinds`.
///
/// # Errors
/// 415 for another type or a packed body, 413 for a large one, 408 for a slow one, 400 for one that breaks off.
pub async fn whole(request: &HttpRequest, mut payload: Payload, kinds: &[&str]) -> Result<Bytes> {
    unpacked(request)?;
    let named = kind(request)?;
    if named.as_ref().is_some_and(|kind| !kinds.contains(&kind.as_str())) {
        return Err(Error::UnsupportedMediaType);
    }
    let limit = limit(request.match_pattern().as_deref().unwrap_or_default());
    let (mut bytes, mut size, mut pace) = (BytesMut::new(), 0_usize, Pace::of(request));
    while let Some(part) = pace.next(&mut payload).await? {
        let part = part.map_err(|_| super::json::malformed())?;
        pace.came(part.len());
        size = size.saturating_add(part.len());
        match size {
            size if size <= limit => bytes.extend_from_slice(&part),
            size if size <= READ_ON => bytes.clear(),
            _ => break,
        }
    }
    if size > limit {
        return Err(Error::PayloadTooLarge);
    }
    // What says nothing of its type is nothing.
    if named.is_none() && !bytes.is_empty() { Err(Error::UnsupportedMediaType) } else { Ok(bytes.freeze()) }
}

/// Refuses packed bodies: what a few bytes may become is not for the sender to choose.
///
/// # Errors
/// 415 for any `Content-Encoding` but `identity`.
pub fn unpacked(request: &HttpRequest) -> Result<()> {
    let packed = |value: &str| !value.trim().is_empty() && !value.trim().eq_ignore_ascii_case("identity");
    let mut encodings = request.headers().get_all(CONTENT_ENCODING);
    if encodings.any(|value| value.to_str().map_or(true, packed)) { Err(Error::UnsupportedMediaType) } else { Ok(()) }
}

/// The media type that the request names, once and in UTF-8.
fn kind(request: &HttpRequest) -> Result<Option<String>> {
    let mut named = request.headers().get_all(CONTENT_TYPE);
    let Some(first) = named.next() else { return Ok(None) };
    let mime = first.to_str().ok().and_then(|text| text.parse::<Mime>().ok());
    let mime = mime.filter(|_| named.next().is_none()).ok_or(Error::UnsupportedMediaType)?;
    let is_utf8 = mime.params().all(|(name, value)| name != "charset" || value.as_str().eq_ignore_ascii_case("utf-8"));
    if is_utf8 { Ok(Some(mime.essence_str().to_ascii_lowercase())) } else { Err(Error::UnsupportedMediaType) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[actix_web::test]
    async fn a_sender_keeps_time_by_bytes_and_in_the_end_by_the_clock() {
        let mut silent = futures_util::stream::pending::<u8>();
        for (bytes, least_ms) in [(0, 50), (100, 50), (4000, 300), (9_000_000, 300)] {
            let mut pace = Pace::new(Duration::from_millis(300));
            pace.came(bytes);
            let begun = Instant::now();
            assert!(matches!(pace.next(&mut silent).await, Err(Error::RequestTimeout)));
            assert!(begun.elapsed() >= Duration::from_millis(least_ms), "{bytes}");
        }
    }
}
