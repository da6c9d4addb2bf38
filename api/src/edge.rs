//! The outermost layer: who asks, in which language, under which trace id; and on the way out problem documents,
//! security headers and one line of log.

use std::{cell::Cell, net::IpAddr, panic::AssertUnwindSafe, rc::Rc, sync::Arc, time::Instant};

use actix_web::{
    Error as ActixError, HttpMessage, HttpResponse, ResponseError,
    body::{BoxBody, MessageBody},
    dev::{Path, ServiceRequest, ServiceResponse, Url},
    error::InternalError,
    http::{
        Method,
        header::{
            ACCEPT_LANGUAGE, AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue,
            RETRY_AFTER, VARY,
        },
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
    operations, sessions, source,
    state::State,
    unread::Held,
};

/// What the SPA's pages may load: only what this server serves.
pub const SPA_POLICY: &str = "default-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const PROBLEM: &str = "application/problem+json";
/// Characters of the longest address.
const LONGEST_URI: usize = 8 * 1024;
/// Lines of the largest head, and bytes of their names and values together.
const MOST_HEADERS: usize = 64;
const LARGEST_HEADERS: usize = 16 * 1024;

/// Wraps every request.
///
/// # Errors
/// Never: an error becomes a problem document.
pub async fn edge(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, ActixError> {
    let begun = Instant::now();
    let _body = Held::of(&mut request);
    let seen = Seen::of(&request);
    let method = request.method().clone();
    // Not the stream of events, whose body nobody could leave out.
    if method == Method::HEAD && routed(request.match_info()) != "/api/v1/events" {
        // Answered as GET is; the connection leaves the body out.
        request.head_mut().method = Method::GET;
    }
    let answer = match admit(&request, &seen).await {
        Ok(()) => AssertUnwindSafe(next.call(request)).catch_unwind().await.unwrap_or_else(|_| Err(panicked())),
        Err(refusal) => {
            let answer = request.error_response(refusal);
            return Ok(finished(answer, &seen, &method, begun).await);
        }
    };
    match answer {
        Ok(answer) => Ok(finished(answer.map_into_boxed_body(), &seen, &method, begun).await),
        Err(cause) => Err(failed(&cause, &seen, &method, begun)),
    }
}

fn panicked() -> ActixError {
    Error::Internal(anyhow::anyhow!("a handler panicked")).into()
}

async fn finished(
    mut answer: ServiceResponse<BoxBody>,
    seen: &Seen,
    method: &Method,
    begun: Instant,
) -> ServiceResponse<BoxBody> {
    if let Err(busy) = audit::note_refusal(answer.request(), answer.response()).await {
        answer = answer.into_response(HttpResponse::from_error(busy));
    }
    let status = answer.status();
    let is_refusal = status.is_client_error() || status.is_server_error();
    let is_ours = answer.response().error().is_some();
    let mut answer = if is_refusal && (seen.is_api || is_ours) { with_problem(answer, seen) } else { answer };
    finish(answer.headers_mut(), seen);
    let route = answer.request().match_pattern().unwrap_or_else(|| "unmatched".to_owned());
    note(method, &route, status.as_u16(), begun, seen.trace_id);
    answer
}

/// What an answer needs to know of its request.
struct Seen {
    trace_id: Uuid,
    lang: Lang,
    is_api: bool,
    is_https: bool,
    is_draining: bool,
}

impl Seen {
    fn of(request: &ServiceRequest) -> Self {
        let state = request.app_data::<Data<State>>();
        Self {
            trace_id: Uuid::now_v7(),
            lang: language(request),
            is_api: routed(request.match_info()).starts_with("/api/"),
            is_https: state.is_some_and(|state| state.config.is_https()),
            is_draining: state.is_some_and(|state| *state.draining.borrow()),
        }
    }
}

/// The path as the router reads it, with `%61` for `a` undone: whoever decides by a path must read it like that.
pub fn routed(path: &Path<Url>) -> &str {
    path.as_str()
}

/// Lets a request in that is not too large by its head and names no parameters where there are none, from whoever does
/// not ask too often, and notes who it is.
async fn admit(request: &ServiceRequest, seen: &Seen) -> Result<()> {
    let Some(state) = request.app_data::<Data<State>>() else { return Ok(()) };
    let address = source::of(request, &state.config.trusted_proxies);
    let path = routed(request.match_info());
    let is_watched = !["/healthz", "/readyz", "/metrics"].contains(&path);
    head_fits(request)?;
    if is_watched {
        state.rates.count_address(address, path)?;
    }
    visit(request, state, seen, address).await;
    let actor = request.extensions().get::<Visitor>().and_then(|visitor| visitor.actor.clone());
    if let Some(actor) = &actor {
        state.rates.count_credential(actor.user_id)?;
    }
    operations::check_query(request.method(), path, request.query_string(), actor.as_deref())
}

/// Browsers and programs stay far below these.
fn head_fits(request: &ServiceRequest) -> Result<()> {
    if request.uri().to_string().len() > LONGEST_URI {
        return Err(Error::UriTooLong);
    }
    let headers = request.headers();
    let bytes: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    if headers.len() > MOST_HEADERS || bytes > LARGEST_HEADERS {
        return Err(Error::HeadersTooLarge);
    }
    Ok(())
}

/// The line of the log: no query and no address, because both can hold personal data.
fn note(method: &Method, route: &str, status: u16, begun: Instant, trace_id: Uuid) {
    REQUESTS.hit();
    if status >= 500 {
        FAILURES.hit();
    }
    let millis = begun.elapsed().as_millis();
    tracing::info!(http.method = %method, http.route = %route, http.status = status, %trace_id, took_ms = millis, "{method} {route} {status}");
}

/// An answer where no handler gave one, so that there is no request to answer through.
fn failed(cause: &ActixError, seen: &Seen, method: &Method, begun: Instant) -> ActixError {
    let status = cause.as_response_error().status_code();
    let own = cause.as_error::<Error>();
    let from_status = if status.is_server_error() {
        Error::Internal(anyhow::anyhow!("no handler answered: {cause}"))
    } else {
        Error::of_status(status)
    };
    let error = own.unwrap_or(&from_status);
    if let Error::Internal(cause) = error {
        let told = mask::text(&format!("{cause:#}"));
        tracing::error!(trace_id = %seen.trace_id, "request {} failed: {told}", seen.trace_id);
    }
    let problem = error.problem(seen.lang, &seen.trace_id.to_string());
    let body = serde_json::to_string(&problem).unwrap_or_default();
    let mut answer = error.error_response().set_body(BoxBody::new(body));
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(PROBLEM));
    finish(answer.headers_mut(), &Seen { is_api: true, ..*seen });
    note(method, "unanswered", problem.status, begun, seen.trace_id);
    InternalError::from_response("", answer).into()
}

/// The token behind the scheme, whose name has no case (RFC 9110).
pub fn bearer(value: &str) -> Option<&str> {
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token)
}

async fn visit(request: &ServiceRequest, state: &State, seen: &Seen, address: IpAddr) {
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
    let (trace_id, lang) = (seen.trace_id, seen.lang);
    let source = Some(state.trail.key.source(&address.to_string()).into());
    request.extensions_mut().insert(Visitor { actor, refusal, source, now, trace_id, lang, address });
}

fn language(request: &ServiceRequest) -> Lang {
    language_of(request.headers().get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default())
}

/// The language that an `Accept-Language` asks for; Chinese where it asks for none of ours.
pub fn language_of(wanted: &str) -> Lang {
    let ranges = wanted.split(',').map(|range| {
        let (tag, quality) = range.split_once(";q=").unwrap_or((range, "1"));
        (tag.trim().to_ascii_lowercase(), quality.trim().parse::<f32>().unwrap_or(0.0))
    });
    let known = ranges.filter(|(tag, quality)| *quality > 0.0 && (tag.starts_with("en") || tag.starts_with("zh")));
    // The first of the best: `max_by` would take the last of equals.
    let best = known.reduce(|best, next| if next.1 > best.1 { next } else { best });
    if best.is_some_and(|(tag, _)| tag.starts_with("en")) { Lang::En } else { Lang::Zh }
}

fn with_problem(answer: ServiceResponse<BoxBody>, seen: &Seen) -> ServiceResponse<BoxBody> {
    let (lang, trace_id) = (seen.lang, seen.trace_id);
    let own = answer.response().error().and_then(|cause| cause.as_error::<Error>());
    let from_status = Error::of_status(answer.status());
    let error = own.unwrap_or(&from_status);
    if let Error::Internal(cause) = error {
        let cause = mask::text(&format!("{cause:#}"));
        tracing::error!(%trace_id, "request {trace_id} failed: {cause}");
    }
    let problem = error.problem(lang, &trace_id.to_string());
    let retry_after = match error {
        Error::RateLimited(seconds) | Error::DaySpent { seconds, .. } => Some(*seconds),
        Error::Unavailable => Some(1),
        _ => None,
    };
    let body = serde_json::to_string(&problem).unwrap_or_default();
    let allow = answer.headers().get("allow").cloned();
    let mut answer = answer.map_body(|_, _| BoxBody::new(body));
    let headers = answer.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(PROBLEM));
    if let Some(seconds) = retry_after {
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    if let Some(allow) = allow {
        headers.insert(HeaderName::from_static("allow"), allow);
    }
    answer
}

/// What every answer carries.
fn finish(headers: &mut HeaderMap, seen: &Seen) {
    let mut set = |name: &'static str, value: &'static str| {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    };
    set("x-content-type-options", "nosniff");
    set("referrer-policy", "no-referrer");
    set("x-frame-options", "DENY");
    set("cross-origin-opener-policy", "same-origin");
    if seen.is_https {
        set("strict-transport-security", "max-age=31536000");
    }
    if seen.is_draining {
        // Whoever asks again comes to another server.
        set("connection", "close");
    }
    if let Ok(trace_id) = HeaderValue::from_str(&seen.trace_id.to_string()) {
        headers.insert(HeaderName::from_static("x-trace-id"), trace_id);
    }
    if !headers.contains_key("content-security-policy") {
        let policy = if seen.is_api { "default-src 'none'; frame-ancestors 'none'" } else { SPA_POLICY };
        headers.insert(HeaderName::from_static("content-security-policy"), HeaderValue::from_static(policy));
    }
    if seen.is_api {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.append(VARY, HeaderValue::from_static("Accept-Language"));
    }
}
