//! The third stage: the component model of XSD 1.0, in the words of the specification.
//!
//! [`Set`] holds all components in arenas with typed ids. [`compose`](compose::compose)(compose::compose) builds it from the schema
//! documents as they are written (`syntax::xsd`): it follows include, import and redefine, resolves every
//! reference and computes what derivation brings in. [`check`] then holds the set against the schema component
//! constraints without changing it. Nothing here knows of Rust.

mod arena;
mod builtin;
pub mod check;
mod complex_type;
pub mod compose;
mod element;
mod identity;
mod particle;
mod query;
mod set;
mod simple_type;
mod value;
mod wildcard;

pub use arena::{Arena, Id};
pub use builtin::Builtin;
pub use complex_type::{ArrayType, AttributeUse, ComplexTypeDefinition, ContentType};
pub use element::{
    AttributeDeclaration, AttributeGroupDefinition, ElementDeclaration, ModelGroupDefinition,
    NotationDeclaration, Scope, ValueConstraint, ValueConstraintKind,
};
pub use identity::{
    IdentityConstraint, IdentityConstraintCategory, NameTest, Path, PathBranch, PathStep,
};
pub use particle::{
    Compositor, MaxOccurs, ModelGroup, NamespaceConstraint, Occurs, Particle, ProcessContents,
    Term, Wildcard,
};
pub use set::{Redefined, SchemaDocumentation, Set, TypeDefinition};
pub use simple_type::{
    Enumeration, Facet, Facets, Literal, Owner, Pattern, SimpleTypeDefinition, Variety, WhiteSpace,
};
pub use value::Values;

pub use crate::syntax::Strictness;
pub use crate::syntax::xsd::{DerivationMethod, DerivationSet};

/// The namespace of XSD.
pub const XSD_NAMESPACE: &str = "http://www.w3.org/2001/XMLSchema";

/// The namespaces of SOAP encoding, of SOAP 1.1 and 1.2.
pub const SOAP_ENCODINGS: [&str; 2] = [
    "http://schemas.xmlsoap.org/soap/encoding/",
    "http://www.w3.org/2003/05/soap-encoding",
];
