//! One row of a workbook, read: each cell's normal form, or why it has none.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Field;
use crate::refusal::Refusal;
use crate::{customer, customer_number, identity};

/// A row's cells by field, or a customer's values.
pub type Values = BTreeMap<Field, String>;

/// Why a row cannot go in as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub field: Option<Field>,
    pub refusal: Refusal,
}

/// What tells a row's customer from all others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    pub field: Field,
    pub value: String,
}

/// A row as read: normal forms, cells that hold a mask, and what is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Candidate {
    pub values: Values,
    /// Masked cells as they are; fine only if the customer's own value looks like that.
    pub masked: Values,
    pub problems: Vec<Problem>,
}

impl Candidate {
    /// Reads a row. Blank cells count as absent. `today` is a day in the branch's zone.
    pub fn read(cells: &Values, today: NaiveDate) -> Self {
        let mut read = Self::default();
        for (field, cell) in cells.iter().filter(|(_, cell)| !cell.trim().is_empty()) {
            if field.is_mask(cell) {
                read.masked.insert(*field, cell.trim().to_owned());
                continue;
            }
            match normal(*field, cell, today) {
                Ok(value) => drop(read.values.insert(*field, value)),
                Err(refusal) => read.problems.push(Problem { field: Some(*field), refusal }),
            }
        }
        read
    }

    /// What identifies the row: external id, else number, else ID number, else mobile number.
    pub fn key(&self) -> Option<Key> {
        [Field::ExternalId, Field::Number, Field::IdNumber, Field::Mobile]
            .into_iter()
            .find_map(|field| self.key_of(field))
    }

    /// By what to look for the row's customer, best first: the first that finds one decides.
    ///
    /// A row with both an external id and a number may give that customer its external id.
    pub fn lookups(&self) -> Vec<Key> {
        let own = [Field::ExternalId, Field::Number].into_iter().filter_map(|field| self.key_of(field));
        let own: Vec<Key> = own.collect();
        if own.is_empty() { self.key().into_iter().collect() } else { own }
    }

    fn key_of(&self, field: Field) -> Option<Key> {
        self.values.get(&field).map(|value| Key { field, value: value.clone() })
    }
}

/// The normal form of one value.
///
/// # Errors
/// The field's own refusal; [`Refusal::CellUnstorable`], [`Refusal::CellLong`] for any.
pub fn normal(field: Field, cell: &str, today: NaiveDate) -> Result<String, Refusal> {
    let pointer = field.pointer();
    let text = cell.trim();
    if text.contains('\0') {
        return Err(Refusal::CellUnstorable { pointer });
    }
    let value = match field {
        Field::Number => customer_number::parse(text)?,
        Field::IdNumber => identity::id_number(text, today)?,
        Field::Mobile => identity::mobile(text)?,
        Field::Phone => identity::phone(text)?,
        Field::Email => identity::email(text)?,
        Field::Postcode => identity::postcode(text)?,
        Field::Uscc => identity::uscc(text)?,
        Field::Birthday => {
            let day = date(text).filter(|day| *day <= today);
            day.ok_or(Refusal::CellDate { pointer })?.to_string()
        }
        Field::Kind | Field::Status | Field::Sex => word(field, text).ok_or(Refusal::CellWord { pointer })?.to_owned(),
        _ => text.to_owned(),
    };
    if is_misplaced(field, text, today) {
        return Err(Refusal::NumberElsewhere { pointer });
    }
    let max = field.max();
    if value.chars().count() > max { Err(Refusal::CellLong { pointer, max }) } else { Ok(value) }
}

/// Whether a number of a person stands where a code of ours or of another system belongs: there nothing masks it.
pub fn is_misplaced(field: Field, text: &str, today: NaiveDate) -> bool {
    field.is_code() && (identity::id_number(text, today).is_ok() || identity::mobile(text).is_ok())
}

/// A day as workbooks write it: year first; `-`, `/`, `.` or 年月日 between, or nothing. A time after
/// it is ignored. Days written in another order are not guessed.
fn date(text: &str) -> Option<NaiveDate> {
    let plain = text.chars().map(identity::half_width).collect::<String>();
    let day = plain.split([' ', 'T']).next()?.replace(['年', '月', '/', '.'], "-").replace('日', "");
    let parts: Vec<&str> = day.split('-').collect();
    match parts.as_slice() {
        [whole] if whole.len() == 8 && identity::is_digits(whole) => {
            ymd(whole.get(..4)?, whole.get(4..6)?, whole.get(6..)?)
        }
        [year, month, day] if year.len() == 4 => ymd(year, month, day),
        _ => None,
    }
}

fn ymd(year: &str, month: &str, day: &str) -> Option<NaiveDate> {
    let digits = [year, month, day].iter().all(|part| identity::is_digits(part));
    let date = NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    date.filter(|_| digits)
}

fn word(field: Field, text: &str) -> Option<&'static str> {
    use customer::{Kind, Sex, Status};
    let plain = text.chars().map(identity::half_width).collect::<String>().to_lowercase();
    Some(match (field, plain.trim_end_matches("客户")) {
        (Field::Kind, "个人" | "个人用户" | "individual" | "person" | "personal") => Kind::Individual.word(),
        (Field::Kind, "家庭" | "family" | "household") => Kind::Family.word(),
        (Field::Kind, "集团" | "单位" | "企业" | "公司" | "group" | "corporate") => Kind::Group.word(),
        (Field::Status, "潜在" | "意向" | "prospective" | "prospect") => Status::Prospective.word(),
        (Field::Status, "在网" | "正常" | "在用" | "有效" | "active") => Status::Active.word(),
        (Field::Status, "暂停" | "停机" | "报停" | "suspended") => Status::Suspended.word(),
        (Field::Status, "销户" | "已销户" | "离网" | "关闭" | "closed") => Status::Closed.word(),
        (Field::Sex, "男" | "男性" | "先生" | "male" | "m") => Sex::Male.word(),
        (Field::Sex, "女" | "女性" | "女士" | "female" | "f") => Sex::Female.word(),
        (Field::Sex, "未知" | "不详" | "性别不详" | "保密" | "unknown" | "u") => Sex::Unknown.word(),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
    }

    fn read(cells: &[(Field, &str)]) -> Candidate {
        let cells = cells.iter().map(|(field, cell)| (*field, (*cell).to_owned())).collect();
        Candidate::read(&cells, today())
    }

    #[test]
    fn cells_are_brought_to_their_normal_form() {
        for (field, cell, value) in [
            (Field::Sex, "男", "male"),
            (Field::Sex, " Female ", "female"),
            (Field::Kind, "集团客户", "group"),
            (Field::Status, "正常", "active"),
            (Field::Mobile, "+86 138 1234 5678", "13812345678"),
            (Field::Birthday, "1980/1/2", "1980-01-02"),
            (Field::Birthday, "1980年01月02日", "1980-01-02"),
            (Field::Birthday, "19800102", "1980-01-02"),
            (Field::Birthday, "1980-01-02 00:00:00", "1980-01-02"),
            (Field::Tier, "三星", "三星"),
            (Field::Name, "  张 三 ", "张 三"),
            (Field::ExternalId, "0095", "0095"),
        ] {
            assert_eq!(normal(field, cell, today()).as_deref(), Ok(value), "{cell}");
        }
        for word in customer::Kind::words() {
            assert_eq!(normal(Field::Kind, word, today()).as_deref(), Ok(word));
        }
        for word in customer::Status::words() {
            assert_eq!(normal(Field::Status, word, today()).as_deref(), Ok(word));
        }
        for word in customer::Sex::words() {
            assert_eq!(normal(Field::Sex, word, today()).as_deref(), Ok(word));
        }
    }

    #[test]
    fn each_wrong_cell_is_named() {
        let long = "长".repeat(201);
        let wrong = [
            (Field::Name, long.as_str(), "cell_long"),
            (Field::Sex, "X", "cell_word"),
            (Field::Birthday, "02-01-1980", "cell_date"),
            (Field::Birthday, "1980-02-30", "cell_date"),
            (Field::Birthday, "2026-11-23", "cell_date"),
            (Field::Mobile, "1.38E+10", "mobile_shape"),
            (Field::Number, "95", "customer_number_shape"),
            (Field::Remark, "a\0b", "cell_unstorable"),
        ];
        for (field, cell, code) in wrong {
            let candidate = read(&[(field, cell)]);
            let found: Vec<_> = candidate.problems.iter().map(|p| (p.field, p.refusal.code())).collect();
            assert_eq!(found, [(Some(field), code)], "{cell}");
            assert!(candidate.values.is_empty());
        }
    }

    #[test]
    fn blank_cells_are_absent_and_masked_ones_wait() {
        let candidate = read(&[(Field::Name, " \u{3000}\n"), (Field::Mobile, "138****5678")]);
        assert!(candidate.values.is_empty() && candidate.problems.is_empty());
        assert_eq!(candidate.masked[&Field::Mobile], "138****5678");
        assert_eq!(candidate.key(), None);
    }

    #[test]
    fn the_key_is_the_best_there_is() {
        let number = customer_number::compose("1001", 1).unwrap();
        let mut cells = vec![(Field::ExternalId, "95"), (Field::Number, &number), (Field::Mobile, "13812345678")];
        let fields = |candidate: &Candidate| candidate.lookups().iter().map(|k| k.field).collect::<Vec<_>>();
        let all = read(&cells);
        assert_eq!(all.key().unwrap().field, Field::ExternalId);
        assert_eq!(fields(&all), [Field::ExternalId, Field::Number]);
        cells.remove(0);
        assert_eq!(read(&cells).key().unwrap().field, Field::Number);
        cells.remove(0);
        assert_eq!(fields(&read(&cells)), [Field::Mobile]);
        assert_ne!(read(&[(Field::ExternalId, "95")]).key(), read(&[(Field::ExternalId, "用户95")]).key());
    }

    proptest! {
        #[test]
        fn no_cell_at_all_breaks_it_and_normal_forms_are_final(cell in "\\PC*", at in 0usize..23) {
            let field = Field::ALL[at];
            if let Ok(value) = normal(field, &cell, today()) {
                prop_assert_eq!(normal(field, &value, today()), Ok(value.clone()));
            }
        }
    }
}
