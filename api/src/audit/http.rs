//! The trail on the wire, for auditors.

use actix_web::{get, web::Json};
use chrono::{DateTime, Datelike, Utc};
use guibin_domain::ids::{AuditEntryId, CustomerId, UserId};
use guibin_entity::audit_entry;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{
    FindingKind, listing,
    verification::{self, Verification as Found},
};
use crate::{
    ctx::{AuditRead, Ctx},
    error::{Error, FieldError, Lang, Result},
    page::Page,
    query::Query,
    refs::{CustomerRef, Names, UserRef},
};

/// Characters of an action at most.
const LONGEST_ACTION: usize = 60;

/// Whether it happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AuditOutcome {
    Done,
    Refused,
}

/// An entry of the sealed trail.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01936d2c-7b4a-7c3e-9f10-4c5d6e7f8091", "seq": 1804, "chain": "01936d2c-7b4a-7c3e-9f10-0a1b2c3d4e5f",
    "at": "2026-11-22T06:32:10.000000Z", "actor": {"id": "01936d2c-7b4a-7c3e-9f10-3f2a1b0c9d8e", "name": "刘洋"},
    "action": "customer.revealed", "action_title": "查看敏感信息", "outcome": "done", "subject_kind": "customer",
    "subject_id": "01936d2c-7b4a-7c3e-9f10-5d6e7f809a1b",
    "customer": {"id": "01936d2c-7b4a-7c3e-9f10-5d6e7f809a1b", "number": "GB1001000000427", "name": "王建国"},
    "trace_id": "01936d2c-7b4a-7c3e-9f10-6e7f8091a2b3", "detail": {"fields": ["mobile"]}
}))]
pub struct AuditEntry {
    pub id: AuditEntryId,
    /// The place in the chain, from 1, without a gap.
    pub seq: i64,
    /// The organisation's id, or `head-office` for what belongs to none.
    pub chain: String,
    pub at: DateTime<Utc>,
    /// Null for the system itself, and for somebody who was not signed in.
    pub actor: Option<UserRef>,
    /// What was done, `noun.verb`.
    pub action: String,
    /// The same in the language of the request.
    pub action_title: String,
    pub outcome: AuditOutcome,
    pub subject_kind: Option<String>,
    pub subject_id: Option<Uuid>,
    /// Whom it concerns; null when it is no single customer.
    pub customer: Option<CustomerRef>,
    /// The request, as in its answer and in the log.
    pub trace_id: String,
    /// Ids, words and counts; never a personal value.
    #[schema(value_type = Object)]
    pub detail: serde_json::Value,
}

/// Which entries, and which page of them.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AuditQuery {
    /// At or after.
    pub from: Option<DateTime<Utc>>,
    /// Before.
    pub to: Option<DateTime<Utc>>,
    /// Of this person.
    pub actor_id: Option<UserId>,
    /// Who saw or changed this customer.
    pub customer_id: Option<CustomerId>,
    /// What was done, `noun.verb`.
    #[param(max_length = 60, pattern = "^[a-z_]+\\.[a-z_]+$", example = "customer.revealed")]
    pub action: Option<String>,
    /// Whether it happened.
    #[param(inline)]
    pub outcome: Option<AuditOutcome>,
    /// At most so many items.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u64>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// Whether the trail is whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AuditState {
    Intact,
    Broken,
}

/// What a verification of the whole trail found.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "state": "broken", "checked": 1804, "chains": 3, "sealed_until": "2026-11-22T06:30:00.000000Z",
    "findings": [{
        "kind": "missing", "chain": "01936d2c-7b4a-7c3e-9f10-0a1b2c3d4e5f", "seq": 1203, "detail": "此位置的记录被删除。"
    }], "more": 0
}))]
pub struct AuditVerification {
    pub state: AuditState,
    /// Entries that were looked at.
    pub checked: u64,
    pub chains: u64,
    /// The time of the latest seal outside the database; null when there is none yet.
    pub sealed_until: Option<DateTime<Utc>>,
    /// At most a hundred.
    pub findings: Vec<AuditFinding>,
    /// Findings besides those.
    pub more: u64,
}

/// One thing that is wrong with the trail.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditFinding {
    pub kind: FindingKind,
    /// Empty for a seal.
    pub chain: String,
    /// The place in the chain; null when it is about the head or a seal.
    pub seq: Option<i64>,
    pub detail: String,
}

/// List the trail
///
/// Who did, saw or was refused what, the latest first. Only auditors may read it, and their reading is on it.
#[utoipa::path(
    tag = "audit",
    operation_id = "audit_entry_list",
    params(AuditQuery),
    security(("bearer" = ["audit.read"])),
    responses((status = 200, description = "A page of the trail", body = Page<AuditEntry>)),
)]
#[get("/audit-entries")]
pub async fn list(ctx: Ctx<AuditRead>, query: Query<AuditQuery>) -> Result<Json<Page<AuditEntry>>> {
    query.check()?;
    listing::page(&ctx, &query).await.map(Json)
}

/// Verify the trail
///
/// Walks every chain from its first entry to its last, and compares it with the seals that the server keeps outside the
/// database. `guibin audit verify` does the same from the command line.
#[utoipa::path(
    tag = "audit",
    operation_id = "audit_verification_read",
    security(("bearer" = ["audit.read"])),
    responses((status = 200, description = "What was found", body = AuditVerification)),
)]
#[get("/audit-entries/verification")]
pub async fn verify(ctx: Ctx<AuditRead>) -> Result<Json<AuditVerification>> {
    let folder = ctx.state.config.seal_folder();
    let sealing = verification::Sealing { folder: &folder, minutes: ctx.state.config.seal_minutes, now: ctx.now };
    let found = verification::verify(ctx.read().conn(), &ctx.state.trail.key, &sealing).await?;
    ctx.saw(listing::verified(&ctx.actor, &found)).await?;
    Ok(Json(AuditVerification::of(found, ctx.lang)))
}

impl AuditQuery {
    /// # Errors
    /// 400 for an action that is no word, a time that no database compares with, and an end before the beginning.
    fn check(&self) -> Result<()> {
        let is_storable = |at: &DateTime<Utc>| (1..=9999).contains(&at.year());
        let is_after = |to: &DateTime<Utc>| self.from.is_none_or(|from| from <= *to);
        let wrong = [
            ("?action", self.action.as_deref().is_none_or(is_action)),
            ("?from", self.from.as_ref().is_none_or(is_storable)),
            ("?to", self.to.as_ref().is_none_or(|to| is_storable(to) && is_after(to))),
        ];
        let wrong: Vec<_> = wrong.into_iter().filter(|(_, is_right)| !is_right).collect();
        let told = wrong.iter().map(|(name, _)| {
            FieldError::new(*name, "wrong_value", "参数值不正确。", "The value of the parameter is wrong.")
        });
        if wrong.is_empty() { Ok(()) } else { Err(Error::InvalidParameter(told.collect())) }
    }
}

/// Whether a text is built as an action is: `noun.verb`. An older server may have noted words that this one has not.
fn is_action(text: &str) -> bool {
    let is_word = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    text.len() <= LONGEST_ACTION && text.split_once('.').is_some_and(|(noun, verb)| is_word(noun) && is_word(verb))
}

impl AuditOutcome {
    /// The word in the table.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
        }
    }
}

impl AuditEntry {
    /// The entry as an auditor sees it.
    pub fn of(row: audit_entry::Model, names: &Names, lang: Lang) -> Self {
        Self {
            id: row.id,
            seq: row.seq,
            chain: row.chain,
            at: row.at,
            actor: row.actor_id.map(|id| names.user(id)),
            action_title: super::titles::of(&row.action, lang),
            action: row.action,
            outcome: if row.outcome == "refused" { AuditOutcome::Refused } else { AuditOutcome::Done },
            subject_kind: row.subject_kind,
            subject_id: row.subject_id,
            customer: row.customer_id.map(|id| names.customer(id)),
            trace_id: row.trace_id,
            detail: serde_json::from_str(&row.detail).unwrap_or_default(),
        }
    }
}

impl AuditVerification {
    fn of(found: Found, lang: Lang) -> Self {
        let findings = found.findings.into_iter().map(|finding| AuditFinding {
            kind: finding.kind,
            chain: finding.chain,
            seq: finding.seq,
            detail: finding.text.in_lang(lang).to_owned(),
        });
        let findings: Vec<_> = findings.collect();
        Self {
            state: if findings.is_empty() { AuditState::Intact } else { AuditState::Broken },
            checked: found.checked,
            chains: found.chains,
            sealed_until: found.sealed_until,
            findings,
            more: found.more,
        }
    }
}
