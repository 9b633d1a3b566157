//! What the parsers of XSD and WSDL share: spans of elements and attributes, and extensions.

use roxmltree::{Attribute, Node};

use super::name::QName;
use crate::source::{DocumentId, Span};

/// An element or attribute of a foreign namespace, which is tolerated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extension {
    /// Its name.
    pub name: QName,
    /// Whether `wsdl:required` says that it must be understood.
    pub required: bool,
    /// The start tag or the attribute.
    pub span: Span,
}

/// The span of an element's start tag, up to the end of its first line: what a message underlines.
pub fn element_span(node: Node<'_, '_>, document: DocumentId) -> Span {
    let range = node.range();
    let text = node
        .document()
        .input_text()
        .get(range.clone())
        .unwrap_or_default();
    let first_line = text.lines().next().unwrap_or_default();
    let after_attributes = node
        .attributes()
        .map(|attribute| attribute.range().end)
        .filter(|end| range.contains(end))
        .max()
        .map_or(0, |end| end - range.start);
    let length = match first_line.get(after_attributes..) {
        Some(rest) => rest
            .find('>')
            .map_or(first_line.len(), |index| after_attributes + index + 1),
        None => first_line.len(),
    };
    Span::new(document, range.start..range.start + length)
}

/// The span of an attribute's value, without its quotes.
pub fn value_span(attribute: Attribute<'_, '_>, document: DocumentId) -> Span {
    Span::new(document, attribute.range_value())
}

/// The span of a whole attribute: name, equals sign and quoted value.
pub fn attribute_span(attribute: Attribute<'_, '_>, document: DocumentId) -> Span {
    Span::new(document, attribute.range())
}

/// The name of an element.
pub fn element_name(node: Node<'_, '_>) -> QName {
    QName::new(node.tag_name().namespace(), node.tag_name().name())
}

/// The text of a documentation element: markup inside is dropped, lines are trimmed, empty lines at the ends go and
/// several between two paragraphs become one.
pub fn plain_text(node: Node<'_, '_>) -> String {
    let raw: String = node
        .descendants()
        .filter(Node::is_text)
        .filter_map(|text| text.text())
        .collect();
    let mut text = String::with_capacity(raw.len());
    let mut blank = false;
    for line in raw.lines().map(str::trim) {
        if line.is_empty() {
            blank = !text.is_empty();
            continue;
        }
        if !text.is_empty() {
            text.push_str(if blank { "\n\n" } else { "\n" });
        }
        text.push_str(line);
        blank = false;
    }
    text
}
