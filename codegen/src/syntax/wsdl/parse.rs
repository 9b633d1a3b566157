//! Reads `wsdl:definitions` down to port types and services; bindings are read next door.

use std::sync::Arc;

use roxmltree::Node;

use super::parse_binding::parse_binding;
use super::{
    Definitions, HTTP_NAMESPACE, Import, Message, NAMESPACE, Operation, OperationFault,
    OperationKind, OperationMessage, Part, PartContent, Port, PortType, SOAP11_NAMESPACE,
    SOAP12_NAMESPACE, Service,
};
use crate::diagnostic::code::source as code;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{DocumentId, Span, Spanned};
use crate::syntax::element::{
    Extension, attribute_span, element_name, element_span, plain_text, value_span,
};
use crate::syntax::name::{QName, QNameError, expand};
use crate::syntax::{Strictness, xsd};

/// The namespace of XSD.
const XSD_NAMESPACE: &str = "http://www.w3.org/2001/XMLSchema";

/// Reads a `wsdl:definitions` element.
///
/// Reports what WSDL doesn't know at its place, missing attributes and undeclared prefixes, and goes on.
pub fn parse_definitions(
    node: Node<'_, '_>,
    document: DocumentId,
    strictness: Strictness,
    diagnostics: &mut Diagnostics,
) -> Definitions {
    let mut reader = Reader {
        document,
        strictness,
        diagnostics,
    };
    reader.definitions(node)
}

/// Reads elements of one document.
pub(super) struct Reader<'d> {
    pub(super) document: DocumentId,
    strictness: Strictness,
    pub(super) diagnostics: &'d mut Diagnostics,
}

impl Reader<'_> {
    fn definitions(&mut self, node: Node<'_, '_>) -> Definitions {
        let mut definitions = Definitions {
            name: self.optional_name(node),
            target_namespace: node
                .attribute("targetNamespace")
                .filter(|namespace| !namespace.is_empty())
                .map(Arc::from),
            documentation: None,
            imports: Vec::new(),
            schemas: Vec::new(),
            messages: Vec::new(),
            port_types: Vec::new(),
            bindings: Vec::new(),
            services: Vec::new(),
            extensions: self.attributes(node, &["name", "targetNamespace"]),
            span: self.span(node),
        };
        for child in node.children().filter(Node::is_element) {
            match wsdl_name(child) {
                Some("documentation") => add_documentation(&mut definitions.documentation, child),
                Some("import") => definitions.imports.push(self.import(child)),
                Some("types") => self.types(child, &mut definitions),
                Some("message") => definitions.messages.extend(self.message(child)),
                Some("portType") => definitions.port_types.extend(self.port_type(child)),
                Some("binding") => definitions.bindings.extend(parse_binding(self, child)),
                Some("service") => definitions.services.extend(self.service(child)),
                _ => self.other(child, &mut definitions.extensions),
            }
        }
        definitions
    }

    fn import(&mut self, node: Node<'_, '_>) -> Import {
        self.attributes(node, &["namespace", "location"]);
        self.only_documentation(node);
        Import {
            namespace: node.attribute("namespace").map(Arc::from),
            location: self.text_attribute(node, "location"),
            span: self.span(node),
        }
    }

    fn types(&mut self, node: Node<'_, '_>, definitions: &mut Definitions) {
        definitions.extensions.extend(self.attributes(node, &[]));
        for child in node.children().filter(Node::is_element) {
            if child.has_tag_name((XSD_NAMESPACE, "schema")) {
                let schema =
                    xsd::parse_schema_with(child, self.document, self.strictness, self.diagnostics);
                definitions.schemas.push(schema);
            } else if wsdl_name(child) != Some("documentation") {
                self.other(child, &mut definitions.extensions);
            }
        }
    }

    fn message(&mut self, node: Node<'_, '_>) -> Option<Message> {
        let mut message = Message {
            extensions: self.attributes(node, &["name"]),
            name: self.required_name(node)?,
            documentation: None,
            parts: Vec::new(),
            span: self.span(node),
        };
        for child in node.children().filter(Node::is_element) {
            match wsdl_name(child) {
                Some("documentation") => add_documentation(&mut message.documentation, child),
                Some("part") => message.parts.extend(self.part(child)),
                _ => self.other(child, &mut message.extensions),
            }
        }
        Some(message)
    }

    fn part(&mut self, node: Node<'_, '_>) -> Option<Part> {
        self.attributes(node, &["name", "element", "type"]);
        self.only_documentation(node);
        let name = self.required_name(node)?;
        let content = match (node.attribute("element"), node.attribute("type")) {
            (Some(_), None) => self.qname(node, "element").map(PartContent::Element),
            (None, Some(_)) => self.qname(node, "type").map(PartContent::Type),
            (Some(_), Some(_)) => {
                let message =
                    format!("the part `{name}` has both `element` and `type`; `element` counts");
                self.diagnostics.push(Diagnostic::warning(
                    &code::WSDL_PART,
                    self.span(node),
                    message,
                ));
                self.qname(node, "element").map(PartContent::Element)
            }
            (None, None) => {
                let message = format!(
                    "the part `{name}` has neither `element` nor `type`; what needs it is left out"
                );
                let diagnostic = Diagnostic::warning(&code::WSDL_PART, self.span(node), message);
                self.diagnostics
                    .push(diagnostic.label("expected `element` or `type`"));
                None
            }
        };
        Some(Part {
            name,
            content,
            span: self.span(node),
        })
    }

    fn port_type(&mut self, node: Node<'_, '_>) -> Option<PortType> {
        let mut port_type = PortType {
            extensions: self.attributes(node, &["name"]),
            name: self.required_name(node)?,
            documentation: None,
            operations: Vec::new(),
            span: self.span(node),
        };
        for child in node.children().filter(Node::is_element) {
            match wsdl_name(child) {
                Some("documentation") => add_documentation(&mut port_type.documentation, child),
                Some("operation") => port_type.operations.extend(self.operation(child)),
                _ => self.other(child, &mut port_type.extensions),
            }
        }
        Some(port_type)
    }

    fn operation(&mut self, node: Node<'_, '_>) -> Option<Operation> {
        let extensions = self.attributes(node, &["name", "parameterOrder"]);
        let name = self.required_name(node)?;
        let parameter_order = node.attribute("parameterOrder").unwrap_or_default();
        let mut operation = Operation {
            name,
            documentation: None,
            kind: OperationKind::Empty,
            input: None,
            output: None,
            faults: Vec::new(),
            parameter_order: parameter_order
                .split_ascii_whitespace()
                .map(Arc::from)
                .collect(),
            extensions,
            span: self.span(node),
        };
        for child in node.children().filter(Node::is_element) {
            match wsdl_name(child) {
                Some("documentation") => add_documentation(&mut operation.documentation, child),
                Some("input") if operation.input.is_none() => {
                    operation.kind = match operation.kind {
                        OperationKind::Notification => OperationKind::SolicitResponse,
                        _ => OperationKind::OneWay,
                    };
                    operation.input =
                        Some(self.operation_message(child, &mut operation.extensions));
                }
                Some("output") if operation.output.is_none() => {
                    operation.kind = match operation.kind {
                        OperationKind::OneWay => OperationKind::RequestResponse,
                        _ => OperationKind::Notification,
                    };
                    operation.output =
                        Some(self.operation_message(child, &mut operation.extensions));
                }
                Some("fault") => {
                    let fault = self.operation_fault(child, &mut operation.extensions);
                    operation.faults.push(fault);
                }
                _ => self.other(child, &mut operation.extensions),
            }
        }
        Some(operation)
    }

    fn operation_message(
        &mut self,
        node: Node<'_, '_>,
        extensions: &mut Vec<Extension>,
    ) -> OperationMessage {
        extensions.extend(self.attributes(node, &["name", "message"]));
        let action = node.attributes().find(|attribute| {
            attribute.namespace().is_some_and(is_addressing) && attribute.name() == "Action"
        });
        let mut documentation = None;
        for child in node.children().filter(Node::is_element) {
            match wsdl_name(child) {
                Some("documentation") => add_documentation(&mut documentation, child),
                _ => self.other(child, extensions),
            }
        }
        OperationMessage {
            name: self.optional_name(node),
            message: self.component(node, "message"),
            action: action.map(|attribute| attribute.value().to_owned()),
            documentation,
            span: self.span(node),
        }
    }

    fn operation_fault(
        &mut self,
        node: Node<'_, '_>,
        extensions: &mut Vec<Extension>,
    ) -> OperationFault {
        let message = self.operation_message(node, extensions);
        OperationFault {
            name: match message.name {
                Some(name) => name,
                None => self.required_name(node).unwrap_or_default(),
            },
            message: message.message,
            documentation: message.documentation,
            span: message.span,
        }
    }

    fn service(&mut self, node: Node<'_, '_>) -> Option<Service> {
        let mut service = Service {
            extensions: self.attributes(node, &["name"]),
            name: self.required_name(node)?,
            documentation: None,
            ports: Vec::new(),
            span: self.span(node),
        };
        for child in node.children().filter(Node::is_element) {
            match wsdl_name(child) {
                Some("documentation") => add_documentation(&mut service.documentation, child),
                Some("port") => service.ports.extend(self.port(child)),
                _ => self.other(child, &mut service.extensions),
            }
        }
        Some(service)
    }

    fn port(&mut self, node: Node<'_, '_>) -> Option<Port> {
        let mut port = Port {
            extensions: self.attributes(node, &["name", "binding"]),
            name: self.required_name(node)?,
            documentation: None,
            binding: self.component(node, "binding"),
            address: None,
            span: self.span(node),
        };
        for child in node.children().filter(Node::is_element) {
            match (child.tag_name().namespace(), child.tag_name().name()) {
                (Some(NAMESPACE), "documentation") => {
                    add_documentation(&mut port.documentation, child)
                }
                (Some(SOAP11_NAMESPACE | SOAP12_NAMESPACE | HTTP_NAMESPACE), "address") => {
                    self.attributes(child, &["location"]);
                    if port.address.is_none() {
                        port.address = self.text_attribute(child, "location");
                    }
                }
                _ => self.other(child, &mut port.extensions),
            }
        }
        Some(port)
    }
}

/// What all elements share.
impl Reader<'_> {
    /// The span of a start tag.
    pub(super) fn span(&self, node: Node<'_, '_>) -> Span {
        element_span(node, self.document)
    }

    /// The value of an attribute with its place; white space around it is not part of it.
    pub(super) fn text_attribute(&self, node: Node<'_, '_>, name: &str) -> Option<Spanned<String>> {
        let attribute = node.attribute_node(name)?;
        let value = attribute.value().trim().to_owned();
        Some(Spanned::new(value, value_span(attribute, self.document)))
    }

    /// The attribute `name`.
    pub(super) fn optional_name(&self, node: Node<'_, '_>) -> Option<Arc<str>> {
        let name = node.attribute("name")?.trim();
        (!name.is_empty()).then(|| Arc::from(name))
    }

    /// The attribute `name`, which is reported where it is missing.
    pub(super) fn required_name(&mut self, node: Node<'_, '_>) -> Option<Arc<str>> {
        let name = self.optional_name(node);
        if name.is_none() {
            self.missing(node, "name");
        }
        name
    }

    /// An attribute that is a QName; one that is not, or whose prefix is not declared, is reported.
    pub(super) fn qname(&mut self, node: Node<'_, '_>, name: &str) -> Option<Spanned<QName>> {
        let attribute = node.attribute_node(name)?;
        let span = value_span(attribute, self.document);
        match expand(node, attribute.value()) {
            Ok(value) => Some(Spanned::new(value, span)),
            Err(QNameError::UndeclaredPrefix(prefix)) => {
                let message =
                    format!("the prefix `{prefix}` is not declared; what needs it is left out");
                let diagnostic = Diagnostic::warning(&code::WSDL_NAME, span, message)
                    .label("used here")
                    .help(format!(
                        "declare it on this element or around it: `xmlns:{prefix}=\"…\"`"
                    ));
                self.diagnostics.push(diagnostic);
                None
            }
            Err(QNameError::Malformed(text)) => {
                let message =
                    format!("`{text}` is not a qualified name; what needs it is left out");
                let diagnostic = Diagnostic::warning(&code::WSDL_NAME, span, message);
                self.diagnostics
                    .push(diagnostic.label("expected `name` or `prefix:name`"));
                None
            }
        }
    }

    /// An attribute that names a component of WSDL, which is reported where it is missing. Where its prefix is not
    /// declared, the local name is all that counts: there is rarely more than one component of that name.
    pub(super) fn component(&mut self, node: Node<'_, '_>, name: &str) -> Option<Spanned<QName>> {
        let Some(attribute) = node.attribute_node(name) else {
            self.missing(node, name);
            return None;
        };
        let Err(QNameError::UndeclaredPrefix(prefix)) = expand(node, attribute.value()) else {
            return self.qname(node, name);
        };
        let span = value_span(attribute, self.document);
        let message = format!("the prefix `{prefix}` is not declared; only the local name counts");
        let diagnostic = Diagnostic::warning(&code::WSDL_NAME, span, message);
        self.diagnostics.push(diagnostic.label("used here"));
        let local = attribute
            .value()
            .trim()
            .split(':')
            .next_back()
            .unwrap_or_default();
        Some(Spanned::new(QName::new(None, local), span))
    }

    /// Reports a missing attribute.
    pub(super) fn missing(&mut self, node: Node<'_, '_>, attribute: &str) {
        let element = node.tag_name().name();
        let message = format!(
            "the element `{element}` lacks the attribute `{attribute}`; what needs it is left out"
        );
        let diagnostic = Diagnostic::warning(&code::WSDL_MISSING, self.span(node), message);
        self.diagnostics
            .push(diagnostic.label(format!("expected `{attribute}=\"…\"`")));
    }

    /// Looks through the attributes of an element: reports those without a namespace that are not known, and
    /// returns the others.
    pub(super) fn attributes(&mut self, node: Node<'_, '_>, known: &[&str]) -> Vec<Extension> {
        let mut extensions = Vec::new();
        for attribute in node.attributes() {
            let span = attribute_span(attribute, self.document);
            match attribute.namespace() {
                None if known.contains(&attribute.name()) => {}
                None => self.unknown_attribute(node, attribute.name(), known, span),
                // `wsdl:required` speaks about its element; `wsdl:arrayType` belongs to XSD.
                Some(NAMESPACE) => {}
                Some(namespace) => extensions.push(Extension {
                    name: QName::new(Some(namespace), attribute.name()),
                    required: false,
                    span,
                }),
            }
        }
        extensions
    }

    fn unknown_attribute(&mut self, node: Node<'_, '_>, name: &str, known: &[&str], span: Span) {
        let element = node.tag_name().name();
        let message = format!("the element `{element}` has no attribute `{name}`; it is ignored");
        let mut diagnostic =
            Diagnostic::warning(&code::WSDL_UNKNOWN, span, message).label("not known here");
        if !known.is_empty() {
            let known: Vec<_> = known.iter().map(|name| format!("`{name}`")).collect();
            diagnostic = diagnostic.help(format!("its attributes are {}", known.join(", ")));
        }
        self.diagnostics.push(diagnostic);
    }

    /// An element that is not one of those that WSDL has at this place: listed where it is an extension, reported
    /// where it is of WSDL itself.
    pub(super) fn other(&mut self, node: Node<'_, '_>, extensions: &mut Vec<Extension>) {
        let name = element_name(node);
        let span = self.span(node);
        if matches!(name.namespace.as_deref(), Some(NAMESPACE) | None) {
            let parent = node
                .parent_element()
                .map_or("document", |parent| parent.tag_name().name());
            let message = format!(
                "an element `{}` is not known in `{parent}`; it is ignored",
                name.local
            );
            let diagnostic = Diagnostic::warning(&code::WSDL_UNKNOWN, span, message);
            self.diagnostics.push(diagnostic.label("not known here"));
            return;
        }
        let required = node.attribute((NAMESPACE, "required"));
        let required = required.is_some_and(|value| matches!(value.trim(), "true" | "1"));
        if required {
            let message = format!(
                "the required extension `{name}` is not known; what it demands is not done"
            );
            let diagnostic = Diagnostic::warning(&code::WSDL_REQUIRED_EXTENSION, span, message);
            self.diagnostics
                .push(diagnostic.label("marked as required"));
        }
        extensions.push(Extension {
            name,
            required,
            span,
        });
    }

    /// An element whose only child of WSDL may be `documentation`; other children are reported, or tolerated where
    /// they are extensions.
    pub(super) fn only_documentation(&mut self, node: Node<'_, '_>) {
        let mut extensions = Vec::new();
        for child in node.children().filter(Node::is_element) {
            if wsdl_name(child) != Some("documentation") {
                self.other(child, &mut extensions);
            }
        }
    }
}

/// The local name of an element of WSDL.
pub(super) fn wsdl_name<'a>(node: Node<'a, '_>) -> Option<&'a str> {
    (node.tag_name().namespace() == Some(NAMESPACE)).then(|| node.tag_name().name())
}

/// Takes the text of a `documentation` element; the texts of several are paragraphs.
pub(super) fn add_documentation(documentation: &mut Option<String>, node: Node<'_, '_>) {
    let text = plain_text(node);
    if text.is_empty() {
        return;
    }
    match documentation {
        Some(before) => {
            before.push_str("\n\n");
            before.push_str(&text);
        }
        None => *documentation = Some(text),
    }
}

/// Whether a namespace is one of those that the WS-Addressing action attribute has had.
fn is_addressing(namespace: &str) -> bool {
    [
        "http://www.w3.org/2007/05/addressing/metadata",
        "http://www.w3.org/2006/05/addressing/wsdl",
        "http://www.w3.org/2006/02/addressing/wsdl",
        "http://www.w3.org/2005/08/addressing",
        "http://schemas.xmlsoap.org/ws/2004/08/addressing",
    ]
    .contains(&namespace)
}
