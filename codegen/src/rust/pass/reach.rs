//! What is written: all that the chosen operations reach, but for what another module has.

use std::collections::HashSet;

use super::Options;
use crate::rust::{
    Content, Crate, ElementContent, Group, Item, ItemId, ItemKind, Model, Presence, Shape,
    SimpleId, SimpleRef, SimpleVariety, Term, TypeRef,
};

pub(super) fn run(crate_: &mut Crate, options: &Options) {
    if options.operations.is_some() {
        let mut reached = Reached::default();
        for interface in &crate_.interfaces {
            let faults = interface.faults.iter().map(|fault| fault.element);
            let headers = interface.headers.iter().map(|header| header.element);
            let messages = interface
                .operations
                .iter()
                .flat_map(|operation| std::iter::once(operation.input).chain(operation.output));
            for element in faults.chain(headers).chain(messages) {
                reached.element(crate_, element);
            }
        }
        prune(crate_, &reached);
    }
    let is_external = |namespace: &Option<std::sync::Arc<str>>| {
        namespace
            .as_ref()
            .is_some_and(|namespace| options.external_namespaces.contains(namespace))
    };
    for item in crate_
        .items
        .iter_mut()
        .filter(|item| is_external(&item.namespace))
    {
        item.presence = Presence::External;
    }
    for table in crate_
        .simple_types
        .iter_mut()
        .filter(|table| is_external(&table.namespace))
    {
        table.presence = Presence::External;
    }
    if let Some(only) = &options.only_namespace {
        for item in crate_
            .items
            .iter_mut()
            .filter(|item| item.namespace.as_ref() != Some(only))
        {
            item.presence = Presence::Pruned;
        }
        for table in crate_
            .simple_types
            .iter_mut()
            .filter(|table| table.namespace.as_ref() != Some(only))
        {
            table.presence = Presence::Pruned;
        }
    }
}

fn prune(crate_: &mut Crate, reached: &Reached) {
    let kinds: HashSet<ItemId> = fault_kinds(crate_, reached);
    for (index, item) in crate_.items.iter_mut().enumerate() {
        let id = ItemId(index);
        if !reached.items.contains(&id) && !kinds.contains(&id) {
            item.presence = Presence::Pruned;
        }
    }
    for (index, table) in crate_.simple_types.iter_mut().enumerate() {
        if !reached.simple_types.contains(&SimpleId(index)) {
            table.presence = Presence::Pruned;
        }
    }
}

/// The names of codes belong to the fault that has them.
fn fault_kinds(crate_: &Crate, reached: &Reached) -> HashSet<ItemId> {
    let is_reached = |item: &Item| matches!(&item.kind, ItemKind::FaultKinds(kinds) if reached.items.contains(&kinds.fault));
    let items = crate_.items.iter().enumerate();
    items
        .filter(|(_, item)| is_reached(item))
        .map(|(index, _)| ItemId(index))
        .collect()
}

/// The items and descriptors that something reaches.
#[derive(Default)]
pub(super) struct Reached {
    pub(super) items: HashSet<ItemId>,
    simple_types: HashSet<SimpleId>,
}

impl Reached {
    /// Adds a global element and all that it needs.
    pub(super) fn element(&mut self, crate_: &Crate, element: usize) {
        let Some(element) = crate_.elements.get(element) else {
            return;
        };
        let mut found = Found::default();
        found.items.extend(element.item);
        found.shape(&element.shape);
        found.element_content(element.row.content);
        self.follow(crate_, found);
    }

    fn follow(&mut self, crate_: &Crate, mut found: Found) {
        loop {
            if let Some(id) = found.items.pop() {
                if self.items.insert(id)
                    && let Some(item) = crate_.items.get(id.0)
                {
                    found.item(item);
                }
            } else if let Some(id) = found.simple_types.pop() {
                if self.simple_types.insert(id)
                    && let Some(table) = crate_.simple_types.get(id.0)
                {
                    found.simple_ref(table.base);
                    match &table.variety {
                        SimpleVariety::Atomic(_) => {}
                        SimpleVariety::List(item) => found.simple_ref(*item),
                        SimpleVariety::Union(members) => {
                            members.iter().for_each(|member| found.simple_ref(*member))
                        }
                    }
                }
            } else {
                return;
            }
        }
    }
}

/// What was found and has not been followed yet.
#[derive(Default)]
struct Found {
    items: Vec<ItemId>,
    simple_types: Vec<SimpleId>,
}

impl Found {
    fn item(&mut self, item: &Item) {
        match &item.kind {
            ItemKind::Struct(record) => {
                record
                    .fields
                    .iter()
                    .for_each(|field| self.shape(&field.shape));
                if let Some(model) = &record.model {
                    self.model(model);
                }
            }
            ItemKind::Choice(choice) => choice
                .variants
                .iter()
                .for_each(|variant| self.shape(&variant.shape)),
            ItemKind::Derived(derived) => self
                .items
                .extend(derived.variants.iter().map(|variant| variant.item)),
            ItemKind::Enumeration { simple_type, .. } => self.simple_types.push(*simple_type),
            ItemKind::Restricted {
                inner, simple_type, ..
            } => {
                self.shape(inner);
                self.simple_types.push(*simple_type);
            }
            ItemKind::Union {
                variants,
                simple_type,
            } => {
                variants
                    .iter()
                    .for_each(|variant| self.shape(&variant.shape));
                self.simple_types.push(*simple_type);
            }
            ItemKind::Alias(shape) | ItemKind::Element { inner: shape } => self.shape(shape),
            ItemKind::OpenEnumeration(_) | ItemKind::FaultKinds(_) => {}
        }
    }

    fn model(&mut self, model: &Model) {
        model
            .attributes
            .iter()
            .for_each(|attribute| self.simple_ref(attribute.simple_type));
        match &model.content {
            Content::Empty => {}
            Content::Text { simple_type, .. } => self.simple_ref(*simple_type),
            Content::Elements(group) | Content::Mixed { group, .. } => self.group(group),
        }
    }

    fn group(&mut self, group: &Group) {
        for particle in &group.particles {
            match &particle.term {
                Term::Element(row) => self.element_content(row.content),
                Term::Group(group) => self.group(group),
                Term::Any { .. } => {}
            }
        }
    }

    fn element_content(&mut self, content: ElementContent) {
        match content {
            ElementContent::Simple(simple_type) => self.simple_ref(simple_type),
            ElementContent::Complex(item)
            | ElementContent::Flattened(item)
            | ElementContent::Derived(item) => {
                self.items.push(item);
            }
            ElementContent::Any | ElementContent::Unchecked => {}
        }
    }

    fn shape(&mut self, shape: &Shape) {
        if let TypeRef::Item(item) = &shape.type_ref {
            self.items.push(*item);
        }
    }

    fn simple_ref(&mut self, simple_type: SimpleRef) {
        if let SimpleRef::Table(id) = simple_type {
            self.simple_types.push(id);
        }
    }
}
