use crate::abi;
use std::os::raw::c_char;

/// What went wrong, for people: a sentence, and what to do about it.
#[derive(Debug, Clone)]
pub struct Error {
    pub(crate) code: i32,
    pub(crate) message: String,
    pub(crate) subject: String,
    pub(crate) hint: String,
}

pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// `message` is a sentence: what happened, and where.
    pub fn new(message: impl Into<String>) -> Error {
        Error {
            code: abi::ERROR,
            message: message.into(),
            subject: String::new(),
            hint: String::new(),
        }
    }
    /// The parameter to blame, as "patterns.iban" or "files[2]".
    pub fn parameter(mut self, subject: impl Into<String>) -> Error {
        self.subject = subject.into();
        self
    }
    /// A sentence: what to do about it.
    pub fn hint(mut self, hint: impl Into<String>) -> Error {
        self.hint = hint.into();
        self
    }
    /// To be blamed on a column.
    pub(crate) fn of_column(code: i32, column: &str, message: String) -> Error {
        Error { code, subject: format!("\n{}", column), ..Error::new(message) }
    }
    /// The call gave up, for the run is to end.
    pub fn cancelled() -> Error {
        Error { code: abi::CANCELLED, ..Error::new("the run is to end") }
    }
    pub(crate) fn internal(message: impl Into<String>) -> Error {
        Error { code: abi::INTERNAL, ..Error::new(message) }
    }
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Error {
        Error { code: abi::IO_ERROR, ..Error::new(error.to_string()) }
    }
}

fn copy(from: &str, to: &mut [c_char]) {
    let mut n = from.len().min(to.len() - 1);
    while !from.is_char_boundary(n) {
        n -= 1;
    }
    for (to, from) in to.iter_mut().zip(from.as_bytes()[..n].iter().chain(std::iter::once(&0))) {
        *to = *from as c_char;
    }
}

/// Fills the host's struct and returns the code.
pub(crate) fn fill(error: Error, out: *mut abi::Error) -> i32 {
    // SAFETY: the host gives every call a struct of its own to fill, or none.
    if let Some(out) = unsafe { out.as_mut() } {
        out.code = error.code;
        out.reserved = 0;
        out.row = -1;
        copy(&error.message, &mut out.message);
        copy(&error.subject, &mut out.subject);
        copy(&error.hint, &mut out.hint);
    }
    error.code
}

/// Runs a call of the host's: an error or a panic becomes a code and a filled struct.
pub(crate) fn guard(out: *mut abi::Error, call: impl FnOnce() -> Result<i32>) -> i32 {
    match std::panic::catch_unwind(std::panic::AssertUnwindSafe(call)) {
        Ok(Ok(code)) => code,
        Ok(Err(error)) => fill(error, out),
        Err(panic) => {
            let what = panic
                .downcast_ref::<&str>()
                .map(|text| text.to_string())
                .or_else(|| panic.downcast_ref::<String>().cloned())
                .unwrap_or_else(|| "of an unknown kind".to_string());
            fill(Error::internal(format!("a panic: {}", what)), out)
        }
    }
}
