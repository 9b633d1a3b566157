//! Element Declaration (Part 1, 3.3), Attribute Declaration (3.2), Notation Declaration (3.12) and the named
//! groups of attributes (3.6) and particles (3.7).

use std::sync::Arc;

use super::{
    AttributeUse, ComplexTypeDefinition, DerivationSet, Id, IdentityConstraint, Literal,
    ModelGroup, SimpleTypeDefinition, TypeDefinition, Wildcard,
};
use crate::source::Span;
use crate::syntax::QName;

/// An element declaration.
#[derive(Clone, Debug)]
pub struct ElementDeclaration {
    /// The name, with the namespace that it has in documents.
    pub name: QName,
    /// The {scope}.
    pub scope: Scope,
    /// The {type definition}.
    pub type_definition: TypeDefinition,
    /// Whether `xsi:nil` is allowed.
    pub nillable: bool,
    /// The {value constraint}.
    pub value_constraint: Option<ValueConstraint>,
    /// The {identity-constraint definitions}.
    pub identity_constraints: Vec<Id<IdentityConstraint>>,
    /// The {substitution group affiliation}: the head that this element can stand for.
    pub substitution_group: Option<Id<ElementDeclaration>>,
    /// The {substitution group exclusions}, from `final`.
    pub substitution_group_exclusions: DerivationSet,
    /// The {disallowed substitutions}, from `block`.
    pub disallowed_substitutions: DerivationSet,
    /// Whether only members of its substitution group may appear.
    pub is_abstract: bool,
    /// What the annotation documents.
    pub documentation: Option<Arc<str>>,
    /// The element that declares it.
    pub span: Span,
}

/// The {scope} of a declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Declared at the top of a schema.
    Global,
    /// Declared inside a complex type.
    Type(Id<ComplexTypeDefinition>),
    /// Declared inside a named model group.
    Group(Id<ModelGroupDefinition>),
    /// Declared inside a named attribute group.
    AttributeGroup(Id<AttributeGroupDefinition>),
}

/// A {value constraint}: a default or fixed value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueConstraint {
    /// Which of the two.
    pub kind: ValueConstraintKind,
    /// The value as it is written.
    pub value: Literal,
    /// The value in the document.
    pub span: Span,
}

/// The kinds of value constraints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ValueConstraintKind {
    /// `default`.
    Default,
    /// `fixed`.
    Fixed,
}

/// An attribute declaration.
#[derive(Clone, Debug)]
pub struct AttributeDeclaration {
    /// The name, with the namespace that it has in documents.
    pub name: QName,
    /// The {scope}.
    pub scope: Scope,
    /// The {type definition}.
    pub type_definition: Id<SimpleTypeDefinition>,
    /// The {value constraint}; always `None` for a local declaration, whose use has it.
    pub value_constraint: Option<ValueConstraint>,
    /// What the annotation documents.
    pub documentation: Option<Arc<str>>,
    /// The element that declares it; `None` for the attributes of `xml:` and `xsi:` that every set knows.
    pub span: Option<Span>,
}

/// A named model group.
#[derive(Clone, Debug)]
pub struct ModelGroupDefinition {
    /// The name.
    pub name: QName,
    /// The {model group}.
    pub model_group: Id<ModelGroup>,
    /// What the annotation documents.
    pub documentation: Option<Arc<str>>,
    /// The element that defines it.
    pub span: Span,
}

/// A named attribute group.
#[derive(Clone, Debug)]
pub struct AttributeGroupDefinition {
    /// The name.
    pub name: QName,
    /// The {attribute uses}, those of referenced groups taken in.
    pub attribute_uses: Vec<AttributeUse>,
    /// The names of the attributes that it prohibits.
    pub prohibited_attributes: Vec<QName>,
    /// The {attribute wildcard}, those of referenced groups taken in.
    pub attribute_wildcard: Option<Id<Wildcard>>,
    /// What the annotation documents.
    pub documentation: Option<Arc<str>>,
    /// The element that defines it.
    pub span: Span,
}

/// A notation declaration.
#[derive(Clone, Debug)]
pub struct NotationDeclaration {
    /// The name.
    pub name: QName,
    /// The {system identifier}.
    pub system: Option<Arc<str>>,
    /// The {public identifier}.
    pub public: Option<Arc<str>>,
    /// What the annotation documents.
    pub documentation: Option<Arc<str>>,
    /// The element that declares it.
    pub span: Span,
}
