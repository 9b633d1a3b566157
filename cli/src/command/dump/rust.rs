//! The shape of the Rust types, before they have names.

use soapstone_codegen::rust::{
    Body, Cardinality, Crate, FieldOrigin, Interface, Item, ItemId, ItemKind, Origin, Presence,
    Role, Shape, TypeRef, VariantOrigin,
};

/// All items in order, each with what it holds; then the services.
pub(super) fn text(crate_: &Crate) -> String {
    let mut text = String::new();
    for item in &crate_.items {
        let presence = match item.presence {
            Presence::Written => "",
            Presence::External => "  // generated elsewhere",
            Presence::Pruned => "  // not needed",
        };
        text.push_str(&format!(
            "{} {}{presence}\n",
            kind(&item.kind),
            origin(crate_, &item.origin)
        ));
        for line in members(crate_, item) {
            text.push_str(&format!("  {line}\n"));
        }
    }
    crate_
        .interfaces
        .iter()
        .for_each(|interface| text.push_str(&service(crate_, interface)));
    text
}

/// What an item's name is made from.
pub(super) fn origin(crate_: &Crate, origin: &Origin) -> String {
    match origin {
        Origin::Type(name) => format!("type {name}"),
        Origin::Element(name) => format!("element {name}"),
        Origin::Group(name) => format!("group {name}"),
        Origin::Overlay(name) => format!("overlay {name}"),
        Origin::Message { name, .. } => format!("message {name}"),
        Origin::Nested {
            parent,
            local,
            role,
        } => {
            let parent = item_text(crate_, *parent);
            match local.is_empty() {
                true => format!("{} in {parent}", role_text(*role)),
                false => format!("{} of {local} in {parent}", role_text(*role)),
            }
        }
        Origin::InGroup { group, local, role } => {
            format!("{} of {local} in group {group}", role_text(*role))
        }
    }
}

/// What a field's name is made from.
pub(super) fn field(origin: &FieldOrigin) -> String {
    match origin {
        FieldOrigin::Element(name) => format!("element {name}"),
        FieldOrigin::Attribute(name) => format!("attribute {name}"),
        FieldOrigin::Group {
            name,
            compositor,
            first,
        } => {
            let compositor = format!("{compositor:?}").to_lowercase();
            match (name, first) {
                (Some(name), _) => format!("{compositor} {name}"),
                (None, Some(first)) => format!("{compositor} from {first}"),
                (None, None) => compositor,
            }
        }
        FieldOrigin::Text => String::from("text"),
        FieldOrigin::Mixed => String::from("mixed content"),
        FieldOrigin::Any => String::from("any element"),
        FieldOrigin::AnyAttributes => String::from("any attributes"),
    }
}

/// What a variant's name is made from.
pub(super) fn variant(origin: &VariantOrigin) -> String {
    match origin {
        VariantOrigin::Element(name) => format!("element {name}"),
        VariantOrigin::Group(Some(first)) => format!("group from {first}"),
        VariantOrigin::Group(None) => String::from("group"),
        VariantOrigin::Text => String::from("text"),
        VariantOrigin::Any => String::from("any element"),
    }
}

fn kind(kind: &ItemKind) -> &'static str {
    match kind {
        ItemKind::Struct(record) if record.is_flattened => "flattened struct",
        ItemKind::Struct(_) => "struct",
        ItemKind::Choice(_) => "choice",
        ItemKind::Derived(_) => "derived types",
        ItemKind::Enumeration { .. } => "enumeration",
        ItemKind::OpenEnumeration(_) => "open enumeration",
        ItemKind::Restricted { .. } => "restricted",
        ItemKind::Union { .. } => "union",
        ItemKind::Alias(_) => "alias",
        ItemKind::Element { .. } => "document",
        ItemKind::FaultKinds(_) => "fault kinds",
    }
}

fn role_text(role: Role) -> &'static str {
    match role {
        Role::Type => "type",
        Role::Choice => "choice",
        Role::Group => "group",
        Role::Content => "content",
        Role::Kind => "derived types",
        Role::Substitution => "substitution group",
        Role::FaultKind => "fault kinds",
    }
}

fn members(crate_: &Crate, item: &Item) -> Vec<String> {
    match &item.kind {
        ItemKind::Struct(record) => {
            let fields = record.fields.iter();
            fields
                .map(|member| {
                    format!(
                        "{}: {}",
                        field(&member.origin),
                        shape(crate_, &member.shape)
                    )
                })
                .collect()
        }
        ItemKind::Choice(choice) => {
            let variants = choice.variants.iter();
            variants
                .map(|member| {
                    format!(
                        "{}: {}",
                        variant(&member.origin),
                        shape(crate_, &member.shape)
                    )
                })
                .collect()
        }
        ItemKind::Derived(derived) => {
            let variants = derived.variants.iter();
            variants
                .map(|member| {
                    format!(
                        "{}{}",
                        member.name,
                        if member.is_abstract {
                            " (abstract)"
                        } else {
                            ""
                        }
                    )
                })
                .collect()
        }
        ItemKind::Enumeration { values, .. } | ItemKind::OpenEnumeration(values) => values
            .iter()
            .map(|value| format!("{:?}", value.text))
            .collect(),
        ItemKind::Union { variants, .. } => variants
            .iter()
            .map(|member| shape(crate_, &member.shape))
            .collect(),
        ItemKind::Restricted { inner, .. }
        | ItemKind::Alias(inner)
        | ItemKind::Element { inner } => {
            vec![shape(crate_, inner)]
        }
        ItemKind::FaultKinds(kinds) => kinds
            .kinds
            .iter()
            .map(|kind| format!("{} {}", kind.code, kind.name))
            .collect(),
    }
}

fn shape(crate_: &Crate, shape: &Shape) -> String {
    let mut text = match &shape.type_ref {
        TypeRef::Item(item) => item_text(crate_, *item),
        TypeRef::Builtin(builtin) => format!("xsd:{}", builtin.name()),
        TypeRef::Secret => String::from("secret"),
        TypeRef::AnyElement => String::from("any element"),
        TypeRef::AnyAttribute => String::from("any attribute"),
        TypeRef::User(path) => path.clone(),
    };
    let mut wrap = |condition: bool, with: &str| {
        if condition {
            text = format!("{with}<{text}>");
        }
    };
    wrap(shape.is_list, "list");
    wrap(shape.is_nillable, "nillable");
    wrap(shape.is_boxed, "box");
    wrap(shape.cardinality == Cardinality::Optional, "option");
    wrap(shape.cardinality == Cardinality::Many, "vec");
    text
}

fn item_text(crate_: &Crate, id: ItemId) -> String {
    crate_
        .items
        .get(id.0)
        .map(|item| origin(crate_, &item.origin))
        .unwrap_or_default()
}

fn service(crate_: &Crate, interface: &Interface) -> String {
    let element = |index: usize| {
        crate_
            .elements
            .get(index)
            .map(|element| element.row.name.to_string())
            .unwrap_or_default()
    };
    let mut text = format!("interface {}\n", interface.name);
    for operation in &interface.operations {
        let body = |body: Body| {
            body.element()
                .map_or_else(|| String::from("an empty body"), element)
        };
        let output = operation
            .output
            .map_or_else(|| String::from("nothing"), body);
        let idempotent = if operation.is_idempotent {
            ", idempotent"
        } else {
            ""
        };
        text.push_str(&format!(
            "  operation {}: {} -> {output}{idempotent}\n",
            operation.name,
            body(operation.input)
        ));
    }
    interface
        .headers
        .iter()
        .for_each(|header| text.push_str(&format!("  header {}\n", element(header.element))));
    interface
        .faults
        .iter()
        .for_each(|fault| text.push_str(&format!("  fault {}\n", element(fault.element))));
    text
}
