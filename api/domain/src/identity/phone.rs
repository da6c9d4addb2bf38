//! Mobile and other phone numbers of mainland China.

use super::{compact, is_digits};
use crate::refusal::Refusal;

/// The normal form of a mobile number: 11 digits.
///
/// # Errors
/// [`Refusal::MobileShape`].
pub fn mobile(text: &str) -> Result<String, Refusal> {
    let number = national(&joined(text));
    if is_mobile(&number) { Ok(number) } else { Err(Refusal::MobileShape) }
}

/// The normal form of any phone number: digits, and `-` before an extension.
///
/// A landline with or without its area code, 400 and 800 numbers, or a mobile number.
///
/// # Errors
/// [`Refusal::PhoneShape`].
pub fn phone(text: &str) -> Result<String, Refusal> {
    let (main, extension) = parted(text);
    let digits = national(&main);
    let known = is_whole(&digits);
    match extension.as_deref() {
        None if known => Ok(digits),
        Some(more) if known && is_digits(more) && more.len() <= 6 => Ok(format!("{digits}-{more}")),
        _ => Err(Refusal::PhoneShape),
    }
}

/// Digits and `+` only: blanks, hyphens, dots and brackets hold numbers together, nothing else does.
fn joined(text: &str) -> String {
    compact(text).chars().filter(|c| !is_joint(*c)).collect()
}

fn is_joint(c: char) -> bool {
    matches!(c, '-' | '.' | '(' | ')' | '·' | '\u{2010}'..='\u{2015}' | '－')
}

/// The number and its extension. `转`, `ext`, `x`, `#` begin one anywhere; the last hyphen does only
/// after a whole number, so that `400-123-4567` stays one.
fn parted(text: &str) -> (String, Option<String>) {
    let marked = compact(text).to_lowercase().replace("ext.", "#").replace("ext", "#");
    if let Some((main, more)) = marked.split_once(['#', '转', 'x']) {
        return (joined(main), Some(joined(more)));
    }
    match marked.rsplit_once('-') {
        Some((main, more)) if is_whole(&national(&joined(main))) => (joined(main), Some(more.to_owned())),
        _ => (joined(&marked), None),
    }
}

fn is_whole(digits: &str) -> bool {
    is_mobile(digits) || is_toll_free(digits) || is_landline(digits)
}

/// Without the country code; a landline then gets back the 0 that goes with it.
fn national(number: &str) -> String {
    let abroad = number.strip_prefix("+86").or_else(|| number.strip_prefix("0086"));
    let bare = abroad.or_else(|| number.strip_prefix("86").filter(|rest| is_mobile(rest)));
    match bare {
        Some(rest) if is_mobile(rest) || is_toll_free(rest) || rest.starts_with('0') => rest.into(),
        Some(rest) => format!("0{rest}"),
        None => number.to_owned(),
    }
}

fn is_mobile(digits: &str) -> bool {
    let second = digits.as_bytes().get(1);
    digits.len() == 11
        && is_digits(digits)
        && digits.starts_with('1')
        && second.is_some_and(|b| (b'3'..=b'9').contains(b))
}

fn is_toll_free(digits: &str) -> bool {
    digits.len() == 10 && is_digits(digits) && (digits.starts_with("400") || digits.starts_with("800"))
}

/// With an area code (`010`, `02x`, or `03xx` to `09xx`) or without.
fn is_landline(digits: &str) -> bool {
    let subscriber = match digits.as_bytes() {
        [b'0', b'1' | b'2', ..] => digits.get(3..),
        [b'0', b'3'..=b'9', ..] => digits.get(4..),
        [b'0', ..] => None,
        _ => Some(digits),
    };
    is_digits(digits) && subscriber.is_some_and(is_subscriber)
}

fn is_subscriber(digits: &str) -> bool {
    is_digits(digits) && (7..=8).contains(&digits.len()) && !digits.starts_with('0') && !digits.starts_with('1')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_mobile_number_is_read_however_it_is_typed() {
        for typed in [
            "13812345678",
            "138 1234 5678",
            "138-1234-5678",
            "+86 138 1234 5678",
            "+8613812345678",
            "008613812345678",
            "8613812345678",
            "１３８１２３４５６７８",
            "\u{202A}13812345678\u{202C}",
            "(+86)138-1234-5678",
        ] {
            assert_eq!(mobile(typed).as_deref(), Ok("13812345678"), "{typed}");
        }
    }

    #[test]
    fn other_numbers_are_not_mobile_numbers() {
        for text in ["", "12812345678", "1381234567", "138123456789", "1.38E+10", "028-87654321", "138****5678", "手机"]
        {
            assert_eq!(mobile(text), Err(Refusal::MobileShape), "{text}");
        }
    }

    #[test]
    fn phones_of_every_kind_have_one_normal_form() {
        for (typed, normal) in [
            ("028-87654321", "02887654321"),
            ("(028) 8765 4321", "02887654321"),
            ("（028）87654321", "02887654321"),
            ("+86 28 8765 4321", "02887654321"),
            ("028-87654321-801", "02887654321-801"),
            ("028-87654321转801", "02887654321-801"),
            ("010-1234567", ""),
            ("010-62345678 ext. 12", "01062345678-12"),
            ("0755-26543210", "075526543210"),
            ("87654321", "87654321"),
            ("87654321-801", "87654321-801"),
            ("400-123-4567", "4001234567"),
            ("800 820 1234", "8008201234"),
            ("138 1234 5678", "13812345678"),
        ] {
            let expected = if normal.is_empty() { Err(Refusal::PhoneShape) } else { Ok(normal.into()) };
            assert_eq!(phone(typed), expected, "{typed}");
        }
    }

    #[test]
    fn what_is_no_phone_number_is_refused() {
        // The last was found by fuzzing: an area code has one 0 before it.
        let nothing =
            ["", "-", "12", "1234567", "028****4321", "028-87654321-", "028-87654321转", "电话", "0000000000"];
        for text in nothing.into_iter().chain(["00860086238238.3"]) {
            assert_eq!(phone(text), Err(Refusal::PhoneShape), "{text}");
        }
    }

    proptest! {
        #[test]
        fn the_normal_form_is_its_own_normal_form(text in "(0(10|28|755)|\\+86 ?28|400|)[ -]?[2-9][0-9]{6,7}((-|转|ext)[0-9]{1,5})?|1[0-9]{10}") {
            if let Ok(normal) = phone(&text) {
                prop_assert_eq!(phone(&normal), Ok(normal.clone()));
            }
            if let Ok(normal) = mobile(&text) {
                prop_assert_eq!(mobile(&normal), Ok(normal.clone()));
            }
        }

        #[test]
        fn no_text_at_all_breaks_it(text in "\\PC*") {
            let _ = (mobile(&text), phone(&text));
        }
    }
}
