//! The document's operations, each with its row of the table: how to call it on a thing of the world.

use std::collections::{BTreeMap, BTreeSet};

use guibin_api::app;
use reqwest::{Method, RequestBuilder};
use serde_json::{Map, Value, json};

use super::world::{ABSENT, World};
use crate::client::Client;

/// One operation of the document.
#[derive(Clone, Debug)]
pub struct Operation {
    pub id: String,
    pub method: Method,
    pub path: String,
    /// Names of the parameters: in the path `{…}`, in the query `?…`, and headers.
    pub parameters: BTreeSet<String>,
    /// The allowed words of each query parameter that has a list of them.
    pub words: BTreeMap<String, Vec<String>>,
    pub body: Option<Value>,
    row: Map<String, Value>,
}

/// Every operation of the document, with its row.
pub fn all() -> Vec<Operation> {
    let document = serde_json::to_value(app::document()).unwrap();
    let mut rows: Map<String, Value> = serde_norway::from_str(include_str!("rows.yaml")).unwrap();
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap().iter().filter(|(method, _)| *method != "parameters") {
            let id = operation["operationId"].as_str().unwrap().to_owned();
            let row = rows.remove(&id).unwrap_or_else(|| panic!("{id} has no row in tests/api/matrix/rows.yaml"));
            let (mut parameters, mut words) = (BTreeSet::new(), BTreeMap::new());
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                let name = parameter["name"].as_str().unwrap();
                let in_query = parameter["in"] == "query";
                parameters.insert(if in_query { format!("?{name}") } else { name.to_owned() });
                if in_query {
                    words.insert(name.to_owned(), listed(&document, &parameter["schema"]));
                }
            }
            let body = operation["requestBody"]["content"].as_object().and_then(|content| content.values().next());
            all.push(Operation {
                id,
                method: method.to_uppercase().parse().unwrap(),
                path: path.clone(),
                parameters,
                words,
                body: body.map(|body| body["schema"].clone()),
                row: row.as_object().unwrap().clone(),
            });
        }
    }
    assert!(rows.is_empty(), "rows of no operation: {:?}", rows.keys());
    all.sort_by(|a, b| a.id.cmp(&b.id));
    all
}

/// Those that only read, and answer at once.
pub fn reads() -> Vec<Operation> {
    all().into_iter().filter(|operation| !operation.changes() && operation.id != "event_stream").collect()
}

fn listed(document: &Value, schema: &Value) -> Vec<String> {
    let named =
        schema["$ref"].as_str().map(|name| &document["components"]["schemas"][name.rsplit('/').next().unwrap()]);
    let list = named.unwrap_or(schema)["enum"].as_array();
    list.into_iter().flatten().filter_map(|word| word.as_str().map(str::to_owned)).collect()
}

impl Operation {
    /// The kind of thing it is called on.
    pub fn of(&self) -> Option<&str> {
        self.row.get("of").and_then(Value::as_str)
    }

    /// The kind of the thing's parent, whose id stands in the path too.
    pub fn under(&self) -> Option<&str> {
        self.row.get("under").and_then(Value::as_str)
    }

    pub fn changes(&self) -> bool {
        self.method != Method::GET
    }

    /// Targets to call it on: `a`, or `a/b` for a child of B under a parent of A.
    pub fn targets(&self, world: &World) -> Vec<String> {
        let Some(kind) = self.of() else { return vec!["-".to_owned()] };
        let mut targets: Vec<_> = world.owners_of(kind).into_iter().map(str::to_owned).collect();
        targets.push(ABSENT.to_owned());
        if self.under().is_some() {
            targets.extend(["a/b", "b/a", "a/absent", "b/absent"].map(str::to_owned));
        }
        targets
    }

    /// The request of `who`, complete and valid, on `target`.
    pub fn call(&self, world: &World, who: &Client, target: &str) -> RequestBuilder {
        self.call_with(world, who, (target, ""), |_| {})
    }

    /// The same with a query (`?…`), or its body changed.
    pub fn call_with(
        &self,
        world: &World,
        who: &Client,
        (target, query): (&str, &str),
        edit: impl FnOnce(&mut Value),
    ) -> RequestBuilder {
        let (parent, own) = target.split_once('/').unwrap_or((target, target));
        let thing = self.of().map(|kind| world.thing(kind, own));
        let id = thing.map(|thing| thing.id.clone()).unwrap_or_default();
        let mut path = self.path.clone();
        if let Some(kind) = self.under() {
            path = path.replace("{id}", &world.thing(kind, parent).id);
        }
        for (name, value) in self.row.get("path").and_then(Value::as_object).into_iter().flatten() {
            path = path.replace(&format!("{{{name}}}"), value.as_str().unwrap());
        }
        let path = path.split('/').map(|part| if part.starts_with('{') { &id } else { part }).collect::<Vec<_>>();
        let mut request = who.request(self.method.clone(), &format!("{}{query}", path.join("/")));
        if self.parameters.contains("If-Match") {
            request = request.header("if-match", format!("\"{}\"", thing.map_or(1, |thing| thing.version)));
        }
        if self.parameters.contains("Idempotency-Key") {
            request = request.header("idempotency-key", uuid::Uuid::now_v7().to_string());
        }
        if self.parameters.contains("X-Guibin-Csrf") {
            request = request.header("x-guibin-csrf", "1");
        }
        if let Some(text) = self.row.get("upload").and_then(Value::as_str) {
            let part = reqwest::multipart::Part::bytes(text.as_bytes().to_vec()).file_name("a.csv");
            return request.multipart(reqwest::multipart::Form::new().part("file", part));
        }
        if let Some(form) = self.row.get("form").and_then(Value::as_str) {
            return request.header("content-type", "application/x-www-form-urlencoded").body(form.to_owned());
        }
        match self.row.get("body") {
            Some(body) => {
                let mut body = filled(body, &[("$id", &id), ("$org", &world.org_a), ("$user", &world.manager_a)]);
                edit(&mut body);
                request.json(&body)
            }
            None => request,
        }
    }
}

fn filled(value: &Value, names: &[(&str, &str)]) -> Value {
    match value {
        Value::String(text) => names.iter().find(|(name, _)| name == text).map_or(value.clone(), |(_, id)| json!(id)),
        Value::Array(items) => items.iter().map(|item| filled(item, names)).collect(),
        Value::Object(fields) => {
            fields.iter().map(|(name, item)| (name.clone(), filled(item, names))).collect::<Map<_, _>>().into()
        }
        other => other.clone(),
    }
}
