//! Which questions are searches by a number of a person, and that each is counted and on the trail, in one transaction,
//! before it is answered.
//!
//! Whoever gives a customer a number asks as well: that another customer has it is an answer.

use chrono::NaiveDate;
use guibin_domain::{identity, import::Field};
use serde_json::json;

use super::{
    file::{self, Changes},
    listing::CustomerFilter,
    search_commands::{ask_leave, spend},
};
use crate::{
    audit::Entry,
    body::Once,
    ctx::{Ctx, Permission, Tx},
    error::{Error, Result},
    reply::Reply,
};

/// Numbers of a person that no two customers of a branch share.
const OWN: [Field; 2] = [Field::IdNumber, Field::Mobile];

impl CustomerFilter {
    /// The number of a person that is searched by, whole or by its end.
    pub fn sought(&self) -> Option<String> {
        let typed = self.q.as_deref().map(str::trim)?;
        (file::is_tail(typed) || personal(typed).is_some()).then(|| typed.to_owned())
    }
}

/// Which personal value somebody typed whole.
pub fn personal(typed: &str) -> Option<&'static str> {
    let is = [
        ("mobile", identity::mobile(typed).is_ok()),
        ("phone", identity::phone(typed).is_ok()),
        ("id_number", identity::id_number(typed, NaiveDate::MAX).is_ok()),
        ("email", identity::email(typed).is_ok()),
    ];
    is.into_iter().find(|(_, is)| *is).map(|(field, _)| field)
}

/// Counts a search for `typed`, and has `entry` on the trail with it.
///
/// # Errors
/// `DaySpent` when the day's searches are used up.
pub async fn searched<P: Permission>(ctx: &Ctx<P>, typed: &str, entry: Entry) -> Result<()> {
    let write = async |tx: &Tx| {
        spend(tx, typed).await?;
        tx.note(entry.clone());
        Ok(Reply::no_content())
    };
    ctx.write(&Once::never(), write).await.map(drop)
}

/// That somebody may ask for the numbers of a new customer: once the day's searches are used up, a number that is free is
/// refused like one that is taken, or the refusal would tell which it is. A new customer is no search of its own: whoever
/// tries numbers so leaves one behind each time.
///
/// # Errors
/// As [`searched`].
pub async fn may_ask(tx: &Tx, changes: &Changes) -> Result<()> {
    match tried(changes) {
        Some(numbers) => ask_leave(tx, &numbers).await,
        None => Ok(()),
    }
}

/// Counts a change of a customer's number, which was free.
///
/// # Errors
/// As [`searched`].
pub async fn found_free(tx: &Tx, changes: &Changes) -> Result<()> {
    match tried(changes) {
        Some(numbers) => spend(tx, &numbers).await,
        None => Ok(()),
    }
}

/// What was `done`, once a refusal that says that somebody has the number is counted.
///
/// # Errors
/// As [`searched`], in place of the refusal.
pub async fn answered<P: Permission>(ctx: &Ctx<P>, changes: &Changes, done: Result<Reply>) -> Result<Reply> {
    let (Err(Error::Duplicate(field)), Some(numbers)) = (&done, tried(changes)) else { return done };
    let exact = field.pointer.trim_start_matches('/');
    if !OWN.iter().any(|own| own.pointer() == field.pointer) {
        return done;
    }
    let detail = json!({ "count": 1, "exact": exact, "fields": [exact], "tail": false });
    let entry = Entry::done("customer.searched", Some(ctx.actor.org_id)).with(&detail);
    searched(ctx, &numbers, entry).await?;
    done
}

/// The numbers that are given, as one text.
fn tried(changes: &Changes) -> Option<String> {
    let given: Vec<_> = OWN.iter().filter_map(|field| changes.get(field)?.as_deref()).collect();
    (!given.is_empty()).then(|| given.join(" "))
}
