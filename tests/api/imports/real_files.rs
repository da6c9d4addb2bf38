//! Real files, which nobody on the team wrote: what comes out is what an independent count of each says.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use chrono::TimeDelta;
use guibin_api::{database::Database, state::State, worker};
use guibin_domain::ids::ImportId;
use guibin_entity::{customer, import};
use sea_orm::EntityTrait;
use serde_json::{Value, json};

use super::{checked, committed, counts, real, rows, settled, sheet, version};
use crate::{harness::TestApp, template};

#[actix_web::test]
async fn the_operator_s_workbook_comes_in_as_an_independent_count_says() {
    let (app, file) = (TestApp::start().await, real("customers/mobile-voice-customers.xlsx"));
    let lines = sheet(file.clone());
    let column = |name: &str| lines[0].iter().position(|header| header == name).unwrap();
    let (id, sex) = (column("用户id"), column("性别"));
    let mut seen = BTreeSet::new();
    let (mut new, mut duplicate, mut invalid) = (0, 0, 0);
    for line in &lines[1..] {
        let is_known = ["男", "女", "性别不详", ""].contains(&line[sex].trim());
        match (seen.insert(line[id].clone()), is_known) {
            (false, _) => duplicate += 1,
            (true, false) => invalid += 1,
            (true, true) => new += 1,
        }
    }
    assert_eq!(lines.len() - 1, 2599);
    let expected = counts(&[("new", new), ("duplicate", duplicate), ("invalid", invalid)]);

    let manager = app.sign_in("manager-a").await;
    let import = checked(&app, &manager, "客户.xlsx", file.clone()).await;
    assert_eq!(import["counts"], expected);
    assert_eq!(import["columns"].as_array().unwrap().len(), 44);
    let fields: BTreeMap<_, _> = import["columns"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|column| !column["field"].is_null())
        .map(|column| (column["header"].as_str().unwrap(), column["field"].as_str().unwrap()))
        .collect();
    assert_eq!(fields, [("用户id", "external_id"), ("性别", "sex"), ("客户星级标识", "tier")].into());
    assert_eq!(app.count("customer.created").await, 0);

    let import = committed(&app, &manager, &import).await;
    assert_eq!(import["counts"], expected);
    assert_eq!(app.count("customer.created").await, new);
    let page = manager.get("/customers?limit=1&count=true").await.expect(200);
    assert_eq!(page["total"], new);

    // Every cell that was not blank is in the file of its customer, headers of the same name apart.
    let first = rows(&manager, &import, "outcome=new").await[0].clone();
    assert_eq!((first["row_number"].as_u64(), &first["applied"]), (Some(2), &json!(true)));
    let customer = manager.get(&format!("/customers/{}", first["customer_id"].as_str().unwrap())).await.expect(200);
    let filled = lines[1].iter().filter(|cell| !cell.trim().is_empty()).count();
    assert_eq!(customer["attributes"].as_object().unwrap().len(), filled - 3);
    assert_eq!(customer["external_id"], lines[1][id]);
    assert_eq!(customer["name"], lines[1][id]);
    for header in ["其他，请注明", "其他，请注明 (2)", "4\\5G用户", "外省语音占比"] {
        assert!(import["columns"].as_array().unwrap().iter().any(|c| c["header"] == header.trim_end_matches(" (2)")));
    }
    assert_eq!(customer["attributes"]["4\\5G用户"], lines[1][column("4\\5G用户")]);
    assert_eq!(customer["attributes"]["当月ARPU"], lines[1][column("当月ARPU")]);

    let again = checked(&app, &manager, "客户.xlsx", file).await;
    assert_eq!(again["counts"], counts(&[("same", new), ("duplicate", duplicate), ("invalid", invalid)]));
}

#[actix_web::test]
async fn the_telco_file_comes_in_whole_and_a_second_time_nothing_changes() {
    let (app, file) = (TestApp::start().await, real("customers/ibm-telco-churn.csv"));
    let mut reader = csv::Reader::from_reader(file.as_slice());
    let headers = reader.headers().unwrap().clone();
    let at = |name: &str| headers.iter().position(|header| header == name).unwrap();
    let records: Vec<_> = reader.records().map(|record| record.unwrap()).collect();
    let ids: BTreeSet<_> = records.iter().map(|record| record[0].to_owned()).collect();
    let blank = records.iter().filter(|record| record[at("TotalCharges")].trim().is_empty()).count();
    assert_eq!((records.len(), ids.len(), blank), (7043, 7043, 11));

    let manager = app.sign_in("manager-a").await;
    let begun = std::time::Instant::now();
    let import = checked(&app, &manager, "telco.csv", file.clone()).await;
    assert_eq!(import["counts"], counts(&[("new", 7043)]));
    let noted = rows(&manager, &import, "outcome=new").await;
    let noted: Vec<_> = noted.iter().filter(|row| row["problems"][0]["code"] == "cell_only_blanks").collect();
    assert_eq!(noted.len(), 11);
    let import = committed(&app, &manager, &import).await;
    assert_eq!(import["counts"], counts(&[("new", 7043)]));
    println!("7043 customers in {:?}", begun.elapsed());

    let stored = attributes(&app).await;
    assert_eq!(stored.len(), 7043);
    let of = |name: &'static str| stored.iter().filter_map(move |one| one[name].as_str().map(str::to_owned));
    assert_eq!(of("Churn").filter(|churn| churn == "Yes").count(), 1869);
    assert_eq!(of("Churn").filter(|churn| churn == "No").count(), 5174);
    assert_eq!(cents(of("MonthlyCharges")), 45_611_660);
    assert_eq!(cents(of("TotalCharges")), 1_605_616_870);
    assert_eq!(of("TotalCharges").count(), 7043 - 11);
    assert_eq!(cents(of("tenure")), 22_799_000);

    let print = customers(&app).await;
    let again = checked(&app, &manager, "telco.csv", file).await;
    assert_eq!(again["counts"], counts(&[("same", 7043)]));
    let again = committed(&app, &manager, &again).await;
    assert_eq!(again["progress"]["total"], 0);
    assert_eq!(customers(&app).await, print);
}

/// The attributes of every customer.
async fn attributes(app: &TestApp) -> Vec<Value> {
    let rows = customer::Entity::find().all(app.db()).await.unwrap();
    rows.into_iter().map(|row| row.attributes).collect()
}

async fn customers(app: &TestApp) -> Vec<(String, String)> {
    let tables = app.fingerprint().await.into_iter();
    tables.filter(|(table, _)| ["customer", "search_term", "org"].contains(&table.as_str())).collect()
}

/// The sum of decimals in hundredths, without floats.
fn cents(texts: impl Iterator<Item = String>) -> u64 {
    texts
        .map(|text| {
            let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
            whole.parse::<u64>().unwrap() * 100 + format!("{part:0<2}").parse::<u64>().unwrap()
        })
        .sum()
}

#[actix_web::test]
async fn the_same_text_in_every_encoding_gives_the_same_rows() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let mut all = BTreeSet::new();
    for encoding in ["utf8", "utf8bom", "gbk", "gb18030", "utf16le_bom"] {
        let file = real(&format!("torture/encodings/tree_{encoding}.csv"));
        let import = manager.upload("/imports", &format!("{encoding}.csv"), file).await.expect(201);
        assert_eq!(import["progress"], json!({"done": 0, "total": 517}), "{encoding}");
        all.insert(import["columns"].to_string());
    }
    assert_eq!(all.len(), 1);
}

#[actix_web::test]
async fn a_worker_that_dies_midway_is_followed_by_another_and_each_row_is_applied_once() {
    let (app, file) = (TestApp::start().await, real("customers/ibm-telco-churn.csv"));
    let manager = app.sign_in("manager-a").await;
    let import = checked(&app, &manager, "telco.csv", file).await;
    let path = format!("/imports/{}", import["id"].as_str().unwrap());
    manager.post_at(&format!("{path}/commits"), version(&import), json!({})).await.expect(202);
    let id = import["id"].as_str().unwrap().parse::<ImportId>().unwrap();
    let state = app.state.clone();
    let dying = std::thread::spawn(move || die_midway(&state, id));
    while !dying.is_finished() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    dying.join().unwrap();
    let midway = manager.get(&path).await.expect(200);
    let done = midway["progress"]["done"].as_u64().unwrap();
    assert!(0 < done && done < 7043, "{done} rows were applied");
    let before = app.count("customer.created").await;
    assert_eq!(u64::try_from(before).unwrap(), done);

    // Its lease still holds: nobody else touches the import.
    app.sweep().await;
    assert_eq!(manager.get(&path).await.expect(200)["progress"]["done"], done);
    app.advance(TimeDelta::minutes(2)).await;
    let import = settled(&app, &manager, &path).await;
    assert_eq!((&import["state"], &import["counts"]), (&json!("committed"), &counts(&[("new", 7043)])));
    assert_eq!(import["progress"], json!({"done": 7043, "total": 7043}));
    assert_eq!(app.count("customer.created").await, 7043);
    assert_eq!(app.count("import.committed").await, 1);
    let page = manager.get("/customers?limit=1&count=true").await.expect(200);
    assert_eq!(page["total"], 7043);
}

/// A worker of its own process, as far as can be: its runtime ends, and all that runs on it, once it has begun.
fn die_midway(state: &State, id: ImportId) {
    actix_web::rt::System::new().block_on(async {
        let db = Database::connect_with(&state.config.database_url, 2).await.unwrap();
        let state = State { db, ..state.clone() };
        let owner = template::single(&state.config.database_url).await;
        worker::sweep(&state).await;
        loop {
            let import = import::Entity::find_by_id(id).one(&owner).await.unwrap().unwrap();
            if import.done > 0 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    });
}
