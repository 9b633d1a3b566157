//! The runtime of code that soapstone generates from WSDL and XSD files.
//!
//! The generator, `soapstone-codegen`, writes plain structs and enums, and tables that say what the schema allows.
//! This crate walks those tables: it reads and writes documents, checks them, and carries SOAP messages between
//! clients and services.
//!
//! # Documents
//!
//! Every generated type of a global element is a [`GlobalElement`]: [`from_str`] and [`from_slice`] read a document of
//! it, strictly; [`to_string`], [`to_vec`] and [`to_writer`] write one. An error says where, what was found, and what
//! the schema expects:
//!
//! ```text
//! /executeJobParam/jobHandle at 2:5: unexpected element `{…}jobHandle`: expected `{…}companyHandle`
//! ```
//!
//! [`ReadOptions`] sets how exactly a document must keep to the schema ([`Mode`]), and [`Limits`] what is too much.
//!
//! # Calls
//!
//! A generated client has a method for each operation, and is made from a [`Client`] (or a [`blocking::Client`]): an
//! endpoint, and a [transport](transport::Transport) to send requests with. A generated server trait becomes a
//! [`Service`], which answers over HTTP or, in tests, in the same process.
//!
//! # Features
//!
//! | feature | what it adds |
//! |---|---|
//! | `pattern` (default) | pattern facets are checked, in linear time |
//! | `reqwest` | [`transport`]: an asynchronous HTTP client over reqwest and rustls |
//! | `ureq` | [`transport`]: a blocking HTTP client over ureq and rustls |
//! | `server` | [`transport`]: an HTTP server on a thread of its own |
//! | `gzip` | compressed bodies; on with each of the three above |
//! | `tower` | [`transport`]: services of tower as transports, handlers as services of tower, for axum |
//! | `ws-security` | [`soap`]: the header block with a user name and password, and a timestamp |
//! | `ws-addressing` | [`soap`]: the header blocks that say where a message goes |
//! | `tracing` | a span for each call |

#[doc(hidden)]
pub mod bindings;
mod content;
mod declarations;
mod limits;
pub mod model;
mod read;
pub mod simple;
pub mod soap;
pub mod transport;
pub mod value;
mod write;

#[doc(hidden)]
pub mod xml;
pub mod xsd;

pub use bindings::{FaultDetail, NoFault, Operation};
pub use limits::{Doctype, Limit, LimitExceeded, Limits};
pub use read::{
    EmptyBecause, GlobalElement, IdentityError, Mode, ReadError, ReadErrorKind, ReadOptions,
    Report, from_slice, from_slice_with, from_str, from_str_with,
};
pub use soap::{
    CallOptions, Client, Error, Failure, Fault, FaultCode, Framing, HeaderBlock, Reply, Request,
    Retry, Service, SoapActionStyle, blocking, not_implemented,
};
pub use value::Nillable;
pub use write::{WriteError, WriteErrorKind, to_string, to_vec, to_writer};
/// The module that a build script generated, by the name that it gave.
///
/// ```ignore
/// pub mod ips { soapstone::include_bindings!("ips"); }
/// ```
#[macro_export]
macro_rules! include_bindings {
    ($name:literal) => {
        include!(concat!(env!("OUT_DIR"), "/", $name, ".rs"));
    };
}

pub use xml::{AnyAttribute, AnyElement, AnyNode, ExpandedName, XmlError, XmlErrorKind};
