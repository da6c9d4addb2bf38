//! The stream keeps to the same reach as the lists: who hears of what concerns whose customers, and who must not.

use super::{
    oracle::listen,
    world::{OWNERS, World},
};

/// Things of a customer, of which everybody who sees the customer hears.
const CONCERNS: [&str; 7] =
    ["customer", "key_person", "subscription", "complaint", "replied_complaint", "service_record", "approval"];

/// Every caller with a stream, and of whose customers they hear.
const HEARD: [(&str, &[&str]); 9] = [
    ("manager-a", &["a"]),
    ("manager-a2", &[]),
    ("leader-a", &["a", "left"]),
    ("clerk-a", &["a", "left"]),
    ("read-client", &["a", "left"]),
    ("manager-b", &["b"]),
    ("leader-b", &["b"]),
    // What they left behind is not theirs any more, though their name stands on all of it.
    ("moved", &[]),
    ("company", &["a", "b", "left", "head"]),
];

#[actix_web::test]
async fn everybody_hears_of_the_customers_they_see_and_of_no_others() {
    let world = World::new().await;
    let mut wrong = Vec::new();
    for (name, expected) in HEARD {
        let known = world.actors.iter().find(|(actor, _)| *actor == name).map(|(_, client)| client.clone());
        let client = match known {
            Some(client) => client,
            None => world.app.sign_in(name).await,
        };
        let heard = listen(&client).await;
        assert!(!heard.contains("event: reload"), "more happens in this world than is told again");
        for (owner, _) in OWNERS {
            let told = |kind: &&&str| heard.contains(&world.thing(kind, owner).id);
            let of: Vec<_> = CONCERNS.iter().filter(|kind| world.owners_of(kind).contains(&owner)).collect();
            let count = of.iter().filter(|kind| told(kind)).count();
            // Not each role reads each kind; who hears of a customer hears of them at least.
            let hears = told(&&"customer") && count > 3;
            if expected.contains(&owner) != hears || (!hears && count > 0) {
                let kinds: Vec<_> = of.iter().filter(|kind| told(kind)).collect();
                wrong.push(format!("{name} hears of {owner}: {kinds:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
