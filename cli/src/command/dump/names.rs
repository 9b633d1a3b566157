//! The names of everything that is written.

use soapstone_codegen::analysis::Analysis;
use soapstone_codegen::rust::{FieldOrigin, Item, ItemKind, Origin, Presence};

use super::rust::{field, origin, variant};
use crate::view::columns;

/// For every item and its members: the key for `--rename`, or in parentheses what it is made from where no key leads
/// to it, and the Rust name.
pub(super) fn text(analysis: &Analysis) -> String {
    let (crate_, names) = (&analysis.crate_, &analysis.names);
    let mut rows = Vec::new();
    for (index, item) in crate_.items.iter().enumerate() {
        if item.presence != Presence::Written {
            continue;
        }
        let module = names.modules.of(item.namespace.as_ref());
        let path = names.modules.path(module, 0).replacen("self", "", 1);
        let path = path.trim_start_matches("::");
        let name = names
            .items
            .get(index)
            .map(String::as_str)
            .unwrap_or_default();
        let full = if path.is_empty() {
            name.to_owned()
        } else {
            format!("{path}::{name}")
        };
        let key = match &item.origin {
            Origin::Type(name) | Origin::Element(name) => name.to_string(),
            other => format!("({})", origin(crate_, other)),
        };
        rows.push(vec![key.clone(), full]);
        let members = names
            .members
            .get(index)
            .map(Vec::as_slice)
            .unwrap_or_default();
        rows.extend(
            keys(item, &key)
                .into_iter()
                .zip(members)
                .map(|(key, member)| vec![key, format!("  {member}")]),
        );
    }
    let mut text = columns("", &rows);
    for (interface, names) in crate_.interfaces.iter().zip(&names.interfaces) {
        let operations = interface
            .operations
            .iter()
            .zip(&names.operations)
            .zip(&names.methods);
        let mut rows = vec![vec![
            format!("(interface {})", interface.name),
            names.name.clone(),
        ]];
        rows.extend(operations.map(|((operation, type_name), method)| {
            vec![
                format!("(operation {})", operation.name),
                format!("  {method}, {type_name}"),
            ]
        }));
        text.push_str(&columns("", &rows));
    }
    text
}

/// The keys of the members of an item, in the order of their names.
fn keys(item: &Item, key: &str) -> Vec<String> {
    let is_named = matches!(item.origin, Origin::Type(_) | Origin::Element(_));
    let member = |text: String| format!("  ({text})");
    match &item.kind {
        ItemKind::Struct(record) => {
            let keys = record.fields.iter().map(|own| match &own.origin {
                FieldOrigin::Element(name) | FieldOrigin::Attribute(name) if is_named => {
                    format!("{key}/{}", name.local)
                }
                other => member(field(other)),
            });
            keys.collect()
        }
        ItemKind::Choice(choice) => choice
            .variants
            .iter()
            .map(|own| member(variant(&own.origin)))
            .collect(),
        ItemKind::Derived(derived) => derived
            .variants
            .iter()
            .map(|own| member(format!("type {}", own.name)))
            .collect(),
        ItemKind::Enumeration { values, .. } | ItemKind::OpenEnumeration(values) => values
            .iter()
            .map(|value| member(format!("{:?}", value.text)))
            .collect(),
        ItemKind::Union { variants, .. } => {
            let name = |own: &soapstone_codegen::rust::UnionVariant| {
                own.name.as_ref().map(ToString::to_string)
            };
            variants
                .iter()
                .map(|own| member(format!("member {}", name(own).unwrap_or_default())))
                .collect()
        }
        ItemKind::FaultKinds(kinds) => kinds
            .kinds
            .iter()
            .map(|kind| member(format!("code {}", kind.code)))
            .collect(),
        ItemKind::Restricted { .. } | ItemKind::Alias(_) | ItemKind::Element { .. } => Vec::new(),
    }
}
