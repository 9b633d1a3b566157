//! Simple types: enums, tuple structs with facets, lists and unions, and the descriptors that the tables name.

use std::sync::Arc;

use super::super::{
    EnumValue, Item, ItemId, ItemKind, Origin, Presence, Role, Shape, SimpleId, SimpleRef,
    SimpleTable, SimpleVariety, TypeRef, UnionVariant,
};
use super::Lowering;
use crate::schema::{Builtin, Id, Owner, Scope, SimpleTypeDefinition, TypeDefinition, Variety};
use crate::syntax::QName;

/// The attribute or local element that an anonymous type belongs to: the item that has it, and its name.
type Place<'p> = Option<(ItemId, &'p Arc<str>)>;

impl Lowering<'_> {
    /// The Rust value of a simple type.
    pub(super) fn simple_shape(&mut self, id: Id<SimpleTypeDefinition>) -> Shape {
        self.simple_shape_in(id, None)
    }

    /// The Rust value of a simple type that may be anonymous.
    pub(super) fn simple_shape_in(
        &mut self,
        id: Id<SimpleTypeDefinition>,
        place: Place<'_>,
    ) -> Shape {
        if let Some(shape) = self.simple_shapes.get(&id) {
            return shape.clone();
        }
        let definition = &self.set.simple_types[id];
        if let Some(path) = definition
            .name
            .as_ref()
            .and_then(|name| self.choices.mapped_types.get(name))
        {
            let shape = Shape::one(TypeRef::User(path.clone()));
            self.simple_shapes.insert(id, shape.clone());
            return shape;
        }
        let shape = match (definition.builtin, &definition.variety) {
            (Some(Builtin::Nmtokens | Builtin::Idrefs | Builtin::Entities), _) => Shape {
                is_list: true,
                ..Shape::one(TypeRef::Builtin(Builtin::String))
            },
            (Some(builtin), _) => Shape::one(TypeRef::Builtin(builtin)),
            (None, Variety::Absent) => Shape::one(TypeRef::Builtin(Builtin::AnySimpleType)),
            (None, Variety::Atomic { primitive }) => self.atomic_shape(id, *primitive, place),
            (None, Variety::List { item }) => self.list_shape(id, *item, place),
            (None, Variety::Union { members }) => self.union_shape(id, members, place),
        };
        self.simple_shapes.insert(id, shape.clone());
        shape
    }

    fn atomic_shape(
        &mut self,
        id: Id<SimpleTypeDefinition>,
        primitive: Builtin,
        place: Place<'_>,
    ) -> Shape {
        let definition = &self.set.simple_types[id];
        if let Some(values) = &definition.facets.enumeration
            && is_text(primitive)
        {
            let values = values.iter().map(|value| EnumValue {
                text: Arc::from(
                    runtime_white_space(definition.white_space)
                        .normalize(&value.value.text)
                        .as_ref(),
                ),
                documentation: value.documentation.clone(),
                deprecated: None,
            });
            let values = without_repetition(values);
            return self.simple_item(id, place, |simple_type| ItemKind::Enumeration {
                values,
                simple_type,
            });
        }
        let builtin = self.nearest_builtin(id);
        let inner = Shape::one(TypeRef::Builtin(builtin));
        if self.has_facets(id) {
            return self.restricted_item(id, place, inner);
        }
        match self.set.simple_types[id].base {
            TypeDefinition::Simple(base) => self.alias(id, base, place),
            TypeDefinition::Complex(_) => inner,
        }
    }

    fn list_shape(
        &mut self,
        id: Id<SimpleTypeDefinition>,
        item: Id<SimpleTypeDefinition>,
        place: Place<'_>,
    ) -> Shape {
        let mut shape = self.simple_shape_in(item, place);
        if shape.is_list || matches!(shape.type_ref, TypeRef::Item(item) if self.is_list_item(item))
        {
            // A list of lists is no simple type; composition has said so.
            return shape;
        }
        shape.is_list = true;
        if self.has_facets(id) {
            return self.restricted_item(id, place, shape);
        }
        if self.set.simple_types[id].name.is_none() {
            return shape;
        }
        self.simple_item(id, place, |_| ItemKind::Alias(shape))
    }

    fn union_shape(
        &mut self,
        id: Id<SimpleTypeDefinition>,
        members: &[Id<SimpleTypeDefinition>],
        place: Place<'_>,
    ) -> Shape {
        let definition = &self.set.simple_types[id];
        if let TypeDefinition::Simple(base) = definition.base
            && matches!(self.set.simple_types[base].variety, Variety::Union { .. })
        {
            let inner = self.simple_shape_in(base, place);
            if !self.has_facets(id) {
                return inner;
            }
            return self.restricted_item(id, place, inner);
        }
        let members = members.to_vec();
        let shape = self.simple_item(id, place, |simple_type| ItemKind::Union {
            variants: Vec::new(),
            simple_type,
        });
        let TypeRef::Item(item) = shape.type_ref else {
            return shape;
        };
        let filled = members.iter().map(|member| {
            let local = Arc::from("");
            UnionVariant {
                name: self.set.simple_types[*member].name.clone(),
                shape: self.simple_shape_in(*member, Some((item, &local))),
            }
        });
        let filled: Vec<_> = filled.collect();
        if let Some(Item {
            kind: ItemKind::Union { variants, .. },
            ..
        }) = self.result.items.get_mut(item.0)
        {
            *variants = filled;
        }
        shape
    }

    /// Another name for the value of the base, where the type has a name.
    fn alias(
        &mut self,
        id: Id<SimpleTypeDefinition>,
        base: Id<SimpleTypeDefinition>,
        place: Place<'_>,
    ) -> Shape {
        let shape = self.simple_shape_in(base, place);
        if self.set.simple_types[id].name.is_none() {
            return shape;
        }
        self.simple_item(id, place, |_| ItemKind::Alias(shape))
    }

    /// The tuple struct of a type with facets.
    fn restricted_item(
        &mut self,
        id: Id<SimpleTypeDefinition>,
        place: Place<'_>,
        inner: Shape,
    ) -> Shape {
        let keeps_text = self.has_patterns(id) && self.has_many_texts(id);
        self.simple_item(id, place, |simple_type| ItemKind::Restricted {
            inner,
            simple_type,
            keeps_text,
        })
    }

    fn simple_item(
        &mut self,
        id: Id<SimpleTypeDefinition>,
        place: Place<'_>,
        kind: impl FnOnce(SimpleId) -> ItemKind,
    ) -> Shape {
        let simple_type = self.simple_table(id);
        let definition = &self.set.simple_types[id];
        let (origin, namespace) = self.simple_origin(id, place);
        let item = self.add(Item {
            namespace,
            origin,
            documentation: definition.documentation.clone(),
            span: definition.span,
            kind: kind(simple_type),
            presence: Presence::Written,
        });
        if let (Some(table), Some(item)) = (
            self.result.simple_types.get_mut(simple_type.0),
            self.result.items.get(item.0),
        ) {
            table.origin = item.origin.clone();
            table.namespace = item.namespace.clone();
        }
        Shape::one(TypeRef::Item(item))
    }

    fn simple_origin(
        &self,
        id: Id<SimpleTypeDefinition>,
        place: Place<'_>,
    ) -> (Origin, Option<Arc<str>>) {
        let definition = &self.set.simple_types[id];
        if let Some(name) = &definition.name {
            return (Origin::Type(name.clone()), name.namespace.clone());
        }
        let by_place = |place: Place<'_>| match place {
            Some((parent, local)) => {
                let namespace = self
                    .result
                    .items
                    .get(parent.0)
                    .and_then(|item| item.namespace.clone());
                let origin = Origin::Nested {
                    parent,
                    local: local.clone(),
                    role: Role::Type,
                };
                (origin, namespace)
            }
            None => (Origin::Overlay(Arc::from("Anonymous")), None),
        };
        let by_scope = |name: &QName, scope: Scope| match scope {
            Scope::Global => Some((Origin::Element(name.clone()), name.namespace.clone())),
            Scope::Type(owner) => self
                .structs
                .get(&owner)
                .map(|parent| by_place(Some((*parent, &name.local)))),
            Scope::Group(group) => {
                let group = self.set.group_definitions[group].name.clone();
                Some(in_group(group, &name.local))
            }
            Scope::AttributeGroup(group) => {
                let group = self.set.attribute_groups[group].name.clone();
                Some(in_group(group, &name.local))
            }
        };
        let origin = match definition.owner {
            Some(Owner::Element(element)) => {
                let element = &self.set.elements[element];
                by_scope(&element.name, element.scope)
            }
            Some(Owner::Attribute(attribute)) => {
                let attribute = &self.set.attributes[attribute];
                by_scope(&attribute.name, attribute.scope)
            }
            Some(Owner::Content(owner)) => {
                let local = Arc::from("value");
                self.structs
                    .get(&owner)
                    .map(|parent| by_place(Some((*parent, &local))))
            }
            Some(
                Owner::RestrictionBase(outer)
                | Owner::ListItem(outer)
                | Owner::UnionMember(outer, _),
            ) => {
                let suffix = match definition.owner {
                    Some(Owner::ListItem(_)) => "item",
                    Some(Owner::RestrictionBase(_)) => "base",
                    _ => "value",
                };
                Some(self.nested_simple_origin(outer, suffix, place))
            }
            None => None,
        };
        origin.unwrap_or_else(|| by_place(place))
    }

    /// The origin of a type inside of another simple type.
    fn nested_simple_origin(
        &self,
        outer: Id<SimpleTypeDefinition>,
        suffix: &str,
        place: Place<'_>,
    ) -> (Origin, Option<Arc<str>>) {
        let (origin, namespace) = self.simple_origin(outer, place);
        let extend = |local: &Arc<str>| -> Arc<str> { Arc::from(format!("{local} {suffix}")) };
        let extend_name = |name: QName| QName {
            local: extend(&name.local),
            namespace: name.namespace,
        };
        let origin = match origin {
            Origin::Type(name) => Origin::Type(extend_name(name)),
            Origin::Element(name) => Origin::Element(extend_name(name)),
            Origin::Group(name) => Origin::Group(extend_name(name)),
            Origin::Overlay(name) => Origin::Overlay(extend(&name)),
            Origin::Nested {
                parent,
                local,
                role,
            } => Origin::Nested {
                parent,
                local: extend(&local),
                role,
            },
            Origin::InGroup { group, local, role } => Origin::InGroup {
                group,
                local: extend(&local),
                role,
            },
        };
        (origin, namespace)
    }

    /// The descriptor of a simple type for the tables.
    pub(super) fn simple_ref(&mut self, id: Id<SimpleTypeDefinition>) -> SimpleRef {
        match self.set.simple_types[id].builtin {
            Some(builtin) => SimpleRef::Builtin(builtin),
            None if matches!(self.set.simple_types[id].variety, Variety::Absent) => {
                SimpleRef::Builtin(Builtin::AnySimpleType)
            }
            None => SimpleRef::Table(self.simple_table(id)),
        }
    }

    fn simple_table(&mut self, id: Id<SimpleTypeDefinition>) -> SimpleId {
        if let Some(table) = self.simple_tables.get(&id) {
            return *table;
        }
        let definition = &self.set.simple_types[id];
        let table = SimpleId(self.result.simple_types.len());
        let (origin, namespace) = self.simple_origin(id, None);
        self.simple_tables.insert(id, table);
        self.result.simple_types.push(SimpleTable {
            definition: id,
            name: definition.name.clone(),
            origin,
            namespace,
            base: SimpleRef::Builtin(Builtin::AnySimpleType),
            variety: SimpleVariety::Atomic(Builtin::AnySimpleType),
            white_space: definition.white_space,
            facets: self.facets(id),
            presence: Presence::Written,
        });
        let base = match definition.base {
            TypeDefinition::Simple(base) => self.simple_ref(base),
            TypeDefinition::Complex(_) => SimpleRef::Builtin(Builtin::AnySimpleType),
        };
        let variety = match &definition.variety {
            Variety::Absent => SimpleVariety::Atomic(Builtin::AnySimpleType),
            Variety::Atomic { .. } => SimpleVariety::Atomic(self.nearest_builtin(id)),
            Variety::List { item } => SimpleVariety::List(self.simple_ref(*item)),
            Variety::Union { members } => SimpleVariety::Union(
                members
                    .iter()
                    .map(|member| self.simple_ref(*member))
                    .collect(),
            ),
        };
        if let Some(row) = self.result.simple_types.get_mut(table.0) {
            row.base = base;
            row.variety = variety;
        }
        table
    }

    /// The facets of a type, the enumerated values as the tables hold them.
    fn facets(&self, id: Id<SimpleTypeDefinition>) -> crate::schema::Facets {
        let mut facets = self.set.simple_types[id].facets.clone();
        let values = facets.enumeration.iter_mut().flatten();
        for (value, text) in values.zip(self.values.enumeration(id)) {
            value.value.text = Arc::from(text);
        }
        facets
    }

    /// The built-in type that an atomic type is derived from, whose Rust type holds its values.
    fn nearest_builtin(&self, id: Id<SimpleTypeDefinition>) -> Builtin {
        let mut current = id;
        for _ in 0..=self.set.simple_types.len() {
            let definition = &self.set.simple_types[current];
            match (definition.builtin, definition.base) {
                (Some(builtin), _) => return builtin,
                (None, TypeDefinition::Simple(base)) => current = base,
                (None, TypeDefinition::Complex(_)) => break,
            }
        }
        Builtin::AnySimpleType
    }

    /// Whether the type or one that it is derived from states facets, the built-in types aside.
    fn has_facets(&self, id: Id<SimpleTypeDefinition>) -> bool {
        self.has_step(id, |facets| {
            let mut facets = facets.clone();
            facets.white_space = None;
            !facets.is_empty()
        })
    }

    /// Whether the type or one that it is derived from states patterns, the built-in types aside.
    fn has_patterns(&self, id: Id<SimpleTypeDefinition>) -> bool {
        self.has_step(id, |facets| !facets.patterns.is_empty())
    }

    /// Whether some value of the type has more than one text. Names don't count: their prefixes are part of the
    /// Rust value.
    fn has_many_texts(&self, id: Id<SimpleTypeDefinition>) -> bool {
        match &self.set.simple_types[id].variety {
            Variety::Absent => false,
            Variety::Atomic { primitive } => {
                !is_text(*primitive) && !matches!(primitive, Builtin::QName | Builtin::Notation)
            }
            Variety::List { item } => self.has_many_texts(*item),
            Variety::Union { members } => members.iter().any(|member| self.has_many_texts(*member)),
        }
    }

    /// Whether the facets of a step of the derivation, the built-in types aside, are what is asked for.
    fn has_step(
        &self,
        id: Id<SimpleTypeDefinition>,
        is_wanted: impl Fn(&crate::schema::Facets) -> bool,
    ) -> bool {
        let mut current = id;
        for _ in 0..=self.set.simple_types.len() {
            let definition = &self.set.simple_types[current];
            if definition.builtin.is_some() {
                return false;
            }
            if is_wanted(&definition.facets) {
                return true;
            }
            match definition.base {
                TypeDefinition::Simple(base) => current = base,
                TypeDefinition::Complex(_) => return false,
            }
        }
        false
    }

    fn is_list_item(&self, item: ItemId) -> bool {
        match self.result.items.get(item.0).map(|item| &item.kind) {
            Some(ItemKind::Alias(shape) | ItemKind::Restricted { inner: shape, .. }) => {
                shape.is_list
                    || matches!(shape.type_ref, TypeRef::Item(inner) if self.is_list_item(inner))
            }
            _ => false,
        }
    }
}

fn in_group(group: QName, local: &Arc<str>) -> (Origin, Option<Arc<str>>) {
    let namespace = group.namespace.clone();
    let origin = Origin::InGroup {
        group,
        local: local.clone(),
        role: Role::Type,
    };
    (origin, namespace)
}

/// Whether the values of a primitive type are texts, so that an enumeration of them is an enum.
fn is_text(primitive: Builtin) -> bool {
    matches!(primitive, Builtin::String | Builtin::AnyUri)
}

fn runtime_white_space(white_space: crate::schema::WhiteSpace) -> soapstone::simple::WhiteSpace {
    match white_space {
        crate::schema::WhiteSpace::Preserve => soapstone::simple::WhiteSpace::Preserve,
        crate::schema::WhiteSpace::Replace => soapstone::simple::WhiteSpace::Replace,
        crate::schema::WhiteSpace::Collapse => soapstone::simple::WhiteSpace::Collapse,
    }
}

fn without_repetition(values: impl Iterator<Item = EnumValue>) -> Vec<EnumValue> {
    let mut seen = std::collections::HashSet::new();
    values
        .filter(|value| seen.insert(value.text.clone()))
        .collect()
}
