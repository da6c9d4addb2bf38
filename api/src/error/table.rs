//! The table from error to HTTP problem: one line a kind, with what the person can do, in Chinese and English.

use serde::Serialize;
use utoipa::ToSchema;

use super::Lang;

/// One kind of problem.
#[derive(Debug)]
pub struct Kind {
    pub status: u16,
    pub slug: &'static str,
    pub zh: &'static str,
    pub en: &'static str,
}

macro_rules! kinds {
    ($($name:ident = $status:literal $slug:literal $zh:literal $en:literal;)+) => {
        $(pub const $name: Kind = Kind { status: $status, slug: $slug, zh: $zh, en: $en };)+
        /// Every kind there is.
        #[cfg(test)]
        const ALL: &[Kind] = &[$($name),+];
    };
}

kinds! {
    INVALID_PARAMETER = 400 "invalid-parameter"
        "请求参数有误，请按提示修改。"
        "A parameter is wrong; change it as told.";
    MALFORMED_REQUEST = 400 "malformed-request"
        "请求格式有误，请检查后重试。"
        "The request cannot be read; check its form.";
    AUTHENTICATION_REQUIRED = 401 "authentication-required"
        "请先登录。"
        "Sign in first.";
    INVALID_CREDENTIALS = 401 "invalid-credentials"
        "用户名或密码不正确，请检查后重试。"
        "The user name or password is wrong; check them and try again.";
    STEP_UP_REQUIRED = 401 "step-up-required"
        "请输入动态口令。"
        "Enter the code of your authenticator app.";
    TOKEN_EXPIRED = 401 "token-expired"
        "登录已过期，请重新登录。"
        "Your sign-in has expired; sign in again.";
    TOKEN_INVALID = 401 "token-invalid"
        "登录凭证无效，请重新登录。"
        "The access token is not valid; sign in again.";
    CSRF_REJECTED = 403 "csrf-rejected"
        "请求来源无法确认，请刷新页面后重试。"
        "The origin of the request is not certain; reload the page and try again.";
    PERMISSION_DENIED = 403 "permission-denied"
        "您没有执行此操作的权限，如有需要请联系管理员。"
        "You may not do this; ask an administrator if you need to.";
    PASSWORD_OVER = 403 "step-up-required"
        "密码已到期，请先修改密码。"
        "Your password has ended; choose another first.";
    NOT_FOUND = 404 "not-found"
        "没有找到该内容，或您无权查看。"
        "There is no such thing, or you may not see it.";
    METHOD_NOT_ALLOWED = 405 "method-not-allowed"
        "该地址不支持此方法。"
        "This address does not take this method.";
    REQUEST_TIMEOUT = 408 "request-timeout"
        "提交的内容未能及时传完，请检查网络后重试。"
        "The body did not come in time; check the connection and try again.";
    DUPLICATE = 409 "duplicate"
        "已存在相同的记录。"
        "Such a record exists already.";
    STATE_CONFLICT = 409 "state-conflict"
        "当前状态不允许此操作。"
        "The state does not allow this now.";
    PRECONDITION_FAILED = 412 "precondition-failed"
        "该记录已被他人修改，请刷新后重试。"
        "Someone has changed this record; reload it and try again.";
    PAYLOAD_TOO_LARGE = 413 "payload-too-large"
        "提交的内容过大，请减小后重试。"
        "The body is too large; make it smaller and try again.";
    URI_TOO_LONG = 414 "uri-too-long"
        "地址过长，请减少筛选条件后重试。"
        "The address is too long; ask for less and try again.";
    UNSUPPORTED_MEDIA_TYPE = 415 "unsupported-media-type"
        "请按接口说明的类型提交内容，不压缩，编码为 UTF-8。"
        "Send the body in the type that the document names, in UTF-8 and not compressed.";
    IDEMPOTENCY_KEY_REUSED = 422 "idempotency-key-reused"
        "该 Idempotency-Key 已用于另一请求，请换一个。"
        "This Idempotency-Key belongs to another request; choose a new one.";
    UNKNOWN_FIELD = 422 "unknown-field"
        "提交了不认识的字段，请删除后重试。"
        "The body has a field that is not known; remove it and try again.";
    VALIDATION_FAILED = 422 "validation-failed"
        "部分内容未通过校验，请按提示修改。"
        "Some values are not acceptable; change them as told.";
    PRECONDITION_REQUIRED = 428 "precondition-required"
        "请求缺少必要的请求头。"
        "The request needs a header.";
    RATE_LIMITED = 429 "rate-limited"
        "尝试次数过多，请稍后再试。"
        "Too many tries; wait and try again.";
    HEADERS_TOO_LARGE = 431 "headers-too-large"
        "请求头过多或过大，请清除浏览器中本站的 Cookie 后重试。"
        "There are too many or too large headers; clear this site's cookies and try again.";
    INTERNAL = 500 "internal"
        "服务器出错，已记录；请稍后再试，或将编号告知管理员。"
        "The server failed and has noted it; try again later or tell an administrator the trace id.";
    UNAVAILABLE = 503 "unavailable"
        "服务暂时不可用，请稍后再试。"
        "The service is not available now; try again later.";
}

/// What a status is called.
pub fn title(status: u16, lang: Lang) -> &'static str {
    let (zh, en) = match status {
        400 => ("请求有误", "Bad request"),
        401 => ("需要登录", "Not signed in"),
        403 => ("没有权限", "Not allowed"),
        404 => ("未找到", "Not found"),
        405 => ("方法不支持", "Method not allowed"),
        408 => ("请求超时", "Too slow"),
        409 => ("状态冲突", "Conflict"),
        412 => ("内容已变化", "Changed meanwhile"),
        413 => ("内容过大", "Too large"),
        414 => ("地址过长", "Address too long"),
        415 => ("类型不支持", "Media type not supported"),
        422 => ("内容不合规", "Not acceptable as it stands"),
        428 => ("缺少条件", "Precondition missing"),
        429 => ("请求过于频繁", "Too many requests"),
        431 => ("请求头过大", "Headers too large"),
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
    /// Only from `/oauth/token`: the error as RFC 6749 §5.2 names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, value_type = Option<String>, example = "invalid_client")]
    pub error: Option<&'static str>,
    /// Only from `/oauth/token`: the same as `detail`, in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub error_description: Option<String>,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_own_name_and_a_title_in_both_languages() {
        let mut slugs: Vec<_> = ALL.iter().map(|kind| (kind.status, kind.slug)).collect();
        slugs.sort_unstable();
        slugs.dedup();
        assert_eq!(slugs.len(), ALL.len());
        for kind in ALL.iter().filter(|kind| kind.status != 500) {
            assert_ne!(title(kind.status, Lang::En), "Server error", "{} has no title of its own", kind.slug);
            assert_ne!(title(kind.status, Lang::Zh), title(kind.status, Lang::En));
        }
    }
}
