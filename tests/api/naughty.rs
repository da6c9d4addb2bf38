//! Texts that have hurt other systems, on their way through the API.

use guibin_domain::mask;
use serde_json::json;
use uuid::Uuid;

use crate::harness::TestApp;

#[actix_web::test]
async fn what_has_hurt_others_is_kept_to_the_byte_or_refused() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let mut kept = 0;
    for text in naughty() {
        let body = json!({ "kind": "individual", "name": text, "remark": text, "employer": text });
        let answer = manager.post("/customers", body).await;
        if answer.status != 201 {
            answer.refused(422, "validation-failed");
            let is_odd = text.trim().is_empty() || text.contains('\0') || text.chars().count() > 100;
            assert!(is_odd || mask::holds_mask(&text), "{text:?}");
            continue;
        }
        let read = manager.get(&format!("/customers/{}", answer.id())).await.expect(200);
        for field in ["name", "remark", "employer"] {
            assert_eq!(read[field], mask::text(&text));
        }
        let mut query = reqwest::Url::parse("http://x/").unwrap();
        query.query_pairs_mut().append_pair("q", &text);
        let found = manager.get(&format!("/customers?{}", query.query().unwrap())).await;
        assert!(found.status == 200 || found.status == 400, "{text:?}: {}", found.status);
        kept += 1;
    }
    assert!(kept > 10);
}

#[actix_web::test]
async fn a_nul_is_refused_at_its_field_at_every_door() {
    let app = TestApp::start().await;
    let before = app.fingerprint().await;
    let doors = [
        ("", "/auth/login", json!({ "username": "a\0", "password": "wrong" }), "/username"),
        ("admin", "/orgs", json!({ "parent_id": Uuid::nil(), "code": "1", "name": "a\0", "level": "branch" }), "/name"),
        ("manager-a", "/exports", json!({ "kind": "customers", "filter": { "tier": "\0" } }), "/filter/tier"),
        ("manager-a", "/customers", json!({ "kind": "individual", "name": "a", "remark": "a\0" }), "/remark"),
    ];
    for (who, door, body, pointer) in doors {
        let caller = if who.is_empty() { app.anonymous() } else { app.sign_in(who).await };
        caller.post(door, body).await.refused_field(422, "validation-failed", pointer, "cell_unstorable");
    }
    assert_eq!(app.fingerprint().await, before);
}

/// The list lies beside the project, not in it; without it there are these.
fn naughty() -> Vec<String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data/torture/naughty-strings.json");
    if let Ok(text) = std::fs::read_to_string(path) {
        return serde_json::from_str(&text).unwrap();
    }
    let few = [
        "",
        " ",
        "\0",
        "undefined",
        "null",
        "1E+308",
        "'; drop table customer; --",
        "=cmd|' /C calc'!A0",
        "%00",
        "%s%n",
        "<script>alert(1)</script>",
        "../../etc/passwd",
        "张\u{301}三",
        "𠮷野家𠀀𪚥",
        "👨‍👩‍👧‍👦🇨🇳",
        "ﷺ",
        "İSTANBUL ẞß",
        "\u{202E}反转",
        "a\u{200B}b",
        "\u{FEFF}",
        "Ṱ̺̺̕o͞ ̷i̲̬͇̪͙n̝̗͕v̟̜̘̦͟o̶̙̰̠kè͚̮̺̪̹̱̤",
        "_%_",
        "\\",
        "\"",
        "\u{200B}",
        "\u{1F}",
        "a\nb",
        "　全角　",
    ];
    few.map(str::to_owned).to_vec()
}
