//! The element `element`.

use std::sync::Arc;

use super::{
    Common, ComplexType, DerivationSet, Form, IdentityConstraint, SimpleType, Spanned,
    ValueConstraint,
};
use crate::syntax::QName;

/// A declaration of an element, global or local.
#[derive(Clone, Debug)]
pub struct Element {
    /// What every element of XSD may have.
    pub common: Common,
    /// The `name`.
    pub name: Spanned<Arc<str>>,
    /// The `type`.
    pub type_name: Option<Spanned<QName>>,
    /// The type defined inside.
    pub type_definition: Option<InlineType>,
    /// The `substitutionGroup`; global declarations alone have it.
    pub substitution_group: Option<Spanned<QName>>,
    /// `default` or `fixed`.
    pub value_constraint: Option<ValueConstraint>,
    /// `nillable`.
    pub nillable: bool,
    /// `abstract`; global declarations alone have it.
    pub is_abstract: bool,
    /// `final`; global declarations alone have it.
    pub final_set: Option<DerivationSet>,
    /// `block`.
    pub block: Option<DerivationSet>,
    /// `form`; local declarations alone have it.
    pub form: Option<Form>,
    /// `unique`, `key` and `keyref`, in order.
    pub identity_constraints: Vec<IdentityConstraint>,
}

/// A type definition inside an element.
#[derive(Clone, Debug)]
pub enum InlineType {
    /// A `simpleType`.
    Simple(Box<SimpleType>),
    /// A `complexType`.
    Complex(Box<ComplexType>),
}

/// An `element` in a model group.
#[derive(Clone, Debug)]
pub enum LocalElement {
    /// A declaration.
    Declaration(Box<Element>),
    /// A reference to a global declaration.
    Reference(ElementReference),
}

/// `<element ref="…"/>`
#[derive(Clone, Debug)]
pub struct ElementReference {
    /// What every element of XSD may have.
    pub common: Common,
    /// The `ref`.
    pub reference: Spanned<QName>,
}
