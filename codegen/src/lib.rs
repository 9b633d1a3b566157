//! Turns WSDL and XSD files into plain Rust.

pub mod diagnostic;
pub mod source;

#[allow(dead_code, unreachable_pub, unused_imports)]
mod automaton;
#[allow(dead_code, unreachable_pub, unused_imports)]
mod overlay;
#[allow(dead_code, unreachable_pub, unused_imports)]
mod schema;
#[allow(dead_code, unreachable_pub, unused_imports)]
mod service;
#[allow(dead_code, unreachable_pub, unused_imports)]
mod syntax;
