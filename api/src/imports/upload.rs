//! The uploaded file, as it comes in parts.

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::HttpRequest;

pub use crate::body::receive::LARGEST_FILE;
use crate::{
    body::receive::{Pace, unpacked},
    error::{Error, FieldError, Result, Text},
};

/// Bytes that are still read, and dropped, of a file that is too large, so that its sender hears the answer.
const READ_ON: usize = 64 << 20;
/// Longest name of a file, in characters.
const LONGEST_NAME: usize = 200;

/// A file and what its sender calls it.
pub struct Upload {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Reads the one part `file`.
///
/// # Errors
/// 413 for a large file, 415 for another media type, 422 for another part or none, 408 for a sender that is too slow.
pub async fn receive(request: &HttpRequest, parts: Multipart) -> Result<Upload> {
    unpacked(request)?;
    file(parts, Pace::of_file(request)).await
}

/// As [`receive`], for parts that come from anywhere.
///
/// # Errors
/// As [`receive`].
pub async fn file(mut parts: Multipart, mut pace: Pace) -> Result<Upload> {
    let mut upload = None;
    while let Some(part) = pace.next(&mut parts).await? {
        let mut part = part.map_err(|cause| refusal(&cause))?;
        let is_file = part.name() == Some("file") && upload.is_none();
        let bytes = content(&mut part, &mut pace).await?;
        if !is_file {
            return Err(Error::UnknownField(FieldError::new(
                "/file",
                "unknown_field",
                "只能上传一个文件，字段名为 file。",
                "Send one file, as the part `file`, and nothing else.",
            )));
        }
        upload = Some(Upload { name: name(&part), bytes });
    }
    upload.ok_or_else(|| Error::invalid("/file", "required", "请选择要上传的文件。", "Choose the file to upload."))
}

async fn content(part: &mut Field, pace: &mut Pace) -> Result<Vec<u8>> {
    let (mut bytes, mut size) = (Vec::new(), 0);
    while let Some(chunk) = pace.next(part).await? {
        let chunk = chunk.map_err(|cause| refusal(&cause))?;
        pace.came(chunk.len());
        size += chunk.len();
        match size {
            size if size <= LARGEST_FILE => bytes.extend_from_slice(&chunk),
            size if size <= READ_ON => bytes.clear(),
            _ => return Err(Error::PayloadTooLarge),
        }
    }
    if size > LARGEST_FILE { Err(Error::PayloadTooLarge) } else { Ok(bytes) }
}

/// The last part of the path that some senders give, with nothing in it that cannot be shown.
fn name(part: &Field) -> String {
    let given = part.content_disposition().and_then(|disposition| disposition.get_filename()).unwrap_or_default();
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = last.chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect();
    if name.trim().is_empty() { "upload".to_owned() } else { name }
}

fn refusal(cause: &MultipartError) -> Error {
    match cause {
        MultipartError::ContentTypeMissing
        | MultipartError::ContentTypeParse
        | MultipartError::ContentTypeIncompatible => Error::UnsupportedMediaType,
        _ => Error::MalformedRequest(Text::new(
            "上传内容不完整或格式有误，请重新上传。",
            "The upload is incomplete or malformed; send it again.",
        )),
    }
}
