//! The messages of operations, by name.

use soapstone_codegen::analysis::Analysis;
use soapstone_codegen::service::{
    Interface, InterfaceId, Message, Operation, Part, PartContent, SoapVersion,
};
use soapstone_codegen::syntax::QName;
use soapstone_dynamic::{Declaration, Schema};

use crate::arguments::Soap;
use crate::outcome::Failure;
use crate::view::Names;

/// An operation of an interface.
pub(super) struct Found<'a> {
    pub(super) operation: &'a Operation,
    interface: InterfaceId,
    index: usize,
}

/// All operations, under the names that they can be asked for.
pub(super) fn operations(analysis: &Analysis) -> Vec<(QName, (usize, usize))> {
    let interfaces = analysis.services.interfaces.iter().enumerate();
    let names = interfaces.flat_map(|(at, interface)| {
        let operations = interface.operations.iter().enumerate();
        operations.map(move |(index, operation)| (name(interface, operation), (at, index)))
    });
    let mut all: Vec<(QName, (usize, usize))> = names.collect();
    // Two bindings of one port type may be two interfaces with the same operations; the first one counts.
    let mut seen = std::collections::BTreeSet::new();
    all.retain(|(name, _)| seen.insert(name.clone()));
    all
}

/// The operation of a name; an overloaded one is asked for by the name of its input.
pub(super) fn operation<'a>(
    analysis: &'a Analysis,
    names: &Names,
    wanted: &str,
) -> Result<Found<'a>, Failure> {
    let all = operations(analysis);
    let (at, index) = names.find("operation", wanted, &all)?;
    let interface = analysis.services.interfaces.get(at);
    let operation = interface.and_then(|interface| interface.operations.get(index));
    match operation {
        Some(operation) => Ok(Found {
            operation,
            interface: InterfaceId(at),
            index,
        }),
        None => Err(usage(format!("there is no operation `{wanted}`"))),
    }
}

fn name(interface: &Interface, operation: &Operation) -> QName {
    let local = match operation.overloaded {
        true => &operation.input_name,
        false => &operation.name,
    };
    QName::new(interface.port_type.namespace.as_deref(), local)
}

impl Found<'_> {
    /// The SOAP action for a version of the envelope.
    pub(super) fn action(&self, analysis: &Analysis, version: SoapVersion) -> String {
        let bindings = || analysis.services.bindings_of(self.interface);
        let own = bindings().find(|(_, binding)| binding.version == version);
        let action = own.or_else(|| bindings().next()).and_then(|(_, binding)| {
            let action = binding.actions.get(self.index)?.as_ref()?;
            Some(action.uri.to_string())
        });
        action.unwrap_or_default()
    }

    /// The version of the envelope, and where the service is: as asked for, or those of the first port.
    pub(super) fn port(
        &self,
        analysis: &Analysis,
        asked: Option<Soap>,
    ) -> (SoapVersion, Option<String>) {
        let services = analysis.services.services.iter();
        let ports = services
            .flat_map(|service| &service.ports)
            .filter_map(|port| {
                let binding = analysis.services.binding(port.binding)?;
                (binding.interface == self.interface).then_some((binding.version, port))
            });
        let asked = asked.map(|soap| match soap {
            Soap::V11 => SoapVersion::V11,
            Soap::V12 => SoapVersion::V12,
        });
        let mut ports: Vec<_> = ports.collect();
        ports.sort_by_key(|(version, _)| Some(*version) != asked);
        let first = ports.first();
        let bound = || {
            let mut bindings = analysis.services.bindings_of(self.interface);
            bindings.next().map(|(_, binding)| binding.version)
        };
        let version = asked
            .or(first.map(|(version, _)| *version))
            .or_else(bound)
            .unwrap_or(SoapVersion::V11);
        let address = first.and_then(|(_, port)| port.address.as_ref());
        (version, address.map(|address| address.value.clone()))
    }
}

/// The element of the body of a message; `None` for one without parts.
pub(super) fn body(schema: &Schema, message: &Message) -> Result<Option<Declaration>, Failure> {
    match message.body.as_slice() {
        [] if message.wrapper.is_none() => Ok(None),
        [only] if message.wrapper.is_none() => part(schema, only).map(Some),
        _ => Err(Failure::Input(format!(
            "message `{}` is not one element: only document style is supported here",
            message.name.local
        ))),
    }
}

/// The element of a part.
pub(super) fn part(schema: &Schema, part: &Part) -> Result<Declaration, Failure> {
    let PartContent::Element(name) = &part.content else {
        return Err(Failure::Input(format!(
            "part `{}` has a type: only parts with elements are supported here",
            part.name
        )));
    };
    schema.element(&name.value).ok_or_else(|| {
        Failure::Input(format!(
            "part `{}` names the element `{}`, which no schema declares",
            part.name, name.value
        ))
    })
}

/// The global element of a name as it is shown, or by its local name.
pub(super) fn element(
    schema: &Schema,
    names: &Names,
    wanted: &str,
) -> Result<Declaration, Failure> {
    let all: Vec<(QName, Declaration)> = schema
        .elements()
        .map(|declaration| (declaration.name(), declaration))
        .collect();
    names.find("element", wanted, &all)
}

pub(super) fn usage(message: String) -> Failure {
    Failure::Usage {
        message,
        help: String::new(),
    }
}

/// The last of the positional arguments, which is a name.
pub(super) fn last_name(path: &std::path::Path) -> Result<&str, Failure> {
    path.to_str()
        .ok_or_else(|| usage(format!("{} is no name", path.display())))
}
