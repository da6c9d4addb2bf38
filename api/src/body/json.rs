//! What JSON must be before it is read into anything: one pass that knows no shapes, only limits.
//!
//! Depth, repeated names, characters that cannot be stored and numbers that no type holds are found here, with their
//! place, because the reader behind it (`serde_json`) would take some of them and name none.

use std::collections::HashSet;

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use crate::error::{Error, FieldError, Result, Text};

/// Objects and lists inside each other; a customer's file needs three.
pub const DEEPEST: usize = 32;

/// Passes over a body that is JSON within the limits.
///
/// # Errors
/// 400 for what is no JSON or too deep, 422 with the place for the rest.
pub fn check(bytes: &[u8]) -> Result<()> {
    let text = std::str::from_utf8(bytes).map_err(|_| malformed())?;
    let mut scan = Scan { bytes, text, at: 0, path: Vec::new() };
    scan.value()?;
    scan.blanks();
    if scan.at == bytes.len() { Ok(()) } else { Err(malformed()) }
}

/// 400: no JSON at all.
pub fn malformed() -> Error {
    Error::MalformedRequest(Text::new(
        "内容不是有效的 JSON，请检查格式。",
        "The body is not valid JSON; check its form.",
    ))
}

/// Whether a text is a day or an instant of a year that RFC 3339 cannot write: neither database sorts those.
pub fn is_beyond_calendar(text: &str) -> bool {
    let far = |year: i32| !(1..=9999).contains(&year);
    text.parse::<NaiveDate>().is_ok_and(|day| far(day.year()))
        || text.parse::<DateTime<Utc>>().is_ok_and(|at| far(at.year()))
}

/// One step on the way to a value.
enum Step {
    Name(String),
    Index(usize),
}

struct Scan<'a> {
    bytes: &'a [u8],
    text: &'a str,
    at: usize,
    path: Vec<Step>,
}

impl Scan<'_> {
    fn value(&mut self) -> Result<()> {
        self.blanks();
        match self.bytes.get(self.at) {
            Some(b'{') => self.object(),
            Some(b'[') => self.list(),
            Some(b'"') => {
                let text = self.string()?;
                if is_beyond_calendar(&text) { Err(self.beyond_calendar()) } else { Ok(()) }
            }
            Some(b't') => self.word("true"),
            Some(b'f') => self.word("false"),
            Some(b'n') => self.word("null"),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => Err(malformed()),
        }
    }

    fn object(&mut self) -> Result<()> {
        self.deeper()?;
        let mut names = HashSet::new();
        self.at += 1;
        self.blanks();
        if self.take(b'}') {
            return Ok(());
        }
        loop {
            self.blanks();
            let name = self.string()?;
            self.path.push(Step::Name(name.clone()));
            if !names.insert(name) {
                return Err(self.flaw("duplicate_field", "字段重复。", "The field is given twice."));
            }
            self.blanks();
            if !self.take(b':') {
                return Err(malformed());
            }
            self.value()?;
            self.path.pop();
            self.blanks();
            if self.take(b'}') {
                return Ok(());
            }
            if !self.take(b',') {
                return Err(malformed());
            }
        }
    }

    fn list(&mut self) -> Result<()> {
        self.deeper()?;
        self.at += 1;
        self.blanks();
        if self.take(b']') {
            return Ok(());
        }
        for index in 0.. {
            self.path.push(Step::Index(index));
            self.value()?;
            self.path.pop();
            self.blanks();
            if self.take(b']') {
                break;
            }
            if !self.take(b',') {
                return Err(malformed());
            }
        }
        Ok(())
    }

    fn deeper(&self) -> Result<()> {
        if self.path.len() < DEEPEST {
            return Ok(());
        }
        Err(Error::MalformedRequest(Text::new(
            format!("内容嵌套超过 {DEEPEST} 层，请简化后重试。"),
            format!("The body is nested more than {DEEPEST} deep; make it flatter."),
        )))
    }

    /// A string, from quote to quote, as it reads.
    fn string(&mut self) -> Result<String> {
        if !self.take(b'"') {
            return Err(malformed());
        }
        let mut read = String::new();
        loop {
            let rest = self.text.get(self.at..).unwrap_or_default();
            let plain = rest.find(['"', '\\']).ok_or_else(malformed)?;
            let part = rest.get(..plain).unwrap_or_default();
            if part.bytes().any(|byte| byte < 0x20) {
                return Err(malformed());
            }
            read.push_str(part);
            self.at += plain;
            if self.take(b'"') {
                return Ok(read);
            }
            self.at += 1;
            read.push(self.escaped()?);
        }
    }

    /// The character behind a backslash.
    fn escaped(&mut self) -> Result<char> {
        let letter = self.bytes.get(self.at).copied().ok_or_else(malformed)?;
        self.at += 1;
        Ok(match letter {
            b'"' | b'\\' | b'/' => char::from(letter),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unit(),
            _ => return Err(malformed()),
        })
    }

    /// The character of `\uXXXX`, or of two that belong together.
    fn unit(&mut self) -> Result<char> {
        let first = self.hex()?;
        let units =
            if (0xD800..0xDC00).contains(&first) && self.bytes.get(self.at..).is_some_and(|b| b.starts_with(b"\\u")) {
                self.at += 2;
                vec![first, self.hex()?]
            } else {
                vec![first]
            };
        match char::decode_utf16(units).next() {
            Some(Ok('\0')) => Err(self.flaw(
                "cell_unstorable",
                "含有无法保存的控制字符。请删除后重试。",
                "This contains a control character that cannot be stored. Remove it.",
            )),
            Some(Ok(character)) => Ok(character),
            _ => Err(self.flaw(
                "unpaired_surrogate",
                "含有残缺的字符。请删除后重试。",
                "This contains half a character. Remove it.",
            )),
        }
    }

    fn hex(&mut self) -> Result<u16> {
        let digits = self.text.get(self.at..self.at + 4).filter(|text| text.bytes().all(|b| b.is_ascii_hexdigit()));
        self.at += 4;
        digits.and_then(|digits| u16::from_str_radix(digits, 16).ok()).ok_or_else(malformed)
    }

    fn number(&mut self) -> Result<()> {
        let start = self.at;
        self.take(b'-');
        if !self.take(b'0') && self.digits() == 0 {
            return Err(malformed());
        }
        if self.take(b'.') && self.digits() == 0 {
            return Err(malformed());
        }
        if self.take(b'e') || self.take(b'E') {
            let _ = self.take(b'+') || self.take(b'-');
            if self.digits() == 0 {
                return Err(malformed());
            }
        }
        let number: f64 = self.text.get(start..self.at).and_then(|text| text.parse().ok()).ok_or_else(malformed)?;
        if number.is_finite() {
            return Ok(());
        }
        Err(self.flaw("out_of_range", "数值超出范围。", "The number is out of range."))
    }

    fn digits(&mut self) -> usize {
        let start = self.at;
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
        }
        self.at - start
    }

    fn word(&mut self, word: &str) -> Result<()> {
        let stands = self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(word.as_bytes()));
        self.at += word.len();
        if stands { Ok(()) } else { Err(malformed()) }
    }

    fn blanks(&mut self) {
        while self.bytes.get(self.at).is_some_and(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn take(&mut self, wanted: u8) -> bool {
        let stands = self.bytes.get(self.at) == Some(&wanted);
        self.at += usize::from(stands);
        stands
    }

    fn beyond_calendar(&self) -> Error {
        self.flaw("cell_date", "年份须在 0001 至 9999 之间。", "The year must be from 0001 to 9999.")
    }

    fn flaw(&self, code: &str, zh: &str, en: &str) -> Error {
        let pointer = self.path.iter().fold(String::new(), |pointer, step| match step {
            Step::Name(name) => format!("{pointer}/{}", escape(name)),
            Step::Index(index) => format!("{pointer}/{index}"),
        });
        Error::Invalid(vec![FieldError::new(pointer, code, zh, en)])
    }
}

/// A name as a JSON pointer has it.
pub fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
