//! What can be wrong with a value that is to be written.

use std::fmt;

use crate::simple::ValueError;
use crate::xml::XmlError;

/// A value that the schema doesn't allow as a document: what was found, what was expected, and where.
///
/// ```text
/// /uploadUrlsJob/urlArray: too few elements `items`: 0, at least 1 must stand here
/// ```
#[derive(Clone, PartialEq)]
pub struct WriteError(Box<Inner>);

#[derive(Clone, Debug, PartialEq)]
struct Inner {
    kind: WriteErrorKind,
    /// Innermost first.
    path: Vec<String>,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum WriteErrorKind {
    /// A text that XML can't express, or a document beyond a limit.
    Xml(XmlError),
    /// A value that has no lexical form.
    InvalidValue(ValueError),
    /// Fewer elements than the schema asks for.
    TooFew {
        /// The element's expanded name, or what else is missing.
        what: String,
        /// How many there are.
        found: usize,
        /// How many there must be.
        min: u32,
    },
    /// More elements than the schema allows.
    TooMany {
        /// The element's expanded name, or what else there is too much of.
        what: String,
        /// How many there are.
        found: usize,
        /// How many there may be.
        max: u32,
    },
    /// Elements of mixed content, or of a repeated group, in an order or number that the schema doesn't allow.
    UnexpectedElement {
        /// The expanded name of the first that may not stand where it is.
        found: String,
        /// What may stand there.
        expected: Vec<String>,
    },
    /// Content ends where the schema asks for more.
    MissingElement {
        /// What may stand there.
        expected: Vec<String>,
    },
    /// A required attribute has no value.
    MissingAttribute {
        /// Its expanded name.
        name: String,
    },
    /// The generated tables and types don't fit each other. Generate the bindings again.
    InconsistentBindings,
}

impl WriteError {
    pub(crate) fn new(kind: WriteErrorKind) -> Self {
        WriteError(Box::new(Inner {
            kind,
            path: Vec::new(),
        }))
    }

    /// Says that the error is in an element, or in the attribute that `@` begins.
    #[must_use]
    pub(crate) fn within(mut self, segment: String) -> Self {
        self.0.path.push(segment);
        self
    }

    /// What is wrong.
    pub fn kind(&self) -> &WriteErrorKind {
        &self.0.kind
    }

    /// The elements from the root to the offending one.
    pub fn path(&self) -> String {
        let mut path = String::new();
        for segment in self.0.path.iter().rev() {
            path.push('/');
            path.push_str(segment);
        }
        if path.is_empty() {
            String::from("/")
        } else {
            path
        }
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path(), self.0.kind)
    }
}

/// As `Display`, so that `unwrap` and `?` in `main` show where and what.
impl fmt::Debug for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for WriteError {}

impl fmt::Display for WriteErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WriteErrorKind::Xml(error) => error.fmt(f),
            WriteErrorKind::InvalidValue(error) => error.fmt(f),
            WriteErrorKind::TooFew { what, found, min } => {
                write!(
                    f,
                    "too few elements `{what}`: {found}, at least {min} must stand here"
                )
            }
            WriteErrorKind::TooMany { what, found, max } => {
                write!(
                    f,
                    "too many elements `{what}`: {found}, at most {max} may stand here"
                )
            }
            WriteErrorKind::UnexpectedElement { found, expected } => {
                write!(
                    f,
                    "unexpected element `{found}`: expected {}",
                    expected.join(", ")
                )
            }
            WriteErrorKind::MissingElement { expected } => {
                write!(f, "missing element: expected {}", expected.join(", "))
            }
            WriteErrorKind::MissingAttribute { name } => write!(f, "missing attribute `{name}`"),
            WriteErrorKind::InconsistentBindings => f.write_str(
                "the generated tables do not fit the generated types: generate the bindings again",
            ),
        }
    }
}
