//! One of the two versions, with its components under keys that both have in common.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Component, ComponentKind, Mapping};
use crate::analysis::Analysis;
use crate::emit::rust_name_of;
use crate::naming::Names;
use crate::rust::rows::Rows;
use crate::rust::{
    Cardinality, Crate, Item, ItemId, Origin, Presence, Role, Shape, SimpleId, SimpleRef,
    SimpleTable, TypeRef, WildcardRow,
};
use crate::schema::NamespaceConstraint;
use crate::syntax::QName;

/// What a component is known by in both versions.
pub(super) type Key = String;

/// One of the two versions.
pub(super) struct Version<'a> {
    pub(super) analysis: &'a Analysis,
    mapping: Mapping,
    keys: Vec<Key>,
    components: Vec<Component>,
    by_key: HashMap<Key, ItemId>,
    /// What fills the fields and variants of each item.
    pub(super) rows: Rows<'a>,
}

impl<'a> Version<'a> {
    /// The old version: its names are taken for those of the new one.
    pub(super) fn old(analysis: &'a Analysis, mapping: &Mapping) -> Self {
        Self::with(analysis, mapping.clone())
    }

    /// The new version.
    pub(super) fn new(analysis: &'a Analysis) -> Self {
        Self::with(analysis, Mapping::new())
    }

    fn with(analysis: &'a Analysis, mapping: Mapping) -> Self {
        let mut version = Version {
            analysis,
            mapping,
            keys: Vec::new(),
            components: Vec::new(),
            by_key: HashMap::new(),
            rows: Rows::of(&analysis.crate_),
        };
        version.name_items();
        version
    }

    pub(super) fn crate_(&self) -> &'a Crate {
        &self.analysis.crate_
    }

    pub(super) fn names(&self) -> &'a Names {
        &self.analysis.names
    }

    /// A name as the new version has it.
    pub(super) fn name(&self, name: &QName) -> QName {
        self.mapping.apply(name)
    }

    /// A namespace as the new version has it.
    pub(super) fn namespace(&self, namespace: Option<&Arc<str>>) -> Option<Arc<str>> {
        self.mapping.apply_to_namespace(namespace).cloned()
    }

    /// The namespaces of a wildcard as the new version has them.
    pub(super) fn wildcard(&self, row: &WildcardRow) -> NamespaceConstraint {
        let namespace = |namespace: &Option<Arc<str>>| self.namespace(namespace.as_ref());
        match &row.namespaces {
            NamespaceConstraint::Any => NamespaceConstraint::Any,
            NamespaceConstraint::Not(other) => NamespaceConstraint::Not(namespace(other)),
            NamespaceConstraint::Set(list) => {
                NamespaceConstraint::Set(list.iter().map(namespace).collect())
            }
        }
    }

    /// The items that are written, with their keys, in order.
    pub(super) fn items(&self) -> impl Iterator<Item = (ItemId, &'a Item, &Key)> {
        let items = self.crate_().items.iter().zip(&self.keys).enumerate();
        items
            .filter(|(_, (item, _))| item.presence == Presence::Written)
            .map(|(index, (item, key))| (ItemId(index), item, key))
    }

    pub(super) fn item(&self, id: ItemId) -> Option<&'a Item> {
        self.crate_().items.get(id.0)
    }

    /// The item of a key, if it is written.
    pub(super) fn item_of(&self, key: &Key) -> Option<(ItemId, &'a Item)> {
        let id = *self.by_key.get(key)?;
        self.item(id).map(|item| (id, item))
    }

    pub(super) fn key(&self, id: ItemId) -> &str {
        self.keys.get(id.0).map(String::as_str).unwrap_or_default()
    }

    pub(super) fn component(&self, id: ItemId) -> Option<&Component> {
        self.components.get(id.0)
    }

    /// The Rust name of an item.
    pub(super) fn rust_name(&self, id: ItemId) -> &'a str {
        let name = self.names().items.get(id.0);
        name.map(String::as_str).unwrap_or_default()
    }

    /// The Rust names of its fields or variants.
    pub(super) fn members(&self, id: ItemId) -> &'a [String] {
        let names = self.names().members.get(id.0);
        names.map(Vec::as_slice).unwrap_or_default()
    }

    /// A Rust type as one would write it with everything imported.
    pub(super) fn rust_type(&self, shape: &Shape) -> String {
        let mut text = match &shape.type_ref {
            TypeRef::Item(id) => String::from(self.rust_name(*id)),
            TypeRef::Builtin(builtin) => rust_name_of(*builtin),
            TypeRef::Secret => String::from("Secret"),
            TypeRef::AnyElement => String::from("AnyElement"),
            TypeRef::AnyAttribute => String::from("AnyAttribute"),
            TypeRef::User(path) => path.clone(),
        };
        let wrappers = [
            (shape.is_list, "Vec"),
            (shape.is_nillable, "Nillable"),
            (shape.is_boxed, "Box"),
            (shape.cardinality == Cardinality::Optional, "Option"),
            (shape.cardinality == Cardinality::Many, "Vec"),
        ];
        for (_, wrapper) in wrappers.into_iter().filter(|(applies, _)| *applies) {
            text = format!("{wrapper}<{text}>");
        }
        text
    }

    /// A shape with the types by their keys, so that shapes of both versions can be compared.
    pub(super) fn shape_key(&self, shape: &Shape) -> String {
        let type_ref = match &shape.type_ref {
            TypeRef::Item(id) => self.key(*id).to_owned(),
            other => format!("{other:?}"),
        };
        format!(
            "{type_ref} {:?} {} {} {}",
            shape.cardinality, shape.is_list, shape.is_nillable, shape.is_boxed
        )
    }

    pub(super) fn simple_table(&self, id: SimpleId) -> Option<&'a SimpleTable> {
        self.crate_().simple_types.get(id.0)
    }

    /// What a simple type is, or is part of.
    pub(super) fn simple_component(&self, table: &SimpleTable) -> Component {
        match &table.name {
            Some(name) => Component {
                kind: ComponentKind::Type,
                name: self.name(name),
                inside: Vec::new(),
            },
            None => self.component_of(&table.origin, 1),
        }
    }

    /// The key of a simple type.
    pub(super) fn simple_key(&self, simple_type: SimpleRef) -> Key {
        match simple_type {
            SimpleRef::Builtin(builtin) => format!("{builtin:?}"),
            SimpleRef::Table(id) => match self.simple_table(id) {
                Some(table) => match &table.name {
                    Some(name) => format!("type {}", self.name(name)),
                    None => self.origin_key(&table.origin),
                },
                None => String::new(),
            },
        }
    }

    fn name_items(&mut self) {
        let mut siblings: HashMap<(ItemId, Role), usize> = HashMap::new();
        for (index, item) in self.crate_().items.iter().enumerate() {
            // Groups have no name of their own; what they are named after in Rust may change with the first element.
            let number = match &item.origin {
                Origin::Nested { parent, role, .. } => {
                    let count = siblings.entry((*parent, *role)).or_default();
                    *count += 1;
                    *count
                }
                _ => 0,
            };
            let component = self.component_of(&item.origin, number);
            let key = format!("{} {}", component.kind.name(), path(&component));
            if item.presence == Presence::Written {
                self.by_key.entry(key.clone()).or_insert(ItemId(index));
            }
            self.keys.push(key);
            self.components.push(component);
        }
    }

    fn component_of(&self, origin: &Origin, number: usize) -> Component {
        let global = |kind, name: &QName| Component {
            kind,
            name: self.name(name),
            inside: Vec::new(),
        };
        match origin {
            Origin::Type(name) => global(ComponentKind::Type, name),
            Origin::Element(name) => global(ComponentKind::Element, name),
            Origin::Group(name) => global(ComponentKind::Group, name),
            Origin::Overlay(name) => global(ComponentKind::Overlay, &QName::new(None, name)),
            Origin::Nested {
                parent,
                local,
                role,
            } => {
                let mut component = self.parent(*parent, local);
                component.inside.push(inner(*role, local, number));
                component
            }
            Origin::InGroup { group, local, role } => {
                let mut component = global(ComponentKind::Group, group);
                component.inside.push(inner(*role, local, 1));
                component
            }
        }
    }

    /// The component of an item that another is inside of, which may stand behind it.
    fn parent(&self, parent: ItemId, local: &Arc<str>) -> Component {
        if let Some(component) = self.components.get(parent.0) {
            return component.clone();
        }
        let mut inside = Vec::new();
        let mut id = parent;
        // The number of items bounds the way up.
        for _ in &self.crate_().items {
            match self.item(id).map(|item| &item.origin) {
                Some(Origin::Nested {
                    parent,
                    local,
                    role,
                }) => {
                    inside.push(inner(*role, local, 1));
                    id = *parent;
                }
                Some(origin) => {
                    let mut component = self.component_of(origin, 0);
                    inside.reverse();
                    component.inside.extend(inside);
                    return component;
                }
                None => break,
            }
        }
        Component {
            kind: ComponentKind::Type,
            name: QName::new(None, local),
            inside,
        }
    }

    fn origin_key(&self, origin: &Origin) -> Key {
        let component = self.component_of(origin, 1);
        format!("{} {}", component.kind.name(), path(&component))
    }
}

fn path(component: &Component) -> String {
    let mut text = component.name.to_string();
    for part in &component.inside {
        text.push('/');
        text.push_str(part);
    }
    text
}

/// What a nested item is called inside of its parent.
fn inner(role: Role, local: &str, number: usize) -> String {
    let word = match role {
        Role::Type => return local.to_owned(),
        Role::Choice => "choice",
        Role::Group => "group",
        Role::Content => "content",
        Role::Kind => "derived types",
        Role::Substitution => "substitution group",
        Role::FaultKind => "kinds",
    };
    match number {
        0 | 1 => String::from(word),
        number => format!("{word} {number}"),
    }
}
