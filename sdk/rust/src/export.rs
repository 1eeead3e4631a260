//! How a plugin comes to be seen: `plugin!` and what it is made of.
use crate::abi;
use crate::describe::{Description, Field, Need, Param, Table};
use crate::{source_calls, transform_calls, Source, Transform};
use std::cell::UnsafeCell;
use std::ffi::CString;
use std::mem::MaybeUninit;
use std::os::raw::c_char;
use std::ptr;

/// Room for the stages, filled once while the library is loaded.
pub struct Stages<const N: usize>(UnsafeCell<MaybeUninit<[abi::Stage; N]>>);

// SAFETY: filled by one thread, before the host knows of it; never changed after that.
unsafe impl<const N: usize> Sync for Stages<N> {}

impl<const N: usize> Stages<N> {
    #[allow(clippy::new_without_default)]
    pub const fn new() -> Stages<N> {
        Stages(UnsafeCell::new(MaybeUninit::uninit()))
    }
    pub fn fill(&self, makers: [fn() -> abi::Stage; N]) {
        let stages = self.0.get() as *mut abi::Stage;
        for (i, make) in makers.into_iter().enumerate() {
            // A description that panics leaves a stage without info, which the host refuses.
            let made = std::panic::catch_unwind(make);
            // SAFETY: there is room for N; nobody else looks yet.
            unsafe {
                match made {
                    Ok(stage) => stages.add(i).write(stage),
                    Err(_) => ptr::write_bytes(stages.add(i), 0, 1),
                }
            }
        }
    }
    const fn at(&'static self, i: usize) -> *const abi::Stage {
        // SAFETY: within the array.
        unsafe { (self.0.get() as *const abi::Stage).add(i) }
    }
}

/// The list that the exported symbol points to.
pub struct List<const N: usize>([*const abi::Stage; N]);

// SAFETY: never changes.
unsafe impl<const N: usize> Sync for List<N> {}

impl<const N: usize> List<N> {
    pub const fn new(stages: &'static Stages<N>) -> List<N> {
        let mut list = [ptr::null(); N];
        let mut i = 0;
        while i < N {
            list[i] = stages.at(i);
            i += 1;
        }
        List(list)
    }
    pub const fn as_ptr(&'static self) -> *const *const abi::Stage {
        self.0.as_ptr()
    }
}

/// Keeps the linker from throwing the bytes away.
pub fn lead_to(bytes: &'static [u8]) {
    // SAFETY: a reference.
    unsafe { std::ptr::read_volatile(&bytes[0]) };
}

/// A text as a static of its bytes.
pub const fn bytes_of<const N: usize>(text: &str) -> [u8; N] {
    let mut bytes = [0; N];
    let mut i = 0;
    while i < N {
        bytes[i] = text.as_bytes()[i];
        i += 1;
    }
    bytes
}

// What a stage says about itself is kept as long as the library, which is never unloaded.
fn text(text: &str) -> *const c_char {
    CString::new(text).unwrap_or_default().into_raw()
}
fn list<T>(items: Vec<T>) -> *const T {
    Box::leak(items.into_boxed_slice()).as_ptr()
}
fn words(words: &[String]) -> *const *const c_char {
    let all = words.iter().map(|word| text(word)).chain(std::iter::once(ptr::null()));
    list(all.collect())
}

fn param(param: &Param) -> abi::ParamInfo {
    let default = param.default.as_ref().map_or(ptr::null(), |value| text(value));
    abi::ParamInfo {
        name: if param.name.is_empty() { ptr::null() } else { text(&param.name) },
        types: param.kind,
        flags: param.required as u32 | (param.reads as u32) << 1,
        default_value: default,
        minimum: param.range.0,
        maximum: param.range.1,
        choices: if param.choices.is_empty() { ptr::null() } else { words(&param.choices) },
        item: match &param.item {
            Some(item) => list(vec![self::param(item)]),
            None => ptr::null(),
        },
        fields: list(param.fields.iter().map(self::param).collect()),
        n_fields: param.fields.len() as u64,
        doc: text(&param.doc),
    }
}
fn need(need: &Need) -> abi::ColumnInfo {
    abi::ColumnInfo {
        name: text(&need.name),
        kind: text(need.kind.name()),
        param: need.param.as_ref().map_or(ptr::null(), |name| text(name)),
        flags: need.optional as u32,
        doc: text(&need.doc),
    }
}
fn product(field: &Field) -> abi::ColumnInfo {
    abi::ColumnInfo {
        name: text(&field.name),
        kind: text(field.kind.name()),
        param: ptr::null(),
        flags: 0,
        doc: text(&field.doc),
    }
}

fn table(table: &Table) -> abi::TableInfo {
    abi::TableInfo {
        name: text(&table.name),
        doc: text(&table.doc),
        columns: list(table.columns.iter().map(product).collect()),
        n_columns: table.columns.len() as u64,
    }
}

fn info(d: &Description) -> *const abi::StageInfo {
    list(vec![abi::StageInfo {
        name: text(&d.name),
        version: text(&d.version),
        summary: text(&d.summary),
        description: text(&d.description),
        example: text(&d.example),
        kind: d.kind,
        flags: d.flags,
        params: list(d.params.iter().map(param).collect()),
        n_params: d.params.len() as u64,
        needs: list(d.needs.iter().map(need).collect()),
        n_needs: d.needs.len() as u64,
        produces: list(d.columns.iter().chain(&d.commit_columns).map(product).collect()),
        n_produces: (d.columns.len() + d.commit_columns.len()) as u64,
        reasons: words(&d.reasons),
        counters: words(&d.counters),
        tables: list(d.tables.iter().map(table).collect()),
        n_tables: d.tables.len() as u64,
    }])
}

/// For `plugin!`: a transform or sink.
pub fn transform<T: Transform>() -> abi::Stage {
    let description = T::describe();
    transform_calls::stage::<T>(info(&description), &description)
}

/// For `plugin!`: a source.
pub fn source<S: Source>() -> abi::Stage {
    source_calls::stage::<S>(info(&S::describe()))
}

#[doc(hidden)]
#[macro_export]
macro_rules! count {
    () => { 0 };
    ($head:expr $(, $tail:expr)*) => { 1 + $crate::count!($($tail),*) };
}

/// Exports stages, once in a crate of type `cdylib`:
///
/// ```ignore
/// textmill::plugin! {
///     name: "my-filters", version: "1.0.0", license: "MIT",
///     stages: [textmill::transform::<MinLength>],
///     list: "transform my.min_length\n"
/// }
/// ```
///
/// `list` has a line for each stage: its kind, its name, its tables. From it the host knows what the
/// plugin offers without running it; it may be left out.
#[macro_export]
macro_rules! plugin {
    (name: $name:literal, version: $version:literal, license: $license:literal,
     stages: [$($stage:expr),+ $(,)?] $(, list: $list:literal)? $(,)?) => {
        $(
            const TEXTMILL_LISTED: &str = concat!("textmill stages 1\n", $list, "\0");
            #[link_section = ".textmill"]
            #[used]
            static TEXTMILL_SECTION: [u8; TEXTMILL_LISTED.len()] =
                $crate::export::bytes_of(TEXTMILL_LISTED);
            // The linker throws away what nothing leads to.
            #[used]
            #[link_section = ".init_array"]
            static TEXTMILL_KEEP: extern "C" fn() = {
                extern "C" fn keep() {
                    $crate::export::lead_to(&TEXTMILL_SECTION);
                }
                keep
            };
        )?
        static TEXTMILL_STAGES: $crate::export::Stages<{ $crate::count!($($stage),+) }> =
            $crate::export::Stages::new();
        static TEXTMILL_LIST: $crate::export::List<{ $crate::count!($($stage),+) }> =
            $crate::export::List::new(&TEXTMILL_STAGES);

        #[used]
        #[link_section = ".init_array"]
        static TEXTMILL_FILL: extern "C" fn() = {
            extern "C" fn fill() {
                TEXTMILL_STAGES.fill([$($stage),+]);
            }
            fill
        };

        #[no_mangle]
        #[allow(non_upper_case_globals)]
        pub static textmill_plugin_v1: $crate::abi::Plugin = $crate::abi::Plugin {
            magic: *b"TEXTMILL",
            major: 1,
            minor: 0,
            size: ::std::mem::size_of::<$crate::abi::Plugin>() as u32,
            reserved: 0,
            name: concat!($name, "\0").as_ptr() as *const _,
            version: concat!($version, "\0").as_ptr() as *const _,
            license: concat!($license, "\0").as_ptr() as *const _,
            stages: TEXTMILL_LIST.as_ptr(),
            n_stages: $crate::count!($($stage),+),
            extension: None,
        };
    };
}
