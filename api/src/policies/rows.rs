//! How policy versions are found and stored.

use chrono::{DateTime, Utc};
use guibin_domain::{
    ids::{OrgId, PolicyVersionId},
    policy::Pack,
};
use guibin_entity::{org, policy_version};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set, sea_query::Expr,
};

use crate::{
    ctx::Tx,
    error::{Error, Result},
    page::{self, Cut, Key, Page},
};

/// A version of a pack, as rows hold it.
pub type Version = policy_version::Model;

/// Every pack in its newest version, by code.
///
/// # Errors
/// 400 for a bad limit or cursor.
pub async fn packs(conn: &impl ConnectionTrait, cut: &Cut<'_>) -> Result<Page<Version>> {
    let newest = Expr::cust(
        "not exists (select 1 from policy_version later where later.code = policy_version.code and later.version > policy_version.version)",
    );
    let key = |row: &Version| (Key::Text(row.code.clone()), row.id.0);
    let select = policy_version::Entity::find().filter(newest);
    page::fetch(conn, select, Some(policy_version::Column::Code), policy_version::Column::Id, cut, key).await
}

/// The versions of one pack, newest first.
///
/// # Errors
/// 404 when there is no pack of that code; 400 for a bad limit or cursor.
pub async fn versions(conn: &impl ConnectionTrait, code: &str, cut: &Cut<'_>) -> Result<Page<Version>> {
    if code.contains('\0') {
        return Err(Error::NotFound); // PostgreSQL takes no NUL in a text: no code has one.
    }
    let select = policy_version::Entity::find().filter(policy_version::Column::Code.eq(code));
    let key = |row: &Version| (Key::Number(row.version.into()), row.id.0);
    let page =
        page::fetch(conn, select, Some(policy_version::Column::Version), policy_version::Column::Id, cut, key).await?;
    if page.items.is_empty() && cut.cursor.is_none() { Err(Error::NotFound) } else { Ok(page) }
}

/// One version of a pack.
///
/// # Errors
/// When the database does not answer.
pub async fn find(conn: &impl ConnectionTrait, code: &str, version: u32) -> Result<Option<policy_version::Model>> {
    let query = policy_version::Entity::find()
        .filter(policy_version::Column::Code.eq(code))
        .filter(policy_version::Column::Version.eq(version));
    Ok(query.one(conn).await?)
}

/// The version with this id.
///
/// # Errors
/// `Internal` when there is none: a record names it.
pub async fn by_id(conn: &impl ConnectionTrait, id: PolicyVersionId) -> Result<policy_version::Model> {
    let row = policy_version::Entity::find_by_id(id).one(conn).await?;
    row.ok_or_else(|| Error::Internal(anyhow::anyhow!("policy version {id} is gone")))
}

/// The newest version in effect of an organisation's pack.
///
/// # Errors
/// `Internal` when the organisation or its pack is missing.
pub async fn current(conn: &impl ConnectionTrait, org_id: OrgId, now: DateTime<Utc>) -> Result<policy_version::Model> {
    let org = org::Entity::find_by_id(org_id).one(conn).await?;
    let org = org.ok_or_else(|| Error::Internal(anyhow::anyhow!("organisation {org_id} is gone")))?;
    let zone: chrono_tz::Tz = org.zone.parse().unwrap_or(chrono_tz::Asia::Shanghai);
    let today = now.with_timezone(&zone).date_naive();
    let query = policy_version::Entity::find()
        .filter(policy_version::Column::Code.eq(&org.policy_code))
        .filter(policy_version::Column::EffectiveFrom.lte(today))
        .order_by_desc(policy_version::Column::Version);
    let row = query.one(conn).await?;
    row.ok_or_else(|| Error::Internal(anyhow::anyhow!("pack {} has no version in effect on {today}", org.policy_code)))
}

/// Stores a version.
///
/// # Errors
/// When the database does not take it.
pub async fn store(tx: &Tx, pack: &Pack, text: &str, content_hash: String) -> Result<policy_version::Model> {
    let row = policy_version::ActiveModel {
        id: Set(PolicyVersionId(tx.new_id())),
        code: Set(pack.code.clone()),
        version: Set(i32::try_from(pack.version).unwrap_or(i32::MAX)),
        title: Set(pack.title.clone()),
        effective_from: Set(pack.effective_from),
        content: Set(text.to_owned()),
        content_hash: Set(content_hash),
        created_at: Set(tx.now),
    };
    Ok(row.insert(tx.conn()).await?)
}
