//! The second factor: a code of the person's telephone, or one of the recovery codes that they keep on paper.
//!
//! A code works once: the period it stands for is stored by a guarded update, as is the use of a recovery code.

use guibin_entity::user;
use serde_json::json;

use super::{totp, totp_rows as rows};
use crate::{
    cipher::sha256,
    ctx::Tx,
    error::{Error, Result, Text},
    event::{Subject, Topic},
    keys::random,
};

/// What becomes of a sign-in whose password is right.
pub enum Factor {
    Passed,
    /// A code is needed and none was given.
    Missing,
    Wrong,
}

/// What an authenticator app is given.
pub struct Secret {
    pub secret: String,
    pub uri: String,
}

const RECOVERY_CODES: usize = 10;
/// Letters of a recovery code: none that looks like another, and 32, so that five random bits are one letter.
const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// Whether `code` is what this person's second factor says, and spends it.
///
/// # Errors
/// When the database does not answer, or the secret does not open.
pub async fn check(tx: &Tx, user: &user::Model, code: Option<&str>) -> Result<Factor> {
    let Some(held) = rows::confirmed(tx.conn(), user.id).await? else { return Ok(Factor::Passed) };
    let Some(code) = code.map(bare).filter(|code| !code.is_empty()) else { return Ok(Factor::Missing) };
    if !totp::is_code(&code) {
        return recover(tx, user, &code).await;
    }
    let secret = rows::secret(tx, &held)?;
    let is_new = match totp::step_of(&secret, &code, tx.now) {
        Some(step) => rows::spend_step(tx, user.id, step).await?,
        None => false,
    };
    Ok(if is_new { Factor::Passed } else { Factor::Wrong })
}

async fn recover(tx: &Tx, user: &user::Model, code: &str) -> Result<Factor> {
    if !rows::spend_recovery_code(tx, user.id, &sha256(code.as_bytes())).await? {
        return Ok(Factor::Wrong);
    }
    tx.emit(Topic::RecoveryCodeSpent, subject(user), json!({})).await?;
    Ok(Factor::Passed)
}

/// Makes a new secret, which is asked for only once a code of it was given.
///
/// # Errors
/// 409 when there is a second factor already.
pub async fn begin(tx: &Tx, user: &user::Model) -> Result<Secret> {
    if rows::confirmed(tx.conn(), user.id).await?.is_some() {
        return Err(conflict(
            "totp_present",
            "已启用动态口令，请先停用。",
            "There is a second factor; remove it first.",
        ));
    }
    let bytes = random::<20>()?;
    rows::store_secret(tx, user.id, &bytes).await?;
    tx.emit(Topic::TotpBegun, subject(user), json!({})).await?;
    let secret = totp::base32(&bytes);
    Ok(Secret { uri: totp::uri(&user.username, &secret), secret })
}

/// Takes the first code of a new secret; from now on sign-ins ask for one. Answers the recovery codes.
///
/// # Errors
/// 409 without a secret that waits for it; 422 for a wrong code.
pub async fn confirm(tx: &Tx, user: &user::Model, code: &str) -> Result<Vec<String>> {
    let Some(held) = rows::waiting(tx, user.id).await? else {
        return Err(conflict("totp_absent", "请先获取新的动态口令密钥。", "Ask for a new secret first."));
    };
    let secret = rows::secret(tx, &held)?;
    let Some(step) = totp::step_of(&secret, &bare(code), tx.now) else {
        let (zh, en) =
            ("动态口令不正确，请输入当前显示的 6 位数字。", "The code is wrong; enter the six digits that show now.");
        return Err(Error::invalid("/code", "totp_wrong", zh, en));
    };
    rows::confirm(tx, held, step).await?;
    let codes = (0..RECOVERY_CODES).map(|_| recovery_code()).collect::<Result<Vec<_>>>()?;
    rows::store_recovery_codes(tx, user.id, codes.iter().map(|code| sha256(bare(code).as_bytes()))).await?;
    tx.emit(Topic::TotpEnabled, subject(user), json!({})).await?;
    Ok(codes)
}

/// Removes the second factor and its recovery codes.
///
/// # Errors
/// 409 when there is none.
pub async fn remove(tx: &Tx, user: &user::Model) -> Result<()> {
    if !rows::remove(tx, user.id).await? {
        return Err(conflict("totp_absent", "未启用动态口令。", "There is no second factor."));
    }
    tx.emit(Topic::TotpRemoved, subject(user), json!({})).await
}

fn subject(user: &user::Model) -> Subject {
    Subject::new("user", user.id.0, user.org_id).owner(user.id)
}

fn conflict(code: &'static str, zh: &str, en: &str) -> Error {
    Error::Conflict { code, text: Text::new(zh, en) }
}

/// A code without what people put between its letters.
fn bare(code: &str) -> String {
    code.chars().filter(|c| !c.is_whitespace() && *c != '-').collect::<String>().to_uppercase()
}

/// 80 random bits as `XXXX-XXXX-XXXX-XXXX`.
fn recovery_code() -> Result<String> {
    let letters: Vec<_> = random::<16>()?
        .iter()
        .map(|byte| char::from(LETTERS.get(usize::from(byte & 31)).copied().unwrap_or(b'A')))
        .collect();
    Ok(letters.chunks(4).map(|part| part.iter().collect::<String>()).collect::<Vec<_>>().join("-"))
}
