//! `soapstone validate`: whether a document keeps to its schema.

use std::fs;

use serde_json::{Value, json};
use soapstone::{Mode, ReadOptions};
use soapstone_dynamic::{Error, Schema};

use super::message::usage;
use crate::arguments::Validate;
use crate::console::{self, Console};
use crate::outcome::{Failure, Outcome};

/// Checks the document, and says what is wrong with it.
pub(crate) fn run(arguments: &Validate, console: &Console) -> Result<Outcome, Failure> {
    let (config, path) = arguments.reading.split().ok_or_else(|| {
        usage(String::from(
            "expected schema files and, behind them, a document",
        ))
    })?;
    let bytes = fs::read(path).map_err(|source| Failure::File {
        path: path.clone(),
        source,
    })?;
    let analysis = super::analyse(&config, console);
    if analysis.diagnostics.has_errors() {
        if console.json {
            let messages = console::to_json(&analysis.diagnostics, &analysis.documents);
            console.print_json(&json!({ "diagnostics": messages }))?;
        }
        return Ok(console::outcome(&analysis.diagnostics));
    }
    let schema = Schema::new(&analysis);
    let mut options = ReadOptions::strict();
    if arguments.lenient {
        options.mode = Mode::Lenient;
    }
    let checked = match soapstone::xml::decode(&bytes, None) {
        Ok(text) => schema.validate(&text, &options),
        Err(error) => Err(Error::Xml(error)),
    };
    let name = path.display();
    if console.json {
        console.print_json(&json!({
            "valid": checked.is_ok(),
            "error": checked.as_ref().err().map(error_json),
            "diagnostics": console::to_json(&analysis.diagnostics, &analysis.documents),
        }))?;
    } else {
        match &checked {
            Ok(()) => console.print(&format!("{name}: valid\n"))?,
            Err(error) => console.note(&format!("{name}: {error}\n")),
        }
    }
    Ok(match checked {
        Ok(()) => Outcome::Success,
        Err(_) => Outcome::Findings,
    })
}

fn error_json(error: &Error) -> Value {
    let mut value = json!({ "message": error.to_string() });
    if let (Error::Read(error), Some(object)) = (error, value.as_object_mut()) {
        let position = error.position();
        object.insert(String::from("path"), json!(error.path()));
        object.insert(String::from("line"), json!(position.line));
        object.insert(String::from("column"), json!(position.column));
        object.insert(String::from("code"), json!(error.code()));
    }
    value
}
