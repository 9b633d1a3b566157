//! Simple Type Definition and its facets (Part 1, 3.14; Part 2, 4).

use std::sync::Arc;

use super::{
    AttributeDeclaration, Builtin, ComplexTypeDefinition, DerivationSet, ElementDeclaration, Id,
    TypeDefinition,
};
use crate::source::Span;
use crate::syntax::QName;
use crate::syntax::xsd::Namespaces;

pub use crate::syntax::xsd::WhiteSpace;

/// A simple type definition.
#[derive(Clone, Debug)]
pub struct SimpleTypeDefinition {
    /// The name; `None` for an anonymous one.
    pub name: Option<QName>,
    /// Where an anonymous one stands.
    pub owner: Option<Owner>,
    /// The {base type definition}: a simple type, but for `anySimpleType`, whose base is `anyType`.
    pub base: TypeDefinition,
    /// The {variety}, inherited from the base where this is a restriction.
    pub variety: Variety,
    /// The facets that *this* derivation step states. [`Set::facets`](super::Set::facets) gives all that hold.
    pub facets: Facets,
    /// How white space is normalized, with what the bases say taken in.
    pub white_space: WhiteSpace,
    /// The {final}: derivations that this type forbids.
    pub final_set: DerivationSet,
    /// Which built-in type this is, if it is one.
    pub builtin: Option<Builtin>,
    /// What the annotation documents.
    pub documentation: Option<Arc<str>>,
    /// The element that defines it; `None` for a built-in type.
    pub span: Option<Span>,
}

/// The component that an anonymous type definition belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Owner {
    /// The type of an element.
    Element(Id<ElementDeclaration>),
    /// The type of an attribute.
    Attribute(Id<AttributeDeclaration>),
    /// The base of a simple type's restriction.
    RestrictionBase(Id<SimpleTypeDefinition>),
    /// The item type of a list.
    ListItem(Id<SimpleTypeDefinition>),
    /// A member type of a union, with its position among all members.
    UnionMember(Id<SimpleTypeDefinition>, u32),
    /// The content of a complex type with simple content.
    Content(Id<ComplexTypeDefinition>),
}

/// The {variety} of a simple type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Variety {
    /// None: `anySimpleType` alone, and what stands for a type that could not be found.
    Absent,
    /// One value of a primitive type.
    Atomic {
        /// The {primitive type definition}.
        primitive: Builtin,
    },
    /// Items separated by white space.
    List {
        /// The {item type definition}.
        item: Id<SimpleTypeDefinition>,
    },
    /// A value of one of several types.
    Union {
        /// The {member type definitions}, in order.
        members: Vec<Id<SimpleTypeDefinition>>,
    },
}

/// The facets of one derivation step, or of all steps together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// `length`.
    pub length: Option<Facet<u64>>,
    /// `minLength`.
    pub min_length: Option<Facet<u64>>,
    /// `maxLength`.
    pub max_length: Option<Facet<u64>>,
    /// The `pattern`s; all must match. One derivation step adds at most one, which may have several alternatives.
    pub patterns: Vec<Pattern>,
    /// The `enumeration` values; `None` where the step has none.
    pub enumeration: Option<Vec<Enumeration>>,
    /// `whiteSpace`.
    pub white_space: Option<Facet<WhiteSpace>>,
    /// `maxInclusive`, as it is written.
    pub max_inclusive: Option<Facet<Literal>>,
    /// `maxExclusive`, as it is written.
    pub max_exclusive: Option<Facet<Literal>>,
    /// `minInclusive`, as it is written.
    pub min_inclusive: Option<Facet<Literal>>,
    /// `minExclusive`, as it is written.
    pub min_exclusive: Option<Facet<Literal>>,
    /// `totalDigits`.
    pub total_digits: Option<Facet<u64>>,
    /// `fractionDigits`.
    pub fraction_digits: Option<Facet<u64>>,
}

/// A facet with one value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet<T> {
    /// The value.
    pub value: T,
    /// Whether types derived from this one may not change it.
    pub fixed: bool,
    /// The value in the document; `None` for the facets of built-in types.
    pub span: Option<Span>,
}

/// A value as it is written, with what is needed to read it as a `QName`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Literal {
    /// The text, before white space is normalized.
    pub text: Arc<str>,
    /// The namespace bindings in scope where it is written.
    pub namespaces: Namespaces,
}

/// The patterns of one derivation step: one of the alternatives must match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// The regular expressions, in the dialect of XSD.
    pub alternatives: Vec<(Arc<str>, Option<Span>)>,
}

/// One value of an enumeration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enumeration {
    /// The value as it is written.
    pub value: Literal,
    /// What the annotation documents.
    pub documentation: Option<Arc<str>>,
    /// The value in the document.
    pub span: Span,
}

impl Facets {
    /// Whether no facet is stated.
    pub fn is_empty(&self) -> bool {
        *self == Facets::default()
    }
}
