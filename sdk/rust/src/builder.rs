use crate::abi::{ArrowArray, ArrowSchema};
use crate::describe::{Field, Type};
use std::ffi::CString;
use std::os::raw::c_void;
use std::ptr;

/// Makes a column, value by value. Appending a value of another type than the column's is a mistake
/// in the plugin, and panics.
#[derive(Debug)]
pub struct ColumnBuilder {
    format: &'static str,
    children: Vec<ColumnBuilder>, // of lists and structs
    rows: usize,
    nulls: usize,
    validity: Vec<u8>,
    values: Vec<u8>, // of fixed width, or a bitmap, or the bytes of texts
    ends: Vec<i32>,
}

impl ColumnBuilder {
    pub(crate) fn new(format: &'static str) -> ColumnBuilder {
        ColumnBuilder {
            format,
            children: Vec::new(),
            rows: 0,
            nulls: 0,
            validity: Vec::new(),
            values: Vec::new(),
            ends: vec![0],
        }
    }
    pub(crate) fn of(kind: Type) -> ColumnBuilder {
        let mut column = ColumnBuilder::new(kind.format());
        match kind {
            Type::List(item) => column.children.push(ColumnBuilder::of(*item)),
            Type::Struct(members) => {
                column.children.extend(members.iter().map(|(_, kind)| ColumnBuilder::of(*kind)))
            }
            _ => {}
        }
        column
    }
    pub fn rows(&self) -> usize {
        self.rows
    }
    /// Of a list: where the items of the next row are appended; then `end_list`.
    pub fn items(&mut self) -> &mut ColumnBuilder {
        assert!(self.format == "+l", "this column is of another type");
        &mut self.children[0]
    }
    /// Ends a row: its items are those that were appended since the last one.
    pub fn end_list(&mut self) {
        self.end();
        self.row(true);
    }
    /// Of a struct: where the value of member number `k` is appended; then `end_struct`.
    pub fn member(&mut self, k: usize) -> &mut ColumnBuilder {
        assert!(self.format == "+s", "this column is of another type");
        &mut self.children[k]
    }
    pub fn end_struct(&mut self) {
        self.row(true);
        let rows = self.rows;
        assert!(self.children.iter().all(|child| child.rows == rows), "a member has no value");
    }
    /// Microseconds since 1970-01-01T00:00:00Z.
    pub fn timestamp(&mut self, value: i64) {
        self.fixed(&["tsu:UTC"], &value.to_ne_bytes());
    }
    pub fn unsigned(&mut self, value: u64) {
        self.fixed(&["L"], &value.to_ne_bytes());
    }
    /// Nulls until there are `rows`; what was begun of a row is given up.
    pub(crate) fn fill(&mut self, rows: usize) {
        while self.rows < rows {
            self.null();
        }
    }
    fn row(&mut self, valid: bool) {
        if self.rows % 8 == 0 {
            self.validity.push(0);
        }
        self.validity[self.rows / 8] |= (valid as u8) << (self.rows % 8);
        self.nulls += !valid as usize;
        self.rows += 1;
    }
    fn fixed(&mut self, formats: &[&str], bytes: &[u8]) {
        assert!(formats.contains(&self.format), "this column is of another type");
        self.values.extend_from_slice(bytes);
        self.row(true);
    }
    pub fn integer(&mut self, value: i64) {
        self.fixed(&["l"], &value.to_ne_bytes());
    }
    pub fn float(&mut self, value: f64) {
        if self.format == "f" {
            self.fixed(&["f"], &(value as f32).to_ne_bytes());
        } else {
            self.fixed(&["g"], &value.to_ne_bytes());
        }
    }
    pub(crate) fn int32(&mut self, value: i32) {
        self.fixed(&["i"], &value.to_ne_bytes());
    }
    pub(crate) fn uint8(&mut self, value: u8) {
        self.fixed(&["C"], &[value]);
    }
    pub(crate) fn uint64(&mut self, value: u64) {
        self.fixed(&["L"], &value.to_ne_bytes());
    }
    pub fn bool(&mut self, value: bool) {
        assert!(self.format == "b", "this column is of another type");
        if self.rows % 8 == 0 {
            self.values.push(0);
        }
        self.values[self.rows / 8] |= (value as u8) << (self.rows % 8);
        self.row(true);
    }
    pub fn text(&mut self, value: &str) {
        assert!(self.format == "u" || self.format == "z", "this column is of another type");
        self.put(value.as_bytes());
    }
    pub fn bytes(&mut self, value: &[u8]) {
        assert!(self.format == "z", "this column is of another type");
        self.put(value);
    }
    fn put(&mut self, value: &[u8]) {
        self.values.extend_from_slice(value);
        self.end();
        self.row(true);
    }
    fn end(&mut self) {
        let end = if self.format == "+l" { self.children[0].rows } else { self.values.len() };
        assert!(end <= i32::MAX as usize, "a column holds more than 2 GiB");
        self.ends.push(end as i32);
    }
    pub fn null(&mut self) {
        match self.format {
            "u" | "z" | "+l" => self.end(),
            "+s" => {
                let rows = self.rows + 1;
                self.children.iter_mut().for_each(|child| child.fill(rows));
            }
            "b" if self.rows % 8 == 0 => self.values.push(0),
            "b" => {}
            "C" => self.values.push(0),
            "f" | "i" => self.values.extend_from_slice(&[0; 4]),
            _ => self.values.extend_from_slice(&[0; 8]),
        }
        self.row(false);
    }
    pub(crate) fn finish(mut self) -> ArrowArray {
        let (rows, nulls) = (self.rows, self.nulls);
        // Memory that is aligned for any value, and readable a little beyond its end.
        let values = aligned(&self.values);
        let validity = if nulls > 0 { self.validity.as_ptr() } else { ptr::null() };
        let mut buffers = vec![validity as *const c_void];
        if matches!(self.format, "u" | "z" | "+l") {
            buffers.push(self.ends.as_ptr() as *const c_void);
        }
        if self.format.as_bytes()[0] != b'+' {
            buffers.push(values.as_ptr() as *const c_void);
        }
        self.values = Vec::new();
        let children = std::mem::take(&mut self.children);
        let children = children.into_iter().map(|c| Box::into_raw(Box::new(c.finish()))).collect();
        let holder = Holder { buffers, _builder: Some(self), _values: values, children };
        holder.export(rows, nulls)
    }
}

fn aligned(bytes: &[u8]) -> Vec<u64> {
    let mut words = vec![0u64; bytes.len() / 8 + 9];
    for (word, chunk) in words.iter_mut().zip(bytes.chunks(8)) {
        let mut full = [0u8; 8];
        full[..chunk.len()].copy_from_slice(chunk);
        *word = u64::from_ne_bytes(full);
    }
    words
}

/// What an exported array keeps alive.
struct Holder {
    buffers: Vec<*const c_void>,
    _builder: Option<ColumnBuilder>,
    _values: Vec<u64>,
    children: Vec<*mut ArrowArray>,
}

impl Holder {
    fn export(self, rows: usize, nulls: usize) -> ArrowArray {
        let mut holder = Box::new(self);
        ArrowArray {
            length: rows as i64,
            null_count: nulls as i64,
            offset: 0,
            n_buffers: holder.buffers.len() as i64,
            n_children: holder.children.len() as i64,
            buffers: holder.buffers.as_mut_ptr(),
            children: holder.children.as_mut_ptr(),
            dictionary: ptr::null_mut(),
            release: Some(release_array),
            private_data: Box::into_raw(holder) as *mut c_void,
        }
    }
}

unsafe extern "C" fn release_array(array: *mut ArrowArray) {
    let holder = Box::from_raw((*array).private_data as *mut Holder);
    for child in &holder.children {
        let child = Box::from_raw(*child); // moved out of, perhaps: then it has no release
        release(*child);
    }
    (*array).release = None;
}

fn release(mut array: ArrowArray) {
    if let Some(call) = array.release {
        // SAFETY: an array that has a release is owned by whoever holds it.
        unsafe { call(&mut array) }
    }
}

/// Columns of one length: of a reply, a table, or a reader's documents.
#[derive(Debug)]
pub struct Columns {
    columns: Vec<ColumnBuilder>,
}

impl Columns {
    pub(crate) fn new(formats: impl Iterator<Item = &'static str>) -> Columns {
        Columns { columns: formats.map(ColumnBuilder::new).collect() }
    }
    pub(crate) fn of(fields: &[Field]) -> Columns {
        Columns { columns: fields.iter().map(|field| ColumnBuilder::of(field.kind)).collect() }
    }
    pub(crate) fn fill(&mut self, rows: usize) {
        self.columns.iter_mut().for_each(|column| column.fill(rows));
    }
    /// By the order in which the description names them.
    pub fn column(&mut self, n: usize) -> &mut ColumnBuilder {
        &mut self.columns[n]
    }
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, |column| column.rows)
    }
    pub(crate) fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }
    pub(crate) fn finish(self) -> ArrowArray {
        let rows = self.rows();
        let children =
            self.columns.into_iter().map(|c| Box::into_raw(Box::new(c.finish()))).collect();
        let holder =
            Holder { buffers: vec![ptr::null()], _builder: None, _values: Vec::new(), children };
        holder.export(rows, 0)
    }
}

struct SchemaHolder {
    _format: CString,
    _name: CString,
    children: Vec<*mut ArrowSchema>,
}

/// An exported type; the receiver releases it.
pub(crate) fn schema(name: &str, format: &str, members: Vec<ArrowSchema>) -> ArrowSchema {
    let format = CString::new(format).unwrap_or_default();
    let name = CString::new(name).unwrap_or_default();
    let (format_at, name_at) = (format.as_ptr(), name.as_ptr());
    let children = members.into_iter().map(|m| Box::into_raw(Box::new(m))).collect();
    let mut holder = Box::new(SchemaHolder { _format: format, _name: name, children });
    ArrowSchema {
        format: format_at,
        name: name_at,
        metadata: ptr::null(),
        flags: 2, // nullable
        n_children: holder.children.len() as i64,
        children: holder.children.as_mut_ptr(),
        dictionary: ptr::null_mut(),
        release: Some(release_schema),
        private_data: Box::into_raw(holder) as *mut c_void,
    }
}

pub(crate) fn fields<'a>(
    name: &str,
    members: impl Iterator<Item = (&'a str, Type)>,
) -> ArrowSchema {
    schema(name, "+s", members.map(|(name, kind)| schema_of(name, kind)).collect())
}

pub(crate) fn schema_of(name: &str, kind: Type) -> ArrowSchema {
    let members = match kind {
        Type::List(item) => vec![schema_of("item", *item)],
        Type::Struct(members) => members.iter().map(|(name, kind)| schema_of(name, *kind)).collect(),
        _ => vec![],
    };
    schema(name, kind.format(), members)
}

unsafe extern "C" fn release_schema(schema: *mut ArrowSchema) {
    let holder = Box::from_raw((*schema).private_data as *mut SchemaHolder);
    for child in &holder.children {
        let mut child = Box::from_raw(*child);
        if let Some(call) = child.release {
            call(&mut *child);
        }
    }
    (*schema).release = None;
}
