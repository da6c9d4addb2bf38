//! The schema's history: one file a change, the same for `SQLite` and `PostgreSQL`.
//!
//! What has landed is not edited: a later change is a later file. Word lists are written out, because a word that
//! the domain learns tomorrow is a migration of tomorrow; `tests/schema.rs` says when one is missing.

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;

/// Declares the migrations in the order they run; each is all or nothing on both databases.
macro_rules! migrations {
    ($($module:ident),+ $(,)?) => {
        $(mod $module;)+

        /// Runs what is pending: `Migrator::up(&connection, None)`.
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

migrations! {
    m0001_org_and_staff,
    m0002_policies,
    m0003_imports_exports,
    m0004_customers,
    m0005_approvals,
    m0006_complaints_and_clocks,
    m0007_service_records,
    m0008_events_and_idempotency,
}
