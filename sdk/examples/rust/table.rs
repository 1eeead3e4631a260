//! A table: counts over the whole corpus, which a writer takes by `from: ID`. Documents pass on
//! untouched. This one counts documents by the values of a column.
#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use textmill::{
    Batch, Columns, Description, Host, Param, Params, Reply, Result, Transform, Type,
};

struct Census;

impl Transform for Census {
    type Memory = BTreeMap<String, i64>;

    fn describe() -> Description {
        let summary = "Counts documents by the values of a column.";
        Description::transform("example.census", "1.0.0", summary)
            .param(Param::column("column", "The column whose values are counted.").required())
            .needs_named_by("column", Type::Utf8, "what is counted")
            .table("census", &[("value", Type::Utf8), ("documents", Type::Int64)])
    }

    fn new(_: &Params, _: Host) -> Result<Self> {
        Ok(Census)
    }

    // What can be done batch by batch is done here, on many threads at once. There is nothing to do.
    fn process(&self, _: &Batch, _: &mut Reply) -> Result<()> {
        Ok(())
    }

    // One call at a time, in input order: here a stage may remember.
    fn commit(
        &self,
        counts: &mut Self::Memory,
        batch: &Batch,
        _: &Batch,
        _: &mut Reply,
    ) -> Result<()> {
        for row in 0..batch.rows() {
            *counts.entry(batch.text(0, row).to_string()).or_default() += 1;
        }
        Ok(())
    }

    // The rows of the table, at the end. In order of the values, so that the same corpus always gives
    // the same table.
    fn next_table(&self, counts: &mut Self::Memory, _: usize, rows: &mut Columns) -> Result<bool> {
        for (value, documents) in &*counts {
            rows.column(0).text(value);
            rows.column(1).integer(*documents);
        }
        let any = !counts.is_empty();
        counts.clear();
        Ok(any)
    }
}

textmill::plugin! {
    name: "example-rust-table", version: "1.0.0", license: "MIT",
    stages: [textmill::transform::<Census>]
}

#[test]
fn says_what_it_makes() {
    let description = format!("{:?}", Census::describe());
    assert!(description.contains("census"));
}
