//! Turns WSDL and XSD files into plain Rust.

pub mod diagnostic;
pub mod source;

// Not part of the public API: the stages are reachable so that tests can drive them one by one.
#[doc(hidden)]
pub mod automaton;
#[doc(hidden)]
pub mod naming;
#[doc(hidden)]
pub mod overlay;
#[doc(hidden)]
pub mod schema;
#[doc(hidden)]
pub mod service;
#[doc(hidden)]
pub mod syntax;
#[doc(hidden)]
pub mod rust;
