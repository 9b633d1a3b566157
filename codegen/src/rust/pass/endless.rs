//! Breaks circles of values that require each other: a Rust value of such a type could not be built, nor could a blank
//! one. Also warns of types that no finite document has.
//!
//! What the tables ask for stays as it is, so that reading still says what is missing. A type that requires itself may
//! stand in a valid schema: a document never uses it, or uses a nil element or a derived type in its place.

use super::component;
use crate::diagnostic::code::rust::INFINITE_TYPE;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rust::{
    Cardinality, Content, Crate, Derived, ElementContent, Group, Item, ItemId, ItemKind, Particle,
    Presence, Shape, Term, TypeRef,
};
use crate::schema::Compositor;

pub(super) fn run(crate_: &mut Crate, diagnostics: &mut Diagnostics) {
    for (item, is_endless) in crate_.items.iter().zip(circles(crate_, required_by_table)) {
        if is_endless.is_some() && item.presence == Presence::Written {
            report(item, diagnostics);
        }
    }
    let circles = circles(crate_, required_by_value);
    for (index, item) in crate_.items.iter_mut().enumerate() {
        let own = circles.get(index).copied().flatten();
        if let (Some(_), ItemKind::Struct(record)) = (own, &mut item.kind) {
            let is_in_circle = |shape: &Shape| {
                required(shape).is_some_and(|item| circles.get(item.0).copied().flatten() == own)
            };
            for field in &mut record.fields {
                if is_in_circle(&field.shape) {
                    field.shape.cardinality = Cardinality::Optional;
                }
            }
        }
    }
}

fn report(item: &Item, diagnostics: &mut Diagnostics) {
    let message = "a valid document of this type would have no end: the type requires itself";
    let diagnostic = match item.span {
        Some(span) => Diagnostic::warning(&INFINITE_TYPE, span, message),
        None => Diagnostic::warning_without_place(&INFINITE_TYPE, message),
    };
    diagnostics.push(diagnostic.help("make the recursive element optional"));
}

/// What an item requires.
enum Required {
    /// A value of an item.
    Item(ItemId),
    /// All of these.
    All(Vec<Required>),
    /// One of these.
    OneOf(Vec<Required>),
}

impl Required {
    fn nothing() -> Self {
        Required::All(Vec::new())
    }

    /// Whether it can be had, given which items have finite values.
    fn is_finite(&self, finite: &[bool]) -> bool {
        match self {
            Required::Item(item) => finite.get(item.0).copied().unwrap_or(true),
            Required::All(all) => all.iter().all(|one| one.is_finite(finite)),
            Required::OneOf(alternatives) => alternatives.iter().any(|one| one.is_finite(finite)),
        }
    }

    fn add_items(&self, items: &mut Vec<ItemId>) {
        match self {
            Required::Item(item) => items.push(*item),
            Required::All(inner) | Required::OneOf(inner) => {
                inner.iter().for_each(|one| one.add_items(items));
            }
        }
    }
}

/// For each item that has no finite value and that requires itself: the circle that it is in.
fn circles(crate_: &Crate, required: fn(&ItemKind) -> Required) -> Vec<Option<usize>> {
    let items = crate_.items.iter();
    let required: Vec<Required> = items.map(|item| required(&item.kind)).collect();
    let finite = finite(&required);
    let edges = required.iter().zip(&finite).map(|(required, is_finite)| {
        let mut items = Vec::new();
        if !is_finite {
            required.add_items(&mut items);
        }
        items.retain(|item| finite.get(item.0) == Some(&false));
        items.into_iter().map(|item| item.0).collect()
    });
    let edges: Vec<Vec<usize>> = edges.collect();
    component::of_each(&edges)
        .into_iter()
        .map(|component| (component < edges.len()).then_some(component))
        .collect()
}

/// Which items have a finite value.
fn finite(required: &[Required]) -> Vec<bool> {
    let mut finite = vec![false; required.len()];
    loop {
        let mut changed = false;
        for (index, required) in required.iter().enumerate() {
            if finite.get(index) == Some(&false)
                && required.is_finite(&finite)
                && let Some(slot) = finite.get_mut(index)
            {
                *slot = true;
                changed = true;
            }
        }
        if !changed {
            return finite;
        }
    }
}

/// What a Rust value of an item is made of.
fn required_by_value(kind: &ItemKind) -> Required {
    match kind {
        ItemKind::Struct(record) => {
            let fields = record.fields.iter();
            Required::All(fields.map(|field| by_shape(&field.shape)).collect())
        }
        ItemKind::Choice(choice) => {
            let variants = choice.variants.iter();
            Required::OneOf(variants.map(|variant| by_shape(&variant.shape)).collect())
        }
        ItemKind::Derived(derived) => one_of(derived),
        ItemKind::Union { variants, .. } => {
            let variants = variants.iter();
            Required::OneOf(variants.map(|variant| by_shape(&variant.shape)).collect())
        }
        ItemKind::Restricted { inner, .. }
        | ItemKind::Alias(inner)
        | ItemKind::Element { inner } => by_shape(inner),
        ItemKind::Enumeration { .. } | ItemKind::OpenEnumeration(_) | ItemKind::FaultKinds(_) => {
            Required::nothing()
        }
    }
}

fn by_shape(shape: &Shape) -> Required {
    required(shape).map_or_else(Required::nothing, Required::Item)
}

/// The item that a value of a shape can't do without.
fn required(shape: &Shape) -> Option<ItemId> {
    match (&shape.type_ref, shape.cardinality) {
        (TypeRef::Item(item), Cardinality::One) if !shape.is_list && !shape.is_nillable => {
            Some(*item)
        }
        _ => None,
    }
}

fn one_of(derived: &Derived) -> Required {
    let variants = derived.variants.iter();
    let concrete = variants.filter(|variant| !variant.is_abstract);
    Required::OneOf(
        concrete
            .map(|variant| Required::Item(variant.item))
            .collect(),
    )
}

/// What a document of an item has elements of.
fn required_by_table(kind: &ItemKind) -> Required {
    match kind {
        ItemKind::Struct(record) => match record.model.as_ref().map(|model| &model.content) {
            Some(Content::Elements(group) | Content::Mixed { group, .. }) => by_group(group),
            Some(Content::Empty | Content::Text { .. }) | None => Required::nothing(),
        },
        ItemKind::Derived(derived) => one_of(derived),
        _ => Required::nothing(),
    }
}

fn by_group(group: &Group) -> Required {
    if group.is_optional {
        return Required::nothing();
    }
    let particles = group.particles.iter().map(by_particle).collect();
    match group.compositor {
        Compositor::Choice => Required::OneOf(particles),
        Compositor::Sequence | Compositor::All => Required::All(particles),
    }
}

fn by_particle(particle: &Particle) -> Required {
    match &particle.term {
        _ if particle.min == 0 => Required::nothing(),
        Term::Group(group) => by_group(group),
        Term::Any { .. } => Required::nothing(),
        Term::Element(element) if element.is_nillable => Required::nothing(),
        Term::Element(element) => match element.content {
            ElementContent::Simple(_) | ElementContent::Any | ElementContent::Unchecked => {
                Required::nothing()
            }
            ElementContent::Complex(item)
            | ElementContent::Flattened(item)
            | ElementContent::Derived(item) => Required::Item(item),
        },
    }
}
