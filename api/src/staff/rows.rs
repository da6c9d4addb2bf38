//! How organisations and users are found and stored.

use chrono::{DateTime, Utc};
use guibin_domain::{
    access::{Role, UserKind},
    ids::{OrgId, UserId},
    org::OrgLevel,
};
use guibin_entity::{org, setup_code, user, user_role};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait, Set, sea_query::LockType,
};

use super::{orgs::OrgQuery, users::UserQuery};
use crate::{
    ctx::Tx,
    error::{Error, Result},
    page::{self, Cut, Key, Page},
    scope::Scope,
};

/// A role of a user, as rows hold it.
pub type RoleRow = user_role::Model;
/// An organisation unit, as rows hold it.
pub type OrgRow = org::Model;
/// A user, as rows hold them.
pub type UserRow = user::Model;

/// The one row of the setup code.
const SETUP_ROW: i32 = 1;

/// Organisation units in reach, parents before children.
///
/// # Errors
/// 400 for a bad limit or cursor.
pub async fn orgs(conn: &impl ConnectionTrait, scope: &Scope, query: &OrgQuery) -> Result<Page<org::Model>> {
    let cut = Cut {
        limit: query.limit,
        cursor: query.cursor.as_deref(),
        count: query.count == Some(true),
        descending: false,
    };
    let key = |row: &org::Model| (Key::Text(row.path.clone()), row.id.0);
    page::fetch(conn, scope.orgs(), Some(org::Column::Path), org::Column::Id, &cut, key).await
}

/// An organisation unit in reach.
///
/// # Errors
/// `NotFound` outside the caller's reach.
pub async fn org(conn: &impl ConnectionTrait, scope: &Scope, id: OrgId) -> Result<org::Model> {
    scope.orgs().filter(org::Column::Id.eq(id)).one(conn).await?.ok_or(Error::NotFound)
}

/// The same, held until the transaction ends.
///
/// # Errors
/// `NotFound` outside the caller's reach.
pub async fn lock_org(tx: &Tx, id: OrgId) -> Result<org::Model> {
    tx.scope
        .orgs()
        .filter(org::Column::Id.eq(id))
        .lock(LockType::NoKeyUpdate)
        .one(tx.conn())
        .await?
        .ok_or(Error::NotFound)
}

/// A unit below `parent`, or the company.
pub struct OrgFile<'a> {
    pub parent: Option<&'a org::Model>,
    pub code: &'a str,
    pub name: &'a str,
    pub level: OrgLevel,
    /// The pack whose promises hold here.
    pub policy_code: &'a str,
}

/// Stores a new organisation unit; it starts in its parent's zone.
///
/// # Errors
/// `Duplicate` when the code is taken.
pub async fn store_org(tx: &Tx, file: OrgFile<'_>) -> Result<org::Model> {
    let OrgFile { parent, code, name, level, policy_code } = file;
    let row = org::ActiveModel {
        id: Set(OrgId(tx.new_id())),
        parent_id: Set(parent.map(|parent| parent.id)),
        code: Set(code.to_owned()),
        name: Set(name.trim().to_owned()),
        level: Set(level),
        path: Set(format!("{}{code}/", parent.map_or("/", |parent| &parent.path))),
        policy_code: Set(policy_code.to_owned()),
        next_customer_serial: Set(1),
        zone: Set(parent.map_or("Asia/Shanghai", |parent| &parent.zone).to_owned()),
        version: Set(1),
        created_at: Set(tx.now),
        updated_at: Set(tx.now),
    };
    Ok(row.insert(tx.conn()).await?)
}

/// Whether some unit has this code.
///
/// # Errors
/// When the database does not answer.
pub async fn has_org_code(tx: &Tx, code: &str) -> Result<bool> {
    Ok(org::Entity::find().filter(org::Column::Code.eq(code)).count(tx.conn()).await? > 0)
}

/// Renames a unit.
///
/// # Errors
/// When the row cannot be stored.
pub async fn rename_org(tx: &Tx, row: org::Model, name: &str) -> Result<org::Model> {
    let version = row.version + 1;
    let mut row = row.into_active_model();
    row.name = Set(name.trim().to_owned());
    row.version = Set(version);
    row.updated_at = Set(tx.now);
    Ok(row.update(tx.conn()).await?)
}

/// Users in reach, by user name, with their organisation and roles.
///
/// # Errors
/// 400 for a bad limit or cursor.
pub async fn users(conn: &impl ConnectionTrait, scope: &Scope, query: &UserQuery) -> Result<Page<user::Model>> {
    let cut = Cut {
        limit: query.limit,
        cursor: query.cursor.as_deref(),
        count: query.count == Some(true),
        descending: false,
    };
    let mut select = scope.users();
    if let Some(text) = query.q.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        select = select.filter(
            Condition::any()
                .add(user::Column::Name.contains(text))
                .add(user::Column::Username.contains(text.to_lowercase())),
        );
    }
    if let Some(org_id) = query.org_id {
        select = select.filter(user::Column::OrgId.eq(org_id));
    }
    if let Some(active) = query.active {
        select = select.filter(user::Column::Active.eq(active));
    }
    let key = |row: &user::Model| (Key::Text(row.username.clone()), row.id.0);
    page::fetch(conn, select, Some(user::Column::Username), user::Column::Id, &cut, key).await
}

/// A user in reach.
///
/// # Errors
/// `NotFound` outside the caller's reach.
pub async fn user(conn: &impl ConnectionTrait, scope: &Scope, id: UserId) -> Result<user::Model> {
    scope.users().filter(user::Column::Id.eq(id)).one(conn).await?.ok_or(Error::NotFound)
}

/// The same, held until the transaction ends.
///
/// # Errors
/// `NotFound` outside the caller's reach.
pub async fn lock_user(tx: &Tx, id: UserId) -> Result<user::Model> {
    tx.scope
        .users()
        .filter(user::Column::Id.eq(id))
        .lock(LockType::NoKeyUpdate)
        .one(tx.conn())
        .await?
        .ok_or(Error::NotFound)
}

/// Names of organisations and roles of the users of one page, in two queries.
///
/// # Errors
/// When the database does not answer.
pub async fn around(
    conn: &impl ConnectionTrait,
    users: &[user::Model],
) -> Result<(Vec<org::Model>, Vec<user_role::Model>)> {
    let orgs =
        org::Entity::find().filter(org::Column::Id.is_in(users.iter().map(|user| user.org_id))).all(conn).await?;
    let roles = user_role::Entity::find().filter(user_role::Column::UserId.is_in(users.iter().map(|user| user.id)));
    Ok((orgs, roles.all(conn).await?))
}

/// A new member of staff.
pub struct UserFile<'a> {
    pub org_id: OrgId,
    pub username: &'a str,
    pub name: &'a str,
    pub password_hash: String,
    /// None when somebody else chose it.
    pub password_changed_at: Option<DateTime<Utc>>,
    pub roles: &'a [Role],
}

/// Stores a new user with their roles.
///
/// # Errors
/// `Duplicate` when the user name is taken.
pub async fn store_user(tx: &Tx, file: UserFile<'_>) -> Result<user::Model> {
    let row = user::ActiveModel {
        id: Set(UserId(tx.new_id())),
        kind: Set(UserKind::Person),
        org_id: Set(file.org_id),
        username: Set(file.username.to_owned()),
        name: Set(file.name.trim().to_owned()),
        password_hash: Set(file.password_hash),
        active: Set(true),
        version: Set(1),
        created_at: Set(tx.now),
        updated_at: Set(tx.now),
        password_changed_at: Set(file.password_changed_at),
    };
    let row = row.insert(tx.conn()).await?;
    store_roles(tx, row.id, file.roles).await?;
    Ok(row)
}

/// Gives a user exactly these roles.
///
/// # Errors
/// When the rows cannot be stored.
pub async fn store_roles(tx: &Tx, user_id: UserId, roles: &[Role]) -> Result<()> {
    user_role::Entity::delete_many().filter(user_role::Column::UserId.eq(user_id)).exec(tx.conn()).await?;
    let mut roles = roles.to_vec();
    roles.sort_unstable();
    roles.dedup();
    let rows = roles.into_iter().map(|role| user_role::ActiveModel { user_id: Set(user_id), role: Set(role) });
    user_role::Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Stores a changed user and raises the version.
///
/// # Errors
/// When the row cannot be stored.
pub async fn store_change(tx: &Tx, row: user::Model) -> Result<user::Model> {
    let version = row.version + 1;
    let mut row = row.into_active_model().reset_all();
    row.version = Set(version);
    row.updated_at = Set(tx.now);
    Ok(row.update(tx.conn()).await?)
}

/// Holds every administrator, in the order of their ids: of two who step down at once, the second sees that the first
/// did.
///
/// # Errors
/// When the database does not answer.
pub async fn lock_administrators(tx: &Tx) -> Result<()> {
    let held = user_role::Entity::find().select_only().column(user_role::Column::UserId);
    let held = held.filter(user_role::Column::Role.eq(Role::Administrator)).into_query();
    let all = user::Entity::find().filter(user::Column::Id.in_subquery(held)).order_by_asc(user::Column::Id);
    all.lock(LockType::NoKeyUpdate).all(tx.conn()).await?;
    Ok(())
}

/// How many active administrators there are beside `but`.
///
/// # Errors
/// When the database does not answer.
pub async fn other_administrators(tx: &Tx, but: UserId) -> Result<u64> {
    let administrators = user_role::Entity::find().filter(user_role::Column::Role.eq(Role::Administrator));
    let ids: Vec<_> =
        administrators.all(tx.conn()).await?.into_iter().map(|row| row.user_id).filter(|id| *id != but).collect();
    Ok(user::Entity::find()
        .filter(user::Column::Id.is_in(ids))
        .filter(user::Column::Active.eq(true))
        .count(tx.conn())
        .await?)
}

/// Whether there is any user at all.
///
/// # Errors
/// When the database does not answer.
pub async fn has_users(conn: &impl ConnectionTrait) -> Result<bool> {
    Ok(user::Entity::find().limit(1).one(conn).await?.is_some())
}

/// Puts a setup code in place of the one before.
///
/// # Errors
/// When the row cannot be stored.
pub async fn store_setup_code(tx: &Tx, code_hash: String) -> Result<()> {
    setup_code::Entity::delete_many().exec(tx.conn()).await?;
    let row = setup_code::ActiveModel {
        id: Set(SETUP_ROW),
        code_hash: Set(code_hash),
        created_at: Set(tx.now),
        used_at: Set(None),
    };
    setup_code::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// The setup code.
///
/// # Errors
/// When the database does not answer.
pub async fn setup_code(conn: &impl ConnectionTrait) -> Result<Option<setup_code::Model>> {
    Ok(setup_code::Entity::find_by_id(SETUP_ROW).one(conn).await?)
}

/// The setup code, held until the transaction ends.
///
/// # Errors
/// When the database does not answer.
pub async fn lock_setup_code(tx: &Tx) -> Result<Option<setup_code::Model>> {
    Ok(setup_code::Entity::find_by_id(SETUP_ROW).lock(LockType::NoKeyUpdate).one(tx.conn()).await?)
}

/// Marks the setup code as used.
///
/// # Errors
/// When the row cannot be stored.
pub async fn spend_setup_code(tx: &Tx, code: setup_code::Model) -> Result<()> {
    let mut row = code.into_active_model();
    row.used_at = Set(Some(tx.now));
    row.update(tx.conn()).await?;
    Ok(())
}

/// Whether this user is an administrator.
///
/// # Errors
/// When the database does not answer.
pub async fn is_administrator(tx: &Tx, id: UserId) -> Result<bool> {
    Ok(user_role::Entity::find_by_id((id, Role::Administrator)).one(tx.conn()).await?.is_some())
}
