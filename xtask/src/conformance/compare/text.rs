//! Text and the values that it stands for.

use roxmltree::Node;
use soapstone::simple::{Namespaces, SimpleType, Value};
use soapstone_codegen::schema::Literal;
use soapstone_codegen::syntax::{self, QName};

/// What a text stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// A value of the type.
    Value(Value<'static>),
    /// The text itself, where it has no type, or its type doesn't allow it.
    Text(String),
}

/// The value of a text in a document.
pub(super) fn value(simple_type: &SimpleType, node: Node<'_, '_>, text: &str) -> Side {
    value_in(simple_type, &InScope(node), text)
}

/// The value of a text in a schema.
pub(super) fn literal_value(simple_type: &SimpleType, literal: &Literal) -> Side {
    value_in(simple_type, &literal.namespaces, &literal.text)
}

fn value_in(simple_type: &SimpleType, names: &dyn Namespaces, text: &str) -> Side {
    let normalized = simple_type.normalize(text);
    match simple_type.value(&normalized, names) {
        Ok(value) => Side::Value(value.into_owned()),
        Err(_) => Side::Text(normalized.into_owned()),
    }
}

/// All text directly inside of an element.
pub(super) fn text_of(node: Node<'_, '_>) -> String {
    node.children()
        .filter(Node::is_text)
        .filter_map(|text| text.text())
        .collect()
}

/// Whether a text is nothing but white space.
pub(super) fn is_blank(text: &str) -> bool {
    text.chars()
        .all(|character| matches!(character, ' ' | '\t' | '\r' | '\n'))
}

/// A qualified name by the declarations in scope.
pub(super) fn expand(node: Node<'_, '_>, text: &str) -> Option<QName> {
    let text = text.trim_matches([' ', '\t', '\r', '\n']);
    match text.split_once(':') {
        Some((prefix, local)) => {
            let namespace = InScope(node).namespace(prefix)?.to_owned();
            Some(QName::new(Some(&namespace), local))
        }
        None => Some(syntax::QName::new(node.lookup_namespace_uri(None), text)),
    }
}

/// The declarations in scope at an element.
struct InScope<'n, 'd>(Node<'n, 'd>);

impl Namespaces for InScope<'_, '_> {
    fn namespace(&self, prefix: &str) -> Option<&str> {
        match prefix {
            "xml" => Some(roxmltree::NS_XML_URI),
            "" => self
                .0
                .lookup_namespace_uri(None)
                .filter(|uri| !uri.is_empty()),
            prefix => self.0.lookup_namespace_uri(Some(prefix)),
        }
    }
}
