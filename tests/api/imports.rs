//! Imports: columns, outcomes and what comes back; `headers`, `real_files` and `unreadable` beside it.

mod headers;
mod real_files;
mod unreadable;

use std::{path::PathBuf, time::Duration};

use calamine::{Data, Reader, Xlsx};
use serde_json::{Value, json};

use crate::{
    client::{Client, send},
    harness::TestApp,
};

/// A file of the real data that lie beside the project.
pub fn real(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data").join(name);
    std::fs::read(&path).unwrap_or_else(|cause| panic!("{}: {cause}", path.display()))
}

/// Waits until the worker has left the state that it works in.
pub async fn settled(app: &TestApp, who: &Client, path: &str) -> Value {
    for _ in 0..2400 {
        app.sweep().await;
        let answer = who.get(path).await;
        // A machine with more to do than it can says so; who waits asks again.
        if answer.status.as_u16() == 503 {
            tokio::time::sleep(Duration::from_secs(1)).await;
            continue;
        }
        let body = answer.expect(200);
        let working = ["checking", "committing", "queued", "running"];
        if !working.contains(&body["state"].as_str().unwrap()) {
            return body;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("{path} does not settle");
}

fn version(body: &Value) -> i64 {
    body["version"].as_i64().unwrap()
}

/// Uploads and checks a file.
async fn checked(app: &TestApp, who: &Client, name: &str, bytes: Vec<u8>) -> Value {
    let import = who.upload("/imports", name, bytes).await.expect(201);
    let path = format!("/imports/{}", import["id"].as_str().unwrap());
    who.post_at(&format!("{path}/checks"), version(&import), json!({})).await.expect(202);
    let import = settled(app, who, &path).await;
    assert_eq!(import["state"], "checked", "{import}");
    import
}

async fn committed(app: &TestApp, who: &Client, import: &Value) -> Value {
    let path = format!("/imports/{}", import["id"].as_str().unwrap());
    who.post_at(&format!("{path}/commits"), version(import), json!({})).await.expect(202);
    let import = settled(app, who, &path).await;
    assert_eq!(import["state"], "committed", "{import}");
    assert_eq!(import["progress"]["done"], import["progress"]["total"]);
    import
}

fn counts(pairs: &[(&str, usize)]) -> Value {
    let mut all = json!({"new": 0, "same": 0, "changed": 0, "conflict": 0, "duplicate": 0, "invalid": 0});
    for (outcome, count) in pairs {
        all[*outcome] = json!(count);
    }
    all
}

/// Every row of an import that came out as `outcome`.
async fn rows(who: &Client, import: &Value, outcome: &str) -> Vec<Value> {
    let (mut rows, mut cursor) = (Vec::new(), String::new());
    loop {
        let path = format!("/imports/{}/rows?limit=200&{outcome}&cursor={cursor}", import["id"].as_str().unwrap());
        let page = who.get(&path).await.expect(200);
        rows.extend(page["items"].as_array().unwrap().iter().cloned());
        match page["next_cursor"].as_str() {
            Some(next) => next.clone_into(&mut cursor),
            None => return rows,
        }
    }
}

/// The cells of a workbook's first sheet, read without our code.
pub fn sheet(bytes: Vec<u8>) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
    let name = book.sheet_names()[0].clone();
    let range = book.worksheet_range(&name).unwrap();
    let text = |cell: &Data| match cell {
        Data::Float(number) => number.to_string(),
        other => other.to_string(),
    };
    range.rows().map(|row| row.iter().map(text).collect()).collect()
}

/// A workbook of one sheet, made without our code.
fn workbook(rows: &[&[Cell]]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(cells.iter()) {
            match cell {
                Cell::Text(text) => sheet.write_string(row, column, *text).unwrap(),
                Cell::Number(number) => sheet.write_number(row, column, *number).unwrap(),
                Cell::Formula(formula, result) => sheet
                    .write_formula(row, column, rust_xlsxwriter::Formula::new(*formula).set_result(*result))
                    .unwrap(),
                Cell::Day(day) => {
                    let format = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
                    sheet.write_number_with_format(row, column, *day, &format).unwrap()
                }
            };
        }
    }
    book.save_to_buffer().unwrap()
}

enum Cell {
    Text(&'static str),
    Number(f64),
    Formula(&'static str, &'static str),
    Day(f64),
}
use Cell::{Day, Formula, Number, Text};

#[actix_web::test]
async fn digits_that_a_number_lost_are_told_and_never_rounded() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let file = workbook(&[
        &[Text("客户编码"), Text("姓名"), Text("身份证号"), Text("手机"), Text("生日"), Text("银行卡"), Text("合计")],
        &[
            Number(95.0),
            Text("王一"),
            Text("11010519491231002X"),
            Number(13_812_345_678.0),
            Day(18_000.0),
            Text("6222021234567890123"),
            Formula("=1+1", "2"),
        ],
        &[Number(96.0), Text("王二"), Number(110_105_194_912_310_021.0), Text(""), Text(""), Text(""), Text("")],
        &[Number(97.0), Text("王三"), Text(""), Number(138_123_456_789_012_345.0), Text(""), Text(""), Text("")],
        &[Text("0098"), Text("王四"), Text(""), Text(""), Text(""), Number(6_222_021_234_567_890_123.0), Text("")],
        &[Text("99"), Text("王五"), Text("110105194912310021"), Text(""), Text("2026-13-01"), Text(""), Text("")],
    ]);
    let import = checked(&app, &manager, "a.xlsx", file).await;
    assert_eq!(import["counts"], counts(&[("new", 1), ("invalid", 4)]));
    let invalid = rows(&manager, &import, "outcome=invalid").await;
    let codes: Vec<_> = invalid
        .iter()
        .map(|row| {
            (
                row["row_number"].as_u64().unwrap(),
                row["problems"][0]["field"].clone(),
                row["problems"][0]["code"].clone(),
            )
        })
        .collect();
    let lost = json!("number_lost_digits");
    assert_eq!(
        codes,
        [
            (3, json!("id_number"), lost.clone()),
            (4, json!("mobile"), lost.clone()),
            (5, Value::Null, lost),
            (6, json!("id_number"), json!("id_number_checksum")),
        ]
    );
    let said = invalid[0]["problems"][0]["detail"].as_str().unwrap();
    assert!(said.contains("文本格式"), "{said}");
    let english = rows(&manager.english(), &import, "outcome=invalid").await;
    assert!(english[0]["problems"][0]["detail"].as_str().unwrap().contains("Format the column as text"));

    let import = committed(&app, &manager, &import).await;
    let row = rows(&manager, &import, "outcome=new").await[0].clone();
    let path = format!("/customers/{}", row["customer_id"].as_str().unwrap());
    let customer = manager.get(&path).await.expect(200);
    assert_eq!((&customer["external_id"], &customer["birthday"]), (&json!("95"), &json!("1949-04-12")));
    assert_eq!(customer["attributes"], json!({"银行卡": "***************0123", "合计": "2"}));
    let revealed = manager
        .post(&format!("{path}/reveals"), json!({"fields": ["id_number", "mobile"], "purpose": "核对导入"}))
        .await;
    assert_eq!(revealed.expect(200)["values"], json!({"id_number": "11010519491231002X", "mobile": "13812345678"}));
}

#[actix_web::test]
async fn columns_are_corrected_and_two_never_go_to_one_field() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let file = "昵称,手机,备用\n王一,13812345678,x\n".as_bytes().to_vec();
    let import = manager.upload("/imports", "a.csv", file).await.expect(201);
    let path = format!("/imports/{}", import["id"].as_str().unwrap());
    assert_eq!(import["columns"][1]["samples"], json!(["138****5678"]));
    assert_eq!(import["columns"][0]["matched_by"], "attribute");
    let before = app.fingerprint().await;
    let twice = json!({"columns": [{"index": 0, "field": "mobile"}]});
    manager.patch_at(&path, 1, twice).await.refused_field(422, "validation-failed", "/columns", "import_column_twice");
    let far = json!({"columns": [{"index": 9, "field": "name"}]});
    manager.patch_at(&path, 1, far).await.refused_field(422, "validation-failed", "/columns/0/index", "out_of_range");
    let name = json!({"columns": [{"index": 0, "field": "name"}]});
    manager.patch_at(&path, 7, name.clone()).await.refused(412, "precondition-failed");
    send(manager.request(reqwest::Method::PATCH, &path).json(&name)).await.refused(428, "precondition-required");
    manager.post_at(&format!("{path}/commits"), 1, json!({})).await.refused_field(
        409,
        "state-conflict",
        "",
        "import_move",
    );
    manager.get(&format!("{path}/workbook")).await.refused_field(409, "state-conflict", "", "import_move");
    assert_eq!(app.fingerprint().await, before);

    let import = manager.patch_at(&path, 1, name).await.expect(200);
    assert_eq!(
        (&import["columns"][0]["field"], &import["columns"][0]["matched_by"]),
        (&json!("name"), &json!("manual"))
    );
    let gone = json!({"columns": [{"index": 0, "field": null}, {"index": 1, "field": null}]});
    let import = manager.patch_at(&path, version(&import), gone).await.expect(200);
    let keyless = manager.post_at(&format!("{path}/checks"), version(&import), json!({})).await;
    keyless.refused_field(422, "validation-failed", "/columns", "import_key_missing");
}

#[actix_web::test]
async fn another_branch_learns_nothing_and_a_colleague_s_customer_is_a_conflict() {
    let app = TestApp::start().await;
    let (a, a2, b) = (app.sign_in("manager-a").await, app.sign_in("manager-a2").await, app.sign_in("manager-b").await);
    let file = "客户编码,姓名,手机,身份证号\n95,王一,13812345678,11010519491231002X\n".as_bytes().to_vec();
    let import = checked(&app, &a, "a.csv", file.clone()).await;
    committed(&app, &a, &import).await;

    let at_b = checked(&app, &b, "a.csv", file.clone()).await;
    assert_eq!(at_b["counts"], counts(&[("new", 1)]));
    committed(&app, &b, &at_b).await;
    let colleague = checked(&app, &a2, "a.csv", file.clone()).await;
    assert_eq!(colleague["counts"], counts(&[("conflict", 1)]));
    let row = rows(&a2, &colleague, "").await[0].clone();
    assert_eq!((&row["customer_id"], &row["changes"]), (&Value::Null, &json!([])));
    assert_eq!(checked(&app, &a, "a.csv", file).await["counts"], counts(&[("same", 1)]));

    let path = format!("/imports/{}", import["id"].as_str().unwrap());
    for who in [&b, &a2] {
        who.get(&path).await.refused(404, "not-found");
        who.get(&format!("{path}/rows")).await.refused(404, "not-found");
        who.get(&format!("{path}/workbook")).await.refused(404, "not-found");
        who.post_at(&format!("{path}/checks"), 3, json!({})).await.refused(404, "not-found");
    }
    app.sign_in("clerk-a").await.get("/imports").await.refused(403, "permission-denied");
    assert_eq!(a2.get("/imports?count=true").await.expect(200)["total"], 1);
}

#[actix_web::test]
async fn rows_that_change_conflict_or_repeat_say_so_and_the_workbook_comes_back_marked() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let first =
        "客户编码,姓名,手机,备注,小区\n1,王一,13812345678,=1+1,甲\n2,王二,13912345678,,乙\n".as_bytes().to_vec();
    let import = checked(&app, &manager, "a.csv", first).await;
    committed(&app, &manager, &import).await;

    let second = "客户编码,姓名,手机,备注,小区\n\
        1,王一,13812345678,=1+1,丙\n\
        2,王贰,13912345678,,乙\n\
        3,王三,13812345678,,\n\
        4,王四,138****5678,,\n\
        1,王一,,,\n\
        ,,,只有备注,\n\
        5,-5,,@x,＝3\n"
        .as_bytes()
        .to_vec();
    let import = checked(&app, &manager, "客户 表.csv", second).await;
    let expected = counts(&[("changed", 2), ("conflict", 1), ("invalid", 2), ("duplicate", 1), ("new", 1)]);
    assert_eq!(import["counts"], expected);
    let changed = rows(&manager, &import, "outcome=changed").await;
    assert_eq!(changed[0]["changes"], json!([{"field": null, "header": "小区", "from": "甲", "to": "丙"}]));
    assert_eq!(changed[1]["changes"], json!([{"field": "name", "header": null, "from": "王二", "to": "王贰"}]));

    let path = format!("/imports/{}/workbook", import["id"].as_str().unwrap());
    let answer = manager.get(&path).await;
    assert_eq!(answer.header("content-type"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    assert!(
        answer.header("content-disposition").starts_with("attachment;"),
        "{}",
        answer.header("content-disposition")
    );
    let marked = sheet(answer.bytes.clone());
    assert_eq!(marked[0], ["客户编码", "姓名", "手机", "备注", "小区", "结果", "原因"]);
    assert_eq!(marked[1][3], "'=1+1");
    assert_eq!(marked[7][1..5], ["'-5".to_owned(), String::new(), "'@x".to_owned(), "'＝3".to_owned()]);
    let outcomes: Vec<_> = marked[1..].iter().map(|line| line[5].as_str()).collect();
    assert_eq!(outcomes, ["更新", "更新", "冲突", "无效", "重复", "无效", "新增"]);
    assert!(marked[3][6].contains("已属于另一位客户"), "{}", marked[3][6]);

    // Uploaded again as it is, it says the same: the marks are no columns and the apostrophes are gone. Only the masked
    // number of somebody who is not in the file says nothing.
    let again = checked(&app, &manager, "again.xlsx", answer.bytes).await;
    assert_eq!(again["counts"], counts(&[("new", 1), ("changed", 2), ("invalid", 3), ("duplicate", 1)]));
    assert_eq!(again["columns"].as_array().unwrap().len(), 5);
    let import = committed(&app, &manager, &import).await;
    assert_eq!(import["counts"], expected);
    let again = committed(&app, &manager, &again).await;
    assert_eq!(again["counts"], counts(&[("same", 3), ("invalid", 3), ("duplicate", 1)]));
}
