//! Standard output and standard error: colours, JSON, messages.

use std::io::{self, IsTerminal, Write};

use serde_json::{Value, json};
use soapstone_codegen::diagnostic::{Colour, Diagnostics, Severity, code};
use soapstone_codegen::source::Documents;

use crate::arguments::When;
use crate::outcome::{Failure, Outcome};

/// Where results and messages go: results to standard output, messages to standard error; with `--json`, all of it
/// as one JSON document to standard output.
#[derive(Debug)]
pub(crate) struct Console {
    /// Whether standard output is for a machine.
    pub(crate) json: bool,
    colour: Colour,
}

impl Console {
    /// A console with colours as asked for.
    pub(crate) fn new(color: When, json: bool) -> Self {
        let always = match color {
            When::Always => true,
            When::Never => false,
            // https://no-color.org
            When::Auto => {
                io::stderr().is_terminal()
                    && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
            }
        };
        Console {
            json,
            colour: if always {
                Colour::Always
            } else {
                Colour::Never
            },
        }
    }

    /// Writes a result. A reader that has seen enough, such as `head`, is no error.
    pub(crate) fn print(&self, text: &str) -> Result<(), Failure> {
        let mut output = io::stdout().lock();
        match output
            .write_all(text.as_bytes())
            .and_then(|()| output.flush())
        {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::Output(error)),
            _ => Ok(()),
        }
    }

    /// Writes a result for machines, in one line.
    pub(crate) fn print_json(&self, value: &Value) -> Result<(), Failure> {
        self.print(&format!("{value}\n"))
    }

    /// Writes the messages about the input, those that are like others but once, and how many there are.
    pub(crate) fn messages(&self, diagnostics: &Diagnostics, documents: &Documents) {
        if self.json || diagnostics.iter().next().is_none() {
            return;
        }
        let mut text = diagnostics.render_folded(documents, self.colour);
        let explained = diagnostics
            .iter()
            .find(|diagnostic| diagnostic.severity == Severity::Error);
        if let Some(diagnostic) = explained.or_else(|| diagnostics.iter().next()) {
            let name = diagnostic.code.name;
            text.push_str(&format!(
                "\n{}; `soapstone explain {name}` says more\n",
                Count::of(diagnostics)
            ));
        }
        self.note(&text);
    }

    /// Writes why a command could not do its work.
    pub(crate) fn failure(&self, failure: &Failure) {
        if self.json {
            let value = json!({ "error": failure.to_string(), "help": failure.help() });
            // Where standard output is broken, too, nothing is left to say it with.
            let _ = self.print_json(&value);
            return;
        }
        let (start, end) = match self.colour {
            Colour::Always => ("\x1b[1m\x1b[91m", "\x1b[0m"),
            Colour::Never => ("", ""),
        };
        let help = failure
            .help()
            .map(|help| format!("  = help: {help}\n"))
            .unwrap_or_default();
        self.note(&format!("{start}error{end}: {failure}\n{help}"));
    }

    /// Writes to standard error. That it can't be written to is no reason to fail.
    pub(crate) fn note(&self, text: &str) {
        let _ = io::stderr().lock().write_all(text.as_bytes());
    }
}

/// The messages as JSON.
pub(crate) fn to_json(diagnostics: &Diagnostics, documents: &Documents) -> Value {
    let messages = diagnostics.iter().map(|diagnostic| {
        let text = diagnostic.to_json(documents);
        serde_json::from_str(&text).unwrap_or(Value::String(text))
    });
    messages.collect()
}

/// The exit code for what was said about the input.
pub(crate) fn outcome(diagnostics: &Diagnostics) -> Outcome {
    let unreadable = diagnostics.iter().any(|diagnostic| {
        let about_file = [
            &code::source::FILE_NOT_FOUND,
            &code::source::FILE_UNREADABLE,
        ]
        .contains(&diagnostic.code);
        about_file && diagnostic.span.is_none() && diagnostic.severity == Severity::Error
    });
    match (unreadable, diagnostics.has_errors()) {
        (true, _) => Outcome::Unreadable,
        (false, true) => Outcome::Findings,
        (false, false) => Outcome::Success,
    }
}

/// How many errors and warnings there are. Shown as `2 errors, 1 warning`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Count {
    /// How many errors.
    pub(crate) errors: usize,
    /// How many warnings.
    pub(crate) warnings: usize,
}

impl Count {
    /// The count of a list.
    pub(crate) fn of(diagnostics: &Diagnostics) -> Self {
        let errors = diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == Severity::Error)
            .count();
        Count {
            errors,
            warnings: diagnostics.iter().count() - errors,
        }
    }
}

impl std::fmt::Display for Count {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let parts = [(self.errors, "error"), (self.warnings, "warning")];
        let parts = parts
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, noun)| counted(*count, noun));
        let parts: Vec<String> = parts.collect();
        f.write_str(if parts.is_empty() { "no errors" } else { "" })?;
        f.write_str(&parts.join(", "))
    }
}

/// A number and a noun: `1 file`, `2 files`.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}
