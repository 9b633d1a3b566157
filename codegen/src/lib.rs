//! Turns WSDL and XSD files into plain Rust.
//!
//! [`Config`] says what to generate; a build script ends with [`Config::build_script`], a program with
//! [`Config::write_to`] or [`Config::generate`].

pub mod diagnostic;
pub mod source;

mod config;
mod emit;
mod error;
mod output;

// Not part of the public API: the stages are reachable so that the command and the tests can drive them one by one.
#[doc(hidden)]
pub mod analysis;
#[doc(hidden)]
pub mod automaton;
#[doc(hidden)]
pub mod diff;
#[doc(hidden)]
pub mod naming;
#[doc(hidden)]
pub mod overlay;
#[doc(hidden)]
pub mod rust;
#[doc(hidden)]
pub mod schema;
#[doc(hidden)]
pub mod service;
#[doc(hidden)]
pub mod syntax;

pub use config::Config;
pub use error::{Error, InputError};
pub use output::{File, Output, Stale, Statistics};
