//! Free text on its way out: whatever looks like a number by which a person is known or reached is masked in place.
//!
//! Blanks, hyphens, dots, brackets and unseen characters between digits hide nothing, nor do digits of other widths
//! and scripts, in circles, or spelt (`spelt`); commas, slashes and line breaks do not where the groups are those of a
//! number. A long number of which nothing is known (`known`) is masked too. One look at each place, a bounded number of
//! characters ahead: linear, whatever was typed. What is masked already stays as it is.

mod known;
mod spelt;

use super::{CLOSED, document, ends, is_star, mobile, phone};
use crate::identity::{self, half_width, is_blank};
use known::{is_moment, is_of_product, is_ours, is_telephones};
use spelt::{digit, is_unseen, plainly};

/// Most digits of one number that blanks or hyphens hold together.
const LONGEST: usize = 19;
/// Digits in a row that are masked whatever they are: no count, amount or day is so long.
const ALWAYS: usize = 16;
/// Digits in a row that are masked unless they are known to be something else: a moment, a product's number, one of ours.
const UNKNOWN: usize = 12;
/// Most blanks or hyphens between two digits of one number.
const WIDEST_JOINT: usize = 6;
/// Asterisks in a row that are a mask and not an emphasis.
const STARS: usize = 3;

/// `text` with every number of a person masked: ID and passport numbers, telephones, bank cards, e-mail addresses, and
/// long numbers that nothing says to be something else.
pub fn text(text: &str) -> String {
    under("", text)
}

/// As [`text`](fn@text), of a cell under a header, which may say that it holds a product's number.
pub fn under(header: &str, text: &str) -> String {
    let plain = plainly(text);
    if !plain.chars().any(|c| digit(c).is_some() || half_width(c) == '@') {
        return text.to_owned();
    }
    let shown = numbers(&mailboxes(&plain), is_of_product(header));
    // Where nothing is hidden, what was typed in circles stays in them.
    if shown == plain { text.to_owned() } else { shown }
}

/// Whether `text` holds a number that [`text`](fn@text) masks.
pub fn holds_number(typed: &str) -> bool {
    text(typed) != typed
}

/// Whether `text` holds what a mask leaves of a number: three asterisks or more beside a digit or an `@`.
pub fn holds_mask(text: &str) -> bool {
    let mut stars = 0;
    let mut before = None;
    for c in text.chars() {
        if is_star(c) {
            stars += 1;
            continue;
        }
        let is_rest = digit(c).is_some() || matches!(half_width(c), '@' | 'X' | 'x');
        if stars >= STARS && (is_rest || before.and_then(digit).is_some()) {
            return true;
        }
        (stars, before) = (0, Some(c));
    }
    stars >= STARS && before.and_then(digit).is_some()
}

/// Addresses of e-mail: the first letter and the domain stay.
fn mailboxes(text: &str) -> Vec<char> {
    let mut out = Vec::with_capacity(text.len());
    let mut word = Vec::new();
    let chars: Vec<char> = text.chars().collect();
    for (at, c) in chars.iter().copied().enumerate() {
        if c.is_alphanumeric() || ".@_%+-".contains(half_width(c)) || is_beside_at(&chars, at) {
            word.push(c);
        } else {
            mailbox(&mut out, &word);
            word.clear();
            out.push(c);
        }
    }
    mailbox(&mut out, &word);
    out
}

/// Whether a blank belongs to an address (`wang @ example.com`): it comes after the `@`, or there is one on either side.
fn is_beside_at(chars: &[char], at: usize) -> bool {
    let is = |at: Option<usize>, what: fn(char) -> bool| at.and_then(|at| chars.get(at)).copied().is_some_and(what);
    let before = at.checked_sub(1);
    let is_leading = is(before, |c| c.is_ascii_alphanumeric()) && is(Some(at + 1), is_at) && is(Some(at + 2), is_gap);
    is(Some(at), is_gap) && (is_leading || is(before, is_at))
}

fn is_at(c: char) -> bool {
    half_width(c) == '@'
}

/// A blank within a line.
fn is_gap(c: char) -> bool {
    is_blank(c) && !matches!(c, '\n' | '\r')
}

fn mailbox(out: &mut Vec<char>, word: &[char]) {
    let is_letter = |c: &char| c.is_alphanumeric();
    let start = word.iter().position(is_letter).unwrap_or(word.len());
    let end = word.iter().rposition(is_letter).map_or(start, |last| last + 1);
    let core = word.get(start..end).unwrap_or_default();
    let domain = core.iter().rposition(|c| is_at(*c)).and_then(|at| core.get(at + 1..)).unwrap_or_default();
    let top = domain.iter().rposition(|c| half_width(*c) == '.').and_then(|dot| domain.get(dot + 1));
    if top.is_some_and(|c| c.is_alphabetic()) {
        out.extend(word.get(..=start).unwrap_or_default());
        out.extend("***@".chars());
        out.extend(domain.iter().filter(|c| !is_gap(**c)));
        out.extend(word.get(end..).unwrap_or_default());
    } else {
        out.extend(word);
    }
}

fn numbers(chars: &[char], is_product: bool) -> String {
    let mut out = String::with_capacity(chars.len());
    let mut at = 0;
    while let Some(c) = chars.get(at) {
        if let Some((end, shown)) = begins(chars, at).then(|| found(chars, at, is_product)).flatten() {
            out.push_str(&shown);
            at = end;
        } else {
            out.push(*c);
            at += 1;
        }
    }
    out
}

/// Whether a number may begin here: not in the middle of a run of digits, and not in what a mask has left.
fn begins(chars: &[char], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| chars.get(before)).copied();
    match chars.get(at).copied() {
        Some(c) if digit(c).is_some() => before.is_none_or(|b| digit(b).is_none()),
        Some(c) if half_width(c).is_ascii_alphabetic() => before.is_none_or(|b| !is_word(b)),
        Some(c) => half_width(c) == '+',
        None => false,
    }
}

fn is_word(c: char) -> bool {
    half_width(c).is_ascii_alphanumeric() || digit(c).is_some()
}

/// The number that begins here: where it ends, and what is shown of it.
fn found(chars: &[char], at: usize, is_product: bool) -> Option<(usize, String)> {
    let first = chars.get(at).copied()?;
    if digit(first).is_some() {
        return digits(chars, at).or_else(|| unknown(chars, at, is_product));
    }
    if half_width(first) == '+' { abroad(chars, at) } else { passport(chars, at, is_product) }
}

/// Digits that stand together: how many there are so far, and where they end.
struct Run {
    digits: String,
    ends: Vec<GroupEnd>,
}

/// Where a group of digits ends.
#[derive(Clone, Copy)]
struct GroupEnd {
    /// Digits up to here.
    count: usize,
    end: usize,
    /// Whether a dot came before it.
    is_dotted: bool,
    /// Whether something came before it that parts the items of a list, too.
    is_listed: bool,
}

/// Groups of digits from `at` on, at most [`LONGEST`] digits; a first group that is longer stands alone.
fn run(chars: &[char], at: usize) -> Run {
    let mut run = Run { digits: String::new(), ends: Vec::new() };
    let mut next = at;
    let (mut is_dotted, mut is_listed) = (false, false);
    loop {
        let group: String = chars.get(next..).into_iter().flatten().map_while(|c| digit(*c)).collect();
        let end = next + group.len();
        let is_over = run.digits.len() + group.len() > LONGEST && !run.ends.is_empty();
        if group.is_empty() || is_over || is_rest(chars, next, end) {
            return run;
        }
        run.digits.push_str(&group);
        run.ends.push(GroupEnd { count: run.digits.len(), end, is_dotted, is_listed });
        let between = chars.get(end..).into_iter().flatten();
        let joint: Vec<_> = between.take_while(|c| is_joint(**c) || is_parting(**c)).collect();
        if joint.is_empty() || joint.len() > WIDEST_JOINT || run.digits.len() > LONGEST {
            return run;
        }
        is_dotted |= joint.iter().any(|c| half_width(**c) == '.');
        is_listed |= joint.iter().any(|c| is_parting(**c));
        next = end + joint.len();
    }
}

/// Whether few digits stand right beside asterisks: the head or the tail that a mask has left.
fn is_rest(chars: &[char], start: usize, end: usize) -> bool {
    let hidden = |run: Option<&[char]>| run.is_some_and(|run| run.len() == STARS && run.iter().all(|c| is_star(*c)));
    end - start <= 4
        && (hidden(chars.get(end..end + STARS))
            || hidden(start.checked_sub(STARS).and_then(|from| chars.get(from..start))))
}

fn is_joint(c: char) -> bool {
    let is_seen = matches!(half_width(c), '-' | '.' | '(' | ')' | '_' | '·' | '\u{2010}'..='\u{2015}' | '\u{2212}');
    is_seen || is_gap(c) || is_unseen(c)
}

/// What parts the items of a list, the digits of an amount, or, somebody thinks, those of a telephone number.
fn is_parting(c: char) -> bool {
    matches!(half_width(c), ',' | '、' | '/' | ';' | '|' | '→' | '\n' | '\r')
}

/// Whether groups that a list might have too are those of one number: a mobile number, a landline with its area code,
/// or an ID number.
fn is_laid_out(run: &Run, last: usize) -> bool {
    let counts = run.ends.iter().take(last + 1).map(|group| group.count);
    let sizes: Vec<_> = counts.clone().zip(std::iter::once(0).chain(counts)).map(|(to, from)| to - from).collect();
    let starts = |digits: &str| run.digits.starts_with(digits);
    match sizes.as_slice() {
        [3, 8] | [7, 4] | [3, 4, 4] => (starts("1") || starts("0")) && !starts("00"),
        [3 | 4, 7 | 8] | [4, 3 | 4, 4] => starts("0") && !starts("00"),
        [6, 8, 3 | 4] | [6, 4, 4, 3 | 4] | [14, 3 | 4] => has_birthday(run.digits.get(6..14)),
        [6, 6, 3] => has_birthday(run.digits.get(6..12)),
        _ => false,
    }
}

fn digits(chars: &[char], at: usize) -> Option<(usize, String)> {
    let run = run(chars, at);
    let found = (0..run.ends.len()).rev().find_map(|last| {
        let GroupEnd { count, end, is_dotted, is_listed } = *run.ends.get(last)?;
        let digits = run.digits.get(..count)?;
        let is_one = last == 0;
        if is_listed && !is_laid_out(&run, last) {
            return None;
        }
        if let Some(end) = check_letter(chars, end).filter(|_| count == 17) {
            return Some((end, document(&format!("{digits}X"))));
        }
        let is_address = is_dotted && last > 2;
        shown(digits, is_one, is_address).map(|shown| (end, shown))
    });
    found.or_else(|| local(chars, at, &run))
}

/// What is shown of digits that are somebody's number; a group of its own is judged more strictly.
fn shown(digits: &str, is_one: bool, is_address: bool) -> Option<String> {
    let count = digits.len();
    let is_paper = (count == 18 && (is_one || has_birthday(digits.get(6..14))))
        || (count == 15 && has_birthday(digits.get(6..12)));
    if is_paper {
        return Some(document(digits));
    }
    if count > LONGEST || (is_one && count >= ALWAYS) || (count >= 15 && is_card(digits)) {
        return Some(tail(digits));
    }
    let is_telephone = (10..=15).contains(&count) && !is_address;
    let masked = if identity::mobile(digits).is_ok() { mobile(digits) } else { phone(digits) };
    Some(masked).filter(|masked| is_telephone && masked != CLOSED)
}

/// The X that ends a number of 17 digits.
fn check_letter(chars: &[char], end: usize) -> Option<usize> {
    let joints = chars.get(end..)?.iter().take(WIDEST_JOINT).take_while(|c| is_joint(**c)).count();
    let at = end + joints;
    let is_check = matches!(half_width(*chars.get(at)?), 'X' | 'x');
    let is_last = chars.get(at + 1).is_none_or(|next| !is_word(*next));
    (is_check && is_last).then_some(at + 1)
}

/// Whether the digits could be a day of birth: the year in four digits or two, month, day.
fn has_birthday(day: Option<&str>) -> bool {
    let Some(day) = day else { return false };
    let (year, rest) = day.split_at(day.len() - 4);
    let (month, date) = rest.split_at(2);
    let century = year.len() == 2 || ["18", "19", "20"].iter().any(|century| year.starts_with(century));
    century && ("01"..="12").contains(&month) && ("01"..="31").contains(&date)
}

/// Bank cards: `UnionPay`'s beginning, or a check digit (Luhn) that is right.
fn is_card(digits: &str) -> bool {
    let issuer = if digits.len() == 15 { &["34", "37"][..] } else { &["3", "4", "5", "6", "2", "81"][..] };
    let sum = |(at, c): (usize, char)| {
        let doubled = c.to_digit(10).unwrap_or(0) * if at % 2 == 1 { 2 } else { 1 };
        doubled / 10 + doubled % 10
    };
    let luhn = digits.chars().rev().enumerate().map(sum).sum::<u32>() % 10 == 0;
    issuer.iter().any(|start| digits.starts_with(start)) && (luhn || digits.starts_with("62"))
}

/// The last four digits.
fn tail(digits: &str) -> String {
    let hidden = digits.len().saturating_sub(4);
    "*".repeat(hidden.min(LONGEST)) + digits.get(hidden..).unwrap_or_default()
}

/// A telephone number without its area code, where a word before it says that it is one.
fn local(chars: &[char], at: usize, run: &Run) -> Option<(usize, String)> {
    if !is_telephones(chars, at) {
        return None;
    }
    let ends = run.ends.iter().take(2).rev().filter(|group| !group.is_listed);
    ends.filter_map(|group| {
        let digits = run.digits.get(..group.count).filter(|digits| matches!(digits.len(), 7 | 8))?;
        Some((group.end, phone(digits)))
    })
    .find(|(_, shown)| shown != CLOSED)
}

/// Many digits in a row of which nothing is known: the last four.
fn unknown(chars: &[char], at: usize, is_product: bool) -> Option<(usize, String)> {
    let digits: String = chars.get(at..)?.iter().map_while(|c| digit(*c)).collect();
    let is_long = digits.len() >= UNKNOWN && !is_moment(&digits) && !is_ours(chars, at, &digits);
    let is_known = || is_product || known::is_products(chars, at);
    (is_long && !is_known()).then(|| (at + digits.len(), tail(&digits)))
}

/// `+` and a number: ours as at home, any other to its last four digits.
fn abroad(chars: &[char], at: usize) -> Option<(usize, String)> {
    let joints = chars.get(at + 1..)?.iter().take(WIDEST_JOINT).take_while(|c| is_joint(**c)).count();
    let run = run(chars, at + 1 + joints);
    (0..run.ends.len()).rev().find_map(|last| {
        let GroupEnd { count, end, .. } = *run.ends.get(last).filter(|group| !group.is_listed)?;
        let digits = run.digits.get(..count).filter(|digits| (8..=15).contains(&digits.len()))?;
        let ours = phone(&format!("+{digits}"));
        Some((end, if ours == CLOSED { format!("+{}", tail(digits)) } else { ours }))
    })
}

/// Passports and permits: letters and as many digits as such papers have, of ours or of another country.
fn passport(chars: &[char], at: usize, is_product: bool) -> Option<(usize, String)> {
    let word: String = chars.get(at..)?.iter().take(16).take_while(|c| is_word(**c)).map(|c| plain(*c)).collect();
    let count = word.chars().count();
    let letters = word.chars().take_while(char::is_ascii_alphabetic).count();
    let count_of_digits = word.get(letters..).filter(|digits| identity::is_digits(digits)).map_or(0, str::len);
    let is_paper = match letters {
        1 => (8..=12).contains(&count_of_digits),
        2 | 3 => (9..=12).contains(&count_of_digits),
        _ => false,
    };
    // Letters right before a number that goes on after a blank: the whole of it is the number's.
    let is_number = || digits(chars, at + letters).is_some();
    let masked = document(&word);
    let shown = match masked.as_str() {
        CLOSED if is_paper && !is_number() && !is_product && !known::is_products(chars, at) => {
            ends(&word.to_ascii_uppercase())
        }
        CLOSED => return None,
        _ => masked,
    };
    Some((at + count, shown))
}

fn plain(c: char) -> char {
    digit(c).unwrap_or_else(|| half_width(c))
}

#[cfg(test)]
#[path = "text_tests.rs"]
mod tests;
