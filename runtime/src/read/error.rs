//! What can be wrong with a document, and where.

use std::fmt;

use super::identity::IdentityError;
use crate::model::{Name, NamespaceConstraint, Term};
use crate::simple::ValueError;
use crate::xml::{Position, XmlError};

/// A document that can't be read: what was found, what was expected, and where.
///
/// ```text
/// /executeJobParam/jobHandle at 3:5: unexpected element `jobHandle`: expected `companyHandle`
/// ```
#[derive(Clone, PartialEq)]
pub struct ReadError(Box<Inner>);

#[derive(Clone, Debug, PartialEq)]
struct Inner {
    kind: ReadErrorKind,
    position: Position,
    /// Innermost first.
    path: Vec<String>,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ReadErrorKind {
    /// The document is not well-formed, or beyond a limit.
    Xml(XmlError),
    /// The root element is not the expected one.
    UnexpectedRoot {
        /// The root's expanded name.
        found: String,
        /// The expanded name that the type asks for.
        expected: String,
    },
    /// An element where the schema allows another, or none.
    UnexpectedElement {
        /// Its expanded name.
        found: String,
        /// What may stand there, in the schema's order; empty where nothing may.
        expected: Vec<String>,
    },
    /// One element too many of a name.
    TooMany {
        /// Its expanded name.
        found: String,
        /// How often it may occur.
        max: u32,
    },
    /// The end tag where an element must stand.
    MissingElement {
        /// What may stand there, in the schema's order.
        expected: Vec<String>,
    },
    /// Text where only elements may stand.
    UnexpectedText {
        /// The beginning of the text.
        found: String,
    },
    /// An element in content that is text only.
    ElementInText {
        /// Its expanded name.
        found: String,
    },
    /// Text or an element in an element that must be empty.
    NotEmpty {
        /// Why it must be empty.
        because: EmptyBecause,
    },
    /// An attribute that the schema doesn't allow.
    UnexpectedAttribute {
        /// Its expanded name.
        found: String,
        /// The attributes that it allows.
        expected: Vec<String>,
    },
    /// A required attribute is absent.
    MissingAttribute {
        /// Its expanded name.
        name: String,
    },
    /// The content refers to a part that the message doesn't have.
    MissingAttachment {
        /// The reference.
        reference: String,
    },
    /// A text is not a value of its simple type.
    InvalidValue(ValueError),
    /// The value is not the one that the schema fixes.
    NotFixed {
        /// The value found.
        found: String,
        /// The only one allowed.
        fixed: &'static str,
    },
    /// An element inside of content that the schema fixes to a text.
    ElementInFixed {
        /// Its expanded name.
        found: String,
        /// The only value allowed.
        fixed: &'static str,
    },
    /// An identity constraint is broken, or an `ID` or `IDREF` is wrong.
    Identity(IdentityError),
    /// `xsi:nil` on an element that is not nillable.
    NotNillable,
    /// `xsi:nil="true"` on an element whose value the schema fixes.
    NilFixed {
        /// The only value allowed.
        fixed: &'static str,
    },
    /// `xsi:type` names a type that is unknown or may not stand here.
    UnexpectedType {
        /// The expanded name in `xsi:type`.
        found: String,
        /// The types that may stand here.
        expected: Vec<String>,
    },
    /// `xsi:type` names a type that the schema doesn't define.
    UnknownType {
        /// The expanded name in `xsi:type`.
        found: String,
    },
    /// An element that only stands for those of its substitution group.
    AbstractElement {
        /// Its expanded name.
        name: String,
    },
    /// An element without a declaration where a wildcard, or the root of a document, asks for one.
    UndeclaredElement {
        /// Its expanded name.
        found: String,
    },
    /// An attribute without a declaration where a wildcard asks for one.
    UndeclaredAttribute {
        /// Its expanded name.
        found: String,
    },
    /// More than one attribute of type `xsd:ID` on an element.
    SeveralIds {
        /// Their expanded names.
        found: Vec<String>,
    },
    /// An element of an abstract type without an `xsi:type` that names a concrete one.
    AbstractType {
        /// The abstract type.
        name: String,
        /// The types that may stand here.
        expected: Vec<String>,
    },
    /// The values read would take more memory than
    /// [`Limits::decoded_bytes`](crate::Limits) allows.
    TooMuchMemory {
        /// The limit in bytes.
        limit: usize,
    },
    /// A header block of a SOAP message that must be understood and is not.
    NotUnderstood {
        /// The expanded name of the block.
        name: String,
    },
    /// The generated tables and types don't fit each other. Generate the bindings again.
    InconsistentBindings,
}

/// Why an element must be empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmptyBecause {
    /// Its type has no content.
    Type,
    /// It says `xsi:nil="true"`.
    Nil,
}

impl ReadError {
    pub(crate) fn new(kind: ReadErrorKind, position: Position) -> Self {
        ReadError(Box::new(Inner {
            kind,
            position,
            path: Vec::new(),
        }))
    }

    /// Says that the error is in an element, or in the attribute that `@` begins.
    #[must_use]
    pub(crate) fn within(mut self, segment: String) -> Self {
        self.0.path.push(segment);
        self
    }

    /// The same error with what it quotes of the document passed through a function, which takes secrets out.
    #[must_use]
    pub(crate) fn redacted(mut self, redact: &dyn Fn(&str) -> String) -> Self {
        match &mut self.0.kind {
            ReadErrorKind::UnexpectedText { found }
            | ReadErrorKind::NotFixed { found, .. }
            | ReadErrorKind::UnexpectedRoot { found, .. }
            | ReadErrorKind::UnexpectedElement { found, .. }
            | ReadErrorKind::TooMany { found, .. }
            | ReadErrorKind::ElementInText { found }
            | ReadErrorKind::UnexpectedAttribute { found, .. }
            | ReadErrorKind::UnexpectedType { found, .. }
            | ReadErrorKind::ElementInFixed { found, .. }
            | ReadErrorKind::UnknownType { found }
            | ReadErrorKind::UndeclaredElement { found }
            | ReadErrorKind::UndeclaredAttribute { found }
            | ReadErrorKind::MissingAttachment { reference: found }
            | ReadErrorKind::NotUnderstood { name: found } => *found = redact(found),
            ReadErrorKind::Xml(error) => *error = error.clone().redacted(redact),
            ReadErrorKind::InvalidValue(error) => {
                let text = error.to_string();
                if redact(&text) != text {
                    *error = error.clone().redacted();
                }
            }
            ReadErrorKind::Identity(error) => error.redact(redact),
            ReadErrorKind::SeveralIds { found } => {
                for name in found {
                    *name = redact(name);
                }
            }
            ReadErrorKind::MissingElement { .. }
            | ReadErrorKind::NotEmpty { .. }
            | ReadErrorKind::MissingAttribute { .. }
            | ReadErrorKind::NotNillable
            | ReadErrorKind::NilFixed { .. }
            | ReadErrorKind::AbstractElement { .. }
            | ReadErrorKind::AbstractType { .. }
            | ReadErrorKind::TooMuchMemory { .. }
            | ReadErrorKind::InconsistentBindings => {}
        }
        for segment in &mut self.0.path {
            *segment = redact(segment);
        }
        self
    }

    /// What is wrong.
    pub fn kind(&self) -> &ReadErrorKind {
        &self.0.kind
    }

    /// Where in the document it was found; line and column count from 1.
    pub fn position(&self) -> Position {
        self.0.position
    }

    /// The elements from the root to the offending one, such as `/searchAssetsReturn/assetArray/items[3]/fileSize`.
    /// The number counts the occurrences of a repeated element from 1; an attribute is written `@name`.
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

    /// The validation rule of XSD 1.0 that is violated, such as `cvc-complex-type.2.4`; empty where the document is
    /// refused for another reason.
    pub fn code(&self) -> &str {
        match &self.0.kind {
            ReadErrorKind::UnexpectedRoot { .. } | ReadErrorKind::UndeclaredElement { .. } => {
                "cvc-elt.1"
            }
            ReadErrorKind::AbstractElement { .. } => "cvc-elt.2",
            ReadErrorKind::UndeclaredAttribute { .. } => "cvc-attribute.1",
            ReadErrorKind::SeveralIds { .. } => "cvc-complex-type.5",
            ReadErrorKind::ElementInFixed { .. } => "cvc-elt.5.2.2.1",
            ReadErrorKind::UnexpectedElement { .. }
            | ReadErrorKind::TooMany { .. }
            | ReadErrorKind::MissingElement { .. } => "cvc-complex-type.2.4",
            ReadErrorKind::UnexpectedText { .. } => "cvc-complex-type.2.3",
            ReadErrorKind::ElementInText { .. } => "cvc-type.3.1.2",
            ReadErrorKind::NotEmpty {
                because: EmptyBecause::Type,
            } => "cvc-complex-type.2.1",
            ReadErrorKind::NotEmpty {
                because: EmptyBecause::Nil,
            } => "cvc-elt.3.2.1",
            ReadErrorKind::UnexpectedAttribute { .. } => "cvc-complex-type.3",
            ReadErrorKind::MissingAttribute { .. } => "cvc-complex-type.4",
            ReadErrorKind::InvalidValue(error) => error.code(),
            ReadErrorKind::NotFixed { .. } => "cvc-elt.5.2.2",
            ReadErrorKind::Identity(error) => error.code(),
            ReadErrorKind::NotNillable => "cvc-elt.3.1",
            ReadErrorKind::NilFixed { .. } => "cvc-elt.3.2.2",
            ReadErrorKind::UnexpectedType { .. } => "cvc-elt.4",
            ReadErrorKind::UnknownType { .. } => "cvc-elt.4.2",
            ReadErrorKind::AbstractType { .. } => "cvc-type.2",
            ReadErrorKind::Xml(_)
            | ReadErrorKind::TooMuchMemory { .. }
            | ReadErrorKind::MissingAttachment { .. }
            | ReadErrorKind::NotUnderstood { .. }
            | ReadErrorKind::InconsistentBindings => "",
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Position { line, column } = self.0.position;
        write!(f, "{} at {line}:{column}: {}", self.path(), self.0.kind)
    }
}

/// As `Display`, so that `unwrap` and `?` in `main` show where and what.
impl fmt::Debug for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for ReadError {}

impl fmt::Display for ReadErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadErrorKind::Xml(error) => error.fmt(f),
            ReadErrorKind::UnexpectedRoot { found, expected } => {
                write!(f, "the root element is `{found}`: expected `{expected}`")
            }
            ReadErrorKind::UnexpectedElement { found, expected } => {
                write!(
                    f,
                    "unexpected element `{found}`: expected {}",
                    OneOf(expected, "the end tag")
                )
            }
            ReadErrorKind::TooMany { found, max } => {
                write!(
                    f,
                    "one element `{found}` too many: at most {max} may stand here"
                )
            }
            ReadErrorKind::MissingElement { expected } => {
                write!(
                    f,
                    "missing element: expected {} before the end tag",
                    OneOf(expected, "nothing")
                )
            }
            ReadErrorKind::UnexpectedText { found } => {
                write!(f, "unexpected text {found:?}: only elements may stand here")
            }
            ReadErrorKind::ElementInText { found } => {
                write!(f, "unexpected element `{found}`: only text may stand here")
            }
            ReadErrorKind::NotEmpty {
                because: EmptyBecause::Type,
            } => f.write_str("unexpected content: the element must be empty"),
            ReadErrorKind::NotEmpty {
                because: EmptyBecause::Nil,
            } => f.write_str("unexpected content: an element with xsi:nil=\"true\" must be empty"),
            ReadErrorKind::UnexpectedAttribute { found, expected } => {
                write!(
                    f,
                    "unexpected attribute `{found}`: expected {}",
                    OneOf(expected, "no attribute")
                )
            }
            ReadErrorKind::MissingAttribute { name } => write!(f, "missing attribute `{name}`"),
            ReadErrorKind::MissingAttachment { reference } => write!(
                f,
                "`{reference}` refers to no part of the message: expected the content of one"
            ),
            ReadErrorKind::InvalidValue(error) => error.fmt(f),
            ReadErrorKind::NotFixed { found, fixed } => {
                write!(
                    f,
                    "the value is {found:?}: the schema fixes it to {fixed:?}"
                )
            }
            ReadErrorKind::Identity(error) => error.fmt(f),
            ReadErrorKind::ElementInFixed { found, fixed } => {
                write!(
                    f,
                    "unexpected element `{found}`: the schema fixes the content to {fixed:?}"
                )
            }
            ReadErrorKind::NilFixed { fixed } => {
                write!(
                    f,
                    "xsi:nil is not allowed: the schema fixes the value to {fixed:?}"
                )
            }
            ReadErrorKind::UnknownType { found } => {
                write!(
                    f,
                    "xsi:type names `{found}`: expected a type that the schema defines"
                )
            }
            ReadErrorKind::AbstractElement { name } => {
                write!(
                    f,
                    "the element `{name}` is abstract: expected one of its substitution group"
                )
            }
            ReadErrorKind::UndeclaredElement { found } => {
                write!(
                    f,
                    "undeclared element `{found}`: expected one that the schema declares"
                )
            }
            ReadErrorKind::UndeclaredAttribute { found } => {
                write!(
                    f,
                    "undeclared attribute `{found}`: expected one that the schema declares"
                )
            }
            ReadErrorKind::SeveralIds { found } => {
                write!(
                    f,
                    "the attributes {} are all of type xsd:ID: expected one at most",
                    found
                        .iter()
                        .map(|name| format!("`{name}`"))
                        .collect::<Vec<_>>()
                        .join(" and ")
                )
            }
            ReadErrorKind::NotNillable => {
                f.write_str("xsi:nil is not allowed: the element is not nillable")
            }
            ReadErrorKind::UnexpectedType { found, expected } => {
                write!(
                    f,
                    "xsi:type names `{found}`: expected {}",
                    OneOf(expected, "no other type")
                )
            }
            ReadErrorKind::AbstractType { name, expected } => {
                write!(
                    f,
                    "the type `{name}` is abstract: expected an xsi:type that names {}",
                    OneOf(expected, "another")
                )
            }
            ReadErrorKind::TooMuchMemory { limit } => {
                write!(
                    f,
                    "the values read take more than {limit} bytes of memory (raise with Limits::decoded_bytes)"
                )
            }
            ReadErrorKind::NotUnderstood { name } => {
                write!(
                    f,
                    "the header block `{name}` must be understood and is not known"
                )
            }
            ReadErrorKind::InconsistentBindings => f.write_str(
                "the generated tables do not fit the generated types: generate the bindings again",
            ),
        }
    }
}

/// A list of names as a person would say it.
struct OneOf<'a>(&'a [String], &'a str);

impl fmt::Display for OneOf<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 12;
        match self.0 {
            [] => f.write_str(self.1),
            [name] => write_name(f, name),
            names => {
                f.write_str("one of ")?;
                for (index, name) in names.iter().take(SHOWN).enumerate() {
                    let comma = if index == 0 { "" } else { ", " };
                    f.write_str(comma)?;
                    write_name(f, name)?;
                }
                if names.len() > SHOWN {
                    write!(f, " and {} more", names.len() - SHOWN)?;
                }
                Ok(())
            }
        }
    }
}

/// How a path names an element: with its number where it may be repeated.
pub(crate) fn segment(name: &Name, occurrence: Option<u32>) -> String {
    match occurrence {
        Some(number) => format!("{}[{number}]", name.local),
        None => String::from(name.local),
    }
}

/// How a message names what may stand somewhere.
pub(crate) fn term_name(term: &Term) -> String {
    match term {
        Term::Element(element) => element.name.to_string(),
        Term::Any { wildcard, .. } => match wildcard.namespaces {
            NamespaceConstraint::Any => String::from(ANY_ELEMENT),
            NamespaceConstraint::Not("") => format!("{ANY_ELEMENT} of a namespace"),
            NamespaceConstraint::Not(namespace) => {
                format!("{ANY_ELEMENT} of a namespace other than `{namespace}`")
            }
            NamespaceConstraint::OneOf(namespaces) => {
                let show = |namespace: &&str| match *namespace {
                    "" => String::from("no namespace"),
                    namespace => format!("the namespace `{namespace}`"),
                };
                let namespaces: Vec<String> = namespaces.iter().map(show).collect();
                format!("{ANY_ELEMENT} of {}", namespaces.join(" or "))
            }
        },
        Term::Group(_) => String::from("a group"),
    }
}

/// How the name of a wildcard begins.
const ANY_ELEMENT: &str = "any element";

/// A name as code, and what is not a name as the words that it is.
fn write_name(f: &mut fmt::Formatter<'_>, name: &str) -> fmt::Result {
    if name.starts_with(ANY_ELEMENT) {
        f.write_str(name)
    } else {
        write!(f, "`{name}`")
    }
}
