//! 居民身份证号 (GB 11643): region, date of birth, sequence, check character.

use chrono::NaiveDate;

use super::{compact, is_digits};
use crate::refusal::Refusal;

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];

/// The normal form of an ID number: 18 characters, the last a digit or a capital X.
///
/// A number of 15 digits (issued until 1999) becomes the 18 it was converted to. Regions are not
/// looked up: a card may carry a code abolished long ago and is still valid. `today` is a day in
/// the branch's zone. Numbers of residence permits (81, 82, 83, 9…) follow the same scheme.
///
/// # Errors
/// [`Refusal::IdNumberShape`], [`Refusal::IdNumberBirthday`] for a day that does not exist or is
/// later than `today`, [`Refusal::IdNumberChecksum`].
pub fn id_number(text: &str, today: NaiveDate) -> Result<String, Refusal> {
    let typed = compact(text).to_ascii_uppercase();
    let number = match typed.len() {
        15 if is_digits(&typed) => lengthened(&typed),
        18 => typed,
        _ => return Err(Refusal::IdNumberShape),
    };
    let (body, check) = number.split_at_checked(17).ok_or(Refusal::IdNumberShape)?;
    if !is_digits(body) || body.starts_with('0') || !check.chars().all(is_check) {
        return Err(Refusal::IdNumberShape);
    }
    if !check.chars().eq(check_of(body)) {
        return Err(Refusal::IdNumberChecksum);
    }
    let born = body.get(6..14).and_then(|day| NaiveDate::parse_from_str(day, "%Y%m%d").ok());
    match born {
        Some(day) if day <= today => Ok(number),
        _ => Err(Refusal::IdNumberBirthday),
    }
}

fn is_check(c: char) -> bool {
    c.is_ascii_digit() || c == 'X'
}

/// 15 digits as 18: the century put back in. Sequences 996 to 999 were kept for those born in the
/// 1800s.
fn lengthened(old: &str) -> String {
    let (region, rest) = old.split_at_checked(6).unwrap_or((old, ""));
    let century = if matches!(rest.get(6..), Some("996" | "997" | "998" | "999")) { 18 } else { 19 };
    let body = format!("{region}{century}{rest}");
    let check: String = check_of(&body).into_iter().collect();
    body + &check
}

/// ISO 7064 MOD 11-2 over 17 digits.
fn check_of(body: &str) -> Option<char> {
    let sum: u32 = body.chars().filter_map(|c| c.to_digit(10)).zip(WEIGHTS).map(|(d, w)| d * w).sum();
    usize::try_from(sum % 11).ok().and_then(|at| CHECKS.get(at).copied())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
    }

    fn make(region: u32, days: i32, sequence: u32) -> String {
        let born = today() - chrono::Days::new(days.unsigned_abs().into());
        let body = format!("{region:06}{}{sequence:03}", born.to_string().replace('-', ""));
        let check = check_of(&body).unwrap();
        format!("{body}{check}")
    }

    #[test]
    fn it_is_read_however_it_is_typed() {
        for typed in [
            "11010519491231002X",
            "11010519491231002x",
            " 110105 19491231 002X ",
            "１１０１０５１９４９１２３１００２Ｘ",
        ] {
            assert_eq!(id_number(typed, today()).as_deref(), Ok("11010519491231002X"), "{typed}");
        }
    }

    #[test]
    fn fifteen_digits_become_the_eighteen_they_stand_for() {
        assert_eq!(id_number("110105491231002", today()).as_deref(), Ok("11010519491231002X"));
        assert_eq!(id_number("440524010101999", today()).map(|n| n[6..10].to_owned()), Ok("1801".into()));
    }

    #[test]
    fn each_way_to_be_wrong_has_its_own_refusal() {
        let wrong = |text: &str| id_number(text, today()).unwrap_err();
        for text in [
            "",
            "abc",
            "1101051949123100",
            "11010519491231002Y",
            "X1010519491231002X",
            "1101054912310-2",
            "张三张三张三",
        ] {
            assert_eq!(wrong(text), Refusal::IdNumberShape, "{text}");
        }
        assert_eq!(wrong("110105194912310021"), Refusal::IdNumberChecksum);
        assert_eq!(wrong(&make(110_105, -1, 1).replace("20261121", "20261131")), Refusal::IdNumberChecksum);
        let tomorrow = today().succ_opt().unwrap();
        let unborn = format!("110105{}001", tomorrow.to_string().replace('-', ""));
        let unborn = format!("{unborn}{}", check_of(&unborn).unwrap());
        assert_eq!(wrong(&unborn), Refusal::IdNumberBirthday);
        assert_eq!(id_number(&unborn, tomorrow).as_deref(), Ok(unborn.as_str()));
        let no_such_day = format!("11010519490230002{}", check_of("11010519490230002").unwrap());
        assert_eq!(wrong(&no_such_day), Refusal::IdNumberBirthday);
    }

    proptest! {
        #[test]
        fn one_wrong_digit_is_always_noticed(
            region in 110_000u32..660_000, days in 0i32..36_000, sequence in 0u32..1000,
            at in 0usize..17, other in 0u8..10,
        ) {
            let good = make(region, days, sequence);
            prop_assert_eq!(id_number(&good, today()), Ok(good.clone()));
            let mut bad = good.clone().into_bytes();
            prop_assume!(bad[at] != b'0' + other);
            bad[at] = b'0' + other;
            prop_assert!(id_number(&String::from_utf8(bad).unwrap(), today()).is_err());
        }

        #[test]
        fn no_text_at_all_breaks_it(text in "\\PC*") {
            let _ = id_number(&text, today());
        }
    }
}
