//! The XSD component model.
