//! Fields, variants, methods.

use std::collections::HashSet;

use super::case::{shouty, snake, upper_camel};
use super::keyword::identifier;
use super::{InterfaceNames, Naming, casing, first_free};
use crate::rust::{
    Crate, EnumValue, FieldOrigin, Interface, ItemId, ItemKind, Origin, TypeRef, UnionVariant,
    VariantOrigin,
};
use crate::schema::Compositor;

impl Naming<'_> {
    /// The fields or variants of an item.
    pub(super) fn members(&mut self, id: ItemId) -> Vec<String> {
        let Some(item) = self.crate_.items.get(id.0) else {
            return Vec::new();
        };
        let mut taken = HashSet::new();
        match &item.kind {
            ItemKind::Struct(record) => {
                let origins: Vec<&FieldOrigin> =
                    record.fields.iter().map(|field| &field.origin).collect();
                let mut names = Vec::new();
                for (index, origin) in origins.iter().enumerate() {
                    let renamed = self.rename_of_member(&item.origin, origin);
                    let candidates = match renamed {
                        Some(name) => vec![name],
                        None => {
                            let before = index
                                .checked_sub(1)
                                .and_then(|index| origins.get(index))
                                .copied();
                            field_candidates(origin, before)
                        }
                    };
                    names.push(first_free(candidates, &mut taken));
                }
                names
            }
            ItemKind::Choice(choice) => {
                let candidates = choice
                    .variants
                    .iter()
                    .map(|variant| variant_candidates(&variant.origin));
                candidates
                    .map(|candidates| first_free(candidates, &mut taken))
                    .collect()
            }
            ItemKind::Derived(derived) => {
                let variants = derived.variants.iter().map(|variant| &variant.name.local);
                variants
                    .map(|local| first_free(value_candidates(local), &mut taken))
                    .collect()
            }
            ItemKind::Enumeration { values, .. } => values_names(values, taken),
            ItemKind::OpenEnumeration(values) => {
                taken.insert(String::from("Other"));
                values_names(values, taken)
            }
            ItemKind::Union { variants, .. } => {
                let mut names = Vec::new();
                for variant in variants {
                    let candidates = self.union_candidates(variant);
                    names.push(first_free(candidates, &mut taken));
                }
                names
            }
            ItemKind::FaultKinds(kinds) => {
                taken.insert(String::from("Other"));
                kinds
                    .kinds
                    .iter()
                    .map(|kind| first_free(value_candidates(&kind.name), &mut taken))
                    .collect()
            }
            ItemKind::Restricted { .. } | ItemKind::Alias(_) | ItemKind::Element { .. } => {
                Vec::new()
            }
        }
    }

    fn rename_of_member(&mut self, container: &Origin, member: &FieldOrigin) -> Option<String> {
        let (Origin::Type(container)
        | Origin::Element(container)
        | Origin::Message {
            name: container, ..
        }) = container
        else {
            return None;
        };
        let (FieldOrigin::Element(member) | FieldOrigin::Attribute(member)) = member else {
            return None;
        };
        self.rename(&format!("{container}/{}", member.local))
    }

    fn union_candidates(&mut self, variant: &UnionVariant) -> Vec<String> {
        match (&variant.name, &variant.shape.type_ref) {
            (Some(name), _) => value_candidates(&name.local),
            (None, TypeRef::Item(item)) => vec![self.name_item(*item), String::from("Value")],
            (None, _) => vec![String::from("Value")],
        }
    }
}

fn field_candidates(origin: &FieldOrigin, before: Option<&FieldOrigin>) -> Vec<String> {
    let (base, other) = match origin {
        FieldOrigin::Element(name) => (snake(&name.local), None),
        FieldOrigin::Attribute(name) => (
            snake(&name.local),
            Some(format!("{}_attr", snake(&name.local))),
        ),
        FieldOrigin::Group {
            name: Some(name),
            first,
            ..
        } => (
            snake(name),
            first
                .as_ref()
                .map(|first| snake(&format!("{name} {first}"))),
        ),
        FieldOrigin::Group {
            name: None,
            compositor,
            first,
        } => {
            let base = match compositor {
                Compositor::Choice => "choice",
                Compositor::Sequence | Compositor::All => "group",
            };
            (
                String::from(base),
                first
                    .as_ref()
                    .map(|first| format!("{base}_of_{}", snake(first))),
            )
        }
        FieldOrigin::Text => (String::from("value"), Some(String::from("text_value"))),
        FieldOrigin::Mixed => (String::from("content"), Some(String::from("mixed_content"))),
        FieldOrigin::Any => (String::from("any"), Some(String::from("any_element"))),
        FieldOrigin::AnyAttributes => (
            String::from("any_attributes"),
            Some(String::from("other_attributes")),
        ),
    };
    let after = before.map(|before| format!("{base}_after_{}", member_text(before)));
    let base = identifier(&base, "value");
    std::iter::once(base).chain(other).chain(after).collect()
}

fn member_text(origin: &FieldOrigin) -> String {
    match origin {
        FieldOrigin::Element(name) | FieldOrigin::Attribute(name) => snake(&name.local),
        FieldOrigin::Group {
            name: Some(name), ..
        } => snake(name),
        FieldOrigin::Group { .. } => String::from("group"),
        FieldOrigin::Text => String::from("text"),
        FieldOrigin::Mixed => String::from("content"),
        FieldOrigin::Any | FieldOrigin::AnyAttributes => String::from("any"),
    }
}

fn variant_candidates(origin: &VariantOrigin) -> Vec<String> {
    match origin {
        VariantOrigin::Element(name) => value_candidates(&name.local),
        VariantOrigin::Group(Some(first)) => {
            let base = upper_camel(first);
            vec![identifier(&base, "Group"), format!("{base}Group")]
        }
        VariantOrigin::Group(None) => vec![String::from("Group")],
        VariantOrigin::Text => vec![String::from("Text")],
        VariantOrigin::Any => vec![String::from("Any"), String::from("AnyElement")],
    }
}

/// Names for a value or alternative of a text.
fn value_candidates(text: &str) -> Vec<String> {
    let base = match text {
        "" => String::from("Empty"),
        text => identifier(&upper_camel(text), "Value"),
    };
    let cased = format!("{}{}", base.trim_end_matches('_'), casing(text));
    let spelled: String = text
        .chars()
        .map(|letter| format!("U{:04X}", u32::from(letter)))
        .collect();
    vec![base, cased, format!("Value{spelled}")]
}

fn values_names(values: &[EnumValue], mut taken: HashSet<String>) -> Vec<String> {
    values
        .iter()
        .map(|value| first_free(value_candidates(&value.text), &mut taken))
        .collect()
}

/// The identifiers of all interfaces. Their operations share modules, so that what two interfaces have by one name is
/// told apart by the name of the later interface.
pub(super) fn interfaces(crate_: &Crate) -> Vec<InterfaceNames> {
    let mut taken = Taken::default();
    crate_
        .interfaces
        .iter()
        .map(|interface| taken.interface(crate_, interface))
        .collect()
}

/// The names that the interfaces before have in the modules for services.
#[derive(Default)]
struct Taken {
    clients: HashSet<String>,
    operations: HashSet<String>,
    ports: HashSet<String>,
}

impl Taken {
    fn interface(&mut self, crate_: &Crate, interface: &Interface) -> InterfaceNames {
        let name = self.client(interface);
        let element = |index: usize| {
            crate_
                .elements
                .get(index)
                .map(|element| element.row.name.local.to_string())
                .unwrap_or_default()
        };
        let mut taken = HashSet::new();
        let fault_variants = interface.faults.iter().map(|fault| {
            let local = upper_camel(&element(fault.element));
            let short = local
                .strip_suffix("Fault")
                .filter(|short| !short.is_empty())
                .unwrap_or(&local);
            let candidates = vec![identifier(short, "Value"), identifier(&local, "Value")];
            first_free(candidates, &mut taken)
        });
        let fault_variants = fault_variants.collect();
        let types = &mut self.operations;
        let fault = first_free(vec![format!("{name}Fault")], types);
        let result = first_free(vec![format!("{name}Result")], types);
        let answer = first_free(vec![format!("{name}Answer")], types);
        let mut methods: HashSet<String> = RESERVED_METHODS
            .iter()
            .map(|name| String::from(*name))
            .collect();
        let mut operations = Vec::new();
        let mut method_names = Vec::new();
        for operation in &interface.operations {
            let (camel, plain) = (upper_camel(&operation.name), snake(&operation.name));
            let overload = operation.overload.as_deref().unwrap_or("operation");
            let mut candidates = vec![
                identifier(&camel, "Operation"),
                format!("{camel}{}", upper_camel(overload)),
            ];
            if operation.overload.is_none() {
                candidates.insert(1, format!("{name}{camel}"));
            } else {
                candidates.push(format!("{name}{camel}{}", upper_camel(overload)));
            }
            operations.push(first_free(candidates, types));
            method_names.push(first_free(
                vec![
                    identifier(&plain, "operation"),
                    format!("{plain}_{}", snake(overload)),
                ],
                &mut methods,
            ));
        }
        let header_names = interface.headers.iter().map(|header| {
            let local = snake(&element(header.element));
            first_free(
                vec![format!("with_{local}"), format!("with_header_{local}")],
                &mut methods,
            )
        });
        let header_names = header_names.collect();
        let ports = &mut self.ports;
        let port_names = interface.ports.iter().map(|port| {
            let name = shouty(&port.name);
            let longer = format!("{}_{name}", shouty(&port.service));
            first_free(
                vec![identifier(&name, "PORT"), identifier(&longer, "PORT")],
                ports,
            )
        });
        InterfaceNames {
            fault,
            result,
            answer,
            fault_variants,
            operations,
            methods: method_names,
            headers: header_names,
            ports: port_names.collect(),
            name,
        }
    }

    fn client(&mut self, interface: &Interface) -> String {
        let short = interface_name(&interface.name.local);
        let whole = identifier(&upper_camel(&interface.name.local), "Service");
        let longer = format!("{whole}Service");
        first_free(vec![short, whole, longer], &mut self.clients)
    }
}

/// What every client has.
const RESERVED_METHODS: &[&str] = &["new", "client"];

/// The name of a client: that of the port type without the words that only say that it is one.
fn interface_name(port_type: &str) -> String {
    let name = upper_camel(port_type);
    let short = ["PortType", "Interface", "Port"]
        .iter()
        .find_map(|suffix| name.strip_suffix(suffix))
        .filter(|short| !short.is_empty());
    identifier(short.unwrap_or(&name), "Service")
}
