//! The second stage: one struct for every element of XSD and WSDL, with its attributes, its span and its QNames
//! expanded. References stay unresolved here, and no attribute is dropped silently.
//!
//! [`read()`] reads the entry files and all that they refer to into an [`Input`].

pub mod element;
pub mod wsdl;
pub mod xsd;

mod input;
mod name;
mod nesting;
mod read;
mod strictness;

#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
mod read_tests;

pub use element::Extension;
pub use input::{Content, Input, Parsed};
pub use name::{QName, QNameError, expand, is_xml_space, namespace_of};
pub use nesting::{NESTING_LIMIT, depth, with_stack_for};
pub use read::read;
pub(crate) use strictness::Sink;
pub use strictness::Strictness;
