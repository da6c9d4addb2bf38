//! The organisation: company, branches, departments, outlets.

use guibin_domain::ids::OrgId;
use guibin_domain::org::OrgLevel;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "org")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrgId,
    pub parent_id: Option<OrgId>,
    pub code: String,
    pub name: String,
    pub level: OrgLevel,
    /// The codes from the company down, `/<code>/<code>/`: a subtree is a prefix.
    pub path: String,
    pub policy_code: String,
    pub next_customer_serial: i64,
    /// IANA name of the zone its calendar days are in.
    pub zone: String,
    pub version: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
