//! The calls of a source, from C to Rust. See transform_calls.rs.
use crate::abi;
use crate::builder::{fields, ColumnBuilder};
use crate::error::guard;
use crate::transform_calls::{close_lane, open_lane};
use crate::{Description, Error, Host, Input, Params, Rows, Source, Unit};
use std::ffi::CString;
use std::os::raw::c_void;
use std::ptr;
use std::sync::Mutex;

struct Instance<S: Source> {
    stage: S,
    cursor: Mutex<S::Cursor>,
    description: Description,
    inputs: Vec<Input>,
    paths: Vec<CString>,
    listed: Vec<abi::Input>,
}

type Pointer = *mut c_void;

unsafe fn of<'a, S: Source>(instance: Pointer) -> &'a Instance<S> {
    &*(instance as *const Instance<S>)
}

unsafe extern "C" fn create<S: Source>(
    host: *const abi::Host,
    params: *const abi::Value,
    out: *mut Pointer,
    error: *mut abi::Error,
) -> i32 {
    guard(error, || {
        let instance = Box::new(Instance {
            stage: S::new(&Params::read(params), Host::new(host))?,
            cursor: Mutex::new(S::Cursor::default()),
            description: S::describe(),
            inputs: Vec::new(),
            paths: Vec::new(),
            listed: Vec::new(),
        });
        *out = Box::into_raw(instance) as Pointer;
        Ok(abi::OK)
    })
}

unsafe extern "C" fn bind<S: Source>(
    instance: Pointer,
    _: *const abi::ArrowSchema,
    reply: *mut abi::BindReply,
    error: *mut abi::Error,
) -> i32 {
    guard(error, || {
        let columns = of::<S>(instance).description.columns.iter();
        (*reply).columns = fields("", columns.map(|f| (f.name.as_str(), f.kind)));
        Ok(abi::OK)
    })
}

unsafe extern "C" fn open<S: Source>(
    _: Pointer,
    _: *const abi::OpenRequest,
    _: *mut abi::Error,
) -> i32 {
    abi::OK
}

unsafe extern "C" fn close<S: Source>(instance: Pointer) {
    guard(ptr::null_mut(), || {
        drop(Box::from_raw(instance as *mut Instance<S>));
        Ok(abi::OK)
    });
}

unsafe extern "C" fn list_inputs<S: Source>(
    instance: Pointer,
    inputs: *mut *const abi::Input,
    n: *mut u64,
    error: *mut abi::Error,
) -> i32 {
    guard(error, || {
        let this = &mut *(instance as *mut Instance<S>);
        this.inputs = this.stage.list_inputs()?;
        this.paths.clear();
        for input in &this.inputs {
            let path = CString::new(input.path.as_str());
            this.paths.push(path.map_err(|_| Error::new("a path has a NUL byte"))?);
        }
        let one = |(path, input): (&CString, &Input)| abi::Input {
            path: path.as_ptr(),
            bytes: input.bytes.map_or(-1, |bytes| bytes as i64),
        };
        this.listed = this.paths.iter().zip(&this.inputs).map(one).collect();
        *inputs = this.listed.as_ptr();
        *n = this.listed.len() as u64;
        Ok(abi::OK)
    })
}

unsafe extern "C" fn next_unit<S: Source>(
    instance: Pointer,
    want: u64,
    out: *mut abi::Unit,
    error: *mut abi::Error,
) -> i32 {
    guard(error, || {
        let this = of::<S>(instance);
        let mut cursor = this.cursor.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let unit = match this.stage.next_unit(&mut *cursor, &this.inputs, want)? {
            Some(unit) => unit,
            None => return Ok(abi::END),
        };
        (*out).input = unit.input as u32;
        (*out).begin = unit.begin;
        (*out).end = unit.end;
        (*out).consumed = unit.end;
        Ok(abi::OK)
    })
}

unsafe extern "C" fn read_unit<S: Source>(
    instance: Pointer,
    _: Pointer,
    unit: *const abi::Unit,
    out: *mut abi::Rows,
    error: *mut abi::Error,
) -> i32 {
    guard(error, || {
        let this = of::<S>(instance);
        let unit =
            Unit { input: (*unit).input as usize, begin: (*unit).begin, end: (*unit).end };
        let mut rows = Rows::new(&this.description);
        this.stage.read_unit(&this.inputs[unit.input], &unit, &mut rows)?;
        if rows.columns.rows() != rows.origins.rows() {
            return Err(Error::internal("the reader has not called document() for each row"));
        }
        (*out).columns = rows.columns.finish();
        (*out).origins = rows.origins.finish();
        if rows.failures.rows() > 0 {
            (*out).failures = rows.failures.finish();
        }
        Ok(abi::OK)
    })
}

unsafe extern "C" fn read_record<S: Source>(
    instance: Pointer,
    unit: *const abi::Unit,
    offset: u64,
    length: u64,
    out: *mut abi::ArrowArray,
    error: *mut abi::Error,
) -> i32 {
    guard(error, || {
        let this = of::<S>(instance);
        let input = &this.inputs[(*unit).input as usize];
        let bytes = this.stage.read_record(input, offset, length)?;
        let mut record = ColumnBuilder::new("z");
        record.bytes(&bytes);
        *out = record.finish();
        Ok(abi::OK)
    })
}

pub(crate) fn stage<S: Source>(info: *const abi::StageInfo) -> abi::Stage {
    abi::Stage {
        info,
        create: Some(create::<S>),
        bind: Some(bind::<S>),
        open: Some(open::<S>),
        open_lane: Some(open_lane),
        close_lane: Some(close_lane),
        close: Some(close::<S>),
        list_inputs: Some(list_inputs::<S>),
        next_unit: Some(next_unit::<S>),
        read_unit: Some(read_unit::<S>),
        read_record: Some(read_record::<S>),
        process: None,
        commit: None,
        end_of_pass: None,
        finish: None,
        next_table: None,
        extension: None,
    }
}
