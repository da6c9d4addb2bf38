//! What is shown of personal data to those who do not need it: enough to recognise, not to use.
//!
//! Every mask fails closed: what does not look as expected becomes [`CLOSED`].

use crate::identity;
use crate::surname;

/// What is shown when nothing else is safe to show.
pub const CLOSED: &str = "***";

/// Whether `text` is masked, so that it must not be stored: it contains an asterisk of any width.
///
/// Ask this only about fields that are masked; a remark may well contain asterisks.
pub fn is_masked(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '*' | '＊' | '﹡' | '∗'))
}

/// A person's name: the family name, then one asterisk a character (`张*`, `欧阳**`).
///
/// Names with a dot (`买买提·吐尔逊`) or in letters show their first character only.
pub fn name(text: &str) -> String {
    let trimmed = text.trim();
    let count = trimmed.chars().count();
    let shown = if surname::is_compound(trimmed) && count > 2 { 2 } else { 1 };
    if count < 2 {
        return CLOSED.to_owned();
    }
    let chinese = trimmed.chars().all(surname::is_han);
    let hidden = if chinese { count - shown } else { 3 };
    let head: String = trimmed.chars().take(if chinese { shown } else { 1 }).collect();
    head + &"*".repeat(hidden)
}

/// An ID number: first and last character (`1****************X`).
pub fn id_number(text: &str) -> String {
    let fits = |c: char| c.is_ascii_digit() || c == 'X';
    if !matches!(text.len(), 15 | 18) || !text.chars().all(fits) {
        return CLOSED.to_owned();
    }
    between(text, 1, 1, text.len() - 2)
}

/// A mobile number: `138****1234`.
pub fn mobile(text: &str) -> String {
    match identity::mobile(text) {
        Ok(number) => between(&number, 3, 4, 4),
        Err(_) => CLOSED.to_owned(),
    }
}

/// Any phone number: a mobile as [`mobile`], a landline as area code and last four digits
/// (`028****4321`). Extensions are not shown.
pub fn phone(text: &str) -> String {
    let Ok(number) = identity::phone(text) else { return CLOSED.to_owned() };
    let digits = number.split('-').next().unwrap_or_default();
    let area = match digits.as_bytes() {
        [b'0', b'1' | b'2', ..] | [b'1' | b'4' | b'8', .., _] if digits.len() >= 10 => 3,
        [b'0', ..] => 4,
        _ => 0,
    };
    between(digits, area, 4, 4)
}

/// An e-mail address: first letter and domain (`l***@example.com`).
pub fn email(text: &str) -> String {
    match text.rsplit_once('@') {
        Some((local, domain)) if !local.is_empty() && domain.contains('.') && !is_masked(domain) => {
            format!("{}***@{domain}", local.chars().take(1).collect::<String>())
        }
        _ => CLOSED.to_owned(),
    }
}

/// A text of no known field: a mobile number, ID number or e-mail address is masked, anything else stays.
pub fn unknown(text: &str) -> String {
    let typed = text.trim();
    match id_number(&typed.to_ascii_uppercase()) {
        _ if identity::mobile(typed).is_ok() => mobile(typed),
        masked if masked != CLOSED => masked,
        _ if identity::email(typed).is_ok() => email(typed),
        _ => text.to_owned(),
    }
}

/// A postal address, down to the district (`四川省成都市金牛区***`); a city when there is none.
///
/// Compounds (小区, 园区, …) are no districts. Digits before the district, or nothing that ends like
/// a division within the first 16 characters, close it.
pub fn address(text: &str) -> String {
    let head: Vec<char> = text.trim().chars().take(DISTRICT_WITHIN).collect();
    let cut = division(&head, is_district).or_else(|| division(&head, |_, c| c == '市'));
    match cut.and_then(|end| head.get(..end)) {
        Some(shown) if !shown.iter().any(|c| c.is_numeric()) => shown.iter().collect::<String>() + CLOSED,
        _ => CLOSED.to_owned(),
    }
}

/// How far into an address a district may end, in characters.
const DISTRICT_WITHIN: usize = 16;

/// Where the first division that `ends` there is over.
fn division(head: &[char], ends: fn(Option<char>, char) -> bool) -> Option<usize> {
    let before = std::iter::once(None).chain(head.iter().copied().map(Some));
    before.zip(head).position(|(before, c)| ends(before, *c)).filter(|at| *at > 0).map(|at| at + 1)
}

fn is_district(before: Option<char>, c: char) -> bool {
    let compound = before.is_none_or(|b| "小社园校厂院景宅舍活库军矿辖治地".contains(b));
    matches!(c, '县' | '旗') || (c == '区' && !compound)
}

/// The first `head` and the last `tail` characters of an ASCII text, `stars` asterisks between.
fn between(text: &str, head: usize, tail: usize, stars: usize) -> String {
    let first: String = text.chars().take(head).collect();
    let last: String = text.chars().skip(text.len().saturating_sub(tail)).collect();
    format!("{first}{}{last}", "*".repeat(stars))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    type Mask = fn(&str) -> String;

    #[test]
    fn each_kind_shows_what_it_may() {
        let cases: &[(Mask, &str, &str)] = &[
            (name, "张三", "张*"),
            (name, "张小三", "张**"),
            (name, "欧阳娜娜", "欧阳**"),
            (name, "欧阳", "欧*"),
            (name, "𠮷田", "𠮷*"),
            (name, "买买提·吐尔逊", "买***"),
            (name, "John Smith", "J***"),
            (name, "张", "***"),
            (name, "", "***"),
            (id_number, "11010519491231002X", "1****************X"),
            (id_number, "110105491231002", "1*************2"),
            (id_number, "身份证", "***"),
            (mobile, "13812341234", "138****1234"),
            (mobile, "+86 138 1234 1234", "138****1234"),
            (mobile, "138123412", "***"),
            (phone, "02887654321", "028****4321"),
            (phone, "02887654321-801", "028****4321"),
            (phone, "075526543210", "0755****3210"),
            (phone, "87654321", "****4321"),
            (phone, "4001234567", "400****4567"),
            (phone, "13812341234", "138****1234"),
            (phone, "内线", "***"),
            (email, "lilei@example.com", "l***@example.com"),
            (email, "lilei", "***"),
            (address, "四川省成都市金牛区一环路北三段1号", "四川省成都市金牛区***"),
            (address, "成都市幸福小区3栋", "成都市***"),
            (address, "北川羌族自治县永昌镇", "北川羌族自治县***"),
            (address, "上海市浦东新区世纪大道", "上海市浦东新区***"),
            (address, "3栋2单元金牛区", "***"),
            (address, "幸福路", "***"),
            (address, "", "***"),
        ];
        for (mask, plain, shown) in cases {
            assert_eq!(mask(plain), *shown, "{plain}");
        }
    }

    #[test]
    fn a_mask_of_a_mask_shows_no_more() {
        assert!(is_masked("138****1234") && is_masked("张＊") && !is_masked("张三"));
        assert_eq!(mobile("138****1234"), CLOSED);
        assert_eq!(id_number("1****************X"), CLOSED);
    }

    proptest! {
        #[test]
        fn whatever_comes_out_is_seen_to_be_masked(text in "\\PC*") {
            for mask in [name, id_number, mobile, phone, email, address] {
                prop_assert!(is_masked(&mask(&text)));
            }
        }

        #[test]
        fn four_digits_of_a_mobile_number_are_never_shown(number in "1[3-9][0-9]{9}") {
            let shown = mobile(&number);
            prop_assert_eq!(shown.len(), 11);
            prop_assert_eq!(shown.chars().filter(char::is_ascii_digit).count(), 7);
        }
    }
}
