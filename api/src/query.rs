//! Query parameters that read, each known and given once: a mistake is a problem that names the parameter.

use std::{future::Ready, future::ready, ops::Deref};

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use serde::de::{DeserializeOwned, Deserializer, Error as _, Visitor, value::Error as Stopped};

use crate::{
    body::json::is_beyond_calendar,
    error::{Error, FieldError, Result},
};

/// Characters of a name that an answer repeats.
const SHOWN: usize = 60;

/// The parameters of a request.
#[derive(Clone, Debug)]
pub struct Query<T>(pub T);

impl<T> Deref for Query<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(read(request.query_string()).map(Self))
    }
}

/// Reads a query string; a parameter without a value is one that is not given.
///
/// # Errors
/// 400 with the name of the parameter that is unknown, repeated, or wrong.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T> {
    let pairs = pairs(text)?;
    let known = names::<T>();
    for (index, (name, value)) in pairs.iter().enumerate() {
        let wrong = |code| Err(wrong(&pointer(name), code));
        if known.is_some_and(|known| !known.contains(&name.as_str())) {
            return wrong("unknown_field");
        }
        if pairs.iter().take(index).any(|(earlier, _)| earlier == name) {
            return wrong("duplicate_field");
        }
        if value.contains('\0') || is_beyond_calendar(value) {
            return wrong("wrong_value");
        }
    }
    let given: Vec<_> = pairs.iter().filter(|(_, value)| !value.is_empty()).collect();
    let text = serde_urlencoded::to_string(given).map_err(|_| wrong("?", "unreadable"))?;
    let pairs = serde_urlencoded::Deserializer::new(form_urlencoded::parse(text.as_bytes()));
    serde_path_to_error::deserialize(pairs).map_err(|mistake| {
        let words = mistake.inner().to_string();
        let named = words.split('`').nth(1).unwrap_or_default();
        if words.starts_with("unknown field") || words.starts_with("missing field") {
            let code = words.split(" `").next().unwrap_or_default().replace(' ', "_");
            return wrong(&pointer(named), &code);
        }
        wrong(&pointer(&mistake.path().to_string()), "wrong_value")
    })
}

fn pointer(name: &str) -> String {
    format!("?{}", name.chars().take(SHOWN).collect::<String>())
}

/// Names and values, decoded strictly: what is no UTF-8 or half an escape is refused, not replaced.
///
/// # Errors
/// 400 where it does not decode.
pub fn pairs(text: &str) -> Result<Vec<(String, String)>> {
    let parts = text.split('&').filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let name = decoded(name).ok_or_else(|| wrong("?", "unreadable"))?;
            let value = decoded(value).ok_or_else(|| wrong(&pointer(&name), "unreadable"))?;
            Ok((name, value))
        })
        .collect()
}

fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit = || char::from(rest.next()?).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
                digit()? * 16 + digit()?
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok()
}

/// The names that a type of parameters has, as far as it names them all.
fn names<T: DeserializeOwned>() -> Option<&'static [&'static str]> {
    let mut names = None;
    T::deserialize(Names(&mut names)).ok();
    names
}

/// Reads nothing: it only asks a type which fields it wants.
struct Names<'a>(&'a mut Option<&'static [&'static str]>);

impl<'de> Deserializer<'de> for Names<'_> {
    type Error = Stopped;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Stopped> {
        *self.0 = Some(fields);
        Err(Stopped::custom("that is all"))
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Stopped> {
        Err(Stopped::custom("it names no fields"))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

fn wrong(pointer: &str, code: &str) -> Error {
    let (zh, en) = match code {
        "unknown_field" => ("没有这个参数。", "There is no such parameter."),
        "duplicate_field" => ("参数重复。", "The parameter is given twice."),
        "missing_field" => ("缺少此参数。", "The parameter is required."),
        "unreadable" => ("参数编码有误，须为 UTF-8。", "The parameter cannot be decoded; send it as UTF-8."),
        _ => ("参数值不正确。", "The value of the parameter is wrong."),
    };
    Error::InvalidParameter(vec![FieldError::new(pointer, code, zh, en)])
}
