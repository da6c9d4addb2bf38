//! A reading of a clock as the wire tells it.

use guibin_domain::clock::{Line, Reading};
use guibin_entity::{clock, policy_version};

use super::http::{ClockExplanation, ExplanationLine, PolicyRef};

/// Which policy promised, how the clock stands, and how that comes about.
pub fn of(clock: &clock::Model, policy: policy_version::Model, reading: &Reading) -> ClockExplanation {
    ClockExplanation {
        clock_id: clock.id,
        milestone: clock.milestone,
        policy: PolicyRef { code: policy.code, version: policy.version, title: policy.title },
        state: reading.state,
        started_at: reading.started_at,
        due_at: reading.due_at,
        stopped_at: reading.stopped_at,
        elapsed: reading.elapsed.to_string(),
        remaining: reading.remaining.to_string(),
        lines: reading.derivation.iter().map(line).collect(),
    }
}

fn line(line: &Line) -> ExplanationLine {
    let (text_zh, text_en) = line.sentences();
    ExplanationLine { at: line.at, step: line.step, text_zh, text_en }
}
