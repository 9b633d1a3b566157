//! What a run came to, as an exit code.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use soapstone_codegen::Error;

/// What a run came to. The numbers are those that `--help` and docs/command.md promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Done, and nothing to complain about but warnings.
    Success = 0,
    /// The input has errors, or the files on disk are not what would be written.
    Findings = 1,
    /// The command line asks for what there isn't.
    Usage = 2,
    /// A file can't be read or written.
    Unreadable = 3,
    /// The service answered with a fault.
    Fault = 4,
    /// There is no answer, or none that can be read.
    NoAnswer = 5,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        ExitCode::from(outcome as u8)
    }
}

/// Why a command could not do its work.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The command line asks for what there isn't.
    Usage {
        /// What was found and what was expected.
        message: String,
        /// What to do about it; may be empty.
        help: String,
    },
    /// A file can't be read or written.
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file that is not generated stands where a generated one would go.
    NotGenerated(PathBuf),
    /// Something about the input is wrong that has no place in a schema: a document, JSON.
    Input(String),
    /// There is no answer, or none that can be read.
    NoAnswer(String),
    /// The library failed otherwise.
    Library(Error),
    /// Standard output can't be written to.
    Output(io::Error),
}

impl Failure {
    /// The exit code.
    pub(crate) fn outcome(&self) -> Outcome {
        match self {
            Failure::Usage { .. } => Outcome::Usage,
            Failure::File { .. } | Failure::NotGenerated(_) | Failure::Output(_) => {
                Outcome::Unreadable
            }
            Failure::Library(_) | Failure::Input(_) => Outcome::Findings,
            Failure::NoAnswer(_) => Outcome::NoAnswer,
        }
    }

    /// What to do about it, where something can be said.
    pub(crate) fn help(&self) -> Option<&str> {
        match self {
            Failure::Usage { help, .. } => Some(help.as_str()).filter(|help| !help.is_empty()),
            Failure::NotGenerated(_) => {
                Some("choose another directory for --out, or move the file away")
            }
            Failure::File { .. }
            | Failure::Library(_)
            | Failure::Input(_)
            | Failure::NoAnswer(_)
            | Failure::Output(_) => None,
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::File { path, source } => Failure::File { path, source },
            other => Failure::Library(other),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Usage { message, .. } => f.write_str(message),
            Failure::File { path, source } => write!(f, "{}: {source}", path.display()),
            Failure::NotGenerated(path) => {
                write!(
                    f,
                    "{} is there and was not generated; it is not overwritten",
                    path.display()
                )
            }
            Failure::Input(message) | Failure::NoAnswer(message) => f.write_str(message),
            Failure::Library(error) => write!(f, "{error}"),
            Failure::Output(source) => write!(f, "can't write to standard output: {source}"),
        }
    }
}
