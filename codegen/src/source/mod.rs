//! The first stage: files, where they are, and places in them.
//!
//! It owns the texts of all documents and their line tables. It does not know what a schema is, and it never
//! touches the network.

mod bundled;
mod catalog;
mod decode;
mod document;
mod loader;
mod location;
mod span;

pub(crate) use bundled::is_bundled;
pub use document::{Document, Documents, Origin, Position};
pub use loader::{Found, Loader, Locations, Request};
pub use span::{DocumentId, Span, Spanned};
