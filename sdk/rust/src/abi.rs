//! The structs of `textmill/abi.h` and of the Arrow C data interface, field by field. Frozen as they
//! are; what each call means, who owns what and on which thread it comes is said there.
#![allow(missing_docs)]

use std::os::raw::{c_char, c_void};

pub const OK: i32 = 0;
pub const ERROR: i32 = 1;
pub const IO_ERROR: i32 = 2;
pub const CANCELLED: i32 = 3;
pub const INTERNAL: i32 = 4;
pub const NO_COLUMN: i32 = 5;
pub const WRONG_TYPE: i32 = 6;
pub const NO_MEMORY: i32 = 7;
pub const END: i32 = 100;
pub const INPUT_FAILED: i32 = 101;

pub const SOURCE: u32 = 1;
pub const TRANSFORM: u32 = 2;
pub const SINK: u32 = 3;

pub const COMMITS: u32 = 1;
pub const REPLAYS: u32 = 2;
pub const DROPS: u32 = 4;
pub const EXPANDS: u32 = 8;
pub const TABLES: u32 = 16;
pub const STATELESS: u32 = 32;

pub const FAILED_DOCUMENT: u8 = 0;
pub const FAILED_FOR_NOW: u8 = 1;

pub const MAX_COUNTERS: usize = 8;

#[repr(C)]
pub struct ArrowSchema {
    pub format: *const c_char,
    pub name: *const c_char,
    pub metadata: *const c_char,
    pub flags: i64,
    pub n_children: i64,
    pub children: *mut *mut ArrowSchema,
    pub dictionary: *mut ArrowSchema,
    pub release: Option<unsafe extern "C" fn(*mut ArrowSchema)>,
    pub private_data: *mut c_void,
}

#[repr(C)]
pub struct ArrowArray {
    pub length: i64,
    pub null_count: i64,
    pub offset: i64,
    pub n_buffers: i64,
    pub n_children: i64,
    pub buffers: *mut *const c_void,
    pub children: *mut *mut ArrowArray,
    pub dictionary: *mut ArrowArray,
    pub release: Option<unsafe extern "C" fn(*mut ArrowArray)>,
    pub private_data: *mut c_void,
}

#[repr(C)]
pub struct Error {
    pub code: i32,
    pub reserved: u32,
    pub row: i64,
    pub subject: [c_char; 256],
    pub message: [c_char; 2048],
    pub hint: [c_char; 512],
}

#[repr(C)]
pub struct Text {
    pub data: *const c_char,
    pub size: u64,
}

#[repr(C)]
pub struct ParamInfo {
    pub name: *const c_char,
    pub types: u32,
    pub flags: u32,
    pub default_value: *const c_char,
    pub minimum: f64,
    pub maximum: f64,
    pub choices: *const *const c_char,
    pub item: *const ParamInfo,
    pub fields: *const ParamInfo,
    pub n_fields: u64,
    pub doc: *const c_char,
}

#[repr(C)]
pub struct Value {
    pub kind: u32,
    pub given: u32,
    pub integer: i64,
    pub number: f64,
    pub string: Text,
    pub key: Text,
    pub items: *const Value,
    pub n_items: u64,
}

#[repr(C)]
pub struct ColumnInfo {
    pub name: *const c_char,
    pub kind: *const c_char,
    pub param: *const c_char,
    pub flags: u32,
    pub doc: *const c_char,
}

#[repr(C)]
pub struct TableInfo {
    pub name: *const c_char,
    pub doc: *const c_char,
    pub columns: *const ColumnInfo,
    pub n_columns: u64,
}

#[repr(C)]
pub struct StageInfo {
    pub name: *const c_char,
    pub version: *const c_char,
    pub summary: *const c_char,
    pub description: *const c_char,
    pub example: *const c_char,
    pub kind: u32,
    pub flags: u32,
    pub params: *const ParamInfo,
    pub n_params: u64,
    pub needs: *const ColumnInfo,
    pub n_needs: u64,
    pub produces: *const ColumnInfo,
    pub n_produces: u64,
    pub reasons: *const *const c_char,
    pub counters: *const *const c_char,
    pub tables: *const TableInfo,
    pub n_tables: u64,
}

#[repr(C)]
pub struct Host {
    pub major: u32,
    pub minor: u32,
    pub itself: *mut c_void,
    pub log: unsafe extern "C" fn(*const Host, i32, *const c_char, u64),
    pub cancelled: unsafe extern "C" fn(*const Host) -> i32,
    pub memory: unsafe extern "C" fn(*const Host, i64),
    pub write: unsafe extern "C" fn(*const Host, u32, *const c_void, u64, *mut Error) -> i32,
    pub extension: unsafe extern "C" fn(*const Host, *const c_char) -> *const c_void,
}

#[repr(C)]
pub struct KeptColumn {
    pub from: *const c_char,
    pub to: *const c_char,
}

#[repr(C)]
pub struct Output {
    pub path: *const c_char,
    pub flags: u32,
}

#[repr(C)]
pub struct BindReply {
    pub flags: u32,
    pub reserved: u32,
    pub uses: *const *const c_char,
    pub n_uses: u64,
    pub columns: ArrowSchema,
    pub commit_columns: ArrowSchema,
    pub details: ArrowSchema,
    pub carry: ArrowSchema,
    pub tables: ArrowSchema,
    pub kept: *const KeptColumn,
    pub n_kept: u64,
    pub outputs: *const Output,
    pub n_outputs: u64,
}

#[repr(C)]
pub struct OpenRequest {
    pub work_folder: *const c_char,
    pub threads: u32,
    pub reserved: u32,
    pub memory: u64,
}

#[repr(C)]
pub struct Input {
    pub path: *const c_char,
    pub bytes: i64,
}

#[repr(C)]
pub struct Unit {
    pub input: u32,
    pub flags: u32,
    pub begin: u64,
    pub end: u64,
    pub consumed: u64,
    pub payload: ArrowArray,
}

#[repr(C)]
pub struct Rows {
    pub columns: ArrowArray,
    pub origins: ArrowArray,
    pub failures: ArrowArray,
}

#[repr(C)]
pub struct Batch {
    pub rows: i64,
    pub pass: u32,
    pub reserved: u32,
    pub schema: *const ArrowSchema,
    pub columns: *const ArrowArray,
}

#[repr(C)]
pub struct Reply {
    pub columns: ArrowArray,
    pub parents: ArrowArray,
    pub verdicts: ArrowArray,
    pub details: ArrowArray,
    pub carry: ArrowArray,
    pub failures: ArrowArray,
    pub counts: [i64; MAX_COUNTERS],
}

/// textmill.state/1 of `textmill/extensions.h`.
#[repr(C)]
pub struct StateWriter {
    pub itself: *mut c_void,
    pub write: unsafe extern "C" fn(*mut c_void, *const c_void, u64, *mut Error) -> i32,
}

#[repr(C)]
pub struct StateReader {
    pub itself: *mut c_void,
    pub read: unsafe extern "C" fn(*mut c_void, *mut c_void, u64, *mut u64, *mut Error) -> i32,
}

#[repr(C)]
pub struct State {
    pub save: unsafe extern "C" fn(Instance, *const StateWriter, *mut Error) -> i32,
    pub restore: unsafe extern "C" fn(Instance, *const StateReader, *mut Error) -> i32,
}

type Instance = *mut c_void;
type Lane = *mut c_void;

#[repr(C)]
pub struct Stage {
    pub info: *const StageInfo,
    pub create:
        Option<unsafe extern "C" fn(*const Host, *const Value, *mut Instance, *mut Error) -> i32>,
    pub bind: Option<
        unsafe extern "C" fn(Instance, *const ArrowSchema, *mut BindReply, *mut Error) -> i32,
    >,
    pub open: Option<unsafe extern "C" fn(Instance, *const OpenRequest, *mut Error) -> i32>,
    pub open_lane: Option<unsafe extern "C" fn(Instance, *mut Lane, *mut Error) -> i32>,
    pub close_lane: Option<unsafe extern "C" fn(Instance, Lane)>,
    pub close: Option<unsafe extern "C" fn(Instance)>,
    pub list_inputs: Option<
        unsafe extern "C" fn(Instance, *mut *const Input, *mut u64, *mut Error) -> i32,
    >,
    pub next_unit: Option<unsafe extern "C" fn(Instance, u64, *mut Unit, *mut Error) -> i32>,
    pub read_unit: Option<
        unsafe extern "C" fn(Instance, Lane, *const Unit, *mut Rows, *mut Error) -> i32,
    >,
    pub read_record: Option<
        unsafe extern "C" fn(Instance, *const Unit, u64, u64, *mut ArrowArray, *mut Error) -> i32,
    >,
    pub process: Option<
        unsafe extern "C" fn(Instance, Lane, *const Batch, *mut Reply, *mut Error) -> i32,
    >,
    pub commit: Option<
        unsafe extern "C" fn(
            Instance,
            *const Batch,
            *const ArrowArray,
            *mut Reply,
            *mut Error,
        ) -> i32,
    >,
    pub end_of_pass: Option<unsafe extern "C" fn(Instance, *mut Error) -> i32>,
    pub finish: Option<unsafe extern "C" fn(Instance, *mut Error) -> i32>,
    pub next_table:
        Option<unsafe extern "C" fn(Instance, u32, *mut ArrowArray, *mut Error) -> i32>,
    pub extension: Option<unsafe extern "C" fn(*const c_char) -> *const c_void>,
}

#[repr(C)]
pub struct Plugin {
    pub magic: [u8; 8],
    pub major: u32,
    pub minor: u32,
    pub size: u32,
    pub reserved: u32,
    pub name: *const c_char,
    pub version: *const c_char,
    pub license: *const c_char,
    pub stages: *const *const Stage,
    pub n_stages: u64,
    pub extension: Option<unsafe extern "C" fn(*const c_char) -> *const c_void>,
}

// SAFETY: never changes, and points to what never changes.
unsafe impl Sync for Plugin {}
