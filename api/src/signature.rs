//! A customer's signature: strokes drawn on a screen, or the word that it is on paper.

use std::fmt::Write;

use chrono::{DateTime, Utc};
use guibin_domain::{Refusal, mask, service_record::SignatureMethod};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use validator::Validate;

use crate::{
    cipher::sha256,
    error::{Error, Result},
};

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

/// A signature as it is kept: the strokes as one path, bound to the text by its hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Sealed {
    signer_name: String,
    method: SignatureMethod,
    path: String,
    points: u32,
    width: u16,
    height: u16,
    signed_at: DateTime<Utc>,
    text_hash: String,
}

/// A signature as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(example = json!({
    "signer_name": "王建国", "method": "drawn", "path": "M20 40l40 2M40 20l0 100", "points": 4, "width": 320, "height": 160,
    "signed_at": "2026-11-22T06:32:10.000000Z",
    "text_hash": "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9", "matches_text": true
}))]
pub struct Signature {
    pub signer_name: String,
    pub method: SignatureMethod,
    /// What was drawn, as the `d` of an SVG path in a view box of `width` by `height`; empty on paper.
    pub path: String,
    /// How many points were drawn.
    pub points: u32,
    /// Width of the pad in pixels.
    pub width: u16,
    /// Height of the pad in pixels.
    pub height: u16,
    pub signed_at: DateTime<Utc>,
    /// SHA-256 of the text that was signed, in hexadecimal.
    pub text_hash: String,
    /// Whether the record still says what was signed.
    pub matches_text: bool,
}

/// The most points of one signature.
const MOST_POINTS: usize = 20_000;

impl NewSignature {
    /// The signature bound to `text`, as it is stored; `at` is where it stands in the request's body.
    ///
    /// # Errors
    /// 422 at `signer_name` when it says nothing, at `strokes` or `width` when a drawn one has nothing to show.
    pub fn seal(&self, text: &str, now: DateTime<Utc>, at: &str) -> Result<Value> {
        let points: usize = self.strokes.iter().map(Vec::len).sum();
        if self.signer_name.trim().is_empty() {
            return Err(Error::invalid(
                format!("{at}/signer_name"),
                "required",
                "此项必填。",
                "This field is required.",
            ));
        }
        if mask::holds_mask(&self.signer_name) {
            let (zh, en) = Refusal::MaskedValue { pointer: "" }.sentences();
            return Err(Error::invalid(format!("{at}/signer_name"), "masked_value", zh, en));
        }
        if points > MOST_POINTS || (self.method == SignatureMethod::Drawn && points < 2) {
            let (zh, en) =
                ("签字须为 2 至 20000 个点，请重新签字。", "A signature takes 2 to 20000 points; sign again.");
            return Err(Error::invalid(format!("{at}/strokes"), "signature_points", zh, en));
        }
        if self.method == SignatureMethod::Drawn && (self.width == 0 || self.height == 0) {
            let (zh, en) = ("签字区的宽和高须大于 0。", "The pad takes a width and a height above 0.");
            return Err(Error::invalid(format!("{at}/width"), "out_of_range", zh, en));
        }
        Ok(serde_json::to_value(Sealed {
            signer_name: self.signer_name.trim().to_owned(),
            method: self.method,
            path: path(&self.strokes),
            points: u32::try_from(points).unwrap_or(u32::MAX),
            width: self.width,
            height: self.height,
            signed_at: now,
            text_hash: sha256(text.as_bytes()),
        })?)
    }
}

impl Signature {
    /// A stored signature, held against what the record says now.
    ///
    /// # Errors
    /// `Internal` when what is stored is not a signature.
    pub fn open(stored: Value, text: &str) -> Result<Self> {
        let Sealed { signer_name, method, path, points, width, height, signed_at, text_hash } =
            serde_json::from_value(stored)?;
        let matches_text = text_hash == sha256(text.as_bytes());
        let signer_name = mask::text(&signer_name);
        Ok(Self { signer_name, method, path, points, width, height, signed_at, text_hash, matches_text })
    }
}

/// The strokes as one SVG path: each starts where it starts and goes on by steps, a single point as a dot.
fn path(strokes: &[Vec<Point>]) -> String {
    let mut path = String::new();
    for stroke in strokes {
        let Some(first) = stroke.first() else { continue };
        let _ = write!(path, "M{} {}", first.x, first.y);
        if stroke.len() == 1 {
            path.push_str("l0 0");
        }
        for (from, to) in stroke.iter().zip(stroke.iter().skip(1)) {
            let step = |from: u16, to: u16| i32::from(to) - i32::from(from);
            let _ = write!(path, "l{} {}", step(from.x, to.x), step(from.y, to.y));
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(strokes: &[&[(u16, u16)]]) -> NewSignature {
        let strokes = strokes.iter().map(|stroke| stroke.iter().map(|(x, y)| Point { x: *x, y: *y }).collect());
        NewSignature {
            signer_name: " 王建国 ".to_owned(),
            method: SignatureMethod::Drawn,
            strokes: strokes.collect(),
            width: 320,
            height: 160,
        }
    }

    #[test]
    fn strokes_become_one_path_and_the_text_is_bound() {
        let now = "2026-11-22T06:32:10Z".parse().unwrap();
        let new = drawn(&[&[(20, 40), (60, 38)], &[(40, 20)], &[]]);
        let stored = new.seal("text", now, "").unwrap();
        let shown = Signature::open(stored.clone(), "text").unwrap();
        assert_eq!((shown.path.as_str(), shown.points), ("M20 40l40 -2M40 20l0 0", 3));
        assert_eq!(shown.signer_name, "王建国");
        assert!(shown.matches_text && !Signature::open(stored, "another").unwrap().matches_text);
    }

    #[test]
    fn a_drawn_signature_shows_something_and_one_on_paper_need_not() {
        let now = "2026-11-22T06:32:10Z".parse().unwrap();
        assert!(drawn(&[&[(1, 1)]]).seal("", now, "").is_err());
        assert!(NewSignature { width: 0, ..drawn(&[&[(1, 1), (2, 2)]]) }.seal("", now, "").is_err());
        assert!(NewSignature { signer_name: " ".to_owned(), ..drawn(&[&[(1, 1), (2, 2)]]) }.seal("", now, "").is_err());
        let paper = NewSignature { method: SignatureMethod::Paper, ..drawn(&[]) };
        assert_eq!(Signature::open(paper.seal("", now, "").unwrap(), "").unwrap().path, "");
    }
}
