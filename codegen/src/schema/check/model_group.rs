//! Constraints on model groups (Part 1, 3.8.6): *All Group Limited* and *Element Declarations Consistent*.

use std::collections::{HashMap, HashSet};

use super::super::{
    ComplexTypeDefinition, Compositor, DerivationMethod, ElementDeclaration, Id, ModelGroup,
    Occurs, Particle, Set, Term, TypeDefinition,
};
use super::Checker;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::code::schema as code;
use crate::syntax::QName;

impl Checker<'_, '_> {
    pub(super) fn check_model_groups(&mut self) {
        self.cos_all_limited_1();
        self.cos_element_consistent();
    }

    /// *All Group Limited*, clause 1: an `all` is the whole content of a type, or of a named group.
    fn cos_all_limited_1(&mut self) {
        let is_all = |set: &Set, particle: Id<Particle>| match set.particles[particle].term {
            Term::Group(group) => set.groups[group].compositor == Compositor::All,
            Term::Element(_) | Term::Wildcard(_) => false,
        };
        for (_, group) in self.set.groups.iter() {
            for &particle in group
                .particles
                .iter()
                .filter(|particle| is_all(self.set, **particle))
            {
                let span = self.set.particles[particle].span.or(group.span);
                let message = "an `all` can't be part of another group, nor can the content of an `all` be extended";
                self.error(&code::COS_ALL_LIMITED, span, message);
            }
        }
        for (_, definition) in self.set.complex_types.iter() {
            let Some(content) = definition
                .content
                .particle()
                .filter(|content| is_all(self.set, *content))
            else {
                continue;
            };
            let particle = &self.set.particles[content];
            if particle.occurs.max > Occurs::ONCE.max {
                self.error(
                    &code::COS_ALL_LIMITED,
                    particle.span,
                    "an `all` can't appear more than once",
                );
            }
        }
    }

    /// *Element Declarations Consistent*: elements of one name in one content have one type.
    ///
    /// An extension holds the content of its base, so that types are walked from base to extension, and what one
    /// added is taken back on the way to the next.
    fn cos_element_consistent(&mut self) {
        let extensions = self.extensions();
        let mut reported = HashSet::new();
        // A group that another one refers to is looked at as a part of that.
        let referenced: HashSet<_> = (self.set.particles.iter())
            .filter_map(|(_, particle)| particle.definition)
            .collect();
        let groups = self.set.group_definitions.iter();
        for (_, definition) in groups.filter(|(id, _)| !referenced.contains(id)) {
            let mut content = Content::default();
            content.add_group(self.set, definition.model_group);
            self.report_inconsistent(&content.inconsistent, &mut reported);
        }
        let ids = self.set.complex_types.ids();
        let roots: Vec<_> = ids.filter(|id| !self.extends_content(*id)).collect();
        for id in roots {
            let mut content = Content::default();
            let mut steps = vec![Step::Enter(id)];
            while let Some(step) = steps.pop() {
                let id = match step {
                    Step::Enter(id) => id,
                    Step::Leave(mark) => {
                        content.undo(mark);
                        continue;
                    }
                };
                let definition = &self.set.complex_types[id];
                let particle = if self.extends_content(id) {
                    definition.own_particle
                } else {
                    definition.content.particle()
                };
                steps.push(Step::Leave(content.mark()));
                if let Some(particle) = particle {
                    content.add(self.set, particle);
                }
                self.report_inconsistent(&content.inconsistent, &mut reported);
                content.inconsistent.clear();
                steps.extend(
                    extensions
                        .get(&id)
                        .into_iter()
                        .flatten()
                        .copied()
                        .map(Step::Enter),
                );
            }
        }
    }

    /// Whether the content of a type is that of its base and what it adds.
    fn extends_content(&self, id: Id<ComplexTypeDefinition>) -> bool {
        let definition = &self.set.complex_types[id];
        match (definition.derivation, definition.base) {
            (DerivationMethod::Extension, TypeDefinition::Complex(base)) if base != id => {
                self.set.complex_types[base].content.particle().is_some()
            }
            _ => false,
        }
    }

    fn extensions(&self) -> HashMap<Id<ComplexTypeDefinition>, Vec<Id<ComplexTypeDefinition>>> {
        let mut extensions: HashMap<_, Vec<_>> = HashMap::new();
        for id in self
            .set
            .complex_types
            .ids()
            .filter(|id| self.extends_content(*id))
        {
            if let TypeDefinition::Complex(base) = self.set.complex_types[id].base {
                extensions.entry(base).or_default().push(id);
            }
        }
        extensions
    }

    fn report_inconsistent(&mut self, pairs: &[Pair], reported: &mut HashSet<Pair>) {
        for &(first, second) in pairs.iter().filter(|pair| reported.insert(**pair)) {
            let (first, second) = (&self.set.elements[first], &self.set.elements[second]);
            let message = format!(
                "the element `{}` has two types in one content: {} and {}",
                first.name,
                self.type_text(first.type_definition),
                self.type_text(second.type_definition)
            );
            let diagnostic = Diagnostic::error(&code::COS_ELEMENT_CONSISTENT, second.span, message);
            self.sink
                .report(diagnostic.related(first.span, "the other one is here"));
        }
    }
}

type Pair = (Id<ElementDeclaration>, Id<ElementDeclaration>);

/// A step of a walk over types.
enum Step {
    Enter(Id<ComplexTypeDefinition>),
    Leave(Mark),
}

/// How much there was at some time.
struct Mark {
    names: usize,
    groups: usize,
}

/// The elements of one content, by name.
#[derive(Default)]
struct Content<'s> {
    elements: HashMap<&'s QName, Id<ElementDeclaration>>,
    groups: HashSet<Id<ModelGroup>>,
    added_names: Vec<&'s QName>,
    added_groups: Vec<Id<ModelGroup>>,
    inconsistent: Vec<Pair>,
}

impl<'s> Content<'s> {
    fn mark(&self) -> Mark {
        Mark {
            names: self.added_names.len(),
            groups: self.added_groups.len(),
        }
    }

    fn undo(&mut self, mark: Mark) {
        for name in self.added_names.drain(mark.names..) {
            self.elements.remove(name);
        }
        for group in self.added_groups.drain(mark.groups..) {
            self.groups.remove(&group);
        }
    }

    fn add(&mut self, set: &'s Set, particle: Id<Particle>) {
        match set.particles[particle].term {
            Term::Wildcard(_) => {}
            Term::Group(group) => self.add_group(set, group),
            Term::Element(element) => {
                self.add_element(set, element);
                for member in set.substitution_group(element) {
                    self.add_element(set, member);
                }
            }
        }
    }

    fn add_group(&mut self, set: &'s Set, group: Id<ModelGroup>) {
        if !self.groups.insert(group) {
            return;
        }
        self.added_groups.push(group);
        for &particle in &set.groups[group].particles {
            self.add(set, particle);
        }
    }

    fn add_element(&mut self, set: &'s Set, id: Id<ElementDeclaration>) {
        let element = &set.elements[id];
        match self.elements.get(&element.name) {
            None => {
                self.elements.insert(&element.name, id);
                self.added_names.push(&element.name);
            }
            Some(&first) => {
                let (one, other) = (set.elements[first].type_definition, element.type_definition);
                if one != other && !set.is_poison(one) && !set.is_poison(other) {
                    self.inconsistent.push((first, id));
                }
            }
        }
    }
}
