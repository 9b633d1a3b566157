//! The second stage: one struct for every element of XSD and WSDL, with its attributes, its span and its QNames
//! expanded. References stay unresolved here, and no attribute is dropped silently.

pub mod wsdl;
pub mod xsd;

mod name;
mod nesting;
mod strictness;

pub use name::QName;
pub use nesting::{NESTING_LIMIT, depth, with_stack_for};
pub(crate) use strictness::Sink;
pub use strictness::Strictness;
