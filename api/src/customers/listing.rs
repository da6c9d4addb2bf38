//! Finding customers: the list, its filters and its order.

use actix_web::{get, web::Json};
use chrono::{DateTime, NaiveDate, Utc};
use guibin_domain::{
    customer::{Kind, SpecialKind, Status, day},
    ids::{CustomerId, OrgId, UserId},
    import::Field,
};
use guibin_entity::customer;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use super::{
    PersonalField, file, listing_rows, rows,
    searches::{personal, searched},
};
use crate::{
    audit::Entry,
    ctx::{Actor, Ctx, CustomerRead, Reader},
    error::{Error, FieldError, Result},
    page::{Cut, Page},
    query::Query,
    refs::{OrgRef, UserRef},
};

/// What a list shows masked.
const LISTED: [PersonalField; 2] = [PersonalField::Mobile, PersonalField::Phone];

/// A customer in a list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01936d2c-7b4a-7c3e-9f10-5d6e7f809a1b", "number": "GB1001000000427", "name": "王建国", "kind": "individual",
    "special_kind": "leader", "special_ends_on": "2026-12-31", "status": "active", "tier": "gold", "mobile": "138****1234",
    "phone": "028-****5566", "employer": "金牛区水务局", "owner": {"id": "01936d2c-7b4a-7c3e-9f10-3f2a1b0c9d8e", "name": "刘洋"},
    "org": {"id": "01936d2c-7b4a-7c3e-9f10-0a1b2c3d4e5f", "name": "金牛分公司"}, "open_complaints": 1,
    "masked": ["mobile", "phone"], "updated_at": "2026-11-22T06:32:10.000000Z"
}))]
pub struct CustomerSummary {
    pub id: CustomerId,
    pub number: String,
    pub name: String,
    pub kind: Kind,
    /// Null for a customer who is not special.
    pub special_kind: Option<SpecialKind>,
    /// Last day of the special term, in the branch's zone.
    pub special_ends_on: Option<NaiveDate>,
    pub status: Status,
    pub tier: Option<String>,
    /// Masked.
    pub mobile: Option<String>,
    /// Masked.
    pub phone: Option<String>,
    pub employer: Option<String>,
    pub owner: UserRef,
    pub org: OrgRef,
    /// How many complaints that the caller may read wait for an answer or a confirmation.
    pub open_complaints: u64,
    /// Which of the fields above are masked.
    pub masked: Vec<PersonalField>,
    pub updated_at: DateTime<Utc>,
}

/// The order of a list of customers; `-` is descending.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum CustomerSort {
    #[default]
    #[serde(rename = "-updated_at")]
    NewestChange,
    #[serde(rename = "updated_at")]
    OldestChange,
    #[serde(rename = "name")]
    Name,
    #[serde(rename = "-name")]
    NameDescending,
    #[serde(rename = "number")]
    Number,
}

/// Which customers; every given condition must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields, default)]
#[schema(example = json!({"q": "wangjg", "special": true, "status": "active", "sort": "-updated_at"}))]
pub struct CustomerFilter {
    #[validate(length(max = 100))]
    #[schema(max_length = 100)]
    pub q: Option<String>,
    pub kind: Option<Kind>,
    pub special: Option<bool>,
    pub special_kind: Option<SpecialKind>,
    pub status: Option<Status>,
    #[validate(length(max = 50))]
    #[schema(max_length = 50)]
    pub tier: Option<String>,
    pub owner_id: Option<UserId>,
    pub org_id: Option<OrgId>,
    pub ends_before: Option<NaiveDate>,
    pub sort: Option<CustomerSort>,
}

/// Which customers, and which page of them.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CustomerQuery {
    /// Name, part of it, its pinyin or initials, or a number of the customer, a card or a device; a whole telephone
    /// number, ID number or e-mail address, or the last four characters of a mobile, phone or ID number.
    #[param(max_length = 100, example = "wangjg")]
    pub q: Option<String>,
    /// What the customer is.
    #[param(inline)]
    pub kind: Option<Kind>,
    /// Special customers only, or all others only.
    pub special: Option<bool>,
    /// Special for this reason.
    #[param(inline)]
    pub special_kind: Option<SpecialKind>,
    /// Where the customer is in the life cycle.
    #[param(inline)]
    pub status: Option<Status>,
    /// Of this tier.
    #[param(max_length = 50)]
    pub tier: Option<String>,
    /// Looked after by this account manager.
    pub owner_id: Option<UserId>,
    /// In this organisation unit or below it.
    pub org_id: Option<OrgId>,
    /// The special term ends before this day.
    pub ends_before: Option<NaiveDate>,
    /// The order; `-` is descending. The newest change first when absent.
    #[param(inline)]
    pub sort: Option<CustomerSort>,
    /// At most so many items.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u64>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Whether to count all items as `total`.
    pub count: Option<bool>,
}

/// Longest text to search by, in characters.
const TYPED_MAX: usize = 100;

impl CustomerQuery {
    /// # Errors
    /// 400 for more to search by than anybody types, and for a day of no calendar.
    fn check(&self) -> Result<()> {
        if self.ends_before.is_some_and(|until| day(until, "").is_err()) {
            let (zh, en) = ("参数值不正确。", "The value of the parameter is wrong.");
            return Err(Error::InvalidParameter(vec![FieldError::new("?ends_before", "wrong_value", zh, en)]));
        }
        if self.q.as_ref().is_none_or(|typed| typed.chars().count() <= TYPED_MAX) {
            return Ok(());
        }
        let (zh, en) = ("搜索内容不能超过 100 个字符。", "The text to search by must not exceed 100 characters.");
        Err(Error::InvalidParameter(vec![FieldError::new("?q", "length", zh, en)]))
    }

    /// The conditions and the order alone.
    pub fn filter(&self) -> CustomerFilter {
        CustomerFilter {
            q: self.q.clone(),
            kind: self.kind,
            special: self.special,
            special_kind: self.special_kind,
            status: self.status,
            tier: self.tier.clone(),
            owner_id: self.owner_id,
            org_id: self.org_id,
            ends_before: self.ends_before,
            sort: self.sort,
        }
    }
}

/// List customers
///
/// The customers the caller may see, found by name, pinyin, number or the tail of a phone or ID number,
/// filtered and ordered. 400 `invalid-parameter` for an unknown parameter, a value that is no word of
/// the list, or a cursor that belongs to another order.
///
/// Searches by a telephone number, an ID number, an e-mail address or a tail are counted; the last one once more, or
/// its next page, is free. 429 `rate-limited` with `search_budget_spent` until the next day when the day's are used up.
#[utoipa::path(
    tag = "customers",
    operation_id = "customer_list",
    params(CustomerQuery),
    security(("bearer" = ["customer.read"])),
    responses((status = 200, description = "A page of customers", body = Page<CustomerSummary>)),
)]
#[get("/customers")]
pub async fn list(ctx: Ctx<CustomerRead>, query: Query<CustomerQuery>) -> Result<Json<Page<CustomerSummary>>> {
    query.check()?;
    let reader = ctx.read();
    let cut = Cut {
        limit: query.limit,
        cursor: query.cursor.as_deref(),
        count: query.count.unwrap_or(false),
        descending: false,
    };
    let page = listing_rows::page(reader.conn(), reader.scope, reader.cipher, &query.filter(), &cut).await?;
    let Page { items, next_cursor, total } = page;
    let entry = looked(&ctx.actor, &query.filter(), &items);
    let complaints = ctx.scope_of("complaint.read");
    let items = summaries(reader.within(&complaints), items).await?;
    match query.filter().sought() {
        Some(typed) => searched(&ctx, &typed, entry).await?,
        None => ctx.saw(entry).await?,
    }
    Ok(Json(Page { items, next_cursor, total }))
}

/// That customers were looked at: by which conditions, and how many. A search for a whole telephone or identity number
/// asks for one person, so it says by what; who is alone on the list was seen, so the entry is theirs.
fn looked(actor: &Actor, filter: &CustomerFilter, items: &[customer::Model]) -> Entry {
    let typed = filter.q.as_deref().map(str::trim).filter(|typed| !typed.is_empty());
    let conditions = serde_json::to_value(filter).unwrap_or_default();
    let conditions = conditions.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null());
    let fields: Vec<_> = conditions.map(|(name, _)| name).collect();
    let action = if typed.is_some() { "customer.searched" } else { "customer.listed" };
    let only = if let [only] = items { Some(only.id) } else { None };
    let detail = json!({ "count": items.len(), "fields": fields, "exact": typed.and_then(personal),
        "tail": typed.is_some_and(file::is_tail) });
    Entry::done(action, Some(actor.org_id)).of_customer(only).with(&detail)
}

/// Customers as a list shows them, with the names around them and the counts of what `complaints` reaches. A value that
/// does not open shows `***`.
///
/// # Errors
/// When the database does not answer.
async fn summaries(complaints: Reader<'_>, rows: Vec<customer::Model>) -> Result<Vec<CustomerSummary>> {
    let (conn, scope, cipher) = (complaints.conn(), complaints.scope, complaints.cipher);
    let owners = rows::owners(conn, rows.iter().map(|row| row.owner_id)).await?;
    let orgs = rows::orgs(conn, rows.iter().map(|row| row.org_id)).await?;
    let open = listing_rows::open_complaints(conn, scope, rows.iter().map(|row| row.id).collect()).await?;
    let listed = rows.into_iter().map(|row| {
        let owner = owners.get(&row.owner_id).cloned();
        let org = orgs.get(&row.org_id).cloned();
        CustomerSummary {
            mobile: file::listed(&row, cipher, Field::Mobile),
            phone: file::listed(&row, cipher, Field::Phone),
            name: file::listed(&row, cipher, Field::Name).unwrap_or_default(),
            tier: file::listed(&row, cipher, Field::Tier),
            employer: file::listed(&row, cipher, Field::Employer),
            masked: LISTED.into_iter().filter(|field| field.is_set(&row)).collect(),
            owner: owner.unwrap_or(UserRef { id: row.owner_id, name: String::new() }),
            org: org.unwrap_or(OrgRef { id: row.org_id, name: String::new() }),
            open_complaints: open.get(&row.id).copied().unwrap_or_default(),
            id: row.id,
            number: row.number,
            kind: row.kind,
            special_kind: row.special_kind,
            special_ends_on: row.special_ends_on,
            status: row.status,
            updated_at: row.updated_at,
        }
    });
    Ok(listed.collect())
}
