//! What generated code names: the one door between it and this crate.
//!
//! Nothing here is meant to be written by hand, and nothing here is covered by the promises of semantic versioning;
//! the contract number is. Generated code asserts it, so that code of another generation is one readable error.

mod macros;
mod soap;

pub use macros::*;

pub use crate::model::{
    Attribute, Compositor, Content, Declarations, DerivedType, Element, ElementType, Group,
    IdentityConstraint, Methods, Model, Name, NameTest, NamedType, NamespaceConstraint, Particle,
    Path, PathBranch, ProcessContents, Scope, Term, UNBOUNDED, ValueConstraint, Wildcard, any,
    child, element, flattened, group, text,
};
pub use crate::read::{validate, validate_element};
pub use crate::simple::{
    self, Facet, Lexical, Literals, Shared, Simple, SimpleType, TypeName, ValueError, Variety,
    WhiteSpace,
};
pub use crate::value::{Blank, Checked, Choice, Nil, Place, Record, Value, View};
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
#[allow(
    clippy::panic,
    reason = "evaluated at compile time, where a panic is the compile error"
)]
pub const fn require_contract(generated_for: u32) {
    assert!(
        generated_for == CONTRACT,
        "these bindings were generated for another version of the crate `soapstone`: \
         use the same version of `soapstone` and `soapstone-codegen`, and generate again"
    );
}

/// The answer of a service to an operation that it does not implement.
pub fn not_implemented<O: Operation>(
    request: crate::Request<O::Input>,
) -> std::future::Ready<Result<O::Output, crate::Failure<O::Fault>>> {
    std::future::ready(Err(crate::not_implemented::<O>(request)))
}

/// The table of a struct that has none of its own.
pub static ROW: Model = Model::new(Name::new("", ""), Content::Empty);

/// The value of a field or variant that a type doesn't have.
pub fn nothing() -> &'static mut dyn Value {
    let nothing: &'static mut [(); 0] = &mut [];
    nothing
}

/// The value of an enumeration that a text stands for.
///
/// # Errors
/// Where the text is none of the values.
pub fn parse_enumeration<T>(
    text: &str,
    simple_type: &SimpleType,
    from_text: fn(&str) -> Option<T>,
) -> Result<T, ValueError> {
    from_text(text).ok_or_else(|| simple_type.not_enumerated(text))
}

/// The value of a simple type that a text stands for.
///
/// # Errors
/// Where the type doesn't allow the text.
pub fn parse_simple<T: Value + Blank>(
    text: &str,
    simple_type: &SimpleType,
) -> Result<T, ValueError> {
    crate::read::text::parse(text, simple_type, &())
}

/// Checks a value against the facets of a simple type.
///
/// # Errors
/// The first facet that it violates.
pub fn check_value(value: &dyn Value, simple_type: &SimpleType) -> Result<(), ValueError> {
    let mut text = String::new();
    crate::write::push_text(&value.view(), simple_type, &mut text, &mut ())?;
    simple_type.validate(&simple_type.normalize(&text), &())
}

/// Reads a document into a value whose tables were built while the program runs.
///
/// # Errors
/// Where the text is not a well-formed document of `element`, or not what its type allows.
pub fn read_document(
    value: &mut dyn Value,
    element: &'static Element,
    text: &str,
    options: &crate::ReadOptions,
) -> Result<crate::Report, crate::ReadError> {
    crate::read::read_document(value, element, text, options)
}

/// Writes a value whose tables were built while the program runs, without an XML declaration.
///
/// # Errors
/// Where the value is not what `element` allows, or has text that XML can't express.
pub fn write_document(
    value: &dyn Value,
    element: &'static Element,
) -> Result<String, crate::WriteError> {
    crate::write::write_document(value, element, crate::xml::Writer::new())
}

/// Puts a text into a place, as reading it from a document does.
///
/// # Errors
/// Where the type does not allow the text.
pub fn store_text(
    place: Place<'_>,
    text: &str,
    simple_type: &SimpleType,
    names: &dyn simple::Namespaces,
) -> Result<(), ValueError> {
    crate::read::text::store(
        place,
        text,
        simple_type,
        names,
        crate::read::text::Checks::All,
    )
}

/// The value that a schema gives where none is there. Its text was checked when the code was generated.
pub fn default_value<T: Value + Blank>(text: &str, simple_type: &SimpleType) -> T {
    let mut value = T::blank();
    // A text that can't be read leaves the blank value: the schema was checked, so this does not happen.
    let _ = crate::read::text::store(
        value.place(),
        text,
        simple_type,
        &(),
        crate::read::text::Checks::Value,
    );
    value
}
