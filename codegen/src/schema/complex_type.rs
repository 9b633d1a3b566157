//! Complex Type Definition (Part 1, 3.4) and Attribute Use (3.5).

use std::sync::Arc;

use super::{
    AttributeDeclaration, DerivationMethod, DerivationSet, Id, Owner, Particle,
    SimpleTypeDefinition, TypeDefinition, ValueConstraint, Wildcard,
};
use crate::source::Span;
use crate::syntax::QName;

/// A complex type definition.
#[derive(Clone, Debug)]
pub struct ComplexTypeDefinition {
    /// The name; `None` for an anonymous one.
    pub name: Option<QName>,
    /// Where an anonymous one stands.
    pub owner: Option<Owner>,
    /// The {base type definition}. The base of `anyType` is itself.
    pub base: TypeDefinition,
    /// The {derivation method}.
    pub derivation: DerivationMethod,
    /// Whether the type is only a base of others.
    pub is_abstract: bool,
    /// The {final}: derivations that this type forbids.
    pub final_set: DerivationSet,
    /// The {prohibited substitutions}: derivations whose types may not stand for this one in a document.
    pub prohibited_substitutions: DerivationSet,
    /// The {attribute uses}: those of the base first, then its own; prohibited ones are not among them.
    pub attribute_uses: Vec<AttributeUse>,
    /// The names of the attributes that this type's own definition prohibits.
    pub prohibited_attributes: Vec<QName>,
    /// The {attribute wildcard}, with what the base and attribute groups say taken in.
    pub attribute_wildcard: Option<Id<Wildcard>>,
    /// The {content type}, with the content of the base taken in.
    pub content: ContentType,
    /// The particle that an extension adds to the content of its base; for other types, the particle of the
    /// content itself.
    pub own_particle: Option<Id<Particle>>,
    /// What the annotation documents.
    pub documentation: Option<Arc<str>>,
    /// The element that defines it; `None` for `anyType`.
    pub span: Option<Span>,
}

/// The {content type} of a complex type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContentType {
    /// No children and no text.
    Empty,
    /// Text of a simple type.
    Simple(Id<SimpleTypeDefinition>),
    /// Elements alone.
    ElementOnly(Id<Particle>),
    /// Elements with text between them.
    Mixed(Id<Particle>),
}

impl ContentType {
    /// The particle of the content, where it has one.
    pub fn particle(self) -> Option<Id<Particle>> {
        match self {
            ContentType::ElementOnly(particle) | ContentType::Mixed(particle) => Some(particle),
            ContentType::Empty | ContentType::Simple(_) => None,
        }
    }

    /// Whether text may stand between the elements.
    pub fn is_mixed(self) -> bool {
        matches!(self, ContentType::Mixed(_))
    }
}

/// An attribute that a complex type allows or requires.
#[derive(Clone, Debug)]
pub struct AttributeUse {
    /// Whether the attribute must be there.
    pub required: bool,
    /// The {attribute declaration}.
    pub declaration: Id<AttributeDeclaration>,
    /// The {value constraint} of the use; where it is `None`, that of the declaration holds.
    pub value_constraint: Option<ValueConstraint>,
    /// What the annotation of the use documents.
    pub documentation: Option<Arc<str>>,
    /// What WSDL adds to the use: the items of an array of SOAP encoding.
    pub array_type: Option<ArrayType>,
    /// The element that states it; `None` for what is built in.
    pub span: Option<Span>,
}

/// `wsdl:arrayType` on a reference to `soapenc:arrayType` (WSDL 1.1, section 2.2): `tns:Order[]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArrayType {
    /// The type of the innermost items.
    pub item: QName,
    /// The brackets behind it: `[]`, `[][]`, `[,]`, `[3]`.
    pub dimensions: Arc<str>,
}
