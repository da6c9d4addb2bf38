//! A valid body: JSON that reads, with no unknown field, that the validator accepts.

use std::{future::Future, ops::Deref, pin::Pin};

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header::CONTENT_TYPE, web::Bytes};
use serde::de::DeserializeOwned;
use validator::{Validate, ValidationError, ValidationErrors, ValidationErrorsKind};

use crate::{
    cipher::sha256,
    error::{Error, FieldError, Result, Text},
};

/// Largest JSON body: 1 MiB.
const LARGEST: usize = 1024 * 1024;
/// Longest accepted `Idempotency-Key`, in characters.
const LONGEST_KEY: usize = 255;

/// Makes an effect happen once: the caller's key, and what the key stands for.
#[derive(Clone, Debug, Default)]
pub struct Once {
    /// The `Idempotency-Key` header.
    pub key: Option<String>,
    /// Method and path, so that one key cannot serve two doors.
    pub method_path: String,
    /// SHA-256 of the body.
    pub body_hash: String,
}

impl Once {
    /// For effects that may not be replayed, such as an answer that shows personal data.
    pub fn never() -> Self {
        Self::default()
    }

    /// Insists on a key.
    ///
    /// # Errors
    /// 428 without one.
    pub const fn required(&self) -> Result<&Self> {
        if self.key.is_some() { Ok(self) } else { Err(Error::PreconditionRequired("Idempotency-Key")) }
    }

    pub(crate) fn read(request: &HttpRequest, body: &[u8]) -> Result<Self> {
        let key = request.headers().get("Idempotency-Key");
        let key = key.map(|key| {
            key.to_str().ok().filter(|key| !key.is_empty() && key.len() <= LONGEST_KEY).map(str::to_owned).ok_or_else(
                || {
                    Error::MalformedRequest(Text::new(
                        "Idempotency-Key 须为 1 至 255 个可见字符。",
                        "Idempotency-Key takes 1 to 255 visible characters.",
                    ))
                },
            )
        });
        Ok(Self {
            key: key.transpose()?,
            method_path: format!("{} {}", request.method(), request.path()),
            body_hash: sha256(body),
        })
    }
}

/// A body that was read and found acceptable.
#[derive(Debug)]
pub struct Body<T> {
    value: T,
    /// The request's idempotency key.
    pub once: Once,
}

impl<T> Body<T> {
    /// The value itself.
    pub fn into_inner(self) -> T {
        self.value
    }
}

impl<T> Deref for Body<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: DeserializeOwned + Validate + 'static> FromRequest for Body<T> {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let bytes = Bytes::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            let media =
                request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("application/json");
            let media = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
            if media != "application/json" && !media.ends_with("+json") {
                return Err(Error::UnsupportedMediaType);
            }
            let bytes = bytes.await.map_err(|_| Error::PayloadTooLarge)?;
            if bytes.len() > LARGEST {
                return Err(Error::PayloadTooLarge);
            }
            let once = Once::read(&request, &bytes)?;
            let bytes = if bytes.is_empty() { Bytes::from_static(b"{}") } else { bytes };
            storable(&bytes)?;
            let value = read::<T>(&bytes)?;
            value.validate().map_err(|mistakes| Error::Invalid(fields("", &mistakes)))?;
            Ok(Self { value, once })
        })
    }
}

/// Reads JSON; tells what does not fit and where, never what was sent.
pub(crate) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value: T = serde_path_to_error::deserialize(&mut json).map_err(|mistake| {
        let pointer = pointer(mistake.path());
        refusal_of(&mistake.into_inner(), pointer)
    })?;
    json.end().map_err(|_| malformed())?;
    Ok(value)
}

/// Refuses texts with a NUL, which PostgreSQL cannot hold.
fn storable(bytes: &[u8]) -> Result<()> {
    if !bytes.windows(6).any(|six| six == b"\\u0000") {
        return Ok(());
    }
    let value: serde_json::Value = serde_json::from_slice(bytes).map_err(|_| malformed())?;
    let Some(pointer) = nul(&value, String::new()) else { return Ok(()) };
    let (zh, en) = (
        "含有无法保存的控制字符。请删除后重试。",
        "This contains a control character that cannot be stored. Remove it.",
    );
    Err(Error::invalid(pointer, "cell_unstorable", zh, en))
}

/// Where the first NUL stands.
fn nul(value: &serde_json::Value, at: String) -> Option<String> {
    use serde_json::Value::{Array, Object, String as Text};
    match value {
        Text(text) => text.contains('\0').then_some(at),
        Array(items) => items.iter().enumerate().find_map(|(index, item)| nul(item, format!("{at}/{index}"))),
        Object(fields) => fields.iter().find_map(|(name, item)| {
            if name.contains('\0') { Some(at.clone()) } else { nul(item, format!("{at}/{name}")) }
        }),
        _ => None,
    }
}

fn malformed() -> Error {
    Error::MalformedRequest(Text::new(
        "内容不是有效的 JSON，请检查格式。",
        "The body is not valid JSON; check its form.",
    ))
}

fn refusal_of(mistake: &serde_json::Error, mut pointer: String) -> Error {
    if !mistake.is_data() {
        return malformed();
    }
    let words = mistake.to_string();
    let quoted = words.split('`').nth(1).unwrap_or_default().chars().take(60).collect::<String>();
    if words.starts_with("unknown field") {
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
        let allowed = words
            .split_once("expected ")
            .map_or(String::new(), |(_, rest)| rest.split(" at line").next().unwrap_or_default().replace('`', ""));
        let (zh, en) = (format!("只能取以下值：{allowed}"), format!("Choose one of: {allowed}"));
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
        Segment::Map { key } => format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1")),
        Segment::Enum { variant } => format!("{pointer}/{variant}"),
        Segment::Unknown => pointer,
    })
}

/// The validator's findings as fields. Its own form would echo the rejected value.
fn fields(prefix: &str, mistakes: &ValidationErrors) -> Vec<FieldError> {
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

/// A body of a request that needs none: `{}` or nothing.
#[derive(Debug, Default, serde::Deserialize, validator::Validate, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// A field of a merge patch: absent (leave it), null (clear it), or a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Patch<T> {
    #[default]
    Absent,
    Clear,
    Set(T),
}

impl<'de, T: serde::Deserialize<'de>> serde::Deserialize<'de> for Patch<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::<T>::deserialize(deserializer)?.map_or(Self::Clear, Self::Set))
    }
}

impl<T> Patch<T> {
    /// What the field becomes, given what it is.
    pub fn apply(self, held: Option<T>) -> Option<T> {
        match self {
            Self::Absent => held,
            Self::Clear => None,
            Self::Set(value) => Some(value),
        }
    }

    /// Whether the patch speaks of the field at all.
    pub const fn is_present(&self) -> bool {
        !matches!(self, Self::Absent)
    }
}
