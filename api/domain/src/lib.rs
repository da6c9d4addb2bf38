//! The rules of the house, pure: facts in, decision out.
//!
//! No async, no database, no HTTP and no clock of its own: time is always an argument. One file a
//! rule, named as the business names it. What a rule refuses is in [`refusal`].

#[macro_use]
mod words;
mod words_zh;

#[cfg(test)]
mod naughty;
#[cfg(all(test, feature = "wire"))]
mod schema_names;

pub mod access;
pub mod approval;
pub mod clock;
pub mod complaint;
pub mod customer;
pub mod customer_number;
pub mod export;
pub mod identity;
pub mod ids;
pub mod import;
pub mod mask;
pub mod org;
pub mod policy;
pub mod refusal;
pub mod reveal;
pub mod search;
pub mod service_record;
pub mod span;
pub mod surname;

pub use refusal::{Refusal, RefusalKind};
