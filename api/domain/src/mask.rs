//! What is shown of personal data to those who do not need it: enough to recognise, not to use.
//!
//! Every mask fails closed: what does not look as expected becomes [`CLOSED`].

mod text;

pub use text::{holds_mask, holds_number, text};

use crate::identity;
use crate::surname;

/// What is shown when nothing else is safe to show.
pub const CLOSED: &str = "***";

/// Whether `text` is masked, so that it must not be stored: it contains an asterisk of any width.
///
/// Ask this only about fields that are masked; a remark may well contain asterisks.
pub fn is_masked(text: &str) -> bool {
    text.chars().any(is_star)
}

const fn is_star(c: char) -> bool {
    matches!(c, '*' | '＊' | '﹡' | '∗')
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

/// An ID number of 18 characters or the old 15: first and last character (`1****************X`).
pub fn id_number(text: &str) -> String {
    let typed = identity::compact(text).to_ascii_uppercase();
    let body = typed.strip_suffix('X').filter(|_| typed.len() == 18).unwrap_or(&typed);
    if matches!(typed.len(), 15 | 18) && identity::is_digits(body) { ends(&typed) } else { CLOSED.to_owned() }
}

/// Any paper that identifies a person: an ID number or residence permit as [`id_number`], a passport or travel
/// permit (a letter and 8 digits, two and 7, H or M and 10, three and 12) likewise.
pub fn document(text: &str) -> String {
    let typed = identity::compact(text).to_ascii_uppercase();
    let letters = typed.chars().take_while(char::is_ascii_uppercase).count();
    let digits = typed.get(letters..).filter(|digits| identity::is_digits(digits)).map_or(0, str::len);
    let begins = |letters: &str| typed.starts_with(|first| letters.contains(first));
    let is_known = match (letters, digits) {
        (1, 8) => begins("EGDSPKHM"),
        (1, 10) => begins("HM"),
        (2, 7) => begins("E"),
        (3, 12) => true,
        _ => return id_number(text),
    };
    if is_known { ends(&typed) } else { CLOSED.to_owned() }
}

/// A bank card or account: the last four digits.
pub fn card(text: &str) -> String {
    let typed = identity::compact(text).replace('-', "");
    if typed.len() >= 8 && identity::is_digits(&typed) {
        between(&typed, 0, 4, typed.len() - 4)
    } else {
        CLOSED.to_owned()
    }
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

/// What an import brought in a column that is no field of ours: masked by what its header says it is, and by
/// what it looks like.
pub fn attribute(header: &str, text: &str) -> String {
    let masked = match said_by(header) {
        _ if text.trim().is_empty() => return text.to_owned(),
        Some(mask) => mask(text),
        None => return self::text::under(header, text),
    };
    // Words in such a column are worth more than a mask (同上, 无); an address is nothing but words.
    let is_word = masked == CLOSED && !is_place(header) && !text.chars().any(char::is_numeric);
    if is_word { text.to_owned() } else { masked }
}

/// Whether `cell` is what [`attribute`] shows of something else.
pub fn is_attribute_mask(header: &str, cell: &str) -> bool {
    holds_mask(cell) || (is_masked(cell) && said_by(header).is_some())
}

/// What is shown in place of a value.
type Mask = fn(&str) -> String;

/// What a column's header says of its cells.
fn said_by(header: &str) -> Option<Mask> {
    const SAID: [(&[&str], Mask); 3] = [
        (&["身份证", "证件号", "护照", "passport"], document),
        (&["银行卡", "银行账", "bank"], card),
        (&["电话", "手机", "传真", "联系方式", "phone", "mobile", "fax"], telephone),
    ];
    if is_place(header) {
        return Some(address);
    }
    let header = header.to_lowercase();
    SAID.into_iter().find(|(words, _)| words.iter().any(|word| header.contains(word))).map(|(_, mask)| mask)
}

fn is_place(header: &str) -> bool {
    ["地址", "住址", "address"].iter().any(|word| header.to_lowercase().contains(word))
}

/// A telephone number, or a text that may hold some.
fn telephone(text: &str) -> String {
    if identity::phone(text).is_ok() { phone(text) } else { self::text(text) }
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

/// The first and the last character of an ASCII text.
fn ends(text: &str) -> String {
    between(text, 1, 1, text.len().saturating_sub(2))
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
            (id_number, "11010519491231002x", "1****************X"),
            (id_number, "１１０１０５ 19491231-002Ｘ", "***"),
            (id_number, "１１０１０５ 19491231 002Ｘ", "1****************X"),
            (id_number, "810000199408230021", "8****************1"),
            (id_number, "911124198108030024", "9****************4"),
            (id_number, "E12345678", "***"),
            (document, "E12345678", "E*******8"),
            (document, "ea1234567", "E*******7"),
            (document, "H1234567890", "H*********0"),
            (document, "CHN110198001011", "C*************1"),
            (document, "810000199408230021", "8****************1"),
            (document, "X1234567", "***"),
            (document, "", "***"),
            (card, "6222 0212 3456 7890 123", "***************0123"),
            (card, "622202-无", "***"),
            (id_number, "身份证", "***"),
            (mobile, "13812341234", "138****1234"),
            (mobile, "+86 138 1234 1234", "138****1234"),
            (mobile, "138123412", "***"),
            (phone, "02887654321", "028****4321"),
            (phone, "02887654321-801", "028****4321"),
            (phone, "075526543210", "0755****3210"),
            (phone, "87654321", "****4321"),
            (phone, "4001234567", "400****4567"),
            (phone, "400-123-4567转8", "400****4567"),
            (phone, "+86 28 8765 4321", "028****4321"),
            (phone, "０２８－８７６５４３２１", "028****4321"),
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
    fn a_column_of_no_field_is_masked_by_its_header_and_by_its_look() {
        for (header, plain, shown) in [
            ("备用电话", "87654321", "****4321"),
            ("备用电话", "无", "无"),
            ("安装地址", "四川省成都市金牛区茶店子路 12 号", "四川省成都市金牛区***"),
            ("安装地址", "幸福路", "***"),
            ("护照号", "X1234567", "***"),
            ("银行卡", "6222021234567890123", "***************0123"),
            ("小区", "茶店子片区", "茶店子片区"),
            ("合计", "2", "2"),
            ("其他", " 138 0013 1234 ", " 138****1234 "),
            ("其他", "8270103256418", "8270103256418"),
            ("客户账号", "8270103256418", "*********6418"),
            ("智能卡号", "8270103256418", "8270103256418"),
            ("智能卡号", "13800131234", "138****1234"),
            ("地址", " ", " "),
        ] {
            let masked = attribute(header, plain);
            assert_eq!(masked, shown, "{header}");
            assert_eq!(is_attribute_mask(header, &masked), masked != plain, "{header} {masked}");
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
            for mask in [name, id_number, document, card, mobile, phone, email, address] {
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
