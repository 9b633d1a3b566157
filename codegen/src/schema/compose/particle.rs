//! Particles, model groups and wildcards.

use super::super::{
    Compositor, ElementDeclaration, Id, ModelGroup, ModelGroupDefinition, NamespaceConstraint,
    Particle, ProcessContents, Redefined, Scope, Term, TypeDefinition, Wildcard,
};
use super::order::order;
use super::{Composer, Place};
use crate::diagnostic::code::schema as code;
use crate::source::Span;
use crate::syntax::xsd::{self, LocalElement, NamespaceSet, ParticleTerm, Spanned};
use crate::syntax::{NESTING_LIMIT, QName};

impl<'a> Composer<'a, '_> {
    pub(super) fn resolve_group_definition(
        &mut self,
        id: Id<ModelGroupDefinition>,
        written: &'a xsd::Group,
        module: usize,
    ) {
        let place = Place {
            module,
            scope: Scope::Group(id),
        };
        let particles = self.particles(&written.model_group, place);
        let group = self.set.group_definitions[id].model_group;
        self.set.groups[group].particles = particles;
        let references = std::mem::take(&mut self.self_references);
        if let Some(original) = self.originals.groups.get(&id).copied() {
            self.src_redefine_6_1(&references);
            let refers_to_original = !references.is_empty();
            self.set.redefined.push(Redefined::Group {
                original,
                redefining: id,
                refers_to_original,
            });
        }
    }

    /// *Redefinition Constraints and Semantics*, clause 6.1: a redefined group contains itself once, or not at all.
    fn src_redefine_6_1(&mut self, references: &[(Span, xsd::Occurs)]) {
        if let Some((span, _)) = references.get(1) {
            self.error(
                &code::SRC_REDEFINE,
                *span,
                "a redefined group may refer to itself once only",
            );
        }
        if let Some((span, _)) = references
            .iter()
            .find(|(_, occurs)| *occurs != xsd::Occurs::ONCE)
        {
            let message = "the reference of a redefined group to itself must appear exactly once";
            self.error(&code::SRC_REDEFINE, *span, message);
        }
    }

    fn particles(&mut self, written: &'a xsd::ModelGroup, place: Place) -> Vec<Id<Particle>> {
        written
            .particles
            .iter()
            .filter_map(|particle| self.particle(particle, place))
            .collect()
    }

    /// The particle of what is written; `None` where it may never appear.
    pub(super) fn particle(
        &mut self,
        written: &'a xsd::Particle,
        place: Place,
    ) -> Option<Id<Particle>> {
        if written.occurs.is_never() {
            return None;
        }
        let (term, definition, span) = match &written.term {
            ParticleTerm::Element(LocalElement::Declaration(element)) => (
                Term::Element(self.local_element(element, place)),
                None,
                element.common.span,
            ),
            ParticleTerm::Element(LocalElement::Reference(element)) => {
                let id = self.resolve_element(place, &element.reference);
                let id = id.unwrap_or_else(|| self.poison_element(&element.reference, place));
                (Term::Element(id), None, element.common.span)
            }
            ParticleTerm::ModelGroup(group) => (
                Term::Group(self.model_group(group, place)),
                None,
                group.common.span,
            ),
            ParticleTerm::GroupReference(group) => {
                let definition = self.referenced_group(group, written.occurs, place);
                let group_id = match definition {
                    Some(definition) => self.set.group_definitions[definition].model_group,
                    None => self.empty_group(),
                };
                (Term::Group(group_id), definition, group.common.span)
            }
            ParticleTerm::Any(any) => {
                let wildcard =
                    self.wildcard(&any.namespaces, any.process_contents, &any.common, place);
                (Term::Wildcard(wildcard), None, any.common.span)
            }
        };
        Some(self.set.particles.add(Particle {
            occurs: written.occurs,
            term,
            definition,
            span: Some(span),
        }))
    }

    fn model_group(&mut self, written: &'a xsd::ModelGroup, place: Place) -> Id<ModelGroup> {
        let particles = self.particles(written, place);
        self.set.groups.add(ModelGroup {
            compositor: written.compositor,
            particles,
            documentation: written.common.documentation(),
            span: Some(written.common.span),
        })
    }

    /// A group without particles.
    pub(super) fn empty_group(&mut self) -> Id<ModelGroup> {
        let compositor = Compositor::Sequence;
        self.set.groups.add(ModelGroup {
            compositor,
            particles: Vec::new(),
            documentation: None,
            span: None,
        })
    }

    /// The group of a reference: in a redefinition, the group's own name means the original.
    fn referenced_group(
        &mut self,
        written: &xsd::GroupReference,
        occurs: xsd::Occurs,
        place: Place,
    ) -> Option<Id<ModelGroupDefinition>> {
        if let Scope::Group(within) = place.scope
            && let Some(original) = self.originals.groups.get(&within)
            && self.set.group_definitions[within].name
                == self.meant(place, &written.reference.value)
        {
            self.self_references.push((written.common.span, occurs));
            return Some(*original);
        }
        self.resolve_group(place, &written.reference)
    }

    /// What stands for an element that was not found.
    fn poison_element(
        &mut self,
        reference: &Spanned<QName>,
        place: Place,
    ) -> Id<ElementDeclaration> {
        let name = self.meant(place, &reference.value);
        self.set.elements.add(ElementDeclaration {
            name,
            scope: Scope::Global,
            type_definition: TypeDefinition::Complex(self.set.poison.complex_type),
            nillable: false,
            value_constraint: None,
            identity_constraints: Vec::new(),
            substitution_group: None,
            substitution_group_exclusions: xsd::DerivationSet::NONE,
            disallowed_substitutions: xsd::DerivationSet::NONE,
            is_abstract: false,
            documentation: None,
            span: reference.span,
        })
    }

    pub(super) fn wildcard(
        &mut self,
        namespaces: &NamespaceSet,
        process_contents: ProcessContents,
        common: &xsd::Common,
        place: Place,
    ) -> Id<Wildcard> {
        let target = self
            .modules
            .get(place.module)
            .and_then(|module| module.namespace.clone());
        let namespace_constraint = match namespaces {
            NamespaceSet::Any => NamespaceConstraint::Any,
            NamespaceSet::Other => NamespaceConstraint::Not(target),
            NamespaceSet::List {
                namespaces,
                target_namespace,
                local,
            } => {
                let mut list: Vec<_> = namespaces.iter().cloned().map(Some).collect();
                list.extend(target_namespace.then_some(target));
                list.extend(local.then_some(None));
                NamespaceConstraint::set(list)
            }
        };
        let (documentation, span) = (common.documentation(), Some(common.span));
        self.set.wildcards.add(Wildcard {
            namespace_constraint,
            process_contents,
            documentation,
            span,
        })
    }

    /// Breaks circles of model groups, and groups that nest too deep.
    pub(super) fn complete_groups(&mut self) {
        let order = order(self.set.group_definitions.ids(), |id| {
            self.references_in(id)
                .into_iter()
                .map(|reference| reference.to)
                .collect::<Vec<_>>()
        });
        for (id, on) in order.circular {
            self.mg_props_correct_2(id, on);
        }
        let mut depths = std::collections::HashMap::new();
        for id in order.items {
            let references = self.references_in(id);
            let deepest = (references.iter())
                .map(|reference| reference.level + depths.get(&reference.to).copied().unwrap_or(0))
                .max();
            let depth = deepest.unwrap_or(1);
            if depth > NESTING_LIMIT {
                self.report_nesting(id, references);
            } else {
                depths.insert(id, depth);
            }
        }
    }

    /// *Model Group Correct*, clause 2: no group contains itself.
    fn mg_props_correct_2(&mut self, id: Id<ModelGroupDefinition>, on: Id<ModelGroupDefinition>) {
        for reference in self
            .references_in(id)
            .into_iter()
            .filter(|reference| reference.to == on)
        {
            let name = &self.set.group_definitions[on].name;
            let message = format!("the group `{name}` contains itself");
            let span = self.set.particles[reference.particle]
                .span
                .unwrap_or(self.set.group_definitions[id].span);
            self.error(&code::MG_PROPS_CORRECT, span, message);
            self.cut(reference.particle);
        }
    }

    fn report_nesting(&mut self, id: Id<ModelGroupDefinition>, references: Vec<Reference>) {
        let name = &self.set.group_definitions[id].name;
        let message = format!("the group `{name}` nests more than {NESTING_LIMIT} groups");
        let span = self.set.group_definitions[id].span;
        self.error(&code::XSD_NESTING_LIMIT, span, message);
        for reference in references {
            self.cut(reference.particle);
        }
    }

    /// Replaces the group that a particle refers to by an empty one.
    fn cut(&mut self, particle: Id<Particle>) {
        let empty = self.empty_group();
        let particle = &mut self.set.particles[particle];
        particle.term = Term::Group(empty);
        particle.definition = None;
    }

    /// The references to other groups in a group, in order.
    fn references_in(&self, id: Id<ModelGroupDefinition>) -> Vec<Reference> {
        let mut references = Vec::new();
        let mut open = vec![(self.set.group_definitions[id].model_group, 1)];
        while let Some((group, level)) = open.pop() {
            for &particle in &self.set.groups[group].particles {
                match (
                    self.set.particles[particle].term,
                    self.set.particles[particle].definition,
                ) {
                    (_, Some(to)) => references.push(Reference {
                        particle,
                        to,
                        level,
                    }),
                    (Term::Group(inner), None) => open.push((inner, level + 1)),
                    (Term::Element(_) | Term::Wildcard(_), None) => {}
                }
            }
        }
        references
    }
}

/// A reference to a named group in another one.
struct Reference {
    particle: Id<Particle>,
    to: Id<ModelGroupDefinition>,
    /// How many groups it is nested in.
    level: usize,
}
