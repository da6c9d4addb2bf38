//! What does not fit, said as fields of the body: never in the reader's words, never with what was sent.

use validator::{ValidationError, ValidationErrors, ValidationErrorsKind};

use super::json::{escape, malformed};
use crate::error::{Error, FieldError};

/// The refusal that a reader's objection becomes.
pub fn refusal(mistake: &serde_path_to_error::Error<serde_json::Error>) -> Error {
    let mut pointer = pointer(mistake.path());
    if !mistake.inner().is_data() {
        return malformed();
    }
    let words = mistake.inner().to_string();
    let quoted = words.split('`').nth(1).unwrap_or_default().chars().take(60).collect::<String>();
    if words.starts_with("unknown field") {
        let quoted = escape(&quoted);
        if !pointer.ends_with(&format!("/{quoted}")) {
            pointer = format!("{pointer}/{quoted}");
        }
        return Error::UnknownField(FieldError::new(
            pointer,
            "unknown_field",
            "没有这个字段。",
            "There is no such field.",
        ));
    }
    if words.starts_with("missing field") {
        let pointer = format!("{pointer}/{quoted}");
        return Error::Invalid(vec![FieldError::new(pointer, "required", "此项必填。", "This field is required.")]);
    }
    if words.starts_with("unknown variant") {
        // Only the values, never the reader's sentence around them.
        let expected = words.split_once("expected ").map_or("", |(_, rest)| rest);
        let allowed = expected.split('`').skip(1).step_by(2).collect::<Vec<_>>();
        let (zh, en) =
            (format!("只能取以下值：{}。", allowed.join("、")), format!("Choose one of: {}.", allowed.join(", ")));
        return Error::Invalid(vec![FieldError::new(pointer, "unknown_value", zh, en)]);
    }
    Error::Invalid(vec![FieldError::new(
        pointer,
        "wrong_type",
        "类型或格式不正确。",
        "The value has the wrong type or form.",
    )])
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter().fold(String::new(), |pointer, segment| match segment {
        Segment::Seq { index } => format!("{pointer}/{index}"),
        Segment::Map { key } => format!("{pointer}/{}", escape(key)),
        Segment::Enum { variant } => format!("{pointer}/{variant}"),
        Segment::Unknown => pointer,
    })
}

/// The validator's findings as fields. Its own form would echo the rejected value.
pub fn fields(prefix: &str, mistakes: &ValidationErrors) -> Vec<FieldError> {
    let mut found: Vec<_> = mistakes
        .errors()
        .iter()
        .flat_map(|(name, kind)| match kind {
            ValidationErrorsKind::Field(errors) => {
                errors.iter().map(|error| field(format!("{prefix}/{name}"), error)).collect()
            }
            ValidationErrorsKind::Struct(inner) => fields(&format!("{prefix}/{name}"), inner),
            ValidationErrorsKind::List(items) => items
                .iter()
                .flat_map(|(index, inner)| fields(&format!("{prefix}/{name}/{index}"), inner))
                .collect::<Vec<_>>(),
        })
        .collect();
    found.sort_by(|a, b| a.pointer.cmp(&b.pointer));
    found
}

fn field(pointer: String, error: &ValidationError) -> FieldError {
    let number = |name: &str| error.params.get(name).map(ToString::to_string);
    let (zh, en) = match (error.code.as_ref(), number("min"), number("max")) {
        ("length", Some(min), Some(max)) => {
            (format!("长度须为 {min} 至 {max} 个字符（或项）。"), format!("The length must be {min} to {max}."))
        }
        ("length", Some(min), None) => (format!("长度至少为 {min}。"), format!("The length must be at least {min}.")),
        ("length", None, Some(max)) => (format!("长度不能超过 {max}。"), format!("The length must not exceed {max}.")),
        ("range", Some(min), Some(max)) => {
            (format!("须在 {min} 与 {max} 之间。"), format!("The value must be from {min} to {max}."))
        }
        _ => match &error.message {
            Some(text) => {
                let (zh, en) = text.split_once('|').unwrap_or((text, text));
                (zh.to_owned(), en.to_owned())
            }
            None => ("内容不符合要求。".to_owned(), "The value is not acceptable.".to_owned()),
        },
    };
    FieldError::new(pointer, error.code.to_string(), zh, en)
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;
    use crate::error::Lang;

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Two {
        Hall,
        Hotline,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Three {
        Hall,
        Hotline,
        Visit,
    }

    fn told<T: serde::de::DeserializeOwned + std::fmt::Debug>(lang: Lang) -> String {
        let mut reader = serde_json::Deserializer::from_str("\"x\"");
        let mistake = serde_path_to_error::deserialize::<_, T>(&mut reader).unwrap_err();
        refusal(&mistake).problem(lang, "").errors.remove(0).detail
    }

    #[test]
    fn words_that_may_stand_there_are_listed_in_our_own_sentence() {
        assert_eq!(told::<Two>(Lang::En), "Choose one of: hall, hotline.");
        assert_eq!(told::<Three>(Lang::En), "Choose one of: hall, hotline, visit.");
        assert_eq!(told::<Three>(Lang::Zh), "只能取以下值：hall、hotline、visit。");
    }
}
