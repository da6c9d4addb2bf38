//! Files that cannot be read: each is refused with its reason, and nothing changes.

use std::io::Write;

use serde_json::json;

use super::{Cell::Text, workbook};
use crate::{client::send, harness::TestApp};

/// An xlsx whose one sheet inflates to `size` zeros.
fn bomb(size: usize) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    zip.start_file("[Content_Types].xml", options).unwrap();
    zip.write_all(b"<Types/>").unwrap();
    zip.start_file("xl/worksheets/sheet1.xml", options).unwrap();
    let zeros = vec![b'0'; 1 << 20];
    for _ in 0..size >> 20 {
        zip.write_all(&zeros).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The same archive, with a directory that says the large entry is small.
fn lying(mut bytes: Vec<u8>, size: u32) -> Vec<u8> {
    let truth = size.to_le_bytes();
    let places: Vec<_> = bytes.windows(4).enumerate().filter(|(_, four)| *four == truth).map(|(at, _)| at).collect();
    assert!(!places.is_empty());
    for at in places {
        bytes[at..at + 4].copy_from_slice(&1000_u32.to_le_bytes());
    }
    bytes
}

fn many_rows(lines: usize) -> Vec<u8> {
    let mut file = b"name\n".to_vec();
    (0..lines).for_each(|_| file.extend_from_slice(b"a\n"));
    file
}

#[actix_web::test]
async fn what_cannot_be_read_is_refused_with_its_reason_and_changes_nothing() {
    let app = TestApp::start().await;
    let manager = app.sign_in("manager-a").await;
    let before = app.fingerprint().await;
    let mut encrypted = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    encrypted.extend(vec![0; 512]);
    encrypted.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    let mut old = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    old.extend("Workbook".encode_utf16().flat_map(u16::to_le_bytes));
    let plain_zip = {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        zip.start_file("readme.txt", zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(b"no workbook").unwrap();
        zip.finish().unwrap().into_inner()
    };
    let header_only = workbook(&[&[Text("姓名"), Text("手机")]]);
    let mut truncated = workbook(&[&[Text("姓名")], &[Text("王")]]);
    truncated.truncate(truncated.len() / 2);
    let large = 64 << 20;
    for (name, file, code) in [
        ("a.xlsx", b"this is not a workbook".to_vec(), "not_a_workbook"),
        ("a.xlsx", Vec::new(), "not_a_workbook"),
        ("a.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), "not_a_workbook"),
        ("a.png", b"name\nx\n".to_vec(), "not_a_workbook"),
        ("a.csv", b"name\n\xff\xff\xff\n".to_vec(), "not_a_workbook"),
        ("a.xlsx", plain_zip, "not_a_workbook"),
        ("a.xlsx", truncated, "not_a_workbook"),
        ("a.xls", old, "not_a_workbook"),
        ("a.xlsx", encrypted, "encrypted"),
        ("a.xlsx", bomb(large), "too_large_inflated"),
        ("a.xlsx", lying(bomb(large), u32::try_from(large).unwrap()), "not_a_workbook"),
        ("a.xlsx", header_only, "no_rows"),
        ("a.csv", b"name,mobile\n".to_vec(), "no_rows"),
        ("a.csv", b"name,mobile\n,\n \n".to_vec(), "no_rows"),
        ("a.csv", Vec::new(), "no_rows"),
        ("a.csv", many_rows(1_048_577), "too_many_rows"),
        ("a.csv", format!("{}\n1\n", "a,".repeat(1001)).into_bytes(), "too_many_columns"),
    ] {
        let begun = std::time::Instant::now();
        let answer = manager.upload("/imports", name, file).await;
        println!("{name} {code}: {:?}", begun.elapsed());
        answer.refused_field(422, "validation-failed", "/file", code);
    }
    let large = manager.upload("/imports", "a.csv", vec![b'a'; (20 << 20) + 1]).await;
    large.refused(413, "payload-too-large");
    manager.post("/imports", json!({})).await.refused(415, "unsupported-media-type");
    let other = reqwest::multipart::Form::new().text("note", "x");
    let other = send(manager.request(reqwest::Method::POST, "/imports").multipart(other)).await;
    other.refused(422, "unknown-field");
    let none = reqwest::multipart::Form::new();
    let none = send(manager.request(reqwest::Method::POST, "/imports").multipart(none)).await;
    assert!([400, 422].contains(&none.status.as_u16()), "{none:?}");
    assert_eq!(app.fingerprint().await, before);
}
