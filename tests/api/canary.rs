//! Personal values that are known to be in the database and in bad requests are in no log, figure, error or event.

use reqwest::Method;
use serde_json::json;

use crate::{
    client::{Answer, Client, send},
    harness::TestApp,
    log,
};

const MOBILE: &str = "13987654321";
const PHONE: &str = "028-86660777";
const ID_NUMBER: &str = "510106198506084222";
const EMAIL: &str = "jinsique@canary.example";
const ADDRESS: &str = "成都市锦江区金丝雀街 99 号";
const CARD: &str = "6222021234567890128";
const NAME: &str = "金丝雀";
const ALL: [&str; 7] = [MOBILE, PHONE, ID_NUMBER, EMAIL, ADDRESS, CARD, NAME];

#[actix_web::test]
async fn personal_values_appear_in_no_log_figure_error_or_event() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let file = json!({
        "kind": "individual", "name": NAME, "mobile": MOBILE, "phone": PHONE, "id_number": ID_NUMBER, "email": EMAIL,
        "address": ADDRESS, "remark": format!("银行卡 {CARD}"),
    });
    let customer = manager.post("/customers", file.clone()).await;
    let path = format!("/customers/{}", customer.id());
    customer.expect(201);
    manager.get(&path).await.expect(200);
    for value in [MOBILE, ID_NUMBER, NAME] {
        manager.get(&format!("/customers?q={value}")).await.expect(200);
    }
    let purpose = json!({ "fields": ["mobile", "address", "id_number"], "purpose": "回访客户" });
    manager.post(&format!("{path}/reveals"), purpose).await.expect(200);
    manager.post("/customers", file).await.refused(409, "duplicate");
    for value in ALL {
        for answer in misuse(&app, &manager, &path, value).await {
            let text = String::from_utf8_lossy(&answer.bytes);
            assert!(answer.status.is_client_error(), "{value}: {} {text}", answer.status);
            assert!(!tells(&text), "an error tells {value}: {text}");
        }
    }
    app.sweep().await;
    let (said, figures) = (log::everything(), app.anonymous().get("/metrics").await);
    assert!(said.contains("/api/v1/customers"), "the log was not kept");
    let lines: Vec<_> = said.lines().filter(|line| tells(line)).collect();
    assert!(lines.is_empty(), "{}", lines.join("\n"));
    assert!(!tells(&String::from_utf8(figures.bytes).unwrap()));
    for table in ["event", "outbox", "audit_entry", "sign_in_attempt", "alarm"] {
        let rows = app.rows_as_text(table).await;
        assert!(table != "event" || rows.len() > 10, "nothing happened");
        let told: Vec<_> = rows.iter().filter(|row| tells(row)).collect();
        assert!(told.is_empty(), "{table}: {told:?}");
    }
}

/// Whether a text has one of the values, however it is escaped.
fn tells(text: &str) -> bool {
    let escaped = |value: &str| json!(value).to_string().trim_matches('"').to_owned();
    let encoded = |value: &str| {
        reqwest::Url::parse_with_params("http://x/", [("q", value)]).unwrap().query().unwrap()[2..].to_owned()
    };
    ALL.iter().any(|value| text.contains(value) || text.contains(&escaped(value)) || text.contains(&encoded(value)))
}

/// The value in every place of a request where it is wrong.
async fn misuse(app: &TestApp, manager: &Client, path: &str, value: &str) -> Vec<Answer> {
    let anybody = app.anonymous();
    let post = |body| manager.post("/customers", body);
    let raw = |body: String| {
        send(manager.request(Method::POST, "/customers").header("content-type", "application/json").body(body))
    };
    let with =
        |name: &'static str| send(manager.request(Method::PATCH, path).header(name, value.as_bytes()).json(&json!({})));
    let query = reqwest::Url::parse_with_params("http://x/", [("v", value)]).unwrap().query().unwrap()[2..].to_owned();
    let mut answers = vec![
        post(json!({ "kind": value, "name": "a" })).await,
        post(json!({ "kind": "individual", "name": [value] })).await,
        post(json!({ "kind": "individual", "name": "a", "birthday": value })).await,
        post(json!({ "kind": "individual", "name": "a", "id_number": format!("{value}9") })).await,
        post(json!({ "kind": "individual", "name": "a", "mobile": format!("9{value}") })).await,
        post(json!({ "kind": "individual", "name": "a", "email": format!("{value}@@") })).await,
        post(json!({ "kind": "individual", "name": "a", "uscc": value })).await,
        raw(format!("{{\"kind\":\"individual\",\"name\":\"{value}\"")).await,
        raw(format!("{{\"name\":\"{value}\\u0000\"}}")).await,
        raw(format!("{{\"name\":\"{value}\",\"name\":\"{value}\"}}")).await,
        manager.get(&format!("/customers/{query}")).await,
        manager.get(&format!("/customers?sort={query}")).await,
        manager.get(&format!("/customers?cursor={query}")).await,
        manager.get(&format!("/customers?owner_id={query}")).await,
        manager.get(&format!("/customers?limit={query}")).await,
        manager.get(&format!("/nothing/{query}?q={query}")).await,
        manager.post("/exports", json!({ "kind": value, "filter": { "q": value } })).await,
        manager.post("/complaints", json!({ "customer_id": value, "content": value })).await,
        manager.upload("/imports", &format!("{value}.pdf"), value.as_bytes().to_vec()).await,
        with("if-match").await,
        with("idempotency-key").await,
        anybody.post("/auth/login", json!({ "username": value, "password": value })).await,
        send(anybody.request(Method::GET, "/me").header("authorization", format!("Bearer {value}").as_bytes())).await,
        send(
            anybody
                .request(Method::POST, "/auth/refresh")
                .header("x-guibin-csrf", "1")
                .header("cookie", format!("guibin_refresh={value}").as_bytes()),
        )
        .await,
    ];
    let one = manager.get(path).await.version();
    answers.push(manager.patch_at(path, one, json!({ "mobile": format!("{value}x9") })).await);
    answers
}
