//! A client's secret: 256 random bits, shown once, kept as a hash.

use aws_lc_rs::{constant_time, digest};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::{error::Result, keys::random};

/// What a scanner for lost secrets may look for.
const PREFIX: &str = "guibin_";

/// A new secret.
///
/// # Errors
/// When the system has no randomness to give.
pub fn new() -> Result<String> {
    Ok(format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(random::<32>()?)))
}

/// What is kept of it. A plain hash: nobody guesses 256 random bits, so nothing needs to be slow.
pub fn hash(secret: &str) -> Vec<u8> {
    digest::digest(&digest::SHA256, secret.as_bytes()).as_ref().to_vec()
}

/// Whether `secret` is the one that `kept` stands for, in the same time whether there is a `kept` or not.
pub fn fits(secret: &str, kept: Option<&[u8]>) -> bool {
    let nobody = [0; 32];
    let is_equal = constant_time::verify_slices_are_equal(&hash(secret), kept.unwrap_or(&nobody)).is_ok();
    is_equal && kept.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_fits_its_own_hash_and_no_other() {
        let (one, other) = (new().unwrap(), new().unwrap());
        assert!(fits(&one, Some(&hash(&one))));
        assert!(!fits(&one, Some(&hash(&other))) && !fits(&one, None) && !fits("", Some(&hash(&one))));
        assert_eq!(one.len(), PREFIX.len() + 43);
    }
}
