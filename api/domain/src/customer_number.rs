//! The customer number (P09 "customer identification number"): `GB`, four digits of the branch,
//! eight of the branch's running count, one check digit; `GB1001000000427`.
//!
//! The check digit (ISO 7064 MOD 11,10) finds every wrong digit and nearly every swap.

use crate::identity::{compact, is_digits};
use crate::refusal::Refusal;

const PREFIX: &str = "GB";
/// The highest running count that fits.
pub const SERIAL_MAX: u32 = 99_999_999;

/// The number of the branch's customer `serial` (1 for the first).
///
/// `org_code` gives its last four digits, filled up with zeros: branches whose codes end alike
/// would share numbers, which the unique constraint refuses.
///
/// # Errors
/// [`Refusal::CustomerNumberShape`] above [`SERIAL_MAX`].
pub fn compose(org_code: &str, serial: u32) -> Result<String, Refusal> {
    if serial > SERIAL_MAX {
        return Err(Refusal::CustomerNumberShape);
    }
    let digits: Vec<char> = org_code.chars().filter(char::is_ascii_digit).collect();
    let branch: String = digits.iter().skip(digits.len().saturating_sub(4)).collect();
    let body = format!("{branch:0>4}{serial:08}");
    Ok(format!("{PREFIX}{body}{}", check_of(&body)))
}

/// The normal form of a customer number that somebody typed.
///
/// # Errors
/// [`Refusal::CustomerNumberShape`], [`Refusal::CustomerNumberChecksum`].
pub fn parse(text: &str) -> Result<String, Refusal> {
    let number = compact(text).to_ascii_uppercase();
    let digits = number.strip_prefix(PREFIX).filter(|d| d.len() == 13 && is_digits(d));
    let (body, check) = digits.and_then(|d| d.split_at_checked(12)).ok_or(Refusal::CustomerNumberShape)?;
    if check == check_of(body).to_string() { Ok(number) } else { Err(Refusal::CustomerNumberChecksum) }
}

/// ISO 7064 MOD 11,10.
fn check_of(body: &str) -> u32 {
    let product = body.chars().filter_map(|c| c.to_digit(10)).fold(10, |product, digit| {
        let sum = (product + digit) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    (11 - product) % 10
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_branch_and_the_count_can_be_read_off() {
        let number = compose("JN-1001", 42).unwrap();
        assert!(number.starts_with("GB100100000042"), "{number}");
        assert_eq!(compose("A", 1).unwrap().get(..14), Some("GB000000000001"));
        assert_eq!(compose("1", SERIAL_MAX + 1), Err(Refusal::CustomerNumberShape));
    }

    #[test]
    fn other_text_is_no_customer_number() {
        for text in ["", "GB", "95", "XX1001000000427", "GB10010000004270", "GB100100000042X"] {
            assert_eq!(parse(text), Err(Refusal::CustomerNumberShape), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_composed_is_parsed_and_one_wrong_digit_is_noticed(
            org in 0u32..10_000, serial in 0u32..=SERIAL_MAX, at in 2usize..15, other in 0u8..10,
        ) {
            let number = compose(&org.to_string(), serial).unwrap();
            prop_assert_eq!(parse(&number.to_lowercase()), Ok(number.clone()));
            let mut bad = number.into_bytes();
            prop_assume!(bad[at] != b'0' + other);
            bad[at] = b'0' + other;
            prop_assert_eq!(parse(&String::from_utf8(bad).unwrap()), Err(Refusal::CustomerNumberChecksum));
        }

        #[test]
        fn different_counts_have_different_numbers(a in 0u32..=SERIAL_MAX, b in 0u32..=SERIAL_MAX) {
            prop_assert_eq!(compose("1001", a) == compose("1001", b), a == b);
        }
    }
}
