//! A policy pack: what a regime promises, as data. Read from YAML, checked, then only looked at.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::approval::{Flow, Kind};
use crate::complaint::Level;
use crate::span::Span;

/// One version of a pack. Unknown keys are refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// Lower-case letters, digits and hyphens: `p01-jinniu-cable`.
    pub code: String,
    pub title: String,
    /// From 1.
    pub version: u32,
    /// First day it counts, in the branch's zone.
    pub effective_from: NaiveDate,
    pub complaints: Complaints,
    pub approvals: Approvals,
    pub renewal: Renewal,
}

/// How complaints are graded and by when they are settled (P01.6).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Complaints {
    pub start: ClockStart,
    pub stop: ClockStop,
    /// Percent of the time gone at which somebody is warned; rising, each from 1 to 99.
    pub warn_at: Vec<u8>,
    /// Every level there is.
    pub levels: BTreeMap<Level, LevelRule>,
}

words! {
    /// What starts a complaint's clock.
    pub enum ClockStart {
        Received,
    }
}

words! {
    /// What stops a complaint's clock for good.
    pub enum ClockStop {
        Closed,
    }
}

words! {
    /// Who has the authority to settle a complaint (P01.6).
    pub enum Authority {
        /// The key-account desk itself.
        Desk,
        /// Other departments are drawn in.
        Departments,
        /// The departments of the company, above the branch.
        Company,
    }
}

/// What one level promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelRule {
    /// Time to resolve, from the start of the clock.
    pub resolve: Span,
    pub authority: Authority,
}

/// The way of each kind of application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Approvals {
    pub special_opening: Flow,
    pub renewal: Flow,
}

/// When renewals are prepared (P01.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Renewal {
    /// Days before the end by which an application is in review.
    pub lead_days: u16,
    /// Days from one scan to the next.
    pub scan_days: u16,
}

/// What is wrong with a pack that could be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Mistake {
    #[error("code must be lower-case letters, digits and hyphens")]
    Code,
    #[error("version must be 1 or more")]
    Version,
    #[error("complaints.levels must have level {0}")]
    LevelMissing(Level),
    #[error("complaints.levels.{0}.resolve must be longer than nothing")]
    LevelSpan(Level),
    #[error("complaints.warn_at must rise, from 1 to 99 percent")]
    WarnAt,
    #[error("approvals.{0} must have at least one step")]
    FlowEmpty(Kind),
    #[error("renewal.scan_days must be 1 or more")]
    ScanDays,
}

impl Pack {
    /// Everything wrong with the pack at once; nothing when it may be used.
    ///
    /// # Errors
    /// The mistakes, in the order of the file.
    pub fn check(&self) -> Result<(), Vec<Mistake>> {
        let mistakes = [
            (!is_code(&self.code)).then_some(Mistake::Code),
            (self.version == 0).then_some(Mistake::Version),
            (!rises(&self.complaints.warn_at)).then_some(Mistake::WarnAt),
            (self.renewal.scan_days == 0).then_some(Mistake::ScanDays),
        ];
        let levels = Level::ALL.iter().filter_map(|level| self.complaints.mistake(*level));
        let flows = Kind::ALL
            .iter()
            .filter(|kind| self.approvals.flow(**kind).steps.is_empty())
            .map(|kind| Mistake::FlowEmpty(*kind));
        let all: Vec<Mistake> = mistakes.into_iter().flatten().chain(levels).chain(flows).collect();
        if all.is_empty() { Ok(()) } else { Err(all) }
    }
}

impl Complaints {
    /// Time to resolve a complaint of `level`.
    ///
    /// A checked pack has every level; the longest span there is stands in for a missing one.
    pub fn resolve(&self, level: Level) -> Span {
        let longest = || self.levels.values().map(|rule| rule.resolve).max().unwrap_or_default();
        self.levels.get(&level).map_or_else(longest, |rule| rule.resolve)
    }

    fn mistake(&self, level: Level) -> Option<Mistake> {
        match self.levels.get(&level) {
            None => Some(Mistake::LevelMissing(level)),
            Some(rule) if rule.resolve <= Span(0) => Some(Mistake::LevelSpan(level)),
            Some(_) => None,
        }
    }
}

impl Approvals {
    /// The flow for `kind`.
    pub const fn flow(&self, kind: Kind) -> &Flow {
        match kind {
            Kind::SpecialOpening => &self.special_opening,
            Kind::Renewal => &self.renewal,
        }
    }
}

impl Renewal {
    /// The last end that a scan on `today` takes: before the next scan it would be too late (P01.3).
    pub fn horizon(self, today: NaiveDate) -> NaiveDate {
        let days = u64::from(self.lead_days) + u64::from(self.scan_days);
        today.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX)
    }

    /// Whether a service that ends on `ends_on` is to be renewed now; what has ended already is not.
    pub fn is_due(self, ends_on: NaiveDate, today: NaiveDate) -> bool {
        today <= ends_on && ends_on <= self.horizon(today)
    }
}

fn is_code(code: &str) -> bool {
    !code.is_empty() && code.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

fn rises(percents: &[u8]) -> bool {
    percents.iter().all(|p| (1..100).contains(p)) && percents.is_sorted_by(|a, b| a < b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Role;
    use crate::org::OrgLevel;

    const P01: &str = include_str!("../../policies/p01-jinniu-cable.yaml");

    fn p01() -> Pack {
        serde_norway::from_str(P01).unwrap()
    }

    #[test]
    fn p01_ships_loads_and_is_in_order() {
        let pack = p01();
        assert_eq!(pack.check(), Ok(()));
        assert_eq!((pack.code.as_str(), pack.version), ("p01-jinniu-cable", 1));
    }

    #[test]
    fn p01_6_levels_are_due_in_5_8_and_12_hours() {
        let complaints = p01().complaints;
        let hours = Level::ALL.iter().map(|level| complaints.resolve(*level)).collect::<Vec<_>>();
        assert_eq!(hours, [Span::hours(5), Span::hours(8), Span::hours(12)]);
        assert_eq!(complaints.levels[&Level::Three].authority, Authority::Company);
        assert_eq!(complaints.warn_at, [50, 80]);
    }

    #[test]
    fn p01_2_an_opening_goes_to_the_branch_leader_and_then_to_the_company_leader() {
        let seats = |flow: &Flow| flow.steps.iter().map(|s| (s.role, s.level)).collect::<Vec<_>>();
        let approvals = p01().approvals;
        assert_eq!(
            seats(approvals.flow(Kind::SpecialOpening)),
            [(Role::Leader, OrgLevel::Branch), (Role::Leader, OrgLevel::Company)]
        );
        assert_eq!(seats(approvals.flow(Kind::Renewal)), [(Role::Leader, OrgLevel::Branch)]);
    }

    #[test]
    fn p01_3_a_weekly_scan_looks_14_days_ahead() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        let renewal = p01().renewal;
        let day = |days| today + Days::new(days);
        assert_eq!(renewal.horizon(today), day(14));
        assert!(renewal.is_due(today, today) && renewal.is_due(day(14), today));
        assert!(!renewal.is_due(day(15), today) && !renewal.is_due(today - Days::new(1), today));
    }

    #[test]
    fn a_pack_survives_json() {
        let json = serde_json::to_value(p01()).unwrap();
        assert_eq!(json["complaints"]["levels"]["2"]["resolve"], "PT8H");
        assert_eq!(serde_json::from_value::<Pack>(json).unwrap(), p01());
    }

    #[test]
    fn what_is_not_in_the_schema_is_refused() {
        for (from, to) in [
            ("warn_at:", "warns_at:"),
            ("PT5H", "5h"),
            ("    1:", "    4:"),
            ("role: leader", "role: boss"),
            ("authority: desk", "authority: desk, sla: 3"),
        ] {
            assert!(P01.contains(from), "{from}");
            let text = P01.replacen(from, to, 1);
            assert!(serde_norway::from_str::<Pack>(&text).is_err(), "{to}");
        }
    }

    #[test]
    fn every_mistake_is_reported_at_once() {
        let mut pack = p01();
        pack.code = "P 01".into();
        pack.version = 0;
        pack.complaints.warn_at = vec![80, 50];
        pack.complaints.levels.remove(&Level::Two);
        pack.complaints.levels.entry(Level::One).and_modify(|rule| rule.resolve = Span(0));
        pack.approvals.renewal.steps.clear();
        pack.renewal.scan_days = 0;
        assert_eq!(pack.check().unwrap_err().len(), 7);
        assert_eq!(pack.complaints.resolve(Level::Two), Span::hours(12));
    }
}
