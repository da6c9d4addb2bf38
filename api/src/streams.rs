//! How many live streams each person holds on this process: every one costs a connection for as long as it lasts.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use guibin_domain::ids::UserId;

use crate::error::{Error, Result};

/// Seconds after which another try makes sense.
const RETRY_SECS: u32 = 10;

/// The streams of one process.
#[derive(Clone, Default)]
pub struct Streams {
    held: Arc<Mutex<HashMap<UserId, usize>>>,
}

/// A place among the streams, free again when it is dropped.
pub struct Seat {
    streams: Streams,
    user: UserId,
}

impl Streams {
    /// A place for one more stream of `user`, who may hold `most`.
    ///
    /// # Errors
    /// `RateLimited` when there is none.
    pub fn take(&self, user: UserId, most: usize) -> Result<Seat> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let count = held.entry(user).or_default();
        if *count >= most {
            return Err(Error::RateLimited(RETRY_SECS));
        }
        *count += 1;
        Ok(Seat { streams: self.clone(), user })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut held = self.streams.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = held.get_mut(&self.user) {
            *count -= 1;
            if *count == 0 {
                held.remove(&self.user);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_free_again_when_its_stream_ends() {
        let (streams, user) = (Streams::default(), UserId(uuid::Uuid::nil()));
        let one = streams.take(user, 2).unwrap();
        let _two = streams.take(user, 2).unwrap();
        assert!(streams.take(user, 2).is_err());
        drop(one);
        assert!(streams.take(user, 2).is_ok());
    }
}
