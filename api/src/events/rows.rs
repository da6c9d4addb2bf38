//! How committed events are found.

use std::collections::HashMap;

use guibin_domain::ids::{CustomerId, EventId, OrgId, UserId};
use guibin_entity::{customer, event, org};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::{
    error::Result,
    event::Live,
    scope::{Past, past},
};

/// Ids of the events after `floor`, in order.
///
/// # Errors
/// When the database does not answer.
pub async fn ids_after(conn: &impl ConnectionTrait, floor: EventId) -> Result<Vec<EventId>> {
    let query = past(Past::Work).events().select_only().column(event::Column::Id);
    let query = query.filter(event::Column::Id.gt(floor)).order_by_asc(event::Column::Id);
    Ok(query.into_tuple().all(conn).await?)
}

/// At most `most` events after `floor`, in order.
///
/// # Errors
/// When the database does not answer.
pub async fn after(conn: &impl ConnectionTrait, floor: EventId, most: u64) -> Result<Vec<Live>> {
    let query = past(Past::Work).events().filter(event::Column::Id.gt(floor)).order_by_asc(event::Column::Id);
    live(conn, query.limit(most).all(conn).await?).await
}

/// The events of these ids, in order.
///
/// # Errors
/// When the database does not answer.
pub async fn of(conn: &impl ConnectionTrait, ids: &[EventId]) -> Result<Vec<Live>> {
    let query = past(Past::Work).events().filter(event::Column::Id.is_in(ids.iter().copied()));
    live(conn, query.order_by_asc(event::Column::Id).all(conn).await?).await
}

/// The latest event.
///
/// # Errors
/// When the database does not answer.
pub async fn latest(conn: &impl ConnectionTrait) -> Result<Option<EventId>> {
    let query = past(Past::Work).events().select_only().column(event::Column::Id).order_by_desc(event::Column::Id);
    Ok(query.into_tuple().one(conn).await?)
}

/// The events with what it takes to know whom they may be told.
async fn live(conn: &impl ConnectionTrait, events: Vec<event::Model>) -> Result<Vec<Live>> {
    let paths: HashMap<OrgId, String> = org::Entity::find()
        .select_only()
        .columns([org::Column::Id, org::Column::Path])
        .filter(org::Column::Id.is_in(events.iter().filter_map(|event| event.org_id)))
        .into_tuple::<(OrgId, String)>()
        .all(conn)
        .await?
        .into_iter()
        .collect();
    let owners: HashMap<CustomerId, UserId> = past(Past::Work)
        .customers()
        .select_only()
        .columns([customer::Column::Id, customer::Column::OwnerId])
        .filter(customer::Column::Id.is_in(events.iter().filter_map(|event| event.customer_id)))
        .into_tuple::<(CustomerId, UserId)>()
        .all(conn)
        .await?
        .into_iter()
        .collect();
    let told = |event: event::Model| Live {
        id: event.id,
        topic: event.topic,
        org_id: event.org_id,
        org_path: event.org_id.and_then(|id| paths.get(&id).cloned()),
        owner_id: event.owner_id,
        actor_id: event.actor_id,
        customer_id: event.customer_id,
        customer_owner_id: event.customer_id.and_then(|id| owners.get(&id).copied()),
        subject_kind: event.subject_kind,
        subject_id: event.subject_id,
        data: event.data,
        at: event.at,
    };
    Ok(events.into_iter().map(told).collect())
}
