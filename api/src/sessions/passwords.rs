//! Passwords: which may be chosen and for how long they hold; Argon2id, off the request threads and few at a time,
//! because each takes memory on purpose.

use std::time::Duration;

use actix_web::web;
use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use chrono::{DateTime, TimeDelta, Utc};
use guibin_entity::user;
use tokio::sync::SemaphorePermit;

use crate::{
    config::PasswordProfile,
    error::{Error, FieldError, Result},
    state::State,
};

/// Characters a password needs at least, in either profile.
const SHORTEST: usize = 8;
/// Characters after which the modern profile asks no more.
const LONG: usize = 12;
/// Different characters that even a long password needs.
const DIFFERENT: usize = 5;
/// How long a password holds in the profile 等保, in days.
const HOLDS_DAYS: i64 = 90;
/// How many of the last passwords may not come back in the profile 等保, the present one among them.
pub const REMEMBERED: usize = 5;
/// How long somebody waits for their turn at a password check.
const PATIENCE: Duration = Duration::from_secs(10);

/// What an unknown user's password is compared with, so that the answer takes as long: the form and cost of a real
/// hash, and the password of nobody.
const DUMMY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5J3Mgc2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// The hash to store.
///
/// # Errors
/// [`Error::Unavailable`] when too many are waiting, or the server is shutting down.
pub async fn hash(state: &State, password: &str) -> Result<String> {
    let _turn = turn(state).await?;
    let password = password.to_owned();
    web::block(move || hash_now(&password)).await.map_err(|_| Error::Unavailable)?
}

/// Whether `password` is the one behind `hash`; takes the same time without a hash.
///
/// # Errors
/// [`Error::Unavailable`] when too many are waiting, or the server is shutting down.
pub async fn verify(state: &State, password: &str, hash: Option<&str>) -> Result<bool> {
    let _turn = turn(state).await?;
    let real = hash.filter(|hash| PasswordHash::new(hash).is_ok());
    let (password, is_known, hash) = (password.to_owned(), real.is_some(), real.unwrap_or(DUMMY).to_owned());
    let matches = web::block(move || {
        PasswordHash::new(&hash).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
    });
    Ok(matches.await.map_err(|_| Error::Unavailable)? && is_known)
}

async fn turn(state: &State) -> Result<SemaphorePermit<'_>> {
    let turn = tokio::time::timeout(PATIENCE, state.password_checks.acquire()).await;
    turn.map_err(|_| Error::Unavailable)?.map_err(|_| Error::Unavailable)
}

fn hash_now(password: &str) -> Result<String> {
    let hash = Argon2::default().hash_password(password.as_bytes());
    hash.map(|hash| hash.to_string())
        .map_err(|cause| Error::Internal(anyhow::anyhow!("a password did not hash: {cause}")))
}

/// Whether a new password may be used by `username`.
///
/// # Errors
/// 422 at `pointer` when the profile does not take it, or it holds the user name.
pub fn check_strength(profile: PasswordProfile, password: &str, username: &str, pointer: &str) -> Result<()> {
    let is_strong = match profile {
        PasswordProfile::Modern => is_hard_to_guess(password, username),
        PasswordProfile::Dengbao => is_mixed(password),
    };
    let holds_name = !username.is_empty() && password.to_lowercase().contains(&username.to_lowercase());
    if is_strong && !holds_name && password.chars().count() >= SHORTEST {
        return Ok(());
    }
    let (zh, en) = match profile {
        PasswordProfile::Modern => (
            "密码须至少 12 个字符（或较短但不易猜到），不含用户名，且不能是简单重复。",
            "A password takes at least 12 characters, or fewer that are hard to guess; not the user name, and no mere repetition.",
        ),
        PasswordProfile::Dengbao => (
            "密码须至少 8 个字符，含大写字母、小写字母、数字、符号中的至少 3 类，且不含用户名。",
            "A password takes at least 8 characters of 3 of these kinds: capitals, small letters, digits, signs; not the user name.",
        ),
    };
    Err(Error::Invalid(vec![FieldError::new(pointer, "weak_password", zh, en)]))
}

fn is_hard_to_guess(password: &str, username: &str) -> bool {
    let mut characters: Vec<_> = password.chars().collect();
    let length = characters.len();
    characters.sort_unstable();
    characters.dedup();
    // Long ones are not measured: it would take longer the longer they are.
    if length >= LONG {
        return characters.len() >= DIFFERENT;
    }
    zxcvbn::zxcvbn(password, &[username, "guibin"]).score() >= zxcvbn::Score::Three
}

fn is_mixed(password: &str) -> bool {
    let kinds = [
        password.chars().any(char::is_uppercase),
        password.chars().any(char::is_lowercase),
        password.chars().any(|c| c.is_ascii_digit()),
        password.chars().any(|c| !c.is_alphanumeric()),
    ];
    kinds.into_iter().filter(|present| *present).count() >= 3
}

/// When a person's password must be changed, if ever. One that somebody else chose never holds in the profile 等保.
pub fn ends_at(profile: PasswordProfile, user: &user::Model) -> Option<DateTime<Utc>> {
    match profile {
        PasswordProfile::Modern => None,
        PasswordProfile::Dengbao => {
            Some(user.password_changed_at.map_or(user.created_at, |at| at + TimeDelta::days(HOLDS_DAYS)))
        }
    }
}

/// Whether a person must choose another password before anything else.
pub fn is_over(state: &State, user: &user::Model) -> bool {
    ends_at(state.config.password_profile, user).is_some_and(|end| end <= state.clock.now())
}

/// 422 for a password that may not come back.
pub fn used_before(pointer: &str) -> Error {
    let (zh, en) = (
        "新密码不能与当前密码或最近使用过的密码相同。",
        "The new password must not be the present one or one of the last.",
    );
    Error::invalid(pointer, "password_used_before", zh, en)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn takes(profile: PasswordProfile, password: &str) -> bool {
        check_strength(profile, password, "manager-a", "/password").is_ok()
    }

    #[test]
    fn the_modern_profile_asks_for_length_or_surprise() {
        for good in ["sunflower-2026", "correct horse battery", "xK9#vQ2!pL", "金牛分公司今天天气很好啊"] {
            assert!(takes(PasswordProfile::Modern, good), "{good}");
        }
        for bad in ["password1", "aaaaaaaaaaaaaaaa", "qwertyuiop", "x", "", "my-Manager-A-2026", "aB3$"] {
            assert!(!takes(PasswordProfile::Modern, bad), "{bad}");
        }
    }

    #[test]
    fn the_profile_dengbao_asks_for_three_kinds_of_four() {
        for good in ["Abcdef12", "abcdef1!", "ABCDEF1!", "Abcdefg!"] {
            assert!(takes(PasswordProfile::Dengbao, good), "{good}");
        }
        for bad in ["Abcde12", "abcdefgh12", "ABCDEFGH", "12345678!", "Manager-A1"] {
            assert!(!takes(PasswordProfile::Dengbao, bad), "{bad}");
        }
    }

    #[test]
    fn nobodys_password_costs_what_a_persons_does() {
        let (dummy, real) = (PasswordHash::new(DUMMY).unwrap(), hash_now("sunflower-2026").unwrap());
        let real = PasswordHash::new(&real).unwrap();
        assert_eq!((dummy.algorithm, dummy.version), (real.algorithm, real.version));
        assert_eq!(dummy.params.to_string(), real.params.to_string());
        assert_eq!(dummy.hash.unwrap().as_bytes().len(), real.hash.unwrap().as_bytes().len());
    }
}
