//! How strictly the rules of the specification are enforced.

use crate::diagnostic::code::schema as code;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};

/// Whether mistakes that real vendors ship, and whose meaning is clear, stop the generation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Strictness {
    /// Such mistakes are warnings.
    #[default]
    Vendor,
    /// Every rule of the specification is enforced.
    Exact,
}

/// The rules whose violations are warnings under [`Strictness::Vendor`]: nothing that is generated depends on them.
static VENDOR_WARNINGS: &[&Code] = &[&code::SRC_RESOLVE_4, &code::SRC_PATTERN_ESCAPE];

/// A sink that knows how strict to be.
#[derive(Debug)]
pub(super) struct Sink<'d> {
    diagnostics: &'d mut Diagnostics,
    strictness: Strictness,
}

impl<'d> Sink<'d> {
    pub(super) fn new(diagnostics: &'d mut Diagnostics, strictness: Strictness) -> Self {
        Sink {
            diagnostics,
            strictness,
        }
    }

    /// Adds a message; an error becomes a warning where its rule is one that vendors break.
    pub(super) fn report(&mut self, mut diagnostic: Diagnostic) {
        let lenient = self.strictness == Strictness::Vendor;
        if lenient
            && VENDOR_WARNINGS
                .iter()
                .any(|code| code.name == diagnostic.code.name)
        {
            diagnostic.severity = Severity::Warning;
        }
        self.diagnostics.push(diagnostic);
    }
}
