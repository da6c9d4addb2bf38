//! The document, its explorer and what stands beside the API.

use guibin_api::docs;

use crate::harness::TestApp;

#[actix_web::test]
async fn the_document_is_served_and_is_the_file_in_the_repository() {
    let app = TestApp::empty().await;
    let served = app.anonymous().get("/openapi.yaml").await;
    assert_eq!(served.status, 200);
    assert_eq!(String::from_utf8(served.bytes).unwrap(), docs::yaml());
    let file = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../openapi.yaml")).unwrap();
    assert!(file == docs::yaml(), "openapi.yaml is not what the code serves; run: make openapi");
    let json = app.anonymous().get("/openapi.json").await.expect(200);
    assert_eq!(json["openapi"], "3.1.0");
}

#[actix_web::test]
async fn every_operation_can_be_understood_by_a_stranger() {
    let document = serde_json::to_value(guibin_api::app::document()).unwrap();
    let mut ids = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap().iter().filter(|(method, _)| *method != "parameters") {
            let place = format!("{method} {path}");
            let id = operation["operationId"].as_str().unwrap_or_else(|| panic!("{place} has no operationId"));
            assert!(operation["summary"].as_str().is_some_and(|text| !text.is_empty()), "{place} has no summary");
            assert!(operation["description"].as_str().is_some_and(|text| text.len() > 20), "{place} explains nothing");
            assert_eq!(operation["tags"].as_array().map(Vec::len), Some(1), "{place} needs one tag");
            for status in ["4XX", "5XX"] {
                assert!(operation["responses"][status].is_object(), "{place} does not say what {status} looks like");
            }
            ids.push(id.to_owned());
        }
    }
    let count = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), count, "an operationId stands twice");
}

#[actix_web::test]
async fn the_explorer_comes_from_this_server_and_loads_nothing_from_elsewhere() {
    let app = TestApp::empty().await;
    let page = app.anonymous().get("/docs/").await;
    let text = String::from_utf8(page.bytes.clone()).unwrap();
    assert_eq!(page.status, 200);
    assert!(page.header("content-security-policy").starts_with("default-src 'self'"));
    assert!(!text.contains("https://") && !text.contains("http://"), "{text}");
    for file in ["swagger-ui.css", "swagger-ui-bundle.js", "swagger-initializer.js"] {
        assert_eq!(app.anonymous().get(&format!("/docs/{file}")).await.status, 200, "{file}");
    }
    let initializer = app.anonymous().get("/docs/swagger-initializer.js").await;
    assert!(String::from_utf8(initializer.bytes).unwrap().contains("/openapi.json"));
    assert_eq!(app.anonymous().get("/docs").await.status, 308);
}

#[actix_web::test]
async fn health_readiness_and_figures_are_told() {
    let app = TestApp::empty().await;
    assert_eq!(app.anonymous().get("/healthz").await.status, 200);
    assert_eq!(app.anonymous().get("/readyz").await.status, 200);
    let figures = app.anonymous().get("/metrics").await;
    assert!(String::from_utf8(figures.bytes).unwrap().contains("guibin_http_requests_total"));
}
