//! The operations of the document, by method and address: who may, and whether they take parameters in the query.
//!
//! The edge asks here before any handler runs: what takes none refuses them all, and no handler has to remember to.

use std::sync::LazyLock;

use actix_web::http::Method;
use serde::Deserialize;
use serde_json::Value;

use crate::{app, ctx::Actor, error::Result, query};

/// One operation, as the document declares it.
struct Operation {
    method: String,
    /// The parts of its address, `{id}` among them.
    template: Vec<String>,
    /// None: open to everybody.
    permission: Option<String>,
    has_query: bool,
}

/// All of them, by address; a part that is spelt out comes before one that stands for any.
static ALL: LazyLock<Vec<Operation>> = LazyLock::new(|| {
    let document = serde_json::to_value(app::document()).unwrap_or_default();
    let paths = document.get("paths").and_then(Value::as_object).into_iter().flatten();
    let all = paths.flat_map(|(path, item)| {
        let operations = item.as_object().into_iter().flatten();
        operations.map(|(method, operation)| Operation::of(method, path, operation))
    });
    all.collect()
});

/// The parameters of an operation that has none.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

impl Operation {
    fn of(method: &str, path: &str, operation: &Value) -> Self {
        let mut parameters = operation.get("parameters").and_then(Value::as_array).into_iter().flatten();
        Self {
            method: method.to_uppercase(),
            template: path.split('/').map(str::to_owned).collect(),
            permission: operation.pointer("/security/0/bearer/0").and_then(Value::as_str).map(str::to_owned),
            has_query: parameters.any(|parameter| parameter.get("in").is_some_and(|place| place == "query")),
        }
    }

    fn is_at(&self, path: &str) -> bool {
        let mut parts = path.split('/');
        let fits = |template: &String| {
            parts.next().is_some_and(|part| template == part || (template.starts_with('{') && !part.is_empty()))
        };
        self.template.iter().all(fits) && parts.next().is_none()
    }

    /// Whether it lets this caller in; whoever it does not is told that first.
    fn admits(&self, actor: Option<&Actor>) -> bool {
        self.permission.as_deref().is_none_or(|permission| actor.is_some_and(|actor| actor.holds(permission)))
    }
}

/// The methods that the document lists for a path.
pub fn allowed(path: &str) -> Vec<&'static str> {
    ALL.iter().filter(|operation| operation.is_at(path)).map(|operation| operation.method.as_str()).collect()
}

/// Refuses parameters where the operation has none; where it has some, its handler reads them.
///
/// # Errors
/// 400 with the name of the first one.
pub fn check_query(method: &Method, path: &str, text: &str, actor: Option<&Actor>) -> Result<()> {
    if text.is_empty() {
        return Ok(());
    }
    let found = ALL.iter().find(|operation| operation.method == method.as_str() && operation.is_at(path));
    match found.filter(|operation| !operation.has_query && operation.admits(actor)) {
        Some(_) => query::read::<Nothing>(text).map(drop),
        None => Ok(()),
    }
}
