//! Schemas and their documents.

use std::collections::BTreeMap;
use std::fmt;

use soapstone::bindings::{
    Declarations, Element, read_document, validate, validate_element, write_document,
};
use soapstone::{AnyElement, Limits, ReadError, ReadOptions, Report, WriteError};
use soapstone_codegen::analysis::Analysis;
use soapstone_codegen::syntax::QName;

use crate::json::{self, JsonError};
use crate::sample::{self, Extent, SampleError};
use crate::tables::{Tables, leak};
use crate::types::{Shape, Types};
use crate::value::{Root, Value};

/// The global elements of WSDL and XSD files, with all that documents of them may hold.
#[derive(Debug)]
pub struct Schema {
    types: &'static Types,
    elements: BTreeMap<QName, Option<Declaration>>,
    declarations: Option<&'static Declarations>,
}

/// A global element that a document can be of.
#[derive(Clone, Copy, Debug)]
pub struct Declaration {
    pub(crate) element: &'static Element,
    pub(crate) shape: &'static Shape,
}

impl Declaration {
    /// The name of the element.
    pub fn name(&self) -> QName {
        QName::new(Some(self.element.name.namespace), self.element.name.local)
    }
}

impl Schema {
    /// The schema of an analysis without errors; one with errors has no elements.
    ///
    /// The tables are kept until the program ends.
    pub fn new(analysis: &Analysis) -> Self {
        let crate_ = &analysis.crate_;
        let tables = Tables::of(crate_, &analysis.set);
        let types = leak(Types::of(crate_, &tables));
        let elements = crate_.elements.iter().map(|element| {
            // An abstract element is known, but is no document.
            let declaration = element.item.map(|_| Declaration {
                element: leak(tables.root(&element.row)),
                shape: leak(Types::shape(crate_, &element.shape)),
            });
            (element.row.name.clone(), declaration)
        });
        Schema {
            types,
            elements: elements.collect(),
            declarations: tables.declared(),
        }
    }

    /// The global element of a name; `None` where there is none, or it is abstract.
    pub fn element(&self, name: &QName) -> Option<Declaration> {
        self.elements.get(name).copied().flatten()
    }

    /// All global elements that are not abstract, by name.
    pub fn elements(&self) -> impl Iterator<Item = Declaration> {
        self.elements.values().copied().flatten()
    }

    /// Reads a document of any of the global elements.
    ///
    /// # Errors
    /// [`Error::Read`] where the text is not well-formed or not what the schema allows, [`Error::UnknownRoot`] where
    /// the root element is none of the global elements, and [`Error::AbstractRoot`] where it is abstract.
    pub fn read(&self, text: &str, options: &ReadOptions) -> Result<(Document, Report), Error> {
        let root = root(text, &options.limits)?;
        match self.elements.get(&root) {
            Some(Some(declaration)) => self.read_as(*declaration, text, options),
            Some(None) => Err(Error::AbstractRoot { found: root }),
            None => Err(Error::UnknownRoot { found: root }),
        }
    }

    /// Checks a document, and keeps nothing of it. Its root is one of the global elements, or names its type by
    /// `xsi:type`.
    ///
    /// # Errors
    /// As [`Schema::read`].
    pub fn validate(&self, text: &str, options: &ReadOptions) -> Result<(), Error> {
        let root = root(text, &options.limits)?;
        match (self.elements.get(&root), self.declarations) {
            (Some(Some(declaration)), _) => {
                Ok(validate_element(text, declaration.element, options)?)
            }
            (Some(None), _) => Err(Error::AbstractRoot { found: root }),
            (None, Some(declarations)) => Ok(validate(text, declarations, options)?),
            (None, None) => Err(Error::UnknownRoot { found: root }),
        }
    }

    /// Reads a document of one global element.
    ///
    /// # Errors
    /// [`Error::Read`] where the text is not well-formed, is of another element, or not what the schema allows.
    pub fn read_as(
        &self,
        declaration: Declaration,
        text: &str,
        options: &ReadOptions,
    ) -> Result<(Document, Report), Error> {
        let mut document = self.blank(declaration);
        let report = read_document(&mut document.value, declaration.element, text, options)?;
        Ok((document, report))
    }

    /// Makes a document of a global element from JSON, and checks it against the schema.
    ///
    /// # Errors
    /// Where the JSON has a key that the type does not know, a value of the wrong kind, or says what the schema
    /// does not allow.
    pub fn from_json(
        &self,
        declaration: Declaration,
        json: &serde_json::Value,
    ) -> Result<Document, JsonError> {
        let mut document = self.blank(declaration);
        json::read(&mut document, json)?;
        let text = document.to_xml().map_err(JsonError::Write)?;
        match validate_element(&text, declaration.element, &ReadOptions::strict()) {
            Ok(()) => Ok(document),
            Err(error) => Err(JsonError::Invalid(Box::new(error.into()))),
        }
    }

    /// Makes up a document of a global element that the schema allows.
    ///
    /// # Errors
    /// Where no value is found for a simple type, or a type contains itself without end; and where what was made up
    /// is not valid, because an identity constraint asks for more.
    pub fn sample(
        &self,
        declaration: Declaration,
        extent: Extent,
    ) -> Result<Document, SampleError> {
        let mut document = self.blank(declaration);
        sample::fill(self, &mut document, extent)?;
        let checked = match document.to_xml() {
            Ok(text) => validate_element(&text, declaration.element, &ReadOptions::strict())
                .map_err(Error::from),
            Err(error) => Err(Error::Write(error)),
        };
        match checked {
            Ok(()) => Ok(document),
            Err(error) => Err(SampleError::NotValid(Box::new(error))),
        }
    }

    fn blank(&self, declaration: Declaration) -> Document {
        Document {
            declaration,
            types: self.types,
            value: Root(Value::blank(declaration.shape, self.types)),
        }
    }
}

/// A document that keeps to a schema.
#[derive(Clone, Debug)]
pub struct Document {
    pub(crate) declaration: Declaration,
    pub(crate) types: &'static Types,
    pub(crate) value: Root,
}

impl Document {
    /// The root element.
    pub fn declaration(&self) -> Declaration {
        self.declaration
    }

    /// The document as XML, without an XML declaration.
    ///
    /// # Errors
    /// Where the value is not what the schema allows, or has text that XML can't express.
    pub fn to_xml(&self) -> Result<String, WriteError> {
        write_document(&self.value, self.declaration.element)
    }

    /// The document as JSON; `docs/command.md` of the repository says how.
    pub fn to_json(&self) -> serde_json::Value {
        json::write(self)
    }

    /// The document as a generic element, for messages.
    ///
    /// # Errors
    /// As [`Document::to_xml`].
    pub fn to_element(&self) -> Result<AnyElement, Error> {
        let text = self.to_xml().map_err(Error::Write)?;
        AnyElement::from_xml(&text, &Limits::default()).map_err(Error::Xml)
    }
}

/// Why a document can't be read.
#[derive(Debug)]
pub enum Error {
    /// It is not what the schema allows.
    Read(ReadError),
    /// Its root is none of the global elements.
    UnknownRoot {
        /// The root.
        found: QName,
    },
    /// Its root is an abstract element, which no document may have.
    AbstractRoot {
        /// The root.
        found: QName,
    },
    /// It is not well-formed.
    Xml(soapstone::XmlError),
    /// The value can't be written.
    Write(WriteError),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Read(error) => write!(f, "{error}"),
            Error::UnknownRoot { found } => {
                write!(
                    f,
                    "unexpected root `{found}`: no schema declares this element"
                )
            }
            Error::AbstractRoot { found } => {
                write!(f, "unexpected root `{found}`: the element is abstract")
            }
            Error::Xml(error) => write!(f, "{error}"),
            Error::Write(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for Error {}

impl From<ReadError> for Error {
    fn from(error: ReadError) -> Self {
        Error::Read(error)
    }
}

/// The name of the root element of a document. A document that is not well-formed is left to its reader.
fn root(text: &str, limits: &Limits) -> Result<QName, Error> {
    let mut reader = soapstone::xml::Reader::new(text, limits);
    reader.next().map_err(Error::Xml)?;
    let name = reader.name();
    Ok(QName::new(Some(name.namespace.as_str()), name.local))
}
