//! Services, operations and their messages: WSDL with every reference resolved.
//!
//! [`Set::compose`] takes all WSDL documents together. Elements and types of message parts stay names here; the
//! schema stage knows what they are.

use std::sync::Arc;

use crate::source::{Span, Spanned};
use crate::syntax::QName;
pub use crate::syntax::wsdl::{PartContent, SoapVersion, Style, Use};

mod compose;
#[cfg(test)]
mod corpus;
mod operation;
mod resolve;
#[cfg(test)]
mod tests;

/// All that the WSDL documents offer.
#[derive(Clone, Debug, Default)]
pub struct Set {
    /// The interfaces, in document order: the first stands for the port type of the first binding, and so on.
    pub interfaces: Vec<Interface>,
    /// The SOAP bindings of those interfaces, in document order.
    pub bindings: Vec<Binding>,
    /// The services, in document order. Empty where the documents have none.
    pub services: Vec<Service>,
}

/// An index into [`Set::interfaces`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InterfaceId(pub usize);

/// An index into [`Set::bindings`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BindingId(pub usize);

/// What one client type offers: a port type as its bindings put it on the wire.
///
/// Bindings of one port type share an interface where their messages are the same, so that the SOAP 1.1 and SOAP
/// 1.2 ports of a service are one client. A binding that reads differently (another style, other headers) has an
/// interface of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interface {
    /// The name of the port type; that of the binding where an earlier binding of the port type reads differently.
    pub name: QName,
    /// The name of the port type.
    pub port_type: QName,
    /// The documentation of the port type.
    pub documentation: Option<String>,
    /// The operations, in the order of the port type; those of another kind than one-way and request-response are
    /// left out and reported.
    pub operations: Vec<Operation>,
    /// The port type.
    pub span: Span,
}

/// One operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// The name; not unique where the port type overloads it.
    pub name: Arc<str>,
    /// The name of the input, which tells overloads apart: written, or the default of WSDL 1.1 section 2.4.5.
    pub input_name: Arc<str>,
    /// Whether another operation of the interface has the same name.
    pub overloaded: bool,
    /// The documentation.
    pub documentation: Option<String>,
    /// How the body parts sit in the body.
    pub style: Style,
    /// Whether the input's body follows the schema or an encoding style.
    pub use_: Use,
    /// What is sent.
    pub input: Message,
    /// What comes back; `None` for a one-way operation.
    pub output: Option<Message>,
    /// The faults that are declared.
    pub faults: Vec<Fault>,
    /// The operation of the port type.
    pub span: Span,
}

/// The input or the output of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The name of the `wsdl:message`.
    pub name: QName,
    /// The wrapper of an rpc body: the operation's name, with `Response` appended for an output, in the namespace of
    /// `soap:body`. `None` for document style.
    pub wrapper: Option<QName>,
    /// Whether the body follows the schema or an encoding style.
    pub use_: Use,
    /// The name of the input or output, which tells overloads apart: written, or the default of WSDL 1.1 section
    /// 2.4.5.
    pub direction_name: Arc<str>,
    /// The parts that make up the body, in order.
    pub body: Vec<Part>,
    /// The parts that travel as headers.
    pub headers: Vec<Header>,
    /// The WS-Addressing action that the port type states.
    pub addressing_action: Option<Arc<str>>,
    /// The documentation of the `wsdl:message`.
    pub documentation: Option<String>,
    /// The `input` or `output` of the port type.
    pub span: Span,
}

/// A part of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The name.
    pub name: Arc<str>,
    /// The element or type, by name.
    pub content: PartContent,
    /// The `wsdl:part`.
    pub span: Span,
}

/// A part of a message that travels as a header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// The name of the `wsdl:message`.
    pub message: QName,
    /// The part of it.
    pub part: Part,
    /// Whether it follows the schema or an encoding style.
    pub use_: Use,
    /// `namespace` of the `soap:header`: that of the header element where the part has a type.
    pub namespace: Option<Arc<str>>,
    /// The parts of the `soap:headerfault` elements: what a fault about this header has in its header.
    pub faults: Vec<Part>,
    /// The `soap:header`.
    pub span: Span,
}

/// A declared fault: one part, the child of the fault's detail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The name.
    pub name: Arc<str>,
    /// The name of the `wsdl:message`.
    pub message: QName,
    /// Its single part.
    pub part: Part,
    /// `namespace` of the `soap:fault`: that of the detail where the part has a type.
    pub namespace: Option<Arc<str>>,
    /// Whether it follows the schema or an encoding style.
    pub use_: Use,
    /// The documentation.
    pub documentation: Option<String>,
    /// The `wsdl:fault` of the port type.
    pub span: Span,
}

/// A SOAP binding of an interface.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// The name; that of the port type where the documents have a port type without a binding.
    pub name: QName,
    /// What it binds.
    pub interface: InterfaceId,
    /// The version of the envelope.
    pub version: SoapVersion,
    /// For every operation of the interface, in that order, its SOAP action; `None` where this binding leaves the
    /// operation out.
    pub actions: Vec<Option<Action>>,
    /// The binding.
    pub span: Span,
}

/// What a binding says of the SOAP action of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// `soapAction`; empty where it is absent.
    pub uri: Arc<str>,
    /// Whether the binding states one at all, be it empty.
    pub stated: bool,
    /// `soapActionRequired`, true by default.
    pub required: bool,
}

/// A service: a group of ports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// The name.
    pub name: QName,
    /// The documentation.
    pub documentation: Option<String>,
    /// The ports with a SOAP binding; the others are reported and left out.
    pub ports: Vec<Port>,
    /// The `wsdl:service`.
    pub span: Span,
}

/// A port: a binding at an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Port {
    /// The name.
    pub name: Arc<str>,
    /// The documentation.
    pub documentation: Option<String>,
    /// The binding.
    pub binding: BindingId,
    /// The address, as written.
    pub address: Option<Spanned<String>>,
    /// The `wsdl:port`.
    pub span: Span,
}

impl Set {
    /// The interface of an id of this set.
    pub fn interface(&self, id: InterfaceId) -> Option<&Interface> {
        self.interfaces.get(id.0)
    }

    /// The binding of an id of this set.
    pub fn binding(&self, id: BindingId) -> Option<&Binding> {
        self.bindings.get(id.0)
    }

    /// The bindings of an interface, in document order.
    pub fn bindings_of(
        &self,
        interface: InterfaceId,
    ) -> impl Iterator<Item = (BindingId, &Binding)> {
        (0..)
            .map(BindingId)
            .zip(&self.bindings)
            .filter(move |(_, binding)| binding.interface == interface)
    }
}
