//! Refusals on the trail: who may not, who is not who they say, who comes too often.

use actix_web::{HttpMessage, HttpRequest, HttpResponse, web::Data};
use serde_json::json;

use super::entry::{Draft, Entry, Witness};
use crate::{
    ctx::Visitor,
    error::{Error, Result},
    state::State,
};

/// Notes the refusal that `answer` is, if it is one that belongs on the trail: 403, 429, a wrong password, a token that
/// is not ours. That something is not there, or not filled in well, is nobody's fault.
///
/// # Errors
/// `Unavailable` when the trail takes nothing at the moment.
pub async fn note(request: &HttpRequest, answer: &HttpResponse) -> Result<()> {
    let Some(draft) = draft(request, answer) else { return Ok(()) };
    match request.app_data::<Data<State>>() {
        Some(state) => state.trail.recorder.note(draft).await,
        None => Ok(()),
    }
}

fn draft(request: &HttpRequest, answer: &HttpResponse) -> Option<Draft> {
    let error = answer.error()?.as_error::<Error>()?;
    if !error.is_on_trail() {
        return None;
    }
    let visitor = request.extensions().get::<Visitor>()?.clone();
    let actor = visitor.actor.as_deref();
    let detail = json!({
        "problem": error.slug(),
        "method": request.method().as_str().to_ascii_lowercase(),
        "route": request.match_pattern().unwrap_or_else(|| "unmatched".to_owned()),
        "permission": error.missing_permission(),
    });
    let entry = Entry::refused("request.refused", actor.map(|actor| actor.org_id)).with(&detail);
    let witness = Witness::of(actor, visitor.source.as_deref(), visitor.trace_id, visitor.now);
    Some(Draft { witness, entry })
}
