//! A length of time in whole seconds, written as in ISO 8601: `PT5H`, `P14D`, `-PT1H30M`.

use std::fmt;
use std::str::FromStr;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

const MINUTE: i64 = 60;
const HOUR: i64 = 3600;
/// A day here is 24 hours; calendar days are counted elsewhere.
const DAY: i64 = 86_400;
/// Longest span that is read, in seconds: a hundred years.
const LONGEST: i64 = 36_525 * DAY;

/// A length of time in seconds; negative when something is over by so much.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Span(pub i64);

/// The text is no span.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an ISO 8601 duration of days, hours, minutes and seconds, such as PT5H")]
pub struct NotASpan;

impl Span {
    /// So many hours.
    pub const fn hours(hours: u32) -> Self {
        Self(i64_from(hours) * HOUR)
    }

    /// So many minutes.
    pub const fn minutes(minutes: u32) -> Self {
        Self(i64_from(minutes) * MINUTE)
    }

    /// The whole seconds of `delta`, cut towards zero.
    pub const fn of(delta: TimeDelta) -> Self {
        Self(delta.num_seconds())
    }

    /// As chrono has it; what is too long becomes the longest there is.
    pub fn delta(self) -> TimeDelta {
        TimeDelta::try_seconds(self.0).unwrap_or(if self.0 < 0 { TimeDelta::MIN } else { TimeDelta::MAX })
    }

    /// So many percent of it, exact to the millisecond.
    pub fn percent(self, percent: u8) -> TimeDelta {
        self.0.checked_mul(10 * i64::from(percent)).and_then(TimeDelta::try_milliseconds).unwrap_or(TimeDelta::MAX)
    }

    /// For people: `5 小时 30 分`.
    pub fn zh(self) -> String {
        self.spelt(["天", "小时", "分", "秒"])
    }

    /// For people: `5 h 30 min`.
    pub fn en(self) -> String {
        self.spelt(["d", "h", "min", "s"])
    }

    fn spelt(self, names: [&str; 4]) -> String {
        let told: Vec<String> = self
            .parts()
            .into_iter()
            .zip(names)
            .filter(|(count, _)| *count != 0)
            .map(|(count, name)| format!("{count} {name}"))
            .collect();
        match (told.is_empty(), names) {
            (true, [.., minutes, _]) => format!("0 {minutes}"),
            (false, _) => told.join(" "),
        }
    }

    /// Days, hours, minutes, seconds, without the sign.
    const fn parts(self) -> [u64; 4] {
        let all = self.0.unsigned_abs();
        [all / 86_400, all / 3600 % 24, all / 60 % 60, all % 60]
    }
}

const fn i64_from(number: u32) -> i64 {
    // `From` is not const yet; u32 always fits.
    let [a, b, c, d] = number.to_be_bytes();
    i64::from_be_bytes([0, 0, 0, 0, a, b, c, d])
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [days, hours, minutes, seconds] = self.parts();
        f.write_str(if self.0 < 0 { "-P" } else { "P" })?;
        if days != 0 {
            write!(f, "{days}D")?;
        }
        if self.0 == 0 {
            return f.write_str("T0S");
        }
        if hours != 0 || minutes != 0 || seconds != 0 {
            f.write_str("T")?;
        }
        for (count, letter) in [(hours, 'H'), (minutes, 'M'), (seconds, 'S')] {
            if count != 0 {
                write!(f, "{count}{letter}")?;
            }
        }
        Ok(())
    }
}

impl FromStr for Span {
    type Err = NotASpan;

    fn from_str(text: &str) -> Result<Self, NotASpan> {
        let (sign, rest) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
        let rest = rest.strip_prefix('P').ok_or(NotASpan)?;
        let (days, time) = match rest.split_once('T') {
            Some((_, "")) => return Err(NotASpan),
            Some((days, time)) => (days, time),
            None if rest.is_empty() => return Err(NotASpan),
            None => (rest, ""),
        };
        let seconds = sum(days, &[('D', DAY)])?
            .checked_add(sum(time, &[('H', HOUR), ('M', MINUTE), ('S', 1)])?)
            .filter(|seconds| *seconds <= LONGEST)
            .ok_or(NotASpan)?;
        Ok(Self(sign * seconds))
    }
}

/// The sum of `12H30M`: each unit at most once, in the order given.
fn sum(mut text: &str, units: &[(char, i64)]) -> Result<i64, NotASpan> {
    let mut seconds: i64 = 0;
    for (letter, worth) in units {
        let Some((count, rest)) = text.split_once(*letter) else { continue };
        let count: u32 = crate::identity::is_digits(count).then(|| count.parse().ok()).flatten().ok_or(NotASpan)?;
        seconds = i64::from(count).checked_mul(*worth).and_then(|s| s.checked_add(seconds)).ok_or(NotASpan)?;
        text = rest;
    }
    if text.is_empty() { Ok(seconds) } else { Err(NotASpan) }
}

impl TryFrom<String> for Span {
    type Error = NotASpan;

    fn try_from(text: String) -> Result<Self, NotASpan> {
        text.parse()
    }
}

impl From<Span> for String {
    fn from(span: Span) -> Self {
        span.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spans_are_read_and_written() {
        for (text, seconds) in [
            ("PT5H", 18_000),
            ("PT8H", 28_800),
            ("PT12H", 43_200),
            ("P14D", 1_209_600),
            ("P1DT1H30M5S", 91_805),
            ("-PT1H", -3600),
            ("PT0S", 0),
        ] {
            assert_eq!(text.parse(), Ok(Span(seconds)), "{text}");
            assert_eq!(Span(seconds).to_string(), text);
        }
        assert_eq!("PT90M".parse(), Ok(Span(5400)));
        assert_eq!(Span(5400).to_string(), "PT1H30M");
    }

    #[test]
    fn other_text_is_no_span() {
        for text in [
            "",
            "P",
            "PT",
            "5H",
            "PT5",
            "PTH",
            "PT-5H",
            "PT5H5H",
            "PT5M5H",
            "P1Y",
            "P1M",
            "PT1.5H",
            "PT99999999999H",
            "P99999999D",
            "五小时",
        ] {
            assert_eq!(text.parse::<Span>(), Err(NotASpan), "{text}");
        }
    }

    #[test]
    fn people_read_it_in_their_language() {
        assert_eq!(Span(19_800).zh(), "5 小时 30 分");
        assert_eq!(Span(19_800).en(), "5 h 30 min");
        assert_eq!(Span(0).zh(), "0 分");
        assert_eq!(Span::hours(5).percent(50), Span::minutes(150).delta());
    }

    proptest! {
        #[test]
        fn reading_undoes_writing(seconds in -LONGEST..=LONGEST) {
            prop_assert_eq!(Span(seconds).to_string().parse(), Ok(Span(seconds)));
        }

        #[test]
        fn no_text_at_all_breaks_it(text in "-?P?[0-9TDHMS]{0,30}|\\PC*", any in any::<i64>(), percent in any::<u8>()) {
            let _ = text.parse::<Span>();
            let _ = (Span(any).to_string(), Span(any).zh(), Span(any).delta(), Span(any).percent(percent));
        }
    }
}
