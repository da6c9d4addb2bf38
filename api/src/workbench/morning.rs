//! The day put together: each part within the reach that its own permission gives.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeZone, Utc};

use guibin_domain::mask;

use super::{
    http::{CustomerTotals, DueToday, Workbench, WorkbenchCounts},
    rows,
};
use crate::{
    approvals, complaints,
    ctx::{Ctx, Permission, WorkbenchRead},
    customers,
    error::Result,
    policies,
};

/// The most that a part of the page lists.
const MOST: u64 = 20;

/// The caller's day; parts they may not read are empty.
pub async fn of(ctx: &Ctx<WorkbenchRead>) -> Result<Workbench> {
    let day = Day::of(ctx);
    let reading = ctx.state.reading(ctx.scope_of("complaint.read"));
    let reader = reading.with(&ctx.state.cipher);
    let open = complaints::open_counts(&reader, ctx.now).await?;
    let due = complaints::due_before(&reader, ctx.now, day.end, MOST).await?;
    let open_complaints = complaints::open(&reader, ctx.now, MOST).await?;
    let reading = ctx.state.reading(ctx.scope_of("approval.decide"));
    let reader = reading.with(&ctx.state.cipher);
    let approvals_waiting = approvals::waiting_for(reader, &ctx.actor, MOST).await?;
    let waiting = approvals::waiting_count(reader, &ctx.actor).await?;
    let customers = customers_part(ctx, &day).await?;
    let counts = WorkbenchCounts {
        open_complaints: open.open,
        overdue: open.overdue,
        due_soon: open.due_soon,
        approvals_waiting: waiting,
        renewals_due: customers.renewals_due,
    };
    let CustomersPart { totals, renewals, birthdays, .. } = customers;
    let due_today = DueToday { complaints: due, renewals, birthdays };
    Ok(Workbench { customers: totals, due_today, open_complaints, approvals_waiting, counts })
}

/// What the customer files say of the day.
struct CustomersPart {
    totals: CustomerTotals,
    renewals: Vec<super::http::RenewalDue>,
    birthdays: Vec<super::http::Birthday>,
    renewals_due: u64,
}

async fn customers_part(ctx: &Ctx<WorkbenchRead>, day: &Day) -> Result<CustomersPart> {
    let reading = ctx.state.reading(ctx.scope_of("customer.read"));
    let reader = reading.with(&ctx.state.cipher);
    let totals = rows::totals(&reader, day.today).await?;
    let renewal = policies::current(reader.conn(), ctx.actor.org_id, ctx.now).await?.pack.renewal;
    let horizon = renewal.horizon(day.today);
    let ending = rows::ending(&reader, day.today, horizon, MOST).await?;
    let renewals_due = rows::count_ending(&reader, day.today, horizon).await?;
    let birthdays = rows::birthdays(&reader, day.today, MOST).await?;
    let refs = customers::refs(reader.conn(), ending.iter().map(|row| row.customer_id)).await?;
    let renewals = ending.into_iter().filter_map(|row| {
        let customer = refs.get(&row.customer_id)?.clone();
        Some(super::http::RenewalDue {
            subscription_id: row.id,
            customer,
            product: mask::text(&row.product),
            ends_on: row.ends_on?,
        })
    });
    Ok(CustomersPart {
        totals: CustomerTotals { total: totals.total, special: totals.special, group: totals.group },
        renewals: renewals.collect(),
        birthdays: birthdays.into_iter().filter_map(super::http::Birthday::of).collect(),
        renewals_due,
    })
}

/// A calendar day of the branch.
struct Day {
    today: NaiveDate,
    /// The first instant of the next day.
    end: DateTime<Utc>,
}

impl Day {
    fn of<P: Permission>(ctx: &Ctx<P>) -> Self {
        let zone = ctx.actor.zone;
        let today = ctx.now.with_timezone(&zone).date_naive();
        let next = today.checked_add_days(Days::new(1)).unwrap_or(today).and_time(NaiveTime::MIN);
        // Where a day begins with a skipped hour, it begins with the next one.
        let end = zone.from_local_datetime(&next).earliest().map_or(ctx.now, |end| end.with_timezone(&Utc));
        Self { today, end }
    }
}
