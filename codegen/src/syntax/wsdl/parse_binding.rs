//! Reads `wsdl:binding` with its SOAP, HTTP and MIME extension elements.

use std::sync::Arc;

use roxmltree::Node;

use super::parse::{Reader, add_documentation, wsdl_name};
use super::{
    Binding, BindingFault, BindingMessage, BindingOperation, HTTP_NAMESPACE, MIME_NAMESPACE,
    OtherContent, Protocol, SOAP11_NAMESPACE, SOAP12_NAMESPACE, SoapBinding, SoapBody, SoapFault,
    SoapHeader, SoapOperation, SoapVersion, Style, Use,
};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::code::source as code;
use crate::source::Spanned;
use crate::syntax::element::{element_name, value_span};

/// The namespaces of `swaRef` and the like are tolerated inside of `mime:part`; these two carry parts.
const CONTENT: &[&str] = &["content", "mimeXml"];

/// Reads a `wsdl:binding`; `None` where it has no name, which is reported.
pub(super) fn parse_binding(reader: &mut Reader<'_>, node: Node<'_, '_>) -> Option<Binding> {
    let mut binding = Binding {
        extensions: reader.attributes(node, &["name", "type"]),
        name: reader.required_name(node)?,
        documentation: None,
        port_type: reader.component(node, "type"),
        protocol: Protocol::Unknown,
        operations: Vec::new(),
        span: reader.span(node),
    };
    for child in node.children().filter(Node::is_element) {
        let namespace = child.tag_name().namespace();
        match (soap_version(namespace), child.tag_name().name()) {
            (Some(version), "binding") => {
                binding.protocol = Protocol::Soap(soap_binding(reader, child, version))
            }
            (None, "binding") if namespace == Some(HTTP_NAMESPACE) => {
                binding.protocol = Protocol::Http(reader.span(child));
            }
            (None, "operation") if wsdl_name(child).is_some() => {
                binding.operations.extend(operation(reader, child));
            }
            (None, "documentation") if wsdl_name(child).is_some() => {
                add_documentation(&mut binding.documentation, child);
            }
            _ => reader.other(child, &mut binding.extensions),
        }
    }
    Some(binding)
}

fn soap_version(namespace: Option<&str>) -> Option<SoapVersion> {
    match namespace {
        Some(SOAP11_NAMESPACE) => Some(SoapVersion::V11),
        Some(SOAP12_NAMESPACE) => Some(SoapVersion::V12),
        _ => None,
    }
}

fn soap_binding(reader: &mut Reader<'_>, node: Node<'_, '_>, version: SoapVersion) -> SoapBinding {
    reader.attributes(node, &["style", "transport"]);
    SoapBinding {
        version,
        style: style(reader, node),
        transport: reader.text_attribute(node, "transport"),
        span: reader.span(node),
    }
}

fn operation(reader: &mut Reader<'_>, node: Node<'_, '_>) -> Option<BindingOperation> {
    let mut operation = BindingOperation {
        extensions: reader.attributes(node, &["name"]),
        name: reader.required_name(node)?,
        soap: None,
        input: None,
        output: None,
        faults: Vec::new(),
        span: reader.span(node),
    };
    for child in node.children().filter(Node::is_element) {
        let namespace = child.tag_name().namespace();
        match (wsdl_name(child), child.tag_name().name()) {
            (Some("documentation"), _) => {}
            (Some("input"), _) if operation.input.is_none() => {
                operation.input = Some(message(reader, child))
            }
            (Some("output"), _) if operation.output.is_none() => {
                operation.output = Some(message(reader, child))
            }
            (Some("fault"), _) => operation.faults.push(fault(reader, child)),
            (None, "operation") if soap_version(namespace).is_some() => {
                operation.soap = Some(soap_operation(reader, child));
            }
            (None, "operation") if namespace == Some(HTTP_NAMESPACE) => {}
            _ => reader.other(child, &mut operation.extensions),
        }
    }
    Some(operation)
}

fn soap_operation(reader: &mut Reader<'_>, node: Node<'_, '_>) -> SoapOperation {
    reader.attributes(node, &["soapAction", "style", "soapActionRequired"]);
    let required = reader.text_attribute(node, "soapActionRequired");
    SoapOperation {
        action: reader.text_attribute(node, "soapAction"),
        action_required: required.map(|required| matches!(required.value.as_str(), "true" | "1")),
        style: style(reader, node),
        span: reader.span(node),
    }
}

fn message(reader: &mut Reader<'_>, node: Node<'_, '_>) -> BindingMessage {
    let mut message = BindingMessage {
        name: reader.optional_name(node),
        body: None,
        headers: Vec::new(),
        other: Vec::new(),
        extensions: reader.attributes(node, &["name"]),
        span: reader.span(node),
    };
    for child in node.children().filter(Node::is_element) {
        message_content(reader, child, &mut message);
    }
    message
}

/// A child of an `input` or `output`, or of the parts of its `mime:multipartRelated`.
fn message_content(reader: &mut Reader<'_>, node: Node<'_, '_>, message: &mut BindingMessage) {
    let namespace = node.tag_name().namespace();
    match (soap_version(namespace), node.tag_name().name()) {
        (Some(version), "body") if message.body.is_none() => {
            message.body = Some(soap_body(reader, node, version))
        }
        (Some(_), "header") => {
            let header = soap_header(reader, node);
            message.headers.push(header);
        }
        (None, "multipartRelated") if namespace == Some(MIME_NAMESPACE) => {
            multipart(reader, node, message)
        }
        (None, _) if matches!(namespace, Some(MIME_NAMESPACE | HTTP_NAMESPACE)) => {
            message.other.push(OtherContent {
                name: element_name(node),
                parts: node.attribute("part").map(Arc::from).into_iter().collect(),
                span: reader.span(node),
            });
        }
        (None, "documentation") if wsdl_name(node).is_some() => {}
        _ => reader.other(node, &mut message.extensions),
    }
}

/// `mime:multipartRelated`: its first part holds the SOAP envelope, the others name message parts.
fn multipart(reader: &mut Reader<'_>, node: Node<'_, '_>, message: &mut BindingMessage) {
    let mut other = OtherContent {
        name: element_name(node),
        parts: Vec::new(),
        span: reader.span(node),
    };
    let parts = node
        .children()
        .filter(|part| part.has_tag_name((MIME_NAMESPACE, "part")));
    for content in parts
        .flat_map(|part| part.children())
        .filter(Node::is_element)
    {
        let name = content.tag_name().name();
        if content.tag_name().namespace() == Some(MIME_NAMESPACE) && CONTENT.contains(&name) {
            let part = content.attribute("part").map(Arc::from);
            if part.is_some() && !part.as_ref().is_some_and(|part| other.parts.contains(part)) {
                other.parts.extend(part);
            }
        } else {
            message_content(reader, content, message);
        }
    }
    message.other.push(other);
}

fn soap_body(reader: &mut Reader<'_>, node: Node<'_, '_>, version: SoapVersion) -> SoapBody {
    reader.attributes(node, &["parts", "use", "encodingStyle", "namespace"]);
    let parts = reader.text_attribute(node, "parts");
    SoapBody {
        version,
        use_: use_(reader, node),
        namespace: namespace(node),
        parts: parts.map(|parts| Spanned {
            value: parts
                .value
                .split_ascii_whitespace()
                .map(Arc::from)
                .collect(),
            span: parts.span,
        }),
        encoding_style: encoding_style(node),
        span: reader.span(node),
    }
}

fn soap_header(reader: &mut Reader<'_>, node: Node<'_, '_>) -> SoapHeader {
    reader.attributes(
        node,
        &["message", "part", "use", "encodingStyle", "namespace"],
    );
    let part = reader.text_attribute(node, "part");
    let mut header = SoapHeader {
        message: reader.component(node, "message"),
        part: part.map(|part| Spanned::new(Arc::from(part.value), part.span)),
        use_: use_(reader, node),
        namespace: namespace(node),
        encoding_style: encoding_style(node),
        faults: Vec::new(),
        span: reader.span(node),
    };
    if header.part.is_none() {
        reader.missing(node, "part");
    }
    let is_fault = |child: &Node<'_, '_>| {
        soap_version(child.tag_name().namespace()).is_some()
            && child.tag_name().name() == "headerfault"
    };
    if node.tag_name().name() == "header" {
        header.faults = node
            .children()
            .filter(is_fault)
            .map(|child| soap_header(reader, child))
            .collect();
    }
    header
}

fn fault(reader: &mut Reader<'_>, node: Node<'_, '_>) -> BindingFault {
    let mut fault = BindingFault {
        name: reader.optional_name(node),
        soap: None,
        extensions: reader.attributes(node, &["name"]),
        span: reader.span(node),
    };
    for child in node.children().filter(Node::is_element) {
        let version = soap_version(child.tag_name().namespace());
        match (version, child.tag_name().name()) {
            (Some(_), "fault") if fault.soap.is_none() => {
                fault.soap = Some(soap_fault(reader, child))
            }
            (None, "documentation") if wsdl_name(child).is_some() => {}
            _ => reader.other(child, &mut fault.extensions),
        }
    }
    fault
}

fn soap_fault(reader: &mut Reader<'_>, node: Node<'_, '_>) -> SoapFault {
    // `parts` is not allowed here but common, and means nothing: a fault has one part.
    reader.attributes(
        node,
        &["name", "use", "encodingStyle", "namespace", "parts"],
    );
    SoapFault {
        name: reader.optional_name(node),
        use_: use_(reader, node),
        namespace: namespace(node),
        encoding_style: encoding_style(node),
        span: reader.span(node),
    }
}

fn style(reader: &mut Reader<'_>, node: Node<'_, '_>) -> Option<Style> {
    let written = reader.text_attribute(node, "style")?;
    match written.value.as_str() {
        "document" => Some(Style::Document),
        "rpc" => Some(Style::Rpc),
        _ => {
            wrong_value(
                reader,
                &written,
                "style",
                "`document` or `rpc`",
                "the default is taken",
            );
            None
        }
    }
}

fn use_(reader: &mut Reader<'_>, node: Node<'_, '_>) -> Option<Spanned<Use>> {
    let attribute = node.attribute_node("use")?;
    let span = value_span(attribute, reader.document);
    match attribute.value().trim() {
        "literal" => Some(Spanned::new(Use::Literal, span)),
        "encoded" => Some(Spanned::new(Use::Encoded, span)),
        other => {
            let written = Spanned::new(other.to_owned(), span);
            wrong_value(
                reader,
                &written,
                "use",
                "`literal` or `encoded`",
                "`literal` is taken",
            );
            None
        }
    }
}

fn wrong_value(
    reader: &mut Reader<'_>,
    written: &Spanned<String>,
    attribute: &str,
    expected: &str,
    taken: &str,
) {
    let message = format!(
        "`{}` is not a value of `{attribute}`; {taken}",
        written.value
    );
    let diagnostic = Diagnostic::warning(&code::WSDL_VALUE, written.span, message);
    reader
        .diagnostics
        .push(diagnostic.label(format!("expected {expected}")));
}

fn namespace(node: Node<'_, '_>) -> Option<Arc<str>> {
    let namespace = node.attribute("namespace")?.trim();
    (!namespace.is_empty()).then(|| Arc::from(namespace))
}

fn encoding_style(node: Node<'_, '_>) -> Vec<String> {
    let styles = node.attribute("encodingStyle").unwrap_or_default();
    styles.split_ascii_whitespace().map(str::to_owned).collect()
}
