//! Finding customers: by what people type, filtered, in order, page by page.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::{client::Client, harness::TestApp};

async fn add(client: &Client, body: Value) -> Value {
    let mut new = json!({ "kind": "individual" });
    new.as_object_mut().unwrap().extend(body.as_object().unwrap().clone());
    client.post("/customers", new).await.expect(201)
}

async fn named(client: &Client, names: &[&str]) {
    for name in names {
        add(client, json!({ "name": name })).await;
    }
}

/// Names of the customers found, in the order of the list.
async fn found(client: &Client, query: &str) -> Vec<String> {
    let page = client.get(&format!("/customers?{query}")).await.expect(200);
    page["items"].as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap().to_owned()).collect()
}

#[actix_web::test]
async fn a_name_is_found_by_characters_pinyin_and_initials() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    named(&manager, &["张伟", "张卫国", "李娜", "单田芳", "曾国强", "欧阳修", "Alice Wang", "成都水务局"]).await;
    let cases: [(&str, &[&str]); 14] = [
        ("张伟", &["张伟"]),
        ("伟", &["张伟"]),
        ("zhangwei", &["张伟", "张卫国"]),
        ("ZhangWei", &["张伟", "张卫国"]),
        ("zw", &["张伟", "张卫国"]),
        ("zwg", &["张卫国"]),
        ("shantianfang", &["单田芳"]),
        ("stf", &["单田芳"]),
        ("zengguoqiang", &["曾国强"]),
        ("zgq", &["曾国强"]),
        ("ouyang", &["欧阳修"]),
        ("ali", &["Alice Wang"]),
        ("水务", &["成都水务局"]),
        ("shuiwu", &["成都水务局"]),
    ];
    for (typed, names) in cases {
        assert_eq!(found(&manager, &format!("q={typed}")).await, names, "{typed}");
    }
    assert_eq!(found(&manager, "q=%3F%3F%3F").await, [""; 0]);
    assert_eq!(found(&manager, "q=%20").await.len(), 8);
}

#[actix_web::test]
async fn a_number_finds_its_customer_and_nobody_elses() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let wang = json!({
        "name": "王芳", "mobile": "13800131234", "phone": "028-87655566", "id_number": "11010519491231002X",
        "external_id": "A-7788", "email": "wang@example.com", "smart_card_number": "8270103256418"
    });
    let number = add(&manager, wang).await["number"].as_str().unwrap().to_owned();
    named(&manager, &["李娜"]).await;
    let typed = [
        "1234",
        "5566",
        "13800131234",
        "138%200013%201234",
        "02887655566",
        "11010519491231002x",
        "A-7788",
        "wang@example.com",
        "8270103256418",
        &number,
        &number.to_lowercase(),
    ];
    for typed in typed {
        assert_eq!(found(&manager, &format!("q={typed}")).await, ["王芳"], "{typed}");
    }
    for typed in ["1235", "3800", "1380013", "13800131235", "234", "1101051949"] {
        assert_eq!(found(&manager, &format!("q={typed}")).await, [""; 0], "{typed}");
    }
    assert_eq!(found(&app.sign_in("manager-b").await, "q=1234").await, [""; 0]);
}

#[actix_web::test]
async fn a_changed_name_or_number_is_found_by_what_it_is_now() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let id = add(&manager, json!({ "name": "王芳", "mobile": "13800131234" })).await["id"].as_str().unwrap().to_owned();
    let patch = json!({ "name": "李娜", "mobile": "13900135678" });
    manager.patch_at(&format!("/customers/{id}"), 1, patch).await.expect(200);
    for (typed, names) in [("wf", 0), ("1234", 0), ("13800131234", 0), ("ln", 1), ("5678", 1), ("13900135678", 1)] {
        assert_eq!(found(&manager, &format!("q={typed}")).await.len(), names, "{typed}");
    }
}

#[actix_web::test]
async fn what_fits_best_comes_first_unless_an_order_is_named() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    for name in ["大王村", "王芳芳", "王芳", "小王芳"] {
        add(&manager, json!({ "name": name })).await;
        app.state.clock.advance(TimeDelta::minutes(1));
    }
    assert_eq!(found(&manager, "q=王芳").await, ["王芳", "王芳芳", "小王芳"]);
    assert_eq!(found(&manager, "q=王芳&sort=updated_at").await, ["王芳芳", "王芳", "小王芳"]);
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    for _ in 0..4 {
        let page = manager.get(&format!("/customers?q=王&limit=1&count=true&cursor={cursor}")).await.expect(200);
        assert_eq!(page["total"], 4);
        seen.push(page["items"][0]["name"].as_str().unwrap().to_owned());
        cursor = page["next_cursor"].as_str().unwrap_or_default().to_owned();
    }
    assert_eq!((seen, cursor.as_str()), (found(&manager, "q=王").await, ""));
}

#[actix_web::test]
async fn filters_narrow_the_list() {
    let app = TestApp::start().await;
    let (a, a2) = (app.sign_in("manager-a").await, app.sign_in("manager-a2").await);
    add(&a, json!({ "name": "甲", "kind": "group", "tier": "gold" })).await;
    add(&a, json!({ "name": "乙", "status": "closed" })).await;
    let c = add(&a2, json!({ "name": "丙" })).await;
    add(&app.sign_in("manager-b").await, json!({ "name": "丁" })).await;
    let leader = app.sign_in("leader-a").await;
    let company = app.sign_in("company").await;
    let (owner, org) = (c["owner"]["id"].as_str().unwrap(), c["org"]["id"].as_str().unwrap());
    let owned = format!("owner_id={owner}");
    let below = format!("org_id={org}");
    let cases: [(&Client, &str, &[&str]); 9] = [
        (&leader, "kind=group", &["甲"]),
        (&leader, "status=closed", &["乙"]),
        (&leader, "tier=gold", &["甲"]),
        (&leader, &owned, &["丙"]),
        (&leader, "special=true", &[]),
        (&leader, "special=false&kind=individual", &["乙", "丙"]),
        (&leader, "ends_before=2030-01-01", &[]),
        (&company, &below, &["甲", "乙", "丙"]),
        (&company, "org_id=01936d2c-7b4a-7c3e-9f10-5d6e7f809a1b", &[]),
    ];
    for (client, query, names) in cases {
        assert_eq!(found(client, &format!("{query}&sort=number")).await, names, "{query}");
    }
    assert_eq!(found(&company, "sort=-name").await.len(), 4);
}

#[actix_web::test]
async fn pages_are_stable_where_many_rows_have_the_same_key() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    for _ in 0..7 {
        named(&manager, &["张伟"]).await;
    }
    for sort in ["-updated_at", "updated_at", "name", "-name", "number", ""] {
        let (mut seen, mut cursor) = (std::collections::BTreeSet::new(), String::new());
        let mut pages = 0;
        while pages == 0 || !cursor.is_empty() {
            let page = manager.get(&format!("/customers?limit=3&sort={sort}&cursor={cursor}")).await.expect(200);
            seen.extend(page["items"].as_array().unwrap().iter().map(|item| item["id"].to_string()));
            cursor = page["next_cursor"].as_str().unwrap_or_default().to_owned();
            pages += 1;
        }
        assert_eq!((seen.len(), pages), (7, 3), "{sort}");
    }
}

#[actix_web::test]
async fn a_parameter_that_makes_no_sense_is_named() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    named(&manager, &["张伟", "李娜"]).await;
    let by_name = manager.get("/customers?sort=name&limit=1").await.expect(200);
    let by_name = by_name["next_cursor"].as_str().unwrap();
    let by_time = format!("cursor={by_name}");
    let searched = format!("q=张&cursor={by_name}");
    let cases = [
        ("colour=red", "?colour", "unknown_field"),
        ("kind=robot", "?kind", "wrong_value"),
        ("sort=mobile", "?sort", "wrong_value"),
        ("special=maybe", "?special", "wrong_value"),
        ("owner_id=17", "?owner_id", "wrong_value"),
        ("limit=0", "?limit", "out_of_range"),
        ("limit=201", "?limit", "out_of_range"),
        ("limit=x", "?limit", "wrong_value"),
        ("cursor=x", "?cursor", "wrong_value"),
        (&by_time, "?cursor", "wrong_value"),
        (&searched, "?cursor", "wrong_value"),
        ("q=a%00b", "?q", "wrong_value"),
        ("ends_before=soon", "?ends_before", "wrong_value"),
    ];
    for (query, pointer, code) in cases {
        let answer = manager.get(&format!("/customers?{query}")).await;
        answer.refused_field(400, "invalid-parameter", pointer, code);
    }
    let long = format!("/customers?q={}", "a".repeat(101));
    manager.get(&long).await.refused_field(400, "invalid-parameter", "?q", "length");
}

#[actix_web::test]
async fn a_list_shows_masks_and_names() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    add(&manager, json!({ "name": "王芳", "mobile": "13800131234" })).await;
    let item = manager.get("/customers").await.expect(200)["items"][0].clone();
    assert_eq!((item["mobile"].clone(), item["masked"].clone()), (json!("138****1234"), json!(["mobile"])));
    assert_eq!((item["owner"]["name"].clone(), item["open_complaints"].clone()), (json!("刘洋"), json!(0)));
}
