//! The contract, served: `/openapi.yaml`, `/openapi.json` and an explorer that loads nothing from elsewhere.

use std::{io::Read, sync::OnceLock};

use actix_web::{
    HttpRequest, HttpResponse, get,
    http::header::{CONTENT_TYPE, LOCATION},
    web,
};
use flate2::read::GzDecoder;
use utoipa_swagger_ui::{Config, serve as swagger};

use crate::{app, error::Error};

/// The explorer sets styles on its own elements; scripts come from this server only.
const EXPLORER_POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

/// The document as YAML.
///
/// # Panics
/// Never: the document is checked by a test.
pub fn yaml() -> &'static str {
    static YAML: OnceLock<String> = OnceLock::new();
    YAML.get_or_init(|| app::document().to_yaml().expect("the document is plain data"))
}

fn json() -> &'static str {
    static JSON: OnceLock<String> = OnceLock::new();
    JSON.get_or_init(|| app::document().to_json().expect("the document is plain data"))
}

/// The addresses of this file.
pub fn routes(config: &mut web::ServiceConfig) {
    config.service(openapi_yaml).service(openapi_json).service(docs).service(explorer);
}

/// The same addresses where `GUIBIN_DOCS` closes them: not pages of the SPA either.
pub fn closed(config: &mut web::ServiceConfig) {
    config.service(no_contract).service(no_explorer);
}

#[get("/openapi.{form}")]
async fn no_contract() -> Result<HttpResponse, Error> {
    Err(Error::NotFound)
}

#[get("/docs{file:.*}")]
async fn no_explorer() -> Result<HttpResponse, Error> {
    Err(Error::NotFound)
}

#[get("/openapi.yaml")]
async fn openapi_yaml() -> HttpResponse {
    HttpResponse::Ok().insert_header((CONTENT_TYPE, "application/yaml")).body(yaml())
}

#[get("/openapi.json")]
async fn openapi_json() -> HttpResponse {
    HttpResponse::Ok().insert_header((CONTENT_TYPE, "application/json")).body(json())
}

#[get("/docs")]
async fn docs() -> HttpResponse {
    HttpResponse::PermanentRedirect().insert_header((LOCATION, "/docs/")).finish()
}

#[get("/docs/{file:.*}")]
async fn explorer(request: HttpRequest) -> Result<HttpResponse, Error> {
    static CONFIG: OnceLock<std::sync::Arc<Config<'static>>> = OnceLock::new();
    let config = CONFIG.get_or_init(|| {
        let config = Config::from("/openapi.json")
            .try_it_out_enabled(true)
            .persist_authorization(false)
            .filter(true)
            .display_request_duration(true);
        std::sync::Arc::new(config)
    });
    let name = request.match_info().query("file");
    let name = if name.is_empty() { "index.html" } else { name };
    let file =
        swagger(name, config.clone()).map_err(|cause| Error::Internal(anyhow::anyhow!("the explorer: {cause}")))?;
    let file = file.ok_or(Error::NotFound)?;
    let mut answer = HttpResponse::Ok();
    answer.insert_header((CONTENT_TYPE, file.content_type));
    answer.insert_header(("content-security-policy", EXPLORER_POLICY));
    // Built in compressed; on the way out it is compressed again for whoever takes that.
    let bytes = if file.gzpipped { unpacked(&file.bytes)? } else { file.bytes.to_vec() };
    Ok(answer.body(bytes))
}

fn unpacked(bytes: &[u8]) -> Result<Vec<u8>, Error> {
    let mut plain = Vec::new();
    let read = GzDecoder::new(bytes).read_to_end(&mut plain);
    read.map_err(|cause| Error::Internal(anyhow::anyhow!("the explorer: {cause}")))?;
    Ok(plain)
}
