//! Exports: what one sees, in the shape an import reads, for oneself alone.

use serde_json::{Value, json};

use crate::{
    client::Client,
    harness::TestApp,
    imports::{settled, sheet},
};

async fn exported(app: &TestApp, who: &Client, filter: Value) -> Value {
    let made = who.post("/exports", json!({"kind": "customers", "filter": filter})).await.expect(202);
    assert_eq!((&made["state"], &made["file_name"]), (&json!("queued"), &Value::Null));
    let export = settled(app, who, &format!("/exports/{}", made["id"].as_str().unwrap())).await;
    assert_eq!(export["state"], "ready", "{export}");
    export
}

async fn content(who: &Client, export: &Value) -> Vec<u8> {
    let answer = who.get(&format!("/exports/{}/content", export["id"].as_str().unwrap())).await;
    assert_eq!(answer.header("content-type"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    assert!(answer.header("content-disposition").starts_with("attachment;"));
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.status, 200);
    answer.bytes
}

async fn make(who: &Client, name: &str, more: Value) {
    let mut body = json!({"kind": "individual", "name": name});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    who.post("/customers", body).await.expect(201);
}

#[actix_web::test]
async fn an_export_comes_back_in_without_a_change() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let full = json!({
        "kind": "group", "sex": "male", "id_number": "11010519491231002X", "birthday": "1949-12-31", "employer": "=cmd()",
        "department": "+办公室", "post": "@主任", "mobile": "13812345678", "phone": "028-87655566",
        "address": "成都市金牛区茶店子路 12 号", "postcode": "610031", "email": "wang@example.com", "external_id": "0095",
        "smart_card_number": "8270103256418", "device_number": "-1", "tier": "金卡", "status": "suspended",
        "remark": "第一行\n第二行\t \u{1F600} \u{3000}, \"引号\" '单' _x0041_ ＝", "anniversaries": "'=x", "uscc": "91350100M000100Y43"
    });
    make(&manager, "欧阳  娜娜", full).await;
    make(&manager, "张三", json!({})).await;
    let file = "客户编码,小区,手机,备用电话\n7,甲,,13911112222\n8,=乙,13912345678,\n".as_bytes().to_vec();
    let import = manager.upload("/imports", "a.csv", file).await.expect(201);
    let path = format!("/imports/{}", import["id"].as_str().unwrap());
    for step in ["checks", "commits"] {
        let version = manager.get(&path).await.version();
        manager.post_at(&format!("{path}/{step}"), version, json!({})).await.expect(202);
        settled(&app, &manager, &path).await;
    }

    let export = exported(&app, &manager, json!({"sort": "number"})).await;
    assert_eq!(export["progress"], json!({"done": 4, "total": 4}));
    assert_eq!(export["file_name"], "客户-20261123.xlsx");
    let bytes = content(&manager, &export).await;
    assert_eq!((app.count("export.requested").await, app.count("export.ready").await), (1, 1));
    assert_eq!(app.count("export.downloaded").await, 1);
    let cells = sheet(bytes.clone());
    let column = |name: &str| cells[0].iter().position(|header| header == name).unwrap();
    assert_eq!(cells.len(), 5);
    assert_eq!(cells[1][column("身份证号")], "1****************X");
    assert_eq!(cells[1][column("手机")], "138****5678");
    assert_eq!(cells[1][column("外部编号")], "0095");
    assert_eq!(cells[1][column("客户类型")], "集团");
    assert_eq!(cells[1][column("工作单位")], "'=cmd()");
    assert_eq!(cells[4][column("小区")], "'=乙");
    assert_eq!(cells[3][column("备用电话")], "139****2222");

    let import = manager.upload("/imports", "export.xlsx", bytes).await.expect(201);
    let path = format!("/imports/{}", import["id"].as_str().unwrap());
    manager.post_at(&format!("{path}/checks"), 1, json!({})).await.expect(202);
    let import = settled(&app, &manager, &path).await;
    let rows = manager.get(&format!("{path}/rows")).await.expect(200);
    assert_eq!(import["counts"]["same"], 4, "{rows}");

    let file = "客户编码,备用电话\n7,13911113333\n".as_bytes().to_vec();
    let import = manager.upload("/imports", "b.csv", file).await.expect(201);
    let path = format!("/imports/{}", import["id"].as_str().unwrap());
    manager.post_at(&format!("{path}/checks"), 1, json!({})).await.expect(202);
    settled(&app, &manager, &path).await;
    let rows = manager.get(&format!("{path}/rows")).await.expect(200);
    let change = json!([{"field": null, "header": "备用电话", "from": "139****2222", "to": "139****3333"}]);
    assert_eq!(rows["items"][0]["changes"], change);
    let id = rows["items"][0]["customer_id"].as_str().unwrap();
    let customer = manager.get(&format!("/customers/{id}")).await.expect(200);
    assert_eq!(customer["attributes"]["备用电话"], "139****2222");
}

#[actix_web::test]
async fn an_export_holds_what_its_maker_sees_and_nobody_else_has_it() {
    let app = TestApp::start().await;
    let (a, a2, b) = (app.sign_in("manager-a").await, app.sign_in("manager-a2").await, app.sign_in("manager-b").await);
    make(&a, "王一", json!({"tier": "金"})).await;
    make(&a, "王二", json!({})).await;
    make(&a2, "李一", json!({"tier": "金"})).await;
    make(&b, "赵一", json!({"tier": "金"})).await;
    let names = |bytes: Vec<u8>| {
        let cells = sheet(bytes);
        let name = cells[0].iter().position(|header| header == "客户名称").unwrap();
        let mut names: Vec<_> = cells[1..].iter().map(|line| line[name].clone()).collect();
        names.sort();
        names
    };
    let export = exported(&app, &a, json!({"tier": "金"})).await;
    assert_eq!(names(content(&a, &export).await), ["王一"]);
    let leader = app.sign_in("leader-a").await;
    let wider = exported(&app, &leader, json!({})).await;
    assert_eq!(names(content(&leader, &wider).await), ["李一", "王一", "王二"]);

    let path = format!("/exports/{}", export["id"].as_str().unwrap());
    for other in [&a2, &b, &leader] {
        other.get(&path).await.refused(404, "not-found");
        other.get(&format!("{path}/content")).await.refused(404, "not-found");
    }
    app.sign_in("clerk-a").await.post("/exports", json!({"kind": "customers"})).await.refused(403, "permission-denied");
}

#[actix_web::test]
async fn an_export_that_is_not_ready_or_not_understood_is_refused() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let before = app.fingerprint().await;
    let unknown = manager.post("/exports", json!({"kind": "customers", "filter": {"password": "x"}})).await;
    unknown.refused(422, "unknown-field");
    manager.post("/exports", json!({"kind": "users"})).await.refused(422, "validation-failed");
    assert_eq!(app.fingerprint().await, before);
    let made = manager.post("/exports", json!({"kind": "customers"})).await.expect(202);
    let path = format!("/exports/{}/content", made["id"].as_str().unwrap());
    let before = app.fingerprint().await;
    manager.get(&path).await.refused_field(409, "state-conflict", "", "export_not_ready");
    assert_eq!(app.fingerprint().await, before);
}
