//! Names in the OpenAPI document are global: two words with one name would silently become one.

use std::collections::BTreeSet;

use utoipa::ToSchema;

macro_rules! names {
    ($($word:path),+ $(,)?) => {
        vec![$((<$word as ToSchema>::name().into_owned(), stringify!($word))),+]
    };
}

#[test]
fn no_two_words_share_a_name() {
    use crate::{access, approval, clock, complaint, customer, export, import, org, policy, service_record};
    let names = names![
        access::Role,
        access::Reach,
        access::UserKind,
        access::ClientReach,
        approval::Kind,
        approval::Status,
        approval::Decision,
        approval::Action,
        approval::StepStatus,
        clock::ClockState,
        clock::Milestone,
        clock::AlarmKind,
        clock::LineStep,
        complaint::Status,
        complaint::Action,
        complaint::Channel,
        complaint::EntryKind,
        complaint::Level,
        customer::Kind,
        customer::SpecialKind,
        customer::Status,
        customer::Sex,
        customer::SubscriptionStatus,
        export::State,
        import::Kind,
        import::State,
        import::Action,
        import::Outcome,
        import::MatchedBy,
        import::Field,
        org::OrgLevel,
        policy::ClockStart,
        policy::ClockStop,
        policy::Authority,
        service_record::Method,
        service_record::HandlingStatus,
        service_record::SignatureMethod,
    ];
    let vague = ["Status", "Kind", "Action", "State", "Method", "Field", "Level"];
    let mut seen = BTreeSet::new();
    for (name, word) in names {
        assert!(!vague.contains(&name.as_str()), "{word} is called {name}: give it schema(as = …)");
        assert!(seen.insert(name.clone()), "{word}: {name} is taken");
    }
}
