//! The element `schema` and what stands directly in it.

use std::sync::Arc;

use super::{
    Annotation, Attribute, AttributeGroup, Common, ComplexType, DerivationSet, Element, Form,
    Group, SimpleType, Spanned,
};
use crate::source::{DocumentId, Span};

/// A schema document, or a `schema` element inside a WSDL.
#[derive(Clone, Debug)]
pub struct Schema {
    /// What every element of XSD may have; the annotations of a schema are in `annotations`.
    pub common: Common,
    /// The document that it stands in.
    pub document: DocumentId,
    /// The `targetNamespace`.
    pub target_namespace: Option<Arc<str>>,
    /// The `version`.
    pub version: Option<Arc<str>>,
    /// `elementFormDefault`.
    pub element_form_default: Form,
    /// `attributeFormDefault`.
    pub attribute_form_default: Form,
    /// `blockDefault`.
    pub block_default: DerivationSet,
    /// `finalDefault`.
    pub final_default: DerivationSet,
    /// The references to other schema documents, in order.
    pub references: Vec<Reference>,
    /// The components, in order.
    pub components: Vec<Component>,
    /// The annotations that stand directly in it, in order.
    pub annotations: Vec<Annotation>,
}

/// An `include`, `import` or `redefine`.
#[derive(Clone, Debug)]
pub struct Reference {
    /// Which of the three.
    pub kind: ReferenceKind,
    /// The `namespace` of an import.
    pub namespace: Option<Arc<str>>,
    /// The `schemaLocation`.
    pub location: Option<String>,
    /// The `schemaLocation`, or the start tag where there is none.
    pub span: Span,
    /// What a `redefine` redefines, in order.
    pub redefinitions: Vec<Redefinition>,
    /// What every element of XSD may have.
    pub common: Common,
}

/// The kinds of references to other schema documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReferenceKind {
    /// `include`
    Include,
    /// `import`
    Import,
    /// `redefine`
    Redefine,
}

/// A component in a `redefine`.
#[derive(Clone, Debug)]
pub enum Redefinition {
    /// A `simpleType`.
    SimpleType(SimpleType),
    /// A `complexType`.
    ComplexType(ComplexType),
    /// A `group`.
    Group(Group),
    /// An `attributeGroup`.
    AttributeGroup(AttributeGroup),
}

/// A global component.
#[derive(Clone, Debug)]
pub enum Component {
    /// A `simpleType`.
    SimpleType(SimpleType),
    /// A `complexType`.
    ComplexType(ComplexType),
    /// An `element`.
    Element(Element),
    /// An `attribute`.
    Attribute(Attribute),
    /// A `group`.
    Group(Group),
    /// An `attributeGroup`.
    AttributeGroup(AttributeGroup),
    /// A `notation`.
    Notation(Notation),
}

/// The element `notation`.
#[derive(Clone, Debug)]
pub struct Notation {
    /// What every element of XSD may have.
    pub common: Common,
    /// The `name`.
    pub name: Spanned<Arc<str>>,
    /// The `public` identifier.
    pub public: Option<Arc<str>>,
    /// The `system` identifier.
    pub system: Option<Arc<str>>,
}
