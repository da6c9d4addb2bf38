//! How many requests somebody may send: by credential, by address, and fewer where passwords are checked.
//!
//! Counted in the memory of each process: several servers together let through as many times more.

use std::{
    hash::Hash,
    net::IpAddr,
    num::NonZeroU32,
    sync::atomic::{AtomicU32, Ordering::Relaxed},
};

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock, clock::DefaultClock};
use guibin_domain::ids::UserId;

use crate::{
    config,
    error::{Error, Result},
    source::network,
};

/// After how many requests those are forgotten who have not asked for a while.
const FORGET_AFTER: u32 = 10_000;

/// The counters of one process.
pub struct Rates {
    credential: Option<DefaultKeyedRateLimiter<UserId>>,
    address: Option<DefaultKeyedRateLimiter<IpAddr>>,
    auth: Option<DefaultKeyedRateLimiter<IpAddr>>,
    asked: AtomicU32,
    clock: DefaultClock,
}

impl Rates {
    /// Counters that nobody has used yet.
    pub fn new(rates: config::Rates) -> Self {
        Self {
            credential: limiter(rates.credential),
            address: limiter(rates.address),
            auth: limiter(rates.auth),
            asked: AtomicU32::new(0),
            clock: DefaultClock::default(),
        }
    }

    /// Counts a request from an address, before anything is done for it.
    ///
    /// # Errors
    /// `RateLimited` with the seconds until the next may come.
    pub fn count_address(&self, address: IpAddr, path: &str) -> Result<()> {
        self.forget();
        let network = network(address);
        self.count(self.address.as_ref(), &network)?;
        if asks_for_a_check(path) { self.count(self.auth.as_ref(), &network) } else { Ok(()) }
    }

    /// Counts a request of somebody who is known.
    ///
    /// # Errors
    /// `RateLimited` with the seconds until the next may come.
    pub fn count_credential(&self, user: UserId) -> Result<()> {
        self.count(self.credential.as_ref(), &user)
    }

    fn count<K: Clone + Eq + Hash>(&self, limiter: Option<&DefaultKeyedRateLimiter<K>>, key: &K) -> Result<()> {
        let Some(Err(refused)) = limiter.map(|limiter| limiter.check_key(key)) else { return Ok(()) };
        let wait = refused.wait_time_from(self.clock.now());
        Err(Error::RateLimited(u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).saturating_add(1)))
    }

    /// Keeps the memory of whoever has not asked for a while from adding up.
    fn forget(&self) {
        if self.asked.fetch_add(1, Relaxed) % FORGET_AFTER != FORGET_AFTER - 1 {
            return;
        }
        for limiter in [&self.address, &self.auth].into_iter().flatten() {
            limiter.retain_recent();
        }
        if let Some(limiter) = &self.credential {
            limiter.retain_recent();
        }
    }
}

fn limiter<K: Clone + Eq + Hash>(a_minute: u32) -> Option<DefaultKeyedRateLimiter<K>> {
    NonZeroU32::new(a_minute).map(|most| RateLimiter::keyed(Quota::per_minute(most)))
}

/// Whether a request there makes the server check a secret.
fn asks_for_a_check(path: &str) -> bool {
    ["/api/v1/auth/", "/api/v1/oauth/", "/api/v1/setup", "/api/v1/me/password", "/api/v1/me/totp"]
        .iter()
        .any(|start| path.starts_with(start))
}
