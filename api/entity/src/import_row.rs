//! One row of an import: what would become of it, and what did.

use guibin_domain::ids::{CustomerId, ImportId, ImportRowId};
use guibin_domain::import::Outcome;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import_row")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ImportRowId,
    pub import_id: ImportId,
    /// The sheet's own, from 1.
    pub row_number: i32,
    pub outcome: Outcome,
    pub applied_at: Option<DateTimeUtc>,
    pub customer_id: Option<CustomerId>,
    pub problems: Json,
    pub changes: Option<Json>,
    /// The row as it was read: JSON, sealed.
    pub cells: String,
}

impl ActiveModelBehavior for ActiveModel {}
