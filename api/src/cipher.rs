//! Personal data at rest: sealed to its place, searched by a keyed hash, never in plain text.

use std::sync::{Arc, PoisonError, RwLock};

use aws_lc_rs::{
    aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    digest, hmac,
};
use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD as BASE64};
use guibin_domain::mask;
use serde_json::Value;
use uuid::Uuid;

use crate::{
    error::{Error, Result},
    keys::{KeySet, Keys, random},
};

/// Where a sealed value lives. A ciphertext moved to another place does not open.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub table: &'static str,
    pub column: &'static str,
    pub row: Uuid,
}

/// What a sealed value begins with; a `|` and the kid follow.
const VERSION: &str = "v1|";

/// Seals, opens and indexes personal values.
pub struct Cipher {
    ring: RwLock<Arc<Ring>>,
}

/// The keys at one time.
struct Ring {
    /// Oldest first.
    sets: Vec<Set>,
    active: usize,
    root: hmac::Key,
}

struct Set {
    kid: String,
    data: LessSafeKey,
    index: hmac::Key,
}

impl Ring {
    fn of(keys: &Keys) -> Self {
        let set = |set: &KeySet| {
            let data = Keys::bytes(&set.data_key).expect("data_key is 32 bytes of base64");
            let index = Keys::bytes(&set.index_key).expect("index_key is 32 bytes of base64");
            let data = UnboundKey::new(&AES_256_GCM, &data).expect("AES-256 takes 32 bytes");
            Set { kid: set.kid.clone(), data: LessSafeKey::new(data), index: hmac::Key::new(hmac::HMAC_SHA256, &index) }
        };
        let root = Keys::bytes(&keys.root_key).expect("root_key is 32 bytes of base64");
        Self {
            sets: keys.keys.iter().map(set).collect(),
            active: keys.keys.iter().position(|set| set.kid == keys.active).expect("one set is the active one"),
            root: hmac::Key::new(hmac::HMAC_SHA256, &root),
        }
    }

    fn active(&self) -> Result<&Set> {
        self.sets.get(self.active).ok_or_else(|| Error::Internal(anyhow::anyhow!("no key set is active")))
    }
}

impl Cipher {
    /// A cipher over the keys of the file.
    ///
    /// # Panics
    /// When the keys are not 32 bytes each: the server must not start then.
    pub fn new(keys: &Keys) -> Self {
        Self { ring: RwLock::new(Arc::new(Ring::of(keys))) }
    }

    /// Goes on with other keys.
    pub fn replace(&self, keys: &Keys) {
        *self.ring.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(Ring::of(keys));
    }

    fn ring(&self) -> Arc<Ring> {
        self.ring.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The ids of the key sets at hand, oldest first.
    pub fn kids(&self) -> Vec<String> {
        self.ring().sets.iter().map(|set| set.kid.clone()).collect()
    }

    /// The id of the key set that seals now.
    pub fn active_kid(&self) -> String {
        self.ring().active().map(|set| set.kid.clone()).unwrap_or_default()
    }

    /// Seals a text to its place: `v1|kid|nonce|ciphertext and tag`.
    ///
    /// # Errors
    /// [`Error::Internal`] when the system has no randomness to give.
    pub fn seal(&self, place: Place, plain: &str) -> Result<String> {
        let ring = self.ring();
        let set = ring.active()?;
        let sealed = sealed(set, place, plain.as_bytes())?;
        let (nonce, rest) = sealed.split_at(NONCE_LEN);
        Ok(format!("{VERSION}{}|{}|{}", set.kid, BASE64.encode(nonce), BASE64.encode(rest)))
    }

    /// Opens what [`Cipher::seal`] made, with whichever key is named in it.
    ///
    /// # Errors
    /// [`Error::Internal`] when the value was altered, moved, or sealed with a key that is gone.
    pub fn open(&self, place: Place, sealed: &str) -> Result<String> {
        let mut parts = sealed.splitn(4, '|');
        let (Some("v1"), Some(kid), Some(nonce), Some(rest)) = (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(damaged(place));
        };
        let ring = self.ring();
        let set = ring.sets.iter().find(|set| set.kid == kid).ok_or_else(|| damaged(place))?;
        let mut bytes = BASE64.decode(nonce).map_err(|_| damaged(place))?;
        bytes.extend(BASE64.decode(rest).map_err(|_| damaged(place))?);
        String::from_utf8(opened(set, place, &bytes)?).map_err(|_| damaged(place))
    }

    /// Seals bytes to their place: `v1|kid|`, nonce, ciphertext, tag.
    ///
    /// # Errors
    /// [`Error::Internal`] when the system has no randomness to give.
    pub fn seal_bytes(&self, place: Place, plain: &[u8]) -> Result<Vec<u8>> {
        let ring = self.ring();
        let set = ring.active()?;
        Ok([format!("{VERSION}{}|", set.kid).as_bytes(), &sealed(set, place, plain)?].concat())
    }

    /// Opens what [`Cipher::seal_bytes`] made, also before it wrote the key's id: that was the oldest key.
    ///
    /// # Errors
    /// [`Error::Internal`] when the value was altered, moved, or sealed with a key that is gone.
    pub fn open_bytes(&self, place: Place, sealed: &[u8]) -> Result<Vec<u8>> {
        let ring = self.ring();
        let named = |set: &&Set| sealed.starts_with(format!("{VERSION}{}|", set.kid).as_bytes());
        if let Some(set) = ring.sets.iter().find(named) {
            let rest = sealed.get(VERSION.len() + set.kid.len() + 1..).unwrap_or_default();
            if let Ok(plain) = opened(set, place, rest) {
                return Ok(plain);
            }
        }
        let oldest = ring.sets.first().ok_or_else(|| damaged(place))?;
        opened(oldest, place, sealed)
    }

    /// The blind index of a normalised value: equal values of one `field` have equal indexes, nothing else shows.
    pub fn index(&self, field: &str, normalised: &str) -> String {
        self.ring().active().map(|set| indexed(set, field, normalised)).unwrap_or_default()
    }

    /// The same under every key at hand: while rows are being sealed anew, a value may be stored by any of them.
    pub fn indexes(&self, field: &str, normalised: &str) -> Vec<String> {
        self.ring().sets.iter().map(|set| indexed(set, field, normalised)).collect()
    }

    /// A keyed hash that no rotation changes, for what must be recognised later; `label` keeps uses apart.
    pub fn mac(&self, label: &str, text: &str) -> String {
        hex(hmac::sign(&self.ring().root, format!("{label}|{text}").as_bytes()).as_ref())
    }

    /// A text that somebody wrote, as it is to be stored: sealed when it holds a number of a person.
    ///
    /// # Errors
    /// [`Error::Internal`] when the system has no randomness to give.
    pub fn keep(&self, place: Place, text: &str) -> Result<String> {
        if mask::holds_number(text) || text.starts_with(VERSION) { self.seal(place, text) } else { Ok(text.to_owned()) }
    }

    /// The same of a text that may be absent.
    ///
    /// # Errors
    /// As [`Cipher::keep`].
    pub fn keep_some(&self, place: Place, text: Option<&str>) -> Result<Option<String>> {
        text.map(|text| self.keep(place, text)).transpose()
    }

    /// What [`Cipher::keep`] was given.
    ///
    /// # Errors
    /// [`Error::Internal`] when it does not open.
    pub fn kept(&self, place: Place, stored: &str) -> Result<String> {
        if stored.starts_with(VERSION) { self.open(place, stored) } else { Ok(stored.to_owned()) }
    }

    /// The same of a text that may be absent.
    ///
    /// # Errors
    /// As [`Cipher::kept`].
    pub fn kept_some(&self, place: Place, stored: Option<&str>) -> Result<Option<String>> {
        stored.map(|stored| self.kept(place, stored)).transpose()
    }

    /// What [`Cipher::keep`] was given, as it may be shown.
    ///
    /// # Errors
    /// As [`Cipher::kept`].
    pub fn shown(&self, place: Place, stored: &str) -> Result<String> {
        Ok(mask::text(&self.kept(place, stored)?))
    }

    /// The same of a text that may be absent.
    ///
    /// # Errors
    /// As [`Cipher::kept`].
    pub fn shown_some(&self, place: Place, stored: Option<&str>) -> Result<Option<String>> {
        stored.map(|stored| self.shown(place, stored)).transpose()
    }

    /// [`Cipher::keep`] for every text inside a document.
    ///
    /// # Errors
    /// As [`Cipher::keep`].
    pub fn keep_within(&self, place: Place, value: Value) -> Result<Value> {
        each_text(value, &|text| self.keep(place, &text))
    }

    /// What [`Cipher::keep_within`] was given.
    ///
    /// # Errors
    /// As [`Cipher::kept`].
    pub fn kept_within(&self, place: Place, value: Value) -> Result<Value> {
        each_text(value, &|text| self.kept(place, &text))
    }
}

/// The document with `change` made to every text in it; names of fields stay.
pub fn each_text(value: Value, change: &impl Fn(String) -> Result<String>) -> Result<Value> {
    Ok(match value {
        Value::String(text) => Value::String(change(text)?),
        Value::Array(items) => {
            items.into_iter().map(|item| each_text(item, change)).collect::<Result<Vec<_>>>()?.into()
        }
        Value::Object(fields) => {
            let changed = fields.into_iter().map(|(name, value)| Ok((name, each_text(value, change)?)));
            Value::Object(changed.collect::<Result<_>>()?)
        }
        other => other,
    })
}

fn sealed(set: &Set, place: Place, plain: &[u8]) -> Result<Vec<u8>> {
    let nonce = random::<NONCE_LEN>().map_err(Error::Internal)?;
    let mut text = plain.to_vec();
    set.data
        .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), aad(place), &mut text)
        .map_err(|_| damaged(place))?;
    Ok([nonce.as_slice(), &text].concat())
}

fn opened(set: &Set, place: Place, sealed: &[u8]) -> Result<Vec<u8>> {
    let (nonce, rest) = sealed.split_at_checked(NONCE_LEN).ok_or_else(|| damaged(place))?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| damaged(place))?;
    let mut text = rest.to_vec();
    let plain = set.data.open_in_place(nonce, aad(place), &mut text).map_err(|_| damaged(place))?;
    Ok(plain.to_vec())
}

fn indexed(set: &Set, field: &str, normalised: &str) -> String {
    hex(hmac::sign(&set.index, format!("{field}|{normalised}").as_bytes()).as_ref())
}

/// The SHA-256 of `bytes`, in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hex(digest::digest(&digest::SHA256, bytes).as_ref())
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn aad(place: Place) -> Aad<String> {
    Aad::from(format!("{}|{}|{}", place.table, place.column, place.row))
}

fn damaged(place: Place) -> Error {
    Error::Internal(anyhow::anyhow!(
        "the sealed value in {}.{} of row {} does not open",
        place.table,
        place.column,
        place.row
    ))
}
