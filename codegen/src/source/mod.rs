//! The first stage: files, where they are, and places in them.
//!
//! It owns the texts of all documents and their line tables. It does not know what a schema is, and it never
//! touches the network.

mod span;

pub use span::{DocumentId, Span};

/// The documents that were read, in the order in which they were first asked for.
#[derive(Debug, Default)]
pub struct Documents {
    documents: Vec<Document>,
}

/// One document: where it came from and its text, decoded to UTF-8.
#[derive(Debug)]
pub struct Document {
    /// The name shown in messages: the path as the user wrote it or as it was resolved.
    pub name: String,
    /// The whole text.
    pub text: String,
}

impl Documents {
    /// Adds a document and returns its id.
    pub fn add(&mut self, document: Document) -> DocumentId {
        let id = DocumentId(u32::try_from(self.documents.len()).unwrap_or(u32::MAX));
        self.documents.push(document);
        id
    }

    /// The document of an id that came from [`Documents::add`] of this set.
    pub fn get(&self, id: DocumentId) -> Option<&Document> {
        self.documents.get(usize::try_from(id.0).ok()?)
    }
}
