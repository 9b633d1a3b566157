//! Header blocks of requests.

use std::fmt;
use std::sync::Arc;

use zeroize::Zeroizing;

use super::framing::Version;
use super::secrets::Secrets;
use crate::model::{Element, Name};
use crate::read::{self, GlobalElement, ReadError, ReadErrorKind, ReadOptions};
use crate::value::Value;
use crate::write::{self, WriteError, WriteErrorKind};
use crate::xml::{AnyElement, ExpandedName, Position, Writer, XmlError};

/// A block for the header of an envelope, such as credentials, ready to be sent.
///
/// The value is written when the block is made, and then only copied: a client that sends the same block with every
/// call writes it once. A block often holds a password, so that neither `Debug` nor any error shows its content.
///
/// ```
/// use soapstone::{AnyElement, HeaderBlock};
///
/// let session = AnyElement::new("urn:example", "session").with_text("S-1");
/// let block = HeaderBlock::raw(&session)?.must_understand(true);
/// assert_eq!(format!("{block:?}"), "HeaderBlock({urn:example}session)");
/// # Ok::<(), soapstone::WriteError>(())
/// ```
#[derive(Clone)]
pub struct HeaderBlock {
    name: ExpandedName,
    /// A document without XML declaration, with all the namespaces that it needs.
    xml: Arc<Zeroizing<String>>,
    secrets: Arc<Secrets>,
    must_understand: bool,
    role: Option<Arc<str>>,
}

impl HeaderBlock {
    /// A block from the value of a global element.
    ///
    /// # Errors
    /// Where the value is not what the schema of `T` allows, or has text that XML can't express.
    pub fn new<T: GlobalElement>(value: &T) -> Result<Self, WriteError> {
        Self::from_value(value, T::DECLARATION)
    }

    fn from_value(value: &dyn Value, element: &'static Element) -> Result<Self, WriteError> {
        let mut writer = Writer::new();
        let mut interpreter = write::Interpreter::new(&mut writer);
        interpreter.write_root(value, element)?;
        let secrets = interpreter.into_secrets();
        let xml = writer.finish().map_err(not_written)?;
        Ok(Self::from_xml(
            ExpandedName::from_static(element.name.namespace, element.name.local),
            xml,
            secrets,
        ))
    }

    /// A block from an element of any kind. Each text in it counts as a secret, as nothing says which of them is one.
    ///
    /// # Errors
    /// Where the element has a name that is none, or text that XML can't express.
    pub fn raw(element: &AnyElement) -> Result<Self, WriteError> {
        let mut secrets = Secrets::default();
        secrets.add_texts(element);
        Self::from_element(element, secrets)
    }

    /// A block from an element of which it is known what in it is secret.
    pub(super) fn from_element(element: &AnyElement, secrets: Secrets) -> Result<Self, WriteError> {
        let xml = element.to_xml().map_err(not_written)?;
        Ok(Self::from_xml(element.name.clone(), xml, secrets))
    }

    fn from_xml(name: ExpandedName, xml: String, secrets: Secrets) -> Self {
        HeaderBlock {
            name,
            xml: Arc::new(Zeroizing::new(xml)),
            secrets: Arc::new(secrets),
            must_understand: false,
            role: None,
        }
    }

    /// Says that a receiver that doesn't know the block must refuse the message (SOAP 1.1 section 4.2.3).
    #[must_use]
    pub fn must_understand(mut self, must_understand: bool) -> Self {
        self.must_understand = must_understand;
        self
    }

    /// Names the node that the block is for: `actor` in SOAP 1.1 (section 4.2.2), `role` in SOAP 1.2. By default it is
    /// the service.
    #[must_use]
    pub fn role(mut self, role: impl Into<Arc<str>>) -> Self {
        self.role = Some(role.into());
        self
    }

    /// The expanded name of the element.
    pub fn name(&self) -> &ExpandedName {
        &self.name
    }

    pub(crate) fn secrets(&self) -> &Secrets {
        &self.secrets
    }

    /// Writes the block into the open element. `version` is that of the envelope, whose namespace has the prefix
    /// `soap`; without an envelope there are no attributes of SOAP.
    pub(crate) fn write(
        &self,
        writer: &mut Writer,
        version: Option<Version>,
    ) -> Result<(), XmlError> {
        let attributes = match version {
            Some(version) => self.attributes(version)?,
            None => String::new(),
        };
        let (name, rest) = self.xml.split_at(name_end(&self.xml));
        writer.raw_with(|out| out.extend([name, attributes.as_str(), rest]))
    }

    /// The attributes of SOAP, to be put behind the name of the element.
    fn attributes(&self, version: Version) -> Result<String, XmlError> {
        if !self.must_understand && self.role.is_none() {
            return Ok(String::new());
        }
        let (truth, role) = match version {
            Version::Soap11 => ("1", "actor"),
            Version::Soap12 => ("true", "role"),
        };
        // An element with just these attributes, from which they are cut out.
        let mut writer = Writer::new();
        writer.prefer(version.namespace(), self.unused_prefix());
        writer.start("", "a")?;
        if self.must_understand {
            writer.attribute(version.namespace(), "mustUnderstand", truth)?;
        }
        if let Some(name) = &self.role {
            writer.attribute(version.namespace(), role, name)?;
        }
        writer.end()?;
        let element = writer.finish()?;
        let attributes = element
            .strip_prefix("<a")
            .and_then(|rest| rest.strip_suffix("/>"));
        Ok(attributes.map(String::from).unwrap_or_default())
    }

    /// A prefix that the block itself doesn't use.
    fn unused_prefix(&self) -> String {
        let prefixes = std::iter::once(String::from("soap"))
            .chain((1..).map(|number| format!("soap{number}")));
        let mut unused = prefixes.filter(|prefix| !self.xml.contains(&format!("xmlns:{prefix}=")));
        unused.next().unwrap_or_default()
    }
}

/// The first block that is the element `H`, without what SOAP says about it; `None` if there is none.
pub(super) fn find_header<H: GlobalElement>(
    blocks: &[AnyElement],
    options: &ReadOptions,
) -> Option<Result<H, ReadError>> {
    let text = block_text(blocks, H::DECLARATION.name)?;
    Some(
        text.and_then(|text| read::from_str_with(&text, options))
            .map(|(value, _)| value),
    )
}

fn block_text(blocks: &[AnyElement], name: Name) -> Option<Result<String, ReadError>> {
    let mut block = blocks
        .iter()
        .find(|block| block.name.is(name.namespace, name.local))?
        .clone();
    block
        .attributes
        .retain(|attribute| Version::of_namespace(&attribute.name.namespace).is_none());
    Some(block.to_xml().map_err(|error| {
        ReadError::new(ReadErrorKind::Xml(error), Position { line: 1, column: 1 })
    }))
}

/// Where the name in the start tag of a document's root ends.
fn name_end(xml: &str) -> usize {
    let end = |byte: u8| matches!(byte, b' ' | b'/' | b'>');
    xml.bytes().position(end).unwrap_or(xml.len())
}

pub(super) fn not_written(error: XmlError) -> WriteError {
    WriteError::new(WriteErrorKind::Xml(error))
}

impl fmt::Debug for HeaderBlock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HeaderBlock({})", self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::soap::framing::ENVELOPE_11;

    fn written(block: &HeaderBlock, version: Option<Version>) -> String {
        let mut writer = Writer::new();
        writer.prefer(ENVELOPE_11, "soap");
        writer.start(ENVELOPE_11, "Header").unwrap();
        block.write(&mut writer, version).unwrap();
        writer.end().unwrap();
        writer.finish().unwrap()
    }

    #[test]
    fn blocks_are_copied_with_the_attributes_of_the_version() {
        let element: AnyElement = "<a x='1'/>".parse().unwrap();
        let block = HeaderBlock::raw(&element).unwrap();
        let marked = block.clone().must_understand(true).role("urn:\"r\"");
        let cases = [
            (&block, None, "<a x=\"1\"/>"),
            (&block, Some(Version::Soap11), "<a x=\"1\"/>"),
            (&marked, None, "<a x=\"1\"/>"),
            (
                &marked,
                Some(Version::Soap11),
                "<a xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\" soap:mustUnderstand=\"1\" \
                 soap:actor=\"urn:&quot;r&quot;\" x=\"1\"/>",
            ),
            (
                &marked,
                Some(Version::Soap12),
                "<a xmlns:soap=\"http://www.w3.org/2003/05/soap-envelope\" soap:mustUnderstand=\"true\" \
                 soap:role=\"urn:&quot;r&quot;\" x=\"1\"/>",
            ),
        ];
        for (block, version, expected) in cases {
            let header = format!(
                "<soap:Header xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\">{expected}</soap:Header>"
            );
            assert_eq!(written(block, version), header);
        }
    }

    #[test]
    fn a_block_that_uses_the_prefix_itself_keeps_it() {
        let element: AnyElement =
            "<soap:a xmlns:soap='urn:other'><soap1:b xmlns:soap1='urn:1'/></soap:a>"
                .parse()
                .unwrap();
        let block = HeaderBlock::raw(&element).unwrap().must_understand(true);
        let read: AnyElement = written(&block, Some(Version::Soap11)).parse().unwrap();
        let inside = read.elements().next().unwrap();
        assert_eq!(inside.attribute(ENVELOPE_11, "mustUnderstand"), Some("1"));
        assert_eq!(inside.name, ExpandedName::from_static("urn:other", "a"));
        assert!(inside.child("urn:1", "b").is_some());
    }
}
