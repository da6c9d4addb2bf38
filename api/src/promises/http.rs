//! Why a promise is due when it is due.

use actix_web::{
    get,
    web::{Json, Path},
};
use chrono::{DateTime, Utc};
use guibin_domain::{
    clock::{ClockState, LineStep, Milestone},
    ids::ClockId,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{explanation, rows};
use crate::{
    ctx::{ComplaintRead, Ctx},
    error::Result,
    policies,
    query::Query,
};

/// The version of the policy pack that made a promise.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"code": "p01-jinniu-cable", "version": 1, "title": "广电网络分公司 大客户服务管理业务规范"}))]
pub struct PolicyRef {
    pub code: String,
    pub version: i32,
    pub title: String,
}

/// A clock, read at an instant, and how the reading comes about.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "clock_id": "01936d2c-7b4a-7c3e-9f10-1f2a3b4c5d6e", "milestone": "resolve",
    "policy": {"code": "p01-jinniu-cable", "version": 1, "title": "广电网络分公司 大客户服务管理业务规范"},
    "state": "running", "started_at": "2026-11-22T06:20:00.000000Z", "due_at": "2026-11-22T14:20:00.000000Z", "stopped_at": null,
    "elapsed": "PT45M", "remaining": "PT7H15M",
    "lines": [
        {
            "at": "2026-11-22T06:20:00.000000Z", "step": "started",
            "text_zh": "开始计时：1 级，时限 5 小时。", "text_en": "The clock starts at level 1: 5 h allowed."
        },
        {
            "at": "2026-11-22T07:05:00.000000Z", "step": "regraded",
            "text_zh": "改为 2 级，时限 8 小时；已用 45 分 照算。", "text_en": "Now level 2: 8 h allowed; the 45 min already used count."
        },
        {
            "at": "2026-11-22T14:20:00.000000Z", "step": "due",
            "text_zh": "到期：计时满 8 小时。", "text_en": "Due once 8 h of running time are used."
        }
    ]
}))]
pub struct ClockExplanation {
    pub clock_id: ClockId,
    pub milestone: Milestone,
    pub policy: PolicyRef,
    pub state: ClockState,
    pub started_at: DateTime<Utc>,
    pub due_at: DateTime<Utc>,
    /// Null while it runs.
    pub stopped_at: Option<DateTime<Utc>>,
    /// Time that counted so far, ISO 8601.
    #[schema(format = Duration)]
    pub elapsed: String,
    /// Time that is left, ISO 8601; `-PT1H` when it has been over for an hour.
    #[schema(format = Duration)]
    pub remaining: String,
    /// Step by step, in order.
    pub lines: Vec<ExplanationLine>,
}

/// One step of the derivation.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExplanationLine {
    pub at: DateTime<Utc>,
    /// What happened to the clock.
    pub step: LineStep,
    pub text_zh: String,
    pub text_en: String,
}

/// As of when.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ExplanationQuery {
    /// Read the clock as it stood at this instant; now when absent.
    pub as_of: Option<DateTime<Utc>>,
}

/// Explain a clock
///
/// Which policy made the promise, what happened since, and how that leads to when it is due. The
/// reading is derived from the events alone, so it can be made for any instant.
#[utoipa::path(
    tag = "promises",
    operation_id = "clock_explain",
    params(("id" = ClockId, Path, description = "The clock"), ExplanationQuery),
    security(("bearer" = ["complaint.read"])),
    responses((status = 200, description = "The explanation", body = ClockExplanation)),
)]
#[get("/clocks/{id}/explanation")]
pub async fn explain(
    ctx: Ctx<ComplaintRead>,
    id: Path<ClockId>,
    query: Query<ExplanationQuery>,
) -> Result<Json<ClockExplanation>> {
    let reader = ctx.read();
    let clock = rows::find(&reader, *id).await?;
    let story = rows::story(reader.conn(), clock.subject_id).await?;
    let (policy, pack) = policies::version(reader.conn(), clock.policy_version_id).await?;
    let reading = super::read(&pack, &story, query.as_of.unwrap_or(ctx.now))?;
    Ok(Json(explanation::of(&clock, policy, &reading)))
}
