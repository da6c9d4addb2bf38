//! What may be done to a customer now, and why not: the rules' answers, before anybody tries.

use chrono::NaiveDate;
use guibin_domain::{Refusal, customer::Status};
use guibin_entity::customer;

use super::{http::CustomerAction, view::Viewer};
use crate::{error::Text, refs::Allowed};

/// Every action, in the order of the document.
const ACTIONS: [CustomerAction; 6] = [
    CustomerAction::Edit,
    CustomerAction::Reveal,
    CustomerAction::ApplySpecial,
    CustomerAction::Renew,
    CustomerAction::Complain,
    CustomerAction::RecordService,
];

/// What `viewer` may do to the customer.
pub fn allowed(row: &customer::Model, viewer: &Viewer<'_>) -> Vec<Allowed<CustomerAction>> {
    let one = |action| {
        let reason = reason(action, row, viewer).map(|text| text.in_lang(viewer.lang).to_owned());
        Allowed { action, allowed: reason.is_none(), reason }
    };
    ACTIONS.into_iter().map(one).collect()
}

fn reason(action: CustomerAction, row: &customer::Model, viewer: &Viewer<'_>) -> Option<Text> {
    if !viewer.actor.holds(permission(action)) {
        return Some(Text::new("您没有执行此操作的权限。", "You do not hold the permission for this."));
    }
    let (zh, en) = refusal(action, row, viewer.today)?.sentences();
    Some(Text::new(zh, en))
}

const fn permission(action: CustomerAction) -> &'static str {
    match action {
        CustomerAction::Edit => "customer.write",
        CustomerAction::Reveal => "customer.reveal",
        CustomerAction::ApplySpecial | CustomerAction::Renew => "approval.apply",
        CustomerAction::Complain => "complaint.work",
        CustomerAction::RecordService => "service_record.write",
    }
}

fn refusal(action: CustomerAction, row: &customer::Model, today: NaiveDate) -> Option<Refusal> {
    let applies = matches!(action, CustomerAction::ApplySpecial | CustomerAction::Renew);
    let is_special = row.special_kind.is_some() && row.special_ends_on.is_none_or(|ends_on| ends_on >= today);
    match action {
        _ if applies && row.status == Status::Closed => Some(Refusal::CustomerClosed),
        CustomerAction::ApplySpecial if is_special => Some(Refusal::CustomerAlreadySpecial),
        CustomerAction::Renew if row.special_kind.is_none() => Some(Refusal::CustomerNotSpecial),
        _ => None,
    }
}
