//! What is served: one line a feature, and the OpenAPI document that follows from it.

use std::collections::BTreeMap;

use actix_cors::Cors;
use actix_web::{
    App, Error as ActixError, HttpMessage, HttpRequest, HttpResponse,
    body::MessageBody,
    dev::{ServiceFactory, ServiceRequest, ServiceResponse},
    get,
    http::{Method, header::ALLOW},
    middleware::{Compress, Condition, from_fn},
    web::{self, Data, PathConfig, QueryConfig},
};
use sea_orm::ConnectionTrait;
use utoipa::openapi::{
    Components, Content, ContentBuilder, OpenApi, Ref, RefOr, Response, ResponseBuilder,
    security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    tag::TagBuilder,
};
use utoipa_actix_web::{AppExt, scope, service_config::ServiceConfig};

use crate::{
    api_clients, approvals, audit, complaints,
    config::Figures,
    ctx::Visitor,
    customers, docs, document, edge,
    error::{Error, FieldError, Problem, ProblemField},
    events, exports, imports, operations, overview, policies, promises, service_records, sessions, spa, staff,
    state::State,
    workbench,
};

/// Every feature's operations.
fn features(config: &mut ServiceConfig) {
    config
        .configure(sessions::routes)
        .configure(staff::routes)
        .configure(api_clients::routes)
        .configure(policies::routes)
        .configure(customers::routes)
        .configure(approvals::routes)
        .configure(service_records::routes)
        .configure(complaints::routes)
        .configure(promises::routes)
        .configure(imports::routes)
        .configure(exports::routes)
        .configure(overview::routes)
        .configure(workbench::routes)
        .configure(events::routes)
        .configure(audit::routes);
}

/// The application of one server thread.
pub fn build(
    state: Data<State>,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = ActixError,
        InitError = (),
    >,
> {
    let (has_docs, origins) = (state.config.has_docs, state.config.cors_origins.clone());
    let (app, _) = App::new().into_utoipa_app().service(scope::scope("/api/v1").configure(features)).split_for_parts();
    app.app_data(state)
        .app_data(PathConfig::default().error_handler(|_, _| bad_id().into()))
        .app_data(QueryConfig::default().error_handler(|_, _| bad_parameter().into()))
        .configure(move |config| if has_docs { docs::routes(config) } else { docs::closed(config) })
        .service(healthz)
        .service(readyz)
        .service(metrics)
        .default_service(web::to(fallback))
        .wrap(Compress::default())
        .wrap(from_fn(edge::edge))
        // Outermost: a page of another origin must be able to read a refusal too, and its preflight is no request yet.
        .wrap(Condition::new(!origins.is_empty(), cors(&origins)))
}

/// Lets the pages of listed origins call with a token of their own; the cookie of sign-in stays this origin's.
fn cors(origins: &[String]) -> Cors {
    let cors = Cors::default()
        .allowed_methods(["GET", "POST", "PATCH", "DELETE"])
        .allowed_headers([
            "accept-language",
            "authorization",
            "content-type",
            "idempotency-key",
            "if-match",
            "last-event-id",
        ])
        .expose_headers(["etag", "location", "retry-after", "x-trace-id"])
        .max_age(600);
    origins.iter().fold(cors, |cors, origin| cors.allowed_origin(origin))
}

fn bad_parameter() -> Error {
    let (zh, en) = ("参数不正确。", "A parameter is wrong.");
    Error::InvalidParameter(vec![FieldError::new("?", "unreadable", zh, en)])
}

fn bad_id() -> Error {
    Error::InvalidParameter(vec![FieldError::new(
        "",
        "malformed_id",
        "地址中的编号格式不正确。",
        "An id in the address is malformed.",
    )])
}

/// Answers while the process lives; asks nothing of the database.
#[get("/healthz")]
async fn healthz() -> &'static str {
    "ok\n"
}

/// Answers once the database does, and no longer once the server is about to stop.
#[get("/readyz")]
async fn readyz(state: Data<State>) -> HttpResponse {
    if *state.draining.borrow() {
        return HttpResponse::ServiceUnavailable().body("the server is about to stop\n");
    }
    let ping = state.db.reader.execute_unprepared("select 1");
    match tokio::time::timeout(std::time::Duration::from_secs(1), ping).await {
        Ok(Ok(_)) => HttpResponse::Ok().body("ready\n"),
        _ => HttpResponse::ServiceUnavailable().body("the database does not answer\n"),
    }
}

/// The figures of this process, for Prometheus.
#[get("/metrics")]
async fn metrics(state: Data<State>, request: HttpRequest) -> Result<HttpResponse, Error> {
    let address = request.extensions().get::<Visitor>().map(|visitor| visitor.address);
    let is_open = match state.config.figures {
        Figures::Open => true,
        Figures::Loopback => address.is_some_and(|address| address.is_loopback()),
        Figures::Off => false,
    };
    if !is_open {
        return Err(Error::NotFound);
    }
    Ok(HttpResponse::Ok().content_type("text/plain; version=0.0.4").body(crate::metrics::text()))
}

/// The SPA for its pages; 405 for a known address with another method; 404 for the rest.
async fn fallback(request: HttpRequest) -> Result<HttpResponse, Error> {
    let path = edge::routed(request.match_info());
    let is_page = !path.starts_with("/api/");
    let allowed = if is_page { vec!["GET"] } else { operations::allowed(path) };
    if allowed.is_empty() || (is_page && request.method() == Method::GET) {
        return spa::serve(&request);
    }
    let mut answer = HttpResponse::from_error(Error::MethodNotAllowed);
    if let Ok(methods) = allowed.join(", ").parse() {
        answer.headers_mut().insert(ALLOW, methods);
    }
    Ok(answer)
}

/// The document: what the features declare, and what holds for all of them.
///
/// # Panics
/// Never: the document is checked by a test.
pub fn document() -> OpenApi {
    let (_, mut document) =
        App::new().into_utoipa_app().service(scope::scope("/api/v1").configure(features)).split_for_parts();
    describe(&mut document);
    let components = document.components.get_or_insert_with(Components::new);
    components.add_security_scheme(
        "bearer",
        SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build()),
    );
    for (name, schema) in [schema::<Problem>(), schema::<ProblemField>()] {
        components.schemas.insert(name, schema);
    }
    for item in document.paths.paths.values_mut() {
        let operations = [&mut item.get, &mut item.post, &mut item.patch, &mut item.put, &mut item.delete];
        for operation in operations.into_iter().flatten() {
            add_problems(&mut operation.responses.responses);
        }
    }
    document::finish(&document).expect("the document is plain data")
}

fn schema<T: utoipa::ToSchema>() -> (String, RefOr<utoipa::openapi::schema::Schema>) {
    (T::name().into_owned(), <T as utoipa::PartialSchema>::schema())
}

fn describe(document: &mut OpenApi) {
    // Otherwise the contact of the crate that builds the document.
    document.info.contact = None;
    "Guibin 贵宾".clone_into(&mut document.info.title);
    env!("CARGO_PKG_VERSION").clone_into(&mut document.info.version);
    document.info.license = Some(utoipa::openapi::License::new("Apache-2.0"));
    document.info.description = Some(include_str!("openapi.md").to_owned());
    document.servers = None;
    let tags = [
        ("sessions", "Signing in 登录"),
        ("staff", "Oneself, organisations, users 机构与人员"),
        ("api_clients", "Programs of other systems 接口客户端"),
        ("policies", "Policy packs 服务制度"),
        ("customers", "The customer file 客户档案"),
        ("approvals", "Applications and decisions 审批"),
        ("service_records", "Services rendered 服务记录"),
        ("complaints", "Complaints against the clock 投诉"),
        ("promises", "Clocks and why they are due 时限"),
        ("imports", "Excel in 导入"),
        ("exports", "Excel out 导出"),
        ("workbench", "The day's work 工作台"),
        ("events", "Live updates 实时消息"),
        ("audit", "The sealed trail 审计"),
    ];
    let tags = tags.map(|(name, text)| TagBuilder::new().name(name).description(Some(text)).build());
    document.tags = Some(tags.to_vec());
}

/// Problems that any operation may answer; each is described in full where it is particular.
fn add_problems(responses: &mut BTreeMap<String, RefOr<Response>>) {
    for (status, text) in [
        ("4XX", "A problem that names what to change"),
        ("5XX", "A problem on the server's side, with the id to tell an administrator"),
    ] {
        let content: Content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
        let problem = ResponseBuilder::new().description(text).content("application/problem+json", content).build();
        responses.entry(status.to_owned()).or_insert(RefOr::T(problem));
    }
    for response in responses.values_mut() {
        if let RefOr::T(response) = response
            && response.description.is_empty()
        {
            "Done".clone_into(&mut response.description);
        }
    }
}
