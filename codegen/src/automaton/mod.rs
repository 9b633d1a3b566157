//! Content models as automata.
//!
//! The positions of a content model are its element and wildcard particles. As in Glushkov's construction, a
//! position is followed by others, and the model is deterministic if no two positions that could be next compete
//! for one element. Following Brüggemann-Klein, that shows on sets for each particle: which positions can come
//! *first*, and which can come *next* though the particle might be complete. No set of pairs is ever built.
//!
//! Occurrence bounds are counters and never unrolled. Whether a particle that repeats goes on or ends is open only
//! where its bounds differ, where it can be empty, or where its count is not known for sure because an inner
//! repetition could have taken the rounds, as in `(a{1,2} | c){2}, c`. One corner is left: where such counts are
//! certain at each of several levels of exact repetition, but not over all levels together, a conflict is missed.

mod reach;

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use crate::schema::{
    Compositor, ContentType, Id, MaxOccurs, ModelGroup, Occurs, Particle, Set, Term,
};
use crate::syntax::QName;
use reach::{Collision, Position, Reach};

/// Two particles that compete for an element of a document.
#[derive(Clone, Debug)]
pub struct Conflict {
    /// The particle that comes first in the content.
    pub first: Id<Particle>,
    /// The particle that comes after it.
    pub second: Id<Particle>,
    /// What they compete for.
    pub over: Competing,
}

/// What two particles compete for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Competing {
    /// Elements of a name.
    Name(QName),
    /// Elements that two wildcards allow.
    Wildcards,
}

/// Finds competing particles. What was found for a named group or the content of a base type is kept.
#[derive(Debug)]
pub struct Analyzer<'s> {
    set: &'s Set,
    groups: HashMap<Id<ModelGroup>, Rc<Positions<'s>>>,
    contents: HashMap<Id<Particle>, Option<Rc<Positions<'s>>>>,
    conflicts: Vec<Conflict>,
    reported: HashSet<(Id<Particle>, Id<Particle>)>,
}

/// What is known of the positions of a particle.
#[derive(Clone, Debug, Default)]
struct Positions<'s> {
    /// Whether the particle can be empty.
    nullable: bool,
    /// Whether it has any position.
    any: bool,
    /// The positions that can come first.
    first: Reach<'s>,
    /// The positions that can come next where the particle could be complete.
    next: Reach<'s>,
}

impl<'s> Analyzer<'s> {
    /// An analyzer of the content models of a set.
    pub fn new(set: &'s Set) -> Self {
        // Contents that extensions take in are kept.
        let bases =
            set.complex_types
                .iter()
                .filter_map(|(_, definition)| match definition.content {
                    ContentType::ElementOnly(content) | ContentType::Mixed(content) => {
                        Some(content)
                    }
                    ContentType::Empty | ContentType::Simple(_) => None,
                });
        Analyzer {
            set,
            groups: HashMap::new(),
            contents: bases.map(|content| (content, None)).collect(),
            conflicts: Vec::new(),
            reported: HashSet::new(),
        }
    }

    /// Analyzes the content of a type.
    pub fn analyze(&mut self, content: Id<Particle>) {
        self.particle(content);
    }

    /// The conflicts found since this was last asked, in order, each pair of particles once.
    pub fn take_conflicts(&mut self) -> Vec<Conflict> {
        std::mem::take(&mut self.conflicts)
    }

    fn particle(&mut self, id: Id<Particle>) -> Rc<Positions<'s>> {
        if let Some(Some(known)) = self.contents.get(&id) {
            return known.clone();
        }
        let particle = &self.set.particles[id];
        let once = match particle.term {
            Term::Element(_) | Term::Wildcard(_) => self.leaf(id),
            Term::Group(group) if particle.definition.is_some() => self.referenced(group, id),
            Term::Group(group) => self.group(group),
        };
        let positions = Rc::new(self.repeat(once, particle.occurs));
        if let Some(slot) = self.contents.get_mut(&id) {
            *slot = Some(positions.clone());
        }
        positions
    }

    fn leaf(&self, id: Id<Particle>) -> Positions<'s> {
        let mut first = Reach::default();
        match self.set.particles[id].term {
            Term::Element(element) => {
                let members = self.set.substitution_group(element);
                for member in std::iter::once(element).chain(members) {
                    first.add_name(&self.set.elements[member].name, Position::of(id));
                }
            }
            Term::Wildcard(wildcard) => {
                first.add_wildcard(
                    &self.set.wildcards[wildcard].namespace_constraint,
                    Position::of(id),
                );
            }
            Term::Group(_) => {}
        }
        Positions {
            nullable: false,
            any: true,
            first,
            next: Reach::default(),
        }
    }

    /// A named group, whose particles are other positions wherever it is referred to.
    fn referenced(&mut self, group: Id<ModelGroup>, reference: Id<Particle>) -> Positions<'s> {
        let known = match self.groups.get(&group) {
            Some(known) => known.clone(),
            None => {
                let positions = Rc::new(self.group(group));
                self.groups.insert(group, positions.clone());
                positions
            }
        };
        Positions {
            first: known.first.referenced_by(reference),
            next: known.next.referenced_by(reference),
            ..*known
        }
    }

    fn group(&mut self, group: Id<ModelGroup>) -> Positions<'s> {
        let group = &self.set.groups[group];
        match group.compositor {
            Compositor::Sequence => self.sequence(&group.particles),
            Compositor::Choice => self.choice(&group.particles),
            Compositor::All => self.all(&group.particles),
        }
    }

    fn sequence(&mut self, particles: &[Id<Particle>]) -> Positions<'s> {
        let mut sequence = Positions {
            nullable: true,
            ..Positions::default()
        };
        for &particle in particles {
            let item = self.particle(particle);
            self.check(&sequence.next, &item.first);
            if sequence.nullable {
                self.check(&sequence.first, &item.first);
                sequence.first.extend(&item.first);
            }
            if !item.nullable {
                sequence.next = Reach::default();
            } else if sequence.any {
                sequence.next.extend(&item.first);
            }
            sequence.next.extend(&item.next);
            sequence.nullable &= item.nullable;
            sequence.any |= item.any;
        }
        sequence
    }

    fn choice(&mut self, particles: &[Id<Particle>]) -> Positions<'s> {
        let mut choice = Positions::default();
        for &particle in particles {
            let item = self.particle(particle);
            self.check(&choice.first, &item.first);
            choice.first.extend(&item.first);
            choice.next.extend(&item.next);
            choice.nullable |= item.nullable;
            choice.any |= item.any;
        }
        choice
    }

    fn all(&mut self, particles: &[Id<Particle>]) -> Positions<'s> {
        let mut all = Positions {
            nullable: true,
            ..Positions::default()
        };
        for &particle in particles {
            let item = self.particle(particle);
            self.check(&all.first, &item.first);
            all.first.extend(&item.first);
            if item.nullable && particles.len() > 1 {
                all.next.extend(&item.first);
            }
            all.next.extend(&item.next);
            all.nullable &= item.nullable;
            all.any |= item.any;
        }
        all
    }

    fn repeat(&mut self, mut once: Positions<'s>, occurs: Occurs) -> Positions<'s> {
        if occurs.max > MaxOccurs::Bounded(1) {
            self.check(&once.next, &once.first);
            let exact = MaxOccurs::Bounded(occurs.min) == occurs.max;
            let known =
                exact && !once.nullable && !once.next.confuses_rounds(&once.first, occurs.min);
            once.next.repeat(occurs);
            if !known {
                once.next.lead_back(&once.first, occurs);
            }
        }
        once.nullable |= occurs.min == 0;
        once
    }

    /// Notes which positions of two sets compete.
    fn check(&mut self, before: &Reach<'s>, after: &Reach<'s>) {
        for Collision {
            first,
            second,
            over,
        } in before.collisions(after)
        {
            if self.reported.insert((first, second)) {
                self.conflicts.push(Conflict {
                    first,
                    second,
                    over,
                });
            }
        }
    }
}

#[cfg(test)]
mod tests;
