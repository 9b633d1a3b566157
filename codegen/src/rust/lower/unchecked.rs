//! What generated code does not check yet, said once for each construct.

use crate::diagnostic::code::rust::{IDENTITY_UNCHECKED, WILDCARD_UNCHECKED};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::schema::{ProcessContents, Set, Term};

/// Reports the constraints of a schema that reading does not check.
pub(super) fn report(set: &Set, diagnostics: &mut Diagnostics) {
    let mut constraints = set.identity_constraints.iter().map(|(_, constraint)| constraint);
    if let Some(first) = constraints.next() {
        let others = others(constraints.count());
        diagnostics.push(
            Diagnostic::warning(
                &IDENTITY_UNCHECKED,
                first.span,
                format!("the identity constraint `{}`{others} is not checked in documents", first.name.local),
            )
            .label("documents that violate it are read without an error"),
        );
    }
    let strict = set.particles.iter().filter_map(|(_, particle)| match particle.term {
        Term::Wildcard(wildcard) if set.wildcards[wildcard].process_contents == ProcessContents::Strict => {
            set.wildcards[wildcard].span
        }
        _ => None,
    });
    let mut strict = strict;
    if let Some(first) = strict.next() {
        let others = others(strict.count());
        diagnostics.push(
            Diagnostic::warning(
                &WILDCARD_UNCHECKED,
                first,
                format!("what this wildcard{others} admits is not checked against its declarations"),
            )
            .label("elements are kept as they are"),
        );
    }
}

fn others(count: usize) -> String {
    match count {
        0 => String::new(),
        count => format!(" (and {count} more)"),
    }
}
