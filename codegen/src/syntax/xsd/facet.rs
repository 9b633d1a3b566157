//! The facets of simple types.

use std::sync::Arc;

use super::{Common, Namespaces, Spanned};

/// A facet as it is written.
#[derive(Clone, Debug)]
pub struct Facet {
    /// What every element of XSD may have.
    pub common: Common,
    /// Which facet.
    pub kind: FacetKind,
    /// The `value`; numbers and names are checked when the type is composed.
    pub value: Spanned<Arc<str>>,
    /// `fixed`.
    pub fixed: bool,
    /// The namespace bindings in scope, for values of type `QName`.
    pub namespaces: Namespaces,
}

/// The twelve facets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FacetKind {
    /// `length`
    Length,
    /// `minLength`
    MinLength,
    /// `maxLength`
    MaxLength,
    /// `pattern`
    Pattern,
    /// `enumeration`
    Enumeration,
    /// `whiteSpace`
    WhiteSpace,
    /// `maxInclusive`
    MaxInclusive,
    /// `maxExclusive`
    MaxExclusive,
    /// `minInclusive`
    MinInclusive,
    /// `minExclusive`
    MinExclusive,
    /// `totalDigits`
    TotalDigits,
    /// `fractionDigits`
    FractionDigits,
}

/// How white space is normalized.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WhiteSpace {
    /// As it is.
    #[default]
    Preserve,
    /// Tabs and line ends become spaces.
    Replace,
    /// Runs of white space become one space, and none stays at the ends.
    Collapse,
}
