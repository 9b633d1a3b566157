//! Types that hold nothing but one repeated element become lists where others use them.
//!
//! `<assetArray><items>…</items><items>…</items></assetArray>` is a field `asset_array: Vec<Asset>`. The element of
//! the list stays on the wire: the table still has the type.

use std::collections::HashMap;

use crate::rust::{
    Cardinality, Content, Crate, ElementContent, ElementRow, Group, ItemId, ItemKind, Model, Shape,
    Struct, Term, TypeRef,
};
use crate::schema::Compositor;

pub(super) fn run(crate_: &mut Crate) {
    let lists = lists(crate_);
    for id in lists.keys() {
        if let Some(ItemKind::Struct(list)) = crate_.items.get_mut(id.0).map(|item| &mut item.kind)
        {
            list.is_flattened = true;
        }
    }
    for item in &mut crate_.items {
        match &mut item.kind {
            ItemKind::Struct(record) => {
                for field in &mut record.fields {
                    flatten_shape(&mut field.shape, &lists);
                }
                if let Some(Model {
                    content: Content::Elements(group) | Content::Mixed { group, .. },
                    ..
                }) = &mut record.model
                {
                    flatten_group(group, &lists);
                }
            }
            ItemKind::Choice(choice) => {
                for variant in &mut choice.variants {
                    flatten_shape(&mut variant.shape, &lists);
                }
            }
            ItemKind::Element { inner } => flatten_shape(inner, &lists),
            ItemKind::Derived(_)
            | ItemKind::Enumeration { .. }
            | ItemKind::OpenEnumeration(_)
            | ItemKind::Restricted { .. }
            | ItemKind::Union { .. }
            | ItemKind::Alias(_)
            | ItemKind::FaultKinds(_) => {}
        }
    }
    for element in &mut crate_.elements {
        flatten_shape(&mut element.shape, &lists);
        flatten_row(&mut element.row, &lists);
    }
    if let Some(declarations) = &mut crate_.declarations {
        for element in &mut declarations.elements {
            flatten_row(&mut element.row, &lists);
        }
    }
}

/// The structs that can be lists, each with its one field.
fn lists(crate_: &Crate) -> HashMap<ItemId, Shape> {
    let mut lists: HashMap<ItemId, Shape> = crate_
        .items
        .iter()
        .enumerate()
        .filter_map(|(index, item)| match &item.kind {
            ItemKind::Struct(record) => {
                only_list(record).map(|shape| (ItemId(index), shape.clone()))
            }
            _ => None,
        })
        .collect();
    for element in &crate_.elements {
        // A document of the element is the struct itself.
        if let (Some(item), TypeRef::Item(inner)) = (element.item, &element.shape.type_ref)
            && item == *inner
        {
            lists.remove(&item);
        }
    }
    for item in &crate_.items {
        if let ItemKind::Derived(derived) = &item.kind {
            for variant in &derived.variants {
                lists.remove(&variant.item);
            }
        }
    }
    let of_lists =
        |shape: &Shape| matches!(&shape.type_ref, TypeRef::Item(item) if lists.contains_key(item));
    let outer: Vec<ItemId> = lists
        .iter()
        .filter(|(_, shape)| of_lists(shape))
        .map(|(id, _)| *id)
        .collect();
    for id in outer {
        lists.remove(&id);
    }
    lists
}

fn only_list(record: &Struct) -> Option<&Shape> {
    let model = record.model.as_ref()?;
    let Content::Elements(group) = &model.content else {
        return None;
    };
    let ([field], [particle]) = (record.fields.as_slice(), group.particles.as_slice()) else {
        return None;
    };
    let is_plain = group.compositor == Compositor::Sequence
        && matches!(particle.term, Term::Element(_))
        && model.any_attribute.is_none()
        && !model.is_abstract;
    let shape = &field.shape;
    let is_list = shape.cardinality == Cardinality::Many && !shape.is_list && !shape.is_nillable;
    (is_plain && is_list).then_some(shape)
}

fn flatten_shape(shape: &mut Shape, lists: &HashMap<ItemId, Shape>) {
    if let TypeRef::Item(item) = &shape.type_ref
        && let Some(inner) = lists.get(item)
    {
        shape.type_ref = inner.type_ref.clone();
        shape.is_list = true;
    }
}

fn flatten_group(group: &mut Group, lists: &HashMap<ItemId, Shape>) {
    for particle in &mut group.particles {
        match &mut particle.term {
            Term::Element(row) => flatten_row(row, lists),
            Term::Group(group) => flatten_group(group, lists),
            Term::Any { .. } => {}
        }
    }
}

fn flatten_row(row: &mut ElementRow, lists: &HashMap<ItemId, Shape>) {
    if let ElementContent::Complex(item) = row.content
        && lists.contains_key(&item)
    {
        row.content = ElementContent::Flattened(item);
    }
}
