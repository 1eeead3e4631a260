use crate::abi;
use crate::builder::ColumnBuilder;
use crate::{Batch, Columns, Description, Error, Host, Params, Result};
use std::any::Any;

/// A stage that changes, drops or multiplies documents, makes tables, or writes them (a sink).
///
/// `process` is called on many threads at once and depends on nothing but its batch. What a stage
/// remembers is its `Memory`, which `commit` alone is given, one batch at a time in input order.
pub trait Transform: Send + Sync + Sized + 'static {
    /// What `commit` remembers; `()` for most.
    type Memory: Default + Send + 'static;

    fn describe() -> Description;
    /// Parameters are checked and complete. No I/O.
    fn new(params: &Params, host: Host) -> Result<Self>;
    /// Reads models and lists, before the first batch.
    fn open(&mut self) -> Result<()> {
        Ok(())
    }
    /// A value in each produced column for each row; or verdicts, or parents.
    fn process(&self, _batch: &Batch, _reply: &mut Reply) -> Result<()> {
        Err(Error::internal("the stage has no `process`"))
    }
    /// Scratch state for one thread at a time.
    fn new_lane(&self) -> Box<dyn Any + Send> {
        Box::new(())
    }
    /// Instead of `process`, with what `new_lane` made: `lane.downcast_mut::<Scratch>()`.
    fn process_in(
        &self,
        _lane: &mut (dyn Any + Send),
        batch: &Batch,
        reply: &mut Reply,
    ) -> Result<()> {
        self.process(batch, reply)
    }
    /// Between the passes of a stage that replays.
    fn end_of_pass(&self, _memory: &mut Self::Memory) -> Result<()> {
        Ok(())
    }
    /// What the stage remembers, as bytes; see `Description::remembers`.
    fn save(&self, _memory: &Self::Memory, _to: &mut Vec<u8>) -> Result<()> {
        Ok(())
    }
    /// From those bytes, which are whole and of the version that the description says.
    fn restore(&self, _memory: &mut Self::Memory, _from: &[u8]) -> Result<()> {
        Ok(())
    }
    /// `carried`: the columns that `process` gave to `reply.carry`.
    fn commit(
        &self,
        _memory: &mut Self::Memory,
        _batch: &Batch,
        _carried: &Batch,
        _reply: &mut Reply,
    ) -> Result<()> {
        Ok(())
    }
    /// After the last batch.
    fn finish(&self, _memory: &mut Self::Memory) -> Result<()> {
        Ok(())
    }
    /// Appends the next rows of a table; false when there were none.
    fn next_table(
        &self,
        _memory: &mut Self::Memory,
        _table: usize,
        _rows: &mut Columns,
    ) -> Result<bool> {
        Ok(false)
    }
}

/// What a call gives back.
pub struct Reply {
    pub(crate) columns: Columns,
    pub(crate) carry: Columns,
    pub(crate) details: Columns,
    pub(crate) verdicts: ColumnBuilder,
    pub(crate) parents: ColumnBuilder,
    pub(crate) failures: Columns,
    pub(crate) counts: [i64; abi::MAX_COUNTERS],
}

impl Reply {
    pub(crate) fn new(description: &Description, commit: bool) -> Reply {
        let columns = if commit { &description.commit_columns } else { &description.columns };
        let carry = if commit { &[][..] } else { &description.carry };
        Reply {
            columns: Columns::of(columns),
            carry: Columns::of(carry),
            details: Columns::of(&description.details),
            failures: Columns::new(["l", "u", "C"].into_iter()),
            verdicts: ColumnBuilder::new("C"),
            parents: ColumnBuilder::new("i"),
            counts: [0; abi::MAX_COUNTERS],
        }
    }
    /// A reply to look at in a test.
    pub fn test(description: &Description) -> Reply {
        Reply::new(description, false)
    }
    /// The document of the row cannot be worked on: it is recorded with this sentence, and the others
    /// go on. In columns, verdicts and details it has its place, see `nulls`; in the carry it has
    /// none.
    pub fn fail(&mut self, row: usize, message: &str) {
        self.fail_as(row, message, abi::FAILED_DOCUMENT);
    }
    /// The same, for what may do well another time: a server was not there.
    pub fn fail_for_now(&mut self, row: usize, message: &str) {
        self.fail_as(row, message, abi::FAILED_FOR_NOW);
    }
    fn fail_as(&mut self, row: usize, message: &str, kind: u8) {
        self.failures.column(0).integer(row as i64);
        self.failures.column(1).text(message);
        self.failures.column(2).uint8(kind);
    }
    /// A null in each produced column.
    pub fn nulls(&mut self) {
        let rows = self.columns.rows() + 1;
        self.columns.fill(rows);
    }
    /// The produced column number `n`: of `process`, or in `commit` of those that it makes.
    pub fn column(&mut self, n: usize) -> &mut ColumnBuilder {
        self.columns.column(n)
    }
    /// What is handed to `commit`. In `process`.
    pub fn carry(&mut self, n: usize) -> &mut ColumnBuilder {
        self.carry.column(n)
    }
    /// Explains drops: a value, or null, for each verdict.
    pub fn detail(&mut self, n: usize) -> &mut ColumnBuilder {
        self.details.column(n)
    }
    /// The document stays. `keep` or `drop`, once for each row, in order.
    pub fn keep(&mut self) {
        self.verdicts.uint8(0);
    }
    /// It goes, for the description's reason number `reason`.
    pub fn drop(&mut self, reason: usize) {
        self.verdicts.uint8(reason as u8 + 1);
    }
    /// Of which row the next document is made; ascending.
    pub fn parent(&mut self, row: usize) {
        self.parents.int32(row as i32);
    }
    pub fn count(&mut self, counter: usize, n: usize) {
        self.counts[counter] += n as i64;
    }

    pub(crate) fn export(self, expands: bool, out: &mut abi::Reply) {
        if !self.columns.is_empty() {
            out.columns = self.columns.finish();
        }
        if !self.carry.is_empty() {
            out.carry = self.carry.finish();
        }
        if self.verdicts.rows() > 0 {
            out.verdicts = self.verdicts.finish();
            if !self.details.is_empty() {
                out.details = self.details.finish();
            }
        }
        if self.failures.rows() > 0 {
            out.failures = self.failures.finish();
        }
        if expands {
            out.parents = self.parents.finish();
        }
        out.counts = self.counts;
    }
}
