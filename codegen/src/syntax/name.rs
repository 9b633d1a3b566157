//! Expanded names.

use std::fmt;
use std::sync::Arc;

/// An expanded name: a namespace, or none, and a local name. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QName {
    /// The namespace; `None` where the name is in no namespace.
    pub namespace: Option<Arc<str>>,
    /// The local name.
    pub local: Arc<str>,
}

impl QName {
    /// The name of `local` in `namespace`; an empty namespace is no namespace.
    pub fn new(namespace: Option<&str>, local: &str) -> Self {
        QName {
            namespace: namespace.filter(|uri| !uri.is_empty()).map(Arc::from),
            local: Arc::from(local),
        }
    }
}

/// Why a text is not a QName.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QNameError {
    /// The prefix has no declaration in scope.
    UndeclaredPrefix(String),
    /// It is not `local` or `prefix:local`.
    Malformed(String),
}

/// Expands a QName written in an attribute or text of `node` by the namespace declarations in scope there; one
/// without a prefix is in the default namespace.
///
/// # Errors
/// [`QNameError`] where the prefix is not declared or the text is not a QName.
pub fn expand(node: roxmltree::Node<'_, '_>, text: &str) -> Result<QName, QNameError> {
    let text = text.trim_matches(is_xml_space);
    let (prefix, local) = match text.split_once(':') {
        Some((prefix, local)) => (Some(prefix), local),
        None => (None, text),
    };
    let is_name = |part: &str| {
        !part.is_empty() && !part.contains([':', '/', '{', '}']) && !part.contains(is_xml_space)
    };
    if !is_name(local) || !prefix.is_none_or(is_name) {
        return Err(QNameError::Malformed(text.to_owned()));
    }
    match prefix {
        None => Ok(QName::new(node.lookup_namespace_uri(None), local)),
        Some(prefix) => match namespace_of(node, prefix) {
            Some(namespace) => Ok(QName::new(Some(namespace), local)),
            None => Err(QNameError::UndeclaredPrefix(prefix.to_owned())),
        },
    }
}

/// The namespace of a prefix at an element; `xml` needs no declaration.
pub fn namespace_of<'a>(node: roxmltree::Node<'a, '_>, prefix: &str) -> Option<&'a str> {
    match prefix {
        "xml" => Some(roxmltree::NS_XML_URI),
        _ => node.lookup_namespace_uri(Some(prefix)),
    }
}

/// Whether a character is white space in XML.
pub fn is_xml_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\r' | '\n')
}

/// `{namespace}local`, or `local` where there is no namespace.
impl fmt::Display for QName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.namespace {
            Some(namespace) => write!(f, "{{{namespace}}}{}", self.local),
            None => f.write_str(&self.local),
        }
    }
}
