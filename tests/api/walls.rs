//! The second wall and the shared commit: what holds even where a query forgot its scope, and what requests that share
//! a commit may expect of it.

use guibin_entity::{customer, event, idempotency};
use sea_orm::{ConnectionTrait, DbBackend, EntityTrait, PaginatorTrait, Statement, TransactionTrait};
use serde_json::json;

use crate::harness::{TestApp, is_postgres};

/// What the server's role sees of a table within a transaction that said `reach` and `path`.
async fn seen(app: &TestApp, told: Option<(&str, &str)>, table: &str) -> i64 {
    let transaction = app.db().begin().await.unwrap();
    transaction.execute_unprepared("set local role guibin_server").await.unwrap();
    if let Some((reach, path)) = told {
        let told = "select set_config('guibin.reach', $1, true), set_config('guibin.org_path', $2, true)";
        let told = Statement::from_sql_and_values(DbBackend::Postgres, told, [reach.into(), path.into()]);
        transaction.query_one_raw(told).await.unwrap();
    }
    let count = format!(r#"select count(*) from "{table}""#);
    let row = transaction.query_one_raw(Statement::from_string(DbBackend::Postgres, count)).await.unwrap().unwrap();
    row.try_get_by_index(0).unwrap()
}

/// Tables in the way of which row-level security stands.
async fn guarded(app: &TestApp) -> Vec<String> {
    let asked = "select relname::text from pg_class where relrowsecurity order by 1";
    let rows = app.db().query_all_raw(Statement::from_string(DbBackend::Postgres, asked)).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

#[actix_web::test]
async fn a_select_without_scope_shows_the_server_nothing_of_another_branch() {
    let app = TestApp::start().await;
    for (user, name) in [("manager-a", "甲"), ("manager-b", "乙")] {
        let customer = json!({ "kind": "individual", "name": name });
        let id = app.sign_in(user).await.post("/customers", customer).await.expect(201)["id"].clone();
        let complaint =
            json!({ "customer_id": id, "channel": "hotline", "level": 1, "title": "无信号", "content": "断了" });
        app.sign_in(user).await.post("/complaints", complaint).await.expect(201);
    }
    if !is_postgres() {
        return; // SQLite has the first wall alone, which the scope matrix tries.
    }
    for table in ["customer", "complaint", "complaint_entry", "clock"] {
        assert_eq!(seen(&app, None, table).await, 0, "{table}: nobody has said who asks");
        assert_eq!(seen(&app, Some(("none", "/5100/")), table).await, 0, "{table}");
        assert_eq!(seen(&app, Some(("subtree", "/5100/5101/")), table).await, 1, "{table}: branch A");
        assert_eq!(seen(&app, Some(("own", "/5100/5102/")), table).await, 1, "{table}: branch B");
        assert_eq!(seen(&app, Some(("subtree", "/5100/")), table).await, 2, "{table}: the company");
        assert_eq!(seen(&app, Some(("subtree", "")), table).await, 2, "{table}: an empty path is the whole tree");
        assert_eq!(seen(&app, Some(("all", "")), table).await, 2, "{table}: the system");
    }
    let guarded = guarded(&app).await;
    for table in ["approval", "approval_step", "attachment", "event", "export", "import", "import_row", "key_person"] {
        assert!(guarded.iter().any(|name| name == table), "{table} has no second wall: {guarded:?}");
    }
}

#[actix_web::test]
async fn programs_of_another_branch_are_behind_the_wall_and_none_is_put_there() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let mut made = Vec::new();
    for user in ["manager-a", "manager-b"] {
        let org = app.user(user).await.org_id;
        let new = json!({ "name": "接口", "org_id": org, "permissions": ["customer.read"], "reach": "subtree" });
        made.push(admin.post("/api-clients", new).await.expect(201));
    }
    if !is_postgres() {
        return; // As above.
    }
    assert_eq!(seen(&app, None, "api_client").await, 0, "nobody has said who asks");
    for (reach, path, count) in [
        ("none", "/5100/", 0),
        ("subtree", "/5100/5101/", 1),
        ("own", "/5100/5102/", 1),
        ("subtree", "/5100/", 2),
        ("all", "", 2),
    ] {
        assert_eq!(seen(&app, Some((reach, path)), "api_client").await, count, "{reach} {path}");
    }
    // A program is moved neither below nor above the branch that the transaction speaks for.
    for (target, holds) in [("5101", true), ("5102", false), ("5100", false)] {
        let transaction = app.db().begin().await.unwrap();
        transaction.execute_unprepared("set local role guibin_server").await.unwrap();
        let told =
            "select set_config('guibin.reach', 'subtree', true), set_config('guibin.org_path', '/5100/5101/', true)";
        transaction.query_one_raw(Statement::from_string(DbBackend::Postgres, told)).await.unwrap();
        let moved = format!("update api_client set org_id = (select id from org where code = '{target}')");
        let done = transaction.execute_unprepared(&moved).await;
        assert_eq!(done.is_ok_and(|done| done.rows_affected() == 1), holds, "{target}");
    }
}

#[actix_web::test]
async fn what_is_searched_by_and_what_others_were_answered_is_behind_the_wall() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let new = json!({ "kind": "individual", "name": "王芳" });
    manager.post_once("/customers", "once", new).await.expect(201);
    if !is_postgres() {
        return; // As above.
    }
    for (told, terms) in [
        (None, false),
        (Some(("none", "/5100/5101/")), false),
        (Some(("subtree", "/5100/5101/")), true),
        (Some(("all", "")), true),
    ] {
        assert_eq!(seen(&app, told, "search_term").await > 0, terms, "{told:?}");
        assert_eq!(seen(&app, told, "idempotency").await, 0, "{told:?}: nobody has said who asks");
    }
    for (user, count) in [("manager-a", 1), ("manager-b", 0), ("company", 0)] {
        let id = app.user(user).await.id;
        let transaction = app.db().begin().await.unwrap();
        let told = format!(
            "set local role guibin_server; select set_config('guibin.reach', 'all', true), set_config('guibin.user', '{id}', true)"
        );
        transaction.execute_unprepared(&told).await.unwrap();
        let rows = idempotency::Entity::find().count(&transaction).await.unwrap();
        assert_eq!(rows, count, "{user}");
    }
    for sql in [
        "delete from reveal_day",
        "delete from idempotency",
        "delete from customer",
        "delete from audit_entry",
        "update reveal set at = now()",
        "update audit_entry set action = ''",
    ] {
        let transaction = app.db().begin().await.unwrap();
        transaction.execute_unprepared("set local role guibin_server").await.unwrap();
        let refused = transaction.execute_unprepared(sql).await.unwrap_err().to_string();
        assert!(refused.contains("permission denied"), "{sql}: {refused}");
    }
}

#[actix_web::test]
async fn every_table_of_an_organisation_s_rows_has_a_second_wall() {
    let app = TestApp::start().await;
    if !is_postgres() {
        return; // As above.
    }
    // People stand beside rows of others by name, and sign in before anybody knows whose they are; the trail is for
    // auditors, who see all of it.
    let open = ["audit_entry", "user"];
    let asked = "select table_name::text from information_schema.columns where table_schema = 'public' and column_name = 'org_id'";
    let rows = app.db().query_all_raw(Statement::from_string(DbBackend::Postgres, asked)).await.unwrap();
    let (guarded, mut bare) = (guarded(&app).await, Vec::new());
    for row in rows {
        let table: String = row.try_get_by_index(0).unwrap();
        if !guarded.contains(&table) && !open.contains(&table.as_str()) {
            bare.push(table);
        }
    }
    assert!(bare.is_empty(), "tables without row-level security (schema::guard in their migration): {bare:?}");
}

#[actix_web::test]
async fn the_server_neither_owns_its_tables_nor_changes_them() {
    let app = TestApp::start().await;
    if !is_postgres() {
        return; // Roles are PostgreSQL's.
    }
    for sql in ["alter table customer disable row level security", "drop table customer", "create table mine (a int)"] {
        let transaction = app.db().begin().await.unwrap();
        transaction.execute_unprepared("set local role guibin_server").await.unwrap();
        let refused = transaction.execute_unprepared(sql).await.unwrap_err().to_string();
        assert!(refused.contains("must be owner") || refused.contains("permission denied"), "{sql}: {refused}");
    }
}

#[actix_web::test]
async fn requests_that_share_a_commit_do_not_share_a_failure() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let before = customer::Entity::find().count(app.db()).await.unwrap();
    let all = (0..40).map(|n| {
        let manager = manager.clone();
        // Every second one is refused after it has begun to write: its number is taken by the first.
        let external = if n % 2 == 0 { format!("N{n}") } else { "N0".to_owned() };
        async move {
            manager.post("/customers", json!({ "kind": "individual", "name": "王", "external_id": external })).await
        }
    });
    let answers = futures_util::future::join_all(all).await;
    let made = answers.iter().filter(|answer| answer.status == 201).count();
    assert!(answers.iter().all(|answer| [201, 409, 422].contains(&answer.status.as_u16())), "{answers:?}");
    // One of N0 and the nineteen others; whichever came first holds N0.
    assert_eq!(made, 20);
    let after = customer::Entity::find().count(app.db()).await.unwrap();
    assert_eq!(after - before, 20);
    for answer in answers.iter().filter(|answer| answer.status == 201) {
        manager.get(&format!("/customers/{}", answer.id())).await.expect(200);
    }
    let told = event::Entity::find().all(app.db()).await.unwrap();
    assert_eq!(told.iter().filter(|event| event.topic == "customer.created").count(), 20);
}

#[actix_web::test]
async fn whoever_hangs_up_takes_only_their_own_work_along() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let hung_up = (0..30).map(|n| {
        let manager = manager.clone();
        async move {
            let body = json!({ "kind": "individual", "name": "王", "external_id": format!("H{n}") });
            let write = manager.post("/customers", body);
            tokio::time::timeout(std::time::Duration::from_millis(n), write).await.is_ok()
        }
    });
    futures_util::future::join_all(hung_up).await;
    // The queue is free, and what was answered is there.
    let body = json!({ "kind": "individual", "name": "李", "external_id": "last" });
    let last = manager.post("/customers", body).await;
    manager.get(&format!("/customers/{}", last.id())).await.expect(200);
}

#[actix_web::test]
async fn every_text_is_ordered_by_its_bytes() {
    let app = TestApp::empty().await;
    if !is_postgres() {
        return; // SQLite knows no other order.
    }
    let asked = r#"select c.relname || '.' || a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
            and a.attcollation not in (0, '"C"'::regcollation) and c.relname <> 'seaql_migrations'"#;
    let rows = app.db().query_all_raw(Statement::from_string(DbBackend::Postgres, asked)).await.unwrap();
    let others: Vec<String> = rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect();
    assert!(others.is_empty(), "columns in the order of the database's language: {others:?}");
}
