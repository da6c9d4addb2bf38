//! The sealed trail: what goes on it, what is found when somebody tampers with it.

mod outbox;
mod writing;
