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

/// `{namespace}local`, or `local` where there is no namespace.
impl fmt::Display for QName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.namespace {
            Some(namespace) => write!(f, "{{{namespace}}}{}", self.local),
            None => f.write_str(&self.local),
        }
    }
}
