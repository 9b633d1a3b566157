//! Puts services together: bindings to interfaces, ports to bindings.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::operation::{self, Context, build, same_on_the_wire};
use super::resolve::{Index, Reporter, qualify};
use super::{Action, Binding, BindingId, Interface, InterfaceId, Operation, Port, Service, Set};
use crate::diagnostic::code::source as code;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::Span;
use crate::syntax::QName;
use crate::syntax::wsdl::{self, Definitions, PortType, Protocol, SoapVersion};

/// The transports that are HTTP.
const HTTP: &[&str] = &[
    "http://schemas.xmlsoap.org/soap/http",
    "http://schemas.xmlsoap.org/soap/http/",
    "http://schemas.xmlsoap.org/wsdl/soap/http",
    "http://www.w3.org/2003/05/soap/bindings/HTTP/",
    "http://www.w3.org/2003/05/soap/bindings/HTTP",
    "http://schemas.xmlsoap.org/soap/https",
];

impl Set {
    /// Composes the services of all documents.
    ///
    /// Reports references that lead nowhere, bindings and messages that are not supported, and all that is taken
    /// otherwise than written.
    pub fn compose<'w>(
        all: impl IntoIterator<Item = &'w Definitions>,
        diagnostics: &mut Diagnostics,
    ) -> Set {
        let all: Vec<_> = all.into_iter().collect();
        let mut reporter = Reporter::new(diagnostics);
        let index = Index::new(&all, &mut reporter);
        let mut composer = Composer {
            index: &index,
            reporter,
            drafts: Vec::new(),
            bindings: Vec::new(),
            by_name: BTreeMap::new(),
        };
        composer.bindings(&all);
        composer.unbound_port_types(&all);
        let services = composer.services(&all);
        composer.check_empty(&all);
        let (interfaces, bindings) = composer.finish();
        Set {
            interfaces,
            bindings,
            services,
        }
    }
}

struct Composer<'a, 'w, 'd> {
    index: &'a Index<'w>,
    reporter: Reporter<'d>,
    drafts: Vec<Draft<'w>>,
    bindings: Vec<DraftBinding>,
    /// The usable bindings, and those that were reported as unsupported, by name.
    by_name: BTreeMap<QName, Option<BindingId>>,
}

/// An interface to which bindings are still added.
struct Draft<'w> {
    name: QName,
    port_type_name: QName,
    port_type: &'w PortType,
    /// For every operation of the port type, what the bindings so far make of it.
    operations: Vec<Option<Operation>>,
}

/// A binding of a draft.
struct DraftBinding {
    name: QName,
    interface: InterfaceId,
    version: SoapVersion,
    /// For every operation of the port type.
    actions: Vec<Option<Action>>,
    span: Span,
}

impl<'w> Composer<'_, 'w, '_> {
    fn bindings(&mut self, all: &[&'w Definitions]) {
        for definitions in all {
            for binding in &definitions.bindings {
                let name = qualify(definitions, &binding.name);
                if self.index.bindings.is_first(&name, binding) {
                    let id = self.binding(definitions, binding, &name);
                    self.by_name.insert(name, id);
                }
            }
        }
    }

    fn binding(
        &mut self,
        definitions: &Definitions,
        binding: &wsdl::Binding,
        name: &QName,
    ) -> Option<BindingId> {
        let soap = match &binding.protocol {
            Protocol::Soap(soap) => soap,
            Protocol::Http(span) => {
                self.unsupported(binding, *span, "binds to HTTP GET or POST");
                return None;
            }
            Protocol::Unknown => {
                self.unsupported(binding, binding.span, "binds to no protocol that is known");
                return None;
            }
        };
        self.check_transport(soap);
        let (port_type_name, port_type) = self.index.port_types.resolve(
            binding.port_type.as_ref()?,
            || format!("the binding `{}`", binding.name),
            &mut self.reporter,
        )?;
        let context = Context {
            index: self.index,
            namespace: definitions.target_namespace.as_ref(),
            version: soap.version,
            style: Some(soap.style.unwrap_or(wsdl::Style::Document)),
        };
        let bound = self.match_operations(binding, port_type);
        let mut operations = Vec::with_capacity(bound.len());
        for (operation, bound) in port_type.operations.iter().zip(&bound) {
            let built =
                bound.and_then(|bound| build(context, operation, Some(bound), &mut self.reporter));
            operations.push(built);
        }
        let actions = bound.iter().zip(&operations).map(|(bound, operation)| {
            operation.as_ref()?;
            Some(action((*bound)?))
        });
        let actions = actions.collect();
        let interface = self.interface(name, port_type_name, port_type, operations);
        Some(self.add_binding(DraftBinding {
            name: name.clone(),
            interface,
            version: soap.version,
            actions,
            span: binding.span,
        }))
    }

    fn add_binding(&mut self, binding: DraftBinding) -> BindingId {
        self.bindings.push(binding);
        BindingId(self.bindings.len() - 1)
    }

    fn unsupported(&mut self, binding: &wsdl::Binding, span: Span, what: &str) {
        let message = format!("the binding `{}` {what}; it is left out", binding.name);
        self.reporter.push(
            Diagnostic::warning(&code::WSDL_BINDING_UNSUPPORTED, span, message)
                .label("not supported")
                .help("bindings to SOAP 1.1 and SOAP 1.2 are supported"),
        );
    }

    fn check_transport(&mut self, soap: &wsdl::SoapBinding) {
        if let Some(transport) = &soap.transport
            && !transport.value.is_empty()
            && !HTTP.contains(&transport.value.as_str())
        {
            let message = format!("the transport `{}` is not HTTP", transport.value);
            self.reporter.push(
                Diagnostic::warning(&code::SOAP_TRANSPORT, transport.span, message)
                    .label("not HTTP")
                    .help("the messages are generated all the same; bring a transport for them"),
            );
        }
    }

    /// For every operation of the port type the operation of the binding that binds it.
    fn match_operations<'b>(
        &mut self,
        binding: &'b wsdl::Binding,
        port_type: &PortType,
    ) -> Vec<Option<&'b wsdl::BindingOperation>> {
        let mut free: Vec<_> = binding.operations.iter().collect();
        let mut matched = vec![None; port_type.operations.len()];
        // Overloads are told apart by the names of their messages; what is left is matched by name and order.
        for by_messages in [true, false] {
            for (operation, slot) in port_type.operations.iter().zip(&mut matched) {
                let fits = |bound: &&wsdl::BindingOperation| {
                    bound.name == operation.name
                        && (!by_messages || same_message_names(operation, bound))
                };
                if slot.is_none()
                    && let Some(position) = free.iter().position(fits)
                {
                    *slot = Some(free.remove(position));
                }
            }
        }
        self.report_unmatched(binding, port_type, &matched, &free);
        matched
    }

    fn report_unmatched(
        &mut self,
        binding: &wsdl::Binding,
        port_type: &PortType,
        matched: &[Option<&wsdl::BindingOperation>],
        free: &[&wsdl::BindingOperation],
    ) {
        for bound in free {
            let message = format!(
                "the port type `{}` has no operation `{}`",
                port_type.name, bound.name
            );
            self.reporter.push(
                Diagnostic::warning(&code::WSDL_OPERATION_UNBOUND, bound.span, message)
                    .label("left out")
                    .related(port_type.span, "the port type"),
            );
        }
        for (operation, _) in port_type
            .operations
            .iter()
            .zip(matched)
            .filter(|(_, bound)| bound.is_none())
        {
            let message = format!(
                "the binding `{}` does not bind the operation `{}`",
                binding.name, operation.name
            );
            self.reporter.push(
                Diagnostic::warning(&code::WSDL_OPERATION_UNBOUND, operation.span, message)
                    .label("left out for that binding")
                    .related(binding.span, "the binding"),
            );
        }
        for bound in matched
            .iter()
            .copied()
            .flatten()
            .filter(|bound| bound.soap.is_none())
        {
            let message = format!("the operation `{}` lacks `soap:operation`", bound.name);
            let label = "the style of the binding and no SOAP action are assumed";
            self.reporter
                .warning(&code::SOAP_OPERATION, bound.span, message, label);
        }
    }

    /// The interface for the operations of a binding: one of the same port type whose messages are the same, or a
    /// new one.
    fn interface(
        &mut self,
        binding: &QName,
        port_type_name: QName,
        port_type: &'w PortType,
        operations: Vec<Option<Operation>>,
    ) -> InterfaceId {
        let of_port_type = |draft: &Draft<'_>| draft.port_type_name == port_type_name;
        let agrees = |draft: &Draft<'_>| {
            draft
                .operations
                .iter()
                .zip(&operations)
                .all(|pair| match pair {
                    (Some(known), Some(new)) => same_on_the_wire(known, new),
                    _ => true,
                })
        };
        if let Some(position) = self
            .drafts
            .iter()
            .position(|draft| of_port_type(draft) && agrees(draft))
        {
            if let Some(draft) = self.drafts.get_mut(position) {
                for (known, new) in draft.operations.iter_mut().zip(operations) {
                    if known.is_none() {
                        *known = new;
                    }
                }
            }
            return InterfaceId(position);
        }
        let taken = self.drafts.iter().any(of_port_type);
        self.drafts.push(Draft {
            name: if taken {
                binding.clone()
            } else {
                port_type_name.clone()
            },
            port_type_name,
            port_type,
            operations,
        });
        InterfaceId(self.drafts.len() - 1)
    }

    /// Port types that no binding binds: where the documents have no SOAP binding at all, they are taken with the
    /// defaults of one; otherwise they are left out.
    fn unbound_port_types(&mut self, all: &[&'w Definitions]) {
        let assume = self.bindings.is_empty();
        let bound: Vec<_> = all
            .iter()
            .flat_map(|definitions| &definitions.bindings)
            .filter_map(|binding| {
                binding
                    .port_type
                    .as_ref()
                    .map(|port_type| port_type.value.local.clone())
            })
            .collect();
        for definitions in all {
            for port_type in &definitions.port_types {
                let name = qualify(definitions, &port_type.name);
                if !self.index.port_types.is_first(&name, port_type)
                    || bound.contains(&port_type.name)
                {
                    continue;
                }
                let taken = if assume {
                    "document/literal over SOAP 1.1 is assumed"
                } else {
                    "it is left out"
                };
                let message = format!(
                    "no binding binds the port type `{}`; {taken}",
                    port_type.name
                );
                self.reporter.warning(
                    &code::WSDL_PORT_TYPE_UNBOUND,
                    port_type.span,
                    message,
                    "not bound",
                );
                if assume {
                    self.assume_binding(definitions, port_type, name);
                }
            }
        }
    }

    fn assume_binding(&mut self, definitions: &Definitions, port_type: &'w PortType, name: QName) {
        let context = Context {
            index: self.index,
            namespace: definitions.target_namespace.as_ref(),
            version: SoapVersion::V11,
            style: None,
        };
        let mut operations = Vec::with_capacity(port_type.operations.len());
        for operation in &port_type.operations {
            operations.push(build(context, operation, None, &mut self.reporter));
        }
        let silent = |operation: &Option<Operation>| {
            operation.as_ref().map(|_| Action {
                uri: Arc::from(""),
                stated: false,
                required: true,
            })
        };
        let actions = operations.iter().map(silent).collect();
        let interface = self.interface(&name, name.clone(), port_type, operations);
        self.add_binding(DraftBinding {
            name,
            interface,
            version: SoapVersion::V11,
            actions,
            span: port_type.span,
        });
    }

    fn services(&mut self, all: &[&'w Definitions]) -> Vec<Service> {
        let mut services = Vec::new();
        for definitions in all {
            for service in &definitions.services {
                let ports = service.ports.iter().filter_map(|port| self.port(port));
                services.push(Service {
                    name: qualify(definitions, &service.name),
                    documentation: service.documentation.clone(),
                    ports: ports.collect(),
                    span: service.span,
                });
            }
        }
        services
    }

    fn port(&mut self, port: &wsdl::Port) -> Option<Port> {
        let (name, _) = self.index.bindings.resolve(
            port.binding.as_ref()?,
            || format!("the port `{}`", port.name),
            &mut self.reporter,
        )?;
        // A binding that is not usable was reported where it is defined.
        let binding = self.by_name.get(&name).copied().flatten()?;
        Some(Port {
            name: port.name.clone(),
            documentation: port.documentation.clone(),
            binding,
            address: port.address.clone(),
            span: port.span,
        })
    }

    fn check_empty(&mut self, all: &[&'w Definitions]) {
        let usable = self
            .drafts
            .iter()
            .flat_map(|draft| &draft.operations)
            .any(Option::is_some);
        if let (false, Some(first)) = (usable, all.first()) {
            let message = "there is no operation that can be called; only types are generated";
            self.reporter
                .warning(&code::WSDL_EMPTY, first.span, message, "");
        }
    }

    /// Drops the operations that no binding has, and marks overloads.
    fn finish(self) -> (Vec<Interface>, Vec<Binding>) {
        let drafts = &self.drafts;
        let bindings = self.bindings.into_iter().map(|binding| {
            let operations = drafts
                .get(binding.interface.0)
                .map(|draft| draft.operations.as_slice());
            let operations = operations.unwrap_or_default();
            let kept = binding
                .actions
                .into_iter()
                .zip(operations)
                .filter(|(_, operation)| operation.is_some());
            Binding {
                name: binding.name,
                interface: binding.interface,
                version: binding.version,
                actions: kept.map(|(action, _)| action).collect(),
                span: binding.span,
            }
        });
        let bindings = bindings.collect();
        let interfaces = self.drafts.into_iter().map(Draft::finish).collect();
        (interfaces, bindings)
    }
}

impl Draft<'_> {
    fn finish(self) -> Interface {
        let mut operations: Vec<_> = self.operations.into_iter().flatten().collect();
        let names: Vec<_> = operations
            .iter()
            .map(|operation| operation.name.clone())
            .collect();
        for operation in &mut operations {
            operation.overloaded = names.iter().filter(|name| **name == operation.name).count() > 1;
        }
        Interface {
            name: self.name,
            port_type: self.port_type_name,
            documentation: self.port_type.documentation.clone(),
            operations,
            span: self.port_type.span,
        }
    }
}

/// Whether the messages of a binding's operation have the names of those of the port type's, as far as the binding
/// names them.
fn same_message_names(operation: &wsdl::Operation, bound: &wsdl::BindingOperation) -> bool {
    let named = |message: &Option<wsdl::BindingMessage>| {
        message.as_ref().and_then(|message| message.name.clone())
    };
    let input = named(&bound.input).is_none_or(|name| name == operation::input_name(operation));
    let output =
        named(&bound.output).is_none_or(|name| Some(name) == operation::output_name(operation));
    input && output
}

fn action(bound: &wsdl::BindingOperation) -> Action {
    let soap = bound.soap.as_ref();
    let written = soap.and_then(|soap| soap.action.as_ref());
    Action {
        uri: written.map_or_else(|| Arc::from(""), |action| Arc::from(action.value.as_str())),
        stated: written.is_some(),
        required: soap.and_then(|soap| soap.action_required).unwrap_or(true),
    }
}
