//! Codes of XSD: the specification's own names.

use super::Code;

/// All codes of this module.
pub static ALL: &[&Code] = &[];
