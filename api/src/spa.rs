//! The staff SPA: files of `frontend/dist`, inside the binary in a release, read from the folder in development.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH},
};
use rust_embed::RustEmbed;

use crate::{edge, error::Error};

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../frontend/dist"]
#[allow_missing = true]
struct Files;

/// Serves a file of the SPA; any other address that is not the API's is a page of it.
///
/// # Errors
/// `NotFound` below `/api` and for files that do not exist.
pub fn serve(request: &HttpRequest) -> Result<HttpResponse, Error> {
    let path = edge::routed(request.match_info()).trim_start_matches('/');
    if path == "api" || path.starts_with("api/") {
        return Err(Error::NotFound);
    }
    let is_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    let name = if path.is_empty() || !is_file { "index.html" } else { path };
    let Some(file) = Files::get(name) else {
        return if name == "index.html" { Ok(not_built()) } else { Err(Error::NotFound) };
    };
    let tag = format!("\"{}\"", crate::cipher::sha256(&file.metadata.sha256_hash()));
    if request.headers().get(IF_NONE_MATCH).is_some_and(|seen| seen.as_bytes() == tag.as_bytes()) {
        return Ok(HttpResponse::NotModified().insert_header((ETAG, tag)).finish());
    }
    // Names under assets/ carry a hash of their content, so they never change.
    let cache = if name.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, mime_guess::from_path(name).first_or_octet_stream().as_ref()))
        .insert_header((CACHE_CONTROL, cache))
        .insert_header((ETAG, tag))
        .body(file.data.into_owned()))
}

fn not_built() -> HttpResponse {
    HttpResponse::ServiceUnavailable()
        .content_type("text/plain; charset=utf-8")
        .body("The pages are not built yet: run `make run`, or `npm run build` in frontend/.\n")
}
