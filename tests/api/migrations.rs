//! The schema, on the database under test: it goes up, down and up again, and the entities, the words of the domain
//! and the tables say the same.

use std::collections::BTreeSet;

use chrono::DateTime;
use guibin_domain::ids::{EventId, OrgId};
use guibin_domain::{access, approval, clock, complaint, customer, export, import, org, service_record};
use guibin_entity as entity;
use guibin_migrations::{Migrator, MigratorTrait};
use sea_orm::sea_query::ColumnType;
use sea_orm::{
    ColumnTrait, ConnectionTrait, Database, DatabaseConnection, DbBackend, EntityTrait, IdenStatic, IntoActiveModel,
    Iterable, QueryFilter, QueryOrder, QueryResult, Statement,
};
use uuid::Uuid;

/// An empty database of its own, gone with the test.
struct Empty {
    db: DatabaseConnection,
    /// Where the file is, or how to be rid of the database on the server.
    _folder: tempfile::TempDir,
    server: Option<(DatabaseConnection, String)>,
}

impl Empty {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        if std::env::var("GUIBIN_TEST_DATABASE").is_ok_and(|database| database == "postgres") {
            let url = std::env::var("GUIBIN_TEST_POSTGRES_URL").expect("GUIBIN_TEST_POSTGRES_URL names a server");
            let server = Database::connect(&url).await.unwrap();
            let name = format!("schema_{}", Uuid::now_v7().simple());
            server.execute_unprepared(&format!("create database {name}")).await.unwrap();
            let (base, _) = url.rsplit_once('/').unwrap();
            let db = Database::connect(format!("{base}/{name}")).await.unwrap();
            return Self { db, _folder: folder, server: Some((server, name)) };
        }
        let url = format!("sqlite://{}?mode=rwc", folder.path().join("schema.db").display());
        Self { db: Database::connect(url).await.unwrap(), _folder: folder, server: None }
    }

    async fn migrated() -> Self {
        let empty = Self::new().await;
        guibin_migrations::up(&empty.db).await.unwrap();
        empty
    }

    async fn drop(self) {
        self.db.close().await.unwrap();
        if let Some((server, name)) = self.server {
            server.execute_unprepared(&format!("drop database {name}")).await.unwrap();
        }
    }

    fn is_postgres(&self) -> bool {
        self.db.get_database_backend() == DbBackend::Postgres
    }

    async fn rows(&self, sqlite: &str, postgres: &str, value: &str) -> Vec<QueryResult> {
        let sql = if self.is_postgres() { postgres } else { sqlite };
        let statement = Statement::from_sql_and_values(self.db.get_database_backend(), sql, [value.into()]);
        self.db.query_all_raw(statement).await.unwrap()
    }

    /// The tables there are, but for the list of migrations and what the database keeps for itself.
    async fn tables(&self) -> BTreeSet<String> {
        let sqlite = "select name from sqlite_master where type = 'table' and name not like $1 || '%'";
        let postgres = "select tablename::text as name from pg_tables
                        where schemaname = 'public' and tablename not like $1 || '%'";
        let rows = self.rows(sqlite, postgres, "sqlite_").await;
        rows.iter().map(|row| row.try_get("", "name").unwrap()).filter(|name| name != "seaql_migrations").collect()
    }

    /// The columns of a table: name, type, whether it may be missing.
    async fn columns(&self, table: &str) -> BTreeSet<(String, String, bool)> {
        let sqlite = r#"select name, lower(type) as type, "notnull" = 0 as nullable from pragma_table_info($1)"#;
        let postgres = "select column_name::text as name, data_type::text as type, is_nullable = 'YES' as nullable
                        from information_schema.columns where table_schema = 'public' and table_name = $1";
        let rows = self.rows(sqlite, postgres, table).await;
        rows.iter()
            .map(|row| {
                let [name, kind] = ["name", "type"].map(|column| row.try_get("", column).unwrap());
                (name, kind, row.try_get("", "nullable").unwrap())
            })
            .collect()
    }

    /// The words that the check on a column lists.
    async fn words(&self, table: &str, column: &str) -> BTreeSet<String> {
        let sqlite = "select sql as text from sqlite_master where type = 'table' and name = $1";
        let postgres = "select string_agg(pg_get_constraintdef(oid), ';') as text from pg_constraint
                        where contype = 'c' and conrelid = quote_ident($1)::regclass";
        let text: String = self.rows(sqlite, postgres, table).await[0].try_get("", "text").unwrap();
        let start = if self.is_postgres() {
            format!("CHECK (({column} = ANY (ARRAY[")
        } else {
            format!("CHECK (\"{column}\" IN (")
        };
        // A list of one is an equation to PostgreSQL.
        let text = text.replace(&format!("CHECK (({column} = '"), &format!("{start}'"));
        let list = text.split_once(&start).unwrap_or_else(|| panic!("{table}.{column} has no list in {text}")).1;
        let list = list.split(')').next().unwrap();
        list.split('\'').skip(1).step_by(2).map(str::to_owned).collect()
    }
}

/// What each database calls the type of a column.
fn type_name(column: &ColumnType, postgres: bool) -> &'static str {
    let (on_sqlite, on_postgres) = match column {
        ColumnType::Uuid => ("uuid_text", "uuid"),
        ColumnType::String(_) | ColumnType::Text => ("text", "text"),
        ColumnType::SmallInteger => ("smallint", "smallint"),
        ColumnType::Integer => ("integer", "integer"),
        ColumnType::BigInteger => ("integer", "bigint"),
        ColumnType::Boolean => ("boolean", "boolean"),
        ColumnType::TimestampWithTimeZone => ("timestamp_with_timezone_text", "timestamp with time zone"),
        ColumnType::Date => ("date_text", "date"),
        ColumnType::Json | ColumnType::JsonBinary => ("jsonb_text", "jsonb"),
        ColumnType::Blob | ColumnType::VarBinary(_) => ("blob", "bytea"),
        other => panic!("no table has a column of type {other:?}"),
    };
    if postgres { on_postgres } else { on_sqlite }
}

/// Runs an async function, generic over the entity, for every table.
macro_rules! every_entity {
    ($call:ident($($argument:expr),*)) => {
        every_entity!(@ $call($($argument),*) alarm api_client approval approval_step attachment audit_entry
            audit_head clock complaint complaint_entry customer event export idempotency import import_row key_person
            number_series org outbox policy_version recovery_code reveal reveal_day sealing_key search_day search_term
            service_record session setup_code sign_in_attempt subscription used_password user user_role user_totp)
    };
    (@ $call:ident $arguments:tt $($table:ident)+) => {
        BTreeSet::from([$(every_entity!(# $call $table $arguments).await),+])
    };
    (# $call:ident $table:ident ($($argument:expr),*)) => {
        $call::<entity::$table::Entity>($($argument),*)
    };
}

/// Reads a row, and compares the entity's columns with the table's. Answers the table's name.
async fn agrees<E: EntityTrait>(empty: &Empty) -> String {
    let table = E::default().table_name().to_owned();
    assert!(E::find().one(&empty.db).await.unwrap().is_none());
    let said: BTreeSet<_> = E::Column::iter()
        .map(|column| {
            let kind = type_name(column.def().get_column_type(), empty.is_postgres());
            (column.as_str().to_owned(), kind.to_owned(), column.def().is_null())
        })
        .collect();
    assert_eq!(said, empty.columns(&table).await, "the entity and the table {table}");
    table
}

#[tokio::test]
async fn the_schema_goes_up_down_and_up_and_the_entities_are_its_tables() {
    let empty = Empty::new().await;
    let all = guibin_migrations::pending(&empty.db).await.unwrap();
    guibin_migrations::up(&empty.db).await.unwrap();
    assert!(guibin_migrations::pending(&empty.db).await.unwrap().is_empty());
    Migrator::down(&empty.db, None).await.unwrap();
    assert_eq!(empty.tables().await, BTreeSet::new());
    assert_eq!(guibin_migrations::pending(&empty.db).await.unwrap(), all);
    guibin_migrations::up(&empty.db).await.unwrap();
    let entities = every_entity!(agrees(&empty));
    assert_eq!(empty.tables().await, entities);
    empty.drop().await;
}

#[tokio::test]
async fn a_second_migration_at_the_same_time_waits_and_finds_nothing_to_do() {
    let empty = Empty::new().await;
    let (one, other) = tokio::join!(guibin_migrations::up(&empty.db), guibin_migrations::up(&empty.db));
    assert_eq!((one, other), (Ok(()), Ok(())));
    empty.drop().await;
}

/// Typed ids, words, JSON and instants come back as they went, and instants of any precision sort by time.
#[tokio::test]
async fn a_row_comes_back_as_it_went() {
    let empty = Empty::migrated().await;
    let at = |micros: i64| DateTime::from_timestamp_micros(1_767_225_600_000_000 + micros).unwrap();
    let event = |n: u128, micros| entity::event::Model {
        id: EventId(Uuid::from_u128(n)),
        topic: "org.created".to_owned(),
        org_id: Some(OrgId(Uuid::from_u128(7))),
        owner_id: None,
        customer_id: None,
        subject_kind: "org".to_owned(),
        subject_id: Uuid::from_u128(7),
        actor_id: None,
        data: serde_json::json!({ "名": ["值", 1] }),
        trace_id: "t".to_owned(),
        at: at(micros),
    };
    let events = [(1, -1), (2, 0), (3, 1), (4, 500_000), (5, 500_001), (6, 1_000_000)].map(|(n, at)| event(n, at));
    let rows = events.iter().rev().cloned().map(IntoActiveModel::into_active_model);
    entity::event::Entity::insert_many(rows).exec_without_returning(&empty.db).await.unwrap();

    let found = entity::event::Entity::find()
        .filter(entity::event::COLUMN.org_id.eq(OrgId(Uuid::from_u128(7))))
        .filter(entity::event::COLUMN.at.lte(at(500_000)))
        .order_by_asc(entity::event::COLUMN.at)
        .all(&empty.db)
        .await
        .unwrap();
    assert_eq!(found, events[..4]);
    let one = entity::event::Entity::find_by_id(EventId(Uuid::from_u128(6))).one(&empty.db).await.unwrap();
    assert_eq!(one.as_ref(), events.last());
    empty.drop().await;
}

#[tokio::test]
async fn the_checks_list_the_words_of_the_domain() {
    let empty = Empty::migrated().await;
    macro_rules! lists {
        ($($table:literal $column:literal $words:ty),+ $(,)?) => {$(
            let words: BTreeSet<String> = <$words>::words().map(str::to_owned).collect();
            assert_eq!(empty.words($table, $column).await, words, "{}.{}", $table, $column);
        )+};
    }
    lists! {
        "org" "level" org::OrgLevel,
        "user" "kind" access::UserKind,
        "api_client" "reach" access::ClientReach,
        "user_role" "role" access::Role,
        "customer" "kind" customer::Kind,
        "customer" "special_kind" customer::SpecialKind,
        "customer" "status" customer::Status,
        "customer" "sex" customer::Sex,
        "subscription" "status" customer::SubscriptionStatus,
        "approval" "kind" approval::Kind,
        "approval" "status" approval::Status,
        "approval_step" "role" access::Role,
        "approval_step" "status" approval::StepStatus,
        "service_record" "method" service_record::Method,
        "service_record" "handling_status" service_record::HandlingStatus,
        "complaint" "channel" complaint::Channel,
        "complaint" "status" complaint::Status,
        "complaint_entry" "kind" complaint::EntryKind,
        "clock" "milestone" clock::Milestone,
        "clock" "state" clock::ClockState,
        "alarm" "kind" clock::AlarmKind,
        "import" "kind" import::Kind,
        "import" "state" import::State,
        "import_row" "outcome" import::Outcome,
        "export" "state" export::State,
    }
    empty.drop().await;
}

#[tokio::test]
async fn an_event_is_never_changed_nor_deleted() {
    let empty = Empty::migrated().await;
    let insert = "insert into event (id, topic, subject_kind, subject_id, data, trace_id, at)
                  values ('00000000-0000-7000-8000-000000000000', 'org.created', 'org',
                          '00000000-0000-7000-8000-000000000001', '{}', 't', '2026-01-01T00:00:00.000000000+00:00')";
    empty.db.execute_unprepared(insert).await.unwrap();
    for refused in
        ["update event set topic = 'org.closed'", "update event set data = '{\"a\": 1}'", "delete from event"]
    {
        let error = empty.db.execute_unprepared(refused).await.unwrap_err().to_string();
        assert!(error.contains("event is append-only"), "{refused}: {error}");
    }
    empty.drop().await;
}

#[tokio::test]
async fn the_tables_refuse_what_the_rules_refuse() {
    let empty = Empty::migrated().await;
    let at = "'2026-01-01T00:00:00.000000000+00:00'";
    let org = |id: u8, parent: &str, code: &str, level: &str, path: &str| {
        format!(
            "insert into org (id, parent_id, code, name, level, path, policy_code, version, created_at, updated_at) values
             ('00000000-0000-7000-8000-00000000000{id}', {parent}, '{code}', 'n', '{level}', '{path}', 'p', 1, {at}, {at})"
        )
    };
    empty.db.execute_unprepared(&org(1, "null", "jn", "company", "/jn/")).await.unwrap();
    let root = "'00000000-0000-7000-8000-000000000001'";
    for (refused, by) in [
        (org(2, "null", "b", "branch", "/b/"), "org_root_is_company"),
        (org(2, root, "b", "company", "/jn/b/"), "org_root_is_company"),
        (org(2, root, "b", "branch", "/jn/c/"), "org_path_ends_in_code"),
        (org(2, root, "b%", "branch", "/jn/b%/"), "org_code_is_one_step"),
        (org(2, root, "b", "shed", "/jn/b/"), "level"),
        (org(2, "'00000000-0000-7000-8000-000000000009'", "b", "branch", "/jn/b/"), "foreign key"),
        (format!("insert into setup_code (id, code_hash, created_at) values (2, 'h', {at})"), "setup_code_is_one"),
    ] {
        let error = empty.db.execute_unprepared(&refused).await.unwrap_err().to_string();
        assert!(error.to_lowercase().contains(by), "{refused}: {error}");
    }
    empty.drop().await;
}

/// A change of a full table keeps its rows, what refers to them, and the invariants that it does not speak of.
#[tokio::test]
async fn users_outlive_the_columns_that_counted_their_guesses() {
    let empty = Empty::new().await;
    let all = guibin_migrations::pending(&empty.db).await.unwrap();
    let before = all.iter().position(|name| name == "m0016_guesses_elsewhere").unwrap();
    Migrator::up(&empty.db, Some(u32::try_from(before).unwrap())).await.unwrap();
    let (at, id) = ("'2026-01-01T00:00:00.000000000+00:00'", "'00000000-0000-7000-8000-000000000001'");
    let user = |id: &str, name: &str| {
        format!(
            r#"insert into "user" (id, org_id, username, name, password_hash, active, version, created_at, updated_at)
            values ({id}, {id}, '{name}', 'n', 'h', true, 1, {at}, {at})"#
        )
    };
    for sql in [
        format!(
            "insert into org (id, code, name, level, path, policy_code, version, created_at, updated_at)
             values ({id}, 'jn', 'n', 'company', '/jn/', 'p', 1, {at}, {at})"
        ),
        user(id, "li"),
        format!(r#"update "user" set failed_sign_ins = 3, locked_until = {at}"#),
        format!("insert into user_role (user_id, role) values ({id}, 'clerk')"),
    ] {
        empty.db.execute_unprepared(&sql).await.unwrap_or_else(|cause| panic!("{sql}: {cause}"));
    }
    guibin_migrations::up(&empty.db).await.unwrap();
    let columns: BTreeSet<_> = empty.columns("user").await.into_iter().map(|(name, ..)| name).collect();
    assert!(columns.contains("password_changed_at"));
    assert!(!columns.contains("failed_sign_ins") && !columns.contains("locked_until"), "{columns:?}");
    let kept = r#"select username as text from "user" where name = $1"#;
    let kept = empty.rows(kept, kept, "n").await;
    assert_eq!(kept.iter().map(|row| row.try_get("", "text").unwrap()).collect::<Vec<String>>(), ["li"]);
    for (refused, by) in [
        (user("'00000000-0000-7000-8000-000000000002'", "Wang"), "user_username_is_lower_case"),
        (r#"delete from "user""#.to_owned(), "foreign key"),
    ] {
        let error = empty.db.execute_unprepared(&refused).await.unwrap_err().to_string();
        assert!(error.to_lowercase().contains(by), "{refused}: {error}");
    }
    if !empty.is_postgres() {
        let whole =
            empty.rows("select integrity_check as text from pragma_integrity_check where $1 = 1", "", "1").await;
        let told: Vec<String> = whole.iter().map(|row| row.try_get("", "text").unwrap()).collect();
        assert!(told.iter().all(|line| line == "ok"), "{told:?}");
    }
    // And back: the columns are there again, as they are before anybody guesses.
    let steps = Migrator::migrations().len() - before;
    Migrator::down(&empty.db, Some(u32::try_from(steps).unwrap())).await.unwrap();
    let back = empty.columns("user").await;
    assert!(back.iter().any(|(name, _, may_miss)| name == "failed_sign_ins" && !may_miss));
    guibin_migrations::up(&empty.db).await.unwrap();
    empty.drop().await;
}
