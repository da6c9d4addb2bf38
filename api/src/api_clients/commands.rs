//! What changes about an API client; each change takes effect at its next request.

use chrono::{DateTime, Utc};
use guibin_domain::{access, ids::UserId};
use guibin_entity::api_client;
use serde_json::json;

use super::{
    rows::{self, ClientFile},
    secret,
    wire::{ApiClientPatch, NewApiClient},
};
use crate::{
    body::Patch,
    ctx::Tx,
    error::{Error, FieldError, Result},
    event::{Subject, Topic},
    keys::random,
    precondition::IfMatch,
    sessions,
};

/// Adds a client, which is known by `secret` from now on.
///
/// # Errors
/// 422 for a unit out of reach, a permission that only people hold, an end that has passed.
pub async fn create(tx: &Tx, new: &NewApiClient, secret: &str) -> Result<api_client::Model> {
    let permissions = granted(&new.permissions)?;
    ahead(new.expires_at, tx.now)?;
    if !rows::has_org(tx, new.org_id).await? {
        let (zh, en) = ("没有这个机构，请重新选择。", "There is no such unit; choose another.");
        return Err(Error::invalid("/org_id", "no_such_org", zh, en));
    }
    let file = ClientFile {
        org_id: new.org_id,
        name: &new.name,
        client_id: format!("client-{:016x}", u64::from_be_bytes(random()?)),
        secret_hash: secret::hash(secret),
        permissions,
        reach: new.reach,
        expires_at: new.expires_at,
    };
    let row = rows::store(tx, file).await?;
    tx.emit(Topic::ApiClientCreated, subject(&row), json!({ "permissions": row.permissions })).await?;
    Ok(row)
}

/// Changes a client. Other rights hold from its next request; once disabled, its tokens are dead.
///
/// # Errors
/// 404, 412; 422 as for a new one.
pub async fn change(tx: &Tx, id: UserId, seen: IfMatch, patch: &ApiClientPatch) -> Result<api_client::Model> {
    let mut row = rows::lock(tx, id).await?;
    seen.check(row.version)?;
    if let Some(names) = &patch.permissions {
        row.permissions = json!(granted(names)?);
    }
    if let Patch::Set(end) = patch.expires_at {
        ahead(Some(end), tx.now)?;
    }
    row.reach = patch.reach.unwrap_or(row.reach);
    row.expires_at = patch.expires_at.clone().apply(row.expires_at);
    rows::store_user(tx, id, patch.name.as_deref(), patch.active).await?;
    if patch.active == Some(false) {
        sessions::revoke_all(tx, id).await?;
    }
    let row = rows::store_change(tx, row).await?;
    tx.emit(Topic::ApiClientChanged, subject(&row), json!({ "fields": changed_fields(patch) })).await?;
    Ok(row)
}

/// Gives a client another secret; the one before and its tokens are dead.
///
/// # Errors
/// 404, 412.
pub async fn renew(tx: &Tx, id: UserId, seen: IfMatch, secret: &str) -> Result<api_client::Model> {
    let mut row = rows::lock(tx, id).await?;
    seen.check(row.version)?;
    row.secret_hash = secret::hash(secret);
    sessions::revoke_all(tx, id).await?;
    let row = rows::store_change(tx, row).await?;
    tx.emit(Topic::ApiClientSecretChanged, subject(&row), json!({})).await?;
    Ok(row)
}

/// The permissions, sorted, if each may be given to a program.
fn granted(names: &[String]) -> Result<Vec<String>> {
    let wrong = |at: usize| {
        let (zh, en) =
            ("没有这项权限，或该权限只能由人员持有。", "There is no such permission, or only people hold it.");
        FieldError::new(format!("/permissions/{at}"), "not_grantable", zh, en)
    };
    let wrong: Vec<_> =
        (0..).zip(names).filter(|(_, name)| !access::grantable(name)).map(|(at, _)| wrong(at)).collect();
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    let mut names = names.to_vec();
    names.sort_unstable();
    names.dedup();
    Ok(names)
}

fn ahead(end: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Result<()> {
    if end.is_none_or(|end| end > now) {
        return Ok(());
    }
    let (zh, en) =
        ("到期时间须晚于现在；要立即停用请改为停用。", "The end must lie ahead; to stop the client now, disable it.");
    Err(Error::invalid("/expires_at", "not_ahead", zh, en))
}

fn changed_fields(patch: &ApiClientPatch) -> Vec<&'static str> {
    let fields = [
        ("name", patch.name.is_some()),
        ("permissions", patch.permissions.is_some()),
        ("reach", patch.reach.is_some()),
        ("active", patch.active.is_some()),
        ("expires_at", patch.expires_at.is_present()),
    ];
    fields.into_iter().filter(|(_, given)| *given).map(|(name, _)| name).collect()
}

fn subject(row: &api_client::Model) -> Subject {
    Subject::new("api_client", row.id.0, row.org_id)
}
