//! Failed sign-ins are counted by account and source in `sign_in_attempt`: what `user` held of them goes.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::integer;
use sea_orm_migration::sea_orm::DbBackend;

use crate::schema::{instant_null, run};

pub struct Change;

pub async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    if manager.get_database_backend() == DbBackend::Sqlite {
        run(manager, WITHOUT_CHECK).await?;
    }
    for column in ["failed_sign_ins", "locked_until"] {
        manager.alter_table(Table::alter().table("user").drop_column(column).take()).await?;
    }
    Ok(())
}

pub async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    for column in [integer("failed_sign_ins").default(0).take(), instant_null("locked_until")] {
        manager.alter_table(Table::alter().table("user").add_column(column).take()).await?;
    }
    Ok(())
}

/// A column that a check of the table speaks of does not go, and `SQLite` drops no check: as its documentation says, the
/// text of the table is written without it. To make the table anew would take everything that refers to a user along.
const WITHOUT_CHECK: &str = r#"
pragma writable_schema = on;
update sqlite_master
    set sql = replace(sql, ', CONSTRAINT "user_failed_sign_ins_count" CHECK (failed_sign_ins >= 0)', '')
    where type = 'table' and name = 'user';
pragma writable_schema = reset;
"#;
