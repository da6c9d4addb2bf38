//! Every operation of the document with every parameter and every field of its example spoilt in turn: whatever comes of
//! it, the server does not fail, and what it refuses it refuses properly.

use guibin_api::app;
use guibin_domain::access::{Role, holders};
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    abuse::{standing, world},
    client::{Client, send},
    harness::TestApp,
};

/// What a parameter is spoilt with.
const PARAMETERS: &[&str] =
    &["-1", "9223372036854775808", "%F0%9F%92%A9", "'%22%25_", "9999-12-31T23:59:59Z", "0001-01-01"];

/// Operations that would end the test's own sessions, or the test.
const LEFT_OUT: &[&str] = &["/auth/", "/me/", "/events", "/setup", "/oauth/", "/sessions"];

/// What a field is spoilt with.
fn spoilt() -> Vec<Value> {
    let long = "囍".repeat(3000);
    let texts = ["", " ", "\u{FFFF}\u{202E}\u{7f}", "9999-12-31T23:59:59.999999999Z", "0001-01-01", "%s';--"];
    let mut all: Vec<_> = texts.iter().map(|text| json!(text)).collect();
    all.extend([json!(null), json!(-1), json!(i64::MAX), json!(1.0e300), json!([[]]), json!({ "": {} }), json!(long)]);
    all
}

#[actix_web::test]
async fn no_parameter_makes_the_server_fail() {
    let sweep = Sweep::start().await;
    let mut asked = 0;
    for operation in operations().iter().filter(|operation| operation.method == Method::GET) {
        for name in &operation.parameters {
            for value in PARAMETERS {
                sweep.judge(operation, &format!("?{name}={value}"), None).await;
                asked += 1;
            }
        }
    }
    assert!(asked > 300, "{asked}");
}

#[actix_web::test]
async fn no_field_of_a_customer_or_of_staff_makes_the_server_fail() {
    fields(|path| ["/customers", "/users", "/orgs", "/api-clients", "/exports"].iter().any(|part| path.contains(part)))
        .await;
}

#[actix_web::test]
async fn no_field_of_the_desk_makes_the_server_fail() {
    fields(|path| ["/complaints", "/service-records", "/approvals", "/imports"].iter().any(|part| path.contains(part)))
        .await;
}

async fn fields(wanted: impl Fn(&str) -> bool) {
    let sweep = Sweep::start().await;
    for operation in operations().iter().filter(|operation| wanted(&operation.path)) {
        let Some(example) = operation.example.as_object() else { continue };
        for name in example.keys() {
            for value in spoilt() {
                let mut body = example.clone();
                body.insert(name.clone(), value);
                sweep.judge(operation, "", Some(Value::Object(body))).await;
            }
        }
    }
}

/// One operation, and what the document gives as an example of its body.
struct Operation {
    method: Method,
    path: String,
    permission: String,
    parameters: Vec<String>,
    example: Value,
}

fn operations() -> Vec<Operation> {
    let document = serde_json::to_value(app::document()).unwrap();
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap().iter().filter(|(method, _)| *method != "parameters") {
            let Some(permission) = operation["security"][0]["bearer"][0].as_str() else { continue };
            if LEFT_OUT.iter().any(|part| path.contains(part)) {
                continue;
            }
            let named = operation["parameters"].as_array().into_iter().flatten().filter(|one| one["in"] == "query");
            let schema = &operation["requestBody"]["content"]["application/json"]["schema"]["$ref"];
            let example = schema.as_str().and_then(|name| document.pointer(&format!("{}/example", &name[1..])));
            all.push(Operation {
                method: method.to_uppercase().parse().unwrap(),
                path: path.clone(),
                permission: permission.to_owned(),
                parameters: named.map(|one| one["name"].as_str().unwrap().to_owned()).collect(),
                example: example.cloned().unwrap_or_default(),
            });
        }
    }
    all
}

struct Sweep {
    world: world::World,
    people: Vec<(Role, Client)>,
    _app: TestApp,
}

impl Sweep {
    async fn start() -> Self {
        let app = TestApp::start().await;
        let world = world::make(&app).await;
        let mut people = Vec::new();
        for (role, name) in [
            (Role::AccountManager, "manager-a"),
            (Role::Clerk, "clerk-a"),
            (Role::Leader, "leader-a"),
            (Role::Administrator, "admin"),
            (Role::Auditor, "auditor"),
        ] {
            people.push((role, app.sign_in(name).await));
        }
        Self { world, people, _app: app }
    }

    async fn judge(&self, operation: &Operation, query: &str, body: Option<Value>) {
        let allowed = holders(&operation.permission);
        let Some((_, who)) = self.people.iter().find(|(role, _)| allowed.contains(role)) else { return };
        let path = self.filled(&operation.path);
        let mut body = body.map(|body| self.real(body));
        let mut request = who.request(operation.method.clone(), &format!("{path}{query}"));
        if operation.method != Method::GET {
            let version = who.get(path.trim_end_matches(|c| c != '/').trim_end_matches('/')).await;
            let own = who.get(&path).await;
            let tag = [own, version].iter().map(|answer| answer.header("etag").to_owned()).find(|tag| !tag.is_empty());
            request = request.header("if-match", tag.unwrap_or_else(|| "\"1\"".to_owned()));
            request = request.header("idempotency-key", uuid::Uuid::now_v7().to_string());
        }
        if let Some(body) = body.take() {
            request = request.json(&body);
        }
        let answer = send(request).await;
        let shown = || format!("{} {path}{query}: {}", operation.method, String::from_utf8_lossy(&answer.bytes));
        assert!(answer.status.as_u16() < 500, "{}", shown());
        if answer.status.is_client_error() {
            let faults = standing::faults(&answer, "");
            assert!(faults.is_empty(), "{}: {}", faults.join("; "), shown());
        }
    }

    /// The path with ids of the world.
    fn filled(&self, path: &str) -> String {
        let mut last = "";
        let parts = path.split('/').map(|part| {
            let name = match (part, last) {
                ("{key_person_id}", _) => "person",
                ("{code}", _) => return "p01-jinniu-cable".to_owned(),
                ("{id}", "customers") => "customer",
                ("{id}", "complaints") => "complaint",
                ("{id}", "service-records") => "record",
                ("{id}", "approvals") => "approval",
                ("{id}", "imports") => "import",
                ("{id}", "clocks") => "clock",
                ("{id}", "orgs") => "org",
                (part, _) if part.starts_with('{') => "absent",
                _ => {
                    last = part;
                    return part.to_owned();
                }
            };
            self.id(name).as_str().unwrap().to_owned()
        });
        parts.collect::<Vec<_>>().join("/")
    }

    /// The example with ids of the world, so that it gets as far as it can.
    fn real(&self, mut body: Value) -> Value {
        for (field, name) in [("customer_id", "customer"), ("org_id", "org"), ("parent_id", "org"), ("form", "form")] {
            if body[field].is_string() && body[field].as_str().is_some_and(|text| text.len() == 36)
                || field == "form" && body[field].is_object()
            {
                body[field] = self.id(name).clone();
            }
        }
        body
    }

    fn id(&self, name: &str) -> &Value {
        &self.world.iter().find(|(known, _)| *known == name).unwrap().1
    }
}
