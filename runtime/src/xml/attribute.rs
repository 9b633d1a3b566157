//! The attributes of a start tag.

use std::borrow::Cow;

use crate::limits::{Limit, Limits};

use super::character::{is_space, qualified_name};
use super::error::{XmlError, XmlErrorKind};
use super::namespace::{BindingIndex, NO_NAMESPACE, Name, Namespaces, XML, XMLNS};
use super::prolog::first_word;
use super::reference;

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

/// The attributes of the element last started, as the reader keeps them.
#[derive(Debug, Clone, Default)]
pub(super) struct Attributes<'a> {
    list: Vec<Written<'a>>,
    /// How many of them have a prefix.
    prefixed: usize,
    /// The values that are not in the document as they are.
    normalized: String,
}

/// An attribute as the tag has it.
#[derive(Debug, Clone, Copy)]
struct Written<'a> {
    /// The name with its prefix.
    name: &'a str,
    /// Where in the name the local part starts.
    local: usize,
    binding: BindingIndex,
    value: Value<'a>,
    offset: usize,
}

/// Where the value of an attribute is.
#[derive(Debug, Clone, Copy)]
enum Value<'a> {
    Input(&'a str),
    Normalized { start: usize, end: usize },
}

impl<'a> Attributes<'a> {
    #[inline]
    pub(super) fn clear(&mut self) {
        self.list.clear();
    }

    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Whether any is in a namespace.
    #[inline]
    pub(super) fn has_prefixed(&self) -> bool {
        self.prefixed > 0 && !self.list.is_empty()
    }

    #[inline]
    pub(super) fn iter<'r>(
        &'r self,
        namespaces: &'r Namespaces<'a>,
    ) -> impl ExactSizeIterator<Item = Attribute<'r>> {
        self.list.iter().map(|written| Attribute {
            name: Name {
                namespace: namespaces.get(written.binding),
                local: written.local(),
            },
            prefix: written.prefix(),
            value: self.value(written.value),
            offset: written.offset,
        })
    }

    /// The value of the attribute of a name.
    #[inline]
    pub(super) fn get(
        &self,
        namespaces: &Namespaces<'a>,
        namespace: &'static str,
        local: &str,
    ) -> Option<&str> {
        let found = self
            .list
            .iter()
            .find(|written| written.local() == local && namespaces.is(written.binding, namespace));
        found.map(|written| self.value(written.value))
    }

    #[inline]
    fn value(&self, value: Value<'a>) -> &str {
        match value {
            Value::Input(text) => text,
            Value::Normalized { start, end } => self.normalized.get(start..end).unwrap_or_default(),
        }
    }

    /// Reads the attributes in `text`, the part of a tag after its name, which starts at
    /// `offset`. Namespace declarations come into scope; the others are kept.
    pub(super) fn read(
        &mut self,
        text: &'a str,
        offset: usize,
        limits: &Limits,
        namespaces: &mut Namespaces<'a>,
    ) -> Result<(), XmlError> {
        self.list.clear();
        self.normalized.clear();
        let scope = namespaces.len();
        let mut parser = Parser {
            text,
            at: 0,
            offset,
            limits,
        };
        let mut count = 0;
        let mut prefixed = 0;
        while let Some(written) = parser.next(&mut self.normalized)? {
            count += 1;
            if count > limits.attributes {
                return Err(XmlError::limit(
                    Limit::Attributes,
                    limits.attributes,
                    written.offset,
                ));
            }
            if written.declares_namespace() {
                self.declare(written, scope, limits, namespaces)?;
            } else {
                prefixed += usize::from(written.local != 0);
                self.list.push(written);
            }
        }
        self.prefixed = prefixed;
        if prefixed > 0 {
            self.resolve(namespaces)?;
        }
        if self.list.len() > 1 {
            self.check_unique(namespaces, prefixed)?;
        }
        Ok(())
    }

    /// Brings a namespace declaration into scope (Namespaces sections 3 and 5).
    fn declare(
        &self,
        written: Written<'a>,
        scope: usize,
        limits: &Limits,
        namespaces: &mut Namespaces<'a>,
    ) -> Result<(), XmlError> {
        let prefix = if written.local == 0 {
            ""
        } else {
            written.local()
        };
        let value = match written.value {
            Value::Input(text) => Cow::Borrowed(text),
            normalized @ Value::Normalized { .. } => Cow::Owned(self.value(normalized).to_owned()),
        };
        let error = |kind| Err(XmlError::new(kind, written.offset));
        if namespaces.declared_since(scope, prefix) {
            return error(XmlErrorKind::DuplicateAttribute {
                name: written.name.to_owned(),
            });
        }
        let xml_twice = prefix == "xml" && value == XML;
        let reserved = prefix == "xmlns" || prefix == "xml" || value == XML || value == XMLNS;
        if reserved && !xml_twice {
            let (prefix, namespace) = (prefix.to_owned(), value.into_owned());
            return error(XmlErrorKind::ReservedNamespace { prefix, namespace });
        }
        if value.is_empty() && !prefix.is_empty() {
            return error(XmlErrorKind::UndeclaringPrefix {
                prefix: prefix.to_owned(),
            });
        }
        if namespaces.declared() >= limits.namespace_bindings {
            let limit = limits.namespace_bindings;
            return Err(XmlError::limit(
                Limit::NamespaceBindings,
                limit,
                written.offset,
            ));
        }
        namespaces.declare(prefix, value);
        Ok(())
    }

    fn resolve(&mut self, namespaces: &mut Namespaces<'a>) -> Result<(), XmlError> {
        for written in self.list.iter_mut().filter(|written| written.local != 0) {
            let prefix = written.prefix();
            written.binding = namespaces
                .resolve(prefix)
                .ok_or_else(|| undeclared(prefix, written.name, written.offset))?;
        }
        Ok(())
    }

    fn check_unique(&self, namespaces: &Namespaces<'a>, prefixed: usize) -> Result<(), XmlError> {
        if !self.may_repeat() {
            return Ok(());
        }
        if let Some(second) = self.first_twice(|written| written.name) {
            let kind = XmlErrorKind::DuplicateAttribute {
                name: second.name.to_owned(),
            };
            return Err(XmlError::new(kind, second.offset));
        }
        if prefixed < 2 {
            return Ok(());
        }
        let namespace = |written: &Written<'a>| namespaces.get(written.binding).as_str();
        let twice = self.first_twice(|written| (written.local(), namespace(written)));
        if let Some(second) = twice {
            let name = second.name.to_owned();
            let namespace = namespace(second).to_owned();
            let kind = XmlErrorKind::DuplicateExpandedAttribute { name, namespace };
            return Err(XmlError::new(kind, second.offset));
        }
        Ok(())
    }

    /// Whether two attributes can have the same local name, by a quick look that errs on the
    /// side of yes.
    fn may_repeat(&self) -> bool {
        let mut seen: u64 = 0;
        self.list.iter().any(|written| {
            let local = written.local().as_bytes();
            let ends = local.first().zip(local.last()).map_or(0, |(first, last)| {
                usize::from(*first).wrapping_mul(7) ^ usize::from(*last)
            });
            let bit = 1 << ((ends ^ (local.len() << 3)) % 64);
            let before = seen;
            seen |= bit;
            before == seen
        })
    }

    /// The first attribute whose key an earlier one has too.
    fn first_twice<'s, K: Ord>(
        &'s self,
        key: impl Fn(&'s Written<'a>) -> K,
    ) -> Option<&'s Written<'a>> {
        let mut sorted: Vec<_> = self.list.iter().collect();
        sorted.sort_by_key(|written| (key(written), written.offset));
        let pairs = sorted.iter().zip(sorted.iter().skip(1));
        pairs
            .filter(|(first, second)| key(first) == key(second))
            .map(|(_, second)| *second)
            .min_by_key(|second| second.offset)
    }
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

    #[inline]
    fn declares_namespace(&self) -> bool {
        match self.name.strip_prefix("xmlns") {
            Some(rest) => rest.is_empty() || self.local == "xmlns:".len(),
            None => false,
        }
    }
}

#[cold]
pub(super) fn undeclared(prefix: &str, name: &str, offset: usize) -> XmlError {
    let (prefix, name) = (prefix.to_owned(), name.to_owned());
    XmlError::new(XmlErrorKind::UndeclaredPrefix { prefix, name }, offset)
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
    #[inline]
    fn next(&mut self, normalized: &mut String) -> Result<Option<Written<'a>>, XmlError> {
        let spaced = self.space();
        let rest = self.rest();
        if rest.is_empty() {
            return Ok(None);
        }
        if !spaced {
            return Err(self.error(XmlErrorKind::MissingAttributeSpace));
        }
        let offset = self.offset + self.at;
        let Some(name) = qualified_name(rest) else {
            return Err(self.malformed_name());
        };
        if name.len > self.limits.name {
            return Err(XmlError::limit(Limit::Name, self.limits.name, offset));
        }
        self.at += name.len;
        let quote = self.opening_quote()?;
        let value = self.value(quote, normalized)?;
        Ok(Some(Written {
            name: rest.get(..name.len).unwrap_or_default(),
            local: name.local,
            binding: NO_NAMESPACE,
            value,
            offset,
        }))
    }

    /// `="`, with space allowed on both sides of the sign.
    #[inline]
    fn opening_quote(&mut self) -> Result<u8, XmlError> {
        self.space();
        if self.byte() != Some(b'=') {
            return Err(self.malformed("`=` after its name"));
        }
        self.at += 1;
        self.space();
        match self.byte() {
            Some(quote @ (b'"' | b'\'')) => {
                self.at += 1;
                Ok(quote)
            }
            _ => Err(self.malformed("a quoted value")),
        }
    }

    /// The value and its closing quote.
    #[inline]
    fn value(&mut self, quote: u8, normalized: &mut String) -> Result<Value<'a>, XmlError> {
        let rest = self.rest();
        let plain = rest
            .bytes()
            .position(|byte| byte == quote || reference::is_special_in_attribute(byte));
        match plain {
            Some(len) if rest.as_bytes().get(len) == Some(&quote) => {
                self.end_value(len)?;
                Ok(Value::Input(rest.get(..len).unwrap_or_default()))
            }
            _ => self.special_value(rest, quote, normalized),
        }
    }

    fn special_value(
        &mut self,
        rest: &'a str,
        quote: u8,
        normalized: &mut String,
    ) -> Result<Value<'a>, XmlError> {
        let Some(len) = rest.bytes().position(|byte| byte == quote) else {
            return Err(self.malformed("a quote at the end of its value"));
        };
        let offset = self.offset + self.at;
        self.end_value(len)?;
        let start = normalized.len();
        reference::push_attribute(normalized, rest.get(..len).unwrap_or_default(), offset)?;
        Ok(Value::Normalized {
            start,
            end: normalized.len(),
        })
    }

    #[inline]
    fn end_value(&mut self, len: usize) -> Result<(), XmlError> {
        if len > self.limits.attribute_value {
            let limit = self.limits.attribute_value;
            return Err(XmlError::limit(
                Limit::AttributeValue,
                limit,
                self.offset + self.at,
            ));
        }
        self.at += len + 1;
        Ok(())
    }

    /// Skips white space and tells whether there was any.
    #[inline]
    fn space(&mut self) -> bool {
        let before = self.at;
        while self.byte().is_some_and(is_space) {
            self.at += 1;
        }
        self.at > before
    }

    #[inline]
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    #[inline]
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    #[cold]
    fn malformed_name(&self) -> XmlError {
        let word = first_word(self.rest())
            .split(['=', '/'])
            .next()
            .unwrap_or_default();
        if word.is_empty() {
            self.malformed("the name of an attribute")
        } else {
            self.error(XmlErrorKind::MalformedName {
                name: word.to_owned(),
            })
        }
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
