//! XSD 1.0 as it is written.
