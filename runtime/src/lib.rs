//! The runtime of code that soapstone generates from WSDL and XSD files.

pub mod bindings;
mod content;
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

pub use limits::{Doctype, Limit, LimitExceeded, Limits};
pub use read::{
    EmptyBecause, GlobalElement, Mode, ReadError, ReadErrorKind, ReadOptions, Report, from_slice, from_slice_with,
    from_str, from_str_with,
};
pub use bindings::{FaultDetail, NoFault, Operation};
pub use soap::{
    CallOptions, Client, Error, Failure, Fault, FaultCode, Framing, HeaderBlock, Reply, Request, Service,
    SoapActionStyle, blocking, not_implemented,
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
