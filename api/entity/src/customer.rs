//! A customer. What is `_sealed` is encrypted, what is an `_index` is a keyed hash to search by.

use guibin_domain::customer::{Kind, Sex, SpecialKind, Status};
use guibin_domain::ids::{CustomerId, ImportId, OrgId, UserId};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "customer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CustomerId,
    pub org_id: OrgId,
    pub owner_id: UserId,
    pub number: String,
    pub external_id: Option<String>,
    pub kind: Kind,
    pub special_kind: Option<SpecialKind>,
    pub special_starts_on: Option<Date>,
    pub special_ends_on: Option<Date>,
    pub status: Status,
    pub tier: Option<String>,
    pub name: String,
    pub sex: Option<Sex>,
    pub birthday: Option<Date>,
    pub employer: Option<String>,
    pub department: Option<String>,
    pub post: Option<String>,
    pub postcode: Option<String>,
    pub fax: Option<String>,
    pub uscc: Option<String>,
    pub smart_card_number: Option<String>,
    pub device_number: Option<String>,
    pub anniversaries: Option<String>,
    pub remark: Option<String>,
    /// What an import brought beyond these columns: header → text.
    pub attributes: Json,
    pub id_number_sealed: Option<String>,
    pub id_number_index: Option<String>,
    pub mobile_sealed: Option<String>,
    pub mobile_index: Option<String>,
    /// The last four digits.
    pub mobile_tail: Option<String>,
    pub phone_sealed: Option<String>,
    pub phone_index: Option<String>,
    /// The last four digits.
    pub phone_tail: Option<String>,
    pub address_sealed: Option<String>,
    pub email_sealed: Option<String>,
    pub email_index: Option<String>,
    pub source_import_id: Option<ImportId>,
    pub version: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
