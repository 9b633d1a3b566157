//! From components to Rust types: which types there are, and which table says what each may hold.
//!
//! Types are made for all global components in the order of the documents, and for what is anonymous inside of them.
//! Named types are known before any of them is filled in, so that recursion is no matter.

mod alternative;
mod content;
mod declarations;
mod identity;
mod mixed;
mod service;
mod simple;
mod size;
mod unchecked;

use std::collections::HashMap;
use std::sync::Arc;

use super::{
    AttributeRow, Cardinality, Constraint, Content, Crate, Derived, DerivedVariant, ElementContent,
    ElementRow, Field, FieldOrigin, GlobalElement, Item, ItemId, ItemKind, Model, Origin, Presence,
    Role, Shape, SimpleId, Struct, TypeRef, WildcardRow,
};
use crate::diagnostic::Diagnostics;
use crate::schema::{
    Builtin, ComplexTypeDefinition, ContentType, DerivationSet, ElementDeclaration, Id, ModelGroup,
    Owner, Scope, Set, SimpleTypeDefinition, Term, TypeDefinition, ValueConstraint,
    ValueConstraintKind, Values, Wildcard,
};
use crate::source::Span;
use crate::syntax::QName;

/// What the user decides about the shape of types.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// Types of the user for schema types, by name.
    pub mapped_types: HashMap<QName, String>,
    /// The operations to generate; all where it is `None`.
    pub operations: Option<Vec<Arc<str>>>,
}

/// Makes the Rust types of all components, and the clients of all interfaces.
pub fn lower(
    set: &Set,
    services: &crate::service::Set,
    choices: &Choices,
    diagnostics: &mut Diagnostics,
) -> Crate {
    if size::is_too_large(set, diagnostics) {
        return Crate::default();
    }
    let mut lowering = Lowering::new(set, choices, diagnostics);
    lowering.declare_complex_types();
    for (id, definition) in set.complex_types.iter() {
        if definition.span.is_some() {
            lowering.fill_complex_type(id);
        }
    }
    for (id, definition) in set.simple_types.iter() {
        if definition.name.is_some() && definition.builtin.is_none() && definition.span.is_some() {
            lowering.simple_shape(id);
        }
    }
    lowering.elements();
    lowering.declarations();
    lowering.interfaces(services);
    let result = lowering.result;
    unchecked::report(set, diagnostics);
    result
}

/// The state of lowering.
struct Lowering<'a> {
    set: &'a Set,
    values: Values,
    choices: &'a Choices,
    diagnostics: &'a mut Diagnostics,
    result: Crate,
    structs: HashMap<Id<ComplexTypeDefinition>, ItemId>,
    /// The types derived from each type, itself first, where there are any.
    derived: HashMap<Id<ComplexTypeDefinition>, Vec<Id<ComplexTypeDefinition>>>,
    /// The enums of them, by the types that they are of.
    derived_items: HashMap<Vec<Id<ComplexTypeDefinition>>, ItemId>,
    /// The type whose own content a group is part of.
    group_owners: HashMap<Id<ModelGroup>, Id<ComplexTypeDefinition>>,
    group_items: HashMap<Id<ModelGroup>, ItemId>,
    substitution_items: HashMap<Id<ElementDeclaration>, ItemId>,
    simple_shapes: HashMap<Id<SimpleTypeDefinition>, Shape>,
    simple_tables: HashMap<Id<SimpleTypeDefinition>, SimpleId>,
    element_indices: HashMap<Id<ElementDeclaration>, usize>,
}

impl<'a> Lowering<'a> {
    fn new(set: &'a Set, choices: &'a Choices, diagnostics: &'a mut Diagnostics) -> Self {
        let mut lowering = Lowering {
            set,
            values: Values::new(set),
            choices,
            diagnostics,
            result: Crate::default(),
            structs: HashMap::new(),
            derived: derived_types(set),
            derived_items: HashMap::new(),
            group_owners: HashMap::new(),
            group_items: HashMap::new(),
            substitution_items: HashMap::new(),
            simple_shapes: HashMap::new(),
            simple_tables: HashMap::new(),
            element_indices: HashMap::new(),
        };
        for (id, definition) in set.complex_types.iter() {
            if let Some(particle) = definition.own_particle {
                lowering.own_groups(set.particles[particle].term, id);
            }
        }
        lowering
    }

    fn own_groups(&mut self, term: Term, owner: Id<ComplexTypeDefinition>) {
        let mut rest = vec![term];
        while let Some(term) = rest.pop() {
            if let Term::Group(group) = term {
                self.group_owners.entry(group).or_insert(owner);
                let particles = &self.set.groups[group].particles;
                rest.extend(
                    particles
                        .iter()
                        .map(|particle| self.set.particles[*particle].term),
                );
            }
        }
    }

    fn add(&mut self, item: Item) -> ItemId {
        self.result.items.push(item);
        ItemId(self.result.items.len() - 1)
    }

    fn declare_complex_types(&mut self) {
        for (id, definition) in self.set.complex_types.iter() {
            if definition.span.is_none() || self.set.is_poison(TypeDefinition::Complex(id)) {
                continue;
            }
            let item = self.add(Item {
                namespace: None,
                origin: Origin::Overlay(Arc::from("")),
                documentation: definition.documentation.clone(),
                span: definition.span,
                kind: ItemKind::Struct(Struct::default()),
                presence: Presence::Written,
            });
            self.structs.insert(id, item);
        }
        let declared: Vec<_> = self.structs.iter().map(|(id, item)| (*id, *item)).collect();
        for (id, item) in declared {
            let (origin, namespace, documentation) = self.type_origin(id);
            if let Some(item) = self.result.items.get_mut(item.0) {
                item.origin = origin;
                item.namespace = namespace;
                item.documentation = item.documentation.take().or(documentation);
            }
        }
    }

    /// What the struct of a complex type is named after: its name, or the element whose type it is.
    fn type_origin(
        &self,
        id: Id<ComplexTypeDefinition>,
    ) -> (Origin, Option<Arc<str>>, Option<Arc<str>>) {
        let definition = &self.set.complex_types[id];
        if let Some(name) = &definition.name {
            return (Origin::Type(name.clone()), name.namespace.clone(), None);
        }
        match definition.owner {
            Some(Owner::Element(element)) => {
                let declaration = &self.set.elements[element];
                let (origin, namespace) = self.element_type_origin(declaration);
                (origin, namespace, declaration.documentation.clone())
            }
            _ => (Origin::Overlay(Arc::from("Anonymous")), None, None),
        }
    }

    /// What the anonymous type of an element is named after.
    fn element_type_origin(&self, element: &ElementDeclaration) -> (Origin, Option<Arc<str>>) {
        let local = element.name.local.clone();
        match element.scope {
            Scope::Global => (
                Origin::Element(element.name.clone()),
                element.name.namespace.clone(),
            ),
            Scope::Type(owner) => {
                let namespace = self.namespace_of(owner);
                match self.structs.get(&owner) {
                    Some(parent) => {
                        let origin = Origin::Nested {
                            parent: *parent,
                            local,
                            role: Role::Type,
                        };
                        (origin, namespace)
                    }
                    None => (Origin::Element(element.name.clone()), namespace),
                }
            }
            Scope::Group(group) => {
                let group = self.set.group_definitions[group].name.clone();
                let namespace = group.namespace.clone();
                let origin = Origin::InGroup {
                    group,
                    local,
                    role: Role::Type,
                };
                (origin, namespace)
            }
            Scope::AttributeGroup(_) => (
                Origin::Element(element.name.clone()),
                element.name.namespace.clone(),
            ),
        }
    }

    /// The target namespace that a complex type belongs to, through the elements that anonymous types stand in.
    fn namespace_of(&self, mut id: Id<ComplexTypeDefinition>) -> Option<Arc<str>> {
        loop {
            let definition = &self.set.complex_types[id];
            if let Some(name) = &definition.name {
                return name.namespace.clone();
            }
            let Some(Owner::Element(element)) = definition.owner else {
                return None;
            };
            let element = &self.set.elements[element];
            match element.scope {
                Scope::Type(owner) if owner != id => id = owner,
                Scope::Group(group) => {
                    return self.set.group_definitions[group].name.namespace.clone();
                }
                _ => return element.name.namespace.clone(),
            }
        }
    }

    fn fill_complex_type(&mut self, id: Id<ComplexTypeDefinition>) {
        let Some(item) = self.structs.get(&id).copied() else {
            return;
        };
        let definition = &self.set.complex_types[id];
        let mut fields = Vec::new();
        let content = self.content(definition, item, &mut fields);
        let attributes = self.attributes(definition, item, &mut fields);
        let any_attribute = definition.attribute_wildcard.map(|wildcard| {
            fields.push(Field {
                origin: FieldOrigin::AnyAttributes,
                documentation: self.set.wildcards[wildcard].documentation.clone(),
                shape: Shape {
                    cardinality: Cardinality::Many,
                    ..Shape::one(TypeRef::AnyAttribute)
                },
                default: None,
            });
            (
                fields.len() - 1,
                wildcard_row(&self.set.wildcards[wildcard]),
            )
        });
        let model = Model {
            name: self.model_name(definition),
            attributes,
            any_attribute,
            content,
            is_abstract: definition.is_abstract,
        };
        if let Some(item) = self.result.items.get_mut(item.0) {
            item.kind = ItemKind::Struct(Struct {
                fields,
                model: Some(model),
                is_flattened: false,
            });
        }
    }

    fn model_name(&self, definition: &ComplexTypeDefinition) -> QName {
        match (&definition.name, definition.owner) {
            (Some(name), _) => name.clone(),
            (None, Some(Owner::Element(element))) => self.set.elements[element].name.clone(),
            (None, _) => QName::new(None, ""),
        }
    }

    fn content(
        &mut self,
        definition: &ComplexTypeDefinition,
        item: ItemId,
        fields: &mut Vec<Field>,
    ) -> Content {
        match definition.content {
            ContentType::Empty => Content::Empty,
            ContentType::Simple(simple_type) => {
                fields.push(Field {
                    origin: FieldOrigin::Text,
                    documentation: None,
                    shape: self.simple_shape(simple_type),
                    default: None,
                });
                Content::Text {
                    field: fields.len() - 1,
                    simple_type: self.simple_ref(simple_type),
                }
            }
            ContentType::ElementOnly(particle) => {
                Content::Elements(self.root_group(particle, item, fields))
            }
            ContentType::Mixed(particle) => self.mixed(particle, item, fields),
        }
    }

    fn attributes(
        &mut self,
        definition: &ComplexTypeDefinition,
        item: ItemId,
        fields: &mut Vec<Field>,
    ) -> Vec<AttributeRow> {
        let mut rows = Vec::new();
        for attribute_use in &definition.attribute_uses {
            let declaration = &self.set.attributes[attribute_use.declaration];
            let constraint = attribute_use
                .value_constraint
                .as_ref()
                .or(declaration.value_constraint.as_ref());
            let mut shape = self.simple_shape_in(
                declaration.type_definition,
                Some((item, &declaration.name.local)),
            );
            if !attribute_use.required && constraint.is_none() {
                shape.cardinality = Cardinality::Optional;
            }
            fields.push(Field {
                origin: FieldOrigin::Attribute(declaration.name.clone()),
                documentation: attribute_use
                    .documentation
                    .clone()
                    .or_else(|| declaration.documentation.clone()),
                shape,
                default: constraint.map(|constraint| constraint.value.text.clone()),
            });
            rows.push(AttributeRow {
                name: declaration.name.clone(),
                field: fields.len() - 1,
                simple_type: self.simple_ref(declaration.type_definition),
                required: attribute_use.required,
                constraint: constraint.map(lower_constraint),
            });
        }
        rows
    }

    /// The row of an element and the shape of one occurrence of it.
    fn element_row(
        &mut self,
        id: Id<ElementDeclaration>,
        field: usize,
        parent: ItemId,
    ) -> (ElementRow, Shape) {
        let declaration = &self.set.elements[id];
        let (content, mut shape) = self.element_content(declaration, parent);
        shape.is_nillable = declaration.nillable;
        let row = ElementRow {
            name: declaration.name.clone(),
            field,
            content,
            is_nillable: declaration.nillable,
            constraint: declaration.value_constraint.as_ref().map(lower_constraint),
            identity: identity::rows(self.set, declaration),
            blocked: declaration.disallowed_substitutions,
        };
        (row, shape)
    }

    fn element_content(
        &mut self,
        declaration: &ElementDeclaration,
        parent: ItemId,
    ) -> (ElementContent, Shape) {
        match declaration.type_definition {
            TypeDefinition::Simple(simple_type) => {
                let place = match declaration.scope {
                    Scope::Global => None,
                    _ => Some((parent, &declaration.name.local)),
                };
                let mut shape = self.simple_shape_in(simple_type, place);
                // Of any type, so that the name of its own type is part of the value.
                if shape.type_ref == TypeRef::Builtin(Builtin::AnySimpleType)
                    && simple_type == self.set.any_simple_type()
                {
                    shape = Shape::one(TypeRef::AnyElement);
                }
                (ElementContent::Simple(self.simple_ref(simple_type)), shape)
            }
            TypeDefinition::Complex(complex_type) => {
                let Some(item) = self.structs.get(&complex_type).copied() else {
                    return (ElementContent::Any, Shape::one(TypeRef::AnyElement));
                };
                let types = self.types_for(complex_type, declaration.disallowed_substitutions);
                let has_values = types
                    .iter()
                    .any(|one| !self.set.complex_types[*one].is_abstract);
                if types.len() > 1 && has_values {
                    let derived = self.derived_item(types, item);
                    return (
                        ElementContent::Derived(derived),
                        Shape::one(TypeRef::Item(derived)),
                    );
                }
                (
                    ElementContent::Complex(item),
                    Shape::one(TypeRef::Item(item)),
                )
            }
        }
    }

    /// The types that may stand for a type, itself first, where neither an element nor the type itself blocks the
    /// methods of derivation; what the types between the two block is no matter (`cvc-elt.4.3`).
    fn types_for(
        &self,
        id: Id<ComplexTypeDefinition>,
        blocked: DerivationSet,
    ) -> Vec<Id<ComplexTypeDefinition>> {
        let base = TypeDefinition::Complex(id);
        let blocked = blocked.union(self.set.complex_types[id].prohibited_substitutions);
        let types = self.derived.get(&id).into_iter().flatten().copied();
        types
            .filter(|one| {
                self.set
                    .is_derived_from(TypeDefinition::Complex(*one), base, blocked)
            })
            .collect()
    }

    /// The enum of a type and of types derived from it.
    fn derived_item(&mut self, types: Vec<Id<ComplexTypeDefinition>>, parent: ItemId) -> ItemId {
        if let Some(item) = self.derived_items.get(&types) {
            return *item;
        }
        let Some(id) = types.first().copied() else {
            return parent;
        };
        let is_blocked = types != self.types_for(id, DerivationSet::NONE);
        let definition = &self.set.complex_types[id];
        let variants = types.iter().filter_map(|derived| {
            let definition = &self.set.complex_types[*derived];
            Some(DerivedVariant {
                name: definition.name.clone()?,
                item: *self.structs.get(derived)?,
                is_abstract: definition.is_abstract,
            })
        });
        let kind = ItemKind::Derived(Derived {
            variants: variants.collect(),
            blank: 0,
        });
        let item = self.add(Item {
            namespace: definition
                .name
                .as_ref()
                .and_then(|name| name.namespace.clone()),
            origin: Origin::Nested {
                parent,
                local: Arc::from(if is_blocked { "unblocked" } else { "" }),
                role: Role::Kind,
            },
            documentation: None,
            span: definition.span,
            kind,
            presence: Presence::Written,
        });
        self.derived_items.insert(types, item);
        item
    }

    fn elements(&mut self) {
        for (id, declaration) in self.set.elements.iter() {
            if declaration.scope == Scope::Global {
                self.global_element(id);
            }
        }
    }

    /// The Rust type that a document of a global element is, as an index into [`Crate::elements`].
    fn global_element(&mut self, id: Id<ElementDeclaration>) -> usize {
        if let Some(index) = self.element_indices.get(&id) {
            return *index;
        }
        let declaration = &self.set.elements[id];
        let nowhere = ItemId(usize::MAX);
        let (mut row, mut shape) = self.element_row(id, 0, nowhere);
        row.field = 0;
        let own_struct = match (declaration.type_definition, &shape.type_ref) {
            (TypeDefinition::Complex(complex_type), TypeRef::Item(item))
                if self.set.complex_types[complex_type].name.is_none() && !declaration.nillable =>
            {
                Some(*item)
            }
            _ => None,
        };
        let item = match own_struct {
            Some(item) => Some(item),
            None if declaration.is_abstract => None,
            None => {
                shape.is_boxed = false;
                Some(self.add(Item {
                    namespace: declaration.name.namespace.clone(),
                    origin: Origin::Element(declaration.name.clone()),
                    documentation: declaration.documentation.clone(),
                    span: Some(declaration.span),
                    kind: ItemKind::Element {
                        inner: shape.clone(),
                    },
                    presence: Presence::Written,
                }))
            }
        };
        self.result.elements.push(GlobalElement {
            declaration: id,
            item,
            shape,
            row,
        });
        let index = self.result.elements.len() - 1;
        self.element_indices.insert(id, index);
        index
    }

    fn span_of(&self, group: Id<ModelGroup>) -> Option<Span> {
        self.set.groups[group].span
    }
}

/// For every named complex type that others are derived from: the types that may stand for it, itself first, then in
/// the order of the documents.
fn derived_types(set: &Set) -> HashMap<Id<ComplexTypeDefinition>, Vec<Id<ComplexTypeDefinition>>> {
    let mut derived: HashMap<_, Vec<_>> = HashMap::new();
    for (id, definition) in set.complex_types.iter() {
        if definition.name.is_none() || definition.span.is_none() {
            continue;
        }
        let mut current = id;
        let mut steps = 0;
        while let TypeDefinition::Complex(base) = set.complex_types[current].base {
            if base == current
                || set.complex_types[base].span.is_none()
                || steps > set.complex_types.len()
            {
                break;
            }
            derived.entry(base).or_insert_with(|| vec![base]).push(id);
            current = base;
            steps += 1;
        }
    }
    derived.retain(|id, _| set.complex_types[*id].name.is_some());
    derived
}

fn lower_constraint(constraint: &ValueConstraint) -> Constraint {
    Constraint {
        is_fixed: constraint.kind == ValueConstraintKind::Fixed,
        text: constraint.value.text.clone(),
    }
}

fn wildcard_row(wildcard: &Wildcard) -> WildcardRow {
    WildcardRow {
        namespaces: wildcard.namespace_constraint.clone(),
        process_contents: wildcard.process_contents,
    }
}
