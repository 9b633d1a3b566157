//! The constraining facets, as generated tables hold them.

use super::{Pattern, Shared};
use std::sync::Arc;

/// One constraining facet of one derivation step (XSD 1.0 Part 2, 4.3).
///
/// The whiteSpace facet is not here: it is [`SimpleType::white_space`](super::SimpleType::white_space).
#[derive(Clone, Debug)]
pub enum Facet {
    /// The exact length, in the unit of the type: characters, octets or list items.
    Length(u64),
    /// The least length.
    MinLength(u64),
    /// The greatest length.
    MaxLength(u64),
    /// The patterns of one step; one of them must match.
    Pattern(Shared<[Pattern]>),
    /// The allowed values, compared as values, not as text.
    ///
    /// A literal of `xsd:QName` or `xsd:NOTATION` stands here as `{namespace}local`, because the
    /// prefixes of the schema document are not those of the message.
    Enumeration(Literals),
    /// The least value.
    MinInclusive(Shared<str>),
    /// The greatest value.
    MaxInclusive(Shared<str>),
    /// The value that all values are greater than.
    MinExclusive(Shared<str>),
    /// The value that all values are less than.
    MaxExclusive(Shared<str>),
    /// The greatest number of digits of a decimal value.
    TotalDigits(u64),
    /// The greatest number of digits after the point of a decimal value.
    FractionDigits(u64),
}

/// The literals of an enumeration facet, white space normalised.
#[derive(Clone, Debug)]
pub enum Literals {
    /// In generated code.
    Static(&'static [&'static str]),
    /// In tables built at run time.
    Counted(Arc<[String]>),
}

impl Literals {
    /// The literals in the order of the schema.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        let (fixed, counted): (&[&str], &[String]) = match self {
            Literals::Static(literals) => (literals, &[]),
            Literals::Counted(literals) => (&[], literals),
        };
        fixed
            .iter()
            .copied()
            .chain(counted.iter().map(String::as_str))
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Literals::Static(literals) => literals.len(),
            Literals::Counted(literals) => literals.len(),
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
