use super::*;

/// Data that lie beside the project; without them there is nothing to compare.
fn real(name: &str) -> Option<Vec<u8>> {
    std::fs::read(format!("{}/../../shared/data/{name}", env!("CARGO_MANIFEST_DIR"))).ok()
}

fn lines(bytes: &[u8], name: &str) -> Result<Vec<Line>, Unreadable> {
    let mut lines = Vec::new();
    read(bytes, name, &mut |line| {
        lines.push(line);
        ControlFlow::Continue(())
    })?;
    Ok(lines)
}

fn cells(bytes: &[u8], name: &str) -> Vec<Vec<String>> {
    lines(bytes, name).unwrap().into_iter().map(|line| line.cells).collect()
}

#[test]
fn every_csv_of_the_spectrum_equals_its_json() {
    let names = [
        "comma_in_quotes",
        "empty",
        "empty_crlf",
        "escaped_quotes",
        "json",
        "location_coordinates",
        "newlines",
        "newlines_crlf",
        "quotes_and_newlines",
        "simple",
        "simple_crlf",
        "utf8",
    ];
    for name in names {
        let Some(csv) = real(&format!("torture/csv-spectrum/csvs/{name}.csv")) else { return };
        let json = real(&format!("torture/csv-spectrum/json/{name}.json")).unwrap();
        let json: serde_json::Value = serde_json::from_str(&String::from_utf8_lossy(&json)).unwrap();
        let expected = json.as_array().cloned().unwrap_or_else(|| vec![json.clone()]);
        let lines = lines(&csv, "a.csv").unwrap();
        assert_eq!(lines.len() - 1, expected.len(), "{name}");
        for (line, expected) in lines[1..].iter().zip(expected) {
            for (column, header) in lines[0].cells.iter().enumerate() {
                // The collection itself gives another number in this one file.
                if header != "Contact Phone Number" {
                    assert_eq!(expected[header], line.cell(column), "{name}");
                }
            }
        }
    }
}

#[test]
fn one_text_in_five_encodings_gives_the_same_rows() {
    let Some(first) = real("torture/encodings/tree_utf8.csv") else { return };
    let first = cells(&first, "a.csv");
    assert_eq!(first.len() - 1, 517);
    for encoding in ["utf8bom", "gbk", "gb18030", "utf16le_bom"] {
        assert!(
            cells(&real(&format!("torture/encodings/tree_{encoding}.csv")).unwrap(), "a.csv") == first,
            "{encoding}"
        );
    }
    let wide = "\u{FEFF}一级\n甲".encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<_>>();
    assert_eq!(cells(&wide, "a.csv"), [["一级"], ["甲"]]);
}

#[test]
fn texts_of_complaints_are_kept_as_they_are() {
    let Some(file) = real("complaints/cfpb-narratives.csv") else { return };
    assert_eq!(lines(&file, "a.csv").unwrap().len() - 1, 145);
    let Some(file) = real("complaints/citizen-messages.xlsx") else { return };
    let lines = lines(&file, "a.xlsx").unwrap();
    assert_eq!((lines.len() - 1, lines[0].cells.len()), (4326, 7));
    assert!(lines.iter().flat_map(|line| &line.cells).any(|cell| cell.contains(['\t', '\u{A0}', '\u{3000}'])));
}

#[test]
fn cells_are_parted_by_what_the_first_line_has_most_of() {
    assert_eq!(cells(b"a;b\n1,5;2", "a.csv"), [["a", "b"], ["1,5", "2"]]);
    assert_eq!(cells(b"a\tb\n1,5\t2", "a.tsv"), [["a", "b"], ["1,5", "2"]]);
    assert_eq!(cells(b"a,b\n\n 1 ,2;3\n", "a"), [["a", "b"], [" 1 ", "2;3"]]);
}

#[test]
fn rows_are_read_up_to_the_last_of_a_sheet() {
    let file = |rows: u32| b"a\n".repeat(usize::try_from(rows).unwrap());
    assert_eq!(lines(&file(MOST_ROWS), "a.csv").unwrap().len(), 1_048_576);
    assert_eq!(lines(&file(MOST_ROWS + 1), "a.csv"), Err(Unreadable::TooManyRows));
}
