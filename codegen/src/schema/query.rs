//! Questions about components that several stages ask.

use std::collections::{HashMap, HashSet};

use super::{
    Compositor, ContentType, DerivationMethod, DerivationSet, ElementDeclaration, Facets, Id,
    MaxOccurs, ModelGroup, Occurs, Particle, Set, SimpleTypeDefinition, Term, TypeDefinition,
    Variety,
};

impl Set {
    /// The direct and indirect members of the substitution group of an element that may stand for it in a
    /// document, abstract ones among them (`cos-equiv-derived-ok-rec`); the element itself is not in the list.
    pub fn substitution_group(&self, head: Id<ElementDeclaration>) -> Vec<Id<ElementDeclaration>> {
        let head_element = &self.elements[head];
        let blocked = head_element.disallowed_substitutions;
        if blocked.substitution || !self.substitution.contains_key(&head) {
            return Vec::new();
        }
        let (mut members, mut seen, mut open) = (Vec::new(), HashSet::from([head]), vec![head]);
        while let Some(next) = open.pop() {
            let direct = self
                .substitution
                .get(&next)
                .map(Vec::as_slice)
                .unwrap_or_default();
            for &member in direct.iter().filter(|member| seen.insert(**member)) {
                open.push(member);
                let definition = self.elements[member].type_definition;
                if self.derives_unblocked(definition, head_element.type_definition, blocked) {
                    members.push(member);
                }
            }
        }
        members.sort();
        members
    }

    /// The elements that may stand in a document where an element is asked for: itself and the members of its
    /// substitution group, but for those that are abstract.
    pub fn substitutable(&self, element: Id<ElementDeclaration>) -> Vec<Id<ElementDeclaration>> {
        let all = std::iter::once(element).chain(self.substitution_group(element));
        all.filter(|element| !self.elements[*element].is_abstract)
            .collect()
    }

    /// Whether a type derives from another by methods that neither `blocked` nor the types on the way prohibit.
    pub fn derives_unblocked(
        &self,
        derived: TypeDefinition,
        base: TypeDefinition,
        blocked: DerivationSet,
    ) -> bool {
        let mut blocked = blocked;
        let mut used = DerivationSet::NONE;
        let mut current = derived;
        while current != base {
            let next = match current {
                TypeDefinition::Simple(id) => {
                    used.restriction = true;
                    self.simple_types[id].base
                }
                TypeDefinition::Complex(id) => {
                    match self.complex_types[id].derivation {
                        DerivationMethod::Extension => used.extension = true,
                        DerivationMethod::Restriction => used.restriction = true,
                    }
                    self.complex_types[id].base
                }
            };
            if next == current {
                return self.is_derived_from(derived, base, DerivationSet::NONE);
            }
            if let TypeDefinition::Complex(id) = next {
                blocked = blocked.union(self.complex_types[id].prohibited_substitutions);
            }
            current = next;
        }
        let common = used.intersection(blocked);
        !common.extension && !common.restriction
    }

    /// Whether a type derives from another, or is it, by none of the `blocked` methods: *Type Derivation OK*
    /// (`cos-ct-derived-ok`, `cos-st-derived-ok`).
    pub fn is_derived_from(
        &self,
        derived: TypeDefinition,
        base: TypeDefinition,
        blocked: DerivationSet,
    ) -> bool {
        let mut current = derived;
        loop {
            if current == base {
                return true;
            }
            match current {
                TypeDefinition::Simple(id) => {
                    return self.is_simple_derived_from(id, base, blocked);
                }
                TypeDefinition::Complex(id) => {
                    let definition = &self.complex_types[id];
                    if blocked.contains(definition.derivation) || definition.base == current {
                        return false;
                    }
                    current = definition.base;
                }
            }
        }
    }

    fn is_simple_derived_from(
        &self,
        derived: Id<SimpleTypeDefinition>,
        base: TypeDefinition,
        blocked: DerivationSet,
    ) -> bool {
        if let TypeDefinition::Simple(base) = base
            && let Variety::Union { members } = &self.simple_types[base].variety
        {
            let unfaceted = self.simple_types[base].facets.is_empty();
            let by_member = |member: &Id<SimpleTypeDefinition>| {
                self.is_derived_from(
                    TypeDefinition::Simple(derived),
                    TypeDefinition::Simple(*member),
                    blocked,
                )
            };
            if unfaceted && members.iter().any(by_member) {
                return true;
            }
        }
        let mut current = TypeDefinition::Simple(derived);
        while current != base {
            let TypeDefinition::Simple(id) = current else {
                return false;
            };
            let next = self.simple_types[id].base;
            let forbidden = match next {
                TypeDefinition::Simple(next) => self.simple_types[next].final_set.restriction,
                TypeDefinition::Complex(_) => false,
            };
            if blocked.restriction || forbidden || next == current {
                return false;
            }
            current = next;
        }
        true
    }

    /// The types of this set that derive from a type, directly or not, in document order; simple types first.
    pub fn types_derived_from(&self, base: TypeDefinition) -> Vec<TypeDefinition> {
        let (mut derived, mut open) = (Vec::new(), vec![base]);
        while let Some(next) = open.pop() {
            let direct = self
                .derived
                .get(&next)
                .map(Vec::as_slice)
                .unwrap_or_default();
            derived.extend(direct);
            open.extend(direct);
        }
        derived.sort();
        derived
    }

    /// *Particle Emptiable* (`cos-group-emptiable`): whether nothing at all satisfies a particle.
    pub fn is_emptiable(&self, particle: Id<Particle>) -> bool {
        self.emptiable(particle, &mut HashMap::new())
    }

    /// Groups that are referred to often are looked at once.
    fn emptiable(&self, particle: Id<Particle>, known: &mut HashMap<Id<ModelGroup>, bool>) -> bool {
        let particle = &self.particles[particle];
        if particle.occurs.min == 0 {
            return true;
        }
        let Term::Group(id) = particle.term else {
            return false;
        };
        if let Some(known) = known.get(&id) {
            return *known;
        }
        let group = &self.groups[id];
        let mut inner = group
            .particles
            .iter()
            .map(|inner| self.emptiable(*inner, known));
        let emptiable = match group.compositor {
            Compositor::Choice => inner.any(|emptiable| emptiable),
            Compositor::All | Compositor::Sequence => inner.all(|emptiable| emptiable),
        };
        known.insert(id, emptiable);
        emptiable
    }

    /// The *effective total range* of a particle (`cos-seq-range`, `cos-choice-range`): how many elements it can
    /// hold in all. Numbers beyond `u32` stay at its greatest.
    pub fn effective_total_range(&self, particle: Id<Particle>) -> Occurs {
        self.total_range(particle, &mut HashMap::new())
    }

    fn total_range(
        &self,
        particle: Id<Particle>,
        known: &mut HashMap<Id<ModelGroup>, Occurs>,
    ) -> Occurs {
        let particle = &self.particles[particle];
        let Term::Group(id) = particle.term else {
            return particle.occurs;
        };
        if let Some(known) = known.get(&id) {
            return known.times(particle.occurs);
        }
        let group = &self.groups[id];
        let ranges = group
            .particles
            .iter()
            .map(|inner| self.total_range(*inner, known));
        let inner = match group.compositor {
            Compositor::All | Compositor::Sequence => ranges.fold(Occurs::NOTHING, Occurs::plus),
            Compositor::Choice => ranges.reduce(Occurs::or).unwrap_or(Occurs::NOTHING),
        };
        known.insert(id, inner);
        inner.times(particle.occurs)
    }

    /// All facets that hold for a simple type: its own and those that its bases state and it does not state anew.
    pub fn facets(&self, id: Id<SimpleTypeDefinition>) -> Facets {
        let mut facets = Facets::default();
        let mut current = TypeDefinition::Simple(id);
        while let TypeDefinition::Simple(id) = current {
            let definition = &self.simple_types[id];
            facets.inherit(&definition.facets);
            current = definition.base;
        }
        facets
    }

    /// The simple type of what stands between the tags of an element of a type: the type itself or its simple
    /// content; `None` where it has elements or nothing.
    pub fn text_type(&self, definition: TypeDefinition) -> Option<Id<SimpleTypeDefinition>> {
        match definition {
            TypeDefinition::Simple(id) => Some(id),
            TypeDefinition::Complex(id) => match self.complex_types[id].content {
                ContentType::Simple(id) => Some(id),
                ContentType::Empty | ContentType::ElementOnly(_) | ContentType::Mixed(_) => None,
            },
        }
    }
}

impl Occurs {
    /// Never.
    pub(super) const NOTHING: Occurs = Occurs {
        min: 0,
        max: MaxOccurs::Bounded(0),
    };

    /// How often two things that follow each other appear. Numbers beyond `u32` stay at its greatest.
    pub(super) fn plus(self, other: Occurs) -> Occurs {
        let max = match (self.max, other.max) {
            (MaxOccurs::Bounded(left), MaxOccurs::Bounded(right)) => {
                MaxOccurs::Bounded(left.saturating_add(right))
            }
            _ => MaxOccurs::Unbounded,
        };
        Occurs {
            min: self.min.saturating_add(other.min),
            max,
        }
    }

    /// How often one of two things appears.
    pub(super) fn or(self, other: Occurs) -> Occurs {
        Occurs {
            min: self.min.min(other.min),
            max: self.max.max(other.max),
        }
    }

    /// How often something appears in what appears so often. Numbers beyond `u32` stay at its greatest.
    pub(super) fn times(self, other: Occurs) -> Occurs {
        let max = match (self.max, other.max) {
            (MaxOccurs::Bounded(0), _) | (_, MaxOccurs::Bounded(0)) => MaxOccurs::Bounded(0),
            (MaxOccurs::Bounded(left), MaxOccurs::Bounded(right)) => {
                MaxOccurs::Bounded(left.saturating_mul(right))
            }
            _ => MaxOccurs::Unbounded,
        };
        Occurs {
            min: self.min.saturating_mul(other.min),
            max,
        }
    }
}

impl Facets {
    /// Takes in what a base states and this step does not.
    pub(super) fn inherit(&mut self, base: &Facets) {
        fn or<T: Clone>(own: &mut Option<T>, base: &Option<T>) {
            if own.is_none() {
                own.clone_from(base);
            }
        }
        or(&mut self.length, &base.length);
        or(&mut self.min_length, &base.min_length);
        or(&mut self.max_length, &base.max_length);
        or(&mut self.enumeration, &base.enumeration);
        or(&mut self.white_space, &base.white_space);
        or(&mut self.total_digits, &base.total_digits);
        or(&mut self.fraction_digits, &base.fraction_digits);
        self.patterns.extend(base.patterns.iter().cloned());
        // A bound of either form replaces both of the base.
        if self.max_inclusive.is_none() && self.max_exclusive.is_none() {
            self.max_inclusive.clone_from(&base.max_inclusive);
            self.max_exclusive.clone_from(&base.max_exclusive);
        }
        if self.min_inclusive.is_none() && self.min_exclusive.is_none() {
            self.min_inclusive.clone_from(&base.min_inclusive);
            self.min_exclusive.clone_from(&base.min_exclusive);
        }
    }
}
