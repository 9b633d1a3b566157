//! Documents of WSDL and XSD files without generated code.
//!
//! A [`Schema`] holds the tables that generated code would have in `static`s, built while the program runs from the
//! same description ([`soapstone_codegen::rust`]); the interpreters of `soapstone` walk them. What a generated struct
//! is to them a [`Document`] is here: it is read and checked, written, turned into JSON and made from it.
//!
//! ```
//! use soapstone::ReadOptions;
//! use soapstone_codegen::Config;
//! use soapstone_codegen::analysis::Analysis;
//! use soapstone_dynamic::Schema;
//!
//! # let directory = std::env::temp_dir().join(format!("soapstone-dynamic-{}", std::process::id()));
//! # std::fs::create_dir_all(&directory)?;
//! # let file = directory.join("note.xsd");
//! # std::fs::write(&file, r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
//! #   <xs:element name="note"><xs:complexType><xs:sequence>
//! #     <xs:element name="text" type="xs:string"/><xs:element name="stars" type="xs:int" minOccurs="0"/>
//! #   </xs:sequence></xs:complexType></xs:element>
//! # </xs:schema>"#)?;
//! let schema = Schema::new(&Analysis::new(&Config::new().schema(file)));
//! let (document, _) = schema.read("<note><text>a</text><stars>3</stars></note>", &ReadOptions::strict())?;
//! assert_eq!(document.to_json().to_string(), r#"{"text":"a","stars":3}"#);
//!
//! let error = schema.read("<note><stars>3</stars></note>", &ReadOptions::strict()).unwrap_err();
//! assert_eq!(error.to_string(), "/note/stars at 1:7: unexpected element `stars`: expected `text`");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The tables live as long as the program, as those of generated code do: a [`Schema`] that is dropped does not give
//! its memory back.

mod json;
mod sample;
mod schema;
mod tables;
mod types;
mod value;

pub use json::JsonError;
pub use sample::{Extent, SampleError};
pub use schema::{Declaration, Document, Error, Schema};
