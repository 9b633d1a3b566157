//! Changes to the shape of the Rust types, one small file each.
//!
//! They run in this order, because
//! - *idempotent* operations are marked while all operations are there, so that a wrong name is noticed;
//! - the *selection* of operations comes next, so that nothing else is done for what is not written;
//! - *lists* are flattened before the *overlay* looks for fields of type string, which items of a list may be;
//! - the *overlay* may change which header an operation needs, so that *reachability* comes after it;
//! - what is *declared* for wildcards is cut down to what is written, once that is known;
//! - *outputs* become partial only where no input needs the same type, which reachability tells;
//! - *endless* values are broken up where optional fields are known, by more of them;
//! - *boxes* depend on which fields are optional, and *blanks* on which are boxed.

mod blank;
mod boxing;
mod component;
mod declare;
mod endless;
mod flatten;
mod overlay;
mod partial;
mod reach;
mod select;

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Crate;
use crate::diagnostic::Diagnostics;
use crate::overlay::Overlay;

/// What the user decides about the shape of types.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The operations to keep; all where it is `None`.
    pub operations: Option<Vec<Arc<str>>>,
    /// Whether a type that holds nothing but a repeated element is a `Vec` in the fields of others.
    pub flatten_lists: bool,
    /// Whether types that only outputs reach have optional fields.
    pub partial_outputs: bool,
    /// Namespaces whose types another module has.
    pub external_namespaces: BTreeSet<Arc<str>>,
    /// The namespace whose types alone are written; all where it is `None`.
    pub only_namespace: Option<Arc<str>>,
    /// What the schema can't say.
    pub overlay: Overlay,
}

/// Runs all passes.
pub fn run(crate_: &mut Crate, options: &Options, diagnostics: &mut Diagnostics) {
    overlay::mark_idempotent(crate_, &options.overlay, diagnostics);
    if let Some(operations) = &options.operations {
        select::run(crate_, operations, diagnostics);
    }
    if options.flatten_lists {
        flatten::run(crate_);
    }
    overlay::run(crate_, &options.overlay, diagnostics);
    reach::run(crate_, options);
    declare::run(crate_, diagnostics);
    if options.partial_outputs {
        partial::run(crate_);
    }
    endless::run(crate_, diagnostics);
    boxing::run(crate_);
    blank::run(crate_);
}
