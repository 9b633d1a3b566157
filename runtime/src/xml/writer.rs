//! Writing documents.

use std::borrow::Cow;

use crate::limits::{Limit, Limits};

use super::character::is_ncname;
use super::error::{XmlError, XmlErrorKind};
use super::escape;
use super::namespace::{XML, XMLNS};
use tags::{Place, Tags};

mod schema;
mod tags;
#[cfg(test)]
mod tests;

/// Writes one document, element by element, into a string.
///
/// The writer declares namespaces where they are first needed and chooses their prefixes: those
/// [preferred](Self::prefer), else `ns1`, `ns2` and so on. It never declares a default namespace
/// by itself, as elements without a namespace could not be written inside. What it returns from
/// [`finish`](Self::finish) is well-formed, as long as what went through
/// [`raw`](Self::raw) and [`raw_with`](Self::raw_with) was.
///
/// Namespaces and names of schemas are `&'static str`, and comparing two of those is comparing
/// pointers. The methods that end in `_dynamic` take any text and check the names.
///
/// ```
/// use soapstone::xml::Writer;
///
/// let mut writer = Writer::new();
/// writer.start("urn:example", "asset")?;
/// writer.attribute("", "id", "7")?;
/// writer.start("urn:example", "name")?;
/// writer.text("Tom & Jerry")?;
/// writer.end()?;
/// writer.end()?;
/// assert_eq!(
///     writer.finish()?,
///     r#"<ns1:asset xmlns:ns1="urn:example" id="7"><ns1:name>Tom &amp; Jerry</ns1:name></ns1:asset>"#
/// );
/// # Ok::<(), soapstone::XmlError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Writer {
    out: String,
    open: Vec<Open>,
    /// Declarations in scope, innermost last.
    bindings: Vec<Binding>,
    /// How many bindings there have been.
    bound: usize,
    /// How many of the bindings are in the output; the others wait for the next start tag.
    written: usize,
    /// The binding that a name of a schema took last, while no other hides it.
    last: Option<Last>,
    /// Whether the last start tag can still take attributes.
    in_tag: bool,
    /// Where in the output the names of the attributes of the current tag are.
    attributes: Vec<Span>,
    /// Tags that were written before.
    tags: Tags,
    has_root: bool,
    preferred: Vec<(Cow<'static, str>, String)>,
    prefixes: usize,
    depth: usize,
}

/// A part of the output.
#[derive(Debug, Clone, Copy)]
struct Span {
    start: usize,
    end: usize,
}

#[derive(Debug, Clone, Copy)]
struct Open {
    name: OpenName,
    /// How many bindings were in scope outside.
    scope: usize,
}

/// What the end tag is made of.
#[derive(Debug, Clone, Copy)]
enum OpenName {
    /// The name in the start tag.
    Written(Span),
    /// A tag that is kept.
    Kept(Place),
}

#[derive(Debug, Clone)]
struct Binding {
    /// The prefix with its colon; empty for the default namespace.
    prefix: String,
    namespace: Cow<'static, str>,
    /// No other binding of the document has or had this number.
    number: usize,
}

impl Binding {
    #[inline]
    fn is(&self, namespace: &str) -> bool {
        std::ptr::eq::<str>(&*self.namespace, namespace) || self.namespace == namespace
    }

    fn prefix(&self) -> &str {
        self.prefix.strip_suffix(':').unwrap_or(&self.prefix)
    }
}

/// The binding of a namespace, found without a look at the others.
#[derive(Debug, Clone, Copy)]
struct Last {
    namespace: &'static str,
    /// Its place among the bindings.
    binding: usize,
    number: usize,
}

impl Default for Writer {
    fn default() -> Self {
        Writer::new()
    }
}

impl Writer {
    /// Starts a document in a new string.
    #[must_use]
    pub fn new() -> Self {
        Writer::with_buffer(String::new())
    }

    /// Starts a document at the end of a string, which may have its memory reserved.
    #[must_use]
    pub fn with_buffer(buffer: String) -> Self {
        Writer {
            out: buffer,
            open: Vec::with_capacity(16),
            bindings: vec![
                Binding {
                    prefix: String::new(),
                    namespace: Cow::Borrowed(""),
                    number: 0,
                },
                Binding {
                    prefix: "xml:".to_owned(),
                    namespace: Cow::Borrowed(XML),
                    number: 1,
                },
            ],
            bound: 2,
            written: 2,
            last: None,
            in_tag: false,
            attributes: Vec::new(),
            tags: Tags::default(),
            has_root: false,
            preferred: Vec::new(),
            prefixes: 0,
            depth: Limits::default().depth,
        }
    }

    /// Sets how deep elements may nest. Default: that of [`Limits::default`].
    #[must_use]
    pub fn depth(mut self, depth: usize) -> Self {
        self.depth = depth;
        self
    }

    /// Prefers a prefix for a namespace, wherever the writer declares it and the prefix is not
    /// in use. The empty prefix asks for a default namespace declaration.
    pub fn prefer(&mut self, namespace: impl Into<Cow<'static, str>>, prefix: impl Into<String>) {
        self.preferred.push((namespace.into(), prefix.into()));
    }

    /// Writes `<?xml version="1.0" encoding="UTF-8"?>`.
    ///
    /// # Errors
    ///
    /// [`XmlErrorKind::MisplacedWrite`] if the document has started.
    pub fn declaration(&mut self) -> Result<(), XmlError> {
        if self.has_root {
            return Err(misplaced("the XML declaration before the root element"));
        }
        self.out
            .push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        Ok(())
    }

    /// Declares namespaces on the element that is started next, unless they are in scope.
    ///
    /// # Errors
    ///
    /// [`XmlErrorKind::ReservedNamespace`] for the namespace of `xmlns`.
    pub fn declare(&mut self, namespaces: &[&'static str]) -> Result<(), XmlError> {
        for namespace in namespaces {
            if !namespace.is_empty() && self.usable(self.bindings.len(), namespace, false).is_none()
            {
                self.bind(Cow::Borrowed(namespace))?;
            }
        }
        Ok(())
    }

    /// Declares a prefix on the element that is started next, unless it stands for just that in
    /// scope. The empty prefix declares the default namespace.
    ///
    /// # Errors
    ///
    /// [`XmlErrorKind::MalformedName`] for a prefix that is no name,
    /// [`XmlErrorKind::ReservedNamespace`] for `xml` and `xmlns`,
    /// [`XmlErrorKind::UndeclaringPrefix`] for a prefix without namespace, and
    /// [`XmlErrorKind::DuplicateAttribute`] if that element has the prefix already.
    pub fn declare_prefix(&mut self, prefix: &str, namespace: &str) -> Result<(), XmlError> {
        let all = self.bindings.len();
        let bound = self.innermost(all, prefix);
        if bound.and_then(|index| self.namespace(index)) == Some(namespace) {
            return Ok(());
        }
        let kind = if matches!(prefix, "xml" | "xmlns") || matches!(namespace, XML | XMLNS) {
            let (prefix, namespace) = (prefix.to_owned(), namespace.to_owned());
            Some(XmlErrorKind::ReservedNamespace { prefix, namespace })
        } else if !prefix.is_empty() && namespace.is_empty() {
            Some(XmlErrorKind::UndeclaringPrefix {
                prefix: prefix.to_owned(),
            })
        } else if !prefix.is_empty() && !is_ncname(prefix) {
            Some(XmlErrorKind::MalformedName {
                name: prefix.to_owned(),
            })
        } else if self
            .bindings
            .iter()
            .skip(self.written)
            .any(|b| b.prefix() == prefix)
        {
            Some(XmlErrorKind::DuplicateAttribute {
                name: format!("xmlns:{prefix}"),
            })
        } else {
            None
        };
        match kind {
            Some(kind) => Err(XmlError::new(kind, 0)),
            None => {
                self.bind_prefix(prefix, Cow::Owned(namespace.to_owned()));
                Ok(())
            }
        }
    }

    /// Starts an element. The namespace is empty for none.
    ///
    /// # Errors
    ///
    /// [`XmlErrorKind::SecondRoot`] after the root element has ended, and the limit
    /// [`Limit::Depth`].
    #[inline]
    pub fn start(&mut self, namespace: &'static str, local: &str) -> Result<(), XmlError> {
        let bound = self.binding(namespace)?;
        self.start_bound(bound.binding, local)
    }

    /// Starts an element with a name that is not from a schema.
    ///
    /// # Errors
    ///
    /// As [`start`](Self::start), and [`XmlErrorKind::MalformedName`] if the local name is none.
    pub fn start_dynamic(&mut self, namespace: &str, local: &str) -> Result<(), XmlError> {
        check_name(local)?;
        let binding = match self.usable(self.bindings.len(), namespace, false) {
            Some(binding) => binding,
            None => self.bind(Cow::Owned(namespace.to_owned()))?,
        };
        self.start_bound(binding, local)
    }

    /// As [`start_dynamic`](Self::start_dynamic), by a certain prefix if that stands for the
    /// namespace.
    pub(super) fn start_preferring(
        &mut self,
        namespace: &str,
        local: &str,
        prefix: Option<&str>,
    ) -> Result<(), XmlError> {
        let all = self.bindings.len();
        let by_prefix = prefix
            .and_then(|prefix| self.innermost(all, prefix))
            .filter(|index| self.namespace(*index) == Some(namespace));
        match by_prefix {
            Some(binding) => {
                check_name(local)?;
                self.start_bound(binding, local)
            }
            None => self.start_dynamic(namespace, local),
        }
    }

    /// Writes an attribute of the element just started. The namespace is empty for none.
    ///
    /// # Errors
    ///
    /// [`XmlErrorKind::MisplacedWrite`] if the element has content already,
    /// [`XmlErrorKind::DuplicateAttribute`] if it has the attribute already, and
    /// [`XmlErrorKind::ForbiddenCharacter`] for a value that XML can't express.
    #[inline]
    pub fn attribute(
        &mut self,
        namespace: &'static str,
        local: &str,
        value: &str,
    ) -> Result<(), XmlError> {
        let binding = self.attribute_binding(namespace, || Cow::Borrowed(namespace))?;
        self.attribute_start(binding, local)?;
        escape::push_attribute(&mut self.out, value)?;
        self.out.push('"');
        Ok(())
    }

    /// Writes an attribute with a name that is not from a schema.
    ///
    /// # Errors
    ///
    /// As [`attribute`](Self::attribute), and [`XmlErrorKind::MalformedName`] if the local name
    /// is none.
    pub fn attribute_dynamic(
        &mut self,
        namespace: &str,
        local: &str,
        value: &str,
    ) -> Result<(), XmlError> {
        check_name(local)?;
        if namespace.is_empty() && local == "xmlns" {
            return Err(XmlError::new(
                XmlErrorKind::MalformedName {
                    name: local.to_owned(),
                },
                0,
            ));
        }
        let binding = self.attribute_binding(namespace, || Cow::Owned(namespace.to_owned()))?;
        self.attribute_start(binding, local)?;
        escape::push_attribute(&mut self.out, value)?;
        self.out.push('"');
        Ok(())
    }

    /// Writes an attribute whose value needs no escaping, such as a number: `write` appends it.
    ///
    /// # Errors
    ///
    /// As [`attribute`](Self::attribute).
    pub fn attribute_with(
        &mut self,
        namespace: &'static str,
        local: &str,
        write: impl FnOnce(&mut String),
    ) -> Result<(), XmlError> {
        let binding = self.attribute_binding(namespace, || Cow::Borrowed(namespace))?;
        self.attribute_start(binding, local)?;
        write(&mut self.out);
        self.out.push('"');
        Ok(())
    }

    /// Writes text into the open element.
    ///
    /// # Errors
    ///
    /// [`XmlErrorKind::MisplacedWrite`] outside the root element, and
    /// [`XmlErrorKind::ForbiddenCharacter`] for text that XML can't express.
    #[inline]
    pub fn text(&mut self, text: &str) -> Result<(), XmlError> {
        if text.is_empty() && !self.open.is_empty() {
            return Ok(());
        }
        self.content()?;
        escape::push_text(&mut self.out, text)
    }

    /// Writes text that needs no escaping, such as a number.
    ///
    /// # Errors
    ///
    /// [`XmlErrorKind::MisplacedWrite`] outside the root element.
    #[inline]
    pub fn raw(&mut self, text: &str) -> Result<(), XmlError> {
        self.content()?;
        self.out.push_str(text);
        Ok(())
    }

    /// Writes text that needs no escaping by letting `write` append it to the output.
    ///
    /// # Errors
    ///
    /// [`XmlErrorKind::MisplacedWrite`] outside the root element.
    #[inline]
    pub fn raw_with(&mut self, write: impl FnOnce(&mut String)) -> Result<(), XmlError> {
        let is_first = self.in_tag;
        self.content()?;
        let length = self.out.len();
        write(&mut self.out);
        if is_first && self.out.len() == length {
            // Nothing was written, so the element is still empty: take back the `>`.
            self.out.pop();
            self.in_tag = true;
        }
        Ok(())
    }

    /// Ends the open element.
    ///
    /// # Errors
    ///
    /// [`XmlErrorKind::MisplacedWrite`] if none is open.
    #[inline]
    pub fn end(&mut self) -> Result<(), XmlError> {
        let Some(open) = self.open.pop() else {
            return Err(misplaced("the start of an element, as none is open"));
        };
        if self.in_tag {
            self.in_tag = false;
            self.out.push_str("/>");
        } else {
            match open.name {
                OpenName::Kept(place) => {
                    let end = self.tags.get(place).map_or("", |tag| &tag.end);
                    self.out.push_str(end);
                }
                OpenName::Written(name) => {
                    self.out.push_str("</");
                    self.out.extend_from_within(name.start..name.end);
                    self.out.push('>');
                }
            }
        }
        if self.bindings.len() > open.scope {
            self.leave(open.scope);
        }
        Ok(())
    }

    /// Ends the document and returns it.
    ///
    /// # Errors
    ///
    /// [`XmlErrorKind::EmptyDocument`] without a root element, and
    /// [`XmlErrorKind::MisplacedWrite`] if an element is open.
    pub fn finish(self) -> Result<String, XmlError> {
        if !self.has_root {
            return Err(XmlError::new(XmlErrorKind::EmptyDocument, 0));
        }
        if !self.open.is_empty() {
            return Err(misplaced("the end of each element first"));
        }
        Ok(self.out)
    }

    /// The prefix for a namespace in a QName value; empty for none. Declares the namespace if
    /// need be, which is possible while the element just started has no content.
    ///
    /// # Errors
    ///
    /// [`XmlErrorKind::MisplacedWrite`] if the namespace is neither in scope nor can be declared,
    /// which is also so for no namespace inside a default namespace.
    pub fn prefix_for(&mut self, namespace: &str) -> Result<&str, XmlError> {
        self.prefix_or_else(namespace, None)
    }

    /// As [`prefix_for`](Self::prefix_for); where a prefix must be declared it is `wanted`, if that is free.
    pub(crate) fn prefix_or_else(
        &mut self,
        namespace: &str,
        wanted: Option<&str>,
    ) -> Result<&str, XmlError> {
        let index = match self.usable(self.written, namespace, false) {
            Some(index) => index,
            None if namespace.is_empty() => {
                return Err(misplaced(
                    "a name in a namespace, as there is a default namespace",
                ));
            }
            None => self.bind_in_tag(Cow::Owned(namespace.to_owned()), wanted)?,
        };
        Ok(self.bindings.get(index).map_or("", Binding::prefix))
    }

    /// The namespace that a prefix stands for at this place; empty for the empty prefix without
    /// a default namespace, and `None` for a prefix that is not declared.
    #[must_use]
    pub fn lookup(&self, prefix: &str) -> Option<&str> {
        let bound = self.innermost(self.written, prefix);
        bound.and_then(|index| self.namespace(index))
    }

    /// How many elements are open.
    #[must_use]
    pub fn open_elements(&self) -> usize {
        self.open.len()
    }
}

/// Tags.
impl Writer {
    #[inline]
    fn start_bound(&mut self, binding: usize, local: &str) -> Result<(), XmlError> {
        if self.in_tag {
            self.out.push('>');
        } else if self.open.is_empty() {
            self.start_root(local)?;
        }
        if self.open.len() >= self.depth {
            return Err(XmlError::limit(Limit::Depth, self.depth, 0));
        }
        self.out.push('<');
        let start = self.out.len();
        self.out.push_str(
            self.bindings
                .get(binding)
                .map_or("", |binding| &binding.prefix),
        );
        self.out.push_str(local);
        let name = Span {
            start,
            end: self.out.len(),
        };
        self.open.push(Open {
            name: OpenName::Written(name),
            scope: self.written,
        });
        self.in_tag = true;
        self.attributes.clear();
        if self.written < self.bindings.len() {
            self.write_declarations()?;
        }
        Ok(())
    }

    fn start_root(&mut self, local: &str) -> Result<(), XmlError> {
        if self.has_root {
            return Err(XmlError::new(
                XmlErrorKind::SecondRoot {
                    name: local.to_owned(),
                },
                0,
            ));
        }
        self.has_root = true;
        Ok(())
    }

    /// Gets ready for content of the open element.
    #[inline]
    fn content(&mut self) -> Result<(), XmlError> {
        if self.in_tag {
            self.in_tag = false;
            self.out.push('>');
        } else if self.open.is_empty() {
            return Err(misplaced("text inside the root element only"));
        }
        Ok(())
    }

    #[inline]
    fn attribute_binding(
        &mut self,
        namespace: &str,
        keep: impl FnOnce() -> Cow<'static, str>,
    ) -> Result<Option<usize>, XmlError> {
        if namespace.is_empty() {
            return Ok(None);
        }
        match self.usable(self.written, namespace, true) {
            Some(index) => Ok(Some(index)),
            None => self.bind_in_tag(keep(), None).map(Some),
        }
    }

    /// Writes an attribute up to and with the quote before its value.
    fn attribute_start(&mut self, binding: Option<usize>, local: &str) -> Result<(), XmlError> {
        if !self.in_tag {
            return Err(misplaced("attributes before the content of the element"));
        }
        self.out.push(' ');
        let start = self.out.len();
        if let Some(binding) = binding.and_then(|index| self.bindings.get(index)) {
            self.out.push_str(&binding.prefix);
        }
        self.out.push_str(local);
        let name = Span {
            start,
            end: self.out.len(),
        };
        if self
            .attributes
            .iter()
            .any(|other| self.written_name(*other) == self.written_name(name))
        {
            let name = self.written_name(name).to_owned();
            return Err(XmlError::new(XmlErrorKind::DuplicateAttribute { name }, 0));
        }
        self.attributes.push(name);
        self.out.push_str("=\"");
        Ok(())
    }

    fn written_name(&self, span: Span) -> &str {
        self.out.get(span.start..span.end).unwrap_or_default()
    }
}

/// Namespaces.
impl Writer {
    /// The binding for an element of a namespace.
    #[inline]
    fn binding(&mut self, namespace: &'static str) -> Result<Last, XmlError> {
        match self.last {
            Some(last) if std::ptr::eq(last.namespace, namespace) => Ok(last),
            _ => self.find_binding(namespace),
        }
    }

    fn find_binding(&mut self, namespace: &'static str) -> Result<Last, XmlError> {
        let binding = match self.usable(self.bindings.len(), namespace, false) {
            Some(binding) => binding,
            None => self.bind(Cow::Borrowed(namespace))?,
        };
        let last = Last {
            namespace,
            binding,
            number: self.bindings.get(binding).map_or(0, |found| found.number),
        };
        self.last = Some(last);
        Ok(last)
    }

    /// The innermost of the first `len` bindings that can name something in a namespace. The
    /// default namespace is none for attributes.
    fn usable(&self, len: usize, namespace: &str, attribute: bool) -> Option<usize> {
        let bindings = self.bindings.get(..len)?;
        bindings
            .iter()
            .enumerate()
            .rev()
            .find_map(|(index, binding)| {
                let fits = binding.is(namespace) && !(attribute && binding.prefix.is_empty());
                let hidden = || {
                    bindings
                        .iter()
                        .skip(index + 1)
                        .any(|b| b.prefix == binding.prefix)
                };
                (fits && !hidden()).then_some(index)
            })
    }

    /// The innermost of the first `len` bindings of a prefix.
    fn innermost(&self, len: usize, prefix: &str) -> Option<usize> {
        let bindings = self.bindings.get(..len)?;
        bindings
            .iter()
            .rposition(|binding| binding.prefix() == prefix)
    }

    fn namespace(&self, index: usize) -> Option<&str> {
        self.bindings.get(index).map(|binding| &*binding.namespace)
    }

    /// Binds a namespace for the element that is started next.
    fn bind(&mut self, namespace: Cow<'static, str>) -> Result<usize, XmlError> {
        if namespace.is_empty() {
            return Ok(self.bind_none());
        }
        let prefix = self.choose_prefix(&namespace, true)?;
        Ok(self.bind_prefix(&prefix, namespace))
    }

    /// Takes the default namespace away for the element that is started next.
    fn bind_none(&mut self) -> usize {
        let written = self.written;
        let mut index = 0;
        self.bindings.retain(|binding| {
            index += 1;
            index <= written || !binding.prefix.is_empty()
        });
        let found = self.usable(self.bindings.len(), "", false);
        found.unwrap_or_else(|| self.bind_prefix("", Cow::Borrowed("")))
    }

    fn bind_prefix(&mut self, prefix: &str, namespace: Cow<'static, str>) -> usize {
        self.last = None;
        let binding = self.new_binding(with_colon(prefix), namespace);
        self.bindings.push(binding);
        self.bindings.len() - 1
    }

    fn new_binding(&mut self, prefix: String, namespace: Cow<'static, str>) -> Binding {
        let number = self.bound;
        self.bound += 1;
        Binding {
            prefix,
            namespace,
            number,
        }
    }

    /// Binds a namespace on the element just started, by a prefix that is not in scope.
    fn bind_in_tag(
        &mut self,
        namespace: Cow<'static, str>,
        wanted: Option<&str>,
    ) -> Result<usize, XmlError> {
        if !self.in_tag {
            return Err(misplaced(
                "a namespace declared before the content of the element",
            ));
        }
        let chosen = match wanted {
            Some(wanted)
                if namespace != XMLNS
                    && is_ncname(wanted)
                    && wanted != "xml"
                    && self.is_free(wanted) =>
            {
                wanted.to_owned()
            }
            _ => self.choose_prefix(&namespace, false)?,
        };
        let prefix = with_colon(&chosen);
        let index = self.written;
        let binding = self.new_binding(prefix, namespace);
        write_declaration(&mut self.out, &binding)?;
        self.bindings.insert(index, binding);
        self.written += 1;
        Ok(index)
    }

    /// The preferred prefix, if it is free, else the next numbered one.
    fn choose_prefix(&mut self, namespace: &str, element: bool) -> Result<String, XmlError> {
        if namespace == XMLNS {
            let (prefix, namespace) = (String::new(), namespace.to_owned());
            return Err(XmlError::new(
                XmlErrorKind::ReservedNamespace { prefix, namespace },
                0,
            ));
        }
        let preferred = self.preferred.iter().find(|(of, _)| of == namespace);
        if let Some((_, prefix)) = preferred
            && self.is_free(prefix)
            && (is_ncname(prefix) || prefix.is_empty() && element)
        {
            return Ok(prefix.clone());
        }
        loop {
            self.prefixes += 1;
            let prefix = format!("ns{}", self.prefixes);
            if self.is_free(&prefix) {
                return Ok(prefix);
            }
        }
    }

    /// Whether no declaration in scope, but for the absence of a default namespace, has the
    /// prefix.
    fn is_free(&self, prefix: &str) -> bool {
        prefix != "xmlns" && !self.bindings.iter().skip(1).any(|b| b.prefix() == prefix)
    }

    /// Writes the declarations that waited for this start tag.
    fn write_declarations(&mut self) -> Result<(), XmlError> {
        for binding in self.bindings.iter().skip(self.written) {
            write_declaration(&mut self.out, binding)?;
        }
        self.written = self.bindings.len();
        Ok(())
    }

    /// Ends the scope of the bindings of an element.
    fn leave(&mut self, scope: usize) {
        self.bindings.truncate(scope);
        self.written = scope;
        if self.last.is_some_and(|last| last.binding >= scope) {
            self.last = None;
        }
    }
}

fn with_colon(prefix: &str) -> String {
    if prefix.is_empty() {
        String::new()
    } else {
        format!("{prefix}:")
    }
}

fn write_declaration(out: &mut String, binding: &Binding) -> Result<(), XmlError> {
    out.push_str(" xmlns");
    if !binding.prefix.is_empty() {
        out.push(':');
        out.push_str(binding.prefix());
    }
    out.push_str("=\"");
    escape::push_attribute(out, &binding.namespace)?;
    out.push('"');
    Ok(())
}

fn check_name(local: &str) -> Result<(), XmlError> {
    if is_ncname(local) {
        return Ok(());
    }
    Err(XmlError::new(
        XmlErrorKind::MalformedName {
            name: local.to_owned(),
        },
        0,
    ))
}

#[cold]
fn misplaced(expected: &'static str) -> XmlError {
    XmlError::new(XmlErrorKind::MisplacedWrite { expected }, 0)
}
