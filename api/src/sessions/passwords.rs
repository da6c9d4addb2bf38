//! Passwords: Argon2id, off the request threads and few at a time, because each takes memory on purpose.

use std::sync::LazyLock;

use actix_web::web;
use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};

use crate::{
    error::{Error, FieldError, Result},
    state::State,
};

/// Characters a password needs at least.
pub const SHORTEST: usize = 10;

/// What an unknown user's password is compared with, so that the answer takes as long.
static DUMMY: LazyLock<String> = LazyLock::new(|| hash_now("no user has this password").unwrap_or_default());

/// The hash to store.
///
/// # Errors
/// [`Error::Unavailable`] when the server is shutting down.
pub async fn hash(state: &State, password: &str) -> Result<String> {
    let _turn = state.password_checks.acquire().await.map_err(|_| Error::Unavailable)?;
    let password = password.to_owned();
    web::block(move || hash_now(&password)).await.map_err(|_| Error::Unavailable)?
}

/// Whether `password` is the one behind `hash`; takes the same time without a hash.
///
/// # Errors
/// [`Error::Unavailable`] when the server is shutting down.
pub async fn verify(state: &State, password: &str, hash: Option<&str>) -> Result<bool> {
    let _turn = state.password_checks.acquire().await.map_err(|_| Error::Unavailable)?;
    let (password, is_known) = (password.to_owned(), hash.is_some());
    let hash = hash.map_or_else(|| DUMMY.clone(), str::to_owned);
    let matches = web::block(move || {
        PasswordHash::new(&hash).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
    });
    Ok(matches.await.map_err(|_| Error::Unavailable)? && is_known)
}

/// Whether a new password may be used.
///
/// # Errors
/// 422 when it is short, or holds the user name.
pub fn check_strength(password: &str, username: &str) -> Result<()> {
    let is_short = password.chars().count() < SHORTEST;
    let holds_name = !username.is_empty() && password.to_lowercase().contains(&username.to_lowercase());
    let mut characters: Vec<_> = password.chars().collect();
    characters.sort_unstable();
    characters.dedup();
    if is_short || holds_name || characters.len() < 5 {
        return Err(Error::Invalid(vec![FieldError::new(
            "/password",
            "weak_password",
            format!("密码至少 {SHORTEST} 个字符，不含用户名，且不能是简单重复。"),
            format!("A password takes at least {SHORTEST} characters, not the user name, and no mere repetition."),
        )]));
    }
    Ok(())
}

fn hash_now(password: &str) -> Result<String> {
    let hash = Argon2::default().hash_password(password.as_bytes());
    hash.map(|hash| hash.to_string())
        .map_err(|cause| Error::Internal(anyhow::anyhow!("a password did not hash: {cause}")))
}
