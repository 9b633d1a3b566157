//! Writing values as documents.

mod bounds;
mod error;
mod interpreter;
mod packing;

pub use error::{WriteError, WriteErrorKind};
pub(crate) use interpreter::{Interpreter, push_text};

use std::io;

use crate::model::Element;
use crate::read::GlobalElement;
use crate::value::Value;
use crate::xml::Writer;

/// Writes a value as a document, without an XML declaration.
///
/// # Errors
/// Where the value is not what the schema of `T` allows, or has text that XML can't express.
pub fn to_string<T: GlobalElement>(value: &T) -> Result<String, WriteError> {
    write_document(value, T::DECLARATION, Writer::new())
}

/// Writes a value as a document in UTF-8, with an XML declaration.
///
/// # Errors
/// As [`to_string`].
pub fn to_vec<T: GlobalElement>(value: &T) -> Result<Vec<u8>, WriteError> {
    let mut writer = Writer::new();
    writer
        .declaration()
        .map_err(|error| WriteError::new(WriteErrorKind::Xml(error)))?;
    write_document(value, T::DECLARATION, writer).map(String::into_bytes)
}

/// Writes a value as a document in UTF-8, with an XML declaration, to a file or socket.
///
/// # Errors
/// Those of [`to_string`], as [`io::ErrorKind::InvalidData`], and those of the writer.
pub fn to_writer<T: GlobalElement>(mut writer: impl io::Write, value: &T) -> io::Result<()> {
    let bytes = to_vec(value).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
    writer.write_all(&bytes)
}

pub(crate) fn write_document(
    value: &dyn Value,
    element: &'static Element,
    mut writer: Writer,
) -> Result<String, WriteError> {
    Interpreter::new(&mut writer).write_root(value, element)?;
    writer
        .finish()
        .map_err(|error| WriteError::new(WriteErrorKind::Xml(error)))
}
