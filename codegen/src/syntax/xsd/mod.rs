//! XSD 1.0 as it is written: one struct for every element, with its span.
//!
//! [`parse_schema`] turns the DOM of one `schema` element into a [`Schema`]. It checks what can be seen in one
//! document without following a reference: which elements and attributes may stand where, the lexical rules of the
//! attribute values, and the schema representation constraints (`src-element`, `src-attribute`, …).

mod attribute;
mod common;
mod complex_type;
mod context;
mod element;
mod facet;
mod identity;
mod lexical;
mod model_group;
mod schema;
mod simple_type;
mod xpath;

pub use attribute::{
    AnyAttribute, Attribute, AttributeGroup, AttributeGroupReference, AttributeItem,
    AttributeReference, AttributeUse, AttributeUseKind, Attributes, LocalAttribute,
};
pub use common::{
    Annotation, AppInfo, Common, DerivationMethod, DerivationSet, Documentation, ForeignAttribute,
    Form, NamespaceSet, Namespaces, ProcessContents, Spanned, ValueConstraint,
};
pub use complex_type::{
    ComplexContent, ComplexDerivation, ComplexType, ComplexTypeContent, SimpleContent,
    SimpleContentDerivation,
};
pub use context::{XML_NAMESPACE, XSD_NAMESPACE};
pub use element::{Element, ElementReference, InlineType, LocalElement};
pub use facet::{Facet, FacetKind, WhiteSpace};
pub use identity::{IdentityConstraint, IdentityConstraintKind, XPath};
pub use model_group::{
    Any, Compositor, Group, GroupReference, MaxOccurs, ModelGroup, Occurs, Particle, ParticleTerm,
};
pub use schema::{
    Component, Notation, Redefinition, Reference, ReferenceKind, Schema, parse_schema,
    parse_schema_with,
};
pub use simple_type::{SimpleType, SimpleTypeDerivation};
pub use xpath::{NameTest, Path, PathBranch, PathStep};
