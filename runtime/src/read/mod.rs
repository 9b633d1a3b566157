//! Reading documents into values.

mod check;
mod content;
mod error;
mod identity;
mod included;
mod interpreter;
pub(crate) mod text;

pub use check::{validate, validate_element};
pub use error::{EmptyBecause, ReadError, ReadErrorKind};
pub(crate) use error::{segment, term_name};
pub use identity::IdentityError;
pub(crate) use included::XOP;
pub(crate) use interpreter::{INSTANCE, Interpreter};

use crate::limits::Limits;
use crate::model::Element;
use crate::value::{Blank, Value};
use crate::xml::{self, Reader, Token};

/// A type that a document can be of: generated code implements it for every global element.
pub trait GlobalElement: Value + Blank {
    /// Name and type of the element.
    const DECLARATION: &'static Element;
}

/// How exactly a document must keep to the schema.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// All that the schema refuses is an error: the default for documents. That includes identity constraints, and
    /// `ID`s that are not unique or not there.
    #[default]
    Strict,
    /// What the schema doesn't know is skipped and counted in the [`Report`]: unknown elements and attributes, stray
    /// text, elements beyond their maximum. Order and required elements are kept, and values must be of their type,
    /// but facets, fixed values, identity constraints and `ID`s are not
    /// checked. The default for replies of services.
    Lenient,
}

/// How to read a document.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// Strict or lenient.
    pub mode: Mode,
    /// What is too much.
    pub limits: Limits,
}

impl ReadOptions {
    /// Strict reading with the default limits.
    pub fn strict() -> Self {
        Self::default()
    }

    /// Lenient reading with the default limits.
    pub fn lenient() -> Self {
        ReadOptions {
            mode: Mode::Lenient,
            ..Self::default()
        }
    }

    /// Replaces the limits.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }
}

/// What lenient reading passed over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// How many elements were skipped, not counting what is inside of them.
    pub skipped_elements: u64,
    /// How many attributes.
    pub skipped_attributes: u64,
    /// How many pieces of text between elements.
    pub skipped_texts: u64,
    /// The expanded names of the first few of them, each once.
    pub names: Vec<String>,
}

impl Report {
    /// How many different names are kept.
    const NAMES: usize = 16;

    /// Whether nothing was passed over.
    pub fn is_empty(&self) -> bool {
        self.skipped_elements == 0 && self.skipped_attributes == 0 && self.skipped_texts == 0
    }

    pub(crate) fn skip_element(&mut self, name: String) {
        self.skipped_elements += 1;
        self.remember(name);
    }

    pub(crate) fn skip_attribute(&mut self, name: String) {
        self.skipped_attributes += 1;
        self.remember(name);
    }

    pub(crate) fn skip_text(&mut self) {
        self.skipped_texts += 1;
    }

    fn remember(&mut self, name: String) {
        if self.names.len() < Self::NAMES && !self.names.contains(&name) {
            self.names.push(name);
        }
    }
}

/// Reads a document strictly, with the default limits.
///
/// # Errors
/// Where the text is not a well-formed document or not what the schema of `T` allows.
pub fn from_str<T: GlobalElement>(text: &str) -> Result<T, ReadError> {
    let mut value = T::blank();
    read_strictly(&mut value, T::DECLARATION, text)?;
    Ok(value)
}

/// Reads a document from bytes, in the encoding that it declares, strictly and with the default limits.
///
/// # Errors
/// As [`from_str`], and where the bytes are not text of the declared encoding.
pub fn from_slice<T: GlobalElement>(bytes: &[u8]) -> Result<T, ReadError> {
    from_slice_with(bytes, &ReadOptions::strict()).map(|(value, _)| value)
}

/// Reads a document from bytes, and reports what lenient reading passed over.
///
/// # Errors
/// As [`from_slice`].
pub fn from_slice_with<T: GlobalElement>(
    bytes: &[u8],
    options: &ReadOptions,
) -> Result<(T, Report), ReadError> {
    let text = crate::xml::decode(bytes, None).map_err(|error| {
        ReadError::new(
            ReadErrorKind::Xml(error),
            xml::Position { line: 1, column: 1 },
        )
    })?;
    from_str_with(&text, options)
}

/// Reads a document, and reports what lenient reading passed over.
///
/// # Errors
/// As [`from_str`].
pub fn from_str_with<T: GlobalElement>(
    text: &str,
    options: &ReadOptions,
) -> Result<(T, Report), ReadError> {
    let mut value = T::blank();
    let report = read_document(&mut value, T::DECLARATION, text, options)?;
    Ok((value, report))
}

/// Reads a whole document with the options of [`from_str`]. Without a report, the generic code around it is less.
fn read_strictly(
    value: &mut dyn Value,
    element: &'static Element,
    text: &str,
) -> Result<(), ReadError> {
    read_document(value, element, text, &ReadOptions::strict()).map(drop)
}

/// Reads a whole document, whose root must be the element given, into a blank value.
pub(crate) fn read_document(
    value: &mut dyn Value,
    element: &'static Element,
    text: &str,
    options: &ReadOptions,
) -> Result<Report, ReadError> {
    let mut reader = Reader::new(text, &options.limits);
    let mut interpreter = Interpreter::new(&mut reader, options);
    interpreter.read_root(value, element)?;
    interpreter.finish()?;
    Ok(interpreter.into_report())
}

impl Interpreter<'_, '_> {
    /// Reads the root element.
    fn read_root(
        &mut self,
        value: &mut dyn Value,
        element: &'static Element,
    ) -> Result<(), ReadError> {
        self.next()?;
        self.read_started(value, element)
    }

    /// Reads the element that just started, which must be the one given.
    pub(crate) fn read_started(
        &mut self,
        value: &mut dyn Value,
        element: &'static Element,
    ) -> Result<(), ReadError> {
        if !self
            .reader
            .matches(element.name.namespace, element.name.local)
        {
            return Err(self.error(ReadErrorKind::UnexpectedRoot {
                found: self.reader.name().to_string(),
                expected: element.name.to_string(),
            }));
        }
        if element.declarations.is_some() {
            self.declarations = element.declarations;
        }
        self.begin_identity();
        self.read_child(value, element, false)?;
        self.end_identity()
            .map_err(|error| error.within(segment(&element.name, None)))
    }

    /// Reads what may follow the root element.
    pub(crate) fn finish(&mut self) -> Result<(), ReadError> {
        while self.next()? != Token::Eof {}
        Ok(())
    }
}
