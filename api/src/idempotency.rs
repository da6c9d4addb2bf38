//! Once only: the key's row is written in the transaction of the effect it stands for.

use guibin_domain::ids::UserId;
use guibin_entity::idempotency;
use sea_orm::{ActiveModelTrait, EntityTrait, Set, TryInsertResult};
use serde_json::Value;

use crate::{
    body::Once,
    ctx::Tx,
    error::{Error, Result},
    reply::Reply,
};

/// Takes the key for this request, or gives the answer that it already has.
///
/// A concurrent request with the same key waits here until the first has committed or failed.
///
/// # Errors
/// [`Error::IdempotencyKeyReused`] when the key stands for another request, or was used with another reach.
pub async fn claim(tx: &Tx, actor: UserId, key: &str, once: &Once) -> Result<Option<Reply>> {
    // Keyed: a plain hash of a short body with a number in it would be as good as the number. With the reach: whoever was
    // moved or has another role now is not shown again what they could see before.
    let body_hash = tx.cipher().mac("idempotency", &format!("{}|{}", tx.scope.told(), once.body_hash));
    let row = idempotency::ActiveModel {
        actor_id: Set(actor),
        key: Set(key.to_owned()),
        method_path: Set(once.method_path.clone()),
        body_hash: Set(body_hash.clone()),
        status: Set(0),
        answer: Set(Value::Null),
        location: Set(None),
        etag: Set(None),
        created_at: Set(tx.now),
    };
    let inserted = idempotency::Entity::insert(row)
        .on_conflict_do_nothing_on([idempotency::Column::ActorId, idempotency::Column::Key])
        .exec_without_returning(tx.conn())
        .await?;
    if matches!(inserted, TryInsertResult::Inserted(count) if count > 0) {
        return Ok(None);
    }
    let held =
        idempotency::Entity::find_by_id((actor, key.to_owned())).one(tx.conn()).await?.ok_or(Error::Unavailable)?;
    if held.method_path != once.method_path || held.body_hash != body_hash {
        return Err(Error::IdempotencyKeyReused);
    }
    Ok(Some(Reply {
        status: u16::try_from(held.status).unwrap_or(200),
        location: held.location,
        etag: held.etag,
        body: held.answer.as_str().map(str::to_owned),
    }))
}

/// Keeps the answer beside the key.
///
/// # Errors
/// When the row cannot be stored.
pub async fn answer(tx: &Tx, actor: UserId, key: &str, reply: &Reply) -> Result<()> {
    let row = idempotency::ActiveModel {
        actor_id: Set(actor),
        key: Set(key.to_owned()),
        status: Set(i16::try_from(reply.status).unwrap_or(200)),
        answer: Set(reply.body.clone().map_or(Value::Null, Value::String)),
        location: Set(reply.location.clone()),
        etag: Set(reply.etag.clone()),
        ..Default::default()
    };
    row.update(tx.conn()).await?;
    Ok(())
}
