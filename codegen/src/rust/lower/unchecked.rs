//! What generated code does not check yet, said once for each construct.

use soapstone::xsd::pattern::PatternError;

use crate::diagnostic::code::rust::PATTERN_UNSUPPORTED;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::schema::Set;

/// Reports the constraints of a schema that reading does not check.
pub(super) fn report(set: &Set, diagnostics: &mut Diagnostics) {
    report_patterns(set, diagnostics);
}

/// The patterns that are too large to be matched.
fn report_patterns(set: &Set, diagnostics: &mut Diagnostics) {
    let patterns = set
        .simple_types
        .iter()
        .flat_map(|(_, definition)| &definition.facets.patterns);
    for (text, span) in patterns.flat_map(|pattern| &pattern.alternatives) {
        let Some(span) = *span else {
            continue;
        };
        // Compiling takes time, and few patterns come near the limit.
        if size(text) > SUSPICIOUS_SIZE
            && let Err(PatternError::TooLarge { limit }) =
                soapstone::simple::Pattern::from(text.to_string()).compile()
        {
            let message = format!(
                "values are not checked against this pattern: it needs more than {limit} bytes"
            );
            diagnostics.push(
                Diagnostic::warning(&PATTERN_UNSUPPORTED, span, message)
                    .label("too large")
                    .help("smaller bounds in `{…}`, or a `maxLength` beside the pattern, say the same at less cost"),
            );
        }
    }
}

/// From this size on a pattern may be too large.
const SUSPICIOUS_SIZE: usize = 5_000;

/// How large a pattern is, in characters, with all that it repeats written out: never less than it is, often more.
fn size(pattern: &str) -> usize {
    let counts = pattern.split('{').skip(1).filter_map(|rest| {
        let bounds = rest.split('}').next()?;
        bounds
            .split(',')
            .filter_map(|bound| bound.parse::<usize>().ok())
            .max()
    });
    counts.fold(pattern.len(), |size, count| {
        size.saturating_mul(count.max(1))
    })
}
