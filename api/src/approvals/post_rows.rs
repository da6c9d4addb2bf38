//! Who sits where: the posts that approvals go through.

use guibin_domain::{
    access::Role,
    approval::Post,
    ids::{OrgId, UserId},
};
use guibin_entity::{org, user, user_role};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::error::Result;

/// The organisation unit and all above it, nearest first, each with who holds a role there.
///
/// # Errors
/// When the database does not answer.
pub async fn chain(conn: &impl ConnectionTrait, org_id: OrgId) -> Result<Vec<Post>> {
    let mut units = Vec::new();
    let mut next = Some(org_id);
    while let Some(id) = next {
        let unit = org::Entity::find_by_id(id).one(conn).await?;
        next = unit.as_ref().and_then(|unit| unit.parent_id);
        units.extend(unit);
    }
    let holders = holders(conn, units.iter().map(|unit| unit.id)).await?;
    let at = |id| holders.iter().filter(move |(org, ..)| *org == id).map(|(_, role, user)| (*role, *user)).collect();
    Ok(units.into_iter().map(|unit| Post { org_id: unit.id, level: unit.level, holders: at(unit.id) }).collect())
}

/// The active people of exactly these units, once for each role they hold.
///
/// # Errors
/// When the database does not answer.
pub async fn holders(
    conn: &impl ConnectionTrait,
    orgs: impl IntoIterator<Item = OrgId>,
) -> Result<Vec<(OrgId, Role, UserId)>> {
    let people = user::Entity::find()
        .filter(user::Column::OrgId.is_in(orgs))
        .filter(user::Column::Active.eq(true))
        .order_by_asc(user::Column::Id);
    let people = people.all(conn).await?;
    let roles = user_role::Entity::find().filter(user_role::Column::UserId.is_in(people.iter().map(|user| user.id)));
    let roles = roles.all(conn).await?;
    let of = |user: &user::Model| {
        let (org, id) = (user.org_id, user.id);
        roles.iter().filter(move |held| held.user_id == id).map(move |held| (org, held.role, id)).collect::<Vec<_>>()
    };
    Ok(people.iter().flat_map(of).collect())
}
