//! Sets of positions that an element could belong to.

use std::collections::HashMap;

use super::Competing;
use crate::schema::{Id, NamespaceConstraint, Particle};
use crate::syntax::QName;

/// A position: a particle, and the references to named groups through which it is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Position {
    pub(super) particle: Id<Particle>,
    /// The references, mixed into one number.
    path: u64,
}

impl Position {
    pub(super) fn of(particle: Id<Particle>) -> Position {
        Position { particle, path: 0 }
    }

    fn referenced_by(self, reference: Id<Particle>) -> Position {
        let step = u64::try_from(reference.index())
            .unwrap_or(u64::MAX)
            .wrapping_add(1);
        Position {
            path: mix(self.path.rotate_left(7) ^ mix(step)),
            ..self
        }
    }
}

/// Spreads the bits of a number over all of it.
fn mix(number: u64) -> u64 {
    let number = (number ^ (number >> 31)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let number = (number ^ (number >> 29)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    number ^ (number >> 32)
}

/// Positions by the names that they accept.
#[derive(Clone, Debug, Default)]
pub(super) struct Reach<'s> {
    names: HashMap<&'s QName, Vec<Position>>,
    wildcards: Vec<(&'s NamespaceConstraint, Position)>,
}

/// Two particles that compete.
pub(super) struct Collision {
    pub(super) first: Id<Particle>,
    pub(super) second: Id<Particle>,
    pub(super) over: Competing,
}

impl<'s> Reach<'s> {
    pub(super) fn add_name(&mut self, name: &'s QName, position: Position) {
        let positions = self.names.entry(name).or_default();
        if !positions.contains(&position) {
            positions.push(position);
        }
    }

    pub(super) fn add_wildcard(&mut self, constraint: &'s NamespaceConstraint, position: Position) {
        if !self.wildcards.contains(&(constraint, position)) {
            self.wildcards.push((constraint, position));
        }
    }

    /// Adds all positions of another set.
    pub(super) fn extend(&mut self, other: &Reach<'s>) {
        for (name, positions) in &other.names {
            for position in positions {
                self.add_name(name, *position);
            }
        }
        for (constraint, position) in &other.wildcards {
            self.add_wildcard(constraint, *position);
        }
    }

    /// The same positions, reached through one more reference.
    pub(super) fn referenced_by(&self, reference: Id<Particle>) -> Reach<'s> {
        let retag = |position: &Position| position.referenced_by(reference);
        Reach {
            names: self
                .names
                .iter()
                .map(|(name, list)| (*name, list.iter().map(retag).collect()))
                .collect(),
            wildcards: self
                .wildcards
                .iter()
                .map(|(constraint, position)| (*constraint, retag(position)))
                .collect(),
        }
    }

    /// Whether a position is in both sets.
    pub(super) fn shares_position_with(&self, other: &Reach<'s>) -> bool {
        let names = other.names.iter().any(|(name, theirs)| {
            self.names
                .get(name)
                .is_some_and(|mine| mine.iter().any(|position| theirs.contains(position)))
        });
        names
            || other
                .wildcards
                .iter()
                .any(|theirs| self.wildcards.iter().any(|mine| mine.1 == theirs.1))
    }

    /// The pairs of different positions, one of each set, that accept the same element.
    pub(super) fn collisions(&self, after: &Reach<'s>) -> Vec<Collision> {
        let mut found = Vec::new();
        for (name, theirs) in &after.names {
            for mine in self.names.get(name).into_iter().flatten() {
                for other in theirs.iter().filter(|other| *other != mine) {
                    found.push(collision(*mine, *other, Competing::Name((*name).clone())));
                }
            }
            for (_, mine) in self
                .wildcards
                .iter()
                .filter(|(allowed, _)| allowed.allows(name.namespace.as_ref()))
            {
                for other in theirs.iter().filter(|other| *other != mine) {
                    found.push(collision(*mine, *other, Competing::Name((*name).clone())));
                }
            }
        }
        for (allowed, other) in &after.wildcards {
            for (name, mine) in self
                .names
                .iter()
                .filter(|(name, _)| allowed.allows(name.namespace.as_ref()))
            {
                for mine in mine.iter().filter(|mine| *mine != other) {
                    found.push(collision(*mine, *other, Competing::Name((*name).clone())));
                }
            }
            for (constraint, mine) in self.wildcards.iter().filter(|(_, mine)| mine != other) {
                if allowed.overlaps(constraint) {
                    found.push(collision(*mine, *other, Competing::Wildcards));
                }
            }
        }
        // The names come from a table without an order.
        found.sort_by(|left, right| left.key().cmp(&right.key()));
        found
    }
}

fn collision(first: Position, second: Position, over: Competing) -> Collision {
    Collision {
        first: first.particle,
        second: second.particle,
        over,
    }
}

impl Collision {
    fn key(&self) -> (Id<Particle>, Id<Particle>, Option<&QName>) {
        let name = match &self.over {
            Competing::Name(name) => Some(name),
            Competing::Wildcards => None,
        };
        (self.first, self.second, name)
    }
}
