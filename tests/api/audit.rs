//! The sealed trail: what goes on it, who reads it, what is found when somebody tampers with it.

mod outbox;
mod reading;
mod tampering;
mod writing;

pub use writing::entries;
