use crate::abi::{self, ArrowArray};

/// The rows that a call works on. Borrowed from the host, and gone when the call returns.
pub struct Batch<'a> {
    rows: usize,
    pass: u32,
    columns: Vec<Option<Column<'a>>>,
}

/// A column of a batch. Types are checked before the run, so a stage asks for the one it declared;
/// for another one there is no value.
#[derive(Clone, Copy)]
pub struct Column<'a> {
    array: &'a ArrowArray,
    schema: Option<&'a abi::ArrowSchema>, // of lists and structs
    format: u8,                           // Arrow's letter; `[` of a list, `{` of a struct
    offset: usize,
    length: usize,
}

impl<'a> Batch<'a> {
    pub fn rows(&self) -> usize {
        self.rows
    }
    /// 0; or 1, when all rows come again to a stage that replays.
    pub fn pass(&self) -> u32 {
        self.pass
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
                    Column::new(columns, k, &**(*schema).children.add(k), batch.rows as usize)
                })
            })
            .collect();
        Batch { rows: batch.rows as usize, pass: batch.pass, columns }
    }
    /// All members of a struct array, of this schema.
    pub(crate) unsafe fn members(
        array: &'a ArrowArray,
        schema: &'a abi::ArrowSchema,
        pass: u32,
    ) -> Batch<'a> {
        let rows = array.length as usize;
        let column = |k| Some(Column::new(array, k, &**schema.children.add(k), rows));
        Batch { rows, pass, columns: (0..array.n_children as usize).map(column).collect() }
    }
}

impl<'a> Column<'a> {
    unsafe fn new(
        parent: &'a ArrowArray,
        k: usize,
        schema: &'a abi::ArrowSchema,
        length: usize,
    ) -> Column<'a> {
        let array = &**parent.children.add(k);
        Column::of(array, schema, parent.offset as usize, length)
    }
    unsafe fn of(
        array: &'a ArrowArray,
        schema: &'a abi::ArrowSchema,
        base: usize,
        length: usize,
    ) -> Column<'a> {
        let format = match (*schema.format as u8, *schema.format.add(1) as u8) {
            (b'+', b'l') => b'[',
            (b'+', _) => b'{',
            (letter, _) => letter,
        };
        let offset = base + array.offset as usize;
        Column { array, schema: Some(schema), format, offset, length }
    }
    fn child(&self, k: usize, base: usize, length: Option<usize>) -> Column<'a> {
        let schema = self.schema.expect("a column of a batch has a schema");
        assert!(k < self.array.n_children as usize, "there is no member {}", k);
        // SAFETY: array and schema have that many children, which live as long.
        unsafe {
            let array = &**self.array.children.add(k);
            let length = length.unwrap_or(array.length as usize);
            Column::of(array, &**schema.children.add(k), base, length)
        }
    }
    /// Of a list: which of `items()` belong to the row; none where there is no value.
    pub fn list(&self, row: usize) -> std::ops::Range<usize> {
        if self.is_null(row) || self.format != b'[' {
            return 0..0;
        }
        // SAFETY: the row is there; offsets ascend and lie within the items.
        unsafe {
            let ends = self.buffer::<i32>(1).add(self.offset + row);
            *ends as usize..*ends.add(1) as usize
        }
    }
    /// Of a list: the items of all rows. Panics for a column of another type.
    pub fn items(&self) -> Column<'a> {
        assert!(self.format == b'[', "this column holds no lists");
        self.child(0, 0, None)
    }
    /// Of a struct: its member number `k`, with the same rows.
    pub fn member(&self, k: usize) -> Column<'a> {
        assert!(self.format == b'{', "this column holds no structs");
        self.child(k, self.offset, Some(self.length))
    }
    /// Microseconds since 1970-01-01T00:00:00Z.
    pub fn timestamp(&self, row: usize) -> Option<i64> {
        self.fixed(b't', row)
    }
    pub fn unsigned(&self, row: usize) -> Option<u64> {
        self.fixed(b'L', row)
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
