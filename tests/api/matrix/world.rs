//! One of everything for each owner, who is asked for it by everybody.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use guibin_domain::{access, ids::SessionId};
use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    client::{Client, send},
    harness::TestApp,
    imports::settled,
};

/// The target that there is not.
pub const ABSENT: &str = "absent";
const NOBODY: Thing = Thing { id: String::new(), version: 1 };

/// Whose things there are: of branch A, of branch B, of somebody who was in A and now is in B, of the head office.
pub const OWNERS: [(&str, &str); 4] = [("a", "manager-a"), ("b", "manager-b"), ("left", "moved"), ("head", "company")];

/// What branch B gets more of, later: no owner of the table above, and marked as what is B's.
pub const MORE: &str = "more";

/// Something with an address of its own.
#[derive(Clone, Debug)]
pub struct Thing {
    pub id: String,
    pub version: i64,
}

pub struct World {
    pub app: TestApp,
    /// Callers, in the order of the columns.
    pub actors: Vec<(&'static str, Client)>,
    pub org_a: String,
    pub manager_a: String,
    things: BTreeMap<(String, String), Thing>,
    absent: Thing,
}

impl World {
    pub async fn new() -> Self {
        let app = TestApp::start().await;
        hire(&app, "moved", "manager-a").await;
        let text = |id: Uuid| id.to_string();
        let org_a = text(app.user("manager-a").await.org_id.0);
        let manager_a = text(app.user("manager-a").await.id.0);
        let absent = Thing { id: text(Uuid::now_v7()), ..NOBODY };
        let mut world = Self { app, actors: Vec::new(), org_a, manager_a, things: BTreeMap::new(), absent };
        for (owner, username) in OWNERS {
            world.furnish(owner, username).await;
        }
        let mut moved = world.app.user("moved").await.into_active_model();
        moved.org_id = Set(world.app.user("manager-b").await.org_id);
        moved.update(world.app.db()).await.unwrap();
        world.add_staff().await;
        world.actors = world.callers().await;
        world
    }

    /// A thing, or what is nothing.
    pub fn thing(&self, kind: &str, owner: &str) -> &Thing {
        if owner == ABSENT {
            return &self.absent;
        }
        self.things.get(&(kind.to_owned(), owner.to_owned())).unwrap_or_else(|| panic!("no {kind} of {owner}"))
    }

    /// Who has one.
    pub fn owners_of(&self, kind: &str) -> Vec<&'static str> {
        let has = |owner: &str| self.things.contains_key(&(kind.to_owned(), owner.to_owned()));
        OWNERS.into_iter().map(|(owner, _)| owner).filter(|owner| has(owner)).collect()
    }

    /// The ids of everything of an owner.
    pub fn ids(&self, owner: &str) -> Vec<&str> {
        self.things.iter().filter(|((_, whose), _)| whose == owner).map(|(_, thing)| thing.id.as_str()).collect()
    }

    pub fn actor(&self, name: &str) -> &Client {
        &self.actors.iter().find(|(column, _)| *column == name).unwrap_or_else(|| panic!("no {name}")).1
    }

    fn put(&mut self, kind: &str, owner: &str, body: &Value) {
        let id = body["id"].as_str().unwrap_or_else(|| panic!("{kind} of {owner}: {body}")).to_owned();
        self.things
            .insert((kind.to_owned(), owner.to_owned()), Thing { id, version: body["version"].as_i64().unwrap_or(1) });
    }

    /// One of each kind that `username` may have.
    pub async fn furnish(&mut self, owner: &str, username: &str) {
        let who = self.app.sign_in(username).await;
        let customer = who.post("/customers", customer(owner)).await.expect(201);
        let path = format!("/customers/{}", customer["id"].as_str().unwrap());
        self.serve(owner, &who, customer["id"].as_str().unwrap()).await;
        let export = who.post("/exports", json!({ "kind": "customers" })).await.expect(202);
        let export = settled(&self.app, &who, &format!("/exports/{}", export["id"].as_str().unwrap())).await;
        self.put("export", owner, &export);
        self.put("customer", owner, &who.get(&path).await.expect(200));
        let sessions = who.get("/me/sessions").await.expect(200);
        self.put("session", owner, &sessions["items"][0]);
        if username != "company" {
            self.furnish_manager(owner, &who).await;
        }
    }

    /// One of everything that a customer has.
    pub async fn serve(&mut self, owner: &str, who: &Client, id: &str) {
        let (mark, path) = (mark(owner), format!("/customers/{id}"));
        let person =
            json!({ "name": mark, "role_title": mark, "department": mark, "mobile": "13900139555", "remark": mark });
        let person = who.post(&format!("{path}/key-persons"), person).await.expect(201);
        // Soon enough that the workbench asks to renew it.
        let term = json!({ "product": mark, "device_type": mark, "device_number": mark, "starts_on": "2026-01-01", "ends_on": "2026-12-05" });
        self.put("subscription", owner, &who.post(&format!("{path}/subscriptions"), term).await.expect(201));
        let complaint = self.complaint(who, id, owner).await;
        let clock = json!({ "id": complaint["clock_id"] });
        self.put("clock", owner, &clock);
        let replied = self.complaint(who, id, owner).await;
        let reply = format!("/complaints/{}/replies", replied["id"].as_str().unwrap());
        self.put("replied_complaint", owner, &who.post_at(&reply, 1, json!({ "text": mark })).await.expect(201));
        let record = json!({
            "customer_id": id, "method": "visit", "occurred_at": "2026-11-23T00:30:00Z", "place": mark, "content": mark, "need": mark,
            "handling": mark, "handling_status": "open", "complaint_id": complaint["id"],
            "people_met": [{ "name": mark, "role_title": mark, "key_person_id": person["id"] }],
        });
        self.put("service_record", owner, &who.post("/service-records", record).await.expect(201));
        self.put("complaint", owner, &complaint);
        self.put("key_person", owner, &person);
    }

    /// What only an account manager has: applications and imports.
    async fn furnish_manager(&mut self, owner: &str, who: &Client) {
        let mark = mark(owner);
        let form = json!({
            "special_kind": "leader", "reason": mark, "special_contribution": true, "on_our_network": true, "device_type": mark,
            "programme_packages": [mark], "starts_on": "2026-12-01", "ends_on": "2027-11-30"
        });
        for kind in ["approval", "returned_approval"] {
            let new = json!({ "kind": "individual", "name": format!("{mark}{kind}") });
            let customer = who.post("/customers", new).await.expect(201);
            let new = json!({ "kind": "special_opening", "customer_id": customer["id"], "form": form });
            let mut approval = who.post_once("/approvals", &Uuid::now_v7().to_string(), new).await.expect(201);
            if kind == "returned_approval" {
                let leader = self.app.sign_in(if ["b", MORE].contains(&owner) { "leader-b" } else { "leader-a" }).await;
                let path = format!("/approvals/{}/decisions", approval["id"].as_str().unwrap());
                let no = json!({ "decision": "return", "comment": mark });
                approval = leader.post_at(&path, 1, no).await.expect(201);
            }
            self.put(kind, owner, &approval);
        }
        let file = format!("客户编码,客户名称,手机,小区\n{mark}7,{mark}人,1380013{}21,{mark}\n", digit(owner));
        for kind in ["import", "checked_import"] {
            let mut import =
                who.upload("/imports", &format!("{mark}.csv"), file.clone().into_bytes()).await.expect(201);
            if kind == "checked_import" {
                let path = format!("/imports/{}", import["id"].as_str().unwrap());
                who.post_at(&format!("{path}/checks"), 1, json!({})).await.expect(202);
                import = settled(&self.app, who, &path).await;
            }
            self.put(kind, owner, &import);
        }
    }

    async fn complaint(&self, who: &Client, customer: &str, owner: &str) -> Value {
        let mark = mark(owner);
        let new = json!({
            "customer_id": customer, "channel": "hotline", "level": 1, "title": mark, "content": mark, "category": mark,
            "contact_name": mark, "contact_phone": "13900139555"
        });
        who.post("/complaints", new).await.expect(201)
    }

    /// Organisations, people and programs, whom the demo world or the administrator made.
    async fn add_staff(&mut self) {
        let admin = self.app.sign_in("admin").await;
        let leader = format!("/users/{}", self.app.user("leader-b").await.id);
        admin.patch_at(&leader, 1, json!({ "name": mark("b") })).await.expect(200);
        for (owner, username) in [("a", "manager-a2"), ("b", "manager-b"), ("head", "company")] {
            let user = self.app.user(username).await;
            self.put("org", owner, &json!({ "id": user.org_id, "version": 1 }));
            let path = format!("/users/{}", user.id);
            let user = match owner {
                "b" => admin.patch_at(&path, 1, json!({ "name": mark(owner) })).await,
                _ => admin.get(&path).await,
            };
            let user = user.expect(200);
            self.put("user", owner, &user);
            let new = json!({ "name": mark(owner), "org_id": user["org_id"], "permissions": ["event.read"], "reach": "subtree" });
            self.put("api_client", owner, &admin.post("/api-clients", new).await.expect(201));
        }
    }

    async fn callers(&self) -> Vec<(&'static str, Client)> {
        let mut callers = vec![("anonymous", self.app.anonymous()), ("disabled", self.disabled().await)];
        for name in ["admin", "auditor", "company", "leader-a", "manager-a", "manager-a2", "manager-b", "moved"] {
            callers.push((name, self.app.sign_in(name).await));
        }
        let read = |name: &&str| name.rsplit_once('.').is_some_and(|(_, verb)| verb == "read");
        let all = access::PERMISSIONS.iter().map(|(name, _)| *name).filter(|name| access::grantable(name));
        callers.push(("read-client", self.program(all.clone().filter(read).collect()).await));
        callers.push(("write-client", self.program(all.collect()).await));
        callers.push(("expired", self.expired().await));
        callers
    }

    async fn disabled(&self) -> Client {
        hire(&self.app, "disabled", "manager-a").await;
        let client = self.app.sign_in("disabled").await;
        let mut user = self.app.user("disabled").await.into_active_model();
        user.active = Set(false);
        user.update(self.app.db()).await.unwrap();
        client
    }

    async fn expired(&self) -> Client {
        let (client, user) = (self.app.sign_in("manager-a").await, self.app.user("manager-a").await);
        let before = self.app.now() - TimeDelta::minutes(11);
        let old = self.app.state.tokens.issue(user.id, SessionId(Uuid::nil()), before).unwrap();
        client.with_token(&old)
    }

    async fn program(&self, permissions: Vec<&str>) -> Client {
        let admin = self.app.sign_in("admin").await;
        let new = json!({ "name": "接口", "org_id": self.org_a, "permissions": permissions, "reach": "subtree" });
        let made = admin.post("/api-clients", new).await.expect(201);
        let text = |name: &str| made[name].as_str().unwrap().to_owned();
        let request = self.app.anonymous().request(reqwest::Method::POST, "/oauth/token");
        let request = request.basic_auth(text("client_id"), Some(text("client_secret")));
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        let token = send(request.body("grant_type=client_credentials")).await.expect(200);
        self.app.anonymous().with_token(token["access_token"].as_str().unwrap())
    }
}

/// A text that stands in every record of an owner and in no other.
pub const fn mark(owner: &str) -> &'static str {
    match owner.as_bytes() {
        b"b" | b"more" => "ZQXB卍",
        _ => "OWNA",
    }
}

fn digit(owner: &str) -> usize {
    OWNERS.iter().position(|(name, _)| *name == owner).unwrap_or(OWNERS.len()) + 400
}

/// A customer with something in every field.
pub fn customer(owner: &str) -> Value {
    let (mark, n) = (mark(owner), digit(owner));
    json!({
        "kind": "individual", "name": format!("{mark}王建国"), "mobile": format!("1390013{n}1"), "phone": format!("028-87655{n}"),
        "address": format!("成都市{mark}路 1 号"), "email": format!("z{mark}@{n}.example.com").replace('卍', ""), "employer": mark,
        "department": mark, "post": mark, "external_id": format!("{mark}{n}"), "smart_card_number": mark, "device_number": mark,
        "tier": mark, "remark": mark, "anniversaries": mark, "birthday": "1949-11-23",
    })
}

/// Another member of staff like `model`.
pub async fn hire(app: &TestApp, username: &str, model: &str) {
    let org_id = app.user(model).await.org_id;
    let new = json!({ "username": username, "name": username, "org_id": org_id, "roles": ["account_manager"], "password": "sunflower-2026" });
    app.sign_in("admin").await.post("/users", new).await.expect(201);
    // Whoever was given a password may do nothing else before they have chosen their own.
    let mut user = app.user(username).await.into_active_model();
    user.password_changed_at = Set(Some(app.now()));
    user.update(app.db()).await.unwrap();
}
