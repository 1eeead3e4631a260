//! A table: counts over the whole corpus, which a writer takes by `from: ID`. Documents pass on
//! untouched. This one counts documents by the values of a column.
#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use textmill::{
    Batch, Columns, Description, Error, Host, Param, Params, Reply, Result, Transform, Type,
};

struct Census;

impl Transform for Census {
    type Memory = BTreeMap<String, i64>;

    fn describe() -> Description {
        let summary = "Counts documents by the values of a column.";
        Description::transform("example.census", "1.0.0", summary)
            .param(Param::column("column", "The column whose values are counted.").required())
            .needs_named_by("column", Type::Utf8, "what is counted")
            .table(
                "census",
                "The values, in the order of their bytes.",
                &[
                    ("value", Type::Utf8, "what was counted"),
                    ("documents", Type::Int64, "how often"),
                ],
            )
            .remembers(1)
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

    // What a run that was interrupted needs to go on from here.
    fn save(&self, counts: &Self::Memory, to: &mut Vec<u8>) -> Result<()> {
        for (value, documents) in counts {
            to.extend_from_slice(&(value.len() as u64).to_le_bytes());
            to.extend_from_slice(value.as_bytes());
            to.extend_from_slice(&documents.to_le_bytes());
        }
        Ok(())
    }
    fn restore(&self, counts: &mut Self::Memory, mut from: &[u8]) -> Result<()> {
        while !from.is_empty() {
            let size = number(&mut from)? as usize;
            if size > from.len() {
                return Err(Error::new("the saved state is damaged"));
            }
            let (value, rest) = from.split_at(size);
            from = rest;
            let value = String::from_utf8_lossy(value).into_owned();
            let documents = number(&mut from)?;
            counts.insert(value, documents);
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

fn number(from: &mut &[u8]) -> Result<i64> {
    if from.len() < 8 {
        return Err(Error::new("the saved state is damaged"));
    }
    let (bytes, rest) = from.split_at(8);
    *from = rest;
    let mut number = [0; 8];
    number.copy_from_slice(bytes);
    Ok(i64::from_le_bytes(number))
}

textmill::plugin! {
    name: "example-rust-table", version: "1.0.0", license: "MIT",
    stages: [textmill::transform::<Census>],
    list: "transform example.census census\n"
}

#[test]
fn says_what_it_makes() {
    let description = format!("{:?}", Census::describe());
    assert!(description.contains("census"));
}
