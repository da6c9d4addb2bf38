//! Free text on its way out: whatever looks like a number by which a person is known or reached is masked in place.
//!
//! Blanks, hyphens, dots, brackets and unseen characters between digits hide nothing; commas, slashes and line breaks do
//! not where the groups are those of a number. Digits as keyboards have them are looked at first; what that leaves is
//! looked at again with digits of other scripts, in circles, or seven and more in a row spelt in Chinese (`spelt`), where
//! a number may begin and end beside another digit. Digits that fit no pattern are masked from 16 on, or after a word
//! for an account or a paper (`known`). Linear: a bounded number of characters ahead of each. What is masked already
//! stays as it is, and so does every character beside a number.

mod known;
mod mailboxes;
mod spelt;

use super::{CLOSED, document, ends, is_star, mobile, phone};
use crate::identity::{self, half_width, is_blank};
use known::{is_identitys, is_of_identity, is_telephones};
use mailboxes::mailboxes;
use spelt::{Letter, as_meant, as_typed, digit, is_unseen};

/// Most digits of one number that blanks or hyphens hold together.
const LONGEST: usize = 19;
/// Digits in a row that are masked whatever they are: no count, amount or day is so long.
const ALWAYS: usize = 16;
/// Digits in a row that are masked after a word for an account or a paper.
const NAMED: usize = 12;
/// Most blanks or hyphens between two digits of one number.
const WIDEST_JOINT: usize = 6;
/// Asterisks in a row that are a mask and not an emphasis.
const STARS: usize = 3;

/// `text` with every number of a person masked: ID and passport numbers, telephones, bank cards and accounts, e-mail
/// addresses.
pub fn text(text: &str) -> String {
    under("", text)
}

/// As [`text`](fn@text), of a cell under a header, which may say that it holds accounts or papers.
pub fn under(header: &str, text: &str) -> String {
    let is_named = is_of_identity(header);
    let shown = looked_at(&as_typed(text), is_named).unwrap_or_else(|| text.to_owned());
    as_meant(&shown).and_then(|letters| looked_at(&letters, is_named)).unwrap_or(shown)
}

/// None where there is nothing to look at.
fn looked_at(letters: &[Letter], is_named: bool) -> Option<String> {
    let is_telling = |letter: &Letter| letter.plain.is_ascii_digit() || letter.plain == '@';
    letters.iter().any(is_telling).then(|| numbers(&mailboxes(letters), is_named))
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

fn plain_at(letters: &[Letter], at: Option<usize>) -> Option<char> {
    letters.get(at?).map(|letter| letter.plain)
}

/// A blank within a line.
fn is_gap(c: char) -> bool {
    is_blank(c) && !matches!(c, '\n' | '\r')
}

fn numbers(letters: &[Letter], is_named: bool) -> String {
    let mut out = String::with_capacity(letters.len());
    let mut at = 0;
    while let Some(letter) = letters.get(at) {
        if let Some((end, shown)) = begins(letters, at).then(|| found(letters, at, is_named)).flatten() {
            out.push_str(&apart(letters, at, end, shown));
            at = end;
        } else {
            out.extend(letter.typed);
            at += 1;
        }
    }
    out
}

/// What is shown of a number, without the end that stands right beside a plain digit: the two would be read as one.
fn apart(letters: &[Letter], at: usize, end: usize, mut shown: String) -> String {
    let is_digit = |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(is_plain_digit);
    let hidden = |run: &str| "*".repeat(run.len());
    if is_digit(at.checked_sub(1)) {
        let rest = shown.trim_start_matches(|c: char| c.is_ascii_digit());
        shown = hidden(shown.strip_suffix(rest).unwrap_or_default()) + rest;
    }
    if is_digit(Some(end)) {
        let rest = shown.trim_end_matches(|c: char| c.is_ascii_digit());
        shown = rest.to_owned() + &hidden(shown.strip_prefix(rest).unwrap_or_default());
    }
    shown
}

const fn is_plain_digit(letter: &Letter) -> bool {
    letter.plain.is_ascii_digit() && !letter.is_shaped
}

/// Whether a number may begin here: not in the middle of a run of digits of one shape, and not in what a mask has left.
fn begins(letters: &[Letter], at: usize) -> bool {
    let Some(letter) = letters.get(at).filter(|letter| letter.typed.is_some()) else { return false };
    let before = plain_at(letters, at.checked_sub(1)).filter(|_| is_one_shape(letters, at));
    match letter.plain {
        c if c.is_ascii_digit() => !before.is_some_and(|b| b.is_ascii_digit()),
        c if c.is_ascii_alphabetic() => !before.is_some_and(is_word),
        c => c == '+',
    }
}

/// Whether what stands on either side of a place is typed in the same, plain, shape, so that no number ends there.
fn is_one_shape(letters: &[Letter], at: usize) -> bool {
    let is_shaped = |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(|letter| letter.is_shaped);
    !is_shaped(at.checked_sub(1)) && !is_shaped(Some(at))
}

const fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric()
}

/// The number that begins here: where it ends, and what is shown of it.
fn found(letters: &[Letter], at: usize, is_named: bool) -> Option<(usize, String)> {
    let named = || is_named || is_identitys(letters, at);
    match letters.get(at)?.plain {
        '+' => abroad(letters, at),
        c if c.is_ascii_digit() => digits(letters, at).or_else(|| account(letters, at).filter(|_| named())),
        _ => passport(letters, at).or_else(|| paper(letters, at).filter(|_| named())),
    }
}

/// Digits that stand together: how many there are so far, and where they end.
struct Run {
    digits: String,
    ends: Vec<GroupEnd>,
}

/// Where a group of digits ends: those of one shape with nothing between, or one of another shape.
#[derive(Clone, Copy)]
struct GroupEnd {
    /// Digits up to here.
    count: usize,
    end: usize,
    /// How often something stood between digits up to here.
    joints: usize,
    /// Whether a dot came before it.
    is_dotted: bool,
    /// Whether something came before it that parts the items of a list, too.
    is_listed: bool,
}

/// Groups of digits from `at` on, at most [`LONGEST`] digits; longer ones with nothing between stand alone.
fn run(letters: &[Letter], at: usize) -> Run {
    let mut run = Run { digits: String::new(), ends: Vec::new() };
    let (mut next, mut joints) = (at, 0);
    let (mut is_dotted, mut is_listed) = (false, false);
    loop {
        let group = group(letters, next, run.ends.is_empty());
        let end = next + group.len();
        let is_over = run.digits.len() + group.len() > LONGEST && !run.ends.is_empty();
        if group.is_empty() || is_over || is_rest(letters, next, end) {
            return run;
        }
        run.digits.push_str(&group);
        run.ends.push(GroupEnd { count: run.digits.len(), end, joints, is_dotted, is_listed });
        let between = letters.get(end..).into_iter().flatten().map(|letter| letter.plain);
        let joint: Vec<_> = between.take(WIDEST_JOINT + 1).take_while(|c| is_joint(*c) || is_parting(*c)).collect();
        if joint.len() > WIDEST_JOINT || run.digits.len() > LONGEST {
            return run;
        }
        joints += usize::from(!joint.is_empty());
        is_dotted |= joint.contains(&'.');
        is_listed |= joint.iter().any(|c| is_parting(*c));
        next = end + joint.len();
    }
}

/// The digits of one shape from `at` on; of all shapes where they are the first and too many for one number.
fn group(letters: &[Letter], at: usize, is_first: bool) -> String {
    let rest = letters.get(at..).unwrap_or_default();
    let all = || rest.iter().take_while(|letter| letter.plain.is_ascii_digit());
    if is_first && all().nth(LONGEST).is_some() {
        return all().map(|letter| letter.plain).collect();
    }
    let is_shaped = rest.first().is_some_and(|letter| letter.is_shaped);
    let is_same = |(at, letter): &(usize, &Letter)| {
        if is_shaped { *at == 0 || letter.typed.is_none() } else { !letter.is_shaped }
    };
    all().enumerate().take_while(is_same).map(|(_, letter)| letter.plain).collect()
}

/// Whether few digits stand right beside asterisks: the head or the tail that a mask has left.
fn is_rest(letters: &[Letter], start: usize, end: usize) -> bool {
    let hidden =
        |run: Option<&[Letter]>| run.is_some_and(|run| run.len() == STARS && run.iter().all(|c| is_star(c.plain)));
    end - start <= 4
        && letters.get(start).is_some_and(is_plain_digit)
        && (hidden(letters.get(end..end + STARS))
            || hidden(start.checked_sub(STARS).and_then(|from| letters.get(from..start))))
}

fn is_joint(c: char) -> bool {
    let is_seen = matches!(c, '-' | '.' | '(' | ')' | '_' | '·' | '\u{2010}'..='\u{2015}' | '\u{2212}');
    is_seen || is_gap(c) || is_unseen(c)
}

/// What parts the items of a list, the digits of an amount, or, somebody thinks, those of a telephone number.
fn is_parting(c: char) -> bool {
    matches!(c, ',' | '、' | '/' | ';' | '|' | '→' | '\n' | '\r')
}

/// Whether groups that a list might have too are those of one number: a mobile number, a landline with its area code,
/// or an ID number.
fn is_laid_out(run: &Run, last: usize) -> bool {
    let mut ends: Vec<_> = run.ends.iter().take(last + 1).rev().collect();
    ends.dedup_by_key(|group| group.joints);
    let counts = ends.into_iter().rev().map(|group| group.count);
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

fn digits(letters: &[Letter], at: usize) -> Option<(usize, String)> {
    let run = run(letters, at);
    let found = (0..run.ends.len()).rev().find_map(|last| {
        let GroupEnd { count, end, joints, is_dotted, is_listed } = *run.ends.get(last)?;
        let digits = run.digits.get(..count)?;
        if is_listed && !is_laid_out(&run, last) {
            return None;
        }
        if let Some(end) = check_letter(letters, end).filter(|_| count == 17) {
            return Some((end, document(&format!("{digits}X"))));
        }
        let is_address = is_dotted && joints > 2;
        shown(digits, joints == 0, is_address).map(|shown| (end, shown))
    });
    found.or_else(|| local(letters, at, &run))
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
fn check_letter(letters: &[Letter], end: usize) -> Option<usize> {
    let at = end + joints(letters, end)?;
    let is_check = matches!(plain_at(letters, Some(at))?, 'X' | 'x');
    let is_last = plain_at(letters, Some(at + 1)).is_none_or(|next| !is_word(next)) || !is_one_shape(letters, at + 1);
    (is_check && is_last).then_some(at + 1)
}

/// How many characters from `at` on hold the digits of a number together.
fn joints(letters: &[Letter], at: usize) -> Option<usize> {
    Some(letters.get(at..)?.iter().take(WIDEST_JOINT).take_while(|letter| is_joint(letter.plain)).count())
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
fn local(letters: &[Letter], at: usize, run: &Run) -> Option<(usize, String)> {
    if !is_telephones(letters, at) {
        return None;
    }
    let ends =
        run.ends.iter().take_while(|group| group.joints <= 1 && group.count <= 8).filter(|group| !group.is_listed);
    let found = ends.filter_map(|group| {
        let digits = run.digits.get(..group.count).filter(|digits| matches!(digits.len(), 7 | 8))?;
        Some((group.end, phone(digits)))
    });
    found.filter(|(_, shown)| shown != CLOSED).last()
}

/// Many digits in a row that fit no pattern: the last four.
fn account(letters: &[Letter], at: usize) -> Option<(usize, String)> {
    let rest = letters.get(at..)?.iter().map(|letter| letter.plain);
    let digits: String = rest.take(ALWAYS).take_while(char::is_ascii_digit).collect();
    (digits.len() >= NAMED).then(|| (at + digits.len(), tail(&digits)))
}

/// `+` and a number: ours as at home, any other to its last four digits.
fn abroad(letters: &[Letter], at: usize) -> Option<(usize, String)> {
    let run = run(letters, at + 1 + joints(letters, at + 1)?);
    (0..run.ends.len()).rev().find_map(|last| {
        let GroupEnd { count, end, .. } = *run.ends.get(last).filter(|group| !group.is_listed)?;
        let digits = run.digits.get(..count).filter(|digits| (8..=15).contains(&digits.len()))?;
        let ours = phone(&format!("+{digits}"));
        Some((end, if ours == CLOSED { format!("+{}", tail(digits)) } else { ours }))
    })
}

/// Passports and permits: letters and as many digits as such papers have.
fn passport(letters: &[Letter], at: usize) -> Option<(usize, String)> {
    let word = word(letters, at);
    let ends = (1..=word.len()).rev().filter(|count| *count == word.len() || !is_one_shape(letters, at + count));
    let mut found = ends.filter_map(|count| Some((at + count, document(word.get(..count)?))));
    found.find(|(_, shown)| shown != CLOSED)
}

/// Letters and digits that are no paper of ours, and no number from the first digit on.
fn paper(letters: &[Letter], at: usize) -> Option<(usize, String)> {
    let word = word(letters, at);
    let signs = word.chars().take_while(char::is_ascii_alphabetic).count();
    let number = word.get(signs..).filter(|number| identity::is_digits(number))?;
    let is_paper = signs <= 6 && (7..ALWAYS).contains(&number.len()) && digits(letters, at + signs).is_none();
    is_paper.then(|| (at + word.len(), ends(&word.to_ascii_uppercase())))
}

/// Letters and digits with nothing between, in ASCII; of more than papers have, some.
fn word(letters: &[Letter], at: usize) -> String {
    let rest = letters.get(at..).unwrap_or_default().iter().map(|letter| letter.plain);
    rest.take(24).take_while(|c| is_word(*c)).collect()
}

#[cfg(test)]
#[path = "text_tests.rs"]
mod tests;
