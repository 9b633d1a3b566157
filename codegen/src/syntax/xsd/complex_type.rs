//! The elements `complexType`, `simpleContent` and `complexContent`.

use std::sync::Arc;

use super::{
    Attributes, Common, DerivationMethod, DerivationSet, Facet, Particle, SimpleType, Spanned,
};
use crate::syntax::QName;

/// A definition of a complex type, global or inside an element.
#[derive(Clone, Debug)]
pub struct ComplexType {
    /// What every element of XSD may have.
    pub common: Common,
    /// The `name`; `None` inside an element.
    pub name: Option<Spanned<Arc<str>>>,
    /// `abstract`.
    pub is_abstract: bool,
    /// `final`.
    pub final_set: Option<DerivationSet>,
    /// `block`.
    pub block: Option<DerivationSet>,
    /// `mixed`.
    pub mixed: bool,
    /// What it contains.
    pub content: ComplexTypeContent,
}

/// What a `complexType` contains.
#[derive(Clone, Debug)]
pub enum ComplexTypeContent {
    /// A particle and attributes: short for a restriction of `anyType`.
    Short {
        /// The `group`, `all`, `choice` or `sequence`.
        particle: Option<Particle>,
        /// The attributes.
        attributes: Attributes,
    },
    /// A `simpleContent`.
    Simple(SimpleContent),
    /// A `complexContent`.
    Complex(ComplexContent),
}

/// The element `simpleContent`.
#[derive(Clone, Debug)]
pub struct SimpleContent {
    /// What every element of XSD may have.
    pub common: Common,
    /// The `restriction` or `extension` inside.
    pub derivation: SimpleContentDerivation,
}

/// The `restriction` or `extension` in a `simpleContent`.
#[derive(Clone, Debug)]
pub struct SimpleContentDerivation {
    /// What every element of XSD may have.
    pub common: Common,
    /// Which of the two.
    pub method: DerivationMethod,
    /// The `base`.
    pub base: Spanned<QName>,
    /// The `simpleType` of a restriction.
    pub type_definition: Option<Box<SimpleType>>,
    /// The facets of a restriction.
    pub facets: Vec<Facet>,
    /// The attributes.
    pub attributes: Attributes,
}

/// The element `complexContent`.
#[derive(Clone, Debug)]
pub struct ComplexContent {
    /// What every element of XSD may have.
    pub common: Common,
    /// `mixed`; where it is not written, that of the `complexType` holds.
    pub mixed: Option<bool>,
    /// The `restriction` or `extension` inside.
    pub derivation: ComplexDerivation,
}

/// The `restriction` or `extension` in a `complexContent`.
#[derive(Clone, Debug)]
pub struct ComplexDerivation {
    /// What every element of XSD may have.
    pub common: Common,
    /// Which of the two.
    pub method: DerivationMethod,
    /// The `base`.
    pub base: Spanned<QName>,
    /// The `group`, `all`, `choice` or `sequence`.
    pub particle: Option<Particle>,
    /// The attributes.
    pub attributes: Attributes,
}
