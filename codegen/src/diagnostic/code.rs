//! The codes of all diagnostics, each with what `soapstone explain` says of it.
//!
//! A code of the XSD specification keeps its name there (`src-resolve`, `cos-nonambig`); ours begin with the name
//! of the stage or file format (`wsdl-…`, `soap-…`, `overlay-…`, `config-…`, `file-…`, `rust-…`).

pub mod rust;
pub mod schema;
pub mod source;

/// A stable code and its explanation.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// The name that a message shows in brackets.
    pub name: &'static str,
    /// The clause of the specification that it enforces, such as `XSD 1.0 Part 1, 3.9.6`; empty where it is ours.
    pub clause: &'static str,
    /// What it means and what to do, in a paragraph or two, with a small example.
    pub explanation: &'static str,
}

/// The code of a name, if there is one.
pub fn find(name: &str) -> Option<&'static Code> {
    all().find(|code| code.name == name)
}

/// Every code, grouped by the stage that reports it.
pub fn all() -> impl Iterator<Item = &'static Code> {
    [source::ALL, schema::ALL, rust::ALL]
        .into_iter()
        .flatten()
        .copied()
}
