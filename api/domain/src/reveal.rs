//! Looking under the masks: for a purpose, within a day's budget, and told to leaders when it is unusual.

/// Characters that a purpose takes at least, blanks around it left out.
pub const PURPOSE_MIN: usize = 4;
/// Minutes within which customers looked at count as at once.
pub const AT_ONCE_MINUTES: i64 = 10;
/// So many customers at once are unusual.
pub const MANY_AT_ONCE: u32 = 10;
/// So many searches by number at once are unusual: nobody serves so many callers.
pub const MANY_SEARCHES: u32 = 60;
/// Hours of the night in the branch's zone, from and before.
const NIGHT: (u32, u32) = (22, 6);
/// Part of the budget, in percent, that is left when leaders are told that most of it is spent.
const LEAST_PERCENT: u32 = 20;

/// One more customer, seen under the masks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Viewing {
    /// Customers of the day, this one among them.
    pub today: u32,
    /// Customers within the last [`AT_ONCE_MINUTES`], this one among them.
    pub at_once: u32,
    /// Customers that a day allows.
    pub budget: u32,
    /// Hour of the day in the branch's zone.
    pub hour: u32,
}

impl Viewing {
    /// What is unusual about it, each thing once a day or once a burst: the words that leaders are told.
    pub fn unusual(self) -> Vec<&'static str> {
        let (night, morning) = NIGHT;
        let is_night = self.hour >= night || self.hour < morning;
        [
            (is_night && self.at_once == 1, "at_night"),
            (self.at_once == MANY_AT_ONCE, "many_at_once"),
            (is_most(self.today, self.budget), "most_of_the_budget"),
        ]
        .into_iter()
        .filter_map(|(is_so, word)| is_so.then_some(word))
        .collect()
    }
}

/// One more search by a number of a person, whole or by its last four characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Searching {
    /// Searches of the day, this one among them.
    pub today: u32,
    /// Searches of the burst of at most [`AT_ONCE_MINUTES`], this one among them.
    pub at_once: u32,
    /// Searches that a day allows.
    pub budget: u32,
}

impl Searching {
    /// What is unusual about it, each thing once a day or once a burst: the words that leaders are told.
    pub fn unusual(self) -> Vec<&'static str> {
        [
            (self.at_once == MANY_SEARCHES, "many_searches_at_once"),
            (is_most(self.today, self.budget), "most_searches_of_the_day"),
        ]
        .into_iter()
        .filter_map(|(is_so, word)| is_so.then_some(word))
        .collect()
    }
}

/// Whether this one makes it most of a day's budget; a budget of one has no most.
const fn is_most(today: u32, budget: u32) -> bool {
    budget > 1 && today == budget - budget / 100 * LEAST_PERCENT - budget % 100 * LEAST_PERCENT / 100
}

/// Whether one more customer, or one more search, is within the budget.
pub const fn affordable(today: u32, budget: u32) -> bool {
    today < budget
}

#[cfg(test)]
mod tests {
    use super::*;

    const USUAL: Viewing = Viewing { today: 3, at_once: 2, budget: 50, hour: 9 };

    #[test]
    fn leaders_are_told_of_nights_of_bursts_and_of_most_of_the_budget() {
        assert_eq!(USUAL.unusual(), [""; 0]);
        assert_eq!(Viewing { hour: 23, at_once: 1, ..USUAL }.unusual(), ["at_night"]);
        assert_eq!(Viewing { hour: 5, at_once: 2, ..USUAL }.unusual(), [""; 0]);
        assert_eq!(Viewing { at_once: 10, today: 40, ..USUAL }.unusual(), ["many_at_once", "most_of_the_budget"]);
        assert_eq!(Viewing { at_once: 11, today: 41, ..USUAL }.unusual(), [""; 0]);
    }

    #[test]
    fn leaders_are_told_of_many_searches_at_once_and_of_most_of_a_day_s() {
        let usual = Searching { today: 90, at_once: 9, budget: 1000 };
        assert_eq!(usual.unusual(), [""; 0]);
        assert_eq!(Searching { at_once: 60, ..usual }.unusual(), ["many_searches_at_once"]);
        assert_eq!(Searching { today: 800, at_once: 61, ..usual }.unusual(), ["most_searches_of_the_day"]);
    }

    #[test]
    fn the_budget_is_what_it_says() {
        assert!(affordable(49, 50) && !affordable(50, 50) && !affordable(0, 0));
    }
}
