//! Turns WSDL and XSD files into plain Rust.

pub mod diagnostic;
pub mod source;

#[allow(dead_code)]
mod automaton;
#[allow(dead_code)]
mod schema;
#[allow(dead_code)]
mod service;
#[allow(dead_code)]
mod syntax;
