//! What one resource says about another: enough to show it and to follow it.

use std::collections::HashMap;

use guibin_domain::{
    ids::{CustomerId, OrgId, UserId},
    mask,
};
use guibin_entity::{customer, org, user};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    database::Connection,
    error::Result,
    scope::{Past, past},
};

/// A member of staff, named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(example = json!({"id": "01936d2c-7b4a-7c3e-9f10-3f2a1b0c9d8e", "name": "刘洋"}))]
pub struct UserRef {
    pub id: UserId,
    pub name: String,
}

/// An organisation unit, named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(example = json!({"id": "01936d2c-7b4a-7c3e-9f10-0a1b2c3d4e5f", "name": "金牛分公司"}))]
pub struct OrgRef {
    pub id: OrgId,
    pub name: String,
}

/// A customer, named and numbered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(example = json!({"id": "01936d2c-7b4a-7c3e-9f10-5d6e7f809a1b", "number": "GB1001000000427", "name": "王建国"}))]
pub struct CustomerRef {
    pub id: CustomerId,
    pub number: String,
    pub name: String,
}

/// Whether the caller may do something to this record now, so that no client derives a rule again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Allowed<A> {
    pub action: A,
    pub allowed: bool,
    /// Why not, in the language of the request; null when it is allowed.
    pub reason: Option<String>,
}

/// How far a job is, in rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(example = json!({"done": 1200, "total": 4096}))]
pub struct Progress {
    pub done: u64,
    pub total: u64,
}

/// An Excel workbook, as bytes.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
pub struct Workbook(pub Vec<u8>);

/// The names that a page of rows needs, each looked up once.
///
/// Without a scope of its own: a name stands beside a row that the caller may see.
#[derive(Debug, Default)]
pub struct Names {
    users: HashMap<UserId, String>,
    orgs: HashMap<OrgId, String>,
    customers: HashMap<CustomerId, (String, String)>,
}

impl Names {
    /// Looks up whoever is listed; the same id may be listed more than once.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn load(
        conn: &impl Connection,
        users: impl IntoIterator<Item = UserId>,
        orgs: impl IntoIterator<Item = OrgId>,
        customers: impl IntoIterator<Item = CustomerId>,
    ) -> Result<Self> {
        let users = user::Entity::find().filter(user::Column::Id.is_in(users)).all(conn).await?;
        let orgs = org::Entity::find().filter(org::Column::Id.is_in(orgs)).all(conn).await?;
        let customers =
            past(Past::NameBeside).customers().filter(customer::Column::Id.is_in(customers)).all(conn).await?;
        Ok(Self {
            users: users.into_iter().map(|row| (row.id, row.name)).collect(),
            orgs: orgs.into_iter().map(|row| (row.id, row.name)).collect(),
            customers: customers.into_iter().map(|row| (row.id, (row.number, row.name))).collect(),
        })
    }

    /// A member of staff.
    pub fn user(&self, id: UserId) -> UserRef {
        UserRef { id, name: self.users.get(&id).cloned().unwrap_or_default() }
    }

    /// An organisation unit.
    pub fn org(&self, id: OrgId) -> OrgRef {
        OrgRef { id, name: self.orgs.get(&id).cloned().unwrap_or_default() }
    }

    /// A customer.
    pub fn customer(&self, id: CustomerId) -> CustomerRef {
        let (number, name) = self.customers.get(&id).cloned().unwrap_or_default();
        CustomerRef { id, number, name: mask::text(&name) }
    }
}
