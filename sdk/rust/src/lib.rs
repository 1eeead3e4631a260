//! Plugins for Textmill in Rust. An author writes no `unsafe`: this crate is between a stage and
//! the C interface (`textmill/abi.h`), catches panics, and makes and reads Arrow arrays.
//!
//! A stage is a type that implements [`Transform`] (sinks too) or [`Source`]; [`plugin!`] exports it
//! from a crate of type `cdylib`. No dependencies; Rust 1.63 and later.

pub mod abi;
mod batch;
mod builder;
mod describe;
mod error;
#[doc(hidden)]
pub mod export;
mod host;
mod params;
mod source;
mod source_calls;
mod state;
mod transform;
mod transform_calls;

pub use batch::{Batch, Column};
pub use builder::{ColumnBuilder, Columns};
pub use describe::{Description, Param, Type};
pub use error::{Error, Result};
pub use export::{source, transform};
pub use host::Host;
pub use params::{Params, Value};
pub use source::{Input, Rows, Source, Unit};
pub use transform::{Reply, Transform};
