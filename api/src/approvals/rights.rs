//! Who may do what with an approval now: one check, for the commands and for what the record says of itself.

use guibin_domain::{
    approval::{Action, Progress, StepStatus, applying, deciding},
    refusal::Refusal,
};
use guibin_entity::{approval, approval_step};

use crate::{
    ctx::Actor,
    error::{Error, Result},
};

/// What becomes of the approval when `actor` does `action`; `round` are the steps of its present round.
///
/// # Errors
/// 409 when it is not at a place for that, 403 for who is not the one to do it.
pub fn check(actor: &Actor, row: &approval::Model, round: &[approval_step::Model], action: Action) -> Result<Progress> {
    let next = progress(row, round).after(action)?;
    match action {
        Action::Approve | Action::Return | Action::Refuse => {
            let step = pending(round).ok_or(Refusal::ApprovalMove { from: row.status, action })?;
            deciding(row.applicant_id, (step.role, step.org_id), actor.user_id, &actor.roles, actor.org_id)?;
            hold(actor, "approval.decide")?;
        }
        Action::Edit | Action::Resubmit | Action::Withdraw => {
            applying(row.applicant_id, actor.user_id)?;
            hold(actor, "approval.apply")?;
        }
    }
    Ok(next)
}

/// The step that waits for a decision.
pub fn pending(round: &[approval_step::Model]) -> Option<&approval_step::Model> {
    round.iter().find(|step| step.status == StepStatus::Pending)
}

fn hold(actor: &Actor, permission: &'static str) -> Result<()> {
    if actor.holds(permission) { Ok(()) } else { Err(Error::PermissionDenied(permission)) }
}

fn progress(row: &approval::Model, round: &[approval_step::Model]) -> Progress {
    Progress {
        status: row.status,
        round: u32::try_from(row.round).unwrap_or(1),
        step: row.current_step.and_then(|step| u32::try_from(step).ok()),
        steps: u32::try_from(round.len()).unwrap_or(1),
    }
}
