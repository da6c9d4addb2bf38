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

/// A figure that rises and falls.
pub struct Gauge {
    name: &'static str,
    help: &'static str,
    value: AtomicU64,
}

impl Gauge {
    const fn new(name: &'static str, help: &'static str) -> Self {
        Self { name, help, value: AtomicU64::new(0) }
    }

    /// Adds `more`.
    pub fn up(&self, more: u64) {
        self.value.fetch_add(more, Relaxed);
    }

    /// Takes `less` away.
    pub fn down(&self, less: u64) {
        self.value.fetch_sub(less, Relaxed);
    }

    /// Is `value` from now on.
    pub fn set(&self, value: u64) {
        self.value.store(value, Relaxed);
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
/// Entries of the sealed trail that this process wrote.
pub static AUDIT_ENTRIES: Counter = Counter::new("guibin_audit_entries_total", "Entries written to the sealed trail.");
/// Entries of the trail that were lost.
pub static AUDIT_DROPPED: Counter =
    Counter::new("guibin_audit_dropped_total", "Entries of the trail that could not be written before the stop.");
/// Entries of the trail that wait to be written.
pub static AUDIT_BACKLOG: Gauge = Gauge::new("guibin_audit_backlog", "Views and refusals that wait to be written.");
/// Seals that were looked after.
pub static SEALS: Counter = Counter::new("guibin_audit_seals_total", "Times that the heads of the trail were sealed.");
/// Chains that were found shorter than sealed.
pub static AUDIT_SHORTER: Counter = Counter::new(
    "guibin_audit_shorter_total",
    "Chains of the trail found shorter than they were sealed; never normal.",
);
/// Attempts of a delivery that failed.
pub static OUTBOX_FAILURES: Counter =
    Counter::new("guibin_outbox_failures_total", "Deliveries that failed and will be tried again.");
/// How many deliveries are due.
pub static OUTBOX_DUE: Gauge = Gauge::new("guibin_outbox_due", "Deliveries that are not done yet.");
/// How long the oldest of them waits.
pub static OUTBOX_LAG: Gauge =
    Gauge::new("guibin_outbox_lag_seconds", "Seconds that the oldest undelivered event has waited.");

const COUNTERS: [&Counter; 10] = [
    &REQUESTS,
    &FAILURES,
    &ALARMS,
    &ALARM_LATENESS,
    &SWEEP_FAILURES,
    &AUDIT_ENTRIES,
    &AUDIT_DROPPED,
    &SEALS,
    &AUDIT_SHORTER,
    &OUTBOX_FAILURES,
];
const GAUGES: [&Gauge; 3] = [&AUDIT_BACKLOG, &OUTBOX_DUE, &OUTBOX_LAG];

/// All figures.
pub fn text() -> String {
    let counters = COUNTERS.iter().map(|one| (one.name, one.help, "counter", &one.value));
    let gauges = GAUGES.iter().map(|one| (one.name, one.help, "gauge", &one.value));
    counters.chain(gauges).fold(String::new(), |mut text, (name, help, kind, value)| {
        let _ = write!(text, "# HELP {name} {help}\n# TYPE {name} {kind}\n{name} {}\n", value.load(Relaxed));
        text
    })
}
