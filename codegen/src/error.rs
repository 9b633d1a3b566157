//! Why nothing was generated.

use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::analysis::Analysis;
use crate::diagnostic::Colour;
use crate::diagnostic::Diagnostics;
use crate::source::Documents;

/// Why nothing was generated.
///
/// `Debug` is the same as `Display` and shows all messages, so that `?` in the `main` of a build script says what is
/// wrong and where.
pub enum Error {
    /// The input, or the configuration, is wrong.
    Input(Box<InputError>),
    /// A file could not be written or read back.
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// [`Config::build_script`](crate::Config::build_script) was called outside of a build script: `OUT_DIR` is not
    /// set.
    NotInBuildScript,
    /// The generated code is not what Rust's parser takes: a mistake of this crate. Please report it.
    Internal {
        /// Which part of the code, and what the parser said.
        message: String,
    },
}

/// The messages about a wrong input, with the texts that they point into.
#[derive(Debug)]
pub struct InputError {
    diagnostics: Diagnostics,
    documents: Documents,
}

impl InputError {
    /// The messages.
    pub fn diagnostics(&self) -> &Diagnostics {
        &self.diagnostics
    }

    /// The texts that they point into.
    pub fn documents(&self) -> &Documents {
        &self.documents
    }
}

impl Error {
    pub(crate) fn of_input(analysis: Analysis) -> Self {
        Error::Input(Box::new(InputError {
            diagnostics: analysis.diagnostics,
            documents: analysis.documents,
        }))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Input(error) => write!(f, "\n{}", error.diagnostics.render(&error.documents, Colour::Never)),
            Error::File { path, source } => write!(f, "{}: {source}", path.display()),
            Error::NotInBuildScript => f.write_str(
                "OUT_DIR is not set: `build_script` works in a build script; elsewhere, use `write_to` or `generate`",
            ),
            Error::Internal { message } => write!(f, "the generated code is not valid Rust, which is a bug: {message}"),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::File { source, .. } => Some(source),
            Error::Input(_) | Error::NotInBuildScript | Error::Internal { .. } => None,
        }
    }
}
