//! Documents as JSON, and back. `docs/command.md` of the repository describes the mapping.

mod read;
mod write;

use std::fmt;

use soapstone::WriteError;

use crate::schema::Error;

pub(crate) use read::read;
pub(crate) use write::write;

/// The key of the name of a derived type.
const TYPE: &str = "$type";

/// Why a document can't be made from JSON.
#[derive(Debug)]
pub enum JsonError {
    /// A value is not what its place takes.
    Value {
        /// The way to it: `/order/line[2]/amount`.
        path: String,
        /// What was found.
        found: String,
        /// What was expected.
        expected: String,
    },
    /// What the JSON says can't be written.
    Write(WriteError),
    /// What the JSON says is not what the schema allows.
    Invalid(Box<Error>),
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            JsonError::Value {
                path,
                found,
                expected,
            } => write!(f, "{path}: found {found}: expected {expected}"),
            JsonError::Write(error) => write!(f, "{error}"),
            JsonError::Invalid(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for JsonError {}
