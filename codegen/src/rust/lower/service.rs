//! Interfaces: which elements the messages of an operation are.

use std::sync::Arc;

use super::super::{FaultDetail, Header, Interface, Operation, Port};
use super::Lowering;
use crate::diagnostic::code::rust::{
    MESSAGE_ELEMENT_UNKNOWN, MESSAGE_PART_TYPE_UNSUPPORTED, MESSAGE_PARTS_UNSUPPORTED,
    RPC_UNSUPPORTED,
};
use crate::diagnostic::{Diagnostic, nearest};
use crate::schema::Scope;
use crate::service::{self, InterfaceId, Message, Part, PartContent, Style, Use};
use crate::syntax::QName;

impl Lowering<'_> {
    pub(super) fn interfaces(&mut self, services: &service::Set) {
        for (index, interface) in services.interfaces.iter().enumerate() {
            let lowered = self.interface(services, InterfaceId(index), interface);
            self.result.interfaces.push(lowered);
        }
    }

    fn interface(
        &mut self,
        services: &service::Set,
        id: InterfaceId,
        interface: &service::Interface,
    ) -> Interface {
        let mut result = Interface {
            name: interface.name.clone(),
            documentation: interface.documentation.clone(),
            operations: Vec::new(),
            faults: Vec::new(),
            headers: Vec::new(),
            ports: ports(services, id),
        };
        for (index, operation) in interface.operations.iter().enumerate() {
            let action = services.bindings_of(id).find_map(|(_, binding)| {
                binding
                    .actions
                    .get(index)?
                    .as_ref()
                    .map(|action| action.uri.clone())
            });
            let said = self.diagnostics.count();
            if let Some(operation) = self.operation(
                operation,
                action.unwrap_or_else(|| Arc::from("")),
                &mut result,
            ) {
                result.operations.push(operation);
            }
            if !self.is_wanted(operation) {
                // The operation is lowered all the same, so that a name that is near a mistyped one is found.
                self.diagnostics.take_back(said);
            }
        }
        result
    }

    fn is_wanted(&self, operation: &service::Operation) -> bool {
        self.choices
            .operations
            .as_ref()
            .is_none_or(|names| names.contains(&operation.name))
    }

    fn operation(
        &mut self,
        operation: &service::Operation,
        action: Arc<str>,
        interface: &mut Interface,
    ) -> Option<Operation> {
        if operation.style == Style::Rpc || operation.use_ == Use::Encoded {
            self.diagnostics.push(
                Diagnostic::error(
                    &RPC_UNSUPPORTED,
                    operation.span,
                    format!("operation `{}` is not document/literal", operation.name),
                )
                .label("rpc style and encoded use are not supported yet")
                .help("leave the operation out with `operations([…])`"),
            );
            return None;
        }
        let input = self.body(&operation.input)?;
        let output = match &operation.output {
            Some(output) => Some(self.body(output)?),
            None => None,
        };
        for fault in &operation.faults {
            if let Some(element) = self.part(&fault.part)
                && !interface
                    .faults
                    .iter()
                    .any(|known| known.element == element)
            {
                interface.faults.push(FaultDetail { element });
            }
        }
        for header in &operation.input.headers {
            if let Some(element) = self.part(&header.part)
                && !interface
                    .headers
                    .iter()
                    .any(|known| known.element == element)
            {
                interface.headers.push(Header { element });
            }
        }
        Some(Operation {
            name: operation.name.clone(),
            overload: operation.overloaded.then(|| operation.input_name.clone()),
            documentation: operation.documentation.clone(),
            action,
            input,
            output,
            is_idempotent: false,
        })
    }

    /// The one element of a document/literal body.
    fn body(&mut self, message: &Message) -> Option<usize> {
        match message.body.as_slice() {
            [part] => self.part(part),
            parts => {
                self.diagnostics.push(
                    Diagnostic::error(
                        &MESSAGE_PARTS_UNSUPPORTED,
                        message.span,
                        format!(
                            "message `{}` has {} body parts: expected one",
                            message.name.local,
                            parts.len()
                        ),
                    )
                    .label("the body of a document/literal message is one element")
                    .help("leave the operation out with `operations([…])`"),
                );
                None
            }
        }
    }

    /// The global element of a part, as an index into the elements.
    fn part(&mut self, part: &Part) -> Option<usize> {
        let PartContent::Element(name) = &part.content else {
            self.diagnostics.push(
                Diagnostic::error(
                    &MESSAGE_PART_TYPE_UNSUPPORTED,
                    part.span,
                    format!("part `{}` has a type: expected an element", part.name),
                )
                .label("a part of a document/literal message names an element"),
            );
            return None;
        };
        let (name, span) = (&name.value, name.span);
        let Some(element) = self.set.element_named(name) else {
            let message = format!(
                "part `{}` names the element `{name}`, which no schema declares",
                part.name
            );
            let diagnostic = Diagnostic::error(&MESSAGE_ELEMENT_UNKNOWN, span, message)
                .label("no such global element");
            self.diagnostics.push(match self.instead_of(name) {
                Some(help) => diagnostic.help(help),
                None => diagnostic,
            });
            return None;
        };
        Some(self.global_element(element))
    }
}

impl Lowering<'_> {
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

fn ports(services: &service::Set, id: InterfaceId) -> Vec<Port> {
    let ports = services.services.iter().flat_map(|service| &service.ports);
    ports
        .filter_map(|port| {
            let binding = services.binding(port.binding)?;
            (binding.interface == id).then(|| Port {
                name: port.name.clone(),
                version: binding.version,
                address: port.address.as_ref().map(|address| address.value.clone()),
            })
        })
        .collect()
}
