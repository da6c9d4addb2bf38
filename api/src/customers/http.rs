//! A customer's file on the wire.

use std::collections::BTreeMap;

use actix_web::{get, web::Path};
use chrono::{DateTime, NaiveDate, Utc};
use guibin_domain::{
    customer::{Kind, Sex, SpecialKind, Status},
    ids::CustomerId,
    import::Field,
    mask,
};
use guibin_entity::customer;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    file, rows,
    view::{Viewer, show},
};
use crate::{
    audit::Entry,
    cipher::Cipher,
    ctx::{Ctx, CustomerRead},
    error::Result,
    refs::{Allowed, OrgRef, UserRef},
    reply::Reply,
};

/// A field that is shown masked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PersonalField {
    IdNumber,
    Mobile,
    Phone,
    Address,
    Email,
    Fax,
    /// Only where it holds a number of a person.
    Remark,
}

impl PersonalField {
    /// Every one, in the order of the file.
    pub const ALL: [Self; 7] =
        [Self::IdNumber, Self::Mobile, Self::Phone, Self::Address, Self::Email, Self::Fax, Self::Remark];

    /// The field of the file.
    pub const fn field(self) -> Field {
        match self {
            Self::IdNumber => Field::IdNumber,
            Self::Mobile => Field::Mobile,
            Self::Phone => Field::Phone,
            Self::Address => Field::Address,
            Self::Email => Field::Email,
            Self::Fax => Field::Fax,
            Self::Remark => Field::Remark,
        }
    }

    /// Whether something of it is shown masked.
    ///
    /// # Errors
    /// `Internal` when a sealed value does not open.
    pub fn is_hidden(self, row: &customer::Model, cipher: &Cipher) -> Result<bool> {
        if self != Self::Remark {
            return Ok(self.is_set(row));
        }
        Ok(file::value(row, cipher, Field::Remark)?.is_some_and(|text| mask::holds_number(&text)))
    }

    /// Whether the file has a value there, without opening it.
    pub const fn is_set(self, row: &customer::Model) -> bool {
        match self {
            Self::IdNumber => row.id_number_sealed.is_some(),
            Self::Mobile => row.mobile_sealed.is_some(),
            Self::Phone => row.phone_sealed.is_some(),
            Self::Address => row.address_sealed.is_some(),
            Self::Email => row.email_sealed.is_some(),
            Self::Fax => row.fax.is_some(),
            Self::Remark => row.remark.is_some(),
        }
    }
}

/// What can be done to a customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CustomerAction {
    Edit,
    Reveal,
    ApplySpecial,
    Renew,
    Complain,
    RecordService,
}

/// A customer's whole file. What identifies or reaches a person is masked and named in `masked`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01936d2c-7b4a-7c3e-9f10-5d6e7f809a1b", "number": "GB1001000000427", "external_id": "2023110804517", "kind": "individual",
    "special_kind": "leader", "special_starts_on": "2026-01-01", "special_ends_on": "2026-12-31", "status": "active", "tier": "gold",
    "name": "王建国", "sex": "male", "id_number": "5****************X", "birthday": "1968-03-12", "employer": "金牛区水务局",
    "department": "办公室", "post": "主任", "mobile": "138****1234", "phone": "028-****5566", "address": "成都市金牛区***",
    "postcode": "610031", "fax": null, "email": "w***@example.com", "uscc": null, "smart_card_number": "8270103256418",
    "device_number": null, "anniversaries": "结婚纪念日 5 月 20 日", "remark": null, "attributes": {"小区": "茶店子片区"},
    "owner": {"id": "01936d2c-7b4a-7c3e-9f10-3f2a1b0c9d8e", "name": "刘洋"},
    "org": {"id": "01936d2c-7b4a-7c3e-9f10-0a1b2c3d4e5f", "name": "金牛分公司"},
    "masked": ["id_number", "mobile", "phone", "address", "email"], "version": 3,
    "allowed_actions": [
        {"action": "edit", "allowed": true, "reason": null},
        {"action": "renew", "allowed": false, "reason": "离到期还有 30 天以上，暂不能续期。"}
    ],
    "created_at": "2026-11-20T02:11:09.120000Z", "updated_at": "2026-11-22T06:32:10.000000Z"
}))]
pub struct Customer {
    pub id: CustomerId,
    /// The customer number, unique and never changed; its last digit checks the others.
    pub number: String,
    /// The number in the operator's billing system.
    pub external_id: Option<String>,
    pub kind: Kind,
    /// Null for a customer who is not special.
    pub special_kind: Option<SpecialKind>,
    pub special_starts_on: Option<NaiveDate>,
    /// Last day of the special term, in the branch's zone.
    pub special_ends_on: Option<NaiveDate>,
    pub status: Status,
    pub tier: Option<String>,
    pub name: String,
    pub sex: Option<Sex>,
    /// Citizen identity number (GB 11643), masked.
    pub id_number: Option<String>,
    pub birthday: Option<NaiveDate>,
    pub employer: Option<String>,
    pub department: Option<String>,
    pub post: Option<String>,
    /// Masked.
    pub mobile: Option<String>,
    /// Masked.
    pub phone: Option<String>,
    /// Masked to the district.
    pub address: Option<String>,
    pub postcode: Option<String>,
    /// Masked.
    pub fax: Option<String>,
    /// Masked.
    pub email: Option<String>,
    /// Unified social credit code (GB 32100) of an organisation.
    pub uscc: Option<String>,
    pub smart_card_number: Option<String>,
    pub device_number: Option<String>,
    pub anniversaries: Option<String>,
    /// Numbers of persons in it are masked.
    pub remark: Option<String>,
    /// Columns of an import that are no field of ours, by their header; masked by what they are called and look like.
    pub attributes: BTreeMap<String, String>,
    /// The account manager who answers for this customer.
    pub owner: UserRef,
    pub org: OrgRef,
    /// Which of the fields above are masked.
    pub masked: Vec<PersonalField>,
    pub version: i64,
    pub allowed_actions: Vec<Allowed<CustomerAction>>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// Read a customer
///
/// The whole file, masked; `POST /customers/{id}/reveals` shows what is under the masks. 404 when
/// the customer is not there or belongs to another branch: the two answers are the same.
#[utoipa::path(
    tag = "customers",
    operation_id = "customer_read",
    params(("id" = CustomerId, Path, description = "The customer")),
    security(("bearer" = ["customer.read"])),
    responses((status = 200, description = "The customer", body = Customer)),
)]
#[get("/customers/{id}")]
pub async fn read(ctx: Ctx<CustomerRead>, id: Path<CustomerId>) -> Result<Reply> {
    let reader = ctx.read();
    let row = rows::get(reader.conn(), reader.scope, *id).await?;
    ctx.saw(Entry::file(&row, "file")).await?;
    let customer = show(reader.conn(), reader.cipher, &Viewer::of(&ctx), row).await?;
    Reply::ok(&customer, customer.version)
}
