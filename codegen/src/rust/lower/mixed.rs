//! Mixed content: one list of texts and elements, in order.

use std::collections::HashMap;

use super::super::{
    Cardinality, Choice, Content, Field, FieldOrigin, Group, ItemId, ItemKind, Particle, Role,
    Shape, Term, TypeRef, Variant, VariantOrigin,
};
use super::alternative::{alternatives, any_variant};
use super::{Lowering, wildcard_row};
use crate::schema::{self, Compositor, Id};
use crate::syntax::QName;

impl Lowering<'_> {
    /// Mixed content: one list of items, in which each element has a variant by its name.
    pub(super) fn mixed(
        &mut self,
        particle: Id<schema::Particle>,
        parent: ItemId,
        fields: &mut Vec<Field>,
    ) -> Content {
        let mut variants = vec![Variant {
            origin: VariantOrigin::Text,
            documentation: None,
            shape: Shape::one(TypeRef::Builtin(schema::Builtin::String)),
        }];
        let mut known = HashMap::new();
        let particle = self.mixed_particle(particle, parent, &mut variants, &mut known);
        let group = match particle {
            Some(Particle {
                min: 1,
                max: Some(1),
                term: Term::Group(group),
            }) => group,
            Some(Particle {
                min: 0,
                max: Some(1),
                term: Term::Group(group),
            }) if group.compositor == Compositor::All => Group {
                is_optional: true,
                ..group
            },
            particle => Group {
                compositor: Compositor::Sequence,
                particles: particle.into_iter().collect(),
                field: None,
                is_optional: false,
            },
        };
        let item = self.nested(
            parent,
            "",
            Role::Content,
            ItemKind::Choice(Choice { variants, blank: 0 }),
        );
        fields.push(Field {
            origin: FieldOrigin::Mixed,
            documentation: None,
            shape: Shape {
                cardinality: Cardinality::Many,
                ..Shape::one(TypeRef::Item(item))
            },
            default: None,
        });
        Content::Mixed {
            field: fields.len() - 1,
            group,
        }
    }

    fn mixed_particle(
        &mut self,
        id: Id<schema::Particle>,
        parent: ItemId,
        variants: &mut Vec<Variant>,
        known: &mut HashMap<Option<QName>, usize>,
    ) -> Option<Particle> {
        let bounds = self.bounds(id);
        let term = match self.set.particles[id].term {
            schema::Term::Group(group) => {
                let definition = &self.set.groups[group];
                let mut particles = Vec::new();
                for particle in &definition.particles {
                    particles.extend(self.mixed_particle(*particle, parent, variants, known));
                }
                Term::Group(Group {
                    compositor: definition.compositor,
                    particles,
                    field: None,
                    is_optional: false,
                })
            }
            schema::Term::Wildcard(wildcard) => {
                let field = *known.entry(None).or_insert_with(|| {
                    variants.push(any_variant(&self.set.wildcards[wildcard]));
                    variants.len() - 1
                });
                Term::Any {
                    field,
                    wildcard: wildcard_row(&self.set.wildcards[wildcard]),
                }
            }
            schema::Term::Element(element) => {
                let members = self.substitutable(element);
                let mut rows = Vec::new();
                for member in members {
                    let name = self.set.elements[member].name.clone();
                    let field = match known.get(&Some(name.clone())) {
                        Some(field) => *field,
                        None => {
                            variants.push(self.element_variant(member, parent));
                            known.insert(Some(name), variants.len() - 1);
                            variants.len() - 1
                        }
                    };
                    rows.push(Term::Element(self.element_row(member, field, parent).0));
                }
                alternatives(rows)?
            }
        };
        Some(bounds.particle(term))
    }
}
