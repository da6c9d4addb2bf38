//! One-time codes by time (RFC 6238): six digits, 30 seconds, HMAC-SHA-1, which is what authenticator apps read.

use aws_lc_rs::{constant_time, hmac};
use chrono::{DateTime, Utc};

/// Seconds that one code is for.
const PERIOD_SECS: i64 = 30;
/// Periods that a telephone's clock may be off, to either side.
const DRIFT: i64 = 1;
const DIGITS: usize = 6;
/// RFC 4648.
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The period whose code this is, of those near `now`.
pub fn step_of(secret: &[u8], code: &str, now: DateTime<Utc>) -> Option<i64> {
    let present = now.timestamp().div_euclid(PERIOD_SECS);
    // All are looked at, whichever fits: the time it takes tells nothing.
    let fits = |step: i64| constant_time::verify_slices_are_equal(self::code(secret, step).as_bytes(), code.as_bytes());
    let fitting: Vec<_> = (present - DRIFT..=present + DRIFT).map(|step| fits(step).is_ok().then_some(step)).collect();
    fitting.into_iter().flatten().next_back()
}

/// Whether this looks like a code of an app, not like a recovery code.
pub fn is_code(text: &str) -> bool {
    text.len() == DIGITS && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The code of a period.
pub fn code(secret: &[u8], step: i64) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret);
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let bytes = tag.as_ref();
    let offset = usize::from(bytes.last().copied().unwrap_or_default() & 0x0f);
    let word = bytes.iter().skip(offset).take(4).fold(0_u32, |word, byte| word << 8 | u32::from(*byte));
    format!("{:0DIGITS$}", (word & 0x7fff_ffff) % 1_000_000)
}

/// Bytes in the letters that authenticator apps take, without padding.
pub fn base32(bytes: &[u8]) -> String {
    let letter = |five: u64| char::from(BASE32.get(usize::try_from(five & 31).unwrap_or(0)).copied().unwrap_or(b'A'));
    let group = |part: &[u8]| {
        let bits = part.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte)) << (8 * (5 - part.len()));
        let letters = (part.len() * 8).div_ceil(5);
        (0..letters).map(move |at| letter(bits >> (35 - 5 * at))).collect::<String>()
    };
    bytes.chunks(5).map(group).collect()
}

/// What an app reads from the picture.
pub fn uri(username: &str, secret: &str) -> String {
    format!("otpauth://totp/Guibin:{username}?secret={secret}&issuer=Guibin&algorithm=SHA1&digits=6&period=30")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of RFC 6238, appendix B; its codes have eight digits, of which ours are the last six.
    const SECRET: &[u8] = b"12345678901234567890";

    #[test]
    fn codes_are_those_of_the_standard() {
        let told = [(59, "287082"), (1_111_111_109, "081804"), (2_000_000_000, "279037"), (20_000_000_000, "353130")];
        for (at, expected) in told {
            assert_eq!(code(SECRET, at / 30), expected, "at {at}");
        }
    }

    #[test]
    fn a_telephone_may_be_half_a_minute_off_and_no_more() {
        let at = |seconds| DateTime::from_timestamp(seconds, 0).unwrap();
        let step = 1_111_111_109 / 30;
        for drift in [-30, 0, 30] {
            assert_eq!(step_of(SECRET, "081804", at(1_111_111_109 + drift)), Some(step));
        }
        assert_eq!(step_of(SECRET, "081804", at(1_111_111_109 + 61)), None);
        assert_eq!(step_of(SECRET, "", at(59)), None);
    }

    #[test]
    fn secrets_are_written_in_the_letters_of_the_standard() {
        for (bytes, text) in [("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("fooba", "MZXW6YTB")] {
            assert_eq!(base32(bytes.as_bytes()), text);
        }
        assert_eq!(base32(b"foobar"), "MZXW6YTBOI");
    }
}
