//! Digits in whatever shape they are typed: of another width or script, in circles and brackets, as keys, spelt in
//! Chinese. Whoever looks for numbers looks at what this makes of a text.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use crate::identity::half_width;
use crate::surname::is_han;

/// So many Chinese digits in a row are a number that was read out, and no year, day or name.
const READ_OUT: usize = 7;

/// The zeros of all scripts that count in tens (Unicode 16, category Nd); the other nine follow each.
const ZEROS: [u32; 76] = [
    0x30, 0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6, 0xE50, 0xED0,
    0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620,
    0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10, 0x104A0, 0x10D30, 0x10D40, 0x11066, 0x110F0, 0x11136,
    0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0, 0x116D0, 0x116DA, 0x11730, 0x118E0, 0x11950, 0x11BF0,
    0x11C50, 0x11D50, 0x11DA0, 0x11F50, 0x16130, 0x16A60, 0x16AC0, 0x16B50, 0x16D70, 0x1CCF0, 0x1D7CE, 0x1D7D8,
    0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E4F0, 0x1E5F1, 0x1E950, 0x1FBF0,
];

/// First, last, and what the first stands for: digits in circles that have no plain twin in Unicode.
const CIRCLES: [(char, char, u32); 8] = [
    ('\u{24EB}', '\u{24F4}', 11),
    ('\u{24F5}', '\u{24FE}', 1),
    ('\u{24FF}', '\u{24FF}', 0),
    ('\u{2776}', '\u{277F}', 1),
    ('\u{2780}', '\u{2789}', 1),
    ('\u{278A}', '\u{2793}', 1),
    ('\u{1F10B}', '\u{1F10B}', 0),
    ('\u{1F10C}', '\u{1F10C}', 0),
];

/// The value of a decimal digit, in whatever width or script it was pasted.
pub fn digit(c: char) -> Option<char> {
    if c.is_ascii() || is_han(c) {
        return Some(c).filter(char::is_ascii_digit);
    }
    let code = u32::from(c);
    let last = ZEROS.partition_point(|zero| *zero <= code).checked_sub(1)?;
    char::from_digit(code - ZEROS.get(last)?, 10)
}

/// What stands between or on digits without being seen as a character of its own: marks, joiners, the frame of a key.
pub fn is_unseen(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{300}'..='\u{36F}' | '\u{180B}'..='\u{180E}' | '\u{20D0}'..='\u{20F0}'
        | '\u{2061}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// `text` with plain digits and letters for those in circles, brackets and small letters, and for a number that is
/// spelt in Chinese.
pub fn plainly(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut spelt = String::new();
    for c in text.chars() {
        if chinese(c).is_some() {
            spelt.push(c);
            continue;
        }
        read_out(&mut plain, &spelt);
        spelt.clear();
        match twin(c) {
            Some(twin) => plain.push_str(&twin),
            None => plain.push(c),
        }
    }
    read_out(&mut plain, &spelt);
    Cow::Owned(plain)
}

/// Adds a run of Chinese digits: as a number when it is as long as one.
fn read_out(plain: &mut String, spelt: &str) {
    if spelt.chars().count() < READ_OUT {
        plain.push_str(spelt);
    } else {
        plain.extend(spelt.chars().filter_map(chinese));
    }
}

/// The digit that a Chinese character reads as; `幺` is how a one is read on the telephone.
fn chinese(c: char) -> Option<char> {
    const READ: [&str; 10] = ["〇零○", "一幺壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"];
    let value = READ.iter().position(|words| words.contains(c))?;
    char::from_digit(u32::try_from(value).ok()?, 10)
}

/// The ASCII characters that one of another shape stands for; none for what is plain, or a digit, already.
fn twin(c: char) -> Option<String> {
    if c.is_ascii() || is_han(c) || digit(c).is_some() || half_width(c).is_ascii() {
        return None;
    }
    let circle = CIRCLES.iter().find(|(first, last, _)| (*first..=*last).contains(&c));
    if let Some((first, _, value)) = circle {
        return Some((u32::from(c) - u32::from(*first) + value).to_string());
    }
    let plain: String = std::iter::once(c).nfkc().collect();
    let is_telling = plain.is_ascii() && plain.contains(|c: char| c.is_ascii_alphanumeric() || c == '@');
    is_telling.then_some(plain)
}
