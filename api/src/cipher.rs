//! Personal data at rest: sealed to its place, searched by a keyed hash, never in plain text.

use aws_lc_rs::{
    aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    digest, hmac,
};
use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD as BASE64};
use uuid::Uuid;

use crate::{
    error::{Error, Result},
    keys::{Keys, random},
};

/// Where a sealed value lives. A ciphertext moved to another place does not open.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub table: &'static str,
    pub column: &'static str,
    pub row: Uuid,
}

/// Seals, opens and indexes personal values.
pub struct Cipher {
    kid: String,
    data: LessSafeKey,
    index: hmac::Key,
}

impl Cipher {
    /// A cipher over the keys of the file.
    ///
    /// # Panics
    /// When the keys are not 32 bytes each: the server must not start then.
    pub fn new(keys: &Keys) -> Self {
        let data = Keys::bytes(&keys.data_key).expect("data_key is 32 bytes of base64");
        let index = Keys::bytes(&keys.index_key).expect("index_key is 32 bytes of base64");
        let data = UnboundKey::new(&AES_256_GCM, &data).expect("AES-256 takes 32 bytes");
        Self { kid: keys.kid.clone(), data: LessSafeKey::new(data), index: hmac::Key::new(hmac::HMAC_SHA256, &index) }
    }

    /// Seals a text to its place: `v1|kid|nonce|ciphertext and tag`.
    ///
    /// # Errors
    /// [`Error::Internal`] when the system has no randomness to give.
    pub fn seal(&self, place: Place, plain: &str) -> Result<String> {
        let sealed = self.seal_bytes(place, plain.as_bytes())?;
        let (nonce, rest) = sealed.split_at(NONCE_LEN);
        Ok(format!("v1|{}|{}|{}", self.kid, BASE64.encode(nonce), BASE64.encode(rest)))
    }

    /// Opens what [`Cipher::seal`] made.
    ///
    /// # Errors
    /// [`Error::Internal`] when the value was altered, moved, or sealed with another key.
    pub fn open(&self, place: Place, sealed: &str) -> Result<String> {
        let mut parts = sealed.splitn(4, '|');
        let (Some("v1"), Some(kid), Some(nonce), Some(rest)) = (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(damaged(place));
        };
        if kid != self.kid {
            return Err(damaged(place));
        }
        let mut bytes = BASE64.decode(nonce).map_err(|_| damaged(place))?;
        bytes.extend(BASE64.decode(rest).map_err(|_| damaged(place))?);
        String::from_utf8(self.open_bytes(place, &bytes)?).map_err(|_| damaged(place))
    }

    /// Seals bytes to their place: nonce, ciphertext, tag.
    ///
    /// # Errors
    /// [`Error::Internal`] when the system has no randomness to give.
    pub fn seal_bytes(&self, place: Place, plain: &[u8]) -> Result<Vec<u8>> {
        let nonce = random::<NONCE_LEN>().map_err(Error::Internal)?;
        let mut text = plain.to_vec();
        self.data
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), aad(place), &mut text)
            .map_err(|_| damaged(place))?;
        Ok([nonce.as_slice(), &text].concat())
    }

    /// Opens what [`Cipher::seal_bytes`] made.
    ///
    /// # Errors
    /// [`Error::Internal`] when the value was altered, moved, or sealed with another key.
    pub fn open_bytes(&self, place: Place, sealed: &[u8]) -> Result<Vec<u8>> {
        let (nonce, rest) = sealed.split_at_checked(NONCE_LEN).ok_or_else(|| damaged(place))?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| damaged(place))?;
        let mut text = rest.to_vec();
        let plain = self.data.open_in_place(nonce, aad(place), &mut text).map_err(|_| damaged(place))?;
        Ok(plain.to_vec())
    }

    /// The blind index of a normalised value: equal values of one `field` have equal indexes, nothing else shows.
    pub fn index(&self, field: &str, normalised: &str) -> String {
        hex(hmac::sign(&self.index, format!("{field}|{normalised}").as_bytes()).as_ref())
    }
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
