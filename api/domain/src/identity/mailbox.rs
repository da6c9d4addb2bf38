//! E-mail addresses and postcodes.

use super::{compact, is_digits};
use crate::refusal::Refusal;

/// Longest address a mail system has to accept, in bytes (RFC 5321).
const EMAIL_MAX: usize = 254;

/// The normal form of an e-mail address: no blanks, the domain in lower case.
///
/// Checks what a typist gets wrong, not whether the mailbox exists.
///
/// # Errors
/// [`Refusal::EmailShape`].
pub fn email(text: &str) -> Result<String, Refusal> {
    let address = text.trim();
    let (local, domain) = address.rsplit_once('@').ok_or(Refusal::EmailShape)?;
    let plain = !address.chars().any(|c| c.is_whitespace() || c.is_control() || "*<>()[],;:\\\"".contains(c));
    let whole = (1..=64).contains(&local.len()) && !local.contains('@') && address.len() <= EMAIL_MAX;
    let labels: Vec<&str> = domain.split('.').collect();
    let dotted = labels.len() >= 2 && labels.iter().all(|label| is_label(label));
    if plain && whole && dotted { Ok(format!("{local}@{}", domain.to_lowercase())) } else { Err(Refusal::EmailShape) }
}

fn is_label(label: &str) -> bool {
    !label.is_empty()
        && label.len() <= 63
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.chars().all(|c| c.is_alphanumeric() || c == '-')
}

/// The normal form of a postcode: 6 digits.
///
/// # Errors
/// [`Refusal::PostcodeShape`].
pub fn postcode(text: &str) -> Result<String, Refusal> {
    let digits = compact(text);
    if digits.len() == 6 && is_digits(&digits) { Ok(digits) } else { Err(Refusal::PostcodeShape) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn addresses_are_told_from_other_text() {
        assert_eq!(email(" Li.Lei@Example.COM ").as_deref(), Ok("Li.Lei@example.com"));
        assert_eq!(email("王@例子.中国").as_deref(), Ok("王@例子.中国"));
        for text in ["", "@", "a@b", "a b@c.cn", "a@@c.cn", "a@.cn", "a@c..cn", "l***@example.com", "a@-c.cn"] {
            assert_eq!(email(text), Err(Refusal::EmailShape), "{text}");
        }
    }

    #[test]
    fn a_postcode_keeps_its_zeros() {
        assert_eq!(postcode("０１００１０").as_deref(), Ok("010010"));
        for text in ["", "10010", "6100001", "61003六"] {
            assert_eq!(postcode(text), Err(Refusal::PostcodeShape), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_at_all_breaks_it(text in "\\PC*") {
            let _ = (email(&text), postcode(&text));
        }
    }
}
