//! Keeps the operations that the user asked for.

use std::sync::Arc;

use crate::diagnostic::code::rust::OPERATION_UNKNOWN;
use crate::diagnostic::{Diagnostic, Diagnostics, nearest};
use crate::rust::Crate;

pub(super) fn run(crate_: &mut Crate, operations: &[Arc<str>], diagnostics: &mut Diagnostics) {
    for name in operations {
        let is_known = |interface: &crate::rust::Interface| {
            interface
                .operations
                .iter()
                .any(|operation| operation.name == *name)
        };
        if !crate_.interfaces.iter().any(is_known) {
            let known = crate_
                .interfaces
                .iter()
                .flat_map(|interface| &interface.operations);
            let nearest = nearest(name, known.map(|operation| operation.name.as_ref()));
            let mut diagnostic = Diagnostic::error_without_place(
                &OPERATION_UNKNOWN,
                format!("there is no operation `{name}`"),
            );
            if let Some(nearest) = nearest {
                diagnostic = diagnostic.help(format!("did you mean `{nearest}`?"));
            }
            diagnostics.push(diagnostic);
        }
    }
    for interface in &mut crate_.interfaces {
        interface
            .operations
            .retain(|operation| operations.contains(&operation.name));
        interface.collect();
    }
    crate_
        .interfaces
        .retain(|interface| !interface.operations.is_empty());
}
