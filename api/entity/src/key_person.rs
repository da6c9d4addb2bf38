//! Someone who decides or speaks for a customer.

use guibin_domain::ids::{CustomerId, KeyPersonId, OrgId};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "key_person")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: KeyPersonId,
    pub customer_id: CustomerId,
    pub org_id: OrgId,
    pub name: String,
    pub role_title: Option<String>,
    pub department: Option<String>,
    pub mobile_sealed: Option<String>,
    pub mobile_index: Option<String>,
    /// The last four digits.
    pub mobile_tail: Option<String>,
    pub birthday: Option<Date>,
    pub remark: Option<String>,
    pub version: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
