//! All documents of one run, parsed: the entry files and the closure of what they refer to.

use std::collections::BTreeMap;

use super::wsdl::Definitions;
use super::xsd::Schema;
use crate::source::{DocumentId, Span};

/// The syntax trees of all documents.
#[derive(Debug, Default)]
pub struct Input {
    /// The documents that hold a schema or definitions, in the order in which they were first asked for.
    pub parsed: Vec<Parsed>,
    targets: BTreeMap<Span, DocumentId>,
}

/// One document and what it holds.
#[derive(Debug)]
pub struct Parsed {
    /// The document.
    pub document: DocumentId,
    /// Whether it is one of the files that were asked for, not one that another refers to.
    pub entry: bool,
    /// What it holds.
    pub content: Content,
}

/// What a document holds.
#[derive(Debug)]
pub enum Content {
    /// An XSD schema.
    Schema(Box<Schema>),
    /// A WSDL 1.1 document.
    Definitions(Box<Definitions>),
}

impl Input {
    /// All schemas, standalone and inside of WSDL documents, each with its document.
    pub fn schemas(&self) -> impl Iterator<Item = (DocumentId, &Schema)> {
        self.parsed.iter().flat_map(|parsed| {
            let schemas = match &parsed.content {
                Content::Schema(schema) => std::slice::from_ref(schema.as_ref()),
                Content::Definitions(definitions) => definitions.schemas.as_slice(),
            };
            schemas.iter().map(|schema| (parsed.document, schema))
        })
    }

    /// All WSDL documents.
    pub fn definitions(&self) -> impl Iterator<Item = (DocumentId, &Definitions)> {
        self.parsed
            .iter()
            .filter_map(|parsed| match &parsed.content {
                Content::Definitions(definitions) => Some((parsed.document, definitions.as_ref())),
                Content::Schema(_) => None,
            })
    }

    /// Notes which document a reference leads to.
    pub(super) fn link(&mut self, reference: Span, target: DocumentId) {
        self.targets.insert(reference, target);
    }

    /// The document that an `include`, `import` or `redefine` element refers to, by the element's span; `None` where
    /// it has no location or its document could not be read (which was reported).
    pub fn target(&self, reference: Span) -> Option<DocumentId> {
        self.targets.get(&reference).copied()
    }
}
