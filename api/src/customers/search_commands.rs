//! Searching by a number of a person, which a list shows masked: within a day's budget, so that nobody finds the number
//! by trying all there are, and told to leaders when it is unusual.

use chrono::{NaiveDate, TimeDelta};
use guibin_domain::reveal::{AT_ONCE_MINUTES, Searching, affordable};
use guibin_entity::search_day;
use serde_json::json;

use super::{reveal_commands::day_spent, reveal_rows};
use crate::{
    ctx::Tx,
    error::{Error, Result, Text},
    event::{Subject, Topic},
};

/// Counts a search against the day's budget; the same one again is free.
///
/// # Errors
/// `DaySpent` until the next day.
pub async fn spend(tx: &Tx, typed: &str) -> Result<()> {
    let Some(row) = held(tx, typed).await? else { return Ok(()) };
    let is_over = tx.now - row.burst_from > TimeDelta::minutes(AT_ONCE_MINUTES);
    let (burst_from, at_once) = if is_over { (tx.now, 0) } else { (row.burst_from, row.at_once) };
    let last = tx.cipher().mac("search", typed);
    let row = search_day::Model { last, burst_from, at_once: at_once + 1, searches: row.searches + 1, ..row };
    let searching = Searching { today: count(row.searches), at_once: count(row.at_once), budget: budget(tx)? };
    reveal_rows::store_searches(tx, row).await?;
    tell(tx, searching).await
}

/// That there is a search left for `typed`; counts nothing.
///
/// # Errors
/// As [`spend`].
pub async fn ask_leave(tx: &Tx, typed: &str) -> Result<()> {
    held(tx, typed).await.map(drop)
}

/// The day's searches, held until this is stored; none where the search is free.
async fn held(tx: &Tx, typed: &str) -> Result<Option<search_day::Model>> {
    let row = reveal_rows::hold_searches(tx, tx.person()?.user_id, today(tx)?).await?;
    if row.last == tx.cipher().mac("search", typed) {
        return Ok(None);
    }
    if affordable(count(row.searches), budget(tx)?) { Ok(Some(row)) } else { Err(spent(tx)?) }
}

/// Tells leaders what is unusual.
async fn tell(tx: &Tx, searching: Searching) -> Result<()> {
    for reason in searching.unusual() {
        let subject = Subject::new("reveal", tx.person()?.user_id.0, tx.person()?.org_id);
        let data = json!({ "reason": reason, "searches": searching.today, "at_once": searching.at_once });
        tx.emit(Topic::CustomerRevealUnusual, subject, data).await?;
    }
    Ok(())
}

/// A hotline's program looks up more callers than anybody types.
fn budget(tx: &Tx) -> Result<u32> {
    let config = &tx.state().config;
    Ok(if tx.person()?.grant.is_some() { config.search_budget_client } else { config.search_budget })
}

fn spent(tx: &Tx) -> Result<Error> {
    let zh = "今天按号码查找客户的次数已用完。请改按姓名或客户编号查找，或明天再试；确有需要请联系管理员。";
    let en = "Today's searches by number are used up. Search by name or customer number, or again tomorrow; \
        ask an administrator if you need more.";
    day_spent(tx, "search_budget_spent", Text::new(zh, en))
}

fn today(tx: &Tx) -> Result<NaiveDate> {
    Ok(tx.now.with_timezone(&tx.person()?.zone).date_naive())
}

fn count(rows: i32) -> u32 {
    u32::try_from(rows).unwrap_or(0)
}
