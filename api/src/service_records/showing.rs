//! From rows to what the wire shows.

use chrono::{DateTime, Utc};
use guibin_domain::service_record::signable;
use guibin_entity::service_record::Model;

use super::{
    commands::may_edit,
    http::{ServiceRecord, ServiceRecordAction},
    text,
};
use crate::{
    cipher::Cipher,
    ctx::{Actor, Ctx, Permission, Tx},
    database::Connection,
    error::{Error, Lang, Result},
    refs::{Allowed, Names},
    reply::Reply,
    signature::Signature,
};

/// Who looks, and when.
pub struct Viewer<'a> {
    actor: &'a Actor,
    now: DateTime<Utc>,
    lang: Lang,
}

impl<'a> Viewer<'a> {
    /// The caller of a request.
    pub fn of<P: Permission>(ctx: &'a Ctx<P>) -> Self {
        Self { actor: &ctx.actor, now: ctx.now, lang: ctx.lang }
    }
}

/// The answer to whoever wrote or sealed a record.
///
/// # Errors
/// When the database does not answer.
pub async fn created(tx: &Tx, row: Model, viewer: &Viewer<'_>) -> Result<Reply> {
    let shown = whole(tx.conn(), tx.cipher(), row, viewer).await?;
    Reply::created("/service-records", shown.id, shown.version, &shown)
}

/// One record.
///
/// # Errors
/// When the database does not answer.
pub async fn whole(conn: &impl Connection, cipher: &Cipher, row: Model, viewer: &Viewer<'_>) -> Result<ServiceRecord> {
    let names = Names::load(conn, [row.author_id], [row.org_id], [row.customer_id]).await?;
    one(cipher, row, viewer, &names)
}

/// Records in the order given.
///
/// # Errors
/// When the database does not answer.
pub async fn all(
    conn: &impl Connection,
    cipher: &Cipher,
    rows: Vec<Model>,
    viewer: &Viewer<'_>,
) -> Result<Vec<ServiceRecord>> {
    let (authors, orgs) = (rows.iter().map(|row| row.author_id), rows.iter().map(|row| row.org_id));
    let names = Names::load(conn, authors, orgs, rows.iter().map(|row| row.customer_id)).await?;
    rows.into_iter().map(|row| one(cipher, row, viewer, &names)).collect()
}

fn one(cipher: &Cipher, row: Model, viewer: &Viewer<'_>, names: &Names) -> Result<ServiceRecord> {
    let (phone, people_met) = (text::masked(cipher, &row)?, text::people_shown(cipher, &row)?);
    let bound = text::signed(cipher, &row)?;
    let shown = |column| text::shown(cipher, &row, column);
    let allowed_actions = allowed(&row, viewer);
    Ok(ServiceRecord {
        place: shown("place")?,
        content: shown("content")?.unwrap_or_default(),
        need: shown("need")?,
        handling: shown("handling")?,
        id: row.id,
        customer: names.customer(row.customer_id),
        author: names.user(row.author_id),
        org: names.org(row.org_id),
        method: row.method,
        occurred_at: row.occurred_at,
        masked: phone.iter().map(|_| "phone".to_owned()).collect(),
        phone,
        handling_status: row.handling_status,
        people_met,
        complaint_id: row.complaint_id,
        signature: row.signature.map(|stored| Signature::open(stored, &bound)).transpose()?,
        version: row.version,
        allowed_actions,
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}

fn allowed(row: &Model, viewer: &Viewer<'_>) -> Vec<Allowed<ServiceRecordAction>> {
    let edit = may_edit(viewer.actor, row, viewer.now);
    let sign = signable(row.signature.is_some()).map_err(Error::from);
    let holds = viewer.actor.holds("service_record.write");
    let shown = |action, outcome: Result<()>| {
        let outcome = if holds { outcome } else { Err(Error::PermissionDenied("service_record.write")) };
        let reason = outcome.err().map(|refusal| refusal.problem(viewer.lang, "").detail);
        Allowed { action, allowed: reason.is_none(), reason }
    };
    vec![shown(ServiceRecordAction::Edit, edit), shown(ServiceRecordAction::Sign, sign)]
}
