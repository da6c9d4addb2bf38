//! Everything of branch B carries a mark. Branch A asks at every door, with everything it could know of B, and the mark
//! never comes back; B asks the same way and finds it at each of these doors.

use std::{collections::BTreeSet, io::Read as _, time::Duration};

use futures_util::StreamExt;
use reqwest::Method;
use serde_json::json;

use super::{
    operations::{self, Operation},
    world::{ABSENT, World, customer, mark},
};
use crate::{
    client::{Answer, Client, send},
    imports::settled,
};

/// What shows nothing of any branch.
const OF_NO_BRANCH: [&str; 4] = ["audit_verification_read", "policy_list", "policy_version_list", "setup_read"];

/// What branch A must never be answered: the mark, numbers of B's customers, ids of what B has.
struct Secrets {
    forbidden: Vec<String>,
    /// What somebody of A may have overheard: texts to search by.
    overheard: Vec<String>,
    ids: Vec<String>,
    cursors: Vec<(String, String)>,
}

impl Secrets {
    async fn of(world: &World, b: &[Client]) -> Self {
        let ids: Vec<_> = world.ids("b").into_iter().map(str::to_owned).collect();
        let mut forbidden = ids.clone();
        forbidden.extend(["ZQXB", "卍", "GB5102"].map(str::to_owned));
        let file = customer("b");
        let text = |name: &str| file[name].as_str().unwrap().to_owned();
        let mobile = text("mobile");
        let mut overheard = vec![
            mark("b").to_owned(),
            "zqxb".to_owned(),
            text("name"),
            text("phone"),
            text("email"),
            text("external_id"),
        ];
        overheard.extend([
            mobile.split_at(7).1.to_owned(),
            mobile,
            "wangjg".to_owned(),
            "manager-b".to_owned(),
            "TS2026".to_owned(),
        ]);
        let mut cursors = Vec::new();
        for operation in operations::all().iter().filter(|operation| operation.parameters.contains("?cursor")) {
            for (who, target) in b.iter().zip(["b", "b", "b", "b"]) {
                let target = if operation.of().is_some() { target } else { "-" };
                let page = send(operation.call_with(world, who, (target, "?limit=1"), |_| {})).await;
                cursors
                    .extend(page.body["next_cursor"].as_str().map(|cursor| (operation.id.clone(), cursor.to_owned())));
            }
        }
        assert!(cursors.len() > 4, "B has too little to turn pages: {cursors:?}");
        Self { forbidden, overheard, ids, cursors }
    }

    /// The first secret that `text` tells.
    fn told_by(&self, text: &str) -> Option<&str> {
        self.forbidden.iter().find(|secret| text.contains(secret.as_str())).map(String::as_str)
    }

    /// Every query worth trying: each parameter with each value that it may take, or that B's things have.
    fn queries(&self, operation: &Operation) -> Vec<String> {
        let mut queries = vec![String::new()];
        for name in operation.parameters.iter().filter_map(|name| name.strip_prefix('?')) {
            let values: Vec<String> = match name {
                "count" => vec!["true".to_owned()],
                "limit" => vec!["1".to_owned(), "200".to_owned()],
                "cursor" => self
                    .cursors
                    .iter()
                    .filter(|(of, _)| *of == operation.id)
                    .map(|(_, cursor)| cursor.clone())
                    .collect(),
                "q" | "tier" => self.overheard.clone(),
                _ if name.ends_with("_id") => self.ids.clone(),
                _ if !operation.words[name].is_empty() => operation.words[name].clone(),
                _ => ["true", "false", "2030-01-01", "2020-01-01", "2030-01-01T00:00:00Z", "1", "2"]
                    .map(str::to_owned)
                    .to_vec(),
            };
            let count = if operation.parameters.contains("?count") && name != "count" { "&count=true" } else { "" };
            queries.extend(values.iter().map(|value| format!("?{name}={}{count}", encoded(value))));
        }
        queries
    }
}

pub fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[actix_web::test]
async fn the_mark_of_branch_b_never_comes_back_to_branch_a_and_b_finds_it_at_every_door() {
    let world = World::new().await;
    let mut b = Vec::new();
    for name in ["manager-b", "leader-b", "auditor", "admin"] {
        b.push(world.app.sign_in(name).await);
    }
    let secrets = Secrets::of(&world, &b).await;
    let (mut asked, mut leaks) = (0, Vec::new());
    for actor in ["leader-a", "manager-a", "manager-a2", "read-client"] {
        for (door, answer) in crawl(&world, &secrets, world.actor(actor)).await {
            asked += 1;
            if let Some(secret) = secrets.told_by(&whole(&answer)) {
                leaks.push(format!("{actor} is told {secret} by {door}"));
            }
            leaks.extend(counted_wrong(&door, &answer).map(|why| format!("{actor}, {door}: {why}")));
        }
        let heard = listen(world.actor(actor)).await;
        leaks.extend(secrets.told_by(&heard).map(|secret| format!("{actor} hears {secret} on the stream: {heard}")));
    }
    for actor in ["leader-a", "manager-a", "write-client"] {
        for (door, text) in worked_out(&world, &secrets, world.actor(actor)).await {
            asked += 1;
            leaks.extend(secrets.told_by(&text).map(|secret| format!("{actor} is told {secret} by {door}: {text}")));
        }
    }
    println!("{asked} questions");
    assert!(leaks.is_empty(), "{} leaks:\n{}", leaks.len(), leaks.join("\n"));

    let mut silent: BTreeSet<String> = operations::reads().into_iter().map(|operation| operation.id).collect();
    for who in &b {
        for (door, answer) in crawl(&world, &secrets, who).await {
            if secrets.told_by(&whole(&answer)).is_some() {
                silent.remove(door.split(' ').next().unwrap());
            }
        }
    }
    assert_eq!(silent, OF_NO_BRANCH.map(str::to_owned).into(), "doors at which B itself does not find what is its own");
    assert!(secrets.told_by(&listen(&b[0]).await).is_some(), "B hears nothing of its own");
    for (door, text) in worked_out(&world, &secrets, &b[0]).await {
        assert!(secrets.told_by(&text).is_some(), "B finds nothing of its own by {door}: {text}");
    }
}

/// Asks every GET, of every thing, in every way.
async fn crawl(world: &World, secrets: &Secrets, who: &Client) -> Vec<(String, Answer)> {
    let mut answers = Vec::new();
    for operation in operations::reads() {
        let targets = match operation.of() {
            None => vec!["-"],
            Some(kind) => world.owners_of(kind).into_iter().chain([ABSENT]).collect(),
        };
        for target in targets {
            for query in secrets.queries(&operation) {
                let answer = send(operation.call_with(world, who, (target, &query), |_| {})).await;
                let is_denied = answer.status == 403;
                answers.push((format!("{} {target} {query}", operation.id), answer));
                if is_denied {
                    break; // Whoever may not ask at all is answered the same however they ask.
                }
            }
        }
    }
    answers
}

/// Everything an answer says: status line aside, headers, text, and what is inside a workbook.
fn whole(answer: &Answer) -> String {
    let mut text = format!("{:?}\n", answer.headers);
    match zip::ZipArchive::new(std::io::Cursor::new(&answer.bytes)) {
        Ok(mut book) => {
            for at in 0..book.len() {
                book.by_index(at).unwrap().read_to_string(&mut text).ok();
            }
        }
        Err(_) => text.push_str(&String::from_utf8_lossy(&answer.bytes)),
    }
    text
}

/// A total that is not what can be seen tells how much there is besides.
fn counted_wrong(door: &str, answer: &Answer) -> Option<String> {
    let (total, items) = (answer.body["total"].as_u64()?, answer.body["items"].as_array()?);
    let is_whole = answer.body["next_cursor"].is_null() && !door.contains("cursor=");
    let shown = u64::try_from(items.len()).unwrap();
    (is_whole && total != shown).then(|| format!("{total} counted, {shown} shown"))
}

/// What the stream tells of all that ever happened.
pub async fn listen(who: &Client) -> String {
    let request = who.request(Method::GET, "/events").header("last-event-id", "00000000-0000-7000-8000-000000000000");
    let response = request.send().await.unwrap();
    let (mut parts, mut text) = (response.bytes_stream(), String::new());
    while let Ok(Some(Ok(part))) = tokio::time::timeout(Duration::from_millis(700), parts.next()).await {
        text.push_str(&String::from_utf8_lossy(&part));
    }
    text
}

/// What comes out of work that is asked for: previews, exports by every filter, an import of B's own rows.
async fn worked_out(world: &World, secrets: &Secrets, who: &Client) -> Vec<(String, String)> {
    let mut told = Vec::new();
    let filters = [
        json!({}),
        json!({ "tier": mark("b") }),
        json!({ "q": secrets.overheard[0] }),
        json!({ "org_id": world.thing("org", "b").id }),
        json!({ "owner_id": world.thing("user", "b").id }),
    ];
    for filter in filters {
        let export = who.post("/exports", json!({ "kind": "customers", "filter": filter })).await.expect(202);
        let path = format!("/exports/{}", export["id"].as_str().unwrap());
        let export = settled(&world.app, who, &path).await;
        assert_eq!(export["state"], "ready");
        told.push((format!("export of {filter}"), whole(&who.get(&format!("{path}/content")).await)));
    }
    let preview = operations::all().into_iter().find(|operation| operation.id == "approval_route_preview").unwrap();
    let preview = send(preview.call(world, who, "b")).await;
    if preview.status == 403 {
        return told;
    }
    told.push(("preview".to_owned(), whole(&preview)));
    let file = customer("b");
    let text = |name: &str| file[name].as_str().unwrap();
    // What is typed in is answered; what the server would add to it is not.
    let rows = format!("手机,电话\n{},{}\n", text("mobile"), text("phone"));
    let import = who.upload("/imports", "b.csv", rows.into_bytes()).await.expect(201);
    let path = format!("/imports/{}", import["id"].as_str().unwrap());
    who.post_at(&format!("{path}/checks"), 1, json!({})).await.expect(202);
    let import = settled(&world.app, who, &path).await;
    let rows = who.get(&format!("{path}/rows")).await.expect(200);
    told.push(("import of B's mobile".to_owned(), format!("{import} {rows}")));
    told
}
