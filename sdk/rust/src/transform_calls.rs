//! The calls of a transform or sink, from C to Rust.
use crate::abi;
use crate::builder::fields;
use crate::describe::Type;
use crate::error::guard;
use crate::{Batch, Columns, Description, Error, Host, Params, Reply, Result, Transform};
use std::ffi::{CStr, CString};
use std::os::raw::{c_char, c_void};
use std::ptr;
use std::sync::Mutex;

/// An instance, and what its bind reply points to.
struct Instance<T: Transform> {
    stage: T,
    memory: Mutex<T::Memory>,
    description: Description,
    names: Vec<String>, // of the columns that it needs, in this pipeline
    slots: Vec<Option<usize>>,
    texts: Vec<CString>,
    uses: Vec<*const c_char>,
    output: Option<CString>,
    outputs: Vec<abi::Output>,
    carry: Schema,
    parameters: u64, // a hash of their values
}

/// A schema of our own, for as long as it lives.
struct Schema(abi::ArrowSchema);

// SAFETY: never changes, and is released by whoever drops it.
unsafe impl Send for Schema {}
unsafe impl Sync for Schema {}

impl Drop for Schema {
    fn drop(&mut self) {
        if let Some(release) = self.0.release {
            // SAFETY: it is ours.
            unsafe { release(&mut self.0) }
        }
    }
}

// In all of these: `instance` is what `create` made, used by the host until `close`; structs and
// pointers are as abi.h says.
type Pointer = *mut c_void;

unsafe fn of<'a, T: Transform>(instance: Pointer) -> &'a Instance<T> {
    &*(instance as *const Instance<T>)
}
unsafe fn of_mut<'a, T: Transform>(instance: Pointer) -> &'a mut Instance<T> {
    &mut *(instance as *mut Instance<T>)
}

unsafe extern "C" fn create<T: Transform>(
    host: *const abi::Host,
    params: *const abi::Value,
    out: *mut Pointer,
    error: *mut abi::Error,
) -> i32 {
    guard(error, || {
        let params = Params::read(params);
        let description = T::describe();
        let names = description
            .needs
            .iter()
            .map(|need| match &need.param {
                Some(param) => params.string(param).to_string(),
                None => need.name.clone(),
            })
            .collect();
        let output = match &description.output {
            Some(param) => Some(
                CString::new(params.string(param))
                    .map_err(|_| Error::new("a path has a NUL byte").parameter(param.as_str()))?,
            ),
            None => None,
        };
        let instance = Box::new(Instance {
            stage: T::new(&params, Host::new(host))?,
            memory: Mutex::new(T::Memory::default()),
            carry: Schema(fields("", description.carry.iter().map(|f| (f.name.as_str(), f.kind)))),
            parameters: crate::state::hash(0, format!("{:?}", params.sorted()).as_bytes()),
            description,
            names,
            slots: Vec::new(),
            texts: Vec::new(),
            uses: Vec::new(),
            output,
            outputs: Vec::new(),
        });
        *out = Box::into_raw(instance) as Pointer;
        Ok(abi::OK)
    })
}

// Lists and structs with all that is in them.
unsafe fn is_of(schema: &abi::ArrowSchema, kind: Type) -> bool {
    let child = |i: usize| &**schema.children.add(i);
    if CStr::from_ptr(schema.format).to_bytes() != kind.format().as_bytes() {
        return false;
    }
    match kind {
        Type::List(item) => schema.n_children == 1 && is_of(child(0), *item),
        Type::Struct(members) => {
            schema.n_children as usize == members.len()
                && members.iter().enumerate().all(|(i, (name, kind))| {
                    CStr::from_ptr(child(i).name).to_bytes() == name.as_bytes()
                        && is_of(child(i), *kind)
                })
        }
        _ => true,
    }
}

unsafe fn find(input: &abi::ArrowSchema, name: &str, kind: Type) -> Result<Option<CString>> {
    for i in 0..input.n_children as usize {
        let field = &**input.children.add(i);
        let text = CStr::from_ptr(field.name);
        if text.to_bytes() != name.as_bytes() {
            continue;
        }
        if !is_of(field, kind) {
            let message =
                format!("needs the column `{}` as {}, but it is of another type", name, kind.name());
            return Err(Error::of_column(abi::WRONG_TYPE, name, message));
        }
        return Ok(Some(text.to_owned()));
    }
    Ok(None)
}

unsafe extern "C" fn bind<T: Transform>(
    instance: Pointer,
    input: *const abi::ArrowSchema,
    reply: *mut abi::BindReply,
    error: *mut abi::Error,
) -> i32 {
    guard(error, || {
        let this = of_mut::<T>(instance);
        let (mut slots, mut texts) = (Vec::new(), Vec::<CString>::new());
        for (need, name) in this.description.needs.iter().zip(&this.names) {
            match find(&*input, name, need.kind)? {
                Some(text) => {
                    let known = texts.iter().position(|known| *known == text);
                    slots.push(Some(known.unwrap_or(texts.len())));
                    if known.is_none() {
                        texts.push(text);
                    }
                }
                None if need.optional => slots.push(None),
                None => {
                    let message =
                        format!("needs the column `{}`, which no earlier step makes", name);
                    return Err(Error::of_column(abi::NO_COLUMN, name, message));
                }
            }
        }
        this.slots = slots;
        this.texts = texts;
        this.uses = this.texts.iter().map(|text| text.as_ptr()).collect();
        this.outputs =
            this.output.iter().map(|path| abi::Output { path: path.as_ptr(), flags: 0 }).collect();
        let reply = &mut *reply;
        let d = &this.description;
        reply.flags = d.flags;
        reply.uses = this.uses.as_ptr();
        reply.n_uses = this.uses.len() as u64;
        reply.outputs = this.outputs.as_ptr();
        reply.n_outputs = this.outputs.len() as u64;
        for (from, to) in [
            (&d.columns, &mut reply.columns),
            (&d.commit_columns, &mut reply.commit_columns),
            (&d.carry, &mut reply.carry),
            (&d.details, &mut reply.details),
        ] {
            if !from.is_empty() {
                *to = fields("", from.iter().map(|f| (f.name.as_str(), f.kind)));
            }
        }
        if !d.tables.is_empty() {
            let tables = d
                .tables
                .iter()
                .map(|t| fields(&t.name, t.columns.iter().map(|c| (c.name.as_str(), c.kind))));
            reply.tables = crate::builder::schema("", "+s", tables.collect());
        }
        Ok(abi::OK)
    })
}

unsafe extern "C" fn open<T: Transform>(
    instance: Pointer,
    _: *const abi::OpenRequest,
    error: *mut abi::Error,
) -> i32 {
    guard(error, || of_mut::<T>(instance).stage.open().map(|()| abi::OK))
}

pub(crate) unsafe extern "C" fn open_lane(_: Pointer, lane: *mut Pointer, _: *mut abi::Error) -> i32 {
    *lane = ptr::null_mut();
    abi::OK
}
pub(crate) unsafe extern "C" fn close_lane(_: Pointer, _: Pointer) {}

type Lane = Box<dyn std::any::Any + Send>;

unsafe extern "C" fn make_lane<T: Transform>(
    instance: Pointer,
    lane: *mut Pointer,
    error: *mut abi::Error,
) -> i32 {
    guard(error, || {
        let made: Box<Lane> = Box::new(of::<T>(instance).stage.new_lane());
        *lane = Box::into_raw(made) as Pointer;
        Ok(abi::OK)
    })
}
unsafe extern "C" fn drop_lane(_: Pointer, lane: Pointer) {
    guard(ptr::null_mut(), || {
        drop(Box::from_raw(lane as *mut Lane));
        Ok(abi::OK)
    });
}

unsafe extern "C" fn close<T: Transform>(instance: Pointer) {
    guard(ptr::null_mut(), || {
        drop(Box::from_raw(instance as *mut Instance<T>));
        Ok(abi::OK)
    });
}

unsafe extern "C" fn process<T: Transform>(
    instance: Pointer,
    lane: Pointer,
    batch: *const abi::Batch,
    out: *mut abi::Reply,
    error: *mut abi::Error,
) -> i32 {
    guard(error, || {
        let this = of::<T>(instance);
        let mut reply = Reply::new(&this.description, false);
        let lane = &mut *(lane as *mut Lane);
        let batch = Batch::read(&*batch, &this.slots);
        this.stage.process_in(lane.as_mut(), &batch, &mut reply)?;
        reply.export(this.description.flags & abi::EXPANDS != 0, &mut *out);
        Ok(abi::OK)
    })
}

unsafe extern "C" fn commit<T: Transform>(
    instance: Pointer,
    batch: *const abi::Batch,
    carry: *const abi::ArrowArray,
    out: *mut abi::Reply,
    error: *mut abi::Error,
) -> i32 {
    guard(error, || {
        let this = of::<T>(instance);
        let mut reply = Reply::new(&this.description, true);
        let nothing = empty_struct();
        let carry = carry.as_ref().unwrap_or(&nothing);
        let carried = Batch::members(carry, &this.carry.0, (*batch).pass);
        let batch = Batch::read(&*batch, &this.slots);
        this.stage.commit(&mut *lock(&this.memory), &batch, &carried, &mut reply)?;
        reply.export(false, &mut *out);
        Ok(abi::OK)
    })
}

fn empty_struct() -> abi::ArrowArray {
    // SAFETY: numbers, pointers and an Option of a function, for all of which zero is a value.
    unsafe { std::mem::zeroed() }
}

// A call that panicked leaves the memory as it is; the host ends the run then.
fn lock<M>(memory: &Mutex<M>) -> std::sync::MutexGuard<'_, M> {
    memory.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}

unsafe extern "C" fn finish<T: Transform>(instance: Pointer, error: *mut abi::Error) -> i32 {
    guard(error, || {
        let this = of::<T>(instance);
        this.stage.finish(&mut *lock(&this.memory)).map(|()| abi::OK)
    })
}

unsafe extern "C" fn end_of_pass<T: Transform>(instance: Pointer, error: *mut abi::Error) -> i32 {
    guard(error, || {
        let this = of::<T>(instance);
        this.stage.end_of_pass(&mut *lock(&this.memory)).map(|()| abi::OK)
    })
}

unsafe extern "C" fn save<T: Transform>(
    instance: Pointer,
    writer: *const abi::StateWriter,
    error: *mut abi::Error,
) -> i32 {
    guard(error, || {
        let this = of::<T>(instance);
        let mut bytes = Vec::new();
        this.stage.save(&*lock(&this.memory), &mut bytes)?;
        let d = &this.description;
        let whole = crate::state::framed(&d.name, d.state_version, this.parameters, &bytes);
        let data = whole.as_ptr() as *const c_void;
        Ok(((*writer).write)((*writer).itself, data, whole.len() as u64, error))
    })
}

unsafe extern "C" fn restore<T: Transform>(
    instance: Pointer,
    reader: *const abi::StateReader,
    error: *mut abi::Error,
) -> i32 {
    guard(error, || {
        let this = of::<T>(instance);
        let mut whole = Vec::new();
        let mut piece = vec![0u8; 1 << 20];
        loop {
            let mut got = 0;
            let data = piece.as_mut_ptr() as *mut c_void;
            let code =
                ((*reader).read)((*reader).itself, data, piece.len() as u64, &mut got, error);
            if code != abi::OK {
                return Ok(code);
            }
            whole.extend_from_slice(&piece[..got as usize]);
            if (got as usize) < piece.len() {
                break;
            }
        }
        let d = &this.description;
        let bytes = crate::state::unframed(&d.name, d.state_version, this.parameters, &whole)?;
        this.stage.restore(&mut *lock(&this.memory), &bytes).map(|()| abi::OK)
    })
}

struct States<T>(std::marker::PhantomData<T>);
impl<T: Transform> States<T> {
    const TABLE: abi::State = abi::State { save: save::<T>, restore: restore::<T> };
}

unsafe extern "C" fn extension<T: Transform>(id: *const c_char) -> *const c_void {
    if CStr::from_ptr(id).to_bytes() == b"textmill.state/1" {
        return &States::<T>::TABLE as *const abi::State as *const c_void;
    }
    ptr::null()
}

unsafe extern "C" fn next_table<T: Transform>(
    instance: Pointer,
    table: u32,
    out: *mut abi::ArrowArray,
    error: *mut abi::Error,
) -> i32 {
    guard(error, || {
        let this = of::<T>(instance);
        let mut rows = Columns::of(&this.description.tables[table as usize].columns);
        if !this.stage.next_table(&mut *lock(&this.memory), table as usize, &mut rows)? {
            return Ok(abi::END);
        }
        *out = rows.finish();
        Ok(abi::OK)
    })
}

pub(crate) fn stage<T: Transform>(
    info: *const abi::StageInfo,
    description: &Description,
) -> abi::Stage {
    let flags = description.flags;
    abi::Stage {
        info,
        create: Some(create::<T>),
        bind: Some(bind::<T>),
        open: Some(open::<T>),
        open_lane: Some(make_lane::<T>),
        close_lane: Some(drop_lane),
        close: Some(close::<T>),
        list_inputs: None,
        next_unit: None,
        read_unit: None,
        read_record: None,
        process: Some(process::<T>),
        commit: if flags & abi::COMMITS != 0 { Some(commit::<T>) } else { None },
        end_of_pass: if flags & abi::REPLAYS != 0 { Some(end_of_pass::<T>) } else { None },
        finish: Some(finish::<T>),
        next_table: if flags & abi::TABLES != 0 { Some(next_table::<T>) } else { None },
        extension: if description.state_version > 0 { Some(extension::<T>) } else { None },
    }
}
