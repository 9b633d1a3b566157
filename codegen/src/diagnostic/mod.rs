//! What the generator has to say about its input: errors and warnings with a code and a place.
//!
//! Stages push [`Diagnostic`]s into the [`Diagnostics`] sink and go on; only the pipeline decides to stop.

use crate::source::Span;

pub mod code;

mod json;
mod nearest;
mod render;

pub use code::Code;
pub use nearest::nearest;
pub use render::Colour;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; the meaning is clear and code is generated.
    Warning,
    /// No code is generated.
    Error,
}

/// One message: a code, what is wrong, where, and what would help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The stable code, which `soapstone explain` explains.
    pub code: &'static Code,
    /// Whether it stops the generation.
    pub severity: Severity,
    /// One line: what was found and what was expected.
    pub message: String,
    /// The offending text, where there is one.
    pub span: Option<Span>,
    /// What stands at the offending text, shown beside the underline; may be empty.
    pub label: String,
    /// Other places that matter, each with a text.
    pub related: Vec<(Span, String)>,
    /// What to do about it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error at a place.
    pub fn error(code: &'static Code, span: Span, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, Some(span), message.into())
    }

    /// A warning at a place.
    pub fn warning(code: &'static Code, span: Span, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, Some(span), message.into())
    }

    /// An error without a place in a document, such as a file that can't be read.
    pub fn error_without_place(code: &'static Code, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, None, message.into())
    }

    /// A warning without a place in a document.
    pub fn warning_without_place(code: &'static Code, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, None, message.into())
    }

    fn new(code: &'static Code, severity: Severity, span: Option<Span>, message: String) -> Self {
        Diagnostic {
            code,
            severity,
            message,
            span,
            label: String::new(),
            related: Vec::new(),
            help: None,
        }
    }

    /// Adds the text beside the underline.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Adds another place that matters.
    #[must_use]
    pub fn related(mut self, span: Span, text: impl Into<String>) -> Self {
        self.related.push((span, text.into()));
        self
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// The sink that every stage writes to, in the order of discovery.
#[derive(Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Adds a message.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Whether a message of severity [`Severity::Error`] is among them.
    pub fn has_errors(&self) -> bool {
        self.list
            .iter()
            .any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// How many messages there are.
    pub(crate) fn count(&self) -> usize {
        self.list.len()
    }

    /// Takes back all messages but the first `count`, which turned out to be about what nobody asked for.
    pub(crate) fn take_back(&mut self, count: usize) {
        self.list.truncate(count);
    }

    /// All messages, in the order of discovery.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.list.iter()
    }
}
