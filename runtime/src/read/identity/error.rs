//! What breaks an identity constraint, or the uniqueness of IDs.

use std::fmt;

use crate::model::{IdentityConstraint, IdentityConstraintCategory, Name, Path};
use crate::xml::Position;

/// A document that breaks an identity constraint (XSD 1.0 Part 1, 3.11.4), or in which IDs and the references to them
/// don't match (3.3.4, *Validation Root Valid*).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum IdentityError {
    /// Two elements have the same key.
    Duplicate {
        /// The constraint, such as ``key `name` ``.
        constraint: String,
        /// The values of its fields in the document; `None` for one that must not be shown.
        values: Vec<Option<String>>,
        /// Where the first of the elements is.
        first: Position,
        /// Whether the constraint is a `key`, and not a `unique`.
        is_key: bool,
    },
    /// An element has no value for a field of a `key`.
    MissingField {
        /// The constraint.
        constraint: String,
        /// The XPath of the field.
        field: String,
    },
    /// A field of a `key` is an element that may be nil.
    NillableField {
        /// The constraint.
        constraint: String,
        /// The XPath of the field.
        field: String,
    },
    /// A field selects more than one element or attribute.
    AmbiguousField {
        /// The constraint.
        constraint: String,
        /// The XPath of the field.
        field: String,
    },
    /// A field selects an element or attribute that has no value of a simple type.
    NotSimpleField {
        /// The constraint.
        constraint: String,
        /// The XPath of the field.
        field: String,
    },
    /// A `keyref` without the key that it refers to.
    Unresolved {
        /// The constraint.
        constraint: String,
        /// The values of its fields in the document; `None` for one that must not be shown.
        values: Vec<Option<String>>,
        /// The name of the `key` or `unique`.
        key: String,
    },
    /// A value of the type `ID` that another element has.
    DuplicateId {
        /// The value.
        id: String,
        /// Where it stands first.
        first: Position,
    },
    /// A value of the type `ID` that is the content of the root, where it is the ID of no element.
    RootId {
        /// The value.
        id: String,
    },
    /// An `IDREF` without an `ID` of its value.
    UnresolvedIdref {
        /// The value.
        id: String,
    },
}

impl IdentityError {
    /// The rule that is violated.
    pub fn code(&self) -> &'static str {
        match self {
            IdentityError::Duplicate { is_key: false, .. } => "cvc-identity-constraint.4.1",
            IdentityError::Duplicate { is_key: true, .. } => "cvc-identity-constraint.4.2.2",
            IdentityError::MissingField { .. } => "cvc-identity-constraint.4.2.1",
            IdentityError::NillableField { .. } => "cvc-identity-constraint.4.2.3",
            IdentityError::AmbiguousField { .. } | IdentityError::NotSimpleField { .. } => {
                "cvc-identity-constraint.3"
            }
            IdentityError::Unresolved { .. } => "cvc-identity-constraint.4.3",
            IdentityError::DuplicateId { .. } => "cvc-id.2",
            IdentityError::RootId { .. } | IdentityError::UnresolvedIdref { .. } => "cvc-id.1",
        }
    }

    /// The same error with the texts of the document passed through a function.
    pub(crate) fn redact(&mut self, redact: &dyn Fn(&str) -> String) {
        match self {
            IdentityError::Duplicate { values, .. } | IdentityError::Unresolved { values, .. } => {
                for value in values.iter_mut().flatten() {
                    *value = redact(value);
                }
            }
            IdentityError::DuplicateId { id, .. }
            | IdentityError::RootId { id }
            | IdentityError::UnresolvedIdref { id } => {
                *id = redact(id);
            }
            IdentityError::MissingField { .. }
            | IdentityError::NillableField { .. }
            | IdentityError::AmbiguousField { .. }
            | IdentityError::NotSimpleField { .. } => {}
        }
    }
}

impl fmt::Display for IdentityError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            IdentityError::Duplicate {
                constraint,
                values,
                first,
                is_key: _,
            } => write!(
                f,
                "the {constraint} has {} twice: expected another value than that at {}:{}",
                Values(values),
                first.line,
                first.column
            ),
            IdentityError::MissingField { constraint, field } => write!(
                f,
                "the field `{field}` of the {constraint} has no value: a key needs all of its fields"
            ),
            IdentityError::NillableField { constraint, field } => write!(
                f,
                "the field `{field}` of the {constraint} is a nillable element: a key needs one that is not"
            ),
            IdentityError::AmbiguousField { constraint, field } => write!(
                f,
                "the field `{field}` of the {constraint} is there more than once: expected one element or attribute"
            ),
            IdentityError::NotSimpleField { constraint, field } => write!(
                f,
                "the field `{field}` of the {constraint} has no value of a simple type: expected an element or \
                 attribute with one"
            ),
            IdentityError::Unresolved {
                constraint,
                values,
                key,
            } => write!(
                f,
                "the {constraint} refers to {}: expected a value of `{key}`",
                Values(values)
            ),
            IdentityError::DuplicateId { id, first } => write!(
                f,
                "the ID {id:?} is there twice: expected another value than that at {}:{}",
                first.line, first.column
            ),
            IdentityError::RootId { id } => write!(
                f,
                "the ID {id:?} is that of no element: expected it inside of the element that it stands for"
            ),
            IdentityError::UnresolvedIdref { id } => {
                write!(
                    f,
                    "the IDREF {id:?} refers to nothing: expected an ID of the document"
                )
            }
        }
    }
}

/// The values of the fields of a key.
struct Values<'v>(&'v [Option<String>]);

impl fmt::Display for Values<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, value) in self.0.iter().enumerate() {
            let between = if index == 0 { "" } else { ", " };
            match value {
                Some(value) => write!(f, "{between}{value:?}")?,
                None => write!(f, "{between}(not shown)")?,
            }
        }
        Ok(())
    }
}

/// How messages name a constraint.
pub(super) fn named(constraint: &IdentityConstraint) -> String {
    format!("{} `{}`", constraint.category, constraint.name)
}

/// What is wrong with one field of a constraint.
#[derive(Clone, Copy, Debug)]
pub(super) enum FieldProblem {
    Missing,
    Nillable,
    Ambiguous,
    NotSimple,
}

impl FieldProblem {
    pub(super) fn error(self, constraint: &IdentityConstraint, field: usize) -> IdentityError {
        let constraint_name = named(constraint);
        let field = constraint
            .fields
            .get(field)
            .map(Path::to_string)
            .unwrap_or_default();
        let constraint = constraint_name;
        match self {
            FieldProblem::Missing => IdentityError::MissingField { constraint, field },
            FieldProblem::Nillable => IdentityError::NillableField { constraint, field },
            FieldProblem::Ambiguous => IdentityError::AmbiguousField { constraint, field },
            FieldProblem::NotSimple => IdentityError::NotSimpleField { constraint, field },
        }
    }
}

/// Whether a constraint is a `key`.
pub(super) fn is_key(constraint: &IdentityConstraint) -> bool {
    constraint.category == IdentityConstraintCategory::Key
}

/// The constraint that a `keyref` refers to.
pub(super) fn referred(constraint: &IdentityConstraint) -> Option<Name> {
    match constraint.category {
        IdentityConstraintCategory::Keyref(key) => Some(key),
        IdentityConstraintCategory::Key | IdentityConstraintCategory::Unique => None,
    }
}
