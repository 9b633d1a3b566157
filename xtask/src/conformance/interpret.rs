//! Instances read by tables in memory, without generated code.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use soapstone::{Limits, ReadOptions};
use soapstone_dynamic::{Error, Schema};

use super::case::FailureKind;
use super::exercise::Answer;
use super::generate::last_panic;

/// What comes of an instance: it is checked, read and written again.
pub(crate) fn answer(schema: &Schema, path: &Path) -> Answer {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => return Answer::Failed(FailureKind::NoCode, error.to_string()),
    };
    match catch_unwind(AssertUnwindSafe(|| of_bytes(schema, &bytes))) {
        Ok(answer) => answer,
        Err(_) => Answer::Failed(FailureKind::Panic, last_panic()),
    }
}

fn of_bytes(schema: &Schema, bytes: &[u8]) -> Answer {
    let options = ReadOptions::strict().limits(Limits::trusted());
    let text = match soapstone::xml::decode(bytes, None) {
        Ok(text) => text,
        Err(error) => {
            return Answer::Refused {
                code: String::from("xml"),
                message: error.to_string(),
            };
        }
    };
    let checked = schema.validate(&text, &options);
    let read = schema.read(&text, &options);
    match (checked, read) {
        (Ok(()), Ok((document, _))) => match document.to_xml() {
            Ok(text) => Answer::Written(text),
            Err(error) => Answer::Failed(FailureKind::NotWritten, error.to_string()),
        },
        (Err(error), Err(_)) => refused(&error),
        (Ok(()), Err(error)) => Answer::Failed(
            FailureKind::NoRule,
            format!("valid, but can't be read: {error}"),
        ),
        (Err(error), Ok(_)) => {
            Answer::Failed(FailureKind::NoRule, format!("read, but not valid: {error}"))
        }
    }
}

fn refused(error: &Error) -> Answer {
    let code = match error {
        Error::Read(error) => error.code().to_owned(),
        Error::UnknownRoot { .. } => String::from("cvc-elt.1"),
        Error::AbstractRoot { .. } => String::from("cvc-elt.2"),
        Error::Xml(_) | Error::Write(_) => String::from("xml"),
    };
    Answer::Refused {
        code,
        message: error.to_string(),
    }
}
