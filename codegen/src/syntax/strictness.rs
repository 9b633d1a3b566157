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

/// The rules whose violations are warnings under [`Strictness::Vendor`].
///
/// What is generated does not depend on them, or its meaning is clear in spite of them: an unknown attribute is
/// ignored, an element that two particles could take goes to the first, a type that claims to restrict another is
/// read by its own content.
static VENDOR_WARNINGS: &[&Code] = &[
    &code::S4S_ATT_NOT_ALLOWED,
    &code::S4S_ELT_CHARACTER,
    &code::S4S_XML_LANG,
    &code::CVC_ID,
    &code::SRC_IMPORT,
    &code::SRC_IMPORT_3,
    &code::SRC_RESOLVE_4,
    &code::SRC_PATTERN_ESCAPE,
    &code::ENUMERATION_REQUIRED_NOTATION,
    &code::COS_NONAMBIG,
    &code::DERIVATION_OK_RESTRICTION,
    &code::COS_PARTICLE_RESTRICT,
    &code::RCASE_NAME_AND_TYPE_OK,
    &code::RCASE_NS_COMPAT,
    &code::RCASE_NS_SUBSET,
    &code::RCASE_NS_RECURSE_CHECK_CARDINALITY,
    &code::RCASE_RECURSE,
    &code::RCASE_RECURSE_LAX,
    &code::RCASE_RECURSE_UNORDERED,
    &code::RCASE_MAP_AND_SUM,
];

/// A sink that knows how strict to be.
#[derive(Debug)]
pub(crate) struct Sink<'d> {
    diagnostics: &'d mut Diagnostics,
    strictness: Strictness,
}

impl<'d> Sink<'d> {
    pub(crate) fn new(diagnostics: &'d mut Diagnostics, strictness: Strictness) -> Self {
        Sink {
            diagnostics,
            strictness,
        }
    }

    /// Adds a message; an error becomes a warning where its rule is one that vendors break.
    pub(crate) fn report(&mut self, mut diagnostic: Diagnostic) {
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
