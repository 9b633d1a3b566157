//! What generated code names: the one door between it and this crate.
//!
//! Nothing here is meant to be written by hand, and nothing here is covered by the promises of semantic versioning;
//! the contract number is. Generated code asserts it, so that code of another generation is one readable error.

mod macros;
mod soap;

pub use crate::model::{
    Attribute, Compositor, Content, DerivedType, Element, ElementType, Group, Model, Name, NamespaceConstraint,
    Particle, ProcessContents, Scope, Term, UNBOUNDED, ValueConstraint, Wildcard, any, child, element, flattened,
    group, text,
};
pub use crate::simple::{self, Facet, Literals, Shared, Simple, SimpleType, TypeName, ValueError, Variety, WhiteSpace};
pub use crate::value::{Blank, Choice, Place, Record, Value, View};
pub use soap::{Body, FaultDetail, NoFault, Operation, OperationMetadata, fault_detail, operation};

/// The version of the contract between generated code and this crate.
pub const CONTRACT: u32 = 1;

/// A namespace of a schema, for the names in the tables.
#[derive(Clone, Copy, Debug)]
pub struct Namespace(pub &'static str);

impl Namespace {
    /// The name `local` in this namespace.
    pub const fn name(self, local: &'static str) -> Name {
        Name::new(self.0, local)
    }
}

/// Stops the compilation where generated code was made for another contract.
#[allow(clippy::panic, reason = "evaluated at compile time, where a panic is the compile error")]
pub const fn require_contract(generated_for: u32) {
    assert!(
        generated_for == CONTRACT,
        "these bindings were generated for another version of the crate `soapstone`: \
         use the same version of `soapstone` and `soapstone-codegen`, and generate again"
    );
}
