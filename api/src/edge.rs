//! The outermost layer: who asks, in which language, under which trace id; and on the way out problem documents,
//! security headers and one line of log.

use std::{cell::Cell, panic::AssertUnwindSafe, rc::Rc, sync::Arc, time::Instant};

use actix_web::{
    Error as ActixError, HttpMessage, HttpResponse,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    error::InternalError,
    http::header::{
        ACCEPT_LANGUAGE, AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, HeaderName, HeaderValue, RETRY_AFTER, VARY,
    },
    middleware::Next,
    web::Data,
};
use futures_util::FutureExt;
use guibin_domain::mask;
use uuid::Uuid;

use crate::{
    audit,
    ctx::{Actor, Visitor},
    error::{Error, Lang, Result},
    metrics::{FAILURES, REQUESTS},
    sessions, source,
    state::State,
};

/// What the SPA's pages may load: only what this server serves.
pub const SPA_POLICY: &str = "default-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Wraps every request.
///
/// # Errors
/// Never: an error becomes a problem document.
pub async fn edge(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, ActixError> {
    let begun = Instant::now();
    let trace_id = Uuid::now_v7();
    let lang = language(&request);
    let is_api = request.path().starts_with("/api/");
    let method = request.method().clone();
    visit(&request, trace_id, lang).await;
    let answer = AssertUnwindSafe(next.call(request)).catch_unwind().await;
    let mut answer = match answer {
        Ok(Ok(answer)) => answer.map_into_boxed_body(),
        Ok(Err(cause)) => return Err(failed(anyhow::anyhow!("no handler answered: {cause}"), lang, trace_id)),
        Err(_) => return Err(failed(anyhow::anyhow!("a handler panicked"), lang, trace_id)),
    };
    if let Err(busy) = audit::note_refusal(answer.request(), answer.response()).await {
        answer = answer.into_response(HttpResponse::from_error(busy));
    }
    let status = answer.status();
    if is_api && (status.is_client_error() || status.is_server_error()) {
        answer = with_problem(answer, lang, trace_id);
    }
    finish(&mut answer, is_api, trace_id);
    REQUESTS.hit();
    if status.is_server_error() {
        FAILURES.hit();
    }
    let route = answer.request().match_pattern().unwrap_or_else(|| "unmatched".to_owned());
    let millis = begun.elapsed().as_millis();
    tracing::info!(http.method = %method, http.route = %route, http.status = status.as_u16(), %trace_id, took_ms = millis, "{method} {route} {}", status.as_u16());
    Ok(answer)
}

/// A 500 where no handler answered, so that there is no request to answer through.
fn failed(cause: anyhow::Error, lang: Lang, trace_id: Uuid) -> ActixError {
    REQUESTS.hit();
    FAILURES.hit();
    let told = mask::text(&format!("{cause:#}"));
    tracing::error!(%trace_id, "request {trace_id} failed: {told}");
    let problem = Error::Internal(cause).problem(lang, &trace_id.to_string());
    let body = serde_json::to_string(&problem).unwrap_or_default();
    let answer = HttpResponse::InternalServerError()
        .insert_header((CONTENT_TYPE, "application/problem+json"))
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header(("x-trace-id", trace_id.to_string()))
        .body(body);
    InternalError::from_response("", answer).into()
}

/// The token behind the scheme, whose name has no case (RFC 9110).
fn bearer(value: &str) -> Option<&str> {
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token)
}

async fn visit(request: &ServiceRequest, trace_id: Uuid, lang: Lang) {
    let Some(state) = request.app_data::<Data<State>>() else { return };
    let now = state.clock.now();
    let token = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let found: Result<Option<Arc<Actor>>> = match token.map(bearer) {
        None => Ok(None),
        Some(None) => Err(Error::TokenInvalid),
        Some(Some(token)) => sessions::actor(state, token, now).await.map(|actor| Some(Arc::new(actor))),
    };
    let (actor, refusal) = match found {
        Ok(actor) => (actor, None),
        Err(refusal) => (None, Some(refusal)),
    };
    let refusal = Rc::new(Cell::new(refusal));
    let address = source::of(request, &state.config.trusted_proxies);
    let source = Some(state.trail.key.source(&address.to_string()).into());
    request.extensions_mut().insert(Visitor { actor, refusal, source, now, trace_id, lang, address });
}

fn language(request: &ServiceRequest) -> Lang {
    let wanted = request.headers().get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let ranges = wanted.split(',').map(|range| {
        let (tag, quality) = range.split_once(";q=").unwrap_or((range, "1"));
        (tag.trim().to_ascii_lowercase(), quality.trim().parse::<f32>().unwrap_or(0.0))
    });
    let known = ranges.filter(|(tag, quality)| *quality > 0.0 && (tag.starts_with("en") || tag.starts_with("zh")));
    // The first of the best: `max_by` would take the last of equals.
    let best = known.reduce(|best, next| if next.1 > best.1 { next } else { best });
    if best.is_some_and(|(tag, _)| tag.starts_with("en")) { Lang::En } else { Lang::Zh }
}

fn with_problem(answer: ServiceResponse<BoxBody>, lang: Lang, trace_id: Uuid) -> ServiceResponse<BoxBody> {
    let own = answer.response().error().and_then(|cause| cause.as_error::<Error>());
    let from_status = Error::of_status(answer.status());
    let error = own.unwrap_or(&from_status);
    if let Error::Internal(cause) = error {
        let cause = mask::text(&format!("{cause:#}"));
        tracing::error!(%trace_id, "request {trace_id} failed: {cause}");
    }
    let problem = error.problem(lang, &trace_id.to_string());
    let retry_after = match error {
        Error::RateLimited(seconds) => Some(*seconds),
        Error::Unavailable => Some(1),
        _ => None,
    };
    let body = serde_json::to_string(&problem).unwrap_or_default();
    let allow = answer.headers().get("allow").cloned();
    let mut answer = answer.map_body(|_, _| BoxBody::new(body));
    let headers = answer.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    if let Some(seconds) = retry_after {
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    if let Some(allow) = allow {
        headers.insert(HeaderName::from_static("allow"), allow);
    }
    answer
}

fn finish(answer: &mut ServiceResponse<BoxBody>, is_api: bool, trace_id: Uuid) {
    let headers = answer.headers_mut();
    let mut set = |name: &'static str, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    };
    set("x-content-type-options", "nosniff");
    set("referrer-policy", "no-referrer");
    set("x-frame-options", "DENY");
    set("cross-origin-opener-policy", "same-origin");
    set("x-trace-id", &trace_id.to_string());
    if !headers.contains_key("content-security-policy") {
        let policy = if is_api { "default-src 'none'; frame-ancestors 'none'" } else { SPA_POLICY };
        headers.insert(HeaderName::from_static("content-security-policy"), HeaderValue::from_static(policy));
    }
    if is_api {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.append(VARY, HeaderValue::from_static("Accept-Language"));
    }
}
