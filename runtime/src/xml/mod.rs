//! Documents: reading them checked, writing them, and keeping parts of them as they are.

mod any;
mod attribute;
pub(crate) mod character;
mod decode;
mod error;
mod escape;
mod indent;
mod namespace;
mod position;
mod prolog;
mod reader;
mod reference;
pub(crate) mod search;
mod survey;
#[cfg(test)]
mod tests;
mod tokenizer;
mod writer;

pub use any::{AnyAttribute, AnyElement, AnyNode, ExpandedName};
pub use attribute::Attribute;
pub use decode::decode;
pub use error::{XmlError, XmlErrorKind};
pub use indent::indent;
pub use namespace::{Name, Namespace};
pub use position::Position;
pub use reader::{Checkpoint, Content, Reader, Token};
pub use writer::Writer;
