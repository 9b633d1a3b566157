//! Operations, their messages, and how they travel.

use std::collections::BTreeMap;

use super::version::Version;
use super::{Action, Changes, Component, ComponentKind, Effect, Member, MemberKind};
use crate::service::{
    Binding, Interface, InterfaceId, Message, Operation, Part, PartContent, Port, SoapVersion,
};
use crate::syntax::QName;

/// Compares interfaces, bindings and ports.
pub(super) fn compare(old: &Version<'_>, new: &Version<'_>, changes: &mut Changes) {
    let (before, after) = (interfaces(old), interfaces(new));
    for (name, (id, interface)) in &after {
        match before.get(name) {
            Some((was, previous)) => {
                let pair = Pair {
                    old,
                    new,
                    component: component(ComponentKind::Interface, name),
                };
                pair.operations(previous, interface, changes);
                pair.actions((*was, previous), (*id, interface), changes);
                pair.headers(previous, interface, changes);
                pair.faults(previous, interface, changes);
            }
            None => whole(
                &component(ComponentKind::Interface, name),
                Action::Added,
                "a client and a server trait",
                changes,
            ),
        }
    }
    for name in before.keys().filter(|name| !after.contains_key(*name)) {
        whole(
            &component(ComponentKind::Interface, name),
            Action::Removed,
            "the client and the server trait",
            changes,
        );
    }
    bindings(old, new, changes);
    ports(old, new, changes);
}

fn whole(component: &Component, action: Action, what: &str, changes: &mut Changes) {
    let effects = match action {
        Action::Added | Action::Changed => (
            Effect::additive(format!("there is {what}")),
            Effect::additive("there is more to call"),
        ),
        Action::Removed => (
            Effect::breaking(format!("{what} of that name are gone")),
            Effect::breaking("calls are refused"),
        ),
    };
    changes.push(component, None, action, "", effects);
}

fn component(kind: ComponentKind, name: &QName) -> Component {
    Component {
        kind,
        name: name.clone(),
        inside: Vec::new(),
    }
}

fn interfaces<'a>(version: &Version<'a>) -> BTreeMap<QName, (InterfaceId, &'a Interface)> {
    let interfaces = version.analysis.services.interfaces.iter().enumerate();
    interfaces
        .map(|(index, interface)| {
            (
                version.name(&interface.name),
                (InterfaceId(index), interface),
            )
        })
        .collect()
}

/// The operations that code is made for, with what tells those of one name apart.
fn operations(interface: &Interface) -> BTreeMap<(String, String), (usize, &Operation)> {
    let operations = interface.operations.iter().enumerate();
    operations
        .map(|(index, operation)| {
            let overload = match operation.overloaded {
                true => operation.input_name.to_string(),
                false => String::new(),
            };
            ((operation.name.to_string(), overload), (index, operation))
        })
        .collect()
}

struct Pair<'a, 'b> {
    old: &'b Version<'a>,
    new: &'b Version<'a>,
    component: Component,
}

impl Pair<'_, '_> {
    fn operation(&self, name: &(String, String)) -> Component {
        let namespace = self.component.name.namespace.as_deref();
        Component {
            kind: ComponentKind::Operation,
            name: QName::new(namespace, &name.0),
            inside: Some(name.1.clone())
                .filter(|overload| !overload.is_empty())
                .into_iter()
                .collect(),
        }
    }

    fn operations(&self, old: &Interface, new: &Interface, changes: &mut Changes) {
        let (before, after) = (operations(old), operations(new));
        for (name, (_, operation)) in &after {
            let component = self.operation(name);
            match before.get(name) {
                Some((_, previous)) => self.messages(previous, operation, &component, changes),
                None => changes.push(
                    &component,
                    None,
                    Action::Added,
                    "",
                    (
                        Effect::additive("the clients and the server trait have a method for it"),
                        Effect::additive("there is more to call"),
                    ),
                ),
            }
        }
        for name in before.keys().filter(|name| !after.contains_key(*name)) {
            changes.push(
                &self.operation(name),
                None,
                Action::Removed,
                "",
                (
                    Effect::breaking("its method is gone"),
                    Effect::breaking("calls are refused"),
                ),
            );
        }
    }

    fn messages(
        &self,
        old: &Operation,
        new: &Operation,
        component: &Component,
        changes: &mut Changes,
    ) {
        let mut push = |detail: String, rust: Effect, messages: Effect| {
            changes.push(component, None, Action::Changed, detail, (rust, messages));
        };
        if (old.style, old.use_) != (new.style, new.use_) {
            push(
                format!(
                    "is {:?}/{:?}, was {:?}/{:?}",
                    new.style, new.use_, old.style, old.use_
                )
                .to_lowercase(),
                Effect::none(),
                Effect::breaking("the body is framed in another way"),
            );
        }
        let mut message = |noun: &str, old: Option<&Message>, new: Option<&Message>| {
            let (was, is) = (
                old.map(|old| body(self.old, old)),
                new.map(|new| body(self.new, new)),
            );
            if was == is {
                return;
            }
            let shown = |body: Option<String>| body.unwrap_or_else(|| String::from("nothing"));
            let types = (
                old.and_then(|old| rust_type(self.old, old)),
                new.and_then(|new| rust_type(self.new, new)),
            );
            let rust = match types {
                (Some(was), Some(is)) if was == is => Effect::none(),
                _ => Effect::breaking(format!("its method has another type for the {noun}")),
            };
            push(
                format!("its {noun} is {}, was {}", shown(is), shown(was)),
                rust,
                Effect::breaking(format!("the {noun} is another")),
            );
        };
        message("input", Some(&old.input), Some(&new.input));
        message("output", old.output.as_ref(), new.output.as_ref());
    }

    /// The SOAP actions that the bindings state.
    fn actions(
        &self,
        (was, old): (InterfaceId, &Interface),
        (is, new): (InterfaceId, &Interface),
        changes: &mut Changes,
    ) {
        let action = |version: &Version<'_>, interface, index: usize| {
            let services = &version.analysis.services;
            let mut bindings = services.bindings_of(interface);
            bindings.find_map(|(_, binding)| {
                let action = binding.actions.get(index)?.as_ref()?;
                Some(action.uri.to_string())
            })
        };
        let (before, after) = (operations(old), operations(new));
        for (name, (index, _)) in &after {
            let Some((previous, _)) = before.get(name) else {
                continue;
            };
            let (was, is) = (
                action(self.old, was, *previous).unwrap_or_default(),
                action(self.new, is, *index).unwrap_or_default(),
            );
            if was != is {
                changes.push(
                    &self.operation(name),
                    None,
                    Action::Changed,
                    format!("its SOAP action is \"{is}\", was \"{was}\""),
                    (
                        Effect::none(),
                        Effect::breaking("requests have another action"),
                    ),
                );
            }
        }
    }

    fn headers(&self, old: &Interface, new: &Interface, changes: &mut Changes) {
        let headers = |version: &Version<'_>, interface: &Interface| {
            let mut count = BTreeMap::new();
            let of_operations = interface.operations.iter();
            for header in of_operations.flat_map(|operation| &operation.input.headers) {
                *count.entry(part(version, &header.part)).or_insert(0) += 1;
            }
            count
        };
        self.parts(
            MemberKind::Header,
            &headers(self.old, old),
            &headers(self.new, new),
            "a method of the clients sets it",
            changes,
        );
    }

    fn faults(&self, old: &Interface, new: &Interface, changes: &mut Changes) {
        let faults = |version: &Version<'_>, interface: &Interface| {
            let mut count = BTreeMap::new();
            let of_operations = interface.operations.iter();
            for fault in of_operations.flat_map(|operation| &operation.faults) {
                *count.entry(part(version, &fault.part)).or_insert(0) += 1;
            }
            count
        };
        self.parts(
            MemberKind::Fault,
            &faults(self.old, old),
            &faults(self.new, new),
            "the enum of fault details has a variant for it, which a `match` without `_` must handle",
            changes,
        );
    }

    /// Headers or faults, each with the number of operations that have it.
    fn parts(
        &self,
        kind: MemberKind,
        old: &BTreeMap<String, usize>,
        new: &BTreeMap<String, usize>,
        rust: &str,
        changes: &mut Changes,
    ) {
        let member = |name: &str| Member {
            kind,
            name: name.to_owned(),
            occurrence: None,
        };
        let noun = kind.name();
        for (name, count) in new.iter().filter(|(name, _)| !old.contains_key(*name)) {
            let rust = match kind {
                MemberKind::Fault if !old.is_empty() => Effect::breaking(rust),
                _ => Effect::additive(rust),
            };
            changes.push(
                &self.component,
                Some(member(name)),
                Action::Added,
                format!("of {count} operations"),
                (
                    rust,
                    Effect::additive(format!("messages may have this {noun}")),
                ),
            );
        }
        for (name, count) in old.iter().filter(|(name, _)| !new.contains_key(*name)) {
            changes.push(
                &self.component,
                Some(member(name)),
                Action::Removed,
                format!("of {count} operations"),
                (
                    Effect::breaking(format!("the method or variant for this {noun} is gone")),
                    Effect::breaking(format!("messages with this {noun} are not as declared")),
                ),
            );
        }
    }
}

/// The content of a body: wrapper and parts.
fn body(version: &Version<'_>, message: &Message) -> String {
    let parts = message.body.iter().map(|of| match &message.wrapper {
        Some(_) => format!("{}: {}", of.name, part(version, of)),
        None => part(version, of),
    });
    let parts = parts.collect::<Vec<_>>().join(", ");
    match &message.wrapper {
        Some(wrapper) => format!("`{}` with ({parts})", version.name(wrapper)),
        None if parts.is_empty() => String::from("empty"),
        None => parts,
    }
}

/// The Rust type of a body of one element, by its key.
fn rust_type(version: &Version<'_>, message: &Message) -> Option<String> {
    let [only] = message.body.as_slice() else {
        return None;
    };
    let PartContent::Element(name) = &only.content else {
        return None;
    };
    let mut elements = version.crate_().elements.iter();
    let element = elements.find(|element| element.row.name == name.value)?;
    Some(version.shape_key(&element.shape))
}

fn part(version: &Version<'_>, part: &Part) -> String {
    match &part.content {
        PartContent::Element(name) => format!("`{}`", version.name(&name.value)),
        PartContent::Type(name) => format!("a value of `{}`", version.name(&name.value)),
    }
}

fn bindings(old: &Version<'_>, new: &Version<'_>, changes: &mut Changes) {
    let bindings = |version: &Version<'_>| -> BTreeMap<QName, Binding> {
        let bindings = version.analysis.services.bindings.iter();
        bindings
            .map(|binding| (version.name(&binding.name), binding.clone()))
            .collect()
    };
    let (before, after) = (bindings(old), bindings(new));
    for (name, binding) in &after {
        let component = component(ComponentKind::Binding, name);
        match before.get(name) {
            None => changes.push(
                &component,
                None,
                Action::Added,
                format!("SOAP {}", version_number(binding.version)),
                (
                    Effect::none(),
                    Effect::additive("there is one more way to call"),
                ),
            ),
            Some(previous) if previous.version != binding.version => changes.push(
                &component,
                None,
                Action::Changed,
                format!(
                    "is SOAP {}, was SOAP {}",
                    version_number(binding.version),
                    version_number(previous.version)
                ),
                (Effect::none(), Effect::breaking("the envelope is another")),
            ),
            Some(_) => {}
        }
    }
    for (name, binding) in before.iter().filter(|(name, _)| !after.contains_key(*name)) {
        changes.push(
            &component(ComponentKind::Binding, name),
            None,
            Action::Removed,
            format!("SOAP {}", version_number(binding.version)),
            (
                Effect::none(),
                Effect::breaking("there is one way less to call"),
            ),
        );
    }
}

fn version_number(version: SoapVersion) -> &'static str {
    match version {
        SoapVersion::V11 => "1.1",
        SoapVersion::V12 => "1.2",
    }
}

fn ports(old: &Version<'_>, new: &Version<'_>, changes: &mut Changes) {
    let ports = |version: &Version<'_>| -> BTreeMap<QName, Port> {
        let services = version.analysis.services.services.iter();
        let ports = services.flat_map(|service| {
            let name = version.name(&service.name);
            let ports = service.ports.iter();
            ports.map(move |port| {
                let name = QName::new(
                    name.namespace.as_deref(),
                    &format!("{}/{}", name.local, port.name),
                );
                (name, port.clone())
            })
        });
        ports.collect()
    };
    let (before, after) = (ports(old), ports(new));
    let address = |port: &Port| {
        let address = port.address.as_ref();
        address.map_or_else(|| String::from("nowhere"), |address| address.value.clone())
    };
    for (name, port) in &after {
        let component = component(ComponentKind::Port, name);
        match before.get(name) {
            None => changes.push(
                &component,
                None,
                Action::Added,
                format!("at {}", address(port)),
                (
                    Effect::additive("there is a constant for it"),
                    Effect::none(),
                ),
            ),
            Some(previous) if address(previous) != address(port) => changes.push(
                &component,
                None,
                Action::Changed,
                format!("is at {}, was at {}", address(port), address(previous)),
                (Effect::none(), Effect::harmless("requests go elsewhere")),
            ),
            Some(_) => {}
        }
    }
    for (name, port) in before.iter().filter(|(name, _)| !after.contains_key(*name)) {
        changes.push(
            &component(ComponentKind::Port, name),
            None,
            Action::Removed,
            format!("at {}", address(port)),
            (Effect::breaking("its constant is gone"), Effect::none()),
        );
    }
}
