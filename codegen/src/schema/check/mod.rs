//! Schema component constraints.

use super::strictness::Sink;
use super::{Set, Strictness};
use crate::diagnostic::Diagnostics;

/// Holds a set against the schema component constraints.
pub fn check(set: &Set, strictness: Strictness, diagnostics: &mut Diagnostics) {
    let _ = (set, Sink::new(diagnostics, strictness));
}
