//! Request headers as the document shows them; `precondition` and `body` are what reads them.
#![expect(dead_code, reason = "only the document reads these")]

use utoipa::IntoParams;

/// Which version of the resource the caller saw.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
pub struct IfMatchHeader {
    /// The `ETag` of the resource as last seen: absent 428 `precondition-required`, stale 412
    /// `precondition-failed`. Nothing is silently overwritten.
    #[param(rename = "If-Match", example = "\"3\"")]
    if_match: String,
}

/// The caller's own name for this attempt, where it may be left out.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
pub struct OnceHeader {
    /// Any string of your own, one for each intended effect: the same key with the same body answers
    /// again what it answered first, for at least 7 days; with another body it is 422
    /// `idempotency-key-reused`.
    #[param(
        rename = "Idempotency-Key",
        nullable = false,
        max_length = 255,
        example = "5f1c9a52-3a3e-4d27-8e55-0a4f9a1d7c11"
    )]
    idempotency_key: Option<String>,
}

/// The caller's own name for this attempt, where it must be given.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
pub struct RequiredOnceHeader {
    /// Any string of your own, one for each intended effect; absent 428 `precondition-required`. The
    /// same key with the same body answers again what it answered first, for at least 7 days; with
    /// another body it is 422 `idempotency-key-reused`.
    #[param(
        rename = "Idempotency-Key",
        nullable = false,
        max_length = 255,
        example = "5f1c9a52-3a3e-4d27-8e55-0a4f9a1d7c11"
    )]
    idempotency_key: String,
}
