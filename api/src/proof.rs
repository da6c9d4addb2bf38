//! Proof that the keys at hand are those of the database: each is noted at the first start that used it, and none is
//! taken that does not fit what is noted.
//!
//! The key of tokens has no proof: with another one, people renew their tokens and nothing is lost.

use anyhow::{Context, Result, bail};
use aws_lc_rs::hmac;
use guibin_entity::sealing_key::{ActiveModel, Column, Entity, Model};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};
use uuid::Uuid;

use crate::{
    cipher::{Cipher, Place, hex},
    ctx::Tx,
    keys::Keys,
    state::State,
};

/// What proves that one has a key.
const PROOF: &str = "guibin";
const PLACE: Place = Place { table: "sealing_key", column: "proof", row: Uuid::nil() };

/// Refuses keys that are not those of the database, and notes the ones at hand as its own. Where nothing is bound to
/// the noted ones yet, they give way.
///
/// # Errors
/// When a key set that has sealed something here is missing, or a key is another of the same name.
pub async fn prove(state: &State, keys: &Keys, is_bound: bool) -> Result<()> {
    let held = Entity::find().all(&state.db.reader).await?;
    let others = others(keys, &held)?;
    if let Some(row) = others.first().filter(|_| is_bound) {
        return refuse(keys, &row.kid);
    }
    let is_noted = |name: &str| held.iter().any(|row| row.kid == name) && others.iter().all(|row| row.kid != name);
    let mut missing: Vec<_> = hashes(keys)?.into_iter().filter(|(name, _)| !is_noted(name)).collect();
    if !is_noted(&keys.active) {
        missing.push((keys.active.clone(), Cipher::new(keys).seal(PLACE, PROOF)?));
    }
    if others.is_empty() && missing.is_empty() {
        return Ok(());
    }
    let outdated: Vec<_> = others.iter().map(|row| row.kid.clone()).collect();
    let note = async |tx: &Tx| {
        Entity::delete_many().filter(Column::Kid.is_in(outdated)).exec(tx.conn()).await?;
        if missing.is_empty() {
            return Ok(());
        }
        let row = |(kid, proof)| ActiveModel { kid: Set(kid), proof: Set(proof), created_at: Set(tx.now) };
        let rows = missing.into_iter().map(row);
        Entity::insert_many(rows).on_conflict_do_nothing().exec_without_returning(tx.conn()).await?;
        Ok(())
    };
    state.keep_books(note).await.context("the keys could not be noted")
}

/// Refuses keys that are not those that were noted, and notes none.
///
/// # Errors
/// As [`prove`].
pub async fn check(state: &State, keys: &Keys) -> Result<()> {
    let held = Entity::find().all(&state.db.reader).await?;
    others(keys, &held)?.first().map_or(Ok(()), |row| refuse(keys, &row.kid))
}

/// What was noted of other keys; first what opens nothing, which says most.
fn others<'a>(keys: &Keys, held: &'a [Model]) -> Result<Vec<&'a Model>> {
    let (cipher, hashes) = (Cipher::new(keys), hashes(keys)?);
    let is_ours = |row: &Model| match hashes.iter().find(|(name, _)| *name == row.kid) {
        Some((_, hash)) => *hash == row.proof,
        None => cipher.open(PLACE, &row.proof).is_ok_and(|text| text == PROOF),
    };
    let mut others: Vec<_> = held.iter().filter(|row| !is_ours(row)).collect();
    others.sort_by_key(|row| (row.kid.contains(['.', '_']), row.kid.clone()));
    Ok(others)
}

fn refuse(keys: &Keys, name: &str) -> Result<()> {
    let (kid, part) = name.split_once('.').unwrap_or((name, name));
    let what_else = match part {
        "audit_key" => "the trail could no longer be verified",
        "root_key" => "repeated requests and sign-ins would not be recognised",
        _ if keys.keys.iter().all(|set| set.kid != kid) => {
            bail!("the database holds data sealed with key {kid}, which the key file lacks; restore the file")
        }
        "index_key" => "nobody would be found by telephone or ID number",
        _ => bail!("the keys do not open what the database holds; restore the key file or set GUIBIN_KEY_FILE"),
    };
    bail!("the key file holds another {name} than the database was written with: {what_else}; restore the key file")
}

/// Forgets a key set that nothing needs any more.
///
/// # Errors
/// When the rows cannot be deleted.
pub async fn forget(tx: &Tx, kid: &str) -> crate::error::Result<()> {
    let names = [kid.to_owned(), index_key(kid)];
    Entity::delete_many().filter(Column::Kid.is_in(names)).exec(tx.conn()).await?;
    Ok(())
}

/// What proves the keys that seal nothing: the hash of a known text under each.
fn hashes(keys: &Keys) -> Result<Vec<(String, String)>> {
    let sets = keys.keys.iter().map(|set| (index_key(&set.kid), &set.index_key));
    let others = [("root_key".to_owned(), &keys.root_key), ("audit_key".to_owned(), &keys.audit_key)];
    let hash = |(name, key): (String, &String)| {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &Keys::bytes(key)?);
        let hash = hex(hmac::sign(&key, format!("{PROOF} proof of {name}").as_bytes()).as_ref());
        Ok((name, hash))
    };
    sets.chain(others).map(hash).collect()
}

/// The name of a set's index key; no kid has a dot or an underscore.
fn index_key(kid: &str) -> String {
    format!("{kid}.index_key")
}
