//! A sink: writes documents to a file, in input order. This one writes a Markdown list of titles.
#![forbid(unsafe_code)]

use textmill::{Batch, Description, Host, Param, Params, Reply, Result, Transform, Type};

struct WriteTitles {
    host: Host,
}

impl Transform for WriteTitles {
    type Memory = ();

    // The host opens the file, compresses by its ending, and renames it when the run is complete.
    fn describe() -> Description {
        Description::sink("example.write_titles", "1.0.0", "Writes a list of titles.")
            .param(Param::path("path", "The file to write.").required())
            .writes("path")
            .needs("title", Type::Utf8, "what is listed")
            .takes("url", Type::Utf8, "where the title leads to")
            .carries("lines", Type::Binary)
            .stateless() // what is written does not depend on what was written before
            .counter("rows") // of this name: what the summary gives as rows written
    }

    fn new(_: &Params, host: Host) -> Result<Self> {
        Ok(WriteTitles { host })
    }

    // The work, on many threads at once: a piece of the file for each document.
    fn process(&self, batch: &Batch, reply: &mut Reply) -> Result<()> {
        for row in 0..batch.rows() {
            let url = if batch.has(1) { batch.column(1).text(row) } else { None };
            reply.carry(0).bytes(line(batch.text(0, row), url).as_bytes());
        }
        Ok(())
    }

    // One batch at a time, in input order: the pieces are written.
    fn commit(&self, _: &mut (), batch: &Batch, carried: &Batch, reply: &mut Reply) -> Result<()> {
        for row in 0..carried.rows() {
            self.host.write(carried.column(0).bytes(row).unwrap_or_default())?;
        }
        reply.count(0, batch.rows());
        Ok(())
    }
}

fn line(title: &str, url: Option<&str>) -> String {
    match url {
        Some(url) => format!("- [{}]({})\n", title, url),
        None => format!("- {}\n", title),
    }
}

textmill::plugin! {
    name: "example-rust-sink", version: "1.0.0", license: "MIT",
    stages: [textmill::transform::<WriteTitles>],
    list: "sink example.write_titles\n"
}

#[test]
fn writes_titles() {
    assert_eq!(line("A", Some("http://a")), "- [A](http://a)\n");
    assert_eq!(line("B", None), "- B\n");
}
