//! Promises and their clocks: when something is due, and why.

words! {
    /// Where a clock stands.
    pub enum ClockState {
        Running,
        Paused,
        /// Stopped in time. Terminal.
        Met,
        /// Past its due time, or stopped after it.
        Missed,
    }
}

words! {
    /// What a clock waits for.
    pub enum Milestone {
        Respond,
        Resolve,
    }
}

words! {
    /// What an alarm says.
    pub enum AlarmKind {
        /// So many percent of the time are gone.
        Warning,
        /// The time is over.
        Breach,
    }
}
