//! XSD 1.0 as it is written.

use std::sync::Arc;

use crate::diagnostic::Diagnostics;
use crate::source::{DocumentId, Span};

/// One `<schema>` element.
#[derive(Clone, Debug)]
pub struct Schema {
    /// `targetNamespace`.
    pub target_namespace: Option<Arc<str>>,
    /// `include`, `import` and `redefine`, in document order.
    pub references: Vec<Reference>,
}

/// An `include`, `import` or `redefine`.
#[derive(Clone, Debug)]
pub struct Reference {
    /// Which of the three it is.
    pub kind: ReferenceKind,
    /// `namespace` of an `import`.
    pub namespace: Option<Arc<str>>,
    /// `schemaLocation`.
    pub location: Option<String>,
    /// The element.
    pub span: Span,
}

/// The three ways to refer to another schema document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferenceKind {
    /// `include`.
    Include,
    /// `import`.
    Import,
    /// `redefine`.
    Redefine,
}

/// Reads a `<schema>` element.
pub fn parse_schema(
    node: roxmltree::Node<'_, '_>,
    document: DocumentId,
    _diagnostics: &mut Diagnostics,
) -> Schema {
    let references = node
        .children()
        .filter_map(|child| {
            let kind = match child.tag_name().name() {
                "include" => ReferenceKind::Include,
                "import" => ReferenceKind::Import,
                "redefine" => ReferenceKind::Redefine,
                _ => return None,
            };
            Some(Reference {
                kind,
                namespace: child.attribute("namespace").map(Arc::from),
                location: child.attribute("schemaLocation").map(str::to_owned),
                span: Span::new(document, child.range()),
            })
        })
        .collect();
    Schema {
        target_namespace: node.attribute("targetNamespace").map(Arc::from),
        references,
    }
}
