//! Policy packs: the regimes as data, shipped with the server, kept in the database under their version.
//!
//! A record names the version it was decided under, so a version that was loaded once is never changed.

mod http;
mod rows;

use guibin_domain::{
    ids::{OrgId, PolicyVersionId},
    policy::Pack,
};
use guibin_entity::policy_version;
use serde_json::json;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    cipher::sha256,
    ctx::Tx,
    database::Connection,
    error::{Error, Result},
    event::{Subject, Topic},
    state::State,
};

/// Registers the feature's operations.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(http::list).service(http::list_versions);
}

/// The pack of an organisation that names no other.
pub const DEFAULT: &str = "p01-jinniu-cable";

/// The packs that ship with the server.
const SHIPPED: &[&str] = &[include_str!("../../policies/p01-jinniu-cable.yaml")];

/// A pack as it holds now, and the id that records name it by.
pub struct Current {
    pub id: PolicyVersionId,
    pub pack: Pack,
}

/// Puts the shipped packs into the database, each version once.
///
/// # Errors
/// When a pack does not read, or differs from the same version loaded before: then its version must be raised.
pub async fn load(state: &State) -> Result<()> {
    for text in SHIPPED {
        let pack = read(text)?;
        state.as_system(async |tx| load_one(tx, &pack, text).await).await?;
    }
    Ok(())
}

async fn load_one(tx: &Tx, pack: &Pack, text: &str) -> Result<()> {
    let hash = sha256(text.as_bytes());
    match rows::find(tx.conn(), &pack.code, pack.version).await? {
        Some(held) if held.content_hash == hash => Ok(()),
        Some(_) => Err(Error::Internal(anyhow::anyhow!(
            "pack {} version {} was loaded with another text: raise its version",
            pack.code,
            pack.version
        ))),
        None => {
            let row = rows::store(tx, pack, text, hash).await?;
            let data = json!({ "code": pack.code, "version": pack.version });
            tx.emit(Topic::PolicyLoaded, Subject::nowhere("policy_version", row.id.0), data).await
        }
    }
}

/// The pack that holds for an organisation today: the newest version in effect.
///
/// # Errors
/// `Internal` when the organisation names a pack that was never loaded.
pub async fn current(conn: &impl Connection, org_id: OrgId, now: chrono::DateTime<chrono::Utc>) -> Result<Current> {
    let row = rows::current(conn, org_id, now).await?;
    Ok(Current { id: row.id, pack: read(&row.content)? })
}

/// The pack that a record was decided under.
///
/// # Errors
/// `Internal` when there is no such version.
pub async fn version(conn: &impl Connection, id: PolicyVersionId) -> Result<(policy_version::Model, Pack)> {
    let row = rows::by_id(conn, id).await?;
    let pack = read(&row.content)?;
    Ok((row, pack))
}

fn read(text: &str) -> Result<Pack> {
    let pack: Pack = serde_norway::from_str(text).map_err(|cause| Error::Internal(cause.into()))?;
    pack.check().map_err(|mistakes| Error::Internal(anyhow::anyhow!("pack {}: {mistakes:?}", pack.code)))?;
    Ok(pack)
}
