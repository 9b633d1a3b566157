//! Simple types as data: the descriptors that generated tables hold, and the checks that walk them.
//!
//! A [`SimpleType`] is the simple type definition component of XSD 1.0 (Part 1, 3.14.1), cut down to
//! what validation needs. Generated code holds such descriptors in `static`s; the generator builds the
//! same ones at run time from [`Arc`](std::sync::Arc)s, which is what [`Shared`] is for.
//!
//! ```
//! use soapstone::simple::{Facet, INT, Shared, SimpleType, TypeName, Variety, WhiteSpace, Builtin};
//!
//! static QUANTITY: SimpleType = SimpleType {
//!     name: Some(TypeName::new("urn:example", "Quantity")),
//!     base: Some(Shared::Static(&INT)),
//!     variety: Variety::Atomic(Builtin::Int),
//!     white_space: WhiteSpace::Collapse,
//!     facets: Shared::Static(&[Facet::MaxInclusive(Shared::Static("99"))]),
//! };
//!
//! assert!(QUANTITY.validate("42", &()).is_ok());
//! let error = QUANTITY.validate("100", &()).unwrap_err();
//! assert_eq!(error.code(), "cvc-maxInclusive-valid");
//! ```

use std::borrow::Cow;

mod any_uri;
mod builtin;
mod error;
mod facet;
mod forms;
mod lexical;
mod names;
mod representation;
mod shared;
mod text;
mod validate;
mod value;
mod white_space;

pub use crate::xsd::pattern::Pattern;
pub use builtin::*;
pub use error::{FacetName, ValueError, ValueErrorKind};
pub use facet::{Facet, Literals};
pub use names::{Namespaces, Prefixes};
pub use representation::Lexical;
pub use shared::Shared;
pub use text::{Form, Simple};
pub use value::Value;
pub use white_space::WhiteSpace;

/// A simple type definition: what a text must look like, and what it means.
///
/// The descriptor of one derivation step. [`base`](Self::base) leads to the steps before it, down to
/// a built-in type; [`validate`](Self::validate) checks all of them.
#[derive(Clone, Debug)]
pub struct SimpleType {
    /// The expanded name; `None` for an anonymous type.
    pub name: Option<TypeName>,
    /// The {base type definition}; `None` only for `xsd:anySimpleType`.
    pub base: Option<Shared<SimpleType>>,
    /// What a value of the type is made of.
    pub variety: Variety,
    /// The effective value of the whiteSpace facet.
    pub white_space: WhiteSpace,
    /// The facets that this derivation step adds. The bounds that a built-in type itself has are
    /// not here but in [`Builtin::facets`].
    pub facets: Shared<[Facet]>,
}

/// The expanded name of a type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TypeName {
    /// The target namespace; empty if there is none.
    pub namespace: Shared<str>,
    /// The local part.
    pub local: Shared<str>,
}

impl TypeName {
    /// A name known at compile time.
    #[must_use]
    pub const fn new(namespace: &'static str, local: &'static str) -> TypeName {
        TypeName {
            namespace: Shared::Static(namespace),
            local: Shared::Static(local),
        }
    }
}

/// What a value of a simple type is made of: the {variety} with what comes along with it
/// (XSD 1.0 Part 1, 3.14.1).
#[derive(Clone, Debug)]
pub enum Variety {
    /// One value, whose lexical and value space are those of the nearest built-in ancestor.
    Atomic(Builtin),
    /// Items separated by white space, all of this type.
    List(Shared<SimpleType>),
    /// A value of the first of these types that accepts the text.
    Union(Shared<[Shared<SimpleType>]>),
}

impl SimpleType {
    /// Applies the whiteSpace facet; borrows where the text is already as it should be.
    ///
    /// For a union this leaves the text as it is: the members decide (Part 2, 4.3.6), which
    /// [`validate`](Self::validate) and [`value`](Self::value) take care of.
    #[must_use]
    pub fn normalize<'a>(&self, text: &'a str) -> Cow<'a, str> {
        self.white_space.normalize(text)
    }

    /// The type and its {base type definition}s, nearest first.
    pub fn derivation(&self) -> impl Iterator<Item = &SimpleType> {
        std::iter::successors(Some(self), |step| step.base.as_deref())
    }

    /// Whether neither the type nor any that it is derived from restricts it by a facet.
    pub(crate) fn has_no_facets(&self) -> bool {
        self.derivation().all(|step| step.facets.is_empty())
    }

    /// The built-in type whose rules an atomic value follows; `None` for lists and unions.
    #[must_use]
    pub fn builtin(&self) -> Option<Builtin> {
        match &self.variety {
            Variety::Atomic(builtin) => Some(*builtin),
            Variety::List(_) | Variety::Union(_) => None,
        }
    }
}
