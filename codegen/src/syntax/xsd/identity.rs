//! The elements `unique`, `key`, `keyref`, `selector` and `field`.

use std::sync::Arc;

use super::{Common, Path, Spanned};
use crate::syntax::QName;

/// An identity constraint.
#[derive(Clone, Debug)]
pub struct IdentityConstraint {
    /// What every element of XSD may have.
    pub common: Common,
    /// Which of the three.
    pub kind: IdentityConstraintKind,
    /// The `name`.
    pub name: Spanned<Arc<str>>,
    /// The `selector`.
    pub selector: XPath,
    /// The `field`s, in order.
    pub fields: Vec<XPath>,
}

/// `unique`, `key` or `keyref`.
#[derive(Clone, Debug)]
pub enum IdentityConstraintKind {
    /// `unique`
    Unique,
    /// `key`
    Key,
    /// `keyref`, with its `refer`
    Keyref(Spanned<QName>),
}

/// A `selector` or `field`.
#[derive(Clone, Debug)]
pub struct XPath {
    /// What every element of XSD may have.
    pub common: Common,
    /// The `xpath` as it is written.
    pub text: Spanned<Arc<str>>,
    /// What it means; empty where it is wrong, which has been reported.
    pub path: Path,
}
