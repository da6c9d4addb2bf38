//! What holds for the whole OpenAPI document and no annotation need repeat.
//!
//! Pages and allowed actions name their parts instead of spelling them out again, answers carry every
//! key, and what is made or has a version says where it is and which version it is.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use utoipa::openapi::OpenApi;

use crate::body::receive::limit;

/// Where schemas stand, as references say it.
const SCHEMAS: &str = "#/components/schemas/";
/// Keys that an answer may leave out.
const OPTIONAL: &[&str] = &["total"];

/// The document with all this done.
///
/// # Errors
/// When the document does not read back, which a test rules out.
pub fn finish(document: &OpenApi) -> serde_json::Result<OpenApi> {
    let mut document = serde_json::to_value(document)?;
    name_parts(&mut document);
    require_answers(&mut document);
    tell_headers(&mut document);
    tell_limits(&mut document);
    serde_json::from_value(document)
}

/// `Page_X`, which repeats all of `X`, becomes `XPage` with a reference to `X`; so does `Allowed_X`.
fn name_parts(document: &mut Value) {
    let Some(Value::Object(schemas)) = document.pointer_mut("/components/schemas").map(Value::take) else { return };
    let mut named = Map::new();
    let mut renamed = Vec::new();
    for (name, mut schema) in schemas {
        let (part, at, new) = match name.split_once('_') {
            Some(("Page", part)) => (part, "/properties/items/items", format!("{part}Page")),
            Some(("Allowed", part)) => (part, "/properties/action", format!("Allowed{part}")),
            _ => {
                named.insert(name, schema);
                continue;
            }
        };
        if let Some(spelt_out) = schema.pointer_mut(at) {
            let spelt_out = std::mem::replace(spelt_out, json!({ "$ref": format!("{SCHEMAS}{part}") }));
            if spelt_out.get("$ref").is_none() {
                named.entry(part).or_insert(spelt_out);
            }
        }
        renamed.push((format!("{SCHEMAS}{name}"), format!("{SCHEMAS}{new}")));
        named.insert(new, schema);
    }
    if let Some(place) = document.pointer_mut("/components/schemas") {
        *place = Value::Object(named);
    }
    each_reference(document, &mut |reference| {
        if let Some((_, new)) = renamed.iter().find(|(old, _)| old == reference) {
            reference.clone_from(new);
        }
    });
}

/// An answer carries every key, with null where there is nothing; only input may leave keys out.
fn require_answers(document: &mut Value) {
    let mut input = BTreeSet::new();
    each_operation(document, &mut |_, operation| {
        if let Some(body) = operation.get_mut("requestBody") {
            each_reference(body, &mut |reference| {
                input.insert(reference.clone());
            });
        }
    });
    let Some(Value::Object(schemas)) = document.pointer_mut("/components/schemas") else { return };
    loop {
        let before = input.len();
        for (name, schema) in schemas.iter_mut() {
            if input.contains(&format!("{SCHEMAS}{name}")) {
                each_reference(schema, &mut |reference| {
                    input.insert(reference.clone());
                });
            }
        }
        if input.len() == before {
            break;
        }
    }
    for (_, schema) in schemas.iter_mut().filter(|(name, _)| !input.contains(&format!("{SCHEMAS}{name}"))) {
        require_all(schema);
    }
}

fn require_all(schema: &mut Value) {
    if let Some(Value::Array(parts)) = schema.get_mut("allOf") {
        parts.iter_mut().for_each(require_all);
    }
    let Some(Value::Object(properties)) = schema.get("properties") else { return };
    let keys: Vec<_> = properties.keys().filter(|key| !OPTIONAL.contains(&key.as_str())).cloned().collect();
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("required".to_owned(), json!(keys));
    }
}

/// `Location` on what was made or begun, `ETag` on every single resource that has a version.
fn tell_headers(document: &mut Value) {
    let schemas = document.pointer("/components/schemas").cloned().unwrap_or_default();
    each_operation(document, &mut |_, operation| {
        let Some(Value::Object(responses)) = operation.get_mut("responses") else { return };
        for (status, response) in responses {
            let schema = response.pointer("/content/application~1json/schema/$ref").and_then(Value::as_str);
            let name = schema.and_then(|reference| reference.strip_prefix(SCHEMAS)).unwrap_or_default();
            if !schemas.get(name).is_some_and(has_version) {
                continue;
            }
            let tag = header("The version, for `If-Match`");
            let headers = if status == "200" {
                json!({ "ETag": tag })
            } else {
                json!({ "ETag": tag, "Location": header("Where the resource is") })
            };
            response["headers"] = headers;
        }
    });
}

/// How large a body may be.
fn tell_limits(document: &mut Value) {
    each_operation(document, &mut |path, operation| {
        let Some(Value::Object(body)) = operation.get_mut("requestBody") else { return };
        let told = body.get("description").and_then(Value::as_str).map_or(String::new(), |text| format!("{text}. "));
        body.insert("description".to_owned(), json!(format!("{told}At most {} kB.", limit(path) / 1024)));
    });
}

fn has_version(schema: &Value) -> bool {
    let parts = schema.get("allOf").and_then(Value::as_array);
    schema.pointer("/properties/version").is_some() || parts.is_some_and(|parts| parts.iter().any(has_version))
}

fn header(description: &str) -> Value {
    json!({ "description": description, "schema": { "type": "string" } })
}

fn each_operation(document: &mut Value, visit: &mut impl FnMut(&str, &mut Value)) {
    let Some(Value::Object(paths)) = document.get_mut("paths") else { return };
    for (path, item) in paths {
        let Value::Object(item) = item else { continue };
        item.iter_mut().filter(|(_, operation)| operation.get("responses").is_some()).for_each(|(_, operation)| {
            visit(path, operation);
        });
    }
}

fn each_reference(value: &mut Value, visit: &mut dyn FnMut(&mut String)) {
    match value {
        Value::Object(fields) => fields.iter_mut().for_each(|(key, value)| match value {
            Value::String(reference) if key == "$ref" => visit(reference),
            value => each_reference(value, visit),
        }),
        Value::Array(items) => items.iter_mut().for_each(|item| each_reference(item, visit)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document() -> Value {
        serde_json::to_value(crate::app::document()).unwrap()
    }

    #[test]
    fn reading_it_back_loses_nothing() {
        let read: OpenApi = serde_json::from_value(document()).unwrap();
        assert_eq!(serde_json::to_value(read).unwrap(), document());
    }

    #[test]
    fn every_operation_says_what_it_is_and_who_may() {
        let mut ids = BTreeSet::new();
        each_operation(&mut document(), &mut |path, operation| {
            for key in ["operationId", "summary", "description", "tags", "security"] {
                assert!(operation.get(key).is_some_and(|value| value != ""), "{path} has no {key}");
            }
            assert!(ids.insert(operation["operationId"].as_str().unwrap().to_owned()), "{path}: operationId twice");
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                assert!(parameter.get("description").is_some(), "{path}: what is {}?", parameter["name"]);
            }
        });
    }

    #[test]
    fn every_reference_leads_somewhere_under_a_plain_name() {
        let mut document = document();
        let schemas = document["components"]["schemas"].clone();
        each_reference(&mut document, &mut |reference| {
            let name = reference.strip_prefix(SCHEMAS).unwrap();
            assert!(schemas.get(name).is_some() && !name.contains('_'), "{name}");
        });
    }

    #[test]
    fn an_answer_carries_every_key_and_a_version_its_tag() {
        let document = document();
        let summary = &document["components"]["schemas"]["CustomerSummary"];
        assert_eq!(summary["required"].as_array().unwrap().len(), summary["properties"].as_object().unwrap().len());
        let created = &document["paths"]["/api/v1/complaints"]["post"]["responses"]["201"];
        assert!(created["headers"]["ETag"].is_object() && created["headers"]["Location"].is_object());
        assert_eq!(document["components"]["schemas"]["NewComplaint"]["required"].as_array().unwrap().len(), 5);
    }
}
