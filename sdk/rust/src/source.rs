use crate::abi;
use crate::builder::ColumnBuilder;
use crate::{Columns, Description, Host, Params, Result};

/// A file to read; `bytes` as stored, where that is known.
#[derive(Debug, Clone)]
pub struct Input {
    pub path: String,
    pub bytes: Option<u64>,
}

/// A piece of an input that begins and ends with a record, by its place in bytes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unit {
    pub input: usize,
    pub begin: u64,
    pub end: u64,
}

/// A stage that reads documents, in two halves: `next_unit` cuts the inputs, one call at a time;
/// `read_unit` turns a unit into documents, on many threads at once.
pub trait Source: Send + Sync + Sized + 'static {
    /// Where `next_unit` goes on.
    type Cursor: Default + Send + 'static;

    fn describe() -> Description;
    fn new(params: &Params, host: Host) -> Result<Self>;
    /// May look at folders, opens nothing. What can be known to fail fails here, before the run.
    fn list_inputs(&self) -> Result<Vec<Input>>;
    /// A unit of about `want_bytes`, or nothing at the end of the last input.
    fn next_unit(
        &self,
        cursor: &mut Self::Cursor,
        inputs: &[Input],
        want_bytes: u64,
    ) -> Result<Option<Unit>>;
    fn read_unit(&self, input: &Input, unit: &Unit, rows: &mut Rows) -> Result<()>;
    /// The bytes of one record, as they are in the input.
    fn read_record(&self, input: &Input, offset: u64, length: u64) -> Result<Vec<u8>>;
}

/// The documents of a unit: append to each column, then call `document`; or `fail`.
pub struct Rows {
    pub(crate) columns: Columns,
    pub(crate) origins: Columns,
    pub(crate) failures: Columns,
}

impl Rows {
    pub(crate) fn new(description: &Description) -> Rows {
        Rows {
            columns: Columns::of(&description.columns),
            origins: Columns::new(["L", "L"].into_iter()),
            failures: Columns::new(["L", "L", "u", "C"].into_iter()),
        }
    }
    pub fn column(&mut self, n: usize) -> &mut ColumnBuilder {
        self.columns.column(n)
    }
    /// Ends a document whose record is there.
    pub fn document(&mut self, offset: u64, length: u64) {
        self.origins.column(0).uint64(offset);
        self.origins.column(1).uint64(length);
    }
    /// A record that is not a document; nothing of it may be in the columns.
    pub fn fail(&mut self, offset: u64, length: u64, message: &str) {
        self.failures.column(0).uint64(offset);
        self.failures.column(1).uint64(length);
        self.failures.column(2).text(message);
        self.failures.column(3).uint8(abi::FAILED_DOCUMENT);
    }
}
