//! A map: adds columns to each document. This one counts words.
#![forbid(unsafe_code)]

use textmill::{Batch, Description, Host, Params, Reply, Result, Transform, Type};

struct CountWords;

impl Transform for CountWords {
    type Memory = ();

    fn describe() -> Description {
        Description::transform("example.count_words", "1.0.0", "Counts the words of a text.")
            .needs("text", Type::Utf8, "the text that is counted")
            .produces("words", Type::Int64, "how many words it has; null where there is no text")
    }

    fn new(_: &Params, _: Host) -> Result<Self> {
        Ok(CountWords)
    }

    // Called on many threads at once. Every column that is produced takes a value or a null a row.
    fn process(&self, batch: &Batch, reply: &mut Reply) -> Result<()> {
        let texts = batch.column(0);
        for row in 0..batch.rows() {
            match texts.text(row) {
                Some(text) => reply.column(0).integer(count(text)),
                None => reply.column(0).null(),
            }
        }
        Ok(())
    }
}

fn count(text: &str) -> i64 {
    text.split_ascii_whitespace().count() as i64
}

textmill::plugin! {
    name: "example-rust-map", version: "1.0.0", license: "MIT",
    stages: [textmill::transform::<CountWords>],
    list: "transform example.count_words\n"
}

#[test]
fn counts_words() {
    assert_eq!(count("one two"), 2);
    assert_eq!(count(" \n"), 0);
}
