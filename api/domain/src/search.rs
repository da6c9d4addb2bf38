//! Finding customers by what people type: characters, pinyin, initials, letters and digits.
//!
//! A name is stored as its [`grams`]; a customer is found when all grams of a [`query`] are among
//! them. Two-character names are the common case, so trigrams would not do.

use std::collections::BTreeSet;

use pinyin::ToPinyinMulti;

use crate::identity::half_width;
use crate::surname::{self, is_han};

/// How much of a text counts, in characters.
const TEXT_MAX: usize = 200;
/// Longest gram of letters and digits; longer words are found by their beginning.
const WORD_MAX: usize = 32;
/// Longest gram of pinyin, in letters; longer spellings are found by their beginning.
const PINYIN_MAX: usize = 12;
/// Longest run of characters that is read in every way it may be read: names, not companies.
const NAME_MAX: usize = 4;
/// Most ways to read a run from one character on.
const SPELLINGS_MAX: usize = 16;

/// A piece of text of one kind.
enum Run {
    Han(Vec<char>),
    Word(String),
}

/// Everything a text is found by: each character, each two neighbours, the beginnings of its pinyin
/// and of its initials from every character on, and the beginnings of its words. Blanks between
/// Chinese characters and the dot within names do not count.
pub fn grams(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for run in runs(text, true) {
        match run {
            Run::Han(run) => {
                found.extend(neighbours(&run));
                for start in 0..run.len() {
                    spell(run.get(start..).unwrap_or_default(), run.len(), start == 0, &mut found);
                }
            }
            Run::Word(word) => found.extend(beginnings(&word, WORD_MAX)),
        }
    }
    found
}

/// The grams that a text must all have to be found by `text`; none when there is nothing to go by.
pub fn query(text: &str) -> BTreeSet<String> {
    let mut wanted = BTreeSet::new();
    for run in runs(text, false) {
        match run {
            Run::Han(run) if run.len() > 1 => {
                wanted.extend(run.windows(2).map(|pair| pair.iter().collect::<String>()));
            }
            Run::Han(run) => wanted.extend(run.iter().map(char::to_string)),
            Run::Word(word) => {
                let letters = word.chars().all(|c| c.is_ascii_lowercase());
                wanted.insert(cut(&word, if letters { PINYIN_MAX } else { WORD_MAX }));
            }
        }
    }
    wanted
}

/// The runs of a text. With `join`, Chinese characters go on over blanks (`张　三`).
fn runs(text: &str, join: bool) -> Vec<Run> {
    let mut found: Vec<Run> = Vec::new();
    let mut apart = true;
    let kept = text.chars().filter(|c| !is_name_dot(*c)).take(TEXT_MAX);
    for c in kept.map(half_width).flat_map(char::to_lowercase) {
        let han = is_han(c);
        if !han && !c.is_alphanumeric() {
            apart = apart || !join || !c.is_whitespace() || !matches!(found.last(), Some(Run::Han(_)));
            continue;
        }
        match found.last_mut() {
            Some(Run::Han(run)) if han && !apart => run.push(c),
            Some(Run::Word(word)) if !han && !apart => word.push(c),
            _ if han => found.push(Run::Han(vec![c])),
            _ => found.push(Run::Word(c.to_string())),
        }
        apart = false;
    }
    found
}

fn is_name_dot(c: char) -> bool {
    matches!(c, '·' | '•' | '・' | '‧' | '･')
}

/// Each character and each two neighbours.
fn neighbours(run: &[char]) -> impl Iterator<Item = String> {
    run.windows(1).chain(run.windows(2)).map(|few| few.iter().collect())
}

/// Adds the beginnings of the pinyin and the initials of `rest`, the end of a run of `length`
/// characters; `first` says that it begins with the family name.
fn spell(rest: &[char], length: usize, first: bool, found: &mut BTreeSet<String>) {
    let every = length <= NAME_MAX;
    let mut spellings = vec![(String::new(), String::new(), 0)];
    if first {
        let name: String = rest.iter().collect();
        let family = surname::readings(&name);
        spellings.extend(family.map(|(count, reading)| (reading.to_owned(), initials(rest, reading, count), count)));
    }
    for (letters, starts, read) in spellings {
        for (letters, starts) in readings(rest.get(read..).unwrap_or_default(), letters, starts, every) {
            found.extend(beginnings(&letters, PINYIN_MAX));
            found.extend(beginnings(&starts, PINYIN_MAX));
        }
    }
}

/// The initials of a family name read as `reading`: of one character, its first letter; of two, the
/// second one's own initial after it.
fn initials(rest: &[char], reading: &str, count: usize) -> String {
    let second = rest.get(1).filter(|_| count == 2).and_then(|c| syllables(*c).into_iter().next());
    reading.chars().take(1).chain(second.iter().flat_map(|s| s.chars().take(1))).collect()
}

/// Pinyin and initials of `rest` in every way (or the usual way), each after what was read before.
fn readings(rest: &[char], letters: String, starts: String, every: bool) -> Vec<(String, String)> {
    let mut ways = vec![(letters, starts)];
    for c in rest {
        let mut read = syllables(*c);
        read.truncate(if every { SPELLINGS_MAX } else { 1 });
        if read.is_empty() || ways.iter().all(|(_, starts)| starts.len() >= PINYIN_MAX) {
            break;
        }
        ways = ways
            .iter()
            .flat_map(|(letters, starts)| {
                read.iter().map(move |syllable| {
                    let initial: String = syllable.chars().take(1).collect();
                    (format!("{letters}{syllable}"), format!("{starts}{initial}"))
                })
            })
            .take(SPELLINGS_MAX)
            .collect();
    }
    ways
}

/// How a character may be read, the usual way first; no tones, `ü` as `v` and as `u`.
fn syllables(c: char) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for reading in c.to_pinyin_multi().into_iter().flatten() {
        let plain = reading.plain();
        for spelt in [plain.replace('ü', "v"), plain.replace('ü', "u")] {
            if !found.contains(&spelt) {
                found.push(spelt);
            }
        }
    }
    found
}

/// Every beginning of `text`, at most `max` characters long.
fn beginnings(text: &str, max: usize) -> impl Iterator<Item = String> {
    text.char_indices().take(max).filter_map(|(at, c)| text.get(..at + c.len_utf8())).map(str::to_owned)
}

fn cut(text: &str, max: usize) -> String {
    text.chars().take(max).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn finds(name: &str, typed: &str) -> bool {
        let wanted = query(typed);
        !wanted.is_empty() && wanted.is_subset(&grams(name))
    }

    #[test]
    fn a_name_is_found_by_what_people_type() {
        for (name, typed) in [
            ("张三", "张三"),
            ("张三", "三"),
            ("张　三", "张三"),
            ("张三", "zhangsan"),
            ("张三", "ZhangS"),
            ("张三", "zs"),
            ("王小明", "小明"),
            ("王小明", "xiaoming"),
            ("王小明", "wang xm"),
            ("王小明", "王xm"),
            ("王小明", "w"),
            ("买买提·吐尔逊", "买买提吐尔逊"),
            ("吕布", "lv"),
            ("吕布", "lubu"),
            ("四川广电网络股份有限公司", "广电网络"),
            ("四川广电网络股份有限公司", "sichuanguangdianwangluo"),
            ("四川广电网络股份有限公司", "gdwl"),
            ("John Smith", "smi"),
            ("ABC电视台", "abc"),
            ("用户95", "95"),
            ("ＡＢ１２", "ab12"),
            ("7590-VHVEG", "7590-vhv"),
            ("𠮷田", "𠮷"),
        ] {
            assert!(finds(name, typed), "{typed} should find {name}");
        }
    }

    #[test]
    fn family_names_are_read_as_family_names_and_as_written() {
        for (name, typed) in [
            ("单田芳", "shantianfang"),
            ("单田芳", "dan"),
            ("单田芳", "stf"),
            ("曾国藩", "zengguofan"),
            ("曾国藩", "ceng"),
            ("仇英", "qiuying"),
            ("解晓东", "xiexiaodong"),
            ("尉迟恭", "yuchigong"),
            ("尉迟恭", "ycg"),
            ("单于丹", "chanyudan"),
            ("万俟卨", "moqi"),
            ("任重", "renzhong"),
            ("任重", "renchong"),
            ("欧阳娜娜", "ouyangnana"),
            ("欧阳娜娜", "oynn"),
        ] {
            assert!(finds(name, typed), "{typed} should find {name}");
        }
    }

    #[test]
    fn what_was_not_typed_is_not_found() {
        for (name, typed) in [("张三", "李"), ("张三", "三张"), ("张三", "lisi"), ("用户95", "96"), ("张三", " ·*")]
        {
            assert!(!finds(name, typed), "{typed} should not find {name}");
        }
        assert!(query("").is_empty() && grams("").is_empty());
    }

    #[test]
    fn a_long_name_stays_small() {
        assert!(grams("欧阳娜娜").len() < 120, "{}", grams("欧阳娜娜").len());
        assert!(grams(&"行长重乐".repeat(50)).len() < 4000);
    }

    proptest! {
        #[test]
        fn whatever_a_text_is_it_finds_itself(text in "[\\p{Han}a-zA-Z0-9 ·，-]{0,40}|\\PC{0,60}") {
            prop_assert!(query(&text).is_subset(&grams(&text)));
        }

        #[test]
        fn any_piece_of_a_chinese_name_finds_it(name in "[\u{4E00}-\u{9FFF}\u{20000}-\u{2A6DF}]{1,12}", from in 0usize..12, count in 1usize..12) {
            let piece: String = name.chars().skip(from).take(count).collect();
            prop_assert!(query(&piece).is_subset(&grams(&name)));
        }
    }
}
