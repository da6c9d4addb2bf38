//! Addresses of e-mail in a text.

use super::{is_gap, plain_at, spelt::Letter};

/// Addresses of e-mail: the first letter and the domain stay.
pub fn mailboxes(letters: &[Letter]) -> Vec<Letter> {
    let mut out = Vec::with_capacity(letters.len());
    let mut word = Vec::new();
    for (at, letter) in letters.iter().copied().enumerate() {
        if letter.plain.is_alphanumeric() || ".@_%+-".contains(letter.plain) || is_beside_at(letters, at) {
            word.push(letter);
        } else {
            mailbox(&mut out, &word);
            word.clear();
            out.push(letter);
        }
    }
    mailbox(&mut out, &word);
    out
}

/// Whether a blank belongs to an address (`wang @ example.com`): it comes after the `@`, or there is one on either side.
fn is_beside_at(letters: &[Letter], at: usize) -> bool {
    let is = |at: Option<usize>, what: fn(char) -> bool| plain_at(letters, at).is_some_and(what);
    let before = at.checked_sub(1);
    let is_leading = is(before, |c| c.is_ascii_alphanumeric()) && is(Some(at + 1), is_at) && is(Some(at + 2), is_gap);
    is(Some(at), is_gap) && (is_leading || is(before, is_at))
}

const fn is_at(c: char) -> bool {
    c == '@'
}

fn mailbox(out: &mut Vec<Letter>, word: &[Letter]) {
    let is_letter = |letter: &Letter| letter.plain.is_alphanumeric();
    let start = word.iter().position(is_letter).unwrap_or(word.len());
    let end = word.iter().rposition(is_letter).map_or(start, |last| last + 1);
    let core = word.get(start..end).unwrap_or_default();
    let domain = core.iter().rposition(|c| is_at(c.plain)).and_then(|at| core.get(at + 1..)).unwrap_or_default();
    let top = domain.iter().rposition(|c| c.plain == '.').and_then(|dot| plain_at(domain, Some(dot + 1)));
    if top.is_some_and(char::is_alphabetic) {
        out.extend(word.get(..=start).unwrap_or_default());
        out.extend("***@".chars().map(Letter::new));
        out.extend(domain.iter().filter(|c| !is_gap(c.plain)));
        out.extend(word.get(end..).unwrap_or_default());
    } else {
        out.extend(word);
    }
}
