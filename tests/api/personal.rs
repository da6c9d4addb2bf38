//! Personal data: never in the open at rest, masked at every door, a mask never taken back, bound to its place.

mod killed;
mod reveals;
mod rotation;
mod searches;

use chrono::TimeDelta;
use guibin_api::{cipher::Place, inventory};
use guibin_domain::ids::CustomerId;
use guibin_entity::{complaint, customer, key_person};
use sea_orm::EntityTrait;
use serde_json::{Value, json};

use crate::{client::Client, harness::TestApp, imports::settled};

/// What must not be found: numbers of persons, each written where the name says.
const CANARIES: [(&str, &str); 25] = [
    ("id", "11010519491231002X"),
    ("mobile", "13800131234"),
    ("phone", "02887655566"),
    ("address", "茶店子路"),
    ("email", "wang.jg@"),
    ("fax", "02887650001"),
    ("remark", "13911110001"),
    ("anniversaries", "13911110002"),
    ("employer", "13911110003"),
    ("person_mobile", "13911110010"),
    ("person_remark", "13911110011"),
    ("person_role", "13911110012"),
    ("contact_phone", "13911110020"),
    ("complaint_content", "13911110021"),
    ("complaint_title", "13911110022"),
    ("reply", "13911110023"),
    ("record_phone", "13911110030"),
    ("record_content", "13911110031"),
    ("record_need", "13911110032"),
    ("record_place", "13911110033"),
    ("form_reason", "13911110040"),
    ("comment", "13911110041"),
    ("attribute", "13911110050"),
    ("card", "6222021234567890123"),
    ("filter", "13911110060"),
];

fn canary(name: &str) -> String {
    CANARIES.iter().find(|(one, _)| *one == name).unwrap().1.to_owned()
}

/// `before` and a canary, parted as people part them.
fn said(before: &str, name: &str) -> String {
    let number = canary(name);
    format!("{before} {} {}，谢谢", &number[..3], &number[3..])
}

fn wang() -> Value {
    json!({
        "kind": "individual", "name": "王建国", "id_number": canary("id"), "mobile": canary("mobile"), "phone": "028-87655566",
        "address": "成都市金牛区茶店子路 12 号", "email": "wang.jg@example.com", "fax": "028-8765 0001",
        "remark": said("请打", "remark"), "anniversaries": said("", "anniversaries"), "employer": said("水务局", "employer")
    })
}

/// One of everything that may hold a number of a person, through the doors that people use; paths to read it all back.
async fn seeded(app: &TestApp, manager: &Client) -> Vec<String> {
    let id = manager.post_once("/customers", "seed-1", wang()).await.expect(201)["id"].as_str().unwrap().to_owned();
    let path = format!("/customers/{id}");
    let person = json!({
        "name": "李慧", "mobile": canary("person_mobile"), "remark": said("", "person_remark"), "role_title": said("", "person_role")
    });
    manager.post(&format!("{path}/key-persons"), person).await.expect(201);
    let complaint = json!({
        "customer_id": id, "channel": "hotline", "level": 1, "title": said("回电", "complaint_title"),
        "content": said("请回电", "complaint_content"), "contact_name": "李慧", "contact_phone": canary("contact_phone")
    });
    let complaint = manager.post_once("/complaints", "seed-2", complaint).await.expect(201);
    let complaint = format!("/complaints/{}", complaint["id"].as_str().unwrap());
    manager.post_at(&format!("{complaint}/replies"), 1, json!({ "text": said("已致电", "reply") })).await.expect(201);
    let record = json!({
        "customer_id": id, "method": "call", "occurred_at": app.now(), "phone": canary("record_phone"),
        "place": said("", "record_place"), "content": said("", "record_content"), "need": said("", "record_need"),
        "handling_status": "open", "people_met": [{ "key_person_id": null, "name": "李慧", "role_title": null }]
    });
    let record = manager.post_once("/service-records", "seed-3", record).await.expect(201);
    let form = json!({
        "special_kind": "leader", "reason": said("", "form_reason"), "special_contribution": true, "on_our_network": true,
        "device_type": "", "programme_packages": [], "starts_on": "2026-12-01", "ends_on": "2027-11-30"
    });
    let approval = json!({ "kind": "special_opening", "customer_id": id, "form": form });
    let approval = manager.post_once("/approvals", "seed-4", approval).await.expect(201);
    let approval = format!("/approvals/{}", approval["id"].as_str().unwrap());
    let decision = json!({ "decision": "return", "comment": said("", "comment") });
    app.sign_in("leader-a").await.post_at(&format!("{approval}/decisions"), 1, decision).await.expect(201);
    let (import, export) = (imported(app, manager).await, exported(app, manager).await);
    let reveal = json!({ "fields": ["mobile"], "purpose": said("回访", "remark") });
    manager.post(&format!("{path}/reveals"), reveal).await.expect(200);
    vec![
        path.clone(),
        format!("{path}/overview"),
        format!("{path}/timeline"),
        format!("{path}/key-persons"),
        format!("/service-records/{}", record["id"].as_str().unwrap()),
        "/customers".to_owned(),
        "/complaints".to_owned(),
        "/service-records".to_owned(),
        "/approvals".to_owned(),
        "/workbench".to_owned(),
        complaint,
        approval,
        import.clone(),
        format!("{import}/rows"),
        format!("{import}/workbook"),
        format!("{export}/content"),
    ]
}

async fn imported(app: &TestApp, who: &Client) -> String {
    let (extra, card) = (said("", "attribute"), canary("card"));
    let file = format!("客户编码,姓名,紧急联系,银行卡,备注\n95,王一,{extra},{card},{}\n", said("", "remark"));
    let import = who.upload("/imports", "王13911110050.csv", file.into_bytes()).await.expect(201);
    let path = format!("/imports/{}", import["id"].as_str().unwrap());
    for step in ["checks", "commits"] {
        let version = who.get(&path).await.version();
        who.post_at(&format!("{path}/{step}"), version, json!({})).await.expect(202);
        settled(app, who, &path).await;
    }
    path
}

async fn exported(app: &TestApp, who: &Client) -> String {
    who.post("/exports", json!({ "kind": "customers", "filter": { "q": canary("filter") } })).await.expect(202);
    let export = who.post("/exports", json!({ "kind": "customers" })).await.expect(202);
    let path = format!("/exports/{}", export["id"].as_str().unwrap());
    settled(app, who, &path).await;
    path
}

/// `text` without what people put between digits, so that a parted number is seen too.
fn joined(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, ' ' | '-')).collect()
}

#[actix_web::test]
async fn no_canary_is_anywhere_in_the_database() {
    let app = TestApp::start().await;
    seeded(&app, &app.sign_in("manager-a").await).await;
    app.sweep().await;
    let stored = joined(&app.dump().await);
    for (name, value) in CANARIES {
        assert!(!stored.contains(value), "{name} is in the database in the open");
        let bytes = value.bytes().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
        assert!(!stored.contains(&bytes) && !stored.contains(&bytes.to_uppercase()), "{name} is in a file in the open");
    }
    for tail in ["#1234", "#5566", "#002X"] {
        assert!(!stored.contains(tail), "{tail} is found by in the open");
    }
}

#[actix_web::test]
async fn no_canary_comes_out_of_any_door() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    for path in seeded(&app, &manager).await {
        let answer = manager.get(&path).await;
        assert_eq!(answer.status, 200, "{path}");
        let is_book = answer.header("content-type").contains("spreadsheet");
        let text = if is_book {
            crate::imports::sheet(answer.bytes).concat().concat()
        } else {
            String::from_utf8(answer.bytes).unwrap()
        };
        for (name, value) in CANARIES {
            assert!(!joined(&text).contains(value), "{path} shows {name}");
        }
        let shows_none = ["/timeline", "/workbench", "/approvals", "/rows"].iter().any(|end| path.ends_with(end));
        assert!(text.contains("***") || shows_none, "{path} shows no mask: {text}");
    }
}

#[actix_web::test]
async fn a_mask_that_comes_back_is_refused_at_every_door() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let id = manager.post("/customers", wang()).await.id();
    let mask = "请打 139****0001，谢谢";
    let before = app.fingerprint().await;
    for (field, value) in
        [("remark", mask), ("employer", mask), ("anniversaries", mask), ("name", mask), ("fax", "028****0001")]
    {
        let mut body = json!({ "kind": "individual", "name": "王" });
        body[field] = json!(value);
        let pointer = format!("/{field}");
        manager.post("/customers", body).await.refused_field(422, "validation-failed", &pointer, "masked_value");
        let patch = json!({ field: value });
        let answer = manager.patch_at(&format!("/customers/{id}"), 1, patch).await;
        answer.refused_field(422, "validation-failed", &pointer, "masked_value");
    }
    let record = |field: &str| {
        let mut body = json!({
            "customer_id": id, "method": "visit", "occurred_at": app.now(), "content": "走访", "handling_status": "open"
        });
        body[field] = json!(mask);
        body
    };
    let complaint = |field: &str| {
        let mut body =
            json!({ "customer_id": id, "channel": "hotline", "level": 1, "title": "无信号", "content": "黑屏" });
        body[field] = json!(mask);
        body
    };
    for (door, body, pointer) in [
        (format!("/customers/{id}/key-persons"), json!({ "name": "李", "remark": mask }), "/remark"),
        (format!("/customers/{id}/reveals"), json!({ "fields": ["mobile"], "purpose": mask }), "/purpose"),
        ("/complaints".to_owned(), complaint("content"), "/content"),
        ("/complaints".to_owned(), complaint("title"), "/title"),
        ("/service-records".to_owned(), record("content"), "/content"),
        ("/service-records".to_owned(), record("need"), "/need"),
        ("/service-records".to_owned(), record("place"), "/place"),
    ] {
        manager.post(&door, body).await.refused_field(422, "validation-failed", pointer, "masked_value");
    }
    assert_eq!(app.fingerprint().await, before);
    let file = "客户编码,姓名,备注,备用电话\n95,王一,请打138****1234,\n96,王二,,139****2222\n".as_bytes().to_vec();
    let import = manager.upload("/imports", "a.csv", file).await.expect(201);
    let path = format!("/imports/{}", import["id"].as_str().unwrap());
    manager.post_at(&format!("{path}/checks"), 1, json!({})).await.expect(202);
    settled(&app, &manager, &path).await;
    let rows = manager.get(&format!("{path}/rows")).await.expect(200);
    for row in rows["items"].as_array().unwrap() {
        assert_eq!(
            (&row["outcome"], &row["problems"][0]["code"]),
            (&json!("invalid"), &json!("masked_value")),
            "{row}"
        );
    }
}

#[actix_web::test]
async fn a_sealed_value_opens_nowhere_else() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    seeded(&app, &manager).await;
    let other =
        manager.post("/customers", json!({ "kind": "individual", "name": "李", "mobile": "13900135678" })).await.id();
    let rows = customer::Entity::find().all(app.db()).await.unwrap();
    let wang = rows.iter().find(|row| row.name == "王建国").unwrap();
    let other = rows.iter().find(|row| row.id == CustomerId(other.parse().unwrap())).unwrap();
    let (cipher, sealed) = (&app.state.cipher, wang.mobile_sealed.clone().unwrap());
    let place = |table, column, row| Place { table, column, row };
    assert_eq!(cipher.open(place("customer", "mobile_sealed", wang.id.0), &sealed).unwrap(), canary("mobile"));
    for elsewhere in [
        place("customer", "mobile_sealed", other.id.0),
        place("customer", "phone_sealed", wang.id.0),
        place("key_person", "mobile_sealed", wang.id.0),
    ] {
        assert!(cipher.open(elsewhere, &sealed).is_err(), "{elsewhere:?}");
    }
    // On the rows themselves: a number moved to another customer shows nothing, it fails.
    let moved = customer::ActiveModel {
        id: sea_orm::Set(other.id),
        mobile_sealed: sea_orm::Set(Some(sealed)),
        ..Default::default()
    };
    customer::Entity::update(moved).exec(app.db()).await.unwrap();
    manager.get(&format!("/customers/{}", other.id)).await.refused(500, "internal");
    let remark = wang.remark.clone().unwrap();
    assert!(remark.starts_with("v1|"), "{remark}");
    assert!(cipher.kept(place("customer", "employer", wang.id.0), &remark).is_err());
    let person = key_person::Entity::find().one(app.db()).await.unwrap().unwrap();
    let complaint = complaint::Entity::find().one(app.db()).await.unwrap().unwrap();
    let phone = complaint.contact_phone_sealed.unwrap();
    assert!(cipher.open(place("complaint", "contact_phone_sealed", complaint.id.0), &phone).is_ok());
    assert!(cipher.open(place("key_person", "mobile_sealed", person.id.0), &phone).is_err());
}

#[test]
fn the_inventory_names_every_column_that_is_sealed() {
    let sealed = |table: &str, column: &str| {
        let listed = inventory::COLUMNS.iter().any(|one| (one.table, one.column) == (table, column));
        listed || (table == "customer" && inventory::CUSTOMER.contains(&column))
    };
    macro_rules! columns {
        ($($table:ident)+) => {[$((stringify!($table), {
            use sea_orm::{IdenStatic, Iterable};
            guibin_entity::$table::Column::iter().map(|column| column.as_str().to_owned()).collect::<Vec<_>>()
        })),+]};
    }
    for (table, columns) in columns!(customer key_person complaint service_record) {
        for column in columns.into_iter().filter(|column| column.ends_with("_sealed")) {
            assert!(sealed(table, &column), "{table}.{column} is missing in the inventory");
        }
    }
}

#[actix_web::test]
async fn masked_fields_are_found_whole_or_by_their_tail_and_sort_nothing() {
    let app = TestApp::start().await;
    let (a, b) = (app.sign_in("manager-a").await, app.sign_in("manager-b").await);
    let mut body = wang();
    body["name"] = json!("王 13911110090");
    a.post("/customers", body).await.expect(201);
    let found = async |who: &Client, q: &str| {
        who.get(&format!("/customers?q={q}")).await.expect(200)["items"].as_array().unwrap().len()
    };
    for whole in ["13800131234", "11010519491231002X", "1234", "002X", "002x", "5566"] {
        assert_eq!((found(&a, whole).await, found(&b, whole).await), (1, 0), "{whole}");
    }
    for part in ["1380013", "0013", "13911110090", "1391111", "110105", "87655"] {
        assert_eq!(found(&a, part).await, 0, "{part}");
    }
    for sort in ["mobile", "-id_number", "address", "remark"] {
        a.get(&format!("/customers?sort={sort}")).await.refused(400, "invalid-parameter");
    }
    a.get("/customers?mobile=13800131234").await.refused(400, "invalid-parameter");
    app.advance(TimeDelta::seconds(1)).await;
}
