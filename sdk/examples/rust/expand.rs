//! An expansion: turns one document into several. This one makes a document of every line.
#![forbid(unsafe_code)]

use textmill::{Batch, Description, Host, Params, Reply, Result, Transform, Type};

struct Lines;

impl Transform for Lines {
    type Memory = ();

    // A produced column takes the place of one of the same name. All others are copied to the
    // children by the host.
    fn describe() -> Description {
        let summary = "Makes a document of every line that is not empty.";
        Description::transform("example.lines", "1.0.0", summary)
            .needs("text", Type::Utf8, "the text that is cut into lines")
            .produces("text", Type::Utf8, "the line")
            .produces("line", Type::Int64, "its number, from 1")
            .expands()
    }

    fn new(_: &Params, _: Host) -> Result<Self> {
        Ok(Lines)
    }

    fn process(&self, batch: &Batch, reply: &mut Reply) -> Result<()> {
        for row in 0..batch.rows() {
            for (number, line) in lines(batch.text(0, row)) {
                reply.parent(row); // whose child this is; a document without children is dropped
                reply.column(0).text(line);
                reply.column(1).integer(number);
            }
        }
        Ok(())
    }
}

fn lines(text: &str) -> impl Iterator<Item = (i64, &str)> {
    text.split('\n').zip(1..).filter(|(line, _)| !line.is_empty()).map(|(line, n)| (n, line))
}

textmill::plugin! {
    name: "example-rust-expand", version: "1.0.0", license: "MIT",
    stages: [textmill::transform::<Lines>],
    list: "transform example.lines\n"
}

#[test]
fn makes_lines() {
    assert_eq!(lines("a\n\nb\n").collect::<Vec<_>>(), [(1, "a"), (3, "b")]);
}
