//! Chance that can be repeated: splitmix64.

use std::cell::Cell;

/// A stream of random numbers.
pub struct Dice(Cell<u64>);

impl Dice {
    pub const fn new(seed: u64) -> Self {
        Self(Cell::new(seed))
    }

    /// From `GUIBIN_TORTURE_SEED`, else from the clock; printed, because a failure shows the output.
    pub fn thrown() -> Self {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
        let seed = std::env::var("GUIBIN_TORTURE_SEED").ok().map(|seed| seed.parse().expect("a seed is a number"));
        let seed = seed.unwrap_or(since.as_secs());
        println!("GUIBIN_TORTURE_SEED={seed}");
        Self::new(seed)
    }

    pub fn next(&self) -> u64 {
        self.0.set(self.0.get().wrapping_add(0x9e37_79b9_7f4a_7c15));
        let z = self.0.get();
        let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From `low` up to and without `high`.
    pub fn between(&self, low: u64, high: u64) -> u64 {
        low + self.next() % (high - low)
    }

    pub fn one_in(&self, sides: u64) -> bool {
        self.next().is_multiple_of(sides)
    }

    /// One of several.
    pub fn pick<'a, T>(&self, from: &'a [T]) -> &'a T {
        let at = self.next() % u64::try_from(from.len()).unwrap();
        &from[usize::try_from(at).unwrap()]
    }
}
