//! What the words right before a number say of it: that it is a telephone, or somebody's account or paper.

use unicode_normalization::UnicodeNormalization;

use super::{is_star, spelt::Letter};
use crate::identity::is_blank;

/// Characters before a short number among which a word says that it is a telephone.
const WORD_WITHIN: usize = 8;
/// What comes before a telephone number that has no area code.
const TELEPHONE: [&str; 12] =
    ["电话", "座机", "固话", "传真", "手机", "总机", "致电", "拨打", "tel", "phone", "fax", "call"];

/// Characters before a number that the words for an account or a paper take up, at most.
const NAMED_WITHIN: usize = 20;
/// What ends the name of an account or a paper.
const IDENTITY: [&str; 24] = [
    "账号",
    "帐号",
    "账户",
    "帐户",
    "卡号",
    "银行卡",
    "信用卡",
    "储蓄卡",
    "借记卡",
    "社保卡",
    "医保卡",
    "银行",
    "存折",
    "身份证",
    "证件",
    "证号",
    "护照",
    "通行证",
    "居留",
    "居留证",
    "居留许可",
    "居住证",
    "驾驶证",
    "驾照",
];
/// What ends like one of them and is a product's or a document's number.
const NOBODYS: [&str; 8] = ["智能卡号", "ca卡号", "sim卡号", "机顶盒卡号", "电视卡号", "充值卡号", "凭证号", "认证号"];
/// The same in English, whatever word comes before.
const ENGLISH: [&str; 9] =
    ["account", "acct", "passport", "iban", "bank card", "credit card", "debit card", "id card", "national id"];
/// And these only where no other word comes before: a smart card, or the id of an order, is nobody's.
const ENGLISH_ALONE: [&str; 2] = ["card", "id"];

/// Whether the words before a short number say that it is a telephone.
pub fn is_telephones(letters: &[Letter], at: usize) -> bool {
    let said = before(letters, at, WORD_WITHIN);
    TELEPHONE.iter().any(|word| said.contains(word))
}

/// Whether the words right before a number say that it is that of an account or a paper.
pub fn is_identitys(letters: &[Letter], at: usize) -> bool {
    names_identity(&before(letters, at, NAMED_WITHIN))
}

/// Whether a header says so of its column, whatever it explains in brackets.
pub fn is_of_identity(header: &str) -> bool {
    let header = lower(header.chars());
    names_identity(header.split(['(', '[']).next().unwrap_or_default())
}

/// What stands right before a number, up to the number before and no further: what is shown of that one must not matter.
fn before(letters: &[Letter], at: usize, within: usize) -> String {
    let back = letters.get(..at).unwrap_or_default().iter().rev().map(|letter| letter.plain).take(within);
    let near: Vec<char> = back.take_while(|c| !c.is_ascii_digit() && !is_star(*c)).collect();
    lower(near.into_iter().rev())
}

fn lower(said: impl Iterator<Item = char>) -> String {
    said.nfkc().collect::<String>().to_lowercase()
}

fn names_identity(said: &str) -> bool {
    let is_between = |c: char| is_blank(c) || ":.,#-()[]\"'“”【】是为码".contains(c);
    let name = said.trim_end_matches(is_between);
    let numbered = ["号", "number", "no", "num"].iter().find_map(|word| name.strip_suffix(word));
    let bare = numbered.unwrap_or(name).trim_end_matches(is_between);
    let ends = |words: &[&str]| words.iter().any(|word| name.ends_with(word) || bare.ends_with(word));
    let prefix = |word: &&str| bare.strip_suffix(*word);
    let is_letter = |c: char| c.is_ascii_alphanumeric();
    (ends(&IDENTITY) && !ends(&NOBODYS))
        || ENGLISH.iter().filter_map(prefix).any(|before| !before.ends_with(is_letter))
        || ENGLISH_ALONE.iter().filter_map(prefix).any(|before| !before.trim_end().ends_with(is_letter))
}
