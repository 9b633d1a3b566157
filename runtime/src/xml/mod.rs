//! Documents: reading them checked, writing them, and keeping parts of them as they are.

mod any;
mod attribute;
mod character;
mod decode;
mod error;
mod escape;
mod namespace;
mod prolog;
mod reader;
mod reference;
mod tokenizer;
mod writer;

pub use any::{AnyAttribute, AnyElement, AnyNode, ExpandedName};
pub use attribute::Attribute;
pub use decode::decode;
pub use error::{XmlError, XmlErrorKind};
pub use namespace::Namespace;
pub use reader::{Checkpoint, Content, Name, Position, Reader, Token};
pub use writer::Writer;
