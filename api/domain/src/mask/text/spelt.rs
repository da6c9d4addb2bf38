//! Digits in whatever shape they are typed: of another width or script, in circles and brackets, as keys, spelt in
//! Chinese. Whoever looks for numbers looks at the plain twin of each character; what is typed is kept beside it.

use unicode_normalization::UnicodeNormalization;

use crate::identity::{half_width, is_blank, is_digits};
use crate::surname::is_han;

/// So many Chinese digits in a row, with nothing between, are read as a number; fewer may be a year, a day or a name.
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

/// Numbers that count up from one to this, each in its circle, are those of a list.
const LISTED: u32 = 10;

/// A character as it is looked at, and as it was typed.
#[derive(Clone, Copy)]
pub struct Letter {
    /// ASCII for digits and letters of other shapes.
    pub plain: char,
    /// None for what stands for the rest of the character before: the second digit of `⑬`.
    pub typed: Option<char>,
    /// Whether a number may begin or end beside it, though it stands beside another digit.
    pub is_shaped: bool,
}

impl Letter {
    pub const fn new(plain: char) -> Self {
        Self { plain, typed: Some(plain), is_shaped: false }
    }
}

/// A text in which only the digits and letters that people type by a keyboard of theirs are plain.
pub fn as_typed(text: &str) -> Vec<Letter> {
    text.chars().map(usual).collect()
}

/// A text in which digits and letters in circles, brackets and small letters, of every script, and spelt in Chinese are
/// plain, too; none where there are none.
pub fn as_meant(text: &str) -> Option<Vec<Letter>> {
    if text.is_ascii() {
        return None;
    }
    let chars: Vec<char> = text.chars().collect();
    let mut letters = Vec::with_capacity(chars.len());
    let mut rest = chars.as_slice();
    while let Some(c) = rest.first().copied() {
        let (listed, spelt) = (numbering(rest), rest.iter().take_while(|c| chinese(**c).is_some()).count());
        let (now, later) = rest.split_at_checked(listed.max(spelt).max(1))?;
        rest = later;
        if spelt >= READ_OUT {
            let read = |c: &char| Letter { plain: chinese(*c).unwrap_or(*c), typed: Some(*c), is_shaped: true };
            letters.extend(now.iter().map(read));
        } else if let Some(twin) = twin(c).filter(|_| listed == 0) {
            let typed = std::iter::once(Some(c)).chain(std::iter::repeat(None));
            letters.extend(twin.chars().zip(typed).map(|(plain, typed)| Letter { plain, typed, is_shaped: true }));
        } else {
            letters.extend(now.iter().copied().map(usual));
        }
    }
    letters.iter().any(|letter| letter.is_shaped).then_some(letters)
}

fn usual(c: char) -> Letter {
    let plain = digit(c).filter(|_| is_usual(c)).unwrap_or_else(|| half_width(c));
    Letter { plain, typed: Some(c), is_shaped: false }
}

/// Whether a digit is of a script that keyboards and fonts have: these are read as plain wherever they stand.
const fn is_usual(c: char) -> bool {
    matches!(c, '0'..='9' | '０'..='９' | '\u{660}'..='\u{669}' | '\u{6F0}'..='\u{6F9}' | '\u{966}'..='\u{96F}'
        | '\u{9E6}'..='\u{9EF}' | '\u{E50}'..='\u{E59}' | '\u{F20}'..='\u{F29}' | '\u{1040}'..='\u{1049}'
        | '\u{17E0}'..='\u{17E9}' | '\u{1D7CE}'..='\u{1D7FF}' | '\u{1FBF0}'..='\u{1FBF9}')
}

/// How many characters number a list, from one to ten at least, blanks between them or not.
fn numbering(chars: &[char]) -> usize {
    let (mut next, mut end, mut is_open) = (1, 0, true);
    for (at, c) in chars.iter().enumerate() {
        if is_open && next > 1 && is_blank(*c) {
            is_open = false;
        } else if twin(*c).and_then(|twin| twin.parse().ok()) == Some(next) {
            (next, end, is_open) = (next + 1, at + 1, true);
        } else {
            break;
        }
    }
    if next > LISTED { end } else { 0 }
}

/// The digit that a Chinese character reads as; `幺` is how a one is read on the telephone.
fn chinese(c: char) -> Option<char> {
    const READ: [&str; 10] = ["〇零○", "一幺壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"];
    let value = READ.iter().position(|words| words.contains(c))?;
    char::from_digit(u32::try_from(value).ok()?, 10)
}

/// The digits, the letter or the `@` that a character of another shape stands for, without its brackets or dot; none for
/// what is plain already, and for what is read as a word (`㎡`, `№`).
fn twin(c: char) -> Option<String> {
    if c.is_ascii() || is_han(c) || is_usual(c) || half_width(c).is_ascii() {
        return None;
    }
    if let Some(digit) = digit(c) {
        return Some(digit.into());
    }
    let circle = CIRCLES.iter().find(|(first, last, _)| (*first..=*last).contains(&c));
    if let Some((first, _, value)) = circle {
        return Some((u32::from(c) - u32::from(*first) + value).to_string());
    }
    let plain: String = std::iter::once(c).nfkc().filter(|c| !"().,".contains(*c)).collect();
    let is_sign = plain.len() == 1 && plain.starts_with(|c: char| c.is_ascii_alphabetic() || c == '@');
    (is_sign || is_digits(&plain)).then_some(plain)
}
