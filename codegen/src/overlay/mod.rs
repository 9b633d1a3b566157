//! Overlays: what a schema can't say, in a TOML file beside it.
//!
//! [`parse()`] reads one file; [`Overlay::merge`] joins several. Whether the names mean something in the schema is
//! checked where they are applied.
//!
//! ```toml
//! # A field is named `Container/field`: the local name of a complex type or global element, in any namespace.
//! # `{namespace}Container/field` names one exactly. A trailing `?` says that a schema may lack it.
//! [open-enums.ActiveJobState]
//! doc = "What a job is doing."
//! values = ["Unknown", { value = "Running", doc = "It works.", deprecated = "use Active" }]
//! includes = ["OtherEnum"]
//! fields = ["ActiveJob/state", "submitJobParam/state?"]
//!
//! [secrets]
//! fields = ["authHeader/password"]
//!
//! [operations]
//! idempotent = ["getAssets"]
//!
//! [[headers]]
//! element = "authHeader"
//! send = "{http://example.com/xsd}authHeader"
//!
//! [faults.authenticationFault]
//! code = "code"
//! reason = "reason"
//!
//! [faults.authenticationFault.kinds]
//! NoCredentials = { code = 10000, doc = "The request has no credentials." }
//! ```

use std::fmt;
use std::sync::Arc;

use crate::source::{Span, Spanned};
use crate::syntax::QName;

mod parse;
mod table;
#[cfg(test)]
mod tests;

pub use parse::parse;

/// All that one or several overlay files say, in the order in which they say it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overlay {
    /// `[open-enums.…]`: constants for fields whose type is a plain string.
    pub open_enums: Vec<OpenEnum>,
    /// `[secrets] fields`: what must never be printed.
    pub secrets: Vec<FieldName>,
    /// `[operations] idempotent`: operations that may be sent again.
    pub idempotent: Vec<Spanned<Arc<str>>>,
    /// `[[headers]]`: what clients send for a header.
    pub headers: Vec<HeaderDefault>,
    /// `[faults.…]`: codes of faults.
    pub faults: Vec<FaultCodes>,
}

/// A field of a complex type or of a global element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldName {
    /// The complex type or global element.
    pub container: ComponentName,
    /// The local name of the field's element or attribute.
    pub field: Arc<str>,
    /// Whether a schema may lack it: written with a trailing `?`.
    pub optional: bool,
    /// The string.
    pub span: Span,
}

/// The name of a component, with or without its namespace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ComponentName {
    /// `local`: that name in any namespace.
    Local(Arc<str>),
    /// `{namespace}local`: exactly that name.
    Exact(QName),
}

/// An open enumeration: known values for fields that the schema leaves open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenEnum {
    /// The name.
    pub name: Spanned<Arc<str>>,
    /// `doc`.
    pub doc: Option<String>,
    /// `values`.
    pub values: Vec<OpenEnumValue>,
    /// `includes`: other open enums whose values come first.
    pub includes: Vec<Spanned<Arc<str>>>,
    /// `fields`: what has this type.
    pub fields: Vec<FieldName>,
}

/// A value of an open enumeration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenEnumValue {
    /// The text on the wire.
    pub value: Arc<str>,
    /// `doc`.
    pub doc: Option<String>,
    /// `deprecated`: what to use instead.
    pub deprecated: Option<String>,
    /// The string or table.
    pub span: Span,
}

/// What clients send for a header unless told otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderDefault {
    /// `element`: the element of the header part.
    pub element: Spanned<ComponentName>,
    /// `send`: the name that is written instead.
    pub send: Option<Spanned<QName>>,
    /// The `[[headers]]` table.
    pub span: Span,
}

/// What a fault's fields mean, and names for its codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultCodes {
    /// The element of the fault.
    pub element: Spanned<ComponentName>,
    /// `code`: the field that holds the code.
    pub code: Option<Spanned<Arc<str>>>,
    /// `reason`: the field that holds the text for people.
    pub reason: Option<Spanned<Arc<str>>>,
    /// `kinds`.
    pub kinds: Vec<FaultKind>,
}

/// A name for one code of a fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultKind {
    /// The name.
    pub name: Spanned<Arc<str>>,
    /// `code`, as it stands on the wire.
    pub code: Arc<str>,
    /// `doc`.
    pub doc: Option<String>,
}

impl ComponentName {
    /// Whether it names the component of this name.
    pub fn matches(&self, name: &QName) -> bool {
        match self {
            ComponentName::Local(local) => *local == name.local,
            ComponentName::Exact(exact) => exact == name,
        }
    }
}

/// `name` or `{namespace}name`.
impl fmt::Display for ComponentName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ComponentName::Local(local) => f.write_str(local),
            ComponentName::Exact(name) => name.fmt(f),
        }
    }
}
