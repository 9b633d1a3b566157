//! How values that hold qualified names (`xsd:QName`, `xsd:NOTATION`) learn and choose prefixes.

/// The namespace that `xml` is bound to everywhere.
pub(crate) const XML_NAMESPACE: &str = "http://www.w3.org/XML/1998/namespace";

/// The namespace bindings in scope where a value is read.
pub trait Namespaces {
    /// The namespace that `prefix` is bound to; the empty prefix asks for the default namespace.
    ///
    /// `None` says that the prefix is not declared, or that there is no default namespace.
    fn namespace(&self, prefix: &str) -> Option<&str>;
}

/// Knows the prefix `xml` and nothing else.
impl Namespaces for () {
    fn namespace(&self, prefix: &str) -> Option<&str> {
        (prefix == "xml").then_some(XML_NAMESPACE)
    }
}

impl<N: Namespaces + ?Sized> Namespaces for &N {
    fn namespace(&self, prefix: &str) -> Option<&str> {
        (**self).namespace(prefix)
    }
}

/// The namespace bindings in scope where a value is written. It may declare a prefix when asked for one.
pub trait Prefixes {
    /// A prefix bound to `namespace`; empty if that is the default namespace (or if `namespace` is
    /// empty and there is no default namespace). `hint` is the prefix that the value was read with.
    ///
    /// `None` says that none is in scope and none can be declared.
    fn prefix(&mut self, namespace: &str, hint: Option<&str>) -> Option<&str>;
}

/// Knows the `xml` namespace, and names in no namespace.
impl Prefixes for () {
    fn prefix(&mut self, namespace: &str, _hint: Option<&str>) -> Option<&str> {
        match namespace {
            "" => Some(""),
            XML_NAMESPACE => Some("xml"),
            _ => None,
        }
    }
}
