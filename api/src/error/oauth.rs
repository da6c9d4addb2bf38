//! Why a program was given no token, in the words of RFC 6749 §5.2.

use super::{
    Text,
    table::{self, Kind},
};

/// What is wrong with a request for a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OauthError {
    InvalidRequest,
    /// Unknown client, wrong secret, disabled or expired: they look the same.
    InvalidClient,
    UnsupportedGrantType,
    InvalidScope,
}

impl OauthError {
    /// The code of the RFC.
    pub const fn word(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::InvalidClient => "invalid_client",
            Self::UnsupportedGrantType => "unsupported_grant_type",
            Self::InvalidScope => "invalid_scope",
        }
    }

    /// What to do. The English is an `error_description`, so it holds neither quotes nor anything beyond ASCII.
    pub fn text(self) -> Text {
        match self {
            Self::InvalidRequest => Text::new(
                "请求须含一个 grant_type，且 client_id 与 client_secret 只能以一种方式提交一次。",
                "Send grant_type once, and client_id and client_secret once and in one way only.",
            ),
            Self::InvalidClient => Text::new(
                "客户端编号或密钥不正确，或该客户端已停用、已过期；请联系管理员。",
                "The client id or secret is wrong, or the client is disabled or expired; ask an administrator.",
            ),
            Self::UnsupportedGrantType => Text::new(
                "grant_type 只能是 client_credentials。",
                "The only grant_type served here is client_credentials.",
            ),
            Self::InvalidScope => Text::new(
                "scope 含有该客户端没有的权限，请删除或联系管理员。",
                "The scope names a permission that this client does not hold; leave it out or ask an administrator.",
            ),
        }
    }

    pub(super) const fn kind(self) -> &'static Kind {
        match self {
            Self::InvalidRequest => &table::MALFORMED_REQUEST,
            Self::InvalidClient => &table::INVALID_CREDENTIALS,
            Self::UnsupportedGrantType | Self::InvalidScope => &table::INVALID_PARAMETER,
        }
    }
}
