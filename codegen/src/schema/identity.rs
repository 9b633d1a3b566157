//! Identity-constraint Definition (Part 1, 3.11).

use std::sync::Arc;

use super::{ElementDeclaration, Id};
use crate::source::Span;
use crate::syntax::QName;

pub use crate::syntax::xsd::{NameTest, Path, PathBranch, PathStep};

/// An identity constraint of an element.
#[derive(Clone, Debug)]
pub struct IdentityConstraint {
    /// The name.
    pub name: QName,
    /// The {identity-constraint category}, with the key that a `keyref` refers to.
    pub category: IdentityConstraintCategory,
    /// The element that it belongs to.
    pub element: Id<ElementDeclaration>,
    /// The {selector}.
    pub selector: Path,
    /// The {fields}, in order.
    pub fields: Vec<Path>,
    /// What the annotation documents.
    pub documentation: Option<Arc<str>>,
    /// The element that defines it.
    pub span: Span,
}

/// The categories of identity constraints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IdentityConstraintCategory {
    /// `key`: the fields are there, and no two nodes have the same.
    Key,
    /// `unique`: no two nodes have the same fields.
    Unique,
    /// `keyref`: a node with these fields exists for the key referred to; `None` where that could not be found.
    Keyref(Option<Id<IdentityConstraint>>),
}
