//! Interfaces: what the messages of an operation hold, and which operations can be used.
//!
//! An operation that can't be used is left out with a warning that says why; where the user asked for it by name, it
//! is an error.

use std::sync::Arc;

use super::super::{Body, FaultDetail, Header, Interface, Operation, Port};
use super::Lowering;
use crate::diagnostic::code::rust::{
    DOCUMENT_ENCODED, MESSAGE_ELEMENT_UNKNOWN, MESSAGE_TYPE_UNKNOWN,
};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::schema::Scope;
use crate::service::{self, InterfaceId, Message, PartContent, Use};
use crate::source::Span;
use crate::syntax::QName;

/// Why an operation, a fault or a header can't be used.
pub(super) struct Unusable {
    pub(super) code: &'static Code,
    pub(super) span: Span,
    pub(super) message: String,
    pub(super) label: &'static str,
    pub(super) help: Option<String>,
}

impl Lowering<'_> {
    pub(super) fn interfaces(&mut self, services: &service::Set) {
        for (index, interface) in services.interfaces.iter().enumerate() {
            let lowered = self.interface(services, InterfaceId(index), interface);
            if !lowered.operations.is_empty() {
                self.result.interfaces.push(lowered);
            }
        }
    }

    fn interface(
        &mut self,
        services: &service::Set,
        id: InterfaceId,
        interface: &service::Interface,
    ) -> Interface {
        let mut operations = Vec::new();
        for (index, operation) in interface.operations.iter().enumerate() {
            let action = services.bindings_of(id).find_map(|(_, binding)| {
                binding
                    .actions
                    .get(index)?
                    .as_ref()
                    .map(|action| action.uri.clone())
            });
            let said = self.diagnostics.count();
            let action = action.unwrap_or_else(|| Arc::from(""));
            match self.operation(interface, operation, action) {
                Ok(operation) => operations.push(operation),
                Err(unusable) => self.leave_out(operation, unusable),
            }
            if !self.is_wanted(operation) {
                // The operation is lowered all the same, so that a name that is near a mistyped one is found.
                self.diagnostics.take_back(said);
            }
        }
        let mut result = Interface {
            name: interface.name.clone(),
            documentation: interface.documentation.clone(),
            operations,
            faults: Vec::new(),
            headers: Vec::new(),
            ports: ports(services, id),
        };
        result.collect();
        result
    }

    fn is_wanted(&self, operation: &service::Operation) -> bool {
        self.choices
            .operations
            .as_ref()
            .is_none_or(|names| names.contains(&operation.name))
    }

    fn leave_out(&mut self, operation: &service::Operation, unusable: Unusable) {
        let is_asked_for = self.choices.operations.is_some() && self.is_wanted(operation);
        let name = &operation.name;
        let diagnostic = if is_asked_for {
            let message = format!(
                "the operation `{name}` can't be generated: {}",
                unusable.message
            );
            Diagnostic::error(unusable.code, unusable.span, message)
        } else {
            let message = format!("the operation `{name}` is left out: {}", unusable.message);
            Diagnostic::warning(unusable.code, unusable.span, message)
        };
        self.say(diagnostic, unusable.label, unusable.help);
    }

    /// A fault or header that can't be used does no harm to the operation.
    fn leave_out_part(&mut self, what: &str, operation: &service::Operation, unusable: Unusable) {
        let message = format!(
            "{what} of the operation `{}` is left out: {}",
            operation.name, unusable.message
        );
        let diagnostic = Diagnostic::warning(unusable.code, unusable.span, message);
        self.say(diagnostic, unusable.label, unusable.help);
    }

    fn say(&mut self, diagnostic: Diagnostic, label: &str, help: Option<String>) {
        let diagnostic = diagnostic.label(label);
        self.diagnostics.push(match help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        });
    }

    fn operation(
        &mut self,
        interface: &service::Interface,
        operation: &service::Operation,
        action: Arc<str>,
    ) -> Result<Operation, Unusable> {
        let input = self.body(interface, &operation.input)?;
        let output = match &operation.output {
            Some(output) => Some(self.body(interface, output)?),
            None => None,
        };
        let mut faults = Vec::new();
        for fault in &operation.faults {
            let name = QName {
                namespace: fault.namespace.clone(),
                local: fault.part.name.clone(),
            };
            match self.part_element(&fault.part, name, &interface.name.local, fault.use_) {
                Ok(element) => faults.push(element),
                Err(unusable) => {
                    self.leave_out_part(&format!("the fault `{}`", fault.name), operation, unusable)
                }
            }
        }
        let headers = self.headers(interface, operation, &operation.input.headers);
        let mut reply_headers = operation
            .output
            .as_ref()
            .map(|output| self.headers(interface, operation, &output.headers))
            .unwrap_or_default();
        reply_headers.extend(self.header_faults(interface, operation));
        Ok(Operation {
            name: operation.name.clone(),
            overload: operation.overloaded.then(|| operation.input_name.clone()),
            documentation: operation.documentation.clone(),
            action,
            input,
            output,
            faults,
            headers,
            reply_headers,
            is_idempotent: false,
        })
    }

    fn headers(
        &mut self,
        interface: &service::Interface,
        operation: &service::Operation,
        headers: &[service::Header],
    ) -> Vec<usize> {
        let mut elements = Vec::new();
        for header in headers {
            let name = QName {
                namespace: header.namespace.clone(),
                local: header.part.name.clone(),
            };
            match self.part_element(&header.part, name, &interface.name.local, header.use_) {
                Ok(element) => elements.push(element),
                Err(unusable) => {
                    let what = format!("the header `{}`", header.part.name);
                    self.leave_out_part(&what, operation, unusable);
                }
            }
        }
        elements
    }

    /// What a fault about a header has in its own header.
    fn header_faults(
        &mut self,
        interface: &service::Interface,
        operation: &service::Operation,
    ) -> Vec<usize> {
        let outputs = operation.output.iter().flat_map(|output| &output.headers);
        let headers: Vec<_> = operation.input.headers.iter().chain(outputs).collect();
        let mut elements = Vec::new();
        for header in headers {
            for part in &header.faults {
                let name = QName {
                    namespace: header.namespace.clone(),
                    local: part.name.clone(),
                };
                match self.part_element(part, name, &interface.name.local, header.use_) {
                    Ok(element) => elements.push(element),
                    Err(unusable) => {
                        let what = format!("the header fault `{}`", part.name);
                        self.leave_out_part(&what, operation, unusable);
                    }
                }
            }
        }
        elements
    }

    /// What the body of a message holds (WSDL 1.1, section 3.5).
    fn body(
        &mut self,
        interface: &service::Interface,
        message: &Message,
    ) -> Result<Body, Unusable> {
        let place = || {
            Arc::from(format!(
                "{} {}",
                interface.name.local, message.direction_name
            ))
        };
        if let Some(wrapper) = &message.wrapper {
            let is_encoded = message.use_ == Use::Encoded;
            let element = self.parts_element(wrapper, place(), message, is_encoded)?;
            return Ok(if is_encoded {
                Body::Encoded(element)
            } else {
                Body::Rpc(element)
            });
        }
        if message.use_ == Use::Encoded && !message.body.is_empty() {
            return Err(Unusable {
                code: &DOCUMENT_ENCODED,
                span: message.span,
                message: format!(
                    "the body of its message `{}` is encoded, but of document style",
                    message.name.local
                ),
                label: "encoded messages are supported in rpc style only",
                help: None,
            });
        }
        match message.body.as_slice() {
            [] => Ok(Body::Empty),
            [part] => match &part.content {
                PartContent::Element(name) => self.known_element(part, name).map(Body::Element),
                PartContent::Type(_) => self
                    .typed_element(part, message.name.clone(), place(), Use::Literal)
                    .map(Body::Content),
            },
            _ => self
                .parts_element(&message.name, place(), message, false)
                .map(Body::Content),
        }
    }

    /// The global element of a header or fault: the declared one, or one by this name for a part with a type.
    fn part_element(
        &mut self,
        part: &service::Part,
        name: QName,
        interface: &Arc<str>,
        use_: Use,
    ) -> Result<usize, Unusable> {
        match &part.content {
            PartContent::Element(name) => self.known_element(part, name),
            PartContent::Type(_) => self.typed_element(part, name, interface.clone(), use_),
        }
    }

    fn known_element(
        &mut self,
        part: &service::Part,
        name: &crate::source::Spanned<QName>,
    ) -> Result<usize, Unusable> {
        match self.set.element_named(&name.value) {
            Some(element) => Ok(self.global_element(element)),
            None => Err(self.unknown_element(part, name)),
        }
    }

    pub(super) fn unknown_element(
        &self,
        part: &service::Part,
        name: &crate::source::Spanned<QName>,
    ) -> Unusable {
        Unusable {
            code: &MESSAGE_ELEMENT_UNKNOWN,
            span: name.span,
            message: format!(
                "its part `{}` names the element `{}`, which no schema declares",
                part.name, name.value
            ),
            label: "no such global element",
            help: self.instead_of(&name.value),
        }
    }

    pub(super) fn unknown_type(
        part: &service::Part,
        name: &crate::source::Spanned<QName>,
    ) -> Unusable {
        Unusable {
            code: &MESSAGE_TYPE_UNKNOWN,
            span: name.span,
            message: format!(
                "its part `{}` names the type `{}`, which no schema defines",
                part.name, name.value
            ),
            label: "no such type",
            help: None,
        }
    }

    /// What to say of an element that isn't there: what is, or that nothing is known of its namespace.
    fn instead_of(&self, name: &QName) -> Option<String> {
        let global = self
            .set
            .elements
            .iter()
            .filter(|(_, element)| element.scope == Scope::Global);
        let known: Vec<&QName> = global.map(|(_, element)| &element.name).collect();
        let here = known
            .iter()
            .filter(|known| known.namespace == name.namespace);
        if let Some(near) = nearest(&name.local, here.clone().map(|known| &*known.local)) {
            return Some(format!("did you mean `{near}`?"));
        }
        if let Some(elsewhere) = known.iter().find(|known| known.local == name.local) {
            return Some(format!(
                "there is `{elsewhere}`; is the prefix bound to another namespace?"
            ));
        }
        let namespace = name.namespace.as_deref()?;
        (here.count() == 0).then(|| {
            format!("no element of the namespace \"{namespace}\" is known; is its schema imported?")
        })
    }
}

impl Interface {
    /// Takes faults and headers together from the operations, each once.
    pub fn collect(&mut self) {
        self.faults.clear();
        self.headers.clear();
        for operation in &self.operations {
            for element in operation.faults.iter().copied() {
                if !self.faults.iter().any(|known| known.element == element) {
                    self.faults.push(FaultDetail { element });
                }
            }
            for element in operation.headers.iter().copied() {
                if !self.headers.iter().any(|known| known.element == element) {
                    self.headers.push(Header { element });
                }
            }
        }
    }
}

fn ports(services: &service::Set, id: InterfaceId) -> Vec<Port> {
    let ports = services.services.iter().flat_map(|service| {
        service
            .ports
            .iter()
            .map(move |port| (&service.name.local, port))
    });
    ports
        .filter_map(|(service, port)| {
            let binding = services.binding(port.binding)?;
            (binding.interface == id).then(|| Port {
                name: port.name.clone(),
                service: service.clone(),
                version: binding.version,
                address: port.address.as_ref().map(|address| address.value.clone()),
            })
        })
        .collect()
}
