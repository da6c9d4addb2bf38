//! A first look at a file: its columns, its first lines, and how many lines there are.

use std::ops::ControlFlow;

use actix_web::web;

use super::{
    cells::Line,
    layout::Layout,
    reading::{self, Unreadable},
    upload::Upload,
};
use crate::error::Result;

/// Lines from which samples are taken.
const FIRST: usize = 20;

/// What was found in a file.
#[derive(Clone, Debug)]
pub struct Survey {
    /// None for CSV.
    pub sheet: Option<String>,
    pub layout: Layout,
    pub first: Vec<Line>,
    /// Lines below the headers.
    pub total: i32,
}

/// Looks at an uploaded file, away from the threads that answer requests.
///
/// # Errors
/// 422 at `/file` when it cannot be read.
pub async fn survey(upload: Upload) -> Result<(Upload, Survey)> {
    let looked = web::block(move || {
        let survey = look(&upload.bytes, &upload.name)?;
        Ok::<_, Unreadable>((upload, survey))
    });
    // A reader that panics on a file has told that it is no workbook.
    Ok(looked.await.unwrap_or(Err(Unreadable::NotAWorkbook))?)
}

/// Looks at the bytes of a file.
///
/// # Errors
/// [`Unreadable`] says why they cannot be imported.
pub fn look(bytes: &[u8], file_name: &str) -> Result<Survey, Unreadable> {
    let mut headers: Option<Vec<String>> = None;
    let (mut first, mut total, mut width) = (Vec::new(), 0, 0);
    let sheet = reading::read(bytes, file_name, &mut |line| {
        let Some(headers) = &headers else {
            headers = Some(line.cells);
            return ControlFlow::Continue(());
        };
        total += 1;
        width = width.max(line.cells.len()).max(headers.len());
        if first.len() < FIRST {
            first.push(line);
        }
        ControlFlow::Continue(())
    })?;
    let mut headers = headers.unwrap_or_default();
    if total == 0 {
        return Err(Unreadable::NoRows);
    }
    headers.resize(width, String::new());
    Ok(Survey { sheet, layout: Layout::of(&headers), first, total })
}
