//! Figures of this process, in Prometheus' text form: counters by what happened, never by whom.

use std::{
    fmt::Write,
    sync::atomic::{AtomicU64, Ordering::Relaxed},
};

/// A counter that only grows.
pub struct Counter {
    name: &'static str,
    help: &'static str,
    value: AtomicU64,
}

impl Counter {
    const fn new(name: &'static str, help: &'static str) -> Self {
        Self { name, help, value: AtomicU64::new(0) }
    }

    /// Adds one.
    pub fn hit(&self) {
        self.add(1);
    }

    /// Adds `more`.
    pub fn add(&self, more: u64) {
        self.value.fetch_add(more, Relaxed);
    }
}

/// Requests answered.
pub static REQUESTS: Counter = Counter::new("guibin_http_requests_total", "Requests answered.");
/// Requests answered with a 5xx.
pub static FAILURES: Counter = Counter::new("guibin_http_failures_total", "Requests answered with a server error.");
/// Alarms written: warnings and breaches.
pub static ALARMS: Counter = Counter::new("guibin_alarms_fired_total", "Warnings and breaches written.");
/// Seconds that the latest alarm was written after its time.
pub static ALARM_LATENESS: Counter =
    Counter::new("guibin_alarm_lateness_seconds_total", "Seconds that alarms were written after their time, summed.");
/// Sweeps that failed.
pub static SWEEP_FAILURES: Counter =
    Counter::new("guibin_sweep_failures_total", "Sweeps of the worker that failed and will be tried again.");

/// All figures.
pub fn text() -> String {
    [&REQUESTS, &FAILURES, &ALARMS, &ALARM_LATENESS, &SWEEP_FAILURES].iter().fold(String::new(), |mut text, counter| {
        let Counter { name, help, value } = counter;
        let _ = write!(text, "# HELP {name} {help}\n# TYPE {name} counter\n{name} {}\n", value.load(Relaxed));
        text
    })
}
