//! A filter: keeps or drops each document, with a reason. This one wants certain words.
#![forbid(unsafe_code)]

use textmill::{Batch, Description, Host, Param, Params, Reply, Result, Transform, Type};

struct Mentions {
    words: Vec<String>,
}

impl Mentions {
    fn mentions(&self, text: &str) -> bool {
        self.words.iter().any(|word| text.contains(word.as_str()))
    }
}

impl Transform for Mentions {
    type Memory = ();

    // The host reads this, parses the pipeline by it, and refuses what does not fit.
    fn describe() -> Description {
        Description::transform(
            "example.mentions",
            "1.0.0",
            "Keeps documents that mention one of some words.",
        )
        .param(Param::strings("words", "What a text must mention.").required())
        .needs("text", Type::Utf8, "the text that is searched")
        .reason("not_mentioned")
    }

    fn new(params: &Params, _: Host) -> Result<Self> {
        Ok(Mentions { words: params.strings("words") })
    }

    fn process(&self, batch: &Batch, reply: &mut Reply) -> Result<()> {
        for row in 0..batch.rows() {
            if self.mentions(batch.text(0, row)) {
                reply.keep();
            } else {
                reply.drop(0); // the first reason
            }
        }
        Ok(())
    }
}

textmill::plugin! {
    name: "example-rust-filter", version: "1.0.0", license: "MIT",
    stages: [textmill::transform::<Mentions>],
    list: "transform example.mentions\n"
}

#[test]
fn wants_a_word() {
    let stage = Mentions { words: vec!["sea".into(), "ship".into()] };
    assert!(stage.mentions("a ship"));
    assert!(!stage.mentions("a train"));
}
