//! Query parameters that read, with no unknown name: a mistake is a problem that names the parameter.

use std::{future::Ready, future::ready, ops::Deref};

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use serde::de::DeserializeOwned;

use crate::error::{Error, FieldError, Result};

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

fn read<T: DeserializeOwned>(text: &str) -> Result<T> {
    let pairs = serde_urlencoded::from_str::<Vec<(String, String)>>(text).map_err(|_| wrong("?", "unreadable"))?;
    if let Some((name, _)) = pairs.iter().find(|(_, value)| value.contains('\0')) {
        return Err(wrong(&format!("?{}", name.chars().take(60).collect::<String>()), "wrong_value"));
    }
    let given: Vec<_> = pairs.iter().filter(|(_, value)| !value.is_empty()).collect();
    let text = serde_urlencoded::to_string(given).map_err(|_| wrong("?", "unreadable"))?;
    let pairs = serde_urlencoded::Deserializer::new(form(&text));
    serde_path_to_error::deserialize(pairs).map_err(|mistake| {
        let words = mistake.inner().to_string();
        let named = words.split('`').nth(1).unwrap_or_default().chars().take(60).collect::<String>();
        if words.starts_with("unknown field")
            || words.starts_with("duplicate field")
            || words.starts_with("missing field")
        {
            let code = words.split(" `").next().unwrap_or_default().replace(' ', "_");
            return wrong(&format!("?{named}"), &code);
        }
        wrong(&format!("?{}", mistake.path()), "wrong_value")
    })
}

fn form(text: &str) -> form_urlencoded::Parse<'_> {
    form_urlencoded::parse(text.as_bytes())
}

fn wrong(pointer: &str, code: &str) -> Error {
    let (zh, en) = match code {
        "unknown_field" => ("没有这个参数。", "There is no such parameter."),
        "duplicate_field" => ("参数重复。", "The parameter is given twice."),
        "missing_field" => ("缺少此参数。", "The parameter is required."),
        _ => ("参数值不正确。", "The value of the parameter is wrong."),
    };
    Error::InvalidParameter(vec![FieldError::new(pointer, code, zh, en)])
}
