//! A customer's signature: strokes drawn on a screen, or the word that it is on paper.

use chrono::{DateTime, Utc};
use guibin_domain::service_record::SignatureMethod;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

/// A point of a stroke, in pixels from the upper left corner of the pad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"x": 42, "y": 61}))]
pub struct Point {
    #[validate(range(min = 0, max = 10_000))]
    #[schema(maximum = 10_000)]
    pub x: u16,
    #[validate(range(min = 0, max = 10_000))]
    #[schema(maximum = 10_000)]
    pub y: u16,
}

/// A signature as it is given.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "signer_name": "王建国", "method": "drawn", "width": 320, "height": 160,
    "strokes": [[{"x": 20, "y": 40}, {"x": 60, "y": 42}], [{"x": 40, "y": 20}, {"x": 40, "y": 120}]]
}))]
pub struct NewSignature {
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100)]
    pub signer_name: String,
    pub method: SignatureMethod,
    /// What was drawn, stroke by stroke; empty when the signature is on paper.
    #[serde(default)]
    #[validate(length(max = 500))]
    #[schema(max_items = 500)]
    pub strokes: Vec<Vec<Point>>,
    /// Width of the pad in pixels.
    #[validate(range(min = 0, max = 10_000))]
    #[schema(maximum = 10_000)]
    pub width: u16,
    /// Height of the pad in pixels.
    #[validate(range(min = 0, max = 10_000))]
    #[schema(maximum = 10_000)]
    pub height: u16,
}

/// A signature as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "signer_name": "王建国", "method": "drawn", "width": 320, "height": 160, "signed_at": "2026-11-22T06:32:10.000000Z",
    "strokes": [[{"x": 20, "y": 40}, {"x": 60, "y": 42}], [{"x": 40, "y": 20}, {"x": 40, "y": 120}]]
}))]
pub struct Signature {
    pub signer_name: String,
    pub method: SignatureMethod,
    pub strokes: Vec<Vec<Point>>,
    pub width: u16,
    pub height: u16,
    pub signed_at: DateTime<Utc>,
}
