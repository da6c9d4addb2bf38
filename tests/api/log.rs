//! What the server logs, as a test can read it: every line of this process, at a level that no deployment exceeds.

use std::{
    io::Write,
    sync::{Mutex, Once, PoisonError},
};

static LINES: Mutex<Vec<u8>> = Mutex::new(Vec::new());

struct Keep;

impl Write for Keep {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        LINES.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Begins to keep what is logged.
pub fn keep() {
    static BEGUN: Once = Once::new();
    BEGUN.call_once(|| {
        let lines = tracing_subscriber::fmt().json().with_env_filter("info,guibin_api=trace").with_writer(|| Keep);
        lines.try_init().ok();
    });
}

/// Everything that was logged.
pub fn everything() -> String {
    String::from_utf8_lossy(&LINES.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
}

/// The lines that name a request.
pub fn lines_of(trace_id: &str) -> Vec<String> {
    everything().lines().filter(|line| line.contains(trace_id)).map(str::to_owned).collect()
}
