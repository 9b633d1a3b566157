//! A value of any simple type, for comparison by the value space.

use std::borrow::Cow;

/// A value of any simple type.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Value<'a> {
    /// A value of `xsd:string` and what is derived from it, and of `xsd:anySimpleType`.
    String(Cow<'a, str>),
}
