use crate::abi::{self, ArrowArray};

/// The rows that a call works on. Borrowed from the host, and gone when the call returns.
pub struct Batch<'a> {
    rows: usize,
    columns: Vec<Option<Column<'a>>>,
}

/// A column of a batch. Types are checked before the run, so a stage asks for the one it declared;
/// for another one there is no value.
#[derive(Clone, Copy)]
pub struct Column<'a> {
    array: &'a ArrowArray,
    format: u8,
    offset: usize,
    length: usize,
}

impl<'a> Batch<'a> {
    pub fn rows(&self) -> usize {
        self.rows
    }
    /// The column of the description's `needs` number `n`; panics when it is an optional one that is
    /// not there.
    pub fn column(&self, n: usize) -> Column<'a> {
        self.columns[n].expect("an optional column is not there")
    }
    /// Whether an optional column is there.
    pub fn has(&self, n: usize) -> bool {
        self.columns[n].is_some()
    }
    /// The text of a row; "" where there is none.
    pub fn text(&self, n: usize, row: usize) -> &'a str {
        self.column(n).text(row).unwrap_or("")
    }

    /// `slots` says for each of the stage's columns which child it is. The structs are the host's,
    /// alive and unchanged for `'a`, and as the bound schema says.
    pub(crate) unsafe fn read(batch: &'a abi::Batch, slots: &[Option<usize>]) -> Batch<'a> {
        let columns = &*batch.columns;
        let schema = &*batch.schema;
        let columns = slots
            .iter()
            .map(|slot| {
                slot.map(|k| {
                    let child = &**(*schema).children.add(k);
                    Column::new(columns, k, *child.format as u8, batch.rows as usize)
                })
            })
            .collect();
        Batch { rows: batch.rows as usize, columns }
    }
    /// All members of a struct array, of these types.
    pub(crate) unsafe fn members(array: &'a ArrowArray, formats: &[&str]) -> Batch<'a> {
        let rows = array.length as usize;
        let column = |(k, format): (usize, &&str)| {
            Some(Column::new(array, k, format.as_bytes()[0], rows))
        };
        Batch { rows, columns: formats.iter().enumerate().map(column).collect() }
    }
}

impl<'a> Column<'a> {
    unsafe fn new(parent: &'a ArrowArray, k: usize, format: u8, length: usize) -> Column<'a> {
        let array = &**parent.children.add(k);
        Column { array, format, offset: (parent.offset + array.offset) as usize, length }
    }
    fn buffer<T>(&self, n: usize) -> *const T {
        // SAFETY: an array of that format has that many buffers.
        unsafe { *self.array.buffers.add(n) as *const T }
    }
    fn bit(&self, n: usize, row: usize) -> bool {
        let at = self.offset + row;
        // SAFETY: rows are checked before; bitmaps reach to offset + length.
        unsafe { (*self.buffer::<u8>(n).add(at / 8) >> (at % 8)) & 1 == 1 }
    }
    /// Whether the row has no value. Panics beyond the last row, as all of these do.
    pub fn is_null(&self, row: usize) -> bool {
        assert!(row < self.length, "row {} of {}", row, self.length);
        self.array.null_count != 0 && !self.buffer::<u8>(0).is_null() && !self.bit(0, row)
    }
    fn fixed<T: Copy>(&self, format: u8, row: usize) -> Option<T> {
        if self.is_null(row) || self.format != format {
            return None;
        }
        // SAFETY: the row is there, and the format says how wide it is.
        Some(unsafe { *self.buffer::<T>(1).add(self.offset + row) })
    }
    pub fn integer(&self, row: usize) -> Option<i64> {
        self.fixed(b'l', row)
    }
    pub fn float(&self, row: usize) -> Option<f64> {
        let single: Option<f32> = self.fixed(b'f', row);
        single.map(f64::from).or_else(|| self.fixed(b'g', row))
    }
    pub fn bool(&self, row: usize) -> Option<bool> {
        (!self.is_null(row) && self.format == b'b').then(|| self.bit(1, row))
    }
    pub fn bytes(&self, row: usize) -> Option<&'a [u8]> {
        if self.is_null(row) || (self.format != b'u' && self.format != b'z') {
            return None;
        }
        // SAFETY: offsets ascend and are within the data, which the host has seen to.
        unsafe {
            let ends = self.buffer::<i32>(1).add(self.offset + row);
            let (begin, end) = (*ends as usize, *ends.add(1) as usize);
            if begin == end {
                return Some(&[]);
            }
            Some(std::slice::from_raw_parts(self.buffer::<u8>(2).add(begin), end - begin))
        }
    }
    pub fn text(&self, row: usize) -> Option<&'a str> {
        if self.format != b'u' {
            return None;
        }
        // SAFETY: the host hands over no utf8 column whose text is not UTF-8.
        self.bytes(row).map(|bytes| unsafe { std::str::from_utf8_unchecked(bytes) })
    }
}
