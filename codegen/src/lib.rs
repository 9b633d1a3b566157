//! Turns WSDL and XSD files into plain Rust.

pub mod diagnostic;
pub mod source;

#[allow(dead_code, unreachable_pub)]
mod automaton;
#[allow(dead_code, unreachable_pub)]
mod overlay;
#[allow(dead_code, unreachable_pub)]
mod schema;
#[allow(dead_code, unreachable_pub)]
mod service;
#[allow(dead_code, unreachable_pub)]
mod syntax;
