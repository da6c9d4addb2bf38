//! Taking a new customer into the file.

use actix_web::post;
use chrono::NaiveDate;
use guibin_domain::{
    customer::{Kind, Sex, Status},
    import::Field,
};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::{
    changes::texts_of,
    commands,
    file::Changes,
    http::Customer,
    searches,
    view::{Viewer, show},
};
use crate::{
    body::Body,
    ctx::{Ctx, CustomerWrite, Tx},
    error::Result,
    headers::OnceHeader,
    reply::Reply,
};

/// A new customer. Only kind and name are needed; the rest may follow.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "kind": "individual", "name": "王建国", "sex": "male", "id_number": "11010519491231002X", "birthday": "1949-12-31",
    "employer": "金牛区水务局", "department": "办公室", "post": "主任", "mobile": "13800131234", "phone": "028-87655566",
    "address": "成都市金牛区茶店子路 12 号", "postcode": "610031", "email": "wang@example.com",
    "external_id": "2023110804517", "smart_card_number": "8270103256418", "tier": "gold"
}))]
pub struct NewCustomer {
    pub kind: Kind,
    /// Name of the person or of the organisation.
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    pub sex: Option<Sex>,
    /// Citizen identity number: 18 characters (GB 11643), or the old 15 digits.
    #[validate(length(min = 1, max = 30))]
    #[schema(min_length = 1, max_length = 30)]
    pub id_number: Option<String>,
    pub birthday: Option<NaiveDate>,
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub employer: Option<String>,
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100)]
    pub department: Option<String>,
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100)]
    pub post: Option<String>,
    /// Chinese mobile number; `+86` and blanks are taken off.
    #[validate(length(min = 1, max = 30))]
    #[schema(min_length = 1, max_length = 30)]
    pub mobile: Option<String>,
    /// Land line with area code, 400 number, with or without extension.
    #[validate(length(min = 1, max = 30))]
    #[schema(min_length = 1, max_length = 30)]
    pub phone: Option<String>,
    #[validate(length(min = 1, max = 300))]
    #[schema(min_length = 1, max_length = 300)]
    pub address: Option<String>,
    #[validate(length(min = 1, max = 10))]
    #[schema(min_length = 1, max_length = 10)]
    pub postcode: Option<String>,
    #[validate(length(min = 1, max = 30))]
    #[schema(min_length = 1, max_length = 30)]
    pub fax: Option<String>,
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub email: Option<String>,
    /// Unified social credit code of an organisation (GB 32100).
    #[validate(length(min = 1, max = 18))]
    #[schema(min_length = 1, max_length = 18)]
    pub uscc: Option<String>,
    /// The number in the operator's billing system; unique in the branch.
    #[validate(length(min = 1, max = 64))]
    #[schema(min_length = 1, max_length = 64)]
    pub external_id: Option<String>,
    #[validate(length(min = 1, max = 64))]
    #[schema(min_length = 1, max_length = 64)]
    pub smart_card_number: Option<String>,
    #[validate(length(min = 1, max = 64))]
    #[schema(min_length = 1, max_length = 64)]
    pub device_number: Option<String>,
    #[validate(length(min = 1, max = 500))]
    #[schema(min_length = 1, max_length = 500)]
    pub anniversaries: Option<String>,
    #[validate(length(min = 1, max = 4000))]
    #[schema(min_length = 1, max_length = 4000)]
    pub remark: Option<String>,
    #[validate(length(min = 1, max = 50))]
    #[schema(min_length = 1, max_length = 50)]
    pub tier: Option<String>,
    /// `active` when absent.
    pub status: Option<Status>,
}

/// Create a customer
///
/// The caller becomes the owner, the customer belongs to the caller's branch and gets its number.
///
/// 422 `validation-failed` with `id_number_checksum`, `mobile_shape`, `uscc_checksum` and the like at
/// the field; `masked_value` for a value with asterisks. 409 `duplicate` when another customer of the
/// branch already has that `external_id`, `id_number` or `mobile`; of the two numbers that counts as a search.
#[utoipa::path(
    tag = "customers",
    operation_id = "customer_create",
    params(OnceHeader),
    request_body = NewCustomer,
    security(("bearer" = ["customer.write"])),
    responses((status = 201, description = "Created", body = Customer)),
)]
#[post("/customers")]
pub async fn create(ctx: Ctx<CustomerWrite>, body: Body<NewCustomer>) -> Result<Reply> {
    let write = async |tx: &Tx| {
        searches::may_ask(tx, &body.values()).await?;
        let row = commands::take_in(tx, body.values()).await?;
        let customer = show(tx.conn(), tx.cipher(), &Viewer::of(&ctx), row).await?;
        Reply::created("/customers", customer.id, customer.version, &customer)
    };
    let done = ctx.write(&body.once, write).await;
    searches::answered(&ctx, &body.values(), done).await
}

impl NewCustomer {
    /// What was given, by field.
    fn values(&self) -> Changes {
        let words = [
            (Field::Kind, Some(self.kind.word().to_owned())),
            (Field::Sex, self.sex.map(|sex| sex.word().to_owned())),
            (Field::Status, self.status.map(|status| status.word().to_owned())),
            (Field::Birthday, self.birthday.map(|day| day.to_string())),
            (Field::Name, Some(self.name.clone())),
        ];
        let texts = texts_of!(self).into_iter().map(|(field, text)| (field, text.clone()));
        words.into_iter().chain(texts).filter(|(_, value)| value.is_some()).collect()
    }
}
