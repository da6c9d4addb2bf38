//! Who is told of an event: whoever may read what it is about, and sees that row.

use guibin_domain::access::{Reach, Role};

use crate::{ctx::Actor, event::Live, scope::Scope};

/// Whether `actor` may be told. What is not listed is told to nobody.
pub fn includes(actor: &Actor, live: &Live) -> bool {
    let Some(reach) = reach(actor, &live.subject_kind) else { return false };
    let scope = Scope::of(actor, reach);
    let path = live.org_path.as_deref();
    scope.sees(path, live.owner_id, live.actor_id) || scope.sees(path, live.customer_owner_id, None)
}

fn reach(actor: &Actor, subject_kind: &str) -> Option<Reach> {
    let permission = match subject_kind {
        "complaint" => "complaint.read",
        "approval" => "approval.read",
        "service_record" => "service_record.read",
        "customer" | "key_person" | "subscription" => "customer.read",
        "import" => "import.run",
        "org" => "org.read",
        "user" => "user.read",
        "api_client" => "api_client.manage",
        "policy_version" => "policy.read",
        // Who looks at what is for leaders to know, of the people below them.
        "reveal" if actor.roles.contains(&Role::Leader) => "customer.read",
        // One's own, whatever the reach: see `Scope::exports`.
        "export" | "session" => return Some(Reach::Own),
        _ => return None,
    };
    Some(actor.reach(permission))
}
