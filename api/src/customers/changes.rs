//! Editing a customer's file.

use actix_web::{patch, web::Path};
use chrono::NaiveDate;
use guibin_domain::{
    customer::{Kind, Sex, Status},
    ids::CustomerId,
    import::Field,
};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::{
    commands,
    file::Changes,
    http::Customer,
    searches,
    view::{Viewer, show},
};
use crate::{
    body::{Body, Once, Patch},
    ctx::{Ctx, CustomerWrite, Tx},
    error::Result,
    headers::IfMatchHeader,
    patch::given,
    precondition::IfMatch,
    reply::Reply,
};

/// The fields that are texts, each with what a body says of it: a new file and a change speak of the same ones.
macro_rules! texts_of {
    ($body:expr) => {
        [
            (Field::IdNumber, &$body.id_number),
            (Field::Employer, &$body.employer),
            (Field::Department, &$body.department),
            (Field::Post, &$body.post),
            (Field::Mobile, &$body.mobile),
            (Field::Phone, &$body.phone),
            (Field::Address, &$body.address),
            (Field::Postcode, &$body.postcode),
            (Field::Fax, &$body.fax),
            (Field::Email, &$body.email),
            (Field::Uscc, &$body.uscc),
            (Field::ExternalId, &$body.external_id),
            (Field::SmartCardNumber, &$body.smart_card_number),
            (Field::DeviceNumber, &$body.device_number),
            (Field::Anniversaries, &$body.anniversaries),
            (Field::Remark, &$body.remark),
            (Field::Tier, &$body.tier),
        ]
    };
}

pub(super) use texts_of;

/// What is to change: an absent field stays, `null` empties it.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"post": "副局长", "mobile": "13900135678", "fax": null}))]
pub struct CustomerPatch {
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    pub kind: Option<Kind>,
    /// Name of the person or of the organisation.
    #[serde(default, deserialize_with = "given")]
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100, nullable = false)]
    pub name: Option<String>,
    #[serde(default)]
    #[schema(value_type = Option<Sex>)]
    pub sex: Patch<Sex>,
    /// Citizen identity number: 18 characters (GB 11643), or the old 15 digits.
    #[serde(default)]
    #[validate(length(min = 1, max = 30))]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 30)]
    pub id_number: Patch<String>,
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>)]
    pub birthday: Patch<NaiveDate>,
    #[serde(default)]
    #[validate(length(min = 1, max = 200))]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200)]
    pub employer: Patch<String>,
    #[serde(default)]
    #[validate(length(min = 1, max = 100))]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 100)]
    pub department: Patch<String>,
    #[serde(default)]
    #[validate(length(min = 1, max = 100))]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 100)]
    pub post: Patch<String>,
    /// Chinese mobile number; `+86` and blanks are taken off.
    #[serde(default)]
    #[validate(length(min = 1, max = 30))]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 30)]
    pub mobile: Patch<String>,
    /// Land line with area code, 400 number, with or without extension.
    #[serde(default)]
    #[validate(length(min = 1, max = 30))]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 30)]
    pub phone: Patch<String>,
    #[serde(default)]
    #[validate(length(min = 1, max = 300))]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 300)]
    pub address: Patch<String>,
    #[serde(default)]
    #[validate(length(min = 1, max = 10))]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 10)]
    pub postcode: Patch<String>,
    #[serde(default)]
    #[validate(length(min = 1, max = 30))]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 30)]
    pub fax: Patch<String>,
    #[serde(default)]
    #[validate(length(min = 1, max = 200))]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200)]
    pub email: Patch<String>,
    /// Unified social credit code of an organisation (GB 32100).
    #[serde(default)]
    #[validate(length(min = 1, max = 18))]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 18)]
    pub uscc: Patch<String>,
    /// The number in the operator's billing system; unique in the branch.
    #[serde(default)]
    #[validate(length(min = 1, max = 64))]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 64)]
    pub external_id: Patch<String>,
    #[serde(default)]
    #[validate(length(min = 1, max = 64))]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 64)]
    pub smart_card_number: Patch<String>,
    #[serde(default)]
    #[validate(length(min = 1, max = 64))]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 64)]
    pub device_number: Patch<String>,
    #[serde(default)]
    #[validate(length(min = 1, max = 500))]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 500)]
    pub anniversaries: Patch<String>,
    #[serde(default)]
    #[validate(length(min = 1, max = 4000))]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 4000)]
    pub remark: Patch<String>,
    #[serde(default)]
    #[validate(length(min = 1, max = 50))]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 50)]
    pub tier: Patch<String>,
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    pub status: Option<Status>,
}

/// Change a customer
///
/// JSON merge patch. Owner, branch, number and the special term are not changed here.
///
/// 422 `validation-failed` with `masked_value` at a field that sends its mask back, and with
/// `id_number_checksum`, `mobile_shape` and the like at the field; 409 `duplicate` when another
/// customer already has that `external_id`, `id_number` or `mobile`; 412 `precondition-failed` when somebody
/// changed the customer meanwhile, 428 `precondition-required` without `If-Match`. Another ID number or mobile counts as
/// a search, as its refusal does: 429 `rate-limited` with `search_budget_spent` when the day's are used up.
#[utoipa::path(
    tag = "customers",
    operation_id = "customer_change",
    params(("id" = CustomerId, Path, description = "The customer"), IfMatchHeader),
    request_body = CustomerPatch,
    security(("bearer" = ["customer.write"])),
    responses((status = 200, description = "Changed", body = Customer)),
)]
#[patch("/customers/{id}")]
pub async fn change(
    ctx: Ctx<CustomerWrite>,
    id: Path<CustomerId>,
    if_match: IfMatch,
    body: Body<CustomerPatch>,
) -> Result<Reply> {
    let write = async |tx: &Tx| {
        let row = commands::edit(tx, *id, if_match, body.changes()).await?;
        searches::found_free(tx, &body.changes()).await?;
        let customer = show(tx.conn(), tx.cipher(), &Viewer::of(&ctx), row).await?;
        Reply::ok(&customer, customer.version)
    };
    let done = ctx.write(&Once::never(), write).await;
    searches::answered(&ctx, &body.changes(), done).await
}

impl CustomerPatch {
    /// What is spoken of, by field.
    fn changes(&self) -> Changes {
        let words = [
            (Field::Kind, self.kind.map(|kind| kind.word().to_owned()).into()),
            (Field::Status, self.status.map(|status| status.word().to_owned()).into()),
            (Field::Name, self.name.clone().into()),
            (Field::Sex, worded(&self.sex, |sex| sex.word().to_owned())),
            (Field::Birthday, worded(&self.birthday, ToString::to_string)),
        ];
        let texts = texts_of!(self).into_iter().map(|(field, patch)| (field, patch.clone()));
        let spoken = words.into_iter().chain(texts).filter(|(_, patch)| patch.is_present());
        spoken.map(|(field, patch)| (field, patch.apply(None))).collect()
    }
}

fn worded<T>(patch: &Patch<T>, word: impl Fn(&T) -> String) -> Patch<String> {
    match patch {
        Patch::Absent => Patch::Absent,
        Patch::Clear => Patch::Clear,
        Patch::Set(value) => Patch::Set(word(value)),
    }
}
