//! Why a clock shows what it shows, line by line, for people.

use chrono::{DateTime, Utc};

use crate::span::Span;

words! {
    /// What a line of a derivation tells.
    pub enum LineStep {
        Started,
        Regraded,
        Paused,
        Resumed,
        Stopped,
        /// What follows: the due time.
        Due,
    }
}

/// One line of a derivation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// When it happened; of the last line, when the clock is due.
    pub at: DateTime<Utc>,
    pub step: LineStep,
    /// Grade and target as they are from here on.
    pub grade: u8,
    pub target: Span,
    /// Running time used by then, at the last line by the moment of reading.
    pub elapsed: Span,
}

impl Line {
    /// The line as a sentence: Chinese first, English second. It says no clock time; `at` does.
    pub fn sentences(&self) -> (String, String) {
        let Self { grade, target, elapsed, .. } = self;
        let (target_zh, target_en) = (target.zh(), target.en());
        let (used_zh, used_en) = (elapsed.zh(), elapsed.en());
        match self.step {
            LineStep::Started => (
                format!("开始计时：{grade} 级，时限 {target_zh}。"),
                format!("The clock starts at level {grade}: {target_en} allowed."),
            ),
            LineStep::Regraded => (
                format!("改为 {grade} 级，时限 {target_zh}；已用 {used_zh} 照算。"),
                format!("Now level {grade}: {target_en} allowed; the {used_en} already used count."),
            ),
            LineStep::Paused => {
                (format!("暂停计时，已用 {used_zh}。"), format!("The clock is paused after {used_en}."))
            }
            LineStep::Resumed => (
                format!("恢复计时，已用 {used_zh}；暂停期间不计。"),
                format!("The clock runs again after {used_en}; the pause counts for nothing."),
            ),
            LineStep::Stopped => (format!("停止计时，共用 {used_zh}。"), format!("The clock stops after {used_en}.")),
            LineStep::Due => {
                (format!("到期：计时满 {target_zh}。"), format!("Due once {target_en} of running time are used."))
            }
        }
    }
}
