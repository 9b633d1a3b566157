//! Codes of files, WSDL, SOAP bindings, overlays and configuration.

use super::Code;

/// All codes of this module.
pub static ALL: &[&Code] = &[];
