//! Headers are personal data too: people call a column by a number, and what is under an address is one.

use guibin_api::reseal;
use guibin_entity::customer;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, Set};
use serde_json::{Value, json};

use super::{checked, committed, settled, sheet};
use crate::{client::Client, harness::TestApp};

const NUMBER: &str = "13812345678";
const ROAD: &str = "茶店子路";

/// The headers of an export of everything in reach.
async fn exported(app: &TestApp, who: &Client) -> Vec<u8> {
    let made = who.post("/exports", json!({ "kind": "customers" })).await.expect(202);
    let path = format!("/exports/{}", made["id"].as_str().unwrap());
    assert_eq!(settled(app, who, &path).await["state"], "ready");
    who.get(&format!("{path}/content")).await.bytes
}

#[actix_web::test]
async fn a_number_in_a_header_is_nowhere_in_clear() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let file = format!("姓名,手机,王小明{NUMBER},地址2,小区\n甲,13812340077,x,成都市金牛区{ROAD}12号,茶店子片区\n");
    let import = checked(&app, &manager, "a.csv", file.into_bytes()).await;
    let import = committed(&app, &manager, &import).await;
    assert_eq!(import["columns"][2]["header"], "王小明138****5678");
    let stored = app.dump().await;
    assert!(!stored.contains(NUMBER) && !stored.contains(ROAD), "{stored}");
    assert!(stored.contains("茶店子片区"), "what is nobody's number stays legible");
    let path = format!("/imports/{}/workbook", import["id"].as_str().unwrap());
    let outcome = sheet(manager.get(&path).await.bytes);
    assert_eq!(outcome[0][2..5], ["王小明138****5678", "地址2", "小区"]);
    let export = exported(&app, &manager).await;
    let cells = sheet(export.clone());
    for (header, cell) in [("王小明138****5678", "x"), ("地址2", "成都市金牛区***")] {
        let column = cells[0].iter().position(|name| name == header).unwrap_or_else(|| panic!("{:?}", cells[0]));
        assert_eq!(cells[1][column], cell);
    }
    let again = checked(&app, &manager, "export.xlsx", export).await;
    assert_eq!(again["counts"]["same"], 1, "an export comes back without a change: {again}");
}

#[actix_web::test]
async fn a_number_of_a_person_is_no_code_and_those_from_before_are_masked() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let file = "姓名,外部编号\n甲,13812345678\n".as_bytes().to_vec();
    let import = checked(&app, &manager, "a.csv", file).await;
    let rows = manager.get(&format!("/imports/{}/rows", import["id"].as_str().unwrap())).await.expect(200);
    assert_eq!(rows["items"][0]["problems"][0]["code"], "number_elsewhere", "{rows}");
    let id = manager.post("/customers", json!({ "kind": "individual", "name": "王芳" })).await.id();
    let mut row = customer::Entity::find().one(app.db()).await.unwrap().unwrap().into_active_model();
    row.external_id = Set(Some(NUMBER.to_owned()));
    row.smart_card_number = Set(Some("8270103256418".to_owned()));
    row.update(app.db()).await.unwrap();
    let shown = manager.get(&format!("/customers/{id}")).await.expect(200);
    assert_eq!(shown["external_id"], "138****5678");
    assert_eq!(shown["smart_card_number"], "8270103256418");
    let export = exported(&app, &manager).await;
    let again = checked(&app, &manager, "export.xlsx", export).await;
    assert_eq!(again["counts"]["same"], 1, "{again}");
}

#[actix_web::test]
async fn headers_of_earlier_files_are_shown_masked_and_mended_by_a_reseal() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let id = manager.post("/customers", json!({ "kind": "individual", "name": "王芳" })).await.id();
    let row = customer::Entity::find().one(app.db()).await.unwrap().unwrap();
    let mut row = row.into_active_model();
    let held: Value = json!({ "甲13812345678": "1", "甲13812995678": "2", "地址2": format!("{ROAD}12号") });
    row.attributes = Set(held);
    row.update(app.db()).await.unwrap();
    let shown = json!({ "甲138****5678": "1", "甲138****5678 (2)": "2", "地址2": "***" });
    let path = format!("/customers/{id}");
    assert_eq!(manager.get(&path).await.expect(200)["attributes"], shown);
    assert!(!sheet(exported(&app, &manager).await)[0].iter().any(|header| header.contains(NUMBER)));
    assert!(app.dump().await.contains(NUMBER));
    assert!(reseal::all(&app.state, |_| {}).await.unwrap() > 0);
    assert_eq!(reseal::all(&app.state, |_| {}).await.unwrap(), 0, "nothing is left to do");
    let stored = app.dump().await;
    assert!(!stored.contains(NUMBER) && !stored.contains(ROAD), "{stored}");
    assert_eq!(manager.get(&path).await.expect(200)["attributes"], shown);
}
