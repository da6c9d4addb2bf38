//! 统一社会信用代码 (GB 32100): what identifies an organisation.

use super::compact;
use crate::refusal::Refusal;

/// The characters in the order of their values; I, O, S, V and Z are not used.
const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/// The normal form of a unified social credit code: 18 characters, capitals.
///
/// # Errors
/// [`Refusal::UsccShape`], [`Refusal::UsccChecksum`].
pub fn uscc(text: &str) -> Result<String, Refusal> {
    let code = compact(text).to_ascii_uppercase();
    let values: Vec<u64> = code.chars().map(value).collect::<Option<_>>().ok_or(Refusal::UsccShape)?;
    let (check, body) = values.split_last().ok_or(Refusal::UsccShape)?;
    if body.len() != 17 {
        return Err(Refusal::UsccShape);
    }
    if *check == check_of(body) { Ok(code) } else { Err(Refusal::UsccChecksum) }
}

fn value(c: char) -> Option<u64> {
    ALPHABET.find(c).and_then(|at| u64::try_from(at).ok())
}

/// Modulo 31, weights 3^i.
fn check_of(body: &[u64]) -> u64 {
    let (sum, _) = body.iter().fold((0, 1), |(sum, weight), value| (sum + value * weight, weight * 3 % 31));
    (31 - sum % 31) % 31
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn it_is_read_however_it_is_typed() {
        for typed in [
            "91350100M000100Y43",
            "91350100m000100y43",
            "９１３５０１００Ｍ０００１００Ｙ４３",
            " 9135 0100 M000 100Y 43",
        ] {
            assert_eq!(uscc(typed).as_deref(), Ok("91350100M000100Y43"), "{typed}");
        }
    }

    #[test]
    fn each_way_to_be_wrong_has_its_own_refusal() {
        for text in ["", "9135", "91350100M000100I43", "91350100M000100Y433", "信用代码"] {
            assert_eq!(uscc(text), Err(Refusal::UsccShape), "{text}");
        }
        assert_eq!(uscc("91350100M000100Y44"), Err(Refusal::UsccChecksum));
    }

    proptest! {
        #[test]
        fn exactly_one_check_character_fits(body in prop::collection::vec(0u64..31, 17)) {
            let letter = |value: u64| ALPHABET.chars().nth(usize::try_from(value).unwrap()).unwrap();
            let text: String = body.iter().copied().map(letter).collect();
            let fits = (0..31).filter(|check| uscc(&format!("{text}{}", letter(*check))).is_ok());
            prop_assert_eq!(fits.count(), 1);
        }

        #[test]
        fn no_text_at_all_breaks_it(text in "\\PC*") {
            let _ = uscc(&text);
        }
    }
}
