//! What is run: schemas with instances, and what is expected of them.

use std::path::PathBuf;

/// A schema and its instances.
#[derive(Debug)]
pub(crate) struct Case {
    /// What it is called, in reports and in the lists of known failures.
    pub(crate) name: String,
    /// What it is counted with.
    pub(crate) group: String,
    /// The documents that the generator is given.
    pub(crate) documents: Vec<PathBuf>,
    /// Documents that instances name; they are given too where the others don't reach them.
    pub(crate) hints: Vec<PathBuf>,
    /// References as they are written, and the files for them.
    pub(crate) catalog: Vec<(String, PathBuf)>,
    /// Whether every rule of the specification is an error.
    pub(crate) is_strict: bool,
    /// Whether the schema is one.
    pub(crate) expected: Expected,
    /// Documents that claim to keep to it.
    pub(crate) instances: Vec<Instance>,
}

/// A document.
#[derive(Debug)]
pub(crate) struct Instance {
    /// What it is called.
    pub(crate) name: String,
    /// Where it is.
    pub(crate) path: PathBuf,
    /// Whether it keeps to the schema.
    pub(crate) expected: Expected,
    /// The message that it is the body of, which is then read as a client or server does.
    pub(crate) message: Option<Message>,
}

/// A SOAP message.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    /// Who reads it.
    pub(crate) reader: MessageReader,
    /// Where it is.
    pub(crate) path: PathBuf,
}

/// Who reads a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MessageReader {
    /// A client: it is a response.
    Client,
    /// A server: it is a request.
    Server,
    /// Either: nothing says which it is.
    Either,
}

impl MessageReader {
    /// A word for it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            MessageReader::Client => "client",
            MessageReader::Server => "server",
            MessageReader::Either => "either",
        }
    }
}

/// What is expected of a schema or of an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    /// It is valid.
    Valid,
    /// It is not.
    Invalid,
    /// Nobody knows: it is run, and not counted but for panics and timeouts.
    Unchecked,
}

/// What came of a case.
#[derive(Debug)]
pub(crate) struct CaseResult {
    /// What came of the schema.
    pub(crate) schema: Outcome,
    /// What came of each instance, in order.
    pub(crate) instances: Vec<Outcome>,
}

/// What came of a schema or of an instance.
#[derive(Clone, Debug)]
pub(crate) enum Outcome {
    /// The code of the schema builds; the instance came back as it was.
    Accepted,
    /// It is not valid, by a rule of the specification.
    Refused {
        /// The rule.
        code: String,
        /// The whole message.
        message: String,
    },
    /// Something went wrong.
    Failed(Failure),
}

/// Something that went wrong.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    /// What.
    pub(crate) kind: FailureKind,
    /// More about it.
    pub(crate) message: String,
}

/// What went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FailureKind {
    /// The generator or the generated code panicked or crashed.
    Panic,
    /// It took too long.
    Timeout,
    /// It was refused, but not by a rule of the specification: a limit, something unsupported, a fault of ours.
    NoRule,
    /// The generated code does not compile.
    NotCompiled,
    /// There is no code to read the instance with.
    NoCode,
    /// The value that was read could not be written.
    NotWritten,
    /// What was written is not equal to what was read.
    Different,
}

impl FailureKind {
    /// A word for it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            FailureKind::Panic => "panic",
            FailureKind::Timeout => "timeout",
            FailureKind::NoRule => "no-rule",
            FailureKind::NotCompiled => "not-compiled",
            FailureKind::NoCode => "no-code",
            FailureKind::NotWritten => "not-written",
            FailureKind::Different => "different",
        }
    }
}

impl Outcome {
    pub(crate) fn failed(kind: FailureKind, message: impl Into<String>) -> Self {
        Outcome::Failed(Failure {
            kind,
            message: message.into(),
        })
    }

    /// Whether it is what is expected.
    pub(crate) fn is(&self, expected: Expected) -> bool {
        matches!(
            (self, expected),
            (Outcome::Accepted, Expected::Valid) | (Outcome::Refused { .. }, Expected::Invalid)
        )
    }

    /// Whether it went wrong in this way.
    pub(crate) fn is_failure(&self, kind: FailureKind) -> bool {
        matches!(self, Outcome::Failed(failure) if failure.kind == kind)
    }

    /// A line that says it.
    pub(crate) fn reason(&self) -> String {
        match self {
            Outcome::Accepted => String::from("accepted"),
            Outcome::Refused { code, message } if message.starts_with(code.as_str()) => {
                one_line(message)
            }
            Outcome::Refused { code, message } => format!("{code}: {}", one_line(message)),
            Outcome::Failed(failure) => {
                format!("{}: {}", failure.kind.name(), one_line(&failure.message))
            }
        }
    }
}

/// The beginning of a text, on one line.
fn one_line(text: &str) -> String {
    const LENGTH: usize = 300;
    let mut line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((end, _)) = line.char_indices().nth(LENGTH) {
        line.truncate(end);
        line.push('…');
    }
    line
}
