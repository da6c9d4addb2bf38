//! Family names: which have two characters, and how those are read that dictionaries get wrong.

/// Family names of two characters, the common ones.
const COMPOUND: &[&str] = &[
    "欧阳", "上官", "司马", "诸葛", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "长孙", "宇文", "独孤",
    "南宫", "东方", "西门", "端木", "百里", "呼延", "轩辕", "申屠", "太史", "澹台", "公冶", "宗政", "濮阳", "淳于",
    "单于", "赫连", "钟离", "鲜于", "闻人", "万俟", "拓跋", "司空", "亓官", "仲孙", "东郭", "左丘", "梁丘", "谷梁",
    "公羊", "漆雕", "乐正", "颛孙", "闾丘", "东门", "南门", "第五",
];

/// Readings of family names that are not the character's everyday reading; no tones.
const READINGS: &[(&str, &str)] = &[
    ("万俟", "moqi"),
    ("尉迟", "yuchi"),
    ("单于", "chanyu"),
    ("澹台", "tantai"),
    ("长孙", "zhangsun"),
    ("令狐", "linghu"),
    ("亓官", "qiguan"),
    ("单", "shan"),
    ("曾", "zeng"),
    ("仇", "qiu"),
    ("解", "xie"),
    ("查", "zha"),
    ("任", "ren"),
    ("区", "ou"),
    ("盖", "ge"),
    ("朴", "piao"),
    ("繁", "po"),
    ("冼", "xian"),
    ("翟", "zhai"),
    ("华", "hua"),
    ("缪", "miao"),
    ("覃", "qin"),
    ("乐", "yue"),
    ("燕", "yan"),
    ("洗", "xian"),
    ("黑", "he"),
    ("员", "yun"),
    ("秘", "bi"),
    ("折", "she"),
    ("召", "shao"),
    ("召", "zhao"),
    ("盛", "sheng"),
    ("种", "chong"),
    ("逄", "pang"),
    ("卜", "bu"),
    ("晁", "chao"),
    ("佴", "nai"),
    ("宓", "fu"),
    ("祭", "zhai"),
    ("那", "na"),
    ("能", "nai"),
    ("牟", "mu"),
    ("牟", "mou"),
    ("隗", "wei"),
    ("隗", "kui"),
    ("撒", "sa"),
    ("贾", "jia"),
    ("尹", "yin"),
    ("纪", "ji"),
    ("葛", "ge"),
    ("应", "ying"),
    ("柏", "bai"),
    ("宁", "ning"),
    ("过", "guo"),
    ("訾", "zi"),
    ("幺", "yao"),
    ("相", "xiang"),
    ("车", "che"),
    ("谌", "chen"),
    ("谌", "shen"),
];

/// Whether `name` begins with a family name of two characters.
pub fn is_compound(name: &str) -> bool {
    COMPOUND.iter().any(|one| name.starts_with(one))
}

/// How the family name that `name` begins with is read, and how many characters it has. Longest
/// family names first; several entries when it has several readings.
pub fn readings(name: &str) -> impl Iterator<Item = (usize, &'static str)> {
    READINGS
        .iter()
        .filter(move |(surname, _)| name.starts_with(surname))
        .map(|(surname, reading)| (surname.chars().count(), *reading))
}

/// Whether `c` is a Chinese character, those beyond the basic plane included.
pub fn is_han(c: char) -> bool {
    matches!(c,
        '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}' | '〇')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readings_are_plain_letters() {
        for (name, reading) in READINGS {
            assert!(name.chars().all(is_han) && reading.chars().all(|c| c.is_ascii_lowercase()));
        }
        assert!(COMPOUND.iter().all(|name| name.chars().count() == 2));
    }

    #[test]
    fn a_family_name_of_two_characters_comes_first() {
        assert_eq!(readings("单于丹").next(), Some((2, "chanyu")));
        assert_eq!(readings("单田芳").collect::<Vec<_>>(), [(1, "shan")]);
        assert!(is_compound("尉迟恭") && !is_compound("尉"));
    }
}
