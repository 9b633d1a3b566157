//! The alternatives of choices and of substitution groups: variants of enums, and the rows of tables that fill them.

use std::sync::Arc;

use super::super::{
    Cardinality, Choice, Group, Item, ItemId, ItemKind, Origin, Particle, Presence, Shape, Term,
    TypeRef, Variant, VariantOrigin,
};
use super::content::{Bounds, empty_group};
use super::{Lowering, wildcard_row};
use crate::schema::{self, Compositor, ElementDeclaration, Id, ModelGroup, Wildcard};
use crate::syntax::QName;

impl Lowering<'_> {
    /// The alternatives of a choice: rows of the table, and the variants that they fill.
    pub(super) fn choice_particles(
        &mut self,
        id: Id<ModelGroup>,
        item: ItemId,
        variants: &mut Vec<Variant>,
    ) -> Vec<Particle> {
        let group = &self.set.groups[id];
        let mut rows = Vec::new();
        for particle in &group.particles {
            rows.extend(self.alternative(*particle, item, variants));
        }
        rows
    }

    fn alternative(
        &mut self,
        id: Id<schema::Particle>,
        item: ItemId,
        variants: &mut Vec<Variant>,
    ) -> Option<Particle> {
        let bounds = self.bounds(id);
        let term = match self.set.particles[id].term {
            schema::Term::Element(element) => {
                self.element_alternative(element, bounds, item, variants)?
            }
            schema::Term::Wildcard(wildcard) => {
                let mut variant = any_variant(&self.set.wildcards[wildcard]);
                variant.shape = repeated(variant.shape, bounds);
                variants.push(variant);
                Term::Any {
                    field: variants.len() - 1,
                    wildcard: wildcard_row(&self.set.wildcards[wildcard]),
                }
            }
            schema::Term::Group(group) => {
                self.group_alternative(id, group, bounds, item, variants)?
            }
        };
        Some(bounds.particle(term))
    }

    fn element_alternative(
        &mut self,
        element: Id<ElementDeclaration>,
        bounds: Bounds,
        item: ItemId,
        variants: &mut Vec<Variant>,
    ) -> Option<Term> {
        let members = self.substitutable(element);
        if members.is_empty() {
            return None;
        }
        if bounds.is_repeated() && members.as_slice() != [element] {
            let substitution = self.substitution_item(element, &members);
            let declaration = &self.set.elements[element];
            variants.push(Variant {
                origin: VariantOrigin::Element(declaration.name.clone()),
                documentation: declaration.documentation.clone(),
                shape: repeated(Shape::one(TypeRef::Item(substitution)), bounds),
            });
            let field = variants.len() - 1;
            return Some(self.substitution_group(&members, Some(field)));
        }
        let mut rows = Vec::new();
        for member in members {
            let mut variant = self.element_variant(member, item);
            variant.shape = repeated(variant.shape, bounds);
            variants.push(variant);
            rows.push(Term::Element(
                self.element_row(member, variants.len() - 1, item).0,
            ));
        }
        alternatives(rows)
    }

    fn group_alternative(
        &mut self,
        particle: Id<schema::Particle>,
        id: Id<ModelGroup>,
        bounds: Bounds,
        item: ItemId,
        variants: &mut Vec<Variant>,
    ) -> Option<Term> {
        let group = &self.set.groups[id];
        if group.particles.is_empty() {
            return empty_group(group.compositor);
        }
        if !bounds.is_repeated()
            && (group.compositor == Compositor::Choice || group.particles.len() == 1)
        {
            let particles = self.choice_particles(id, item, variants);
            return Some(Term::Group(Group {
                compositor: group.compositor,
                particles,
                field: None,
                is_optional: false,
            }));
        }
        let nested = match group.compositor {
            Compositor::Choice => self.choice_item(particle, id, item),
            Compositor::Sequence | Compositor::All => self.row_item(particle, id, item),
        };
        variants.push(Variant {
            origin: self.group_variant_origin(particle, id),
            documentation: group.documentation.clone(),
            shape: repeated(Shape::one(TypeRef::Item(nested)), bounds),
        });
        let field = variants.len() - 1;
        let mut table = self.group_table(id, nested);
        table.field = Some(field);
        Some(Term::Group(table))
    }

    pub(super) fn element_variant(
        &mut self,
        element: Id<ElementDeclaration>,
        parent: ItemId,
    ) -> Variant {
        let (_, shape) = self.element_row(element, 0, parent);
        let declaration = &self.set.elements[element];
        Variant {
            origin: VariantOrigin::Element(declaration.name.clone()),
            documentation: declaration.documentation.clone(),
            shape,
        }
    }

    /// The enum of the elements that may stand for one.
    pub(super) fn substitution_item(
        &mut self,
        element: Id<ElementDeclaration>,
        members: &[Id<ElementDeclaration>],
    ) -> ItemId {
        if let Some(item) = self.substitution_items.get(&element) {
            return *item;
        }
        let declaration = &self.set.elements[element];
        let item = self.add(Item {
            namespace: declaration.name.namespace.clone(),
            origin: Origin::Element(QName {
                namespace: declaration.name.namespace.clone(),
                local: Arc::from(format!("{}Substitution", declaration.name.local)),
            }),
            documentation: declaration.documentation.clone(),
            span: Some(declaration.span),
            kind: ItemKind::Choice(Choice::default()),
            presence: Presence::Written,
        });
        self.substitution_items.insert(element, item);
        let variants = members
            .iter()
            .map(|member| self.element_variant(*member, item))
            .collect();
        if let Some(item) = self.result.items.get_mut(item.0) {
            item.kind = ItemKind::Choice(Choice { variants, blank: 0 });
        }
        item
    }

    pub(super) fn substitution_group(
        &mut self,
        members: &[Id<ElementDeclaration>],
        field: Option<usize>,
    ) -> Term {
        let nowhere = ItemId(usize::MAX);
        let rows = members.iter().enumerate().map(|(variant, member)| {
            let (row, _) = self.element_row(*member, variant, nowhere);
            one(Term::Element(row))
        });
        let particles = rows.collect();
        Term::Group(Group {
            compositor: Compositor::Choice,
            particles,
            field,
            is_optional: false,
        })
    }
}

/// The shape of a variant whose occurrences have a shape.
pub(super) fn repeated(mut shape: Shape, bounds: Bounds) -> Shape {
    if bounds.is_repeated() {
        shape.cardinality = Cardinality::Many;
    }
    shape
}

pub(super) fn any_variant(wildcard: &Wildcard) -> Variant {
    Variant {
        origin: VariantOrigin::Any,
        documentation: wildcard.documentation.clone(),
        shape: Shape::one(TypeRef::AnyElement),
    }
}

/// The term for a choice of several; the term itself where there is one.
pub(super) fn alternatives(mut terms: Vec<Term>) -> Option<Term> {
    if terms.len() < 2 {
        return terms.pop();
    }
    Some(Term::Group(Group {
        compositor: Compositor::Choice,
        particles: terms.into_iter().map(one).collect(),
        field: None,
        is_optional: false,
    }))
}

pub(super) fn one(term: Term) -> Particle {
    Particle {
        min: 1,
        max: Some(1),
        term,
    }
}
