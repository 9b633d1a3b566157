//! The elements `attribute`, `attributeGroup` and `anyAttribute`.

use std::sync::Arc;

use super::{Common, Form, NamespaceSet, ProcessContents, SimpleType, Spanned, ValueConstraint};
use crate::syntax::QName;

/// A declaration of an attribute.
#[derive(Clone, Debug)]
pub struct Attribute {
    /// What every element of XSD may have.
    pub common: Common,
    /// The `name`.
    pub name: Spanned<Arc<str>>,
    /// The `type`.
    pub type_name: Option<Spanned<QName>>,
    /// The type defined inside.
    pub type_definition: Option<Box<SimpleType>>,
    /// `default` or `fixed`; those of a local declaration belong to its use.
    pub value_constraint: Option<ValueConstraint>,
    /// `form`; local declarations alone have it.
    pub form: Option<Form>,
}

/// An `attribute` in a complex type or attribute group.
#[derive(Clone, Debug)]
pub struct AttributeUse {
    /// `use`.
    pub kind: AttributeUseKind,
    /// What is used.
    pub attribute: LocalAttribute,
}

/// `use`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum AttributeUseKind {
    /// `optional`
    #[default]
    Optional,
    /// `required`
    Required,
    /// `prohibited`
    Prohibited,
}

/// A local declaration of an attribute, or a reference to a global one.
#[derive(Clone, Debug)]
pub enum LocalAttribute {
    /// A declaration.
    Declaration(Attribute),
    /// A reference.
    Reference(AttributeReference),
}

/// `<attribute ref="…"/>`
#[derive(Clone, Debug)]
pub struct AttributeReference {
    /// What every element of XSD may have.
    pub common: Common,
    /// The `ref`.
    pub reference: Spanned<QName>,
    /// `default` or `fixed`.
    pub value_constraint: Option<ValueConstraint>,
}

/// What stands at the end of a complex type or in an attribute group: `((attribute | attributeGroup)*,
/// anyAttribute?)`.
#[derive(Clone, Debug, Default)]
pub struct Attributes {
    /// The attributes and references to attribute groups, in order.
    pub items: Vec<AttributeItem>,
    /// The wildcard.
    pub wildcard: Option<AnyAttribute>,
}

/// An attribute or a reference to an attribute group.
#[derive(Clone, Debug)]
pub enum AttributeItem {
    /// An `attribute`.
    Attribute(AttributeUse),
    /// An `attributeGroup` with `ref`.
    Group(AttributeGroupReference),
}

/// `<attributeGroup ref="…"/>`
#[derive(Clone, Debug)]
pub struct AttributeGroupReference {
    /// What every element of XSD may have.
    pub common: Common,
    /// The `ref`.
    pub reference: Spanned<QName>,
}

/// A definition of an attribute group.
#[derive(Clone, Debug)]
pub struct AttributeGroup {
    /// What every element of XSD may have.
    pub common: Common,
    /// The `name`.
    pub name: Spanned<Arc<str>>,
    /// What it groups.
    pub attributes: Attributes,
}

/// The element `anyAttribute`.
#[derive(Clone, Debug)]
pub struct AnyAttribute {
    /// What every element of XSD may have.
    pub common: Common,
    /// `namespace`.
    pub namespaces: NamespaceSet,
    /// `processContents`.
    pub process_contents: ProcessContents,
}
