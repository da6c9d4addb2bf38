//! The one error, and the one table from error to HTTP problem (RFC 9457), in Chinese and English.

use actix_web::{HttpResponse, ResponseError, http::StatusCode};
use guibin_domain::refusal::{Refusal, RefusalKind};
use sea_orm::{DbErr, SqlErr};
use serde::Serialize;
use utoipa::ToSchema;

/// What commands, rows and extractors return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The language of an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    #[default]
    Zh,
    En,
}

/// One text in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    pub zh: String,
    pub en: String,
}

impl Text {
    /// Both sentences.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// The sentence in `lang`.
    pub fn in_lang(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

/// What is wrong with one field of the input.
#[derive(Clone, Debug)]
pub struct FieldError {
    /// JSON pointer into the body, or `?name` for a query parameter.
    pub pointer: String,
    pub code: String,
    pub text: Text,
}

impl FieldError {
    /// A mistake at `pointer`.
    pub fn new(
        pointer: impl Into<String>,
        code: impl Into<String>,
        zh: impl Into<String>,
        en: impl Into<String>,
    ) -> Self {
        Self { pointer: pointer.into(), code: code.into(), text: Text::new(zh, en) }
    }
}

/// Everything that can go wrong with a request.
#[derive(Debug)]
pub enum Error {
    AuthenticationRequired,
    InvalidCredentials,
    TokenExpired,
    TokenInvalid,
    CsrfRejected,
    /// Names the permission that is missing.
    PermissionDenied(&'static str),
    /// Not there, or not the caller's: the two look the same.
    NotFound,
    MethodNotAllowed,
    MalformedRequest(Text),
    InvalidParameter(Vec<FieldError>),
    UnsupportedMediaType,
    PayloadTooLarge,
    UnknownField(FieldError),
    Invalid(Vec<FieldError>),
    /// Something with these values exists already.
    Duplicate(FieldError),
    /// The thing is not in a state that allows it.
    Conflict {
        code: &'static str,
        text: Text,
    },
    PreconditionFailed,
    PreconditionRequired(&'static str),
    IdempotencyKeyReused,
    /// Seconds until another try makes sense.
    RateLimited(u32),
    Unavailable,
    /// A rule of the business said no.
    Refused(Refusal),
    /// Ours, not the caller's; logged, never shown.
    Internal(anyhow::Error),
}

impl Error {
    /// One field that is readable but not acceptable.
    pub fn invalid(
        pointer: impl Into<String>,
        code: impl Into<String>,
        zh: impl Into<String>,
        en: impl Into<String>,
    ) -> Self {
        Self::Invalid(vec![FieldError::new(pointer, code, zh, en)])
    }

    /// Not there, or not the caller's.
    pub const fn not_found() -> Self {
        Self::NotFound
    }

    /// What an answer that did not come from our handlers means: an unknown address, a method not served.
    pub(crate) fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::METHOD_NOT_ALLOWED => Self::MethodNotAllowed,
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::PAYLOAD_TOO_LARGE => Self::PayloadTooLarge,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::UnsupportedMediaType,
            status if status.is_server_error() => Self::Unavailable,
            _ => Self::MalformedRequest(Text::new(
                "请求格式有误，请检查后重试。",
                "The request cannot be read; check its form.",
            )),
        }
    }

    /// Status, problem type, title and advice: the whole contract.
    fn row(&self) -> (u16, &'static str, Text) {
        let (status, slug, zh, en) = match self {
            Self::AuthenticationRequired => (401, "authentication-required", "请先登录。", "Sign in first."),
            Self::InvalidCredentials => (
                401,
                "invalid-credentials",
                "用户名或密码不正确，请检查后重试。",
                "The user name or password is wrong; check them and try again.",
            ),
            Self::TokenExpired => {
                (401, "token-expired", "登录已过期，请重新登录。", "Your sign-in has expired; sign in again.")
            }
            Self::TokenInvalid => {
                (401, "token-invalid", "登录凭证无效，请重新登录。", "The access token is not valid; sign in again.")
            }
            Self::CsrfRejected => (
                403,
                "csrf-rejected",
                "请求来源无法确认，请刷新页面后重试。",
                "The origin of the request is not certain; reload the page and try again.",
            ),
            Self::PermissionDenied(_) => (
                403,
                "permission-denied",
                "您没有执行此操作的权限，如有需要请联系管理员。",
                "You may not do this; ask an administrator if you need to.",
            ),
            Self::NotFound => {
                (404, "not-found", "没有找到该内容，或您无权查看。", "There is no such thing, or you may not see it.")
            }
            Self::MethodNotAllowed => {
                (405, "method-not-allowed", "该地址不支持此方法。", "This address does not take this method.")
            }
            Self::MalformedRequest(text) => return (400, "malformed-request", text.clone()),
            Self::InvalidParameter(_) => {
                (400, "invalid-parameter", "请求参数有误，请按提示修改。", "A parameter is wrong; change it as told.")
            }
            Self::UnsupportedMediaType => (
                415,
                "unsupported-media-type",
                "请使用 application/json 提交内容。",
                "Send the body as application/json.",
            ),
            Self::PayloadTooLarge => (
                413,
                "payload-too-large",
                "提交的内容过大，请减小后重试。",
                "The body is too large; make it smaller and try again.",
            ),
            Self::UnknownField(_) => (
                422,
                "unknown-field",
                "提交了不认识的字段，请删除后重试。",
                "The body has a field that is not known; remove it and try again.",
            ),
            Self::Invalid(_) => (
                422,
                "validation-failed",
                "部分内容未通过校验，请按提示修改。",
                "Some values are not acceptable; change them as told.",
            ),
            Self::Duplicate(_) => (409, "duplicate", "已存在相同的记录。", "Such a record exists already."),
            Self::Conflict { text, .. } => return (409, "state-conflict", text.clone()),
            Self::PreconditionFailed => (
                412,
                "precondition-failed",
                "该记录已被他人修改，请刷新后重试。",
                "Someone has changed this record; reload it and try again.",
            ),
            Self::PreconditionRequired(header) => {
                return (
                    428,
                    "precondition-required",
                    Text::new(format!("请求缺少 {header} 请求头。"), format!("The request needs the header {header}.")),
                );
            }
            Self::IdempotencyKeyReused => (
                422,
                "idempotency-key-reused",
                "该 Idempotency-Key 已用于另一请求，请换一个。",
                "This Idempotency-Key belongs to another request; choose a new one.",
            ),
            Self::RateLimited(_) => {
                (429, "rate-limited", "尝试次数过多，请稍后再试。", "Too many tries; wait and try again.")
            }
            Self::Unavailable => (
                503,
                "unavailable",
                "服务暂时不可用，请稍后再试。",
                "The service is not available now; try again later.",
            ),
            Self::Refused(refusal) => {
                let (zh, en) = refusal.sentences();
                let (status, slug) = match refusal.kind() {
                    RefusalKind::Duty => (403, "permission-denied"),
                    RefusalKind::State => (409, "state-conflict"),
                    RefusalKind::Input => (422, "validation-failed"),
                };
                return (status, slug, Text::new(zh, en));
            }
            Self::Internal(_) => (
                500,
                "internal",
                "服务器出错，已记录；请稍后再试，或将编号告知管理员。",
                "The server failed and has noted it; try again later or tell an administrator the trace id.",
            ),
        };
        (status, slug, Text::new(zh, en))
    }

    fn fields(&self) -> Vec<FieldError> {
        match self {
            Self::Invalid(fields) | Self::InvalidParameter(fields) => fields.clone(),
            Self::UnknownField(field) | Self::Duplicate(field) => vec![field.clone()],
            Self::Refused(refusal) => {
                let (zh, en) = refusal.sentences();
                vec![FieldError::new(refusal.pointer().unwrap_or(""), refusal.code(), zh, en)]
            }
            Self::Conflict { code, text } => vec![FieldError::new("", *code, &text.zh, &text.en)],
            Self::PermissionDenied(name) => {
                vec![FieldError::new(
                    "",
                    *name,
                    format!("需要权限 {name}。"),
                    format!("The permission {name} is needed."),
                )]
            }
            _ => Vec::new(),
        }
    }

    /// The problem as the wire shows it.
    pub fn problem(&self, lang: Lang, trace_id: &str) -> Problem {
        let (status, slug, detail) = self.row();
        let errors = self.fields().into_iter().map(|field| ProblemField {
            detail: field.text.in_lang(lang).to_owned(),
            pointer: field.pointer,
            code: field.code,
        });
        Problem {
            kind: format!("/problems/{slug}"),
            title: title(status, lang).to_owned(),
            status,
            detail: detail.in_lang(lang).to_owned(),
            instance: format!("urn:uuid:{trace_id}"),
            trace_id: trace_id.to_owned(),
            errors: errors.collect(),
        }
    }
}

fn title(status: u16, lang: Lang) -> &'static str {
    let (zh, en) = match status {
        400 => ("请求有误", "Bad request"),
        401 => ("需要登录", "Not signed in"),
        403 => ("没有权限", "Not allowed"),
        404 => ("未找到", "Not found"),
        405 => ("方法不支持", "Method not allowed"),
        409 => ("状态冲突", "Conflict"),
        412 => ("内容已变化", "Changed meanwhile"),
        413 => ("内容过大", "Too large"),
        415 => ("类型不支持", "Media type not supported"),
        422 => ("内容不合规", "Not acceptable as it stands"),
        428 => ("缺少条件", "Precondition missing"),
        429 => ("请求过于频繁", "Too many requests"),
        503 => ("暂不可用", "Not available"),
        _ => ("服务器错误", "Server error"),
    };
    if lang == Lang::Zh { zh } else { en }
}

/// A problem document (RFC 9457).
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Problem {
    /// What kind of problem, stable: `/problems/not-found`.
    #[serde(rename = "type")]
    #[schema(example = "/problems/validation-failed")]
    pub kind: String,
    /// A short title in the request's language.
    #[schema(example = "内容不合规")]
    pub title: String,
    /// The HTTP status.
    #[schema(example = 422)]
    pub status: u16,
    /// What to do about it, in the request's language.
    #[schema(example = "部分内容未通过校验，请按提示修改。")]
    pub detail: String,
    /// This occurrence.
    #[schema(example = "urn:uuid:019b0000-0000-7000-8000-000000000000")]
    pub instance: String,
    /// The id that the log names the request by.
    #[schema(example = "019b0000-0000-7000-8000-000000000000")]
    pub trace_id: String,
    /// What is wrong with which field; empty when the problem is not about a field.
    pub errors: Vec<ProblemField>,
}

/// One field's mistake.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ProblemField {
    /// JSON pointer into the body (`/level`), `?name` for a query parameter, empty for the whole.
    #[schema(example = "/level")]
    pub pointer: String,
    /// Stable code.
    #[schema(example = "out_of_range")]
    pub code: String,
    /// What to do, in the request's language.
    #[schema(example = "级别只能是 1、2 或 3。")]
    pub detail: String,
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (status, slug, _) = self.row();
        match self {
            Self::Internal(cause) => write!(f, "{status} {slug}: {cause:#}"),
            _ => write!(f, "{status} {slug}"),
        }
    }
}

impl std::error::Error for Error {}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.row().0).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// An empty answer: `edge` writes the document, because only it knows the language and the trace id.
    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status_code())
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<DbErr> for Error {
    fn from(cause: DbErr) -> Self {
        match cause.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(_)) => {
                Self::Duplicate(FieldError::new("", "duplicate", "已存在相同的记录。", "Such a record exists already."))
            }
            _ if matches!(cause, DbErr::ConnectionAcquire(_)) => Self::Unavailable,
            _ => Self::Internal(cause.into()),
        }
    }
}

impl From<serde_json::Error> for Error {
    fn from(cause: serde_json::Error) -> Self {
        Self::Internal(cause.into())
    }
}

impl From<anyhow::Error> for Error {
    fn from(cause: anyhow::Error) -> Self {
        Self::Internal(cause)
    }
}
