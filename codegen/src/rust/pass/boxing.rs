//! Puts values behind pointers: optional structs, so that what is absent costs a word, the structs in the variants of
//! an enum, and whatever would otherwise contain itself.

use super::component;
use crate::rust::{Cardinality, Crate, ItemId, ItemKind, Shape, TypeRef};

pub(super) fn run(crate_: &mut Crate) {
    box_optional_structs(crate_);
    let components = components(crate_);
    let component = |id: usize| components.get(id).copied();
    for index in 0..crate_.items.len() {
        let own = component(index);
        let is_cycle = |shape: &Shape| inline(shape).is_some_and(|item| component(item.0) == own);
        if let Some(item) = crate_.items.get_mut(index) {
            for shape in shapes(&mut item.kind) {
                shape.is_boxed |= is_cycle(shape);
            }
        }
    }
}

fn box_optional_structs(crate_: &mut Crate) {
    let is_struct: Vec<bool> = crate_
        .items
        .iter()
        .map(|item| matches!(item.kind, ItemKind::Struct(_) | ItemKind::Derived(_)))
        .collect();
    let holds_struct = |shape: &Shape| match &shape.type_ref {
        TypeRef::Item(item) => is_struct.get(item.0).copied().unwrap_or_default(),
        _ => false,
    };
    for item in &mut crate_.items {
        let in_variant = matches!(item.kind, ItemKind::Choice(_));
        for shape in shapes(&mut item.kind) {
            let is_boxed = match shape.cardinality {
                Cardinality::One => in_variant,
                Cardinality::Optional => true,
                Cardinality::Many => false,
            };
            shape.is_boxed |= is_boxed && !shape.is_list && holds_struct(shape);
        }
    }
}

/// The item whose value is part of the value itself, not behind a pointer.
fn inline(shape: &Shape) -> Option<ItemId> {
    match &shape.type_ref {
        TypeRef::Item(item)
            if shape.cardinality != Cardinality::Many && !shape.is_list && !shape.is_boxed =>
        {
            Some(*item)
        }
        _ => None,
    }
}

/// The types of the values that are part of a value of an item.
fn shapes(kind: &mut ItemKind) -> Vec<&mut Shape> {
    match kind {
        ItemKind::Struct(record) => record
            .fields
            .iter_mut()
            .map(|field| &mut field.shape)
            .collect(),
        ItemKind::Choice(choice) => choice
            .variants
            .iter_mut()
            .map(|variant| &mut variant.shape)
            .collect(),
        ItemKind::Element { inner } => vec![inner],
        ItemKind::Derived(_)
        | ItemKind::Enumeration { .. }
        | ItemKind::OpenEnumeration(_)
        | ItemKind::Restricted { .. }
        | ItemKind::Union { .. }
        | ItemKind::Alias(_)
        | ItemKind::FaultKinds(_) => Vec::new(),
    }
}

/// The strongly connected component of each item in the graph of what contains what.
fn components(crate_: &mut Crate) -> Vec<usize> {
    let edges: Vec<Vec<usize>> = crate_
        .items
        .iter_mut()
        .map(|item| {
            shapes(&mut item.kind)
                .into_iter()
                .filter_map(|shape| inline(shape))
                .map(|id| id.0)
                .collect()
        })
        .collect();
    component::of_each(&edges)
}
