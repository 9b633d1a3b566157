//! Elements and attributes kept as they are: content of wildcards, unknown headers, fault details.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use crate::limits::Limits;

use super::error::XmlError;
use super::namespace::Name;
use super::reader::{Reader, Token};
use super::writer::Writer;

/// A namespace and a local name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExpandedName {
    /// The namespace; empty for none.
    pub namespace: Cow<'static, str>,
    /// The local name.
    pub local: Cow<'static, str>,
}

impl ExpandedName {
    /// A name from a namespace, empty for none, and a local name.
    pub fn new(
        namespace: impl Into<Cow<'static, str>>,
        local: impl Into<Cow<'static, str>>,
    ) -> Self {
        ExpandedName {
            namespace: namespace.into(),
            local: local.into(),
        }
    }

    /// A name that is known when the program is compiled.
    #[must_use]
    pub const fn from_static(namespace: &'static str, local: &'static str) -> Self {
        ExpandedName {
            namespace: Cow::Borrowed(namespace),
            local: Cow::Borrowed(local),
        }
    }

    /// Whether it has the namespace, empty for none, and the local name.
    #[must_use]
    pub fn is(&self, namespace: &str, local: &str) -> bool {
        self.local == local && self.namespace == namespace
    }
}

/// As `{namespace}local`, or only the local name if there is no namespace.
impl fmt::Display for ExpandedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.namespace.is_empty() {
            f.write_str(&self.local)
        } else {
            write!(f, "{{{}}}{}", self.namespace, self.local)
        }
    }
}

impl From<Name<'_>> for ExpandedName {
    fn from(name: Name<'_>) -> Self {
        ExpandedName::new(name.namespace.as_str().to_owned(), name.local.to_owned())
    }
}

/// An element of any name and content.
///
/// Keeps elements, attributes, text and namespace declarations; drops comments and processing
/// instructions. Declarations matter beyond the names of elements, as content can hold qualified
/// names that depend on them: one that was read keeps all that were in scope.
///
/// Reading and writing take no stack, however deep the element; comparing, cloning and dropping
/// take some for each level, which the depth limit of reading bounds.
///
/// Two elements are equal if names, attributes in any order, and content are; prefixes and
/// declarations don't count.
///
/// ```
/// use soapstone::AnyElement;
///
/// let element: AnyElement = "<a:item xmlns:a='urn:example' id='7'>seven</a:item>".parse()?;
/// assert_eq!(element.attribute("", "id"), Some("7"));
/// assert_eq!(element.text(), "seven");
/// let built = AnyElement::new("urn:example", "item").with_attribute("", "id", "7").with_text("seven");
/// assert_eq!(element, built);
/// # Ok::<(), soapstone::XmlError>(())
/// ```
#[derive(Clone)]
pub struct AnyElement {
    /// The name.
    pub name: ExpandedName,
    /// The attributes, without namespace declarations.
    pub attributes: Vec<AnyAttribute>,
    /// The content.
    pub children: Vec<AnyNode>,
    /// The prefix to write the name with, if it can be had.
    prefix: Option<String>,
    namespaces: Vec<AnyNamespace>,
}

/// An attribute of any name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnyAttribute {
    /// The name.
    pub name: ExpandedName,
    /// The value.
    pub value: String,
}

impl AnyAttribute {
    /// An attribute from namespace, empty for none, local name and value.
    pub fn new(
        namespace: impl Into<Cow<'static, str>>,
        local: impl Into<Cow<'static, str>>,
        value: impl Into<String>,
    ) -> Self {
        AnyAttribute {
            name: ExpandedName::new(namespace, local),
            value: value.into(),
        }
    }

    /// Writes it onto the element just started.
    ///
    /// # Errors
    ///
    /// As [`Writer::attribute_dynamic`].
    pub fn write(&self, writer: &mut Writer) -> Result<(), XmlError> {
        writer.attribute_dynamic(&self.name.namespace, &self.name.local, &self.value)
    }
}

/// A piece of the content of an [`AnyElement`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnyNode {
    /// A child element.
    Element(AnyElement),
    /// Text.
    Text(String),
}

/// A namespace declaration of an [`AnyElement`].
#[derive(Debug, Clone, PartialEq, Eq)]
struct AnyNamespace {
    prefix: String,
    namespace: String,
}

/// Making one.
impl AnyElement {
    /// An empty element from a namespace, empty for none, and a local name.
    pub fn new(
        namespace: impl Into<Cow<'static, str>>,
        local: impl Into<Cow<'static, str>>,
    ) -> Self {
        AnyElement {
            name: ExpandedName::new(namespace, local),
            attributes: Vec::new(),
            children: Vec::new(),
            prefix: None,
            namespaces: Vec::new(),
        }
    }

    /// Adds an attribute.
    #[must_use]
    pub fn with_attribute(
        mut self,
        namespace: impl Into<Cow<'static, str>>,
        local: impl Into<Cow<'static, str>>,
        value: impl Into<String>,
    ) -> Self {
        self.attributes
            .push(AnyAttribute::new(namespace, local, value));
        self
    }

    /// Adds a child element at the end.
    #[must_use]
    pub fn with_child(mut self, child: AnyElement) -> Self {
        self.children.push(AnyNode::Element(child));
        self
    }

    /// Adds text at the end.
    #[must_use]
    pub fn with_text(mut self, text: impl Into<String>) -> Self {
        self.children.push(AnyNode::Text(text.into()));
        self
    }

    /// Declares a prefix, for qualified names in the content. The empty prefix declares the
    /// default namespace.
    #[must_use]
    pub fn with_namespace(
        mut self,
        prefix: impl Into<String>,
        namespace: impl Into<String>,
    ) -> Self {
        self.namespaces.push(AnyNamespace {
            prefix: prefix.into(),
            namespace: namespace.into(),
        });
        self
    }
}

/// Looking at one.
impl AnyElement {
    /// The first child element of a name.
    #[must_use]
    pub fn child(&self, namespace: &str, local: &str) -> Option<&AnyElement> {
        self.elements()
            .find(|child| child.name.is(namespace, local))
    }

    /// The child elements.
    pub fn elements(&self) -> impl Iterator<Item = &AnyElement> {
        self.children.iter().filter_map(|node| match node {
            AnyNode::Element(element) => Some(element),
            AnyNode::Text(_) => None,
        })
    }

    /// The text directly inside, without that of child elements.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        let mut texts = self.children.iter().filter_map(|node| match node {
            AnyNode::Text(text) => Some(text.as_str()),
            AnyNode::Element(_) => None,
        });
        match (texts.next(), texts.next()) {
            (None, _) => Cow::Borrowed(""),
            (Some(only), None) => Cow::Borrowed(only),
            (Some(first), Some(second)) => {
                let mut all = [first, second].concat();
                all.extend(texts);
                Cow::Owned(all)
            }
        }
    }

    /// The value of an attribute.
    #[must_use]
    pub fn attribute(&self, namespace: &str, local: &str) -> Option<&str> {
        let found = self
            .attributes
            .iter()
            .find(|attribute| attribute.name.is(namespace, local));
        found.map(|attribute| attribute.value.as_str())
    }

    /// Prefix and namespace of the declarations that the element keeps for its content.
    pub fn namespaces(&self) -> impl Iterator<Item = (&str, &str)> {
        self.namespaces
            .iter()
            .map(|declared| (&*declared.prefix, &*declared.namespace))
    }
}

/// Reading and writing one.
impl AnyElement {
    /// Reads the element just started, to its end.
    ///
    /// # Errors
    ///
    /// As [`Reader::next`], and the limit [`Limit::DecodedBytes`](crate::Limit::DecodedBytes).
    pub fn read(reader: &mut Reader<'_>) -> Result<Self, XmlError> {
        let mut scope: Vec<_> = reader
            .namespaces_in_scope()
            .map(AnyNamespace::from)
            .collect();
        scope.reverse();
        let mut element = AnyElement::started(reader, scope)?;
        // The elements around the current one: a deep document must not take a deep stack.
        let mut around: Vec<AnyElement> = Vec::new();
        loop {
            match reader.next()? {
                Token::Start => {
                    let declared = reader
                        .namespaces_declared()
                        .map(AnyNamespace::from)
                        .collect();
                    let child = AnyElement::started(reader, declared)?;
                    around.push(std::mem::replace(&mut element, child));
                }
                Token::Text => {
                    reader.charge(size_of::<AnyNode>() + reader.text().len())?;
                    element
                        .children
                        .push(AnyNode::Text(reader.text().to_owned()));
                }
                Token::End | Token::Eof => match around.pop() {
                    None => return Ok(element),
                    Some(parent) => {
                        let child = std::mem::replace(&mut element, parent);
                        element.children.push(AnyNode::Element(child));
                    }
                },
            }
        }
    }

    /// Name, attributes and declarations alone.
    pub(crate) fn clone_start(&self) -> Self {
        AnyElement {
            name: self.name.clone(),
            attributes: self.attributes.clone(),
            children: Vec::new(),
            prefix: self.prefix.clone(),
            namespaces: self.namespaces.clone(),
        }
    }

    /// Declares a prefix for its content.
    pub(crate) fn declare(&mut self, prefix: String, namespace: String) {
        self.namespaces.push(AnyNamespace { prefix, namespace });
    }

    /// Takes over the declarations of an element around it that it has none of its own for.
    pub(crate) fn inherit_namespaces(&mut self, outer: &AnyElement) {
        for declared in &outer.namespaces {
            let is_own = |own: &AnyNamespace| own.prefix == declared.prefix;
            if !self.namespaces.iter().any(is_own) {
                self.namespaces.push(declared.clone());
            }
        }
    }

    fn started(reader: &mut Reader<'_>, namespaces: Vec<AnyNamespace>) -> Result<Self, XmlError> {
        let attributes: Vec<_> = reader
            .attributes()
            .map(|attribute| AnyAttribute {
                name: attribute.name.into(),
                value: attribute.value.to_owned(),
            })
            .collect();
        let element = AnyElement {
            name: reader.name().into(),
            attributes,
            children: Vec::new(),
            prefix: Some(reader.prefix().to_owned()),
            namespaces,
        };
        reader.charge(element.size())?;
        Ok(element)
    }

    /// The memory that it takes without its content.
    fn size(&self) -> usize {
        let name = |name: &ExpandedName| name.namespace.len() + name.local.len();
        let attributes = self.attributes.iter().map(|attribute| {
            size_of::<AnyAttribute>() + name(&attribute.name) + attribute.value.len()
        });
        let namespaces = self.namespaces.iter().map(|declared| {
            size_of::<AnyNamespace>() + declared.prefix.len() + declared.namespace.len()
        });
        size_of::<AnyNode>() + name(&self.name) + attributes.chain(namespaces).sum::<usize>()
    }

    /// Writes it, with the namespaces that its content may refer to.
    ///
    /// # Errors
    ///
    /// As [`Writer::start_dynamic`] and [`Writer::text`]: a name that is none, a character that
    /// XML can't express, or elements nested too deep.
    pub fn write(&self, writer: &mut Writer) -> Result<(), XmlError> {
        self.write_as(&self.name.namespace, &self.name.local, writer)
    }

    /// Writes attributes and content as those of an element of another name.
    pub(crate) fn write_as(
        &self,
        namespace: &str,
        local: &str,
        writer: &mut Writer,
    ) -> Result<(), XmlError> {
        self.write_start(namespace, local, writer)?;
        self.write_content(writer)?;
        writer.end()
    }

    /// Writes what is inside of it into the element that is open.
    pub(crate) fn write_content(&self, writer: &mut Writer) -> Result<(), XmlError> {
        let mut open = vec![self.children.iter()];
        while let Some(children) = open.last_mut() {
            match children.next() {
                Some(AnyNode::Text(text)) => writer.text(text)?,
                Some(AnyNode::Element(element)) => {
                    element.write_start(&element.name.namespace, &element.name.local, writer)?;
                    open.push(element.children.iter());
                }
                None => {
                    open.pop();
                    if !open.is_empty() {
                        writer.end()?;
                    }
                }
            }
        }
        Ok(())
    }

    fn write_start(
        &self,
        namespace: &str,
        local: &str,
        writer: &mut Writer,
    ) -> Result<(), XmlError> {
        for declared in &self.namespaces {
            // A name in no namespace is written without a prefix, which a default namespace
            // on the same element would put into it.
            if !(declared.prefix.is_empty() && namespace.is_empty()) {
                writer.declare_prefix(&declared.prefix, &declared.namespace)?;
            }
        }
        writer.start_preferring(namespace, local, self.prefix.as_deref())?;
        self.attributes
            .iter()
            .try_for_each(|attribute| attribute.write(writer))
    }

    /// The element as a document of its own.
    ///
    /// # Errors
    ///
    /// As [`write`](Self::write).
    pub fn to_xml(&self) -> Result<String, XmlError> {
        let mut writer = Writer::new().depth(usize::MAX);
        self.write(&mut writer)?;
        writer.finish()
    }

    /// Reads a document into an element.
    ///
    /// # Errors
    ///
    /// Any [`XmlError`] of a document that is not well-formed or exceeds a limit.
    pub fn from_xml(text: &str, limits: &Limits) -> Result<Self, XmlError> {
        let mut reader = Reader::new(text, limits);
        reader.next()?;
        let element = AnyElement::read(&mut reader)?;
        reader.next()?;
        Ok(element)
    }
}

impl From<(&str, &str)> for AnyNamespace {
    fn from((prefix, namespace): (&str, &str)) -> Self {
        AnyNamespace {
            prefix: prefix.to_owned(),
            namespace: namespace.to_owned(),
        }
    }
}

/// Reads a document within the default [`Limits`].
impl FromStr for AnyElement {
    type Err = XmlError;

    fn from_str(text: &str) -> Result<Self, XmlError> {
        AnyElement::from_xml(text, &Limits::default())
    }
}

/// As XML. What can't be written as XML is told in words instead; [`to_xml`](AnyElement::to_xml)
/// makes it an error.
impl fmt::Display for AnyElement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to_xml() {
            Ok(xml) => f.write_str(&xml),
            Err(error) => write!(f, "an element that can't be written: {error}"),
        }
    }
}

impl fmt::Debug for AnyElement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AnyElement({self})")
    }
}

impl PartialEq for AnyElement {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
            && self.attributes.len() == other.attributes.len()
            && self
                .attributes
                .iter()
                .all(|attribute| other.attributes.contains(attribute))
            && self.children == other.children
    }
}

impl Eq for AnyElement {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limit;
    use crate::xml::XmlErrorKind;

    fn parse(text: &str) -> AnyElement {
        text.parse().unwrap()
    }

    #[test]
    fn reads_names_attributes_and_content() {
        let element = parse(
            "<p:a xmlns:p='u:1' xmlns='u:2' p:x='1' x='2'>one<!-- c --> &amp; <b>two</b><![CDATA[<3>]]></p:a>",
        );
        assert_eq!(element.name, ExpandedName::from_static("u:1", "a"));
        assert_eq!(element.attribute("u:1", "x"), Some("1"));
        assert_eq!(element.attribute("", "x"), Some("2"));
        assert_eq!(element.attribute("u:2", "x"), None);
        assert_eq!(element.text(), "one & <3>");
        assert_eq!(element.child("u:2", "b").unwrap().text(), "two");
        assert_eq!(element.elements().count(), 1);
        assert_eq!(element.name.to_string(), "{u:1}a");
    }

    #[test]
    fn writes_what_it_read() {
        for text in [
            "<a/>",
            "<p:a xmlns:p=\"u:1\" x=\"&quot;&#10;\">t<b/>&lt;<p:c/></p:a>",
            "<a xmlns=\"u:1\"><b xmlns=\"\"/><c/></a>",
            "<a xmlns=\"u:1\" xmlns:p=\"u:1\"><p:b p:x=\"1\"/><c/></a>",
            "<p:a xmlns:p=\"u:1\"><p:a xmlns:p=\"u:2\"><p:b/></p:a><p:c/></p:a>",
            "<a xml:lang=\"en\">p:x</a>",
        ] {
            let element = parse(text);
            assert_eq!(element.to_string(), text);
            assert_eq!(parse(&element.to_string()), element);
        }
    }

    #[test]
    fn keeps_namespaces_that_content_refers_to() {
        let document = "<r xmlns:x=\"u:x\" xmlns=\"u:d\"><v type=\"x:t\">x:q</v></r>";
        let mut reader = Reader::new(document, &Limits::default());
        reader.next().unwrap();
        reader.next().unwrap();
        let value = AnyElement::read(&mut reader).unwrap();
        assert_eq!(
            value.to_string(),
            "<v xmlns:x=\"u:x\" xmlns=\"u:d\" type=\"x:t\">x:q</v>"
        );
        assert_eq!(reader.next().unwrap(), Token::End);
        let mut writer = Writer::new();
        writer.declare_prefix("x", "u:x").unwrap();
        writer.start("u:o", "o").unwrap();
        value.write(&mut writer).unwrap();
        writer.end().unwrap();
        assert_eq!(
            writer.finish().unwrap(),
            "<ns1:o xmlns:x=\"u:x\" xmlns:ns1=\"u:o\"><v xmlns=\"u:d\" type=\"x:t\">x:q</v></ns1:o>"
        );
    }

    #[test]
    fn equality_is_of_what_the_document_says() {
        let equal = [
            ("<a xmlns='u'/>", "<p:a xmlns:p='u'></p:a>"),
            ("<a x='1' y='2'/>", "<a y='2' x='1'/>"),
            ("<a>x<!-- c -->y</a>", "<a>x<![CDATA[y]]></a>"),
        ];
        for (one, other) in equal {
            assert_eq!(parse(one), parse(other));
        }
        let different = [
            ("<a/>", "<b/>"),
            ("<a/>", "<a xmlns='u'/>"),
            ("<a x='1'/>", "<a x='2'/>"),
            ("<a x='1'/>", "<a/>"),
            ("<a> </a>", "<a/>"),
            ("<a><b/><c/></a>", "<a><c/><b/></a>"),
        ];
        for (one, other) in different {
            assert_ne!(parse(one), parse(other));
        }
    }

    #[test]
    fn built_ones_are_written() {
        let element = AnyElement::new("u:1", "a")
            .with_namespace("q", "u:q")
            .with_attribute("u:2", "x", "q:1")
            .with_child(AnyElement::new("", "b").with_text("<"))
            .with_text("end");
        assert_eq!(
            element.to_string(),
            "<ns1:a xmlns:q=\"u:q\" xmlns:ns1=\"u:1\" xmlns:ns2=\"u:2\" ns2:x=\"q:1\"><b>&lt;</b>end</ns1:a>"
        );
        let none = AnyElement::new("", "a").with_namespace("", "u:1");
        assert_eq!(none.to_string(), "<a/>");
    }

    #[test]
    fn what_can_not_be_written_is_an_error() {
        let element = AnyElement::new("", "a b");
        assert_eq!(
            element.to_xml().unwrap_err().kind(),
            &XmlErrorKind::MalformedName {
                name: "a b".to_owned()
            }
        );
        assert_eq!(
            element.to_string(),
            "an element that can't be written: found `a b`, expected an XML name"
        );
        assert!(
            AnyElement::new("", "a")
                .with_text("\u{1}")
                .to_xml()
                .is_err()
        );
    }

    #[test]
    fn a_deep_element_fits_a_small_stack() {
        let depth = Limits::trusted().depth;
        let text = "<a>".repeat(depth) + &"</a>".repeat(depth);
        let limits = Limits::default().depth(depth);
        let reading = move || {
            let element = AnyElement::from_xml(&text, &limits).unwrap();
            assert_eq!(element.to_xml().unwrap().len(), text.len() - 3);
        };
        std::thread::Builder::new()
            .stack_size(256 * 1024)
            .spawn(reading)
            .unwrap()
            .join()
            .unwrap();
    }

    #[test]
    fn memory_is_charged() {
        let text = format!("<r>{}</r>", "<a/>".repeat(1000));
        let error =
            AnyElement::from_xml(&text, &Limits::default().decoded_bytes(10_000)).unwrap_err();
        match error.kind() {
            XmlErrorKind::Limit(limit) => assert_eq!(limit.limit, Limit::DecodedBytes),
            other => panic!("{other:?}"),
        }
    }
}
