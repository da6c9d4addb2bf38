//! The one error, and the one table from error to HTTP problem (RFC 9457), in Chinese and English.

use actix_web::{
    HttpResponse, ResponseError,
    http::{
        StatusCode,
        header::{HeaderValue, WWW_AUTHENTICATE},
    },
};
use guibin_domain::{
    mask,
    refusal::{Refusal, RefusalKind},
};
use sea_orm::{DbErr, RuntimeErr, SqlErr, sqlx};

mod oauth;
mod table;

pub use oauth::OauthError;
use table::Kind;
pub use table::{Problem, ProblemField};

/// See [`Error::lease_lost`].
const LEASE_LOST: &str = "lease_lost";
/// Characters of a pointer that are shown.
const LONGEST_POINTER: usize = 100;

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
    /// The password is right; the code of the second factor is still needed, or wrong.
    StepUpRequired(FieldError),
    /// The password is over: nothing else before another is chosen.
    PasswordOver,
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
    UriTooLong,
    HeadersTooLarge,
    /// The body did not come in time.
    RequestTimeout,
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
    /// What a day allows is used up.
    DaySpent {
        code: &'static str,
        text: Text,
        /// Until the next day.
        seconds: u32,
    },
    Unavailable,
    /// A rule of the business said no.
    Refused(Refusal),
    /// A token was not given, in the words of RFC 6749.
    Oauth(OauthError),
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

    /// The code of the second factor is missing (`totp_required`) or wrong (`totp_wrong`).
    pub fn totp(code: &str) -> Self {
        let (zh, en) =
            ("请输入动态口令，或一个恢复码。", "Enter the code of your authenticator app, or a recovery code.");
        Self::StepUpRequired(FieldError::new("/totp", code, zh, en))
    }

    /// Not there, or not the caller's.
    pub const fn not_found() -> Self {
        Self::NotFound
    }

    /// Another worker has it in hand by now.
    pub(crate) fn lease_lost() -> Self {
        let text = Text::new("该任务已由其他进程处理。", "Another process has this task in hand.");
        Self::Conflict { code: LEASE_LOST, text }
    }

    /// Whether this is [`Error::lease_lost`].
    pub(crate) fn is_lease_lost(&self) -> bool {
        matches!(self, Self::Conflict { code, .. } if *code == LEASE_LOST)
    }

    /// Whether it goes on the trail: somebody who may not, is not who they say, or comes too often.
    pub(crate) const fn is_on_trail(&self) -> bool {
        matches!(self.kind().status, 403 | 429) || matches!(self, Self::InvalidCredentials | Self::TokenInvalid)
    }

    /// The permission that was missing, where that was it.
    pub(crate) const fn missing_permission(&self) -> Option<&'static str> {
        match self {
            Self::PermissionDenied(name) => Some(*name),
            _ => None,
        }
    }

    /// The kind of problem, as the last part of its `type`.
    pub(crate) const fn slug(&self) -> &'static str {
        self.kind().slug
    }

    /// What an answer that did not come from our handlers means: an unknown address, a method not served.
    pub(crate) fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::METHOD_NOT_ALLOWED => Self::MethodNotAllowed,
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::PAYLOAD_TOO_LARGE => Self::PayloadTooLarge,
            StatusCode::URI_TOO_LONG => Self::UriTooLong,
            StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE => Self::HeadersTooLarge,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::UnsupportedMediaType,
            status if status.is_server_error() => Self::Unavailable,
            _ => Self::MalformedRequest(Text::new(
                "请求格式有误，请检查后重试。",
                "The request cannot be read; check its form.",
            )),
        }
    }

    /// Which line of the table this is, and what is particular to it.
    fn row(&self) -> (&'static Kind, Text) {
        let kind = self.kind();
        let detail = match self {
            Self::MalformedRequest(text) | Self::Conflict { text, .. } | Self::DaySpent { text, .. } => text.clone(),
            Self::PreconditionRequired(header) => {
                Text::new(format!("请求缺少 {header} 请求头。"), format!("The request needs the header {header}."))
            }
            Self::Refused(refusal) => {
                let (zh, en) = refusal.sentences();
                Text::new(zh, en)
            }
            Self::Oauth(error) => error.text(),
            _ => Text::new(kind.zh, kind.en),
        };
        (kind, detail)
    }

    const fn kind(&self) -> &'static Kind {
        match self {
            Self::AuthenticationRequired => &table::AUTHENTICATION_REQUIRED,
            Self::InvalidCredentials => &table::INVALID_CREDENTIALS,
            Self::StepUpRequired(_) => &table::STEP_UP_REQUIRED,
            Self::PasswordOver => &table::PASSWORD_OVER,
            Self::TokenExpired => &table::TOKEN_EXPIRED,
            Self::TokenInvalid => &table::TOKEN_INVALID,
            Self::CsrfRejected => &table::CSRF_REJECTED,
            Self::PermissionDenied(_) => &table::PERMISSION_DENIED,
            Self::NotFound => &table::NOT_FOUND,
            Self::MethodNotAllowed => &table::METHOD_NOT_ALLOWED,
            Self::MalformedRequest(_) => &table::MALFORMED_REQUEST,
            Self::InvalidParameter(_) => &table::INVALID_PARAMETER,
            Self::UnsupportedMediaType => &table::UNSUPPORTED_MEDIA_TYPE,
            Self::PayloadTooLarge => &table::PAYLOAD_TOO_LARGE,
            Self::UriTooLong => &table::URI_TOO_LONG,
            Self::HeadersTooLarge => &table::HEADERS_TOO_LARGE,
            Self::RequestTimeout => &table::REQUEST_TIMEOUT,
            Self::UnknownField(_) => &table::UNKNOWN_FIELD,
            Self::Invalid(_) => &table::VALIDATION_FAILED,
            Self::Duplicate(_) => &table::DUPLICATE,
            Self::Conflict { .. } => &table::STATE_CONFLICT,
            Self::PreconditionFailed => &table::PRECONDITION_FAILED,
            Self::PreconditionRequired(_) => &table::PRECONDITION_REQUIRED,
            Self::IdempotencyKeyReused => &table::IDEMPOTENCY_KEY_REUSED,
            Self::RateLimited(_) | Self::DaySpent { .. } => &table::RATE_LIMITED,
            Self::Unavailable => &table::UNAVAILABLE,
            Self::Refused(refusal) => match refusal.kind() {
                RefusalKind::Duty => &table::PERMISSION_DENIED,
                RefusalKind::State => &table::STATE_CONFLICT,
                RefusalKind::Input => &table::VALIDATION_FAILED,
            },
            Self::Oauth(error) => error.kind(),
            Self::Internal(_) => &table::INTERNAL,
        }
    }

    fn fields(&self) -> Vec<FieldError> {
        match self {
            Self::Invalid(fields) | Self::InvalidParameter(fields) => fields.clone(),
            Self::UnknownField(field) | Self::Duplicate(field) | Self::StepUpRequired(field) => vec![field.clone()],
            Self::Refused(refusal) => {
                let (zh, en) = refusal.sentences();
                vec![FieldError::new(refusal.pointer().unwrap_or(""), refusal.code(), zh, en)]
            }
            Self::Conflict { code, text } | Self::DaySpent { code, text, .. } => {
                vec![FieldError::new("", *code, &text.zh, &text.en)]
            }
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
        let (kind, detail) = self.row();
        let errors = self.fields().into_iter().map(|field| ProblemField {
            detail: field.text.in_lang(lang).to_owned(),
            // A pointer may hold what somebody took for the name of a field.
            pointer: mask::text(&field.pointer).chars().take(LONGEST_POINTER).collect(),
            code: field.code,
        });
        let oauth = if let Self::Oauth(error) = self { Some(*error) } else { None };
        Problem {
            error: oauth.map(OauthError::word),
            error_description: oauth.map(|error| error.text().en),
            kind: format!("/problems/{}", kind.slug),
            title: table::title(kind.status, lang).to_owned(),
            status: kind.status,
            detail: detail.in_lang(lang).to_owned(),
            instance: format!("urn:uuid:{trace_id}"),
            trace_id: trace_id.to_owned(),
            errors: errors.collect(),
        }
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Kind { status, slug, .. } = self.kind();
        match self {
            Self::Internal(cause) => write!(f, "{status} {slug}: {}", mask::text(&format!("{cause:#}"))),
            _ => write!(f, "{status} {slug}"),
        }
    }
}

impl std::error::Error for Error {}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.kind().status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// An empty answer: `edge` writes the document, because only it knows the language and the trace id.
    fn error_response(&self) -> HttpResponse {
        let mut answer = HttpResponse::new(self.status_code());
        if matches!(self, Self::Oauth(OauthError::InvalidClient)) {
            answer.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"guibin\""));
        }
        answer
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
            // A connection that does not open is not the request's fault either.
            _ if matches!(cause, DbErr::Conn(_)) || is_busy(&cause) => {
                tracing::warn!("the database was too busy: {cause}");
                Self::Unavailable
            }
            _ => Self::Internal(cause.into()),
        }
    }
}

/// Whether the database was too slow, or two were in each other's way: nothing was done, and the same may be asked again.
fn is_busy(cause: &DbErr) -> bool {
    // PostgreSQL: statement timeout, lock not available, deadlock, serialization; SQLite: busy, in four ways.
    const BUSY: [&str; 8] = ["57014", "55P03", "40P01", "40001", "5", "15", "261", "517"];
    let (DbErr::Exec(RuntimeErr::SqlxError(cause)) | DbErr::Query(RuntimeErr::SqlxError(cause))) = cause else {
        return false;
    };
    match &**cause {
        sqlx::Error::Database(cause) => cause.code().is_some_and(|code| BUSY.contains(&&*code)),
        // The connection broke under the request.
        sqlx::Error::Io(_) | sqlx::Error::WorkerCrashed => true,
        _ => false,
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
