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
#[doc(hidden)]
pub use bundled::needs_no_file;
pub use document::{Document, Documents, Origin, Position};
pub use loader::{Found, Loader, Locations, Request};
#[doc(hidden)]
pub use location::join_url;
pub use span::{DocumentId, Span, Spanned};
