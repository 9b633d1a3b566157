//! The attributes of a start tag.

use std::borrow::Cow;

use crate::limits::{Limit, Limits};

use super::character::{is_space, qualified_name};
use super::error::{XmlError, XmlErrorKind};
use super::namespace::{BindingIndex, NO_NAMESPACE, Namespaces, XML, XMLNS};
use super::prolog::first_word;
use super::reader::Name;
use super::reference::attribute_value;

/// An attribute of the element last started.
#[derive(Debug, Clone, Copy)]
pub struct Attribute<'r> {
    /// Its namespace and local name.
    pub name: Name<'r>,
    /// Its prefix; empty for none.
    pub prefix: &'r str,
    /// Its value, with references resolved and white space normalised (XML 1.0 section 3.3.3).
    pub value: &'r str,
    /// Where its name starts, in bytes.
    pub offset: usize,
}

/// An attribute as the reader keeps it.
#[derive(Debug, Clone)]
pub(super) struct Resolved<'a> {
    written: Written<'a>,
    binding: BindingIndex,
}

impl<'a> Resolved<'a> {
    pub(super) fn view<'r>(&'r self, namespaces: &'r Namespaces<'a>) -> Attribute<'r> {
        Attribute {
            name: Name {
                namespace: namespaces.get(self.binding),
                local: self.written.local(),
            },
            prefix: self.written.prefix(),
            value: &self.written.value,
            offset: self.written.offset,
        }
    }

    #[inline]
    pub(super) fn is(
        &self,
        namespaces: &Namespaces<'a>,
        namespace: &'static str,
        local: &str,
    ) -> bool {
        self.written.local() == local && namespaces.is(self.binding, namespace)
    }

    pub(super) fn value(&self) -> &str {
        &self.written.value
    }
}

/// An attribute as the tag has it.
#[derive(Debug, Clone)]
struct Written<'a> {
    /// The name with its prefix.
    name: &'a str,
    /// Where in the name the local part starts.
    local: usize,
    value: Cow<'a, str>,
    offset: usize,
}

impl<'a> Written<'a> {
    #[inline]
    fn prefix(&self) -> &'a str {
        self.name
            .get(..self.local.saturating_sub(1))
            .unwrap_or_default()
    }

    #[inline]
    fn local(&self) -> &'a str {
        self.name.get(self.local..).unwrap_or_default()
    }
}

/// Reads the attributes in `text`, the part of a tag after its name, which starts at `offset`.
/// Namespace declarations come into scope; the others go to `attributes`.
pub(super) fn read<'a>(
    text: &'a str,
    offset: usize,
    limits: &Limits,
    namespaces: &mut Namespaces<'a>,
    attributes: &mut Vec<Resolved<'a>>,
) -> Result<(), XmlError> {
    let scope = namespaces.len();
    let mut parser = Parser {
        text,
        at: 0,
        offset,
        limits,
    };
    let mut count = 0;
    let mut prefixed = 0;
    while let Some(written) = parser.next()? {
        count += 1;
        if count > limits.attributes {
            return Err(XmlError::limit(
                Limit::Attributes,
                limits.attributes,
                written.offset,
            ));
        }
        if written.name == "xmlns" {
            declare("", written, scope, limits, namespaces)?;
        } else if written.prefix() == "xmlns" {
            declare(written.local(), written, scope, limits, namespaces)?;
        } else {
            prefixed += usize::from(written.local != 0);
            attributes.push(Resolved {
                written,
                binding: NO_NAMESPACE,
            });
        }
    }
    if prefixed > 0 {
        resolve(namespaces, attributes)?;
    }
    if attributes.len() > 1 {
        check_unique(namespaces, attributes, prefixed)?;
    }
    Ok(())
}

/// Brings a namespace declaration into scope (Namespaces sections 3 and 5).
fn declare<'a>(
    prefix: &'a str,
    written: Written<'a>,
    scope: usize,
    limits: &Limits,
    namespaces: &mut Namespaces<'a>,
) -> Result<(), XmlError> {
    let Written {
        name,
        value,
        offset,
        ..
    } = written;
    if namespaces.declared_since(scope, prefix) {
        let kind = XmlErrorKind::DuplicateAttribute {
            name: name.to_owned(),
        };
        return Err(XmlError::new(kind, offset));
    }
    let xml_twice = prefix == "xml" && value == XML;
    let reserved = prefix == "xmlns" || prefix == "xml" || value == XML || value == XMLNS;
    if reserved && !xml_twice {
        let (prefix, namespace) = (prefix.to_owned(), value.into_owned());
        return Err(XmlError::new(
            XmlErrorKind::ReservedNamespace { prefix, namespace },
            offset,
        ));
    }
    if value.is_empty() && !prefix.is_empty() {
        let kind = XmlErrorKind::UndeclaringPrefix {
            prefix: prefix.to_owned(),
        };
        return Err(XmlError::new(kind, offset));
    }
    if namespaces.declared() >= limits.namespace_bindings {
        let limit = limits.namespace_bindings;
        return Err(XmlError::limit(Limit::NamespaceBindings, limit, offset));
    }
    namespaces.declare(prefix, value);
    Ok(())
}

fn resolve<'a>(
    namespaces: &mut Namespaces<'a>,
    attributes: &mut [Resolved<'a>],
) -> Result<(), XmlError> {
    for attribute in attributes {
        let Written {
            name,
            local,
            offset,
            ..
        } = attribute.written;
        if local != 0 {
            let prefix = attribute.written.prefix();
            attribute.binding = namespaces
                .resolve(prefix)
                .ok_or_else(|| undeclared(prefix, name, offset))?;
        }
    }
    Ok(())
}

#[cold]
pub(super) fn undeclared(prefix: &str, name: &str, offset: usize) -> XmlError {
    let (prefix, name) = (prefix.to_owned(), name.to_owned());
    XmlError::new(XmlErrorKind::UndeclaredPrefix { prefix, name }, offset)
}

/// How many attributes are compared each with each. More are sorted first.
const FEW: usize = 16;

fn check_unique<'a>(
    namespaces: &Namespaces<'a>,
    attributes: &[Resolved<'a>],
    prefixed: usize,
) -> Result<(), XmlError> {
    let twice = first_twice(attributes, |attribute| attribute.written.name);
    if let Some(second) = twice {
        let kind = XmlErrorKind::DuplicateAttribute {
            name: second.written.name.to_owned(),
        };
        return Err(XmlError::new(kind, second.written.offset));
    }
    if prefixed < 2 {
        return Ok(());
    }
    let twice = first_twice(attributes, |attribute| {
        (
            attribute.written.local(),
            namespaces.get(attribute.binding).as_str(),
        )
    });
    if let Some(second) = twice {
        let name = second.written.name.to_owned();
        let namespace = namespaces.get(second.binding).as_str().to_owned();
        let kind = XmlErrorKind::DuplicateExpandedAttribute { name, namespace };
        return Err(XmlError::new(kind, second.written.offset));
    }
    Ok(())
}

/// The first attribute whose key an earlier one has too.
fn first_twice<'s, 'a, K: Ord>(
    attributes: &'s [Resolved<'a>],
    key: impl Fn(&'s Resolved<'a>) -> K,
) -> Option<&'s Resolved<'a>> {
    if attributes.len() <= FEW {
        let earlier = |index| attributes.iter().take(index);
        return attributes
            .iter()
            .enumerate()
            .find_map(|(index, attribute)| {
                let twice = earlier(index).any(|other| key(other) == key(attribute));
                twice.then_some(attribute)
            });
    }
    let mut sorted: Vec<_> = attributes.iter().collect();
    sorted.sort_by_key(|attribute| (key(attribute), attribute.written.offset));
    let pairs = sorted.iter().zip(sorted.iter().skip(1));
    pairs
        .filter(|(first, second)| key(first) == key(second))
        .map(|(_, second)| *second)
        .min_by_key(|second| second.written.offset)
}

/// Splits the part of a tag after its name into attributes.
struct Parser<'a, 'l> {
    text: &'a str,
    at: usize,
    /// Where the text starts in the document.
    offset: usize,
    limits: &'l Limits,
}

impl<'a> Parser<'a, '_> {
    fn next(&mut self) -> Result<Option<Written<'a>>, XmlError> {
        let spaced = self.space();
        let rest = self.rest();
        if rest.is_empty() {
            return Ok(None);
        }
        if !spaced {
            return Err(self.error(XmlErrorKind::MissingAttributeSpace));
        }
        let offset = self.offset + self.at;
        let (name, local) = self.name(rest)?;
        let value = self.value()?;
        Ok(Some(Written {
            name,
            local,
            value,
            offset,
        }))
    }

    fn name(&mut self, rest: &'a str) -> Result<(&'a str, usize), XmlError> {
        let Some(found) = qualified_name(rest) else {
            let word = first_word(rest)
                .split(['=', '/'])
                .next()
                .unwrap_or_default();
            return Err(self.error(if word.is_empty() {
                XmlErrorKind::MalformedAttribute {
                    expected: "the name of an attribute",
                }
            } else {
                XmlErrorKind::MalformedName {
                    name: word.to_owned(),
                }
            }));
        };
        if found.len > self.limits.name {
            let offset = self.offset + self.at;
            return Err(XmlError::limit(Limit::Name, self.limits.name, offset));
        }
        self.at += found.len;
        Ok((rest.get(..found.len).unwrap_or_default(), found.local))
    }

    /// `="value"`, with space allowed on both sides of the sign.
    fn value(&mut self) -> Result<Cow<'a, str>, XmlError> {
        self.space();
        if self.text.as_bytes().get(self.at) != Some(&b'=') {
            return Err(self.malformed("`=` after its name"));
        }
        self.at += 1;
        self.space();
        let quote = match self.text.as_bytes().get(self.at) {
            Some(&quote @ (b'"' | b'\'')) => quote,
            _ => return Err(self.malformed("a quoted value")),
        };
        self.at += 1;
        let rest = self.rest();
        let Some(len) = rest.bytes().position(|byte| byte == quote) else {
            return Err(self.malformed("a quote at the end of its value"));
        };
        let offset = self.offset + self.at;
        if len > self.limits.attribute_value {
            return Err(XmlError::limit(
                Limit::AttributeValue,
                self.limits.attribute_value,
                offset,
            ));
        }
        self.at += len + 1;
        attribute_value(rest.get(..len).unwrap_or_default(), offset)
    }

    /// Skips white space and tells whether there was any.
    #[inline]
    fn space(&mut self) -> bool {
        let before = self.at;
        while self
            .text
            .as_bytes()
            .get(self.at)
            .is_some_and(|byte| is_space(*byte))
        {
            self.at += 1;
        }
        self.at > before
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    #[cold]
    fn malformed(&self, expected: &'static str) -> XmlError {
        self.error(XmlErrorKind::MalformedAttribute { expected })
    }

    #[cold]
    fn error(&self, kind: XmlErrorKind) -> XmlError {
        XmlError::new(kind, self.offset + self.at)
    }
}
