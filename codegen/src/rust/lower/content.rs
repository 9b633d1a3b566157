//! Content models: particles become fields, variants and rows of tables.
//!
//! A group that occurs at most once dissolves into the fields of its struct; a choice is an enum; a group that is
//! repeated is a list of an enum or of a struct, which keeps the order. The tables keep the tree of groups as it is
//! in the schema, so that what they accept does not depend on the shape of the Rust types.

use std::sync::Arc;

use super::super::{
    Cardinality, Choice, Field, FieldOrigin, Group, Item, ItemId, ItemKind, Origin, Particle,
    Presence, Role, Shape, Struct, Term, TypeRef, VariantOrigin,
};
use super::{Lowering, wildcard_row};
use crate::schema::{self, Compositor, ElementDeclaration, Id, MaxOccurs, ModelGroup, Wildcard};

/// How often something may occur in the value that it goes into.
#[derive(Clone, Copy)]
pub(super) struct Bounds {
    pub(super) min: u32,
    /// `None` for unbounded.
    pub(super) max: Option<u32>,
}

impl Bounds {
    pub(super) fn is_repeated(self) -> bool {
        self.max.is_none_or(|max| max > 1)
    }

    pub(super) fn particle(self, term: Term) -> Particle {
        Particle {
            min: self.min,
            max: self.max,
            term,
        }
    }
}

/// What the particles of a struct's content add to.
struct Fields<'f> {
    /// The item that nested types are named after.
    parent: ItemId,
    fields: &'f mut Vec<Field>,
}

impl Fields<'_> {
    fn add(&mut self, origin: FieldOrigin, documentation: Option<Arc<str>>, shape: Shape) -> usize {
        self.fields.push(Field {
            origin,
            documentation,
            shape,
            default: None,
        });
        self.fields.len() - 1
    }
}

impl Lowering<'_> {
    /// The content of a struct whose type has element-only content.
    pub(super) fn root_group(
        &mut self,
        particle: Id<schema::Particle>,
        parent: ItemId,
        fields: &mut Vec<Field>,
    ) -> Group {
        let mut fields = Fields { parent, fields };
        let bounds = self.bounds(particle);
        if let schema::Term::Group(group) = self.set.particles[particle].term
            && !bounds.is_repeated()
        {
            let compositor = self.set.groups[group].compositor;
            let is_plain = bounds.min == 1 && compositor == Compositor::Sequence;
            if is_plain || compositor == Compositor::All {
                let mut group = self.inline_group(group, &mut fields, bounds.min == 0);
                group.is_optional = bounds.min == 0;
                return group;
            }
        }
        let only = self.particle(particle, &mut fields, false);
        Group {
            compositor: Compositor::Sequence,
            particles: only.into_iter().collect(),
            field: None,
            is_optional: false,
        }
    }

    /// A group that occurs at most once: its particles are fields of the enclosing struct.
    fn inline_group(
        &mut self,
        id: Id<ModelGroup>,
        fields: &mut Fields<'_>,
        is_optional: bool,
    ) -> Group {
        let definition = &self.set.groups[id];
        let mut particles = Vec::new();
        for particle in &definition.particles {
            particles.extend(self.particle(*particle, fields, is_optional));
        }
        Group {
            compositor: definition.compositor,
            particles,
            field: None,
            is_optional: false,
        }
    }

    /// A particle of a struct. `is_optional` says that a group around it may be left out.
    fn particle(
        &mut self,
        id: Id<schema::Particle>,
        fields: &mut Fields<'_>,
        is_optional: bool,
    ) -> Option<Particle> {
        let bounds = self.bounds(id);
        let particle = &self.set.particles[id];
        let term = match particle.term {
            schema::Term::Element(element) => {
                self.element_field(element, bounds, fields, is_optional)?
            }
            schema::Term::Wildcard(wildcard) => {
                self.wildcard_field(wildcard, bounds, fields, is_optional)
            }
            schema::Term::Group(group) => {
                self.group_fields(id, group, bounds, fields, is_optional)?
            }
        };
        Some(bounds.particle(term))
    }

    fn element_field(
        &mut self,
        element: Id<ElementDeclaration>,
        bounds: Bounds,
        fields: &mut Fields<'_>,
        is_optional: bool,
    ) -> Option<Term> {
        let declaration = &self.set.elements[element];
        let origin = FieldOrigin::Element(declaration.name.clone());
        let members = self.substitutable(element);
        if members.as_slice() == [element] {
            let (mut row, shape) = self.element_row(element, 0, fields.parent);
            let shape = occurring(shape, bounds, is_optional);
            row.field = fields.add(origin, declaration.documentation.clone(), shape);
            return Some(Term::Element(row));
        }
        if members.is_empty() {
            return None;
        }
        let item = self.substitution_item(element, &members);
        let shape = occurring(Shape::one(TypeRef::Item(item)), bounds, is_optional);
        let field = fields.add(origin, declaration.documentation.clone(), shape);
        Some(self.substitution_group(&members, Some(field)))
    }

    fn wildcard_field(
        &mut self,
        wildcard: Id<Wildcard>,
        bounds: Bounds,
        fields: &mut Fields<'_>,
        is_optional: bool,
    ) -> Term {
        let shape = occurring(Shape::one(TypeRef::AnyElement), bounds, is_optional);
        let documentation = self.set.wildcards[wildcard].documentation.clone();
        Term::Any {
            field: fields.add(FieldOrigin::Any, documentation, shape),
            wildcard: wildcard_row(&self.set.wildcards[wildcard]),
        }
    }

    fn group_fields(
        &mut self,
        particle: Id<schema::Particle>,
        id: Id<ModelGroup>,
        bounds: Bounds,
        fields: &mut Fields<'_>,
        is_optional: bool,
    ) -> Option<Term> {
        let group = &self.set.groups[id];
        if group.particles.is_empty() {
            return empty_group(group.compositor);
        }
        if let [only] = group.particles.as_slice()
            && let Some(term) = self.single_particle(*only, bounds, fields, is_optional)
        {
            return Some(term);
        }
        if group.compositor != Compositor::Choice && !bounds.is_repeated() {
            return Some(Term::Group(self.inline_group(
                id,
                fields,
                is_optional || bounds.min == 0,
            )));
        }
        let item = match group.compositor {
            Compositor::Choice => self.choice_item(particle, id, fields.parent),
            Compositor::Sequence | Compositor::All => self.row_item(particle, id, fields.parent),
        };
        let is_optional = is_optional || self.is_emptiable(id);
        let shape = occurring(Shape::one(TypeRef::Item(item)), bounds, is_optional);
        let origin = self.group_origin(particle, id);
        let field = fields.add(origin, group.documentation.clone(), shape);
        let mut table = self.group_table(id, item);
        table.field = Some(field);
        Some(Term::Group(table))
    }

    /// A group around one element or wildcard: the field is that of the element, with the bounds of both.
    fn single_particle(
        &mut self,
        only: Id<schema::Particle>,
        bounds: Bounds,
        fields: &mut Fields<'_>,
        is_optional: bool,
    ) -> Option<Term> {
        let inner = self.bounds(only);
        let both = Bounds {
            min: bounds.min.min(inner.min),
            max: if bounds.is_repeated() || inner.is_repeated() {
                None
            } else {
                Some(1)
            },
        };
        let term = match self.set.particles[only].term {
            schema::Term::Element(element)
                if self.substitutable(element).as_slice() == [element] =>
            {
                self.element_field(element, both, fields, is_optional)?
            }
            schema::Term::Wildcard(wildcard) => {
                self.wildcard_field(wildcard, both, fields, is_optional)
            }
            _ => return None,
        };
        Some(Term::Group(Group {
            compositor: Compositor::Sequence,
            particles: vec![inner.particle(term)],
            field: None,
            is_optional: false,
        }))
    }

    /// The enum of a choice.
    pub(super) fn choice_item(
        &mut self,
        particle: Id<schema::Particle>,
        id: Id<ModelGroup>,
        parent: ItemId,
    ) -> ItemId {
        if let Some(item) = self.group_items.get(&id) {
            return *item;
        }
        let item = self.reserve_group_item(particle, id, parent, Role::Choice);
        let mut variants = Vec::new();
        self.choice_particles(id, item, &mut variants);
        if let Some(item) = self.result.items.get_mut(item.0) {
            item.kind = ItemKind::Choice(Choice { variants, blank: 0 });
        }
        item
    }

    /// The struct of one occurrence of a repeated sequence.
    pub(super) fn row_item(
        &mut self,
        particle: Id<schema::Particle>,
        id: Id<ModelGroup>,
        parent: ItemId,
    ) -> ItemId {
        if let Some(item) = self.group_items.get(&id) {
            return *item;
        }
        let item = self.reserve_group_item(particle, id, parent, Role::Group);
        let mut fields = Vec::new();
        let mut target = Fields {
            parent: item,
            fields: &mut fields,
        };
        self.inline_group(id, &mut target, false);
        if let Some(item) = self.result.items.get_mut(item.0) {
            item.kind = ItemKind::Struct(Struct {
                fields,
                model: None,
                is_flattened: false,
            });
        }
        item
    }

    /// The table of a group whose occurrences are values of an item. Its numbers are those of the item's fields or
    /// variants, which were given in the same order.
    pub(super) fn group_table(&mut self, id: Id<ModelGroup>, item: ItemId) -> Group {
        match self.set.groups[id].compositor {
            Compositor::Choice => {
                let particles = self.choice_particles(id, item, &mut Vec::new());
                Group {
                    compositor: Compositor::Choice,
                    particles,
                    field: None,
                    is_optional: false,
                }
            }
            Compositor::Sequence | Compositor::All => {
                let mut fields = Vec::new();
                let mut target = Fields {
                    parent: item,
                    fields: &mut fields,
                };
                self.inline_group(id, &mut target, false)
            }
        }
    }

    fn reserve_group_item(
        &mut self,
        particle: Id<schema::Particle>,
        id: Id<ModelGroup>,
        parent: ItemId,
        role: Role,
    ) -> ItemId {
        let owner = self
            .group_owners
            .get(&id)
            .and_then(|owner| self.structs.get(owner))
            .copied();
        let parent = match self.result.items.get(parent.0).map(|item| &item.kind) {
            // The struct of a derived type: the group is part of its base.
            Some(ItemKind::Struct(Struct { model: Some(_), .. })) | None => owner.unwrap_or(parent),
            Some(_) => parent,
        };
        let definition = self.set.particles[particle].definition;
        let (origin, namespace) = match definition {
            Some(definition) => {
                let name = self.set.group_definitions[definition].name.clone();
                let namespace = name.namespace.clone();
                (Origin::Group(name), namespace)
            }
            None => {
                let origin = Origin::Nested {
                    parent,
                    local: self.first_element(id).unwrap_or_else(|| Arc::from("")),
                    role,
                };
                let namespace = self
                    .result
                    .items
                    .get(parent.0)
                    .and_then(|item| item.namespace.clone());
                (origin, namespace)
            }
        };
        let item = self.add(Item {
            namespace,
            origin,
            documentation: self.set.groups[id].documentation.clone(),
            span: self.span_of(id),
            kind: ItemKind::Struct(Struct::default()),
            presence: Presence::Written,
        });
        self.group_items.insert(id, item);
        item
    }

    pub(super) fn nested(
        &mut self,
        parent: ItemId,
        local: &str,
        role: Role,
        kind: ItemKind,
    ) -> ItemId {
        let (namespace, span) = match self.result.items.get(parent.0) {
            Some(item) => (item.namespace.clone(), item.span),
            None => (None, None),
        };
        self.add(Item {
            namespace,
            origin: Origin::Nested {
                parent,
                local: Arc::from(local),
                role,
            },
            documentation: None,
            span,
            kind,
            presence: Presence::Written,
        })
    }

    fn group_origin(&self, particle: Id<schema::Particle>, id: Id<ModelGroup>) -> FieldOrigin {
        let definition = self.set.particles[particle].definition;
        FieldOrigin::Group {
            name: definition
                .map(|definition| self.set.group_definitions[definition].name.local.clone()),
            compositor: self.set.groups[id].compositor,
            first: self.first_element(id),
        }
    }

    pub(super) fn group_variant_origin(
        &self,
        particle: Id<schema::Particle>,
        id: Id<ModelGroup>,
    ) -> VariantOrigin {
        let definition = self.set.particles[particle].definition;
        let name =
            definition.map(|definition| self.set.group_definitions[definition].name.local.clone());
        VariantOrigin::Group(name.or_else(|| self.first_element(id)))
    }

    fn first_element(&self, id: Id<ModelGroup>) -> Option<Arc<str>> {
        self.set.groups[id].particles.iter().find_map(|particle| {
            match self.set.particles[*particle].term {
                schema::Term::Element(element) => {
                    Some(self.set.elements[element].name.local.clone())
                }
                schema::Term::Group(group) => self.first_element(group),
                schema::Term::Wildcard(_) => None,
            }
        })
    }

    /// The elements that may stand for an element, itself first unless it is abstract.
    pub(super) fn substitutable(
        &self,
        element: Id<ElementDeclaration>,
    ) -> Vec<Id<ElementDeclaration>> {
        self.set.substitutable(element)
    }

    fn is_emptiable(&self, id: Id<ModelGroup>) -> bool {
        let group = &self.set.groups[id];
        let mut emptiable = group.particles.iter().map(|particle| {
            let particle = &self.set.particles[*particle];
            particle.occurs.min == 0
                || match particle.term {
                    schema::Term::Group(group) => self.is_emptiable(group),
                    schema::Term::Element(_) | schema::Term::Wildcard(_) => false,
                }
        });
        match group.compositor {
            Compositor::Choice => emptiable.any(|is_emptiable| is_emptiable),
            Compositor::Sequence | Compositor::All => emptiable.all(|is_emptiable| is_emptiable),
        }
    }

    pub(super) fn bounds(&self, particle: Id<schema::Particle>) -> Bounds {
        let occurs = self.set.particles[particle].occurs;
        Bounds {
            min: occurs.min,
            max: match occurs.max {
                MaxOccurs::Bounded(max) => Some(max),
                MaxOccurs::Unbounded => None,
            },
        }
    }
}

/// The shape of a field whose occurrences have a shape.
fn occurring(mut shape: Shape, bounds: Bounds, is_optional: bool) -> Shape {
    shape.cardinality = if bounds.is_repeated() {
        Cardinality::Many
    } else if bounds.min == 0 || is_optional {
        Cardinality::Optional
    } else {
        Cardinality::One
    };
    if shape.cardinality == Cardinality::One && shape.is_nillable {
        // Absent is not allowed, so that `None` can say nil.
        shape.cardinality = Cardinality::Optional;
        shape.is_nillable = false;
    }
    shape
}

/// A group without particles: a sequence is no matter, and a choice is what nothing satisfies.
pub(super) fn empty_group(compositor: Compositor) -> Option<Term> {
    (compositor == Compositor::Choice).then(|| {
        Term::Group(Group {
            compositor,
            particles: Vec::new(),
            field: None,
            is_optional: false,
        })
    })
}
