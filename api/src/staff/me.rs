//! Who the caller is.

use actix_web::{get, web::Json};
use chrono::{DateTime, Utc};
use guibin_domain::{
    access::{Reach, Role},
    ids::{OrgId, UserId},
    org::OrgLevel,
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    ctx::{Actor, Ctx, OrgRead},
    error::Result,
    sessions::{self, Standing},
};

/// The caller: who, where, and what they may do.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01936d2c-7b4a-7c3e-9f10-3f2a1b0c9d8e", "username": "manager-a", "name": "刘洋",
    "roles": ["account_manager"], "permissions": ["complaint.read", "complaint.work", "customer.read", "customer.write"],
    "reach": "own", "demo": true, "totp_enabled": false, "must_change_password": false,
    "org": {"id": "01936d2c-7b4a-7c3e-9f10-0a1b2c3d4e5f", "code": "1001", "name": "金牛分公司", "level": "branch"}
}))]
pub struct Me {
    pub id: UserId,
    pub username: String,
    pub name: String,
    pub roles: Vec<Role>,
    /// What the roles permit together, `noun.verb`, sorted.
    pub permissions: Vec<String>,
    /// Which rows the widest role sees.
    pub reach: Reach,
    pub org: MyOrg,
    /// Whether this installation is the demo world.
    pub demo: bool,
    /// Whether sign-ins ask for a code of an authenticator app.
    pub totp_enabled: bool,
    /// Whether the password is over: until it is changed, everything but `/me` and `/auth` is refused.
    pub must_change_password: bool,
    /// When the password must be changed; absent where passwords do not end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password_expires_at: Option<DateTime<Utc>>,
}

/// The caller's organisation unit.
#[derive(Debug, Serialize, ToSchema)]
pub struct MyOrg {
    pub id: OrgId,
    pub code: String,
    pub name: String,
    pub level: OrgLevel,
}

/// Read who I am
///
/// The caller with roles, permissions and organisation unit. Screens show what `permissions` allow.
#[utoipa::path(
    tag = "staff",
    operation_id = "me_read",
    security(("bearer" = ["org.read"])),
    responses((status = 200, description = "The caller", body = Me)),
)]
#[get("/me")]
pub async fn read(ctx: Ctx<OrgRead>) -> Result<Json<Me>> {
    let standing = sessions::standing(&ctx.state, &ctx.actor).await?;
    Ok(Json(me(&ctx.actor, ctx.state.demo, &standing)))
}

fn me(actor: &Actor, demo: bool, standing: &Standing) -> Me {
    Me {
        id: actor.user_id,
        username: actor.username.clone(),
        name: actor.name.clone(),
        roles: actor.roles.clone(),
        permissions: actor.permissions(),
        reach: actor.widest(),
        org: MyOrg {
            id: actor.org_id,
            code: actor.org_code.clone(),
            name: actor.org_name.clone(),
            level: actor.org_level,
        },
        demo,
        totp_enabled: standing.totp_enabled,
        must_change_password: actor.must_change_password,
        password_expires_at: standing.password_expires_at,
    }
}
