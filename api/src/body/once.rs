//! What makes an effect happen once: the caller's key, and what the key stands for.

use actix_web::HttpRequest;

use crate::{
    cipher::sha256,
    error::{Error, Result, Text},
};

/// Longest accepted `Idempotency-Key`, in characters.
const LONGEST_KEY: usize = 255;

/// Makes an effect happen once: the caller's key, and what the key stands for.
#[derive(Clone, Debug, Default)]
pub struct Once {
    /// The `Idempotency-Key` header.
    pub key: Option<String>,
    /// Method and path, so that one key cannot serve two doors.
    pub method_path: String,
    /// SHA-256 of the body.
    pub body_hash: String,
}

impl Once {
    /// For effects that may not be replayed, such as an answer that shows personal data.
    pub fn never() -> Self {
        Self::default()
    }

    /// Insists on a key.
    ///
    /// # Errors
    /// 428 without one.
    pub const fn required(&self) -> Result<&Self> {
        if self.key.is_some() { Ok(self) } else { Err(Error::PreconditionRequired("Idempotency-Key")) }
    }

    pub(crate) fn read(request: &HttpRequest, body: &[u8]) -> Result<Self> {
        let mut given = request.headers().get_all("Idempotency-Key");
        let key = given.next().map(|key| key_of(key.as_bytes())).transpose()?;
        if given.next().is_some() {
            return Err(wrong_key());
        }
        Ok(Self { key, method_path: format!("{} {}", request.method(), request.path()), body_hash: sha256(body) })
    }
}

/// The key that a header carries.
///
/// # Errors
/// 400 unless it is 1 to 255 visible ASCII characters.
pub fn key_of(header: &[u8]) -> Result<String> {
    let fits = (1..=LONGEST_KEY).contains(&header.len()) && header.iter().all(u8::is_ascii_graphic);
    let text = std::str::from_utf8(header).ok().filter(|_| fits);
    text.map(str::to_owned).ok_or_else(wrong_key)
}

fn wrong_key() -> Error {
    Error::MalformedRequest(Text::new(
        "Idempotency-Key 须为 1 至 255 个可见字符，且只能出现一次。",
        "Idempotency-Key takes 1 to 255 visible characters, once.",
    ))
}
