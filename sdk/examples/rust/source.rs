//! A source: reads documents from files. This one makes a document of every line.
//!
//! A source works in two halves, so that all processors can read one big file: `next_unit` cuts the
//! files into units that begin and end with a line; `read_unit` turns a unit into documents.
#![forbid(unsafe_code)]

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use textmill::{Description, Error, Host, Input, Param, Params, Result, Rows, Source, Type, Unit};

struct ReadLines {
    files: Vec<String>,
}

impl Source for ReadLines {
    type Cursor = (usize, u64); // the input, and where in it

    fn describe() -> Description {
        Description::source("example.read_lines", "1.0.0", "Makes a document of every line.")
            .param(Param::paths("path", "The files to read, in this order.").required())
            .produces("id", Type::Utf8, "path@offset")
            .produces("text", Type::Utf8, "the line")
            .produces("source", Type::Utf8, "the file")
    }

    fn new(params: &Params, _: Host) -> Result<Self> {
        Ok(ReadLines { files: params.strings("path") })
    }

    fn list_inputs(&self) -> Result<Vec<Input>> {
        let list = |(i, path): (usize, &String)| match std::fs::metadata(path) {
            Ok(about) => Ok(Input { path: path.clone(), bytes: Some(about.len()) }),
            Err(problem) => Err(Error::new(format!("cannot read {}: {}", path, problem))
                .parameter(format!("path[{}]", i))),
        };
        self.files.iter().enumerate().map(list).collect()
    }

    fn next_unit(
        &self,
        cursor: &mut Self::Cursor,
        inputs: &[Input],
        want_bytes: u64,
    ) -> Result<Option<Unit>> {
        while let Some(input) = inputs.get(cursor.0) {
            let (begin, size) = (cursor.1, input.bytes.unwrap_or(0));
            if begin < size {
                let end = end_of_line(&input.path, begin + want_bytes.max(1) - 1, size)?;
                cursor.1 = end;
                return Ok(Some(Unit { input: cursor.0, begin, end }));
            }
            *cursor = (cursor.0 + 1, 0);
        }
        Ok(None)
    }

    fn read_unit(&self, input: &Input, unit: &Unit, rows: &mut Rows) -> Result<()> {
        let bytes = read(&input.path, unit.begin, unit.end - unit.begin)?;
        let mut offset = unit.begin;
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            let record = line.strip_suffix(b"\n").unwrap_or(line);
            let length = record.len() as u64;
            match std::str::from_utf8(record) {
                Ok(text) => {
                    rows.column(0).text(&format!("{}@{}", input.path, offset));
                    rows.column(1).text(text);
                    rows.column(2).text(&input.path);
                    rows.document(offset, length);
                }
                // A record that is not a document: it is kept with its place and this message.
                Err(_) => rows.fail(offset, length, "the line is not UTF-8"),
            }
            offset += line.len() as u64;
        }
        Ok(())
    }

    fn read_record(&self, input: &Input, offset: u64, length: u64) -> Result<Vec<u8>> {
        read(&input.path, offset, length)
    }
}

fn read(path: &str, offset: u64, length: u64) -> Result<Vec<u8>> {
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(offset))?;
    let mut bytes = vec![0; length as usize];
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// The place after the line end at or after `at`; `size` where there is none.
fn end_of_line(path: &str, mut at: u64, size: u64) -> Result<u64> {
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(at.min(size)))?;
    let mut buffer = [0; 4096];
    loop {
        let n = file.read(&mut buffer)?;
        if n == 0 {
            return Ok(size);
        }
        if let Some(found) = buffer[..n].iter().position(|byte| *byte == b'\n') {
            return Ok((at + found as u64 + 1).min(size));
        }
        at += n as u64;
    }
}

textmill::plugin! {
    name: "example-rust-source", version: "1.0.0", license: "MIT",
    stages: [textmill::source::<ReadLines>],
    list: "source example.read_lines\n"
}

#[test]
fn finds_line_ends() {
    let path = std::env::temp_dir().join(format!("textmill-lines-{}", std::process::id()));
    std::fs::write(&path, "one\ntwo").unwrap();
    let file = path.to_str().unwrap();
    assert_eq!(end_of_line(file, 0, 7).unwrap(), 4);
    assert_eq!(end_of_line(file, 4, 7).unwrap(), 7);
    std::fs::remove_file(&path).unwrap();
}
