//! The schema's history: one file a change, the same for `SQLite` and `PostgreSQL`.
//!
//! What has landed is not edited: a later change is a later file. Word lists are written out, because a word that
//! the domain learns tomorrow is a migration of tomorrow; `tests/schema.rs` says when one is missing.

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{DatabaseConnection, DbBackend, TransactionTrait};

/// Declares the migrations in the order they run; each is all or nothing on both databases.
macro_rules! migrations {
    ($($module:ident),+ $(,)?) => {
        $(mod $module;)+

        /// The list as sea-orm-migration wants it; [`up`] and [`pending`] are the doors.
        pub struct Migrator;

        #[async_trait::async_trait]
        impl MigratorTrait for Migrator {
            fn migrations() -> Vec<Box<dyn MigrationTrait>> {
                vec![$(Box::new($module::Change)),+]
            }
        }

        $(
            impl MigrationName for $module::Change {
                fn name(&self) -> &'static str {
                    stringify!($module)
                }
            }

            #[async_trait::async_trait]
            impl MigrationTrait for $module::Change {
                async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
                    $module::up(manager).await
                }

                async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
                    $module::down(manager).await
                }

                fn use_transaction(&self) -> Option<bool> {
                    Some(true)
                }
            }
        )+
    };
}

mod schema;

/// Brings the schema up to date, all or nothing; on `PostgreSQL` a second process waits for the first, and then finds
/// nothing to do.
///
/// # Errors
/// What the database says; nothing has changed then.
pub async fn up(db: &DatabaseConnection) -> Result<(), DbErr> {
    let transaction = db.begin().await?;
    if db.get_database_backend() == DbBackend::Postgres {
        // A full table may take its time, and so may whoever is before us.
        transaction.execute_unprepared("set local statement_timeout = 0").await?;
        transaction.execute_unprepared(&format!("select pg_advisory_xact_lock({LOCK})")).await?;
    }
    Migrator::up(&transaction, None).await?;
    m0010_byte_order::again(&SchemaManager::new(&transaction)).await?;
    transaction.commit().await
}

/// The names of the migrations that `db` still lacks; asks without changing anything, so a reader may ask too.
///
/// # Errors
/// What the database says.
pub async fn pending(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    let pending = Migrator::get_pending_migrations_read_only(db).await?;
    Ok(pending.iter().map(|migration| migration.name().to_owned()).collect())
}

/// The role of `PostgreSQL` that the server works as; it owns nothing.
pub const SERVER_ROLE: &str = "guibin_server";

/// Who holds this advisory lock of `PostgreSQL` is migrating: "guibin" in ASCII.
const LOCK: i64 = 0x6775_6962_696e;

migrations! {
    m0001_org_and_staff,
    m0002_policies,
    m0003_imports_exports,
    m0004_customers,
    m0005_approvals,
    m0006_complaints_and_clocks,
    m0007_service_records,
    m0008_events_and_idempotency,
    m0009_withdrawals,
    m0010_byte_order,
    m0010_server_role,
    m0011_audit,
    m0012_personal,
    m0013_sign_in,
    m0014_api_clients,
    m0015_client_wall,
    m0016_guesses_elsewhere,
    m0017_searches_by_number,
    m0018_server_rights,
}
