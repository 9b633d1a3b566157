//! The subset of XPath that identity constraints use (Part 1, 3.11.6).

use std::sync::Arc;

use crate::syntax::QName;

/// An XPath of a selector or field: a union of branches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Path {
    /// What stands between the `|`, in order.
    pub branches: Vec<PathBranch>,
}

/// One branch of an XPath.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathBranch {
    /// Whether it begins with `.//`.
    pub descendants: bool,
    /// The steps, in order.
    pub steps: Vec<PathStep>,
}

/// One step of an XPath.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathStep {
    /// `.`
    This,
    /// A child element.
    Child(NameTest),
    /// An attribute; the last step of a field alone.
    Attribute(NameTest),
}

/// Which names a step selects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NameTest {
    /// `*`
    Any,
    /// `prefix:*`
    Namespace(Arc<str>),
    /// A name. A name without a prefix is in no namespace.
    Name(QName),
}
