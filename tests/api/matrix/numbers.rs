//! No number that branch A is told moves when branch B grows. A number carries no mark, so it is asked for twice: every
//! GET, by everybody of A, before B gets more of everything and after; what was answered stays the same to the byte.
//! B's own answers move, and each number in them: else nothing would be shown by A's that do not.

use std::{
    collections::BTreeMap,
    io::{Cursor, Read as _},
};

use chrono::{Days, TimeDelta};
use guibin_domain::{
    customer::SpecialKind,
    ids::{ComplaintId, CustomerId},
};
use guibin_entity::{complaint, customer};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, Set};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    normal,
    operations::{self, Operation},
    oracle::encoded,
    world::{MORE, World, hire, mark},
};
use crate::client::{Answer, Client, send};

/// What does not move although B has more: one thing, which stays as it is, or what is of no branch.
const STILL: [&str; 17] = [
    "api_client_read",
    "approval_read",
    "clock_explain",
    "complaint_read",
    "customer_read",
    "export_content_read",
    "export_read",
    "import_read",
    "import_row_list",
    "import_workbook_read",
    "me_read",
    "org_read",
    "policy_list",
    "policy_version_list",
    "service_record_read",
    "setup_read",
    "user_read",
];

/// A number that is of no branch, behind a door that moves: how many faults of the trail there are besides.
const FIXED: &str = "audit_verification_read /more";

#[actix_web::test]
async fn no_number_of_branch_a_moves_when_branch_b_gets_more_of_everything() {
    let mut world = World::new().await;
    let a = ["manager-a", "manager-a2", "leader-a", "clerk-a", "engineer-a", "read-client", "write-client"];
    let a = signed_in(&world, &a).await;
    let b = signed_in(&world, &["manager-b", "leader-b", "auditor", "admin"]).await;
    // Nothing that waits for the worker may happen between the two rounds.
    world.app.sweep().await;
    let before = (told(&world, &a, "a").await, told(&world, &b, "b").await);
    grow(&mut world).await;
    let after = (told(&world, &a, "a").await, told(&world, &b, "b").await);
    println!("{} questions before and after", before.0.len());
    let pairs = before.0.iter().map(|(door, was)| (door, was, &after.0[door]));
    let moved: Vec<_> = pairs.filter_map(|(door, was, is)| difference(door, was, is)).collect();
    assert!(moved.is_empty(), "{} answers to A tell that B has more:\n{}", moved.len(), moved.join("\n"));
    let stayed = stayed(&before.1, &after.1);
    assert!(
        stayed.is_empty(),
        "B has more, and is told otherwise (more of it in `grow`, or is it STILL?): {stayed:#?}"
    );
}

async fn signed_in(world: &World, names: &[&'static str]) -> Vec<(&'static str, Client)> {
    let mut callers = Vec::new();
    for name in names {
        let known = world.actors.iter().find(|(actor, _)| actor == name).map(|(_, client)| client.clone());
        callers.push((*name, if let Some(client) = known { client } else { world.app.sign_in(name).await }));
    }
    callers
}

/// More of everything, all of it B's: to a customer that it has, and to new ones.
async fn grow(world: &mut World) {
    let (app, manager) = (&world.app, world.app.sign_in("manager-b").await);
    manager.post("/customers", json!({ "kind": "group", "name": mark(MORE) })).await.expect(201);
    let admin = app.sign_in("admin").await;
    let org = app.user("manager-b").await.org_id;
    let unit = json!({ "parent_id": org, "code": "77", "name": mark(MORE), "level": "outlet" });
    admin.post("/orgs", unit).await.expect(201);
    let program = json!({ "name": mark(MORE), "org_id": org, "permissions": ["event.read"], "reach": "subtree" });
    admin.post("/api-clients", program).await.expect(201);
    hire(app, "more-b", "manager-b").await;
    let customer = world.thing("customer", "b").id.clone();
    world.serve(MORE, &manager, &customer).await;
    let application = operations::all().into_iter().find(|operation| operation.id == "approval_create").unwrap();
    send(application.call(world, &manager, "b")).await.expect(201);
    urgent(world, true).await;
    world.furnish(MORE, "manager-b").await;
    urgent(world, false).await;
    let made =
        customer::Entity::find_by_id(CustomerId(id_of(world, "customer"))).one(world.app.db()).await.unwrap().unwrap();
    let today = world.app.now().date_naive();
    let mut special = made.into_active_model();
    special.special_kind = Set(Some(SpecialKind::Leader));
    special.special_starts_on = Set(Some(today));
    special.special_ends_on = Set(today.checked_add_days(Days::new(5)));
    special.update(world.app.db()).await.unwrap();
}

/// As time would make it: a complaint past its limit, or one that was warned of.
async fn urgent(world: &World, is_late: bool) {
    let row = complaint::Entity::find_by_id(ComplaintId(id_of(world, "complaint")))
        .one(world.app.db())
        .await
        .unwrap()
        .unwrap();
    let (now, mut row) = (world.app.now(), row.into_active_model());
    if is_late {
        row.received_at = Set(now - TimeDelta::days(9));
        row.due_at = Set(now - TimeDelta::hours(1));
    } else {
        row.warned_at = Set(Some(now));
    }
    row.update(world.app.db()).await.unwrap();
}

fn id_of(world: &World, kind: &str) -> Uuid {
    world.thing(kind, MORE).id.parse().unwrap()
}

/// What every GET answers these callers, of the things that are `owner`'s or that its leader sees.
async fn told(world: &World, callers: &[(&'static str, Client)], owner: &str) -> BTreeMap<String, Answer> {
    let mut answers = BTreeMap::new();
    for operation in operations::reads() {
        let mut targets = vec!["-"];
        if let Some(kind) = operation.of() {
            targets = world.owners_of(kind);
            targets.retain(|of| [owner, "left"].contains(of));
        }
        let queries = queries(world, &operation);
        for ((name, client), target) in callers.iter().flat_map(|who| targets.iter().map(move |target| (who, target))) {
            for query in &queries {
                let answer = send(operation.call_with(world, client, (target, query), |_| {})).await;
                let is_refused = [403, 404].contains(&answer.status.as_u16());
                answers.insert(format!("{} {name} {target} {query}", operation.id), answer);
                if is_refused {
                    break; // However they ask.
                }
            }
        }
    }
    answers
}

/// Every filter by which something may be counted.
fn queries(world: &World, operation: &Operation) -> Vec<String> {
    let counted = if operation.parameters.contains("?count") { "&count=true" } else { "" };
    let mut queries = vec![String::new()];
    for name in operation.parameters.iter().filter_map(|name| name.strip_prefix('?')) {
        let kind = ["customer", "org"].into_iter().find(|kind| name == format!("{kind}_id")).unwrap_or("user");
        let values: Vec<&str> = match name {
            "cursor" => Vec::new(),
            "count" => vec!["true"],
            "limit" => vec!["1"],
            "q" | "tier" => vec![mark("a"), mark("b"), "王"],
            _ if name.ends_with("_id") => ["a", "b"].map(|owner| &*world.thing(kind, owner).id).to_vec(),
            _ if !operation.words[name].is_empty() => operation.words[name].iter().map(String::as_str).collect(),
            _ => vec!["true", "false", "2026-12-31", "2026-11-23T00:45:00Z"],
        };
        let counted = if name == "count" { "" } else { counted };
        queries.extend(values.iter().map(|value| format!("?{name}={}{counted}", encoded(value))));
    }
    queries
}

/// Doors at which B is told the same as before, and numbers behind the others that are.
fn stayed(before: &BTreeMap<String, Answer>, after: &BTreeMap<String, Answer>) -> Vec<String> {
    let (mut doors, mut places) = (BTreeMap::new(), BTreeMap::new());
    for (door, was) in before {
        let (operation, is) = (door.split(' ').next().unwrap(), &after[door]);
        *doors.entry(operation).or_insert(true) &= plain(was) == plain(is);
        let now = numbers(is);
        for (place, number) in numbers(was) {
            *places.entry((operation, place.clone())).or_insert(true) &= now.get(&place) == Some(&number);
        }
    }
    let should_move = |operation: &str| !STILL.contains(&operation);
    let wrong = doors.iter().filter(|(door, stayed)| **stayed == should_move(door));
    let wrong = wrong.map(|(door, stayed)| format!("{door} {}", if *stayed { "stays" } else { "moves" }));
    let places = places.iter().filter(|((operation, _), stayed)| **stayed && should_move(operation));
    let places = places.map(|((operation, place), _)| format!("{operation} {place}")).filter(|place| place != FIXED);
    wrong.chain(places.map(|place| format!("{place} stays"))).collect()
}

/// The numbers of an answer, but for those of one thing in a list.
fn numbers(answer: &Answer) -> BTreeMap<String, Value> {
    if answer.status.is_success() { counts(&answer.body) } else { BTreeMap::new() }
}

fn counts(body: &Value) -> BTreeMap<String, Value> {
    let mut found = BTreeMap::new();
    for (name, inner) in body.as_object().into_iter().flatten() {
        if inner.is_number() && name != "version" {
            found.insert(format!("/{name}"), inner.clone());
        }
        found.extend(counts(inner).into_iter().map(|(place, number)| (format!("/{name}{place}"), number)));
    }
    found
}

/// Status, headers and body; of a workbook what is inside, but for the time at which it was made.
fn plain(answer: &Answer) -> (u16, Vec<String>, String) {
    let Ok(mut book) = zip::ZipArchive::new(Cursor::new(&answer.bytes)) else { return normal(answer) };
    let mut text = String::new();
    for at in 0..book.len() {
        let mut part = book.by_index(at).unwrap();
        if part.name().unwrap() != "docProps/core.xml" {
            part.read_to_string(&mut text).unwrap();
        }
    }
    (answer.status.as_u16(), Vec::new(), text)
}

/// From a little before the first byte that is another.
fn difference(door: &str, was: &Answer, is: &Answer) -> Option<String> {
    let (was, is) = (format!("{:?}", plain(was)), format!("{:?}", plain(is)));
    let same = was.chars().zip(is.chars()).take_while(|(was, is)| was == is).count();
    let near = |text: &str| text.chars().skip(same.saturating_sub(40)).take(120).collect::<String>();
    (was != is).then(|| format!("{door}: …{}… became …{}…", near(&was), near(&is)))
}
