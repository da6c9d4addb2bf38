//! How often somebody may guess. Five failures from one source lock that source out of that account for a quarter of
//! an hour; the person at another source signs in meanwhile. Guesses from many sources together only slow down those
//! who come from where the account was never signed in to. Nothing locks for good.
//!
//! Names that nobody has are counted like names that exist: a lock tells nobody which do.

use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};
use guibin_entity::sign_in_attempt::Model as Tries;
use uuid::Uuid;

use super::{attempt_rows, rows};
use crate::{
    cipher::Cipher,
    ctx::Tx,
    error::{Error, Result},
    source::network,
};

/// Failures from one source after which it is locked.
const FAILURES: i32 = 5;
/// How long it stays locked, in minutes.
const LOCK_MINUTES: i64 = 15;
/// Failures from everywhere after which strangers must wait.
const BRAKE_FAILURES: i32 = 50;
/// How long each failure then makes strangers wait, in seconds.
const BRAKE_SECS: i64 = 30;
/// Failures from everywhere are forgotten when there was none for so many hours.
const BRAKE_HOURS: i64 = 1;
/// A source is known for so many days after a sign-in, and rows are kept as long.
const KNOWN_DAYS: i64 = 30;
/// The source of the row that counts all of them.
const EVERYWHERE: &str = "everywhere";

/// Where a sign-in is tried: an account, whether there is such a one or not, and a source.
pub struct Door {
    account_hash: String,
    here: Tries,
    everywhere: Tries,
}

impl Door {
    /// The door, held until the transaction ends.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn lock(tx: &Tx, username: &str, source: IpAddr) -> Result<Self> {
        let account_hash = account(tx.cipher(), username);
        let source_hash = tx.cipher().mac("sign_in_source", &network(source).to_string());
        let here = attempt_rows::lock(tx, &account_hash, &source_hash).await?;
        let everywhere = attempt_rows::lock(tx, &account_hash, EVERYWHERE).await?;
        Ok(Self { account_hash, here, everywhere })
    }

    /// Whether it may be tried now: guesses sent all at once get no more tries than guesses one after the other.
    ///
    /// # Errors
    /// `RateLimited` while it is locked.
    pub fn check(&self, now: DateTime<Utc>) -> Result<()> {
        let known_since = now - TimeDelta::days(KNOWN_DAYS);
        let is_known = self.here.succeeded_at.is_some_and(|at| at > known_since);
        let brake = self.everywhere.locked_until.filter(|_| !is_known);
        let until = self.here.locked_until.max(brake);
        let left = until.map_or(0, |until| until.signed_duration_since(now).num_seconds());
        match u32::try_from(left) {
            Ok(left) if left > 0 => Err(Error::RateLimited(left)),
            _ => Ok(()),
        }
    }

    /// Counts a failure; answers whether this source is locked now.
    ///
    /// # Errors
    /// When the rows cannot be stored.
    pub async fn count(mut self, tx: &Tx) -> Result<bool> {
        let is_locked = self.count_here(tx.now);
        if self.everywhere.tried_at < tx.now - TimeDelta::hours(BRAKE_HOURS) {
            self.everywhere.failures = 0;
        }
        self.everywhere.failures = self.everywhere.failures.saturating_add(1);
        if self.everywhere.failures >= BRAKE_FAILURES {
            self.everywhere.locked_until = Some(tx.now + TimeDelta::seconds(BRAKE_SECS));
        }
        attempt_rows::store(tx, self.here).await?;
        attempt_rows::store(tx, self.everywhere).await?;
        attempt_rows::forget(tx, tx.now - TimeDelta::days(KNOWN_DAYS)).await?;
        Ok(is_locked)
    }

    /// Counts a right password without the code that must come with it; answers whether this source is locked now. It is
    /// the first half of a sign-in, so it does not count against those who sign in elsewhere.
    ///
    /// # Errors
    /// When the row cannot be stored.
    pub async fn wait(mut self, tx: &Tx) -> Result<bool> {
        let is_locked = self.count_here(tx.now);
        attempt_rows::store(tx, self.here).await?;
        Ok(is_locked)
    }

    fn count_here(&mut self, now: DateTime<Utc>) -> bool {
        self.here.failures += 1;
        let is_locked = self.here.failures >= FAILURES;
        if is_locked {
            self.here.failures = 0;
            self.here.locked_until = Some(now + TimeDelta::minutes(LOCK_MINUTES));
        }
        is_locked
    }

    /// Forgets this source's failures: the person themselves came through.
    ///
    /// # Errors
    /// When the row cannot be stored.
    pub async fn pass(mut self, tx: &Tx) -> Result<()> {
        self.here.failures = 0;
        self.here.locked_until = None;
        self.here.succeeded_at = Some(tx.now);
        attempt_rows::store(tx, self.here).await
    }

    /// An id for an account that may not exist, the same for every try at it.
    pub fn account_id(&self) -> Uuid {
        let digits = self.account_hash.get(..32).unwrap_or_default();
        Uuid::try_parse(digits).unwrap_or_default()
    }
}

/// Forgets all guesses at a person's account: an administrator gave it another password.
///
/// # Errors
/// When the rows cannot be changed.
pub async fn forgive(tx: &Tx, username: &str) -> Result<()> {
    attempt_rows::forgive(tx, &account(tx.cipher(), username)).await
}

fn account(cipher: &Cipher, username: &str) -> String {
    cipher.mac("sign_in_account", &rows::normal(username))
}
