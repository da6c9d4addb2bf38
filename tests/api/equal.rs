//! Both databases are equal: one recorded conversation gives the same bodies, but for ids, on SQLite and PostgreSQL:
//! order, case, Chinese, LIKE's own characters, what is missing, numbers, JSON, pages.
//!
//! The recording is `equal.golden.json`; `GUIBIN_BLESS=1` writes it anew. The PostgreSQL of the tests sorts Chinese by a
//! locale of its own, so an order that is left to the database shows.

use std::{collections::HashMap, path::Path};

use serde_json::{Map, Value, json};

use crate::{
    client::{Answer, Client},
    harness::TestApp,
};

/// Names that two databases like to order, fold or match in two ways.
const NAMES: &[&str] = &[
    "张三",
    "阿里",
    "一",
    "王芳",
    "欧阳娜娜",
    "abc",
    "ABC",
    "Äpfel",
    "zebra",
    "Zebra",
    "100%",
    "a_b",
    "a\\b",
    "a'b",
    "é",
    "e\u{301}",
    "𠮷野家",
    "ｆｕｌｌ",
    "0012",
    "12",
    " 空格",
    "ﬁ",
];

/// Searches that LIKE, case and width would answer differently.
const SEARCHES: &[&str] =
    &["%", "_", "\\", "'", "abc", "ABC", "ä", "zhang", "zs", "欧", "欧阳", "𠮷", "00", "12", "e", "é", "ﬁ"];

/// The conversation so far: ids become numbers in the order of their appearance.
#[derive(Default)]
struct Record {
    ids: HashMap<String, usize>,
    lines: Vec<Value>,
}

impl Record {
    fn note(&mut self, what: &str, answer: &Answer) {
        let body = self.plain(answer.body.clone());
        self.lines.push(json!({ "asked": what, "status": answer.status.as_u16(), "body": body }));
    }

    /// Without what differs between any two runs: ids, cursors, which hold ids, and the id of the request.
    fn plain(&mut self, value: Value) -> Value {
        match value {
            Value::Object(fields) => {
                let fields = fields.into_iter().filter(|(key, _)| !["trace_id", "instance"].contains(&key.as_str()));
                let plain: Map<_, _> = fields
                    .map(|(key, value)| {
                        let value = match value {
                            Value::String(_) if key == "next_cursor" => json!("cursor"),
                            other => self.plain(other),
                        };
                        (key, value)
                    })
                    .collect();
                Value::Object(plain)
            }
            Value::Array(items) => Value::Array(items.into_iter().map(|item| self.plain(item)).collect()),
            Value::String(text) if uuid::Uuid::parse_str(&text).is_ok() => {
                let next = self.ids.len();
                json!(format!("id {}", *self.ids.entry(text).or_insert(next)))
            }
            other => other,
        }
    }

    /// Walks all pages of a list.
    async fn walk(&mut self, client: &Client, path: &str) {
        let mut next = None::<String>;
        loop {
            let joined = if path.contains('?') { '&' } else { '?' };
            let cursor = next.map_or_else(String::new, |cursor| format!("{joined}cursor={cursor}"));
            let answer = client.get(&format!("{path}{cursor}")).await;
            let asked: Vec<_> = path.split('/').map(|part| if part.len() == 36 { "{id}" } else { part }).collect();
            self.note(&asked.join("/"), &answer);
            next = answer.body["next_cursor"].as_str().map(str::to_owned);
            if next.is_none() {
                return;
            }
        }
    }
}

async fn fill(app: &TestApp, manager: &Client, record: &mut Record) -> Vec<String> {
    let mut ids = Vec::new();
    for (n, name) in NAMES.iter().enumerate() {
        let mut customer = json!({ "kind": "individual", "name": name, "external_id": format!("E-{n}") });
        if n % 2 == 0 {
            customer["employer"] = json!(format!("{name}公司"));
            customer["mobile"] = json!(format!("138001380{n:02}"));
            customer["birthday"] = json!(format!("19{:02}-02-{:02}", 50 + n, n + 1));
        }
        let made = manager.post("/customers", customer).await;
        record.note(&format!("POST /customers {name}"), &made);
        ids.push(made.id());
        app.advance(chrono::TimeDelta::microseconds(1)).await;
    }
    ids
}

#[actix_web::test]
async fn one_conversation_gives_the_same_answers_on_both_databases() {
    let (app, mut record) = (TestApp::start().await, Record::default());
    let manager = app.sign_in("manager-a").await;
    let ids = fill(&app, &manager, &mut record).await;
    for sort in ["name", "-name", "number", "updated_at", "-updated_at"] {
        record.walk(&manager, &format!("/customers?sort={sort}&limit=5&count=true")).await;
    }
    for text in SEARCHES {
        let encoded: String = text.bytes().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat();
        record.walk(&manager, &format!("/customers?q={encoded}&sort=name")).await;
    }
    for (n, id) in ids.iter().enumerate().take(6) {
        let complaint = json!({
            "customer_id": id, "channel": "hotline", "level": n % 3 + 1, "title": format!("标题 {} 100%_\\", NAMES[n]),
            "content": "内容\n第二行\t制表",
        });
        record.note("POST /complaints", &manager.post("/complaints", complaint).await);
        app.advance(chrono::TimeDelta::seconds(70)).await;
    }
    for query in
        ["", "?q=100%25", "?q=_", "?q=%5C", "?q=ABC", "?q=abc", "?sort=-due_at", "?limit=2", "?level=1&count=true"]
    {
        record.walk(&manager, &format!("/complaints{query}")).await;
    }
    let changed = json!({ "employer": null, "remark": "{\"json\": [1, 2.50, null]}", "sex": "female" });
    record.note("PATCH", &manager.patch_at(&format!("/customers/{}", ids[0]), 1, changed).await);
    for path in ["", "/overview", "/timeline?limit=3"] {
        record.walk(&manager, &format!("/customers/{}{path}", ids[0])).await;
    }
    for path in ["/orgs", "/policies", "/workbench", "/me", "/approvals", "/service-records", "/imports"] {
        record.walk(&manager, path).await;
    }
    record.walk(&app.sign_in("admin").await, "/users?limit=3").await;
    compare(&record);
}

fn compare(record: &Record) {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("api/equal.golden.json");
    let told: Vec<_> = record.lines.iter().map(ToString::to_string).collect();
    if std::env::var("GUIBIN_BLESS").is_ok() {
        std::fs::write(&golden, told.join("\n") + "\n").unwrap();
    }
    let held = std::fs::read_to_string(&golden).expect("the recording is there; GUIBIN_BLESS=1 makes it");
    for (n, (told, held)) in told.iter().zip(held.lines()).enumerate() {
        assert_eq!(told, held, "answer {n} is not as recorded");
    }
    assert_eq!(told.len(), held.lines().count());
}
