//! Why an application was taken back.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::text_null;

pub struct Change;

pub async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let added = Table::alter().table("approval").add_column(text_null("withdrawal_reason")).take();
    manager.alter_table(added).await
}

pub async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager.alter_table(Table::alter().table("approval").drop_column("withdrawal_reason").take()).await
}
