//! WSDL 1.1 as it is written: one struct for every element, names expanded, references unresolved.
//!
//! [`parse_definitions`] reads a `wsdl:definitions` element. The SOAP 1.1 and 1.2 extension elements are read; other
//! extensions (policies, vendors' additions) are listed in `extensions` fields, so that a later stage can say what
//! it ignores.

use std::sync::Arc;

use super::element::Extension;
use super::name::QName;
use super::xsd;
use crate::source::{Span, Spanned};

mod parse;
mod parse_binding;
#[cfg(test)]
mod tests;

pub use parse::parse_definitions;

/// The namespace of WSDL 1.1.
pub const NAMESPACE: &str = "http://schemas.xmlsoap.org/wsdl/";
/// The namespace of WSDL 2.0, which is recognised and refused.
pub const NAMESPACE_20: &str = "http://www.w3.org/ns/wsdl";
/// The namespace of the WSDL binding to SOAP 1.1.
pub const SOAP11_NAMESPACE: &str = "http://schemas.xmlsoap.org/wsdl/soap/";
/// The namespace of the WSDL binding to SOAP 1.2.
pub const SOAP12_NAMESPACE: &str = "http://schemas.xmlsoap.org/wsdl/soap12/";
/// The namespace of the WSDL binding to HTTP GET and POST.
pub const HTTP_NAMESPACE: &str = "http://schemas.xmlsoap.org/wsdl/http/";
/// The namespace of the WSDL binding to MIME.
pub const MIME_NAMESPACE: &str = "http://schemas.xmlsoap.org/wsdl/mime/";

/// `definitions`, WSDL 1.1 section 2.1.
#[derive(Clone, Debug)]
pub struct Definitions {
    /// `name`.
    pub name: Option<Arc<str>>,
    /// `targetNamespace`.
    pub target_namespace: Option<Arc<str>>,
    /// `documentation`, as plain text.
    pub documentation: Option<String>,
    /// `import` elements.
    pub imports: Vec<Import>,
    /// The schemas inside of `types`.
    pub schemas: Vec<xsd::Schema>,
    /// `message` elements.
    pub messages: Vec<Message>,
    /// `portType` elements.
    pub port_types: Vec<PortType>,
    /// `binding` elements.
    pub bindings: Vec<Binding>,
    /// `service` elements.
    pub services: Vec<Service>,
    /// What is neither WSDL nor SOAP, here or inside of `types`.
    pub extensions: Vec<Extension>,
    /// The start tag.
    pub span: Span,
}

/// `import`, section 2.1.1.
#[derive(Clone, Debug)]
pub struct Import {
    /// `namespace`.
    pub namespace: Option<Arc<str>>,
    /// `location`.
    pub location: Option<Spanned<String>>,
    /// The start tag.
    pub span: Span,
}

/// `message`, section 2.3.
#[derive(Clone, Debug)]
pub struct Message {
    /// `name`.
    pub name: Arc<str>,
    /// `documentation`, as plain text.
    pub documentation: Option<String>,
    /// `part` elements.
    pub parts: Vec<Part>,
    /// What is neither WSDL nor SOAP.
    pub extensions: Vec<Extension>,
    /// The start tag.
    pub span: Span,
}

/// `part`, section 2.3.1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// `name`.
    pub name: Arc<str>,
    /// `element` or `type`; `None` where it has neither, which was reported.
    pub content: Option<PartContent>,
    /// The start tag.
    pub span: Span,
}

/// What a part consists of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PartContent {
    /// `element`: the name of a global element declaration.
    Element(Spanned<QName>),
    /// `type`: the name of a type definition.
    Type(Spanned<QName>),
}

impl PartContent {
    /// The name of the element or type.
    pub fn name(&self) -> &Spanned<QName> {
        match self {
            PartContent::Element(name) | PartContent::Type(name) => name,
        }
    }
}

/// `portType`, section 2.4.
#[derive(Clone, Debug)]
pub struct PortType {
    /// `name`.
    pub name: Arc<str>,
    /// `documentation`, as plain text.
    pub documentation: Option<String>,
    /// `operation` elements.
    pub operations: Vec<Operation>,
    /// What is neither WSDL nor SOAP.
    pub extensions: Vec<Extension>,
    /// The start tag.
    pub span: Span,
}

/// `operation` of a port type, sections 2.4.1 to 2.4.4.
#[derive(Clone, Debug)]
pub struct Operation {
    /// `name`; several operations of a port type may share it.
    pub name: Arc<str>,
    /// `documentation`, as plain text.
    pub documentation: Option<String>,
    /// Which messages it has, and in which order.
    pub kind: OperationKind,
    /// `input`.
    pub input: Option<OperationMessage>,
    /// `output`.
    pub output: Option<OperationMessage>,
    /// `fault` elements.
    pub faults: Vec<OperationFault>,
    /// `parameterOrder`, section 2.4.6.
    pub parameter_order: Vec<Arc<str>>,
    /// What is neither WSDL nor SOAP.
    pub extensions: Vec<Extension>,
    /// The start tag.
    pub span: Span,
}

/// The four transmission primitives, section 2.4.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OperationKind {
    /// Only an input.
    OneWay,
    /// An input, then an output.
    RequestResponse,
    /// An output, then an input.
    SolicitResponse,
    /// Only an output.
    Notification,
    /// Neither, which was reported.
    Empty,
}

/// `input` or `output` of an operation.
#[derive(Clone, Debug)]
pub struct OperationMessage {
    /// `name`; see section 2.4.5 for its default.
    pub name: Option<Arc<str>>,
    /// `message`; `None` where it is missing or its prefix is not declared, which was reported.
    pub message: Option<Spanned<QName>>,
    /// `wsaw:Action` or `wsam:Action`, the WS-Addressing action.
    pub action: Option<String>,
    /// `documentation`, as plain text.
    pub documentation: Option<String>,
    /// The start tag.
    pub span: Span,
}

/// `fault` of an operation.
#[derive(Clone, Debug)]
pub struct OperationFault {
    /// `name`; empty where it is missing, which was reported.
    pub name: Arc<str>,
    /// `message`; `None` where it is missing or its prefix is not declared, which was reported.
    pub message: Option<Spanned<QName>>,
    /// `documentation`, as plain text.
    pub documentation: Option<String>,
    /// The start tag.
    pub span: Span,
}

/// `binding`, section 2.5.
#[derive(Clone, Debug)]
pub struct Binding {
    /// `name`.
    pub name: Arc<str>,
    /// `documentation`, as plain text.
    pub documentation: Option<String>,
    /// `type`, the port type.
    pub port_type: Option<Spanned<QName>>,
    /// The protocol.
    pub protocol: Protocol,
    /// `operation` elements.
    pub operations: Vec<BindingOperation>,
    /// What is neither WSDL nor SOAP.
    pub extensions: Vec<Extension>,
    /// The start tag.
    pub span: Span,
}

/// The protocol of a binding, by its extension element.
#[derive(Clone, Debug)]
pub enum Protocol {
    /// `soap:binding` of SOAP 1.1 or 1.2.
    Soap(SoapBinding),
    /// `http:binding`, section 4.
    Http(Span),
    /// No binding element that is known.
    Unknown,
}

/// `soap:binding`, section 3.3.
#[derive(Clone, Debug)]
pub struct SoapBinding {
    /// The version, by the namespace of the element.
    pub version: SoapVersion,
    /// `style`, the default of all operations.
    pub style: Option<Style>,
    /// `transport`.
    pub transport: Option<Spanned<String>>,
    /// The start tag.
    pub span: Span,
}

/// The version of SOAP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SoapVersion {
    /// SOAP 1.1.
    V11,
    /// SOAP 1.2.
    V12,
}

/// `style`, section 3.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// The parts are the children of the body.
    Document,
    /// The parts are wrapped in an element named like the operation.
    Rpc,
}

/// `use`, section 3.5.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// As the schema says.
    Literal,
    /// By the rules of an encoding style.
    Encoded,
}

/// `operation` of a binding.
#[derive(Clone, Debug)]
pub struct BindingOperation {
    /// `name`.
    pub name: Arc<str>,
    /// `soap:operation`.
    pub soap: Option<SoapOperation>,
    /// `input`.
    pub input: Option<BindingMessage>,
    /// `output`.
    pub output: Option<BindingMessage>,
    /// `fault` elements.
    pub faults: Vec<BindingFault>,
    /// What is neither WSDL nor SOAP.
    pub extensions: Vec<Extension>,
    /// The start tag.
    pub span: Span,
}

/// `soap:operation`, section 3.4.
#[derive(Clone, Debug)]
pub struct SoapOperation {
    /// `soapAction`.
    pub action: Option<Spanned<String>>,
    /// `soapActionRequired` of SOAP 1.2.
    pub action_required: Option<bool>,
    /// `style`.
    pub style: Option<Style>,
    /// The start tag.
    pub span: Span,
}

/// `input` or `output` of a binding's operation.
#[derive(Clone, Debug)]
pub struct BindingMessage {
    /// `name`.
    pub name: Option<Arc<str>>,
    /// `soap:body`, also that of the first part of a `mime:multipartRelated`.
    pub body: Option<SoapBody>,
    /// `soap:header` elements, also those inside of a `mime:multipartRelated`.
    pub headers: Vec<SoapHeader>,
    /// `mime:…` and `http:…` elements.
    pub other: Vec<OtherContent>,
    /// What is neither WSDL, SOAP, MIME nor HTTP.
    pub extensions: Vec<Extension>,
    /// The start tag.
    pub span: Span,
}

/// A `mime:` or `http:` element in an `input` or `output`.
#[derive(Clone, Debug)]
pub struct OtherContent {
    /// Its name, such as `{http://schemas.xmlsoap.org/wsdl/mime/}multipartRelated`.
    pub name: QName,
    /// The names of the message parts that it carries.
    pub parts: Vec<Arc<str>>,
    /// The start tag.
    pub span: Span,
}

/// `soap:body`, section 3.5.
#[derive(Clone, Debug)]
pub struct SoapBody {
    /// The version, by the namespace of the element.
    pub version: SoapVersion,
    /// `use`.
    pub use_: Option<Spanned<Use>>,
    /// `namespace`, that of the wrapper of an rpc message.
    pub namespace: Option<Arc<str>>,
    /// `parts`; `None` means all.
    pub parts: Option<Spanned<Vec<Arc<str>>>>,
    /// `encodingStyle`.
    pub encoding_style: Vec<String>,
    /// The start tag.
    pub span: Span,
}

/// `soap:header`, section 3.7.
#[derive(Clone, Debug)]
pub struct SoapHeader {
    /// `message`.
    pub message: Option<Spanned<QName>>,
    /// `part`.
    pub part: Option<Spanned<Arc<str>>>,
    /// `use`.
    pub use_: Option<Spanned<Use>>,
    /// `namespace`.
    pub namespace: Option<Arc<str>>,
    /// `encodingStyle`.
    pub encoding_style: Vec<String>,
    /// `soap:headerfault` elements; theirs are empty.
    pub faults: Vec<SoapHeader>,
    /// The start tag.
    pub span: Span,
}

/// `fault` of a binding's operation.
#[derive(Clone, Debug)]
pub struct BindingFault {
    /// `name`; where it is missing, that of its `soap:fault`.
    pub name: Option<Arc<str>>,
    /// `soap:fault`.
    pub soap: Option<SoapFault>,
    /// What is neither WSDL nor SOAP.
    pub extensions: Vec<Extension>,
    /// The start tag.
    pub span: Span,
}

/// `soap:fault`, section 3.6.
#[derive(Clone, Debug)]
pub struct SoapFault {
    /// `name`.
    pub name: Option<Arc<str>>,
    /// `use`.
    pub use_: Option<Spanned<Use>>,
    /// `namespace`.
    pub namespace: Option<Arc<str>>,
    /// `encodingStyle`.
    pub encoding_style: Vec<String>,
    /// The start tag.
    pub span: Span,
}

/// `service`, section 2.7.
#[derive(Clone, Debug)]
pub struct Service {
    /// `name`.
    pub name: Arc<str>,
    /// `documentation`, as plain text.
    pub documentation: Option<String>,
    /// `port` elements.
    pub ports: Vec<Port>,
    /// What is neither WSDL nor SOAP.
    pub extensions: Vec<Extension>,
    /// The start tag.
    pub span: Span,
}

/// `port`, section 2.6.
#[derive(Clone, Debug)]
pub struct Port {
    /// `name`.
    pub name: Arc<str>,
    /// `documentation`, as plain text.
    pub documentation: Option<String>,
    /// `binding`.
    pub binding: Option<Spanned<QName>>,
    /// `location` of the `soap:address` or `http:address`.
    pub address: Option<Spanned<String>>,
    /// What is neither WSDL nor SOAP.
    pub extensions: Vec<Extension>,
    /// The start tag.
    pub span: Span,
}
