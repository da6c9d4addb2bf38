//! What changes about organisations and users; each takes effect at the next request of those concerned.

use guibin_domain::{
    access::{self, Role},
    ids::{OrgId, UserId},
    org::OrgLevel,
};
use serde_json::json;

use super::{
    orgs::NewOrg,
    rows::{self, OrgFile, OrgRow, UserFile, UserRow},
    setup::NewSetup,
    users::{NewUser, UserPatch},
};
use crate::{
    cipher::sha256,
    ctx::Tx,
    error::{Error, FieldError, Result, Text},
    event::{Subject, Topic},
    keys::random,
    policies,
    precondition::IfMatch,
    sessions,
    state::State,
};

/// Letters of a setup code: none that looks like another.
const CODE_LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
/// The code of the company that setup makes.
const COMPANY_CODE: &str = "1000";

/// A new one-time code; the one before no longer works.
///
/// # Errors
/// When the database does not take it.
pub async fn new_setup_code(state: &State) -> Result<String> {
    let letters = random::<12>().map_err(Error::Internal)?.map(|byte| {
        let at = usize::from(byte) % CODE_LETTERS.len();
        char::from(*CODE_LETTERS.get(at).unwrap_or(&b'A'))
    });
    let code: String = letters.chunks(4).map(|part| part.iter().collect::<String>()).collect::<Vec<_>>().join("-");
    state.keep_books(async |tx| rows::store_setup_code(tx, sha256(code.as_bytes())).await).await?;
    Ok(code)
}

/// Whether a code still lets somebody in, before anything is paid for on its account.
///
/// # Errors
/// 422 for a wrong code; 409 when setup was done.
pub async fn check_setup_code(state: &State, code: &str) -> Result<()> {
    let reading = state.reading_everything();
    let held = rows::setup_code(&reading).await?.filter(|held| held.used_at.is_none());
    let Some(held) = held else { return Err(setup_done()) };
    if rows::has_users(&reading).await? {
        return Err(setup_done());
    }
    if fits(&held.code_hash, code) { Ok(()) } else { Err(wrong_code()) }
}

fn fits(code_hash: &str, code: &str) -> bool {
    code_hash == sha256(code.trim().to_uppercase().as_bytes())
}

/// Makes the company and its first administrator, once, against the code.
///
/// # Errors
/// 422 for a wrong code or a weak password; 409 when setup was done.
pub async fn finish_setup(tx: &Tx, setup: &NewSetup, password_hash: String) -> Result<(UserRow, OrgRow)> {
    let code = rows::lock_setup_code(tx).await?.filter(|code| code.used_at.is_none());
    let Some(code) = code else { return Err(setup_done()) };
    if rows::has_users(tx.conn()).await? {
        return Err(setup_done());
    }
    if !fits(&code.code_hash, &setup.code) {
        return Err(wrong_code());
    }
    rows::spend_setup_code(tx, code).await?;
    let file = OrgFile {
        parent: None,
        code: COMPANY_CODE,
        name: &setup.company_name,
        level: OrgLevel::Company,
        policy_code: policies::DEFAULT,
    };
    let org = rows::store_org(tx, file).await?;
    let user = store_first_user(tx, org.id, setup, password_hash).await?;
    tx.emit(Topic::SetupDone, Subject::new("org", org.id.0, org.id).owner(user.id), json!({})).await?;
    Ok((user, org))
}

async fn store_first_user(tx: &Tx, org_id: OrgId, setup: &NewSetup, password_hash: String) -> Result<UserRow> {
    let file = UserFile {
        org_id,
        username: &setup.username,
        name: &setup.name,
        password_hash,
        password_changed_at: Some(tx.now),
        roles: &[Role::Administrator],
    };
    rows::store_user(tx, file).await
}

fn wrong_code() -> Error {
    let (zh, en) = (
        "初始化码不正确，请查看服务器启动时的输出。",
        "The code is wrong; see what the server printed when it started.",
    );
    Error::invalid("/code", "wrong_code", zh, en)
}

fn setup_done() -> Error {
    Error::Conflict {
        code: "setup_done",
        text: Text::new("系统已完成初始化，请直接登录。", "Setup is done already; sign in."),
    }
}

/// Puts a unit below another one.
///
/// # Errors
/// 422 for a parent out of reach or a level that cannot stand there; 409 when the code is taken.
pub async fn create_org(tx: &Tx, new: &NewOrg) -> Result<OrgRow> {
    check_code(&new.code)?;
    let parent = rows::lock_org(tx, new.parent_id).await.map_err(|_| no_such_org("/parent_id"))?;
    if new.level <= parent.level {
        return Err(Error::invalid(
            "/level",
            "level_order",
            "下级机构的层级必须低于上级机构。",
            "A unit below another must have a lower level.",
        ));
    }
    if rows::has_org_code(tx, &new.code).await? {
        return Err(taken("/code", "该机构编码已被使用。", "This code is taken."));
    }
    let file = OrgFile {
        parent: Some(&parent),
        code: &new.code,
        name: &new.name,
        level: new.level,
        policy_code: &parent.policy_code,
    };
    let row = rows::store_org(tx, file).await?;
    tx.emit(Topic::OrgCreated, Subject::new("org", row.id.0, row.id), json!({ "code": row.code })).await?;
    Ok(row)
}

/// Renames a unit.
///
/// # Errors
/// 404 out of reach, 412 when it has changed meanwhile.
pub async fn rename_org(tx: &Tx, id: OrgId, seen: IfMatch, name: Option<&str>) -> Result<OrgRow> {
    let row = rows::lock_org(tx, id).await?;
    seen.check(row.version)?;
    let name = name.unwrap_or(&row.name).to_owned();
    let row = rows::rename_org(tx, row, &name).await?;
    tx.emit(Topic::OrgChanged, Subject::new("org", id.0, id), json!({ "fields": ["name"] })).await?;
    Ok(row)
}

/// Adds a member of staff.
///
/// # Errors
/// 422 for roles that may not be held together or a unit out of reach; 409 when the user name is taken.
pub async fn create_user(tx: &Tx, new: &NewUser, password_hash: String) -> Result<UserRow> {
    access::compatible(&new.roles)?;
    let org = rows::lock_org(tx, new.org_id).await.map_err(|_| no_such_org("/org_id"))?;
    let file = UserFile {
        org_id: org.id,
        username: &new.username,
        name: &new.name,
        password_hash,
        password_changed_at: None,
        roles: &new.roles,
    };
    let row = rows::store_user(tx, file).await.map_err(|cause| match cause {
        Error::Duplicate(_) => taken("/username", "该用户名已被使用。", "This user name is taken."),
        other => other,
    })?;
    tx.emit(
        Topic::UserCreated,
        Subject::new("user", row.id.0, row.org_id).owner(row.id),
        json!({ "roles": new.roles }),
    )
    .await?;
    Ok(row)
}

/// Changes a member of staff; anything but the name ends their sessions, so that it holds from the next request.
///
/// # Errors
/// 404, 412; 422 for roles or unit; 409 when the last administrator would be gone.
pub async fn change_user(
    tx: &Tx,
    id: UserId,
    seen: IfMatch,
    patch: &UserPatch,
    password_hash: Option<String>,
) -> Result<UserRow> {
    let steps_down = steps_down(patch);
    if steps_down {
        rows::lock_administrators(tx).await?;
    }
    let row = rows::lock_user(tx, id).await?;
    seen.check(row.version)?;
    if steps_down {
        keep_an_administrator(tx, id).await?;
    }
    let fields = changed_fields(patch);
    let row = rows::store_change(tx, patched(tx, row, patch, password_hash).await?).await?;
    if let Some(roles) = &patch.roles {
        access::compatible(roles)?;
        rows::store_roles(tx, id, roles).await?;
    }
    if fields.iter().any(|field| *field != "name") {
        sessions::revoke_all(tx, id).await?;
    }
    tx.emit(Topic::UserChanged, Subject::new("user", id.0, row.org_id).owner(id), json!({ "fields": fields })).await?;
    Ok(row)
}

async fn patched(tx: &Tx, mut row: UserRow, patch: &UserPatch, password_hash: Option<String>) -> Result<UserRow> {
    if let Some(name) = &patch.name {
        name.trim().clone_into(&mut row.name);
    }
    if let Some(org_id) = patch.org_id {
        row.org_id = rows::lock_org(tx, org_id).await.map_err(|_| no_such_org("/org_id"))?.id;
    }
    if let Some(active) = patch.active {
        row.active = active;
    }
    if let Some(hash) = password_hash {
        sessions::forgive(tx, &row.username).await?;
        row.password_hash = hash;
        row.password_changed_at = None;
    }
    Ok(row)
}

fn changed_fields(patch: &UserPatch) -> Vec<&'static str> {
    let fields = [
        ("name", patch.name.is_some()),
        ("org_id", patch.org_id.is_some()),
        ("roles", patch.roles.is_some()),
        ("active", patch.active.is_some()),
        ("password", patch.password.is_some()),
    ];
    fields.into_iter().filter(|(_, given)| *given).map(|(name, _)| name).collect()
}

fn steps_down(patch: &UserPatch) -> bool {
    patch.active == Some(false) || patch.roles.as_ref().is_some_and(|roles| !roles.contains(&Role::Administrator))
}

async fn keep_an_administrator(tx: &Tx, id: UserId) -> Result<()> {
    if rows::is_administrator(tx, id).await? && rows::other_administrators(tx, id).await? == 0 {
        let text = Text::new("至少须保留一名在用的系统管理员。", "At least one active administrator must remain.");
        return Err(Error::Conflict { code: "last_administrator", text });
    }
    Ok(())
}

/// Whether a user name may be used.
///
/// # Errors
/// 422 at `/username`.
pub fn check_username(username: &str) -> Result<()> {
    let fits = username.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_.".contains(c));
    if fits {
        Ok(())
    } else {
        Err(Error::invalid(
            "/username",
            "username_shape",
            "用户名只能含小写字母、数字、-、_ 和 .",
            "A user name takes lower-case letters, digits, -, _ and .",
        ))
    }
}

fn check_code(code: &str) -> Result<()> {
    let fits = code.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if fits {
        Ok(())
    } else {
        Err(Error::invalid(
            "/code",
            "code_shape",
            "机构编码只能含数字、小写字母和 -。",
            "A code takes digits, lower-case letters and -.",
        ))
    }
}

fn no_such_org(pointer: &str) -> Error {
    Error::invalid(pointer, "no_such_org", "没有这个机构，请重新选择。", "There is no such unit; choose another.")
}

fn taken(pointer: &str, zh: &str, en: &str) -> Error {
    Error::Duplicate(FieldError::new(pointer, "taken", zh, en))
}
