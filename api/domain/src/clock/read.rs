//! Reading a clock: a pure, total function of the promise, the events and the time.

use chrono::{DateTime, TimeDelta, Utc};

use super::derivation::{Line, LineStep};
use super::{ClockEvent, ClockEventKind, ClockState, Promise};
use crate::span::Span;

/// A clock as it shows at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    pub state: ClockState,
    pub started_at: DateTime<Utc>,
    /// When the running time reaches the target; while paused, as if it resumed at once.
    pub due_at: DateTime<Utc>,
    pub stopped_at: Option<DateTime<Utc>>,
    /// In the order of the policy.
    pub warn_at: Vec<WarnAt>,
    /// The grade and target that count now.
    pub grade: u8,
    pub target: Span,
    /// Running time used, pauses left out; whole seconds.
    pub elapsed: Span,
    /// Target less elapsed; negative when over.
    pub remaining: Span,
    /// The due time was reached, in a clock that runs or that was stopped too late.
    pub breached: bool,
    /// Why: what happened, in order, and what follows.
    pub derivation: Vec<Line>,
}

/// A moment at which to warn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WarnAt {
    pub percent: u8,
    pub at: DateTime<Utc>,
}

/// Reads the clock of `promise` at `now`, given what happened.
///
/// Total: events may come in any order and make any sense. They count by their time (then by
/// their place), only those from the start to `now`, and none after the first stop; resuming
/// what runs and pausing what is paused do nothing. Asked before the start, nothing has elapsed.
/// The limit itself is too late: a clock that reaches its due time is missed.
pub fn read(promise: &Promise, events: &[ClockEvent], now: DateTime<Utc>) -> Reading {
    let mut tape = Tape::started(promise);
    let mut counted: Vec<ClockEvent> =
        events.iter().copied().filter(|e| promise.started_at <= e.at && e.at <= now).collect();
    counted.sort_by_key(|event| event.at);
    for event in counted {
        if tape.stopped_at.is_none() {
            tape.take(event);
        }
    }
    tape.reading(promise, now.max(promise.started_at))
}

/// What has been seen so far.
struct Tape {
    grade: u8,
    target: Span,
    /// Closed pauses, in order, apart from each other.
    pauses: Vec<(DateTime<Utc>, DateTime<Utc>)>,
    paused_since: Option<DateTime<Utc>>,
    stopped_at: Option<DateTime<Utc>>,
    started_at: DateTime<Utc>,
    lines: Vec<Line>,
}

impl Tape {
    fn started(promise: &Promise) -> Self {
        let mut tape = Self {
            grade: promise.grade,
            target: promise.target,
            pauses: Vec::new(),
            paused_since: None,
            stopped_at: None,
            started_at: promise.started_at,
            lines: Vec::new(),
        };
        tape.tell(promise.started_at, LineStep::Started);
        tape
    }

    fn take(&mut self, event: ClockEvent) {
        match (event.kind, self.paused_since) {
            (ClockEventKind::Regraded { grade, target }, _) => {
                (self.grade, self.target) = (grade, target);
                self.tell(event.at, LineStep::Regraded);
            }
            (ClockEventKind::Paused, None) => {
                self.paused_since = Some(event.at);
                self.tell(event.at, LineStep::Paused);
            }
            (ClockEventKind::Resumed, Some(since)) => {
                self.pauses.push((since, event.at));
                self.paused_since = None;
                self.tell(event.at, LineStep::Resumed);
            }
            (ClockEventKind::Stopped, _) => {
                self.stopped_at = Some(event.at);
                self.tell(event.at, LineStep::Stopped);
            }
            (ClockEventKind::Paused, Some(_)) | (ClockEventKind::Resumed, None) => {}
        }
    }

    fn tell(&mut self, at: DateTime<Utc>, step: LineStep) {
        let elapsed = Span::of(self.used(at));
        self.lines.push(Line { at, step, grade: self.grade, target: self.target, elapsed });
    }

    fn reading(mut self, promise: &Promise, now: DateTime<Utc>) -> Reading {
        let until = self.stopped_at.unwrap_or(now);
        let elapsed = Span::of(self.used(until));
        let due_at = self.reaches(self.target.delta(), until);
        let breached = self.used(until) >= self.target.delta();
        let state = match (self.stopped_at, breached, self.paused_since) {
            (_, true, _) => ClockState::Missed,
            (Some(_), false, _) => ClockState::Met,
            (None, false, Some(_)) => ClockState::Paused,
            (None, false, None) => ClockState::Running,
        };
        let warn = |percent: &u8| WarnAt { percent: *percent, at: self.reaches(self.target.percent(*percent), until) };
        let warn_at = promise.warn_at.iter().map(warn).collect();
        self.lines.push(Line { at: due_at, step: LineStep::Due, grade: self.grade, target: self.target, elapsed });
        Reading {
            state,
            started_at: self.started_at,
            due_at,
            stopped_at: self.stopped_at,
            warn_at,
            grade: self.grade,
            target: self.target,
            elapsed,
            remaining: Span(self.target.0.saturating_sub(elapsed.0)),
            breached,
            derivation: self.lines,
        }
    }

    /// Running time from the start until `at`.
    fn used(&self, at: DateTime<Utc>) -> TimeDelta {
        let until = self.paused_since.map_or(at, |since| since.min(at));
        let paused = self
            .pauses
            .iter()
            .map(|(from, to)| (*to).min(until) - (*from).min(until))
            .fold(TimeDelta::zero(), |sum, one| sum + one);
        until - self.started_at - paused
    }

    /// When the running time reaches `wanted`: later by every pause that began before that; an open
    /// pause lasts until `now`.
    fn reaches(&self, wanted: TimeDelta, now: DateTime<Utc>) -> DateTime<Utc> {
        let open = self.paused_since.map(|since| (since, now));
        let pauses = self.pauses.iter().copied().chain(open);
        pauses.fold(later(self.started_at, wanted), |at, (from, to)| if from < at { later(at, to - from) } else { at })
    }
}

/// `at + by`, or the end of time.
fn later(at: DateTime<Utc>, by: TimeDelta) -> DateTime<Utc> {
    at.checked_add_signed(by).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
