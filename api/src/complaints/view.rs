//! A complaint put together for the wire: names beside ids, the phone masked, and what the caller may do now.

use guibin_domain::{
    complaint::{Action, Status},
    ids::{ComplaintId, UserId},
    mask,
};
use guibin_entity::{complaint, complaint_entry};

use super::{
    http::{Complaint, ComplaintEntry, ComplaintSummary},
    rows::{self, Names},
};
use crate::{
    cipher::Cipher,
    ctx::{Ctx, Permission, Tx},
    database::Connection,
    error::{Lang, Result, Text},
    refs::{Allowed, CustomerRef, OrgRef, UserRef},
};

/// One complaint that the caller may see.
pub async fn one<P: Permission>(ctx: &Ctx<P>, id: ComplaintId) -> Result<Complaint> {
    let reader = ctx.read();
    let row = rows::find(&reader, id).await?;
    whole(ctx, reader.conn(), reader.cipher, row).await
}

/// A complaint as it stands at the end of a change.
pub async fn within<P: Permission>(ctx: &Ctx<P>, tx: &Tx, row: complaint::Model) -> Result<Complaint> {
    whole(ctx, tx.conn(), tx.cipher(), row).await
}

/// Complaints as lists show them.
pub async fn summaries(
    conn: &impl Connection,
    cipher: &Cipher,
    rows: Vec<complaint::Model>,
) -> Result<Vec<ComplaintSummary>> {
    let names = rows::names(conn, &rows, std::iter::empty()).await?;
    rows.into_iter().map(|row| summary(cipher, row, &names)).collect()
}

async fn whole<P: Permission>(
    ctx: &Ctx<P>,
    conn: &impl Connection,
    cipher: &Cipher,
    row: complaint::Model,
) -> Result<Complaint> {
    let entries = rows::entries(conn, row.id).await?;
    let actors = entries.iter().filter_map(|entry| entry.actor_id);
    let names = rows::names(conn, std::slice::from_ref(&row), actors).await?;
    let phone = row.contact_phone_sealed.as_deref();
    let phone = phone.map(|sealed| cipher.open(rows::phone_of(row.id), sealed)).transpose()?;
    let masked = phone.iter().map(|_| "contact_phone".to_owned()).collect();
    let allowed = |action| allowed(row.status, action, ctx.holds("complaint.work"), ctx.lang);
    Ok(Complaint {
        content: cipher.shown(rows::place(row.id, "content"), &row.content)?,
        contact_name: row.contact_name.as_deref().map(mask::text),
        contact_phone: phone.as_deref().map(mask::phone),
        masked,
        entries: entries.iter().map(|entry| told(cipher, entry, &names)).collect::<Result<_>>()?,
        version: row.version,
        allowed_actions: [Action::ChangeLevel, Action::Reply, Action::Confirm, Action::Refuse].map(allowed).into(),
        created_at: row.created_at,
        updated_at: row.updated_at,
        summary: summary(cipher, row, &names)?,
    })
}

fn summary(cipher: &Cipher, row: complaint::Model, names: &Names) -> Result<ComplaintSummary> {
    let (number, name) = names.customers.get(&row.customer_id).cloned().unwrap_or_default();
    Ok(ComplaintSummary {
        title: cipher.shown(rows::place(row.id, "title"), &row.title)?,
        category: cipher.shown_some(rows::place(row.id, "category"), row.category.as_deref())?,
        id: row.id,
        number: row.number,
        level: row.level,
        status: row.status,
        channel: row.channel,
        customer: CustomerRef { id: row.customer_id, number, name: mask::text(&name) },
        owner: user(row.owner_id, names),
        org: OrgRef { id: row.org_id, name: names.orgs.get(&row.org_id).cloned().unwrap_or_default() },
        received_at: row.received_at,
        due_at: row.due_at,
        warned_at: row.warned_at,
        breached_at: row.breached_at,
        closed_at: row.closed_at,
        clock_id: row.clock_id,
    })
}

fn user(id: UserId, names: &Names) -> UserRef {
    UserRef { id, name: names.users.get(&id).cloned().unwrap_or_default() }
}

fn told(cipher: &Cipher, entry: &complaint_entry::Model, names: &Names) -> Result<ComplaintEntry> {
    Ok(ComplaintEntry {
        text: cipher.shown_some(rows::said(entry.id), entry.text.as_deref())?,
        id: entry.id,
        at: entry.at,
        kind: entry.kind,
        actor: entry.actor_id.map(|id| user(id, names)),
        level: entry.level,
        from_level: entry.from_level,
    })
}

fn allowed(status: Status, action: Action, may_work: bool, lang: Lang) -> Allowed<Action> {
    let reason = if may_work {
        status.after(action).err().map(|refusal| {
            let (zh, en) = refusal.sentences();
            Text::new(zh, en)
        })
    } else {
        Some(Text::new("您没有处理投诉的权限。", "You may not work on complaints."))
    };
    Allowed { action, allowed: reason.is_none(), reason: reason.map(|text| text.in_lang(lang).to_owned()) }
}
