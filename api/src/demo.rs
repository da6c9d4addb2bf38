//! The demo world: a company with two branches and one user of each kind, loaded once into an empty database.
//!
//! Outside tools rely on these names: see "Running it from outside" in the README.

mod customers;

use std::collections::BTreeSet;

use guibin_domain::{
    access::{
        Role::{self, AccountManager, Administrator, Auditor, Clerk, Engineer, Leader},
        UserKind,
    },
    ids::{OrgId, UserId},
    org::OrgLevel,
};
use guibin_entity::{org, user, user_role};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};
use serde_json::json;

use crate::{
    config::DEMO_PASSWORD,
    ctx::Tx,
    error::Result,
    event::{Subject, Topic},
    sessions::{self, passwords},
    state::State,
};

/// User name, name, organisation code, role.
const PEOPLE: &[(&str, &str, &str, Role)] = &[
    ("admin", "系统管理员", "5100", Administrator),
    ("auditor", "审计员", "5100", Auditor),
    ("company", "周建国", "5100", Leader),
    ("leader-a", "陈志强", "5101", Leader),
    ("manager-a", "刘洋", "5101", AccountManager),
    ("manager-a2", "赵敏", "5101", AccountManager),
    ("clerk-a", "孙丽", "5101", Clerk),
    ("engineer-a", "马超", "5101", Engineer),
    ("leader-b", "黄志明", "5102", Leader),
    ("manager-b", "林晓", "5102", AccountManager),
];

/// Loads the demo world.
///
/// # Errors
/// When the database does not take it.
pub async fn load(state: &State) -> Result<()> {
    let hash = passwords::hash(state, &state.config.demo_password).await?;
    state
        .as_system(async |tx| {
            let company = add_org(tx, None, "5100", "锦城广电网络公司", OrgLevel::Company).await?;
            let a = add_org(tx, Some(&company), "5101", "金牛分公司", OrgLevel::Branch).await?;
            let b = add_org(tx, Some(&company), "5102", "武侯分公司", OrgLevel::Branch).await?;
            for (username, name, code, role) in PEOPLE {
                let org = [&company, &a, &b].into_iter().find(|org| org.code == *code).unwrap_or(&company);
                add_user(tx, org.id, username, name, *role, &hash).await?;
            }
            Ok(())
        })
        .await
}

async fn add_org(tx: &Tx, parent: Option<&org::Model>, code: &str, name: &str, level: OrgLevel) -> Result<org::Model> {
    let id = OrgId(tx.new_id());
    let row = org::ActiveModel {
        id: Set(id),
        parent_id: Set(parent.map(|parent| parent.id)),
        code: Set(code.to_owned()),
        name: Set(name.to_owned()),
        level: Set(level),
        path: Set(format!("{}{code}/", parent.map_or("/", |parent| &parent.path))),
        policy_code: Set(crate::policies::DEFAULT.to_owned()),
        next_customer_serial: Set(1),
        zone: Set("Asia/Shanghai".to_owned()),
        version: Set(1),
        created_at: Set(tx.now),
        updated_at: Set(tx.now),
    };
    let row = row.insert(tx.conn()).await?;
    tx.emit(Topic::OrgCreated, Subject::new("org", id.0, id), json!({ "code": code })).await?;
    Ok(row)
}

async fn add_user(tx: &Tx, org_id: OrgId, username: &str, name: &str, role: Role, hash: &str) -> Result<()> {
    let id = UserId(tx.new_id());
    let row = user::ActiveModel {
        id: Set(id),
        kind: Set(UserKind::Person),
        org_id: Set(org_id),
        username: Set(username.to_owned()),
        name: Set(name.to_owned()),
        password_hash: Set(hash.to_owned()),
        active: Set(true),
        version: Set(1),
        created_at: Set(tx.now),
        updated_at: Set(tx.now),
        password_changed_at: Set(Some(tx.now)),
    };
    row.insert(tx.conn()).await?;
    user_role::ActiveModel { user_id: Set(id), role: Set(role) }.insert(tx.conn()).await?;
    tx.emit(Topic::UserCreated, Subject::new("user", id.0, org_id).owner(id), json!({ "roles": [role] })).await
}

/// Fills the desks of the demo world: each manager takes in their customers.
///
/// # Errors
/// When the database does not take it.
pub async fn load_customers(state: &State) -> Result<()> {
    for demo in customers::all()? {
        let owner = user::Entity::find().filter(user::Column::Username.eq(&demo.owner));
        let Some(owner) = owner.one(&state.reading_everything()).await? else { continue };
        let Some(actor) = sessions::absent_actor(state, owner.id).await? else { continue };
        state.on_behalf_of(actor.into(), "customer.write", async move |tx| customers::take_in(tx, demo).await).await?;
    }
    Ok(())
}

/// Whether somebody of the demo world still has the password that everybody knows, however the server is started now.
///
/// # Errors
/// When the database does not answer.
pub async fn is_open(state: &State) -> Result<bool> {
    let names = PEOPLE.iter().map(|(username, ..)| *username);
    let people = user::Entity::find().filter(user::Column::Username.is_in(names)).filter(user::Column::Active.eq(true));
    let people = people.all(&state.reading_everything()).await?;
    // All of them are loaded with one hash.
    let hashes: BTreeSet<_> = people.into_iter().map(|person| person.password_hash).collect();
    for hash in hashes {
        if passwords::verify(state, DEMO_PASSWORD, Some(&hash)).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Prints who can sign in, and with what.
pub fn print_sign_ins(state: &State) {
    println!("Demo sign-ins 演示账号 (password 密码: {}):", state.config.demo_password);
    for (username, name, code, role) in PEOPLE {
        println!("  {username:<12} {role:<18} {code}  {name}");
    }
}
