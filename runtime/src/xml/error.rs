//! What can be wrong with a document, or with what is to become one.

use std::fmt;

use crate::limits::{Limit, LimitExceeded};

/// A document is not well-formed XML 1.0 with namespaces, exceeds a limit, or can't be written.
///
/// The offset counts bytes of the decoded text (UTF-8); the reader turns it into line and column
/// by `Reader::position`. For an error of the writer it counts bytes of the value given.
// One pointer wide, so that a result of the token loop fits into registers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct XmlError(Box<Inner>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Inner {
    kind: XmlErrorKind,
    offset: usize,
}

impl XmlError {
    #[cold]
    pub(crate) fn new(kind: XmlErrorKind, offset: usize) -> Self {
        XmlError(Box::new(Inner { kind, offset }))
    }

    #[cold]
    pub(crate) fn limit(limit: Limit, value: usize, offset: usize) -> Self {
        XmlError::new(XmlErrorKind::Limit(LimitExceeded { limit, value }), offset)
    }

    /// The same error with what it repeats of the document passed through a function, which takes secrets out.
    #[must_use]
    pub(crate) fn redacted(mut self, redact: &dyn Fn(&str) -> String) -> Self {
        for quote in self.0.kind.quotes() {
            *quote = redact(quote);
        }
        self
    }

    /// What is wrong.
    #[must_use]
    pub fn kind(&self) -> &XmlErrorKind {
        &self.0.kind
    }

    /// Where, in bytes from the start.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.0.offset
    }
}

impl fmt::Display for XmlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.kind.fmt(f)
    }
}

impl std::error::Error for XmlError {}

/// Each way in which text fails to be a document, or a document to become text.
///
/// Section numbers are those of XML 1.0 (fifth edition); "Namespaces" is Namespaces in XML 1.0
/// (third edition).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum XmlErrorKind {
    /// There is no root element (section 2.1).
    EmptyDocument,
    /// The document ends before it is complete: inside a tag, a comment or the like, or with
    /// elements still open (section 2.1).
    Truncated {
        /// What should have come, such as `</items>` or `-->`.
        expected: String,
    },
    /// A second element follows the root element (section 2.1).
    SecondRoot {
        /// The name of the second element, as written.
        name: String,
    },
    /// There is text, a reference or a CDATA section before or after the root element
    /// (section 2.8).
    TextOutsideRoot,
    /// An end tag has a name other than that of the element that is open (section 3,
    /// "Element Type Match").
    MismatchedEndTag {
        /// The name of the open element.
        expected: String,
        /// The name of the end tag.
        found: String,
    },
    /// An end tag comes when no element is open.
    UnmatchedEndTag {
        /// The name of the end tag.
        found: String,
    },
    /// A prefix of an element or attribute name is not declared (Namespaces section 5,
    /// "Prefix Declared").
    UndeclaredPrefix {
        /// The prefix.
        prefix: String,
        /// The whole name, as written.
        name: String,
    },
    /// Two attributes of an element have the same name as written (section 3.1,
    /// "Unique Att Spec").
    DuplicateAttribute {
        /// The name.
        name: String,
    },
    /// Two attributes of an element have different prefixes, but the same namespace and local
    /// name (Namespaces section 6.3).
    DuplicateExpandedAttribute {
        /// The second of the two, as written.
        name: String,
        /// The namespace of both.
        namespace: String,
    },
    /// A character that XML 1.0 does not allow: a control character, U+FFFE or U+FFFF
    /// (section 2.2).
    ForbiddenCharacter {
        /// The character.
        character: char,
    },
    /// A character reference to something that XML 1.0 does not allow, or that is no character,
    /// such as `&#0;` (section 4.1, "Legal Character").
    ForbiddenCharacterReference {
        /// The reference between `&` and `;`.
        reference: String,
    },
    /// A reference to an entity other than `amp`, `lt`, `gt`, `apos` and `quot` (section 4.1,
    /// "Entity Declared").
    UnknownEntity {
        /// The name of the entity.
        name: String,
    },
    /// An `&` that starts no reference (section 2.4).
    BareAmpersand,
    /// `]]>` in text (section 2.4).
    CdataEndInText,
    /// `--` in a comment, or `-` at its end (section 2.5).
    DoubleHyphenInComment,
    /// No space between two attributes (section 3.1).
    MissingAttributeSpace,
    /// `<` in an attribute value (section 3.1, "No < in Attribute Values").
    LessThanInAttribute,
    /// An attribute that is not of the form `name="value"` (section 3.1).
    MalformedAttribute {
        /// What should have come.
        expected: &'static str,
    },
    /// A name that is not one: it starts with a digit, has two colons or none around one, or a
    /// character that names don't have (section 2.3, Namespaces section 4).
    MalformedName {
        /// The name, as far as it goes.
        name: String,
    },
    /// `xmlns:p=""`, which would take the declaration of a prefix back (Namespaces section 5,
    /// "No Prefix Undeclaring").
    UndeclaringPrefix {
        /// The prefix.
        prefix: String,
    },
    /// A declaration of the prefix `xmlns`, or of `xml` for another namespace, or of the
    /// namespace of either for another prefix (Namespaces section 3, "Reserved Prefixes and
    /// Namespace Names").
    ReservedNamespace {
        /// The prefix in the declaration.
        prefix: String,
        /// The namespace in the declaration.
        namespace: String,
    },
    /// An XML declaration, or a processing instruction with the target `xml` in any case,
    /// elsewhere than at the very start (section 2.6).
    MisplacedDeclaration,
    /// An XML declaration that is not of the form
    /// `<?xml version="1.0" encoding="…" standalone="yes"?>` (section 2.8).
    MalformedDeclaration {
        /// What should have come.
        expected: &'static str,
    },
    /// A version other than 1.0. XML 1.1 is not supported.
    UnsupportedVersion {
        /// The version in the declaration.
        version: String,
    },
    /// A document type declaration where the limits say [`Reject`](crate::limits::Doctype::Reject).
    Doctype,
    /// A document type declaration with an internal subset.
    DoctypeSubset,
    /// A document type declaration after the root element has started, or a second one
    /// (section 2.8).
    MisplacedDoctype,
    /// A document type declaration that is not of the form `<!DOCTYPE name SYSTEM "…">`
    /// (section 2.8).
    MalformedDoctype {
        /// What should have come.
        expected: &'static str,
    },
    /// Markup that starts like none of XML's, such as `<!element` or `< a>`.
    MalformedMarkup {
        /// Its start.
        found: String,
    },
    /// An encoding that is not supported, or not the one that the bytes are in.
    UnsupportedEncoding {
        /// Its name, from the declaration or the HTTP header.
        name: String,
    },
    /// Bytes that are not text in the encoding of the document.
    InvalidBytes {
        /// The encoding.
        encoding: &'static str,
    },
    /// One of the [`Limits`](crate::limits::Limits) was exceeded.
    Limit(LimitExceeded),
    /// A call of the writer that the document does not allow at this place, such as an
    /// attribute after text, or the end of the document with an element open.
    MisplacedWrite {
        /// What the writer could take.
        expected: &'static str,
    },
}

impl XmlErrorKind {
    /// The texts of the document that it repeats.
    fn quotes(&mut self) -> Vec<&mut String> {
        use XmlErrorKind as Kind;
        match self {
            Kind::Truncated { expected } => vec![expected],
            Kind::SecondRoot { name }
            | Kind::DuplicateAttribute { name }
            | Kind::UnknownEntity { name }
            | Kind::MalformedName { name }
            | Kind::UnsupportedEncoding { name } => vec![name],
            Kind::UnmatchedEndTag { found } | Kind::MalformedMarkup { found } => vec![found],
            Kind::ForbiddenCharacterReference { reference } => vec![reference],
            Kind::UndeclaringPrefix { prefix } => vec![prefix],
            Kind::UnsupportedVersion { version } => vec![version],
            Kind::MismatchedEndTag { expected, found } => vec![expected, found],
            Kind::UndeclaredPrefix { prefix, name } => vec![prefix, name],
            Kind::DuplicateExpandedAttribute { name, namespace } => vec![name, namespace],
            Kind::ReservedNamespace { prefix, namespace } => vec![prefix, namespace],
            _ => Vec::new(),
        }
    }
}

impl fmt::Display for XmlErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use XmlErrorKind as Kind;
        match self {
            Kind::EmptyDocument => f.write_str("found no element, expected a root element"),
            Kind::Truncated { expected } => {
                write!(
                    f,
                    "found the end of the document, expected {}",
                    Quoted(expected)
                )
            }
            Kind::SecondRoot { name } => write!(
                f,
                "found a second root element {}, expected the end of the document",
                Quoted(name)
            ),
            Kind::TextOutsideRoot => {
                f.write_str("found text outside the root element, expected only markup there")
            }
            Kind::MismatchedEndTag { expected, found } => {
                write!(
                    f,
                    "found the end tag `</{}>`, expected `</{expected}>`",
                    Short(found)
                )
            }
            Kind::UnmatchedEndTag { found } => write!(
                f,
                "found the end tag `</{}>`, expected no end tag as no element is open",
                Short(found)
            ),
            Kind::UndeclaredPrefix { prefix, name } => write!(
                f,
                "found the undeclared prefix {} in {}, expected a declaration `xmlns:{prefix}`",
                Quoted(prefix),
                Quoted(name)
            ),
            Kind::DuplicateAttribute { name } => {
                write!(
                    f,
                    "found the attribute {} twice, expected it once",
                    Quoted(name)
                )
            }
            Kind::DuplicateExpandedAttribute { name, namespace } => write!(
                f,
                "found the attribute {} and another of the same local name in the namespace {}, \
                 expected one",
                Quoted(name),
                Quoted(namespace)
            ),
            Kind::ForbiddenCharacter { character } => write!(
                f,
                "found the character U+{:04X}, expected characters that XML 1.0 allows",
                u32::from(*character)
            ),
            Kind::ForbiddenCharacterReference { reference } => write!(
                f,
                "found the reference `&{};`, expected a character that XML 1.0 allows",
                Short(reference)
            ),
            Kind::UnknownEntity { name } => write!(
                f,
                "found the entity reference `&{};`, expected one of `&amp;`, `&lt;`, `&gt;`, \
                 `&apos;` and `&quot;`",
                Short(name)
            ),
            Kind::BareAmpersand => f.write_str("found `&` alone, expected `&amp;` or a reference"),
            Kind::CdataEndInText => f.write_str("found `]]>` in text, expected `]]&gt;`"),
            Kind::DoubleHyphenInComment => {
                f.write_str("found `--` in a comment, expected it only at the end, as `-->`")
            }
            Kind::MissingAttributeSpace => {
                f.write_str("found an attribute right after a quote, expected a space between")
            }
            Kind::LessThanInAttribute => {
                f.write_str("found `<` in an attribute value, expected `&lt;`")
            }
            Kind::MalformedAttribute { expected } => {
                write!(f, "found a malformed attribute, expected {expected}")
            }
            Kind::MalformedName { name } => {
                write!(f, "found {}, expected an XML name", Quoted(name))
            }
            Kind::UndeclaringPrefix { prefix } => write!(
                f,
                "found `xmlns:{}=\"\"`, expected a namespace, as a prefix can't be undeclared",
                Short(prefix)
            ),
            Kind::ReservedNamespace { prefix, namespace } => write!(
                f,
                "found a declaration of the prefix {} for the namespace {}, expected none, as one \
                 of the two is reserved",
                Quoted(prefix),
                Quoted(namespace)
            ),
            Kind::MisplacedDeclaration => f.write_str(
                "found `<?xml` inside the document, expected the XML declaration at its very \
                 start and no other target of that name",
            ),
            Kind::MalformedDeclaration { expected } => {
                write!(f, "found a malformed XML declaration, expected {expected}")
            }
            Kind::UnsupportedVersion { version } if version == "1.1" => {
                f.write_str("found XML version 1.1, which is not supported, expected 1.0")
            }
            Kind::UnsupportedVersion { version } => {
                write!(f, "found XML version {}, expected 1.0", Quoted(version))
            }
            Kind::Doctype => f.write_str(
                "found a document type declaration, expected none (`Limits::doctype` allows one \
                 without an internal subset)",
            ),
            Kind::DoctypeSubset => f.write_str(
                "found a document type declaration with an internal subset, expected none",
            ),
            Kind::MisplacedDoctype => f.write_str(
                "found a document type declaration, expected at most one, before the root element",
            ),
            Kind::MalformedDoctype { expected } => {
                write!(
                    f,
                    "found a malformed document type declaration, expected {expected}"
                )
            }
            Kind::MalformedMarkup { found } => write!(
                f,
                "found {}, expected a tag, a comment, a CDATA section or a processing instruction",
                Quoted(found)
            ),
            Kind::UnsupportedEncoding { name } => write!(
                f,
                "found the encoding {}, expected UTF-8, UTF-16, US-ASCII, ISO-8859-1 or \
                 windows-1252",
                Quoted(name)
            ),
            Kind::InvalidBytes { encoding } => {
                write!(
                    f,
                    "found bytes that are no characters, expected text in {encoding}"
                )
            }
            Kind::Limit(limit) => limit.fmt(f),
            Kind::MisplacedWrite { expected } => {
                write!(
                    f,
                    "found a write that is not possible here, expected {expected}"
                )
            }
        }
    }
}

/// The most characters of a document that a message repeats at once.
const SHORT: usize = 80;

/// Text of the document, on one line and not too long.
struct Short<'a>(&'a str);

impl fmt::Display for Short<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut characters = self.0.chars();
        for character in characters.by_ref().take(SHORT) {
            if character.is_control() {
                write!(f, "{}", character.escape_default())?;
            } else {
                write!(f, "{character}")?;
            }
        }
        if characters.next().is_some() {
            f.write_str("…")?;
        }
        Ok(())
    }
}

struct Quoted<'a>(&'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", Short(self.0))
    }
}
