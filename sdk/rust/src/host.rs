use crate::abi;
use crate::{Error, Result};
use std::mem::MaybeUninit;
use std::os::raw::c_void;

/// What the host offers a stage. Any thread, but for `write`.
#[derive(Clone, Copy)]
pub struct Host {
    host: *const abi::Host,
}

// SAFETY: abi.h says of each of its functions that any thread may call it; `write` is to be called
// from commit alone, of which there is one call at a time.
unsafe impl Send for Host {}
unsafe impl Sync for Host {}

impl Host {
    pub(crate) fn new(host: *const abi::Host) -> Host {
        Host { host }
    }
    /// A line for people, at level info; the host adds the step's name.
    pub fn log(&self, message: &str) {
        // SAFETY: the host outlives its instances; the text is copied.
        unsafe { ((*self.host).log)(self.host, 1, message.as_ptr() as *const _, message.len() as u64) }
    }
    /// Whether the run is to end; calls that take long ask now and then.
    pub fn cancelled(&self) -> bool {
        // SAFETY: as above.
        unsafe { ((*self.host).cancelled)(self.host) != 0 }
    }
    /// Appends to the stage's output. From `commit` and `finish` only.
    pub fn write(&self, bytes: &[u8]) -> Result<()> {
        let mut error = MaybeUninit::<abi::Error>::zeroed();
        // SAFETY: as above; the struct is plain data that may be zero.
        let (code, error) = unsafe {
            let data = bytes.as_ptr() as *const c_void;
            let code =
                ((*self.host).write)(self.host, 0, data, bytes.len() as u64, error.as_mut_ptr());
            (code, error.assume_init())
        };
        if code == abi::OK {
            return Ok(());
        }
        let text: Vec<u8> =
            error.message.iter().take_while(|c| **c != 0).map(|c| *c as u8).collect();
        Err(Error { code, ..Error::new(String::from_utf8_lossy(&text).into_owned()) })
    }
}
